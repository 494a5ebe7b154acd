import { Ajv } from "ajv";
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, openSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import schema from "../schemas/report.schema.json" with { type: "json" };
import type { ExitCode } from "../src/cli/environment.js";
import { run } from "../src/cli/run.js";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Report } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

/** A sound file, of one finding. Whatever else stands in the project, it must be found. */
const healthy = `import { execSync } from "node:child_process";

execSync("docker build -t localhost/gateway:e2e .");
execSync("docker run --rm localhost/gateway:dev");
`;
const healthyFinding = 'healthy.ts:4 no-image-mismatch "localhost/gateway:e2e" -> "localhost/gateway:dev"';

describe("a file that is no TypeScript", () => {
  it.each<[string, string]>([
    ["a call that is not finished", 'await start({ service: "billing",'],
    ["a name that is not finished", "const image = images."],
    ["brackets that close nothing", "}}}} ) ] ("],
    ["a template that does not end", "const manifest = `image: ${"],
    ["a comment that does not end", "/* docker build -t localhost/billing:dev ."],
    ["a text that does not end", 'const image = "localhost/billing:dev'],
    ["a regular expression that does not end", "const tag = image.replace(/[:"],
    ["a merge conflict", '<<<<<<< HEAD\nconst tag = "a";\n=======\nconst tag = "b";\n>>>>>>> main'],
    ["another language", "def build(image):\n    subprocess.run(['docker', 'build', '-t', image])"],
    ["a class that is not finished", "class Image { static #tag = ; get"],
    ["a decorator of nothing", "@image"],
    ["an import of nothing", "import { build from './images.js'"],
  ])("%s is one error with its place, and what stands before it is used", async (_, end) => {
    const text = `import { execSync } from "node:child_process";\nexecSync("docker build -t localhost/orders:e2e .");\nexecSync("docker run --rm localhost/orders:dev");\n\n${end}`;
    const report = await analyze({ "half.ts": text });
    expect(findingsOf(report)).toEqual(['half.ts:3 no-image-mismatch "localhost/orders:e2e" -> "localhost/orders:dev"', healthyFinding].sort());
    expect(report.errors.map(({ file }) => file)).toEqual(["half.ts"]);
    const line = report.errors[0]?.line ?? 0;
    expect(line).toBeGreaterThanOrEqual(5);
    expect(line).toBeLessThanOrEqual(text.split("\n").length);
  });

  it("a binary file is an error where it is read for its words, and else nothing", async () => {
    const video = pseudoRandomBytes(100_000);
    const report = await analyze({}, (root) => {
      writeFileSync(join(root, "video.ts"), video);
      writeFileSync(join(root, "layer.ts"), Buffer.concat([video, Buffer.from('\0execSync("docker build -t localhost/orders:dev .")\0'), video]));
    });
    expect(findingsOf(report)).toEqual([healthyFinding]);
    expect(report.errors.map(({ file }) => file)).toEqual(["layer.ts"]);
  });

  it.each(["", " \n\t\n", "// docker build -t localhost/orders:dev .\n", "\uFEFF", "#!/usr/bin/env node", ";;;;"])("%j is a file with nothing in it", async (text) => {
    const report = await analyze({ "empty.ts": text, "empty.js": text, "empty.cjs": text });
    expect(findingsOf(report)).toEqual([healthyFinding]);
    expect(report.errors).toEqual([]);
  });
});

