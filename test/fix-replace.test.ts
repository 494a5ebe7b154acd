import { describe, expect, test } from "vitest";
import { quickFixesOf } from "./quick-fixes.js";

const images = `import { execa } from "execa";

export async function buildUnder(image: string): Promise<void> {
  await execa("docker", ["build", "-t", image, "."]);
}

export async function build(service: string): Promise<string> {
  const image = \`localhost/\${service}:\${Date.now().toString(16)}\`;
  await buildUnder(image);
  return image;
}

export async function buildAll(services: readonly string[]): Promise<string[]> {
  return Promise.all(services.map(build));
}

export async function deploy(image: string): Promise<void> {
  await execa("kubectl", ["run", "api", "--image", image]);
}
`;

const imports = `import { execFileSync, execSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { build, buildAll, buildUnder, deploy } from "./images.js";
`;

async function fixesOf(code: string, lineEnd = "\n"): Promise<readonly { readonly description: string; readonly text: string; readonly left: readonly string[] }[]> {
  const fixes = await quickFixesOf({ "images.ts": images, "setup.ts": (imports + code).replaceAll("\n", lineEnd) }, "setup.ts");
  return fixes.map((fix) => ({ ...fix, text: fix.text.slice(imports.replaceAll("\n", lineEnd).length) }));
}

describe("the expression that the build was given is deployed", () => {
  test.for([
    ["a constant, for another literal", "image", `const image = "localhost/api:e2e";\nawait buildUnder(image);\nawait deploy("localhost/api:latest");`, `const image = "localhost/api:e2e";\nawait buildUnder(image);\nawait deploy(image);`],
    ["a constant, for the same literal", "image", `const image = "localhost/api:e2e";\nawait buildUnder(image);\nawait deploy("localhost/api:e2e");`, `const image = "localhost/api:e2e";\nawait buildUnder(image);\nawait deploy(image);`],
    ["a parameter", "image", "export async function up(image: string) {\n  execFileSync(\"docker\", [\"build\", \"-t\", image, \".\"]);\n  await deploy(\"localhost/api:latest\");\n}\nawait up(\"localhost/api:e2e\");", "export async function up(image: string) {\n  execFileSync(\"docker\", [\"build\", \"-t\", image, \".\"]);\n  await deploy(image);\n}\nawait up(\"localhost/api:e2e\");"],
    ["a property", "images.api", `const images = { api: "localhost/api:e2e" };\nawait buildUnder(images.api);\nawait deploy("localhost/api:latest");`, `const images = { api: "localhost/api:e2e" };\nawait buildUnder(images.api);\nawait deploy(images.api);`],
    ["a hole", "image", "const image = \"localhost/api:e2e\";\nexecSync(`docker build -t ${image} .`);\nexecSync(`kubectl run api --image=localhost/api:latest`);", "const image = \"localhost/api:e2e\";\nexecSync(`docker build -t ${image} .`);\nexecSync(`kubectl run api --image=${image}`);"],
    ["in every place", "image", `const image = "localhost/api:e2e";\nconst wrong = "localhost/api:latest";\nawait buildUnder(image);\nawait deploy(wrong);\nawait deploy(wrong);`, `const image = "localhost/api:e2e";\nconst wrong = "localhost/api:latest";\nawait buildUnder(image);\nawait deploy(image);\nawait deploy(image);`],
  ] as const)("%s", async ([, expression, before, after]) => {
    expect(await fixesOf(before)).toEqual([{ description: `Deploy \`${expression}\`, under which it is built`, text: after, left: [] }]);
  });
});

describe("the result of the build is deployed", () => {
  test.for([
    ["a constant", "const built = await build(\"api\");\nawait deploy(`${built}-debug`);", "const built = await build(\"api\");\nawait deploy(built);"],
    ["an element", "const [built, other] = await Promise.all([build(\"api\"), build(\"web\")]);\nawait deploy(`${built}-debug`);\nawait deploy(other);", "const [built, other] = await Promise.all([build(\"api\"), build(\"web\")]);\nawait deploy(built);\nawait deploy(other);"],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(before)).toEqual([{ description: "Deploy `built`, the result of the build", text: after, left: [] }]);
  });
});

