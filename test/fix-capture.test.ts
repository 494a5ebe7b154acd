import { describe, expect, test } from "vitest";
import { quickFixesOf } from "./quick-fixes.js";

const images = `import { execFileSync } from "node:child_process";
import { execa } from "execa";

const nameOf = (service: string) => \`localhost/\${service}:\${Date.now().toString(16)}\`;

export async function build(service: string): Promise<string> {
  const image = nameOf(service);
  await execa("docker", ["build", "-t", image, service]);
  return image;
}

export function buildNow(service: string): string {
  const image = nameOf(service);
  execFileSync("docker", ["build", "-t", image, service]);
  return image;
}

export async function buildTimed(service: string): Promise<[image: string, milliseconds: number]> {
  const start = performance.now();
  const image = await build(service);
  return [image, performance.now() - start];
}

export async function buildWithReport(service: string): Promise<{ image: string; milliseconds: number }> {
  const [image, milliseconds] = await buildTimed(service);
  return { image, milliseconds };
}

export async function deploy(image: string, replicas = 1): Promise<void> {
  await execa("kubectl", ["create", "deployment", "api", "--image", image, \`--replicas=\${replicas}\`]);
}

export async function deployTag(tag: string): Promise<void> {
  await execa("kubectl", ["run", "api", \`--image=localhost/api:\${tag}\`]);
}

export function wait(): Promise<number> {
  return Promise.resolve(1);
}
`;

const imports = `import { execSync } from "node:child_process";
import { build, buildNow, buildTimed, buildWithReport, deploy, deployTag, wait } from "./images.js";
`;

async function fixesOf(code: string, lineEnd = "\n"): Promise<readonly { readonly description: string; readonly text: string; readonly left: readonly string[] }[]> {
  const fixes = await quickFixesOf({ "images.ts": images, "setup.ts": (imports + code).replaceAll("\n", lineEnd) }, "setup.ts");
  return fixes.map((fix) => ({ ...fix, text: fix.text.slice(imports.replaceAll("\n", lineEnd).length) }));
}

const wrong = `"localhost/api:latest"`;
const stillDropped = ["setup.ts no-discarded-image localhost/api:<fresh> -> localhost/api:latest"];

describe("a dropped result is captured, and deployed", () => {
  test.for([
    ["a statement", `await build("api");\nawait deploy(${wrong});`, `const image = await build("api");\nawait deploy(image);`],
    ["without semicolons", `await build("api")\nawait deploy(${wrong})`, `const image = await build("api")\nawait deploy(image)`],
    ["in one line", `export const up = async () => { await build("api"); return deploy(${wrong}); };`, `export const up = async () => { const image = await build("api"); return deploy(image); };`],
    ["an assertion", `(await build("api"))!;\nawait deploy(${wrong});`, `const image = (await build("api"))!;\nawait deploy(image);`],
    ["a producer that is not asynchronous", `buildNow("api");\nawait deploy(${wrong});`, `const image = buildNow("api");\nawait deploy(image);`],
    ["a call that is not awaited, in a module", `build("api");\nawait deploy(${wrong});`, `const image = await build("api");\nawait deploy(image);`],
    ["a call that is not awaited, in an async function", `export async function up() {\n  build("api");\n  await deploy(${wrong});\n}`, `export async function up() {\n  const image = await build("api");\n  await deploy(image);\n}`],
    ["void", `void build("api");\nawait deploy(${wrong});`, `const image = await build("api");\nawait deploy(image);`],
    ["void with parentheses", `void(build("api"));\nawait deploy(${wrong});`, `const image = (await build("api"));\nawait deploy(image);`],
    ["a blank", `const _ = await build("api");\nawait deploy(${wrong});`, `const image = await build("api");\nawait deploy(image);`],
    ["an assigned blank", `let _;\n_ = await build("api");\nawait deploy(${wrong});`, `let _;\nconst image = await build("api");\nawait deploy(image);`],
    ["a loop's body", `for (const service of ["api"]) {\n\tawait build(service);\n\tawait deploy(${wrong});\n}`, `for (const service of ["api"]) {\n\tconst image = await build(service);\n\tawait deploy(image);\n}`],
    ["a method", `export class Setup {\n  async up() {\n    await build("api");\n    await deploy(${wrong});\n  }\n}`, `export class Setup {\n  async up() {\n    const image = await build("api");\n    await deploy(image);\n  }\n}`],
    ["a list's hole", `const [, milliseconds] = await buildTimed("api");\nawait deploy(${wrong}, milliseconds);`, `const [image, milliseconds] = await buildTimed("api");\nawait deploy(image, milliseconds);`],
    ["a list's blank", `const [_, milliseconds] = await buildTimed("api");\nawait deploy(${wrong}, milliseconds);`, `const [image, milliseconds] = await buildTimed("api");\nawait deploy(image, milliseconds);`],
    ["a property's blank", `const { image: _, milliseconds } = await buildWithReport("api");\nawait deploy(${wrong}, milliseconds);`, `const { image: image, milliseconds } = await buildWithReport("api");\nawait deploy(image, milliseconds);`],
    ["Promise.all", `await Promise.all([build("api"), wait()]);\nawait deploy(${wrong});`, `const [image] = await Promise.all([build("api"), wait()]);\nawait deploy(image);`],
    ["Promise.all, in the second place", `await Promise.all([wait(), build("api")]);\nawait deploy(${wrong});`, `const [, image] = await Promise.all([wait(), build("api")]);\nawait deploy(image);`],
    ["a hole of Promise.all", `const [, , replicas] = await Promise.all([wait(), build("api"), wait()]);\nawait deploy(${wrong}, replicas);`, `const [, image, replicas] = await Promise.all([wait(), build("api"), wait()]);\nawait deploy(image, replicas);`],
    ["the end of Promise.all", `const [replicas] = await Promise.all([wait(), wait(), build("api")]);\nawait deploy(${wrong}, replicas);`, `const [replicas, , image] = await Promise.all([wait(), wait(), build("api")]);\nawait deploy(image, replicas);`],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(`${before}\n`)).toEqual([{ description: "Capture the result as `image` and deploy that", text: `${after}\n`, left: [] }]);
  });

  test("with tabs and CRLF as they are", async () => {
    const [fix] = await fixesOf(`export async function up() {\n\tawait build("api");\t// é\n\tawait deploy(${wrong});\n}\n`, "\r\n");
    expect(fix?.text).toBe("export async function up() {\r\n\tconst image = await build(\"api\");\t// é\r\n\tawait deploy(image);\r\n}\r\n");
  });
});