describe("the encoding of a file", () => {
  const manifest = `import { execFileSync } from "node:child_process";
execFileSync("docker", ["build", "-t", "localhost/orders:e2e", "."]);
execFileSync("docker", ["run", "localhost/orders:dev"]);
execFileSync("kubectl", ["apply", "-f", "-"], {
  input: \`
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: orders
      image: localhost/orders:latest
\`,
});
`;
  const places = async (text: string | Buffer): Promise<readonly string[]> => {
    const report = await analyze({}, (root) => {
      writeFileSync(join(root, "encoded.ts"), text);
    });
    expect(report.errors).toEqual([]);
    expect(findingsOf(report)).toContain(healthyFinding);
    return report.findings.filter(({ file }) => file === "encoded.ts").map(({ line, column, endLine, endColumn, deployed }) => `${line}:${column}-${endLine}:${endColumn} ${deployed ?? ""}`);
  };

  it("moves no finding: a byte order mark", async () => {
    const oneLine = manifest.replace("\n", " ").replace("\n", " ");
    const plain = await places(oneLine);
    expect(plain).toHaveLength(2);
    expect(await places(`\uFEFF${oneLine}`)).toEqual(plain);
  });

  it("moves no finding: CRLF, in the code and in a manifest", async () => {
    const plain = await places(manifest);
    expect(plain).toEqual([expect.stringMatching(/^3:\d+-3:\d+ localhost\/orders:dev$/), expect.stringMatching(/^11:\d+-11:\d+ localhost\/orders:latest$/)]);
    expect(await places(manifest.replaceAll("\n", "\r\n"))).toEqual(plain);
  });

  it("counts columns in UTF-16 units", async () => {
    const columnOf = (place: string | undefined): number => Number(/^3:(\d+)/.exec(place ?? "")?.[1]);
    const comment = "/* 🐳 */ ";
    const [plain] = await places(manifest);
    const [moved] = await places(manifest.replace('execFileSync("docker", ["run"', `${comment}$&`));
    expect(columnOf(plain)).toBeGreaterThan(0);
    expect(columnOf(moved)).toBe(columnOf(plain) + comment.length);
  });

  it("is not UTF-8: a comment of an old editor hides nothing", async () => {
    const old = Buffer.concat([Buffer.from("// gr"), Buffer.from([0xfc, 0xdf]), Buffer.from("e\n"), Buffer.from(manifest)]);
    expect(await places(old)).toEqual([expect.stringMatching(/^4:.* localhost\/orders:dev$/), expect.stringMatching(/^12:.* localhost\/orders:latest$/)]);
  });

  it("is UTF-16: the file is read, or it is an error", async () => {
    const report = await analyze({}, (root) => {
      writeFileSync(join(root, "encoded.ts"), Buffer.from(`\uFEFF${manifest}`, "utf16le"));
    });
    expect(findingsOf(report)).toContain(healthyFinding);
    const isRead = report.findings.some(({ file }) => file === "encoded.ts");
    expect(report.errors.map(({ file }) => file)).toEqual(isRead ? [] : ["encoded.ts"]);
  });
});

describe("files that refer to each other in a circle", () => {
  it("through their imports", async () => {
    const report = await analyze({
      "a.ts": 'import { tag } from "./b.js";\nexport const repository = "localhost/orders";\nexport const built = () => `${repository}:${tag}`;\n',
      "b.ts": 'import { repository } from "./a.js";\nexport const tag = "e2e";\nexport const deployed = () => `${repository}:dev`;\n',
      "main.ts": 'import { execSync } from "node:child_process";\nimport { built } from "./a.js";\nimport { deployed } from "./b.js";\nexecSync(`docker build -t ${built()} .`);\nexecSync(`docker run ${deployed()}`);\n',
    });
    expect(findingsOf(report)).toEqual([healthyFinding, 'main.ts:5 no-image-mismatch "localhost/orders:e2e" -> "localhost/orders:dev"']);
  });

  it("through their re-exports", async () => {
    const report = await analyze({
      "index.ts": 'export * from "./a.js";\nexport * from "./b.js";\nexport { loop } from "./b.js";\n',
      "a.ts": 'export * from "./index.js";\nexport const built = "localhost/orders:e2e";\n',
      "b.ts": 'export * from "./a.js";\nexport { loop } from "./index.js";\nexport const deployed = "localhost/orders:dev";\n',
      "main.ts": 'import { execSync } from "node:child_process";\nimport { built, deployed, loop, nothing } from "./index.js";\nexecSync(`docker build -t ${built} .`);\nexecSync(`docker run ${deployed}`);\nexecSync(`docker run ${loop} && docker run ${nothing}`);\n',
    });
    expect(findingsOf(report)).toEqual([healthyFinding, 'main.ts:4 no-image-mismatch "localhost/orders:e2e" -> "localhost/orders:dev"']);
  });

  it("through themselves, and through require", async () => {
    const report = await analyze({
      "self.ts": 'import * as self from "./self.js";\nimport { execSync } from "node:child_process";\nexport const image = "localhost/orders:e2e";\nexecSync(`docker build -t ${self.image} .`);\nexecSync(`docker run ${self.self.image}`);\n',
      "a.cjs": 'const b = require("./b.cjs");\nexports.image = () => b.image();\n',
      "b.cjs": 'const a = require("./a.cjs");\nexports.image = () => a.image();\nrequire("node:child_process").execSync("docker run " + a.image());\n',
    });
    expect(findingsOf(report)).toEqual([healthyFinding]);
    expect(report.errors).toEqual([]);
  });
});

