import { ESLint } from "eslint";
// The built one, because its worker runs without a test runner: `npm run build` comes first.
import plugin from "eslint-plugin-tag-consistency";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import schema from "../schemas/configuration.schema.json" with { type: "json" };
import { run } from "../src/cli/run.js";
import { analyzeProject } from "../src/engine/analyze.js";
import { parseConfiguration, type Configuration } from "../src/project/configuration.js";
import type { Finding, Report } from "../src/report/report.js";
import { packageFolder } from "./plugin-project.js";
import { projectOnDisk } from "./project-on-disk.js";

const configurationFile = "tag-consistency.config.json";
const { $schema, ...keys } = schema.properties;

// ---------------------------------------------------------------------------------------------------- the page

/** A configuration of the page, and the files of a project below it. */
interface Example {
  readonly configuration: string;
  readonly files: Readonly<Record<string, string>>;
}

describe("the page of the configuration", () => {
  const page = readFileSync(join(packageFolder, "docs/configuration.md"), "utf8");

  it("shows each key at work", () => {
    expect($schema.type).toBe("string");
    expect([...page.matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading).filter((heading) => heading !== "Functions")).toEqual(Object.keys(keys));
  });

  test.each(Object.keys(keys))("reports by %s what it says, and something else without it", async (key) => {
    const { configuration, files } = exampleOf(page, key);
    expect(Object.keys(parseConfiguration(configuration).configuration)).toEqual([key]);
    const reported = await check({ ...files, [configurationFile]: configuration });
    expect(reported.map(({ file, line }) => `${file}:${line}`)).toEqual(markedLines(files));
    expect(reported.map(say)).not.toEqual((await check({ ...files, [configurationFile]: "{}" })).map(say));
  });
});