describe("the captured result stands where the wrong one stood", () => {
  test.for([
    ["every deploy", `await deploy(${wrong});\nawait deploy("localhost/api:v1");`, "await deploy(image);\nawait deploy(image);"],
    ["a constant", `const wrong = ${wrong};\nawait deploy(wrong);`, `const wrong = ${wrong};\nawait deploy(image);`],
    ["a property", `const { spec } = { spec: { image: ${wrong} } };\nawait deploy(spec.image);`, "const { spec } = { spec: { image: image } };\nawait deploy(spec.image);"],
    ["a call that is awaited", `const pick = async () => ${wrong};\nawait deploy(await pick());`, `const pick = async () => ${wrong};\nawait deploy(image);`],
    ["a function that is called later", `const up = () => deploy(${wrong});\nawait up();`, "const up = () => deploy(image);\nawait up();"],
    ["a shorthand property", `const wrong = ${wrong};\nconst up = (options: { wrong: string }) => deploy(options.wrong);\nawait up({ wrong });`, `const wrong = ${wrong};\nconst up = (options: { wrong: string }) => deploy(options.wrong);\nawait up({ wrong: image });`],
    ["letters of a command in a template", "execSync(`kubectl run api --image=localhost/api:latest`);", "execSync(`kubectl run api --image=${image}`);"],
    ["letters and holes of a template", "const tag = \"latest\";\nexecSync(`kubectl run api --image=localhost/api:${tag} --namespace=e2e`);", "const tag = \"latest\";\nexecSync(`kubectl run api --image=${image} --namespace=e2e`);"],
    ["a hole of a template", `const wrong = ${wrong};\nexecSync(\`kubectl run api --image=\${wrong}\`);`, `const wrong = ${wrong};\nexecSync(\`kubectl run api --image=\${image}\`);`],
    ["an image in a manifest", "execSync(\"kubectl apply -f -\", { input: `\nkind: Pod\nspec:\n  containers:\n    - image: 'localhost/api:latest'\n` });", "execSync(\"kubectl apply -f -\", { input: `\nkind: Pod\nspec:\n  containers:\n    - image: '${image}'\n` });"],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(`await build("api");\n${before}\n`)).toEqual([{ description: "Capture the result as `image` and deploy that", text: `const image = await build("api");\n${after}\n`, left: [] }]);
  });
});

describe("a result that has a name is deployed under it", () => {
  test.for([
    ["a constant", `const built = await build("api");\nawait deploy(${wrong});`, "const built = await build(\"api\");\nawait deploy(built);"],
    ["one that is only logged", `const built = await build("api");\nconsole.log(built);\nawait deploy(${wrong});`, "const built = await build(\"api\");\nconsole.log(built);\nawait deploy(built);"],
    ["a variable", `let built: string;\nbuilt = await build("api");\nawait deploy(${wrong});`, "let built: string;\nbuilt = await build(\"api\");\nawait deploy(built);"],
    ["an element", `const [built] = await Promise.all([build("api"), wait()]);\nawait deploy(${wrong});`, "const [built] = await Promise.all([build(\"api\"), wait()]);\nawait deploy(built);"],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(before)).toEqual([{ description: "Deploy `built`, which holds the result", text: after, left: [] }]);
  });
});