describe("modules that are missing", () => {
  it("make what they export unknown, and nothing else", async () => {
    const report = await analyze({
      "main.ts": `import { execSync } from "node:child_process";
import gone, { image, build } from "./gone.js";
import * as absent from "@acme/absent";
import type { Image } from "./types-that-are-gone.js";
const computed = await import(process.argv[2] ?? "./gone.js");
const required = require(image);
execSync(\`docker build -t \${image} .\`);
execSync(\`docker run \${gone} && docker run \${absent.image} && docker run \${computed.image} && docker run \${required}\`);
await build("localhost/orders:e2e");
execSync("docker build -t localhost/mailer:e2e .");
execSync("docker run localhost/mailer:dev");
export const kept: Image = image;
`,
    });
    expect(findingsOf(report)).toEqual([healthyFinding, 'main.ts:11 no-image-mismatch "localhost/mailer:e2e" -> "localhost/mailer:dev"']);
    expect(report.errors).toEqual([]);
  });
});

describe("files and folders that cannot be read", () => {
  const orders = 'import { execSync } from "node:child_process";\nexecSync("docker build -t localhost/orders:e2e .");\nexecSync("docker run localhost/orders:dev");\n';
  const ordersFinding = (file: string): string => `${file}:3 no-image-mismatch "localhost/orders:e2e" -> "localhost/orders:dev"`;

  // Nothing is forbidden to root: the same files are then read, and their findings must be there.
  it.each([
    ["a file", "secret.ts", "secret.ts"],
    ["a folder", "secret/setup.ts", "secret"],
  ])("%s that is forbidden is an error", async (_, file, forbidden) => {
    const root = project({ [file]: orders });
    chmodSync(join(root, forbidden), 0o000);
    const isReadable = canRead(join(root, file));
    const report = await analyzeProject({ root });
    chmodSync(join(root, forbidden), 0o700);
    expect(findingsOf(report)).toEqual(isReadable ? [healthyFinding, ordersFinding(file)] : [healthyFinding]);
    expect(report.errors.map(({ file, line }) => `${file}:${line}`)).toEqual(isReadable ? [] : [`${forbidden}:1`]);
  });

  it("a folder with the name of a file is a folder", async () => {
    const report = await analyze({ "folder.ts/setup.ts": orders, "package.json/index.js": "", "tsconfig.json/readme.md": "", "main.ts": 'import "./folder.js";\n' });
    expect(findingsOf(report)).toEqual([ordersFinding("folder.ts/setup.ts"), healthyFinding].sort());
  });

  it("links that lead nowhere, in a circle or upwards are not followed", async () => {
    const report = await analyze({ "deep/setup.ts": orders }, (root) => {
      symlinkSync("gone.ts", join(root, "dangling.ts"));
      symlinkSync("itself.ts", join(root, "itself.ts"));
      symlinkSync("pong.ts", join(root, "ping.ts"));
      symlinkSync("ping.ts", join(root, "pong.ts"));
      symlinkSync("..", join(root, "deep/up"), "dir");
      symlinkSync(".", join(root, "deep/here"), "dir");
      symlinkSync("/", join(root, "deep/top"), "dir");
    });
    expect(findingsOf(report)).toEqual([ordersFinding("deep/setup.ts"), healthyFinding]);
  });

  it("names with all that a name may hold are given back as they are", async () => {
    const names = ["a b.ts", "#1.ts", "100%.ts", "[id].ts", "Größe.ts", "🐳.ts", "-t.ts", "q?.ts", "it's.ts", "(group)/page.ts", "{a,b}.ts"];
    const files = Object.fromEntries(names.map((name, index) => [name, orders.replaceAll("orders", `service-${index}`)]));
    const report = await analyze(files);
    expect(report.findings.map(({ file }) => file).sort()).toEqual([...names, "healthy.ts"].sort());
  });

  it("a pipe is not waited for", () => {
    const report = runCommand({}, (root) => {
      execFileSync("mkfifo", [join(root, "pipe.ts")]);
    });
    expect(findingsOf(report)).toEqual([healthyFinding]);
  });
});