describe("the name that was generated first is used", () => {
  test.for([
    ["a tag", "tag", "const tag = randomUUID();\nawait buildUnder(`localhost/api:${tag}`);\nawait deploy(`localhost/api:${randomUUID()}`);", "const tag = randomUUID();\nawait buildUnder(`localhost/api:${tag}`);\nawait deploy(`localhost/api:${tag}`);"],
    ["a reference", "first", "const nameOf = () => `localhost/api:${randomUUID()}`;\nconst first = nameOf();\nawait buildUnder(first);\nawait deploy(nameOf());", "const nameOf = () => `localhost/api:${randomUUID()}`;\nconst first = nameOf();\nawait buildUnder(first);\nawait deploy(first);"],
    ["one that is awaited", "first", "const nameOf = async () => `localhost/api:${randomUUID()}`;\nconst first = await nameOf();\nawait buildUnder(first);\nawait deploy(await nameOf());", "const nameOf = async () => `localhost/api:${randomUUID()}`;\nconst first = await nameOf();\nawait buildUnder(first);\nawait deploy(first);"],
  ] as const)("%s", async ([, name, before, after]) => {
    expect(await fixesOf(before)).toEqual([{ description: `Use \`${name}\`, which was generated first`, text: after, left: [] }]);
  });
});

describe("the reference gets a name for both sides", () => {
  const named = "Name the reference that is built `image`, and deploy that";

  test.for([
    ["of two literals", "await buildUnder(\"localhost/api:e2e\");\nawait deploy(\"localhost/api:latest\");", "const image = \"localhost/api:e2e\";\nawait buildUnder(image);\nawait deploy(image);"],
    ["of a literal that is typed twice", "await buildUnder(\"localhost/api:e2e\");\nawait deploy(\"localhost/api:e2e\");", "const image = \"localhost/api:e2e\";\nawait buildUnder(image);\nawait deploy(image);"],
    ["of letters in templates", "execSync(`docker build -t localhost/api:e2e .`);\nexecSync(`kubectl run api --image=localhost/api:latest`);", "const image = \"localhost/api:e2e\";\nexecSync(`docker build -t ${image} .`);\nexecSync(`kubectl run api --image=${image}`);"],
    ["of a template", "const tag = \"e2e\";\nawait buildUnder(`localhost/api:${tag}`);\nawait deploy(\"localhost/api:latest\");", "const tag = \"e2e\";\nconst image = `localhost/api:${tag}`;\nawait buildUnder(image);\nawait deploy(image);"],
    ["of a generator's calls", "const nameOf = () => `localhost/api:${randomUUID()}`;\nawait buildUnder(nameOf());\nawait deploy(nameOf());", "const nameOf = () => `localhost/api:${randomUUID()}`;\nconst image = nameOf();\nawait buildUnder(image);\nawait deploy(image);"],
    ["of generators in templates", "execSync(`docker build -t localhost/api:${randomUUID()} .`);\nexecSync(`kubectl run api --image=localhost/api:${randomUUID()}`);", "const image = `localhost/api:${randomUUID()}`;\nexecSync(`docker build -t ${image} .`);\nexecSync(`kubectl run api --image=${image}`);"],
    ["of a getter, which generates", "const images = { get api() { return `localhost/api:${randomUUID()}`; } };\nawait buildUnder(images.api);\nawait deploy(images.api);", "const images = { get api() { return `localhost/api:${randomUUID()}`; } };\nconst image = images.api;\nawait buildUnder(image);\nawait deploy(image);"],
    ["in an inner block", "{\n\tawait buildUnder(\"localhost/api:e2e\");\n\tawait deploy(\"localhost/api:latest\");\n}", "{\n\tconst image = \"localhost/api:e2e\";\n\tawait buildUnder(image);\n\tawait deploy(image);\n}"],
    ["around a branch", "if (process.env[\"BUILD\"] !== \"no\") {\n  await buildUnder(\"localhost/api:e2e\");\n}\nawait deploy(\"localhost/api:latest\");", "const image = \"localhost/api:e2e\";\nif (process.env[\"BUILD\"] !== \"no\") {\n  await buildUnder(image);\n}\nawait deploy(image);"],
    ["above the first of them", "const up = () => deploy(\"localhost/api:latest\");\nawait buildUnder(\"localhost/api:e2e\");\nawait up();", "const image = \"localhost/api:e2e\";\nconst up = () => deploy(image);\nawait buildUnder(image);\nawait up();"],
    ["above a comment", "// The image of the tests.\nawait buildUnder(\"localhost/api:e2e\"); // once\nawait deploy(\"localhost/api:latest\");", "const image = \"localhost/api:e2e\";\n// The image of the tests.\nawait buildUnder(image); // once\nawait deploy(image);"],
    ["in one line", "export const up = async () => { await buildUnder(\"localhost/api:e2e\"); await deploy(\"localhost/api:latest\"); };", "export const up = async () => { const image = \"localhost/api:e2e\"; await buildUnder(image); await deploy(image); };"],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(before)).toEqual([{ description: named, text: after, left: [] }]);
  });

  test("with tabs and CRLF as they are", async () => {
    const [fix] = await fixesOf("export async function up() {\n\tawait buildUnder(\"localhost/api:e2e\");\t// é\n\tawait deploy(\"localhost/api:latest\");\n}\n", "\r\n");
    expect(fix?.text).toBe("export async function up() {\r\n\tconst image = \"localhost/api:e2e\";\r\n\tawait buildUnder(image);\t// é\r\n\tawait deploy(image);\r\n}\r\n");
  });

  test("with the quotes of the file", async () => {
    const code = `import { buildUnder, deploy } from './images.js';\nbuildUnder('localhost/api:e2e').then(() => deploy('localhost/api:latest'));\n`;
    const [fix] = await quickFixesOf({ "images.ts": images, "setup.ts": code }, "setup.ts");
    expect(fix?.text).toBe(`import { buildUnder, deploy } from './images.js';\nconst image = 'localhost/api:e2e';\nbuildUnder(image).then(() => deploy(image));\n`);
  });
});