function exampleOf(page: string, key: string): Example {
  const [, section = ""] = new RegExp(`^## ${key}\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "m").exec(page) ?? [];
  const [, configuration = ""] = /^```jsonc\n([\s\S]*?)^```$/m.exec(section) ?? [];
  return { configuration, files: Object.fromEntries([...section.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, file = "", text = ""]) => [file, text])) };
}

function markedLines(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([file, text]) => text.split("\n").flatMap((line, index) => (/(?:\/\/|#) <- /.test(line) ? [`${file}:${index + 1}`] : [])));
}

/** What the command reports of a project with these files. */
async function check(files: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<readonly Finding[]> {
  let output = "";
  await run(["check", "--format", "json", ...options], {
    stdout: { write: (text: string) => ((output += text), true) },
    stderr: { write: () => true },
    workingFolder: projectOnDisk(files),
    variables: {},
  });
  const report: unknown = JSON.parse(output);
  if (!isReport(report)) throw new Error(`this is no report: ${output}`);
  return report.findings;
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "version" in value && value.version === 1 && "findings" in value;
}

function say({ file, line, rule, severity }: Finding): string {
  return `${file}:${line} ${rule} ${severity}`;
}

// ---------------------------------------------------------------------------------------------------- each key

/** A project of one file, whose lines with a finding end in `// rule`. */
interface Case {
  readonly configuration: Configuration;
  readonly code: string;
}

const builds = `import { execFileSync } from "node:child_process";
const build = (image: string) => execFileSync("podman", ["build", "-t", image, "."]);
const deploy = (image: string) => execFileSync("kubectl", ["run", "gateway", \`--image=\${image}\`]);
`;

const producers: Readonly<Record<string, Case>> = {
  "a name": { configuration: { producers: ["make"] }, code: 'import { make } from "@acme/images";\nawait make(); // no-discarded-image\ndeploy(await make());' },
  "a name in a namespace": { configuration: { producers: ["make"] }, code: 'import * as images from "@acme/images";\nawait images.make(); // no-discarded-image' },
  "a name that is required": { configuration: { producers: ["make"] }, code: 'const { make } = require("@acme/images");\nmake(); // no-discarded-image' },
  "a name and a module": {
    configuration: { producers: [{ name: "make", module: "@acme/images" }] },
    code: 'import { make } from "@acme/images";\nimport { make as makeOther } from "@acme/other";\nawait make(); // no-discarded-image\nawait makeOther();',
  },
  "an argument": {
    configuration: { producers: [{ name: "make", argument: 1 }] },
    code: 'import { make } from "@acme/images";\nconst image = "localhost/gateway:e2e";\nawait make(".", image);\ndeploy(image);\ndeploy("localhost/gateway:main"); // no-image-mismatch',
  },
  "a property of an argument": {
    configuration: { producers: [{ name: "make", argument: "0.image" }] },
    code: 'import { make } from "@acme/images";\nawait make({ image: "localhost/gateway:e2e" });\ndeploy("localhost/gateway:main"); // no-image-mismatch',
  },
  "a property of the result": {
    configuration: { producers: [{ name: "make", result: "image" }] },
    code: 'import { make } from "@acme/images";\ndeploy((await make()).image);\nconst { image } = await make();\ndeploy(image);\nconst made = await make(); // no-discarded-image\nconsole.log(made.seconds);',
  },
  "an element of the result": {
    configuration: { producers: [{ name: "make", result: "0" }] },
    code: 'import { make } from "@acme/images";\nconst [image] = await make();\ndeploy(image);\nconst [, seconds] = await make(); // no-discarded-image\nconsole.log(seconds);',
  },
  "a method": {
    configuration: { producers: ["Images.make"] },
    code: 'import { Images } from "@acme/images";\nconst images = new Images();\nawait images.make(); // no-discarded-image\ndeploy(await images.make());',
  },
  "a name under which nobody imports it": {
    configuration: { producers: [{ name: "make", module: "@acme/images" }] },
    code: 'import { make as makeGateway } from "@acme/images";\nawait makeGateway(); // no-discarded-image',
  },
  "a static method": { configuration: { producers: [{ name: "Images.make", module: "@acme/images" }] }, code: 'import { Images } from "@acme/images";\nawait Images.make(); // no-discarded-image' },
  "a method of one class of a module": {
    configuration: { producers: [{ name: "Images.make", module: "@acme/images" }] },
    code: 'import { Images, Site } from "@acme/images";\nawait new Images().make(); // no-discarded-image\nawait new Site().make();',
  },
  "a method of one class of the project": {
    configuration: { producers: ["Images.make"] },
    code: "declare const bus: { send(what: string): Promise<string> };\nclass Images {\n  make() {\n    return bus.send(\"image\");\n  }\n}\nclass Site {\n  make() {\n    return bus.send(\"site\");\n  }\n}\nawait new Images().make(); // no-discarded-image\nawait new Site().make();",
  },
  "an argument that the result gives back": {
    configuration: { producers: [{ name: "make", argument: "0.image", result: "reference" }] },
    code: 'import { make } from "@acme/images";\nconst { reference } = await make({ image: "localhost/gateway:e2e" });\ndeploy(reference);\ndeploy("localhost/gateway:main"); // no-image-mismatch',
  },
  "an argument of a function of the project": {
    configuration: { producers: [{ name: "make", argument: 0 }] },
    code: 'declare const bus: { send(what: string): Promise<void> };\nconst make = (image: string) => bus.send(image);\nawait make("localhost/gateway:e2e");\ndeploy("localhost/gateway:main"); // no-image-mismatch',
  },
  "a function of the project whose body says nothing": {
    configuration: { producers: [{ name: "make", module: "./example" }] },
    code: "declare const bus: { send(what: string): Promise<string> };\nfunction make() {\n  return bus.send(\"make\");\n}\nawait make(); // no-discarded-image\ndeploy(await make());",
  },
};

const generators: Readonly<Record<string, Case>> = {
  "of a tag": {
    configuration: { generators: ["uniqueTag"] },
    code: 'import { uniqueTag } from "@acme/names";\nbuild(`localhost/gateway:${uniqueTag()}`);\ndeploy(`localhost/gateway:${uniqueTag()}`); // no-regenerated-tag',
  },
  "of a whole name": {
    configuration: { generators: [{ name: "uniqueName", module: "@acme/names" }] },
    code: 'import { uniqueName } from "@acme/names";\nbuild(uniqueName("gateway"));\ndeploy(uniqueName("gateway")); // no-regenerated-tag',
  },
  "kept": { configuration: { generators: ["uniqueName"] }, code: 'import { uniqueName } from "@acme/names";\nconst name = uniqueName();\nbuild(name);\ndeploy(name);' },
  "under another name": {
    configuration: { generators: [{ name: "uniqueTag", module: "@acme/names" }] },
    code: 'import { uniqueTag as next } from "@acme/names";\nbuild(`localhost/gateway:${next()}`);\ndeploy(`localhost/gateway:${next()}`); // no-regenerated-tag',
  },
  "of a property": {
    configuration: { generators: [{ name: "unique", result: "image" }] },
    code: 'import { unique } from "@acme/names";\nconst { image } = unique();\nbuild(image);\ndeploy(image);\ndeploy(unique().image); // no-regenerated-tag',
  },
  "that is a method": {
    configuration: { generators: ["Names.next"] },
    code: 'import { Names } from "@acme/names";\nconst names = new Names();\nbuild(`localhost/gateway:${names.next()}`);\ndeploy(`localhost/gateway:${names.next()}`); // no-regenerated-tag',
  },
  "of the project": {
    configuration: { generators: ["uniqueTag"] },
    code: "declare const counter: { next(): string };\nfunction uniqueTag() {\n  return counter.next();\n}\nbuild(`localhost/gateway:${uniqueTag()}`);\ndeploy(`localhost/gateway:${uniqueTag()}`); // no-regenerated-tag",
  },
};

const consumers: Readonly<Record<string, Case>> = {
  "of their first argument": {
    configuration: { consumers: ["start"] },
    code: 'import { start } from "@acme/deploy";\nconst image = "localhost/gateway:e2e";\nbuild(image);\nawait start(image);\nawait start("localhost/gateway:main"); // no-image-mismatch',
  },
  "of a property of an argument": {
    configuration: { consumers: [{ name: "start", argument: "1.pod.image" }] },
    code: 'import { start } from "@acme/deploy";\nbuild("localhost/gateway:e2e");\nawait start("gateway", { pod: { image: "localhost/gateway:main" } }); // no-image-mismatch',
  },
  "of a module": {
    configuration: { consumers: [{ name: "start", module: "@acme/deploy" }] },
    code: 'import { start } from "@acme/deploy";\nimport { start as startOther } from "@acme/other";\nbuild("localhost/gateway:e2e");\nawait start("localhost/gateway:main"); // no-image-mismatch\nawait startOther("localhost/gateway:other");',
  },
  "of a list": {
    configuration: { consumers: [{ name: "start", argument: "0.images" }] },
    code: 'import { start } from "@acme/deploy";\nconst image = "localhost/gateway:e2e";\nbuild(image);\nawait start({ images: [\nimage,\n"localhost/gateway:main"] }); // no-image-mismatch',
  },
  "that are classes": {
    configuration: { consumers: ["Pod"] },
    code: 'import { Pod } from "@acme/deploy";\nbuild("localhost/gateway:e2e");\nawait new Pod("localhost/gateway:main").start(); // no-image-mismatch',
  },
  "that are methods": {
    configuration: { consumers: ["Cluster.start"] },
    code: 'import { Cluster } from "@acme/deploy";\nconst cluster = new Cluster();\nbuild("localhost/gateway:e2e");\nawait cluster.start("localhost/gateway:main"); // no-image-mismatch',
  },
  "of the project": {
    configuration: { consumers: [{ name: "start", argument: "0.image" }] },
    code: 'declare const bus: { send(what: object): Promise<void> };\nconst start = (pod: { image: string }) => bus.send(pod);\nbuild("localhost/gateway:e2e");\nawait start({ image: "localhost/gateway:main" }); // no-image-mismatch',
  },
};

const manifest = (kind: string, apiVersion: string, spec: string) => `build("localhost/gateway:e2e");\nawait apply({ apiVersion: "${apiVersion}", kind: "${kind}", spec: ${spec} });`;

const manifestPaths: Readonly<Record<string, Case>> = {
  "to a text": { configuration: { manifestPaths: [{ kind: "Gateway", path: "spec.picture" }] }, code: manifest("Gateway", "shop.example/v1", '{ picture: "localhost/gateway:main" } // no-image-mismatch\n') },
  "in a manifest's text": {
    configuration: { manifestPaths: [{ kind: "Gateway", path: "spec.picture" }] },
    code: 'build("localhost/gateway:e2e");\nexecFileSync("kubectl", ["apply", "-f", "-"], { input: `\nkind: Gateway\nspec:\n  picture: localhost/gateway:main # // no-image-mismatch\n` });',
  },
  "to the texts of a list": {
    configuration: { manifestPaths: [{ kind: "Gateway", path: "spec.pictures[]" }] },
    code: manifest("Gateway", "shop.example/v1", '{ pictures: [\n"localhost/gateway:e2e-1", // no-image-mismatch\n"localhost/gateway:main"] } // no-image-mismatch\n'),
  },
  "below the items of a list": { configuration: { manifestPaths: [{ kind: "Gateway", path: "spec.stages[].picture" }] }, code: manifest("Gateway", "shop.example/v1", '{ stages: [{ picture: "localhost/gateway:main" }] } // no-image-mismatch\n') },
  "of an API group": { configuration: { manifestPaths: [{ kind: "Gateway", apiVersion: "shop.example", path: "spec.picture" }] }, code: manifest("Gateway", "shop.example/v2", '{ picture: "localhost/gateway:main" } // no-image-mismatch\n') },
  "of a group and a version": { configuration: { manifestPaths: [{ kind: "Gateway", apiVersion: "shop.example/v1", path: "spec.picture" }] }, code: manifest("Gateway", "shop.example/v1", '{ picture: "localhost/gateway:main" } // no-image-mismatch\n') },
  "beside a pod template": {
    configuration: { manifestPaths: [{ kind: "Gateway", path: "spec.picture" }] },
    code: manifest("Gateway", "shop.example/v1", '{ picture: "localhost/gateway:one", // no-image-mismatch\ntemplate: { spec: { containers: [{ name: "a", image: "localhost/gateway:two" }] } } } // no-image-mismatch\n'),
  },
};

const silentPaths: Readonly<Record<string, Case>> = {
  "of another kind": { configuration: { manifestPaths: [{ kind: "Gate", path: "spec.picture" }] }, code: manifest("Gateway", "shop.example/v1", '{ picture: "localhost/gateway:main" }') },
  "of another group": { configuration: { manifestPaths: [{ kind: "Gateway", apiVersion: "other.example", path: "spec.picture" }] }, code: manifest("Gateway", "shop.example/v1", '{ picture: "localhost/gateway:main" }') },
  "of another version": { configuration: { manifestPaths: [{ kind: "Gateway", apiVersion: "shop.example/v1", path: "spec.picture" }] }, code: manifest("Gateway", "shop.example/v2", '{ picture: "localhost/gateway:main" }') },
};

describe.each(Object.entries({ producers, generators, consumers, manifestPaths, "manifestPaths that do not fit": silentPaths }))("%s", (_, cases) => {
  test.each(Object.entries(cases))("%s", async (_, { configuration, code }) => {
    const text = code.includes("apply(") ? `import { apply } from "@acme/cluster";\n${builds}${code}` : builds + code;
    const { findings } = await analyzeProject({ root: projectOnDisk({ "example.ts": text }), configuration });
    expect(findings.map(({ line, rule }) => `${line} ${rule}`)).toEqual(text.split("\n").flatMap((line, index) => [...line.matchAll(/\/\/ ([a-z-]+)$/g)].map(([, rule]) => `${index + 1} ${rule ?? ""}`)));
    const without = await analyzeProject({ root: projectOnDisk({ "example.ts": text }), configuration: {} });
    if (findings.length > 0) expect(without.findings.length).toBeLessThan(findings.length);
  });
});

// ---------------------------------------------------------------------------------------------------- files and rules

const mismatch = `import { execFileSync } from "node:child_process";
execFileSync("podman", ["build", "-t", "localhost/gateway:e2e", "."]);
execFileSync("kubectl", ["run", "gateway", "--image=localhost/gateway:main"]);
`;

const reportedFiles = async (configuration: Configuration, files: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
  (await check({ ...Object.fromEntries(files.map((file) => [file, mismatch])), ...more, [configurationFile]: JSON.stringify(configuration) })).map(({ file }) => file);

describe("ignore.files", () => {
  const files = ["legacy/deep/a.ts", "src/a.ts", "src/a.generated.ts"];
  test.each<readonly [string, readonly string[]]>([
    ["legacy/**", ["src/a.generated.ts", "src/a.ts"]],
    ["legacy/", ["src/a.generated.ts", "src/a.ts"]],
    ["legacy", ["src/a.generated.ts", "src/a.ts"]],
    ["src/a.ts", ["legacy/deep/a.ts", "src/a.generated.ts"]],
    ["**/*.generated.ts", ["legacy/deep/a.ts", "src/a.ts"]],
    ["*.ts", ["legacy/deep/a.ts", "src/a.generated.ts", "src/a.ts"]],
  ])("%s", async (glob, left) => {
    expect(await reportedFiles({ ignore: { files: [glob] } }, files)).toEqual(left);
  });

  it("holds for a text that stands in for a file too", async () => {
    const overlay = new Map([["legacy/new.ts", mismatch], ["src/new.ts", mismatch]]);
    const { findings } = await analyzeProject({ root: projectOnDisk({}), overlay, configuration: { ignore: { files: ["legacy/**"] } } });
    expect(findings.map(({ file }) => file)).toEqual(["src/new.ts"]);
  });
});

describe("ignore.rules", () => {
  test("silences the named rules in the named files, and nothing else", async () => {
    const files = ["legacy/a.ts", "src/a.ts"];
    expect(await reportedFiles({ ignore: { rules: { "legacy/**": ["no-image-mismatch"] } } }, files)).toEqual(["src/a.ts"]);
    expect(await reportedFiles({ ignore: { rules: { "legacy/**": ["no-hardcoded-image"] } } }, files)).toEqual(files);
  });
});

describe("include", () => {
  const files = ["generated/a.ts", "node_modules/@acme/e2e/a.ts", "vendor/a.ts"];
  const more = { ".gitignore": "generated/\n" };
  test.each<readonly [readonly string[], readonly string[]]>([
    [[], []],
    [["generated/**"], ["generated/a.ts"]],
    [["generated"], ["generated/a.ts"]],
    [["node_modules/@acme/e2e/**"], ["node_modules/@acme/e2e/a.ts"]],
    [["**/a.ts"], files],
  ])("%j", async (include, read) => {
    expect(await reportedFiles({ include }, files, more)).toEqual(read);
  });
});

describe("rules", () => {
  const severities = async (configuration: Configuration, ...options: readonly string[]): Promise<readonly string[]> => (await check({ "a.ts": mismatch, [configurationFile]: JSON.stringify(configuration) }, ...options)).map(({ severity }) => severity);

  test("give severities, whatever the preset", async () => {
    expect(await severities({})).toEqual(["error"]);
    expect(await severities({ rules: { "no-image-mismatch": "warning" } })).toEqual(["warning"]);
    expect(await severities({ rules: { "no-image-mismatch": "warning" } }, "--preset", "strict")).toEqual(["warning"]);
    expect(await severities({ rules: { "no-image-mismatch": "off" } })).toEqual([]);
  });
});

// ---------------------------------------------------------------------------------------------------- ESLint

describe("in ESLint", () => {
  /** The lines of the findings, with this object as settings and these texts as the project's. */
  async function lint(settings: Configuration, files: Readonly<Record<string, string>>): Promise<readonly number[]> {
    const eslint = new ESLint({ cwd: projectOnDisk({ ".git/HEAD": "", ...files }), overrideConfigFile: true, overrideConfig: [plugin.configs.recommended, plugin.configs.typescript, { settings: { "tag-consistency": settings } }] });
    return (await eslint.lintFiles(["example.ts"])).flatMap(({ messages }) => messages.map(({ line }) => line));
  }

  const code = 'import { make, start } from "@acme/images";\nawait make();\nawait start();\n';
  const [making, starting]: readonly Configuration[] = [{ producers: ["make"] }, { producers: ["start"] }];

  test("settings are the configuration where there is no file", async () => {
    expect(await lint({}, { "example.ts": code })).toEqual([]);
    expect(await lint(making ?? {}, { "example.ts": code })).toEqual([2]);
  });

  test("the file wins over settings, also if it is empty, and nothing of both is mixed", async () => {
    expect(await lint(making ?? {}, { "example.ts": code, [configurationFile]: JSON.stringify(starting) })).toEqual([3]);
    expect(await lint(making ?? {}, { "example.ts": code, [configurationFile]: "{}" })).toEqual([]);
  });

  test("a rule that is off in the configuration is silent, and its severity is ESLint's own", async () => {
    expect(await lint({ rules: { "no-image-mismatch": "off" } }, { "example.ts": mismatch })).toEqual([]);
    expect(await lint({ rules: { "no-image-mismatch": "warning" } }, { "example.ts": mismatch })).toEqual([3]);
  });
});