describe("broken files of the project's tools", () => {
  const aliased = { "setup/names.ts": 'export const image = "localhost/orders:e2e";\n', "main.ts": 'import { execSync } from "node:child_process";\nimport { image } from "@setup/names.js";\nexecSync(`docker build -t ${image} .`);\nexecSync(`docker run ${image}`);\n' };

  it("a tsconfig.json that is no JSON is an error with its line", async () => {
    const report = await analyze({ ...aliased, "tsconfig.json": '{\n  "compilerOptions": {\n    "paths": { "@setup/*": ["./setup/*" }\n  }\n' });
    expect(findingsOf(report)).toEqual([healthyFinding]);
    expect(new Set(report.errors.map(({ file }) => file))).toEqual(new Set(["tsconfig.json"]));
    expect(report.errors[0]?.line).toBe(3);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["extends itself", { "tsconfig.json": '{ "extends": "./tsconfig.json" }' }],
    ["extends another that extends it", { "tsconfig.json": '{ "extends": "./b.json" }', "b.json": '{ "extends": "./tsconfig.json" }' }],
    ["extends what is gone", { "tsconfig.json": '{ "extends": ["./gone.json", "@acme/gone/tsconfig.json"] }' }],
    ["is empty", { "tsconfig.json": "" }],
    ["is no object", { "tsconfig.json": "[1, 2]" }],
    ["has paths of another form", { "tsconfig.json": '{ "compilerOptions": { "paths": { "@setup/*": 5, "*": [null], "a*b*": ["c"] }, "baseUrl": [] } }' }],
    ["has paths that lead out and back to themselves", { "tsconfig.json": '{ "compilerOptions": { "paths": { "*": ["*", "../../../../*"] } } }' }],
  ])("a tsconfig.json that %s hides nothing", async (_, files) => {
    const report = await analyze({ ...aliased, ...files });
    expect(findingsOf(report)).toEqual([healthyFinding]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["is no JSON", { "package.json": '{ "name": "acme", "workspaces": [' }],
    ["is no object", { "package.json": "null" }],
    ["has fields of another form", { "package.json": '{ "name": 5, "workspaces": { "packages": "packages/*" }, "exports": [null, 7], "main": {}, "imports": [] }' }],
    ["has a workspace that is itself", { "package.json": '{ "name": "acme", "workspaces": [".", "..", "**", "[", "packages/*"], "exports": { ".": "./package.json", "./*": "./*" } }' }],
    ["exports what is gone", { "package.json": '{ "workspaces": ["packages/*"] }', "packages/setup/package.json": '{ "name": "@setup/names.js", "exports": { ".": { "import": { "default": "./gone.ts" } } } }' }],
  ])("a package.json that %s hides nothing", async (_, files) => {
    const report = await analyze({ ...aliased, ...files });
    expect(findingsOf(report)).toEqual([healthyFinding]);
  });

  it.each<[string, string, RegExp]>([
    ["an unknown key", '{\n  "generator": ["uniqueName"]\n}', /tag-consistency\.config\.json:2\b.*"generator".*did you mean "generators"/],
    ["a wrong type", '{\n  "rules": {},\n  "ignore": { "files": "**/*.ts" }\n}', /tag-consistency\.config\.json:3\b.*ignore\.files/],
    ["half a file", '{\n  "rules": {\n', /tag-consistency\.config\.json:[23]\b/],
    ["no JSON", "export default {}", /tag-consistency\.config\.json:1\b/],
  ])("%s in the configuration ends the command with its place", async (_, configuration, message) => {
    const root = projectOnDisk({ "healthy.ts": healthy, "tag-consistency.config.json": configuration });
    const { exitCode, stdout, stderr } = await runInProcess(root);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
  });

  it("a configuration that cannot be read ends the command with its name", async () => {
    const root = projectOnDisk({ "healthy.ts": healthy, "tag-consistency.config.json/readme.md": "" });
    const { exitCode, stderr } = await runInProcess(root);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/tag-consistency\.config\.json.*cannot be read/);
  });
});