describe("no edit is offered", () => {
  test.for([
    ["for a constant that is declared later", "const up = () => deploy(\"localhost/api:latest\");\nconst image = \"localhost/api:e2e\";\nawait buildUnder(image);\nawait up();"],
    ["for a name that means another thing at the deploy", "export async function up(image: string) {\n  await buildUnder(image);\n}\nexport async function run(image = \"localhost/api:latest\") {\n  await deploy(image);\n}\nawait up(\"localhost/api:e2e\");\nawait run();"],
    ["for literals in two functions", "export async function up() {\n  await buildUnder(\"localhost/api:e2e\");\n}\nexport async function run() {\n  await deploy(\"localhost/api:latest\");\n}\nawait up();\nawait run();"],
    ["for a part of a plain string", "await buildUnder(\"localhost/api:e2e\");\nexecSync(\"kubectl run api --image=localhost/api:latest\");"],
    ["for a name that is generated in a loop", "const nameOf = (service: string) => `localhost/${service}:${randomUUID()}`;\nfor (const service of [\"api\"]) {\n  await buildUnder(nameOf(service));\n}\nawait deploy(nameOf(\"api\"));"],
    ["for a promise of the result", "const built = build(\"api\");\nconst wrong = `${await built}-debug`;\nawait deploy(wrong);"],
    ["for a list of results", "const built = await buildAll([\"api\"]);\nawait deploy(`${built[0]}-debug`);"],
    ["for places of which one is out of reach", "let wrong = \"\";\n{\n  const built = await build(\"api\");\n  wrong = `${built}-debug`;\n  await deploy(wrong);\n}\nawait deploy(wrong);"],
  ] as const)("%s", async ([, code]) => {
    expect(await fixesOf(code)).toEqual([]);
  });
});