describe("a result is only captured where the deploy is out of its reach", () => {
  test.for([
    ["in another function", `export async function up() {\n  await build("api");\n}\nexport const run = () => deploy(${wrong});\nawait up();\nawait run();`],
    ["before the call", `const run = () => deploy(${wrong});\nawait build("api");\nawait run();`],
    ["in a function that may be called before", `await run(false);\nawait build("api");\nexport async function run(isBuilt: boolean) {\n  if (isBuilt) await deploy(${wrong});\n}\nawait run(true);`],
    ["behind the block", `if (process.env["BUILD"] !== "no") {\n  await build("api");\n}\nawait deploy(${wrong});`],
    ["behind the attempt", `try {\n  await build("api");\n} catch {\n  process.exit(1);\n}\nawait deploy(${wrong});`],
    ["a part of a plain string", "await build(\"api\");\nexecSync(\"kubectl run api --image=localhost/api:latest\");"],
    ["a part of the reference", "await build(\"api\");\nawait deployTag(\"latest\");"],
    ["a fall-back", `await build("api");\nawait deploy("" || ${wrong});`],
    ["a literal that must be one", `await build("api");\nawait deploy(${wrong} as const);`],
  ] as const)("%s", async ([, before]) => {
    const [fix, ...others] = await fixesOf(before);
    expect(others).toEqual([]);
    expect(fix).toEqual({ description: "Capture the result as `image`, to be passed to the deployment", text: before.replace("await build", "const image = await build"), left: stillDropped });
  });

  test("and not again", async () => {
    expect(await fixesOf("const image = await build(\"api\");\n")).toEqual([]);
  });
});

describe("the new name is nobody else's", () => {
  test.for([
    ["of a parameter", `export async function up(image: string) {\n  await build("api");\n  await deploy(${wrong}, image.length);\n}`, "builtImage"],
    ["of an import", `import image from "./image.json" with { type: "json" };\nawait build("api");\nawait deploy(${wrong}, image);`, "builtImage"],
    ["in a function below", `await build("api");\nfor (const image of [1]) await deploy(${wrong}, image);`, "builtImage"],
    ["that the file does not declare", `await build("api");\nawait deploy(${wrong}, image);`, "builtImage"],
    ["nor the second choice", `const image = 1;\nexport async function up(builtImage: number) {\n  await build("api");\n  await deploy(${wrong}, image + builtImage);\n}`, "builtImage2"],
    ["but a property's or another function's", `export const nameOf = (image: string) => image;\nexport async function up(spec: { image: number }) {\n  await build("api");\n  await deploy(${wrong}, spec.image);\n}`, "image"],
  ] as const)("%s", async ([, code, name]) => {
    const fixes = await fixesOf(code);
    expect(fixes.map(({ text, left }) => ({ text, left }))).toEqual([{ text: code.replace("await build", `const ${name} = await build`).replace(wrong, name), left: [] }]);
  });
});

describe("no edit is offered", () => {
  test.for([
    ["for a statement without braces", `if (process.env["BUILD"] !== "no") await build("api");\nawait deploy(${wrong});`],
    ["for a case", `switch (process.env["MODE"]) {\n  case "build":\n    await build("api");\n    await deploy(${wrong});\n}`],
    ["for a call that is not awaited where nothing can wait", `export function up() {\n  build("api");\n  void deploy(${wrong});\n}`],
    ["for a promise that is kept", `const pending = build("api");\nawait deploy(${wrong});`],
    ["for a variable that is overwritten", `let image = await build("api");\nimage = ${wrong};\nawait deploy(image);`],
    ["for a name that means another thing at the deploy", `const built = await build("api");\n{\n  const built = 2;\n  await deploy(${wrong}, built);\n}`],
    ["for .then", `await build("api").then(() => deploy(${wrong}));`],
    ["for .catch", `await build("api").catch(console.error);\nawait deploy(${wrong});`],
    ["for a branch of an expression", `process.env["BUILD"] === "yes" && (await build("api"));\nawait deploy(${wrong});`],
    ["for a callback", `[1].forEach(() => void build("api"));\nawait deploy(${wrong});`],
    ["for Promise.race", `await Promise.race([build("api"), wait()]);\nawait deploy(${wrong});`],
    ["behind something spread", `await Promise.all([...[wait()], build("api")]);\nawait deploy(${wrong});`],
    ["for a list", `await buildTimed("api");\nawait deploy(${wrong});`],
    ["for an object whose property nobody names", `const { milliseconds } = await buildWithReport("api");\nawait deploy(${wrong}, milliseconds);`],
    ["for an optional call", `const builder: typeof build | undefined = build;\nawait builder?.("api");\nawait deploy(${wrong});`],
    ["in a file that cannot be parsed", `await build("api");\nawait deploy(${wrong});\nconst = ;`],
  ] as const)("%s", async ([, code]) => {
    expect(await fixesOf(code)).toEqual([]);
  });
});