describe("the analysed project", () => {
  it("is never executed or imported, its configuration code included", async () => {
    const leaveMark = (name: string): string => `(await import("node:fs")).writeFileSync(new URL("ran-${name}", import.meta.url), ""); export default {};\n`;
    const leaveMarkCjs = (name: string): string => `require("node:fs").writeFileSync(require("node:path").join(__dirname, "ran-${name}"), ""); module.exports = {};\n`;
    const code = ["eslint.config.js", "eslint.config.mjs", "eslint.config.ts", "vitest.config.ts", "tag-consistency.config.js", "tag-consistency.config.ts", "prettier.config.mjs", "setup.ts", "index.js"];
    const commonjs = [".eslintrc.cjs", ".pnpmfile.cjs", "babel.config.cjs", "plugin.cjs"];
    const root = project({
      ...Object.fromEntries(code.map((name) => [name, leaveMark(name)])),
      ...Object.fromEntries(commonjs.map((name) => [name, leaveMarkCjs(name)])),
      "tsconfig.json": '{ "compilerOptions": { "plugins": [{ "name": "./plugin.cjs" }], "transform": "./plugin.cjs" } }',
      "package.json": '{ "type": "module", "main": "./index.js", "scripts": { "preinstall": "touch ran-preinstall", "prepare": "touch ran-prepare" } }',
      "Makefile": "IMAGE := $(shell touch ran-make)\n",
      "main.ts": 'import "./setup.js";\nimport "./index.js";\nimport { execSync } from "node:child_process";\nexecSync("touch ran-main && docker build -t localhost/orders:e2e .");\nexecSync("docker run $(touch ran-substitution; echo localhost/orders:e2e)");\n',
    });
    const { exitCode, stderr } = await runInProcess(root);
    expect(stderr).not.toContain("internal failure");
    expect(exitCode).toBe(1);
    expect(readdirSync(root).filter((name) => name.startsWith("ran-"))).toEqual([]);
  });
});

describe("recursion and growth come to an end", () => {
  const imports = 'import { execSync } from "node:child_process";\n';

  it.each<[string, string]>([
    ["a function that calls itself", "function build(n: number): string { const image = n > 0 ? build(n - 1) + n : 'localhost/orders:'; execSync(`docker build -t ${image} .`); return image; }\nexecSync(`docker run ${build(1e9)}`);"],
    ["functions that call each other", "const a = (x: string): string => b(`${x}a`);\nconst b = (x: string): string => c(`${x}b`, a);\nconst c = (x: string, next: (x: string) => string): string => { execSync(`docker run ${x}`); return next(x); };\na('localhost/orders:');"],
    ["a function that is given itself", "const y = (f: any) => ((x: any) => f((v: any) => x(x)(v)))((x: any) => f((v: any) => x(x)(v)));\ny((self: any) => (image: string) => { execSync(`docker run ${image}`); return self(image + 'x'); })('localhost/orders:');"],
    ["a class that extends itself", "class A extends B { image = super.image; get tag(): string { return this.tag; } }\nclass B extends A { override image = this.image; }\nexecSync(`docker run ${new A().image}:${new B().tag}`);"],
    ["an object that holds itself", "const pod: any = { spec: { containers: [{ image: 'localhost/orders:dev' }] } };\npod.spec.template = pod; pod.items = [pod, pod];\nexecSync('kubectl apply -f -', { input: JSON.stringify(pod) });"],
    ["a generator without an end", "function* tags() { let n = 0; while (true) yield `localhost/orders:${n++}`; }\nfor (const image of tags()) execSync(`docker build -t ${image} .`);\nexecSync(`docker run ${[...tags()].at(-1)}`);"],
    ["a text that grows in a loop", "let image = 'localhost/orders:';\nwhile (image) { image += image; execSync(`docker run ${image}`); }\nfor (;;) image = `${image}${image}${image}`;"],
    ["a list that grows while it is read", "const images = ['localhost/orders:e2e'];\nfor (const image of images) { images.push(image + 'x', ...images); execSync(`docker run ${image}`); }"],
    ["a default that needs itself", "function deploy(image: string = deploy(), again = () => deploy(image)): string { execSync(`docker run ${image}`); return again(); }\ndeploy();"],
    ["a promise that waits for itself", "const image: Promise<string> = (async () => `${await image}`)();\nimage.then(async (x) => execSync(`docker run ${x} ${await image}`)).then(() => image);"],
    ["a listener that speaks to itself", "import { EventEmitter } from 'node:events';\nconst bus = new EventEmitter();\nbus.on('built', (image: string) => { execSync(`docker run ${image}`); bus.emit('built', image + 'x'); });\nbus.emit('built', 'localhost/orders:');"],
    ["a proxy and a getter of everything", "const all: any = new Proxy({}, { get: (target, key) => all[key] });\nObject.defineProperty(globalThis, 'image', { get: () => all.image });\nexecSync(`docker run ${all.a.b.c} ${(globalThis as any).image}`);"],
  ])("%s", async (_, text) => {
    const report = await analyzeInThread({ "monster.ts": `${imports}${text}\n` });
    expect(findingsOf(report)).toContain(healthyFinding);
  });

  it("ten levels of functions that each call the next three times", async () => {
    const level = (n: number): string => `async function level${n}(image: string) { await level${n + 1}(image + "a"); await level${n + 1}(image + "b"); await level${n + 1}(image); }`;
    const text = [imports, ...Array.from({ length: 10 }, (_, n) => level(n)), "async function level10(image: string) { execSync(`docker run ${image}`); }", 'execSync("docker build -t localhost/orders:e2e .");', 'await level0("localhost/orders:");'];
    const report = await analyzeInThread({ "fan.ts": text.join("\n") });
    expect(findingsOf(report)).toContain(healthyFinding);
    // DESIGN, bounds: it is one place, however many ways lead to it.
    expect(report.sites.length).toBeLessThan(1_000);
  });

  it("a union that doubles at each of forty branches", async () => {
    const branches = Array.from({ length: 40 }, (_, n) => `if (process.env["A${n}"]) image += "${n}"; else image += "-";`);
    const report = await analyzeInThread({ "branches.ts": [imports, 'let image = "localhost/orders:";', ...branches, "execSync(`docker build -t ${image} .`);", "execSync(`docker run ${image}`);"].join("\n") });
    expect(findingsOf(report)).toEqual([healthyFinding]);
  });
});

describe("size and depth come to an end", () => {
  const deploy = 'require("node:child_process").execSync("docker run " + image);\n';
  const repeated = (count: number, text: string | ((index: number) => string)): string => Array.from({ length: count }, (_, index) => (typeof text === "string" ? text : text(index))).join("");

  it.each<[string, string]>([
    ["20,000 brackets", `const image = ${repeated(20_000, "(")}"localhost/orders:e2e"${repeated(20_000, ")")};\n`],
    ["20,000 lists in each other", `const image = ${repeated(20_000, "[")}${repeated(20_000, "]")};\n`],
    ["a sum of 20,000 texts", `const image = "localhost/orders:"${repeated(20_000, ' + "x"')};\n`],
    ["5,000 else-ifs", `let image = "";\nif (process.argv[0]) {}${repeated(5_000, (index) => ` else if (process.argv[${index}]) { image = "localhost/orders:${index}"; }`)}\n`],
    ["5,000 conditions in each other", `const image = ${repeated(5_000, (index) => `process.argv[${index}] ? "localhost/orders:${index}" : `)}"";\n`],
    ["2,000 functions in each other", `const image = ${repeated(2_000, "(() => ")}"localhost/orders:e2e"${repeated(2_000, ")()")};\n`],
    ["1,000 templates in each other", `const image = ${repeated(1_000, "`a${")}"localhost/orders:e2e"${repeated(1_000, "}`")};\n`],
    ["a chain of 5,000 calls", `const image = process.argv${repeated(5_000, ".slice(1)")}[0];\n`],
    ["2,000 blocks in each other", `let image = "localhost/orders:e2e";\n${repeated(2_000, "{ ")}image = "localhost/orders:dev";${repeated(2_000, " }")}\n`],
    ["50,000 items", `const images = [${repeated(50_000, (index) => `"localhost/orders:${index}",\n`)}];\nconst image = images.map((x) => x).at(-1);\n`],
    ["20,000 statements", `let image = "localhost/orders:";\n${repeated(20_000, (index) => `image = image + "${index % 10}";\n`)}`],
    ["3,000 cases", `let image = "";\nswitch (process.argv[2]) {\n${repeated(3_000, (index) => `case "${index}": image = "localhost/orders:${index}";\n`)}}\n`],
    ["a reference of 90,000 characters", `const image = "localhost/${repeated(30_000, "a-_")}";\n`],
    ["a reference of colons and at signs", `const image = "${repeated(20_000, "a:@")}";\n`],
    ["a manifest of 20,000 containers", `const image = "";\nrequire("node:child_process").execSync("kubectl apply -f -", { input: \`kind: Pod\nspec:\n  containers:\n${repeated(20_000, (index) => `    - image: localhost/orders:${index}\n`)}\` });\n`],
    ["a manifest of aliases of aliases", `const image = "";\nrequire("node:child_process").execSync("kubectl apply -f -", { input: \`a0: &a0 [image]\n${repeated(30, (index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]\n`)}spec: *a30\n\` });\n`],
    ["a command line of 20,000 words", `const image = "";\nrequire("node:child_process").execSync("docker run ${repeated(20_000, "-e A=1 ")}localhost/orders:e2e");\n`],
    ["a command line of 500 substitutions in each other", `const image = "";\nrequire("node:child_process").execSync("docker run ${repeated(500, "$(echo ")}localhost/orders:e2e${repeated(500, ")")}");\n`],
  ])("%s", async (_, text) => {
    const report = await analyzeInThread({ "monster.cjs": text + deploy });
    expect(findingsOf(report)).toContain(healthyFinding);
  });

  it("a long file is read to its end", async () => {
    const ordinary = Array.from({ length: 15_000 }, (_, index) => `export function handle${index}(request) { return request.body.items.map((item) => item.id + ${index}); }\n`).join("");
    const report = await analyzeInThread({ "long.ts": `${ordinary}import { execSync } from "node:child_process";\nexecSync("docker build -t localhost/orders:e2e .");\nexecSync("docker run localhost/orders:dev");\n` });
    expect(findingsOf(report)).toEqual([healthyFinding, 'long.ts:15003 no-image-mismatch "localhost/orders:e2e" -> "localhost/orders:dev"']);
  });

  it("a file of 20 MB keeps nobody waiting", async () => {
    const line = 'export const row = { image: "localhost/orders:e2e" }; // docker build\n';
    const report = await analyzeInThread({ "enormous.ts": line.repeat(Math.ceil(20_000_000 / line.length)) });
    expect(findingsOf(report)).toEqual([healthyFinding]);
  });
});

// ---------------------------------------------------------------------------------------------------- running

function project(files: Readonly<Record<string, string>>): string {
  return projectOnDisk({ "tag-consistency.config.json": "{}", "healthy.ts": healthy, ...files });
}

async function analyze(files: Readonly<Record<string, string>>, prepare?: (root: string) => void): Promise<Report> {
  const root = project(files);
  prepare?.(root);
  return analyzeProject({ root });
}

/** What the command prints, and how it ends. */
async function runInProcess(root: string): Promise<{ readonly exitCode: ExitCode; readonly stdout: string; readonly stderr: string }> {
  let stdout = "";
  let stderr = "";
  const exitCode = await run(["check"], {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    workingFolder: root,
    variables: {},
  });
  return { exitCode, stdout, stderr };
}

/** Longer than anything here may take on a slow machine, and short enough to see that something hangs. */
const patience = 20_000;

/** The built engine in a thread, as ESLint's rules have it; a thread that hangs is ended. */
async function analyzeInThread(files: Readonly<Record<string, string>>): Promise<Report> {
  const worker = (thread ??= new Worker(threadCode, { eval: true, workerData: new URL("../dist/src/engine/analyze.js", import.meta.url).href, resourceLimits: { maxOldGenerationSizeMb: 2_000 } }));
  worker.postMessage(project(files));
  try {
    const answers: readonly unknown[] = await once(worker, "message", { signal: AbortSignal.timeout(patience) });
    return asReport(answers[0]);
  } catch (error) {
    await endThread();
    throw error;
  }
}

let thread: Worker | undefined;

afterAll(endThread);

async function endThread(): Promise<void> {
  await thread?.terminate();
  thread = undefined;
}

const threadCode = `
  const { parentPort, workerData } = require("node:worker_threads");
  parentPort.on("message", (root) => {
    import(workerData)
      .then(({ analyzeProject }) => analyzeProject({ root }))
      .then((report) => parentPort.postMessage(report), (error) => parentPort.postMessage({ failure: String(error) }));
  });
`;

const command = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
const isReport = new Ajv({ allErrors: true }).compile<Report>(schema);

/** What the built command reports, in a process of its own that is ended when it hangs. */
function runCommand(files: Readonly<Record<string, string>>, prepare?: (root: string) => void): Report {
  const root = project(files);
  prepare?.(root);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [command, "check", "--format", "json"], { cwd: root, encoding: "utf8", timeout: patience, killSignal: "SIGKILL", maxBuffer: 200_000_000 });
  if (error !== undefined) throw error;
  // The healthy file has an error, so 1 is the only way to end well.
  if (status !== 1) throw new Error(`the command ended with ${status ?? "a signal"}: ${stderr}`);
  return asReport(JSON.parse(stdout));
}

function asReport(value: unknown): Report {
  if (!isReport(value)) throw new Error(`this is no report: ${JSON.stringify(value).slice(0, 1_000)}`);
  return value;
}

function findingsOf({ findings }: Report): readonly string[] {
  return findings.map(({ file, line, rule, built, deployed }) => `${file}:${line} ${rule} "${built ?? ""}" -> "${deployed ?? ""}"`);
}

function canRead(file: string): boolean {
  try {
    closeSync(openSync(file, "r"));
    return true;
  } catch {
    return false;
  }
}

/** The same bytes in every run, all 256 of them among them. */
function pseudoRandomBytes(length: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16 & 0xff));
}
