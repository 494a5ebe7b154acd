import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import manifest from "../package.json" with { type: "json" };
import configurationSchema from "../schemas/configuration.schema.json" with { type: "json" };
import { severityOf } from "../src/checks/severities.js";
import { run } from "../src/cli/run.js";
import { parseConfiguration } from "../src/project/configuration.js";
import { ruleNames } from "../src/report/report.js";
import { packageFolder, projectWithEslint, runEslint } from "./plugin-project.js";

const readme = readFileSync(join(packageFolder, "README.md"), "utf8");

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocks = blocksOf(readme);

function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({ language, text }));
}

/** The only block of that language in which the words stand. */
function block(language: string, words: string): string {
  const found = blocks.filter((one) => one.language === language && one.text.includes(words));
  expect(found).toHaveLength(1);
  return found[0]?.text ?? "";
}

/** What stands between the heading and the next one of its level or above. */
function section(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const after = readme.slice(readme.indexOf(`\n${heading}\n`) + heading.length + 2);
  return after.slice(0, new RegExp(`^#{1,${level}} `, "m").exec(after)?.index);
}

/** The code that stands in the first cell of each row of the tables. */
function firstCells(text: string): readonly string[] {
  return [...text.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code));
}

async function runReally(line: string): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  let stdout = "";
  const exitCode = await run(line.split(" "), {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
    workingFolder: packageFolder,
    variables: { COLUMNS: "100" },
  });
  return { exitCode, stdout };
}

describe("the first page", () => {
  it("shows what the command prints", async () => {
    const [command = "", ...picture] = block("text", "$ npx").split("\n");
    const ran = await runReally(command.replace("$ npx tag-consistency ", ""));
    expect(picture.join("\n")).toBe(ran.stdout);
    expect(ran.exitCode).toBe(1);
  });

  it("has one command that sets up and checks what the picture shows", () => {
    const [pictured = ""] = block("text", "$ npx").split("\n");
    expect(block("sh", "npm ci && npx")).toBe(`npm ci && ${pictured.replace("$ ", "")}\n`);
  });

  it("has one command that sets up and runs all tests, which is that of continuous integration", () => {
    const command = block("sh", "npm ci && npm test");
    expect(readFileSync(join(packageFolder, ".ci/run"), "utf8")).toContain(`\n${command}`);
  });

  it("says which versions of Node there must be", () => {
    for (const version of manifest.engines.node.split(" || ")) expect(section("## Try it")).toContain(version);
  });

  it("links to what exists in the project", () => {
    const targets = [...readme.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, target = ""]) => target);
    const anchors = new Set([...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => `#${heading.toLowerCase().replaceAll(" ", "-").replace(/[^\w-]/g, "")}`));
    expect(targets.filter((target) => (target.startsWith("#") ? !anchors.has(target) : !existsSync(join(packageFolder, target))))).toEqual([]);
  });
});

describe("the command", () => {
  it("has the options of the page, and no others", async () => {
    const help = `${(await runReally("--help")).stdout}${(await runReally("check --help")).stdout}`;
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+(?: <\w+>)?)/gm)].map(([, option]) => option);
    expect(new Set(firstCells(section("### The command")))).toEqual(new Set(options));
  });

  it("has the choices of the page", async () => {
    const { stdout } = await runReally("check --help");
    const choices = [...stdout.matchAll(/choices:((?:\s+"\w+",)+)/g)].flatMap(([, words = ""]) => [...words.matchAll(/\w+/g)].map(String));
    expect(choices).toContain("sarif");
    for (const choice of choices) expect(section("### The command")).toContain(`\`${choice}\``);
  });

  it("ends with the exit codes of the page", async () => {
    const { stdout } = await runReally("check --help");
    const codes = [...section("### The command").matchAll(/^\| (\d) \|/gm)].map(([, code = ""]) => code);
    expect([...stdout.slice(stdout.indexOf("Exit codes:")).matchAll(/^ {2}(\d) {2}/gm)].map(([, code]) => code)).toEqual(codes);
  });

  it("is called with options that it has, in every example", async () => {
    const help = `${(await runReally("--help")).stdout}${(await runReally("check --help")).stdout}`;
    const lines = blocks.flatMap(({ text }) => text.split("\n").filter((line) => line.includes("npx tag-consistency")));
    expect(lines.length).toBeGreaterThan(3);
    for (const [option] of lines.flatMap((line) => [...line.matchAll(/--[a-z-]+/g)])) expect(help).toContain(option);
  });
});

describe("the rules", () => {
  it("are those of the program, with their severities", () => {
    const rows = [...section("## Rules").matchAll(/^\| \[`([\w-]+)`\]\(#([\w-]+)\) \|.*\| (\w+) \| (\w+) \|$/gm)].map(([, ...cells]) => cells);
    expect(rows).toEqual(ruleNames.map((rule) => [rule, rule, severityOf(rule, "recommended"), severityOf(rule, "strict")]));
  });

  it.each(ruleNames)("have a heading to which the links of %s lead, and a page", (rule) => {
    expect(section(`### ${rule}`)).toContain(`(docs/rules/${rule}.md)`);
  });
});

describe("the configuration", () => {
  const example = block("jsonc", "tag-consistency.config.json");

  const { $schema, ...keys } = configurationSchema.properties;
  const reference = readFileSync(join(packageFolder, "docs/configuration.md"), "utf8");

  it("has the keys of the page, and no others", () => {
    expect($schema.type).toBe("string");
    const listed = [...section("## Configuration").matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(listed).toEqual(Object.keys(keys));
  });

  it("has a section for each key, with an example that is valid", () => {
    const headings = [...reference.matchAll(/^## ([a-z]\w+)$/gm)].map(([, key]) => key);
    expect(headings).toEqual(Object.keys(keys));
    const examples = blocksOf(reference).map(({ text }) => text);
    expect(examples.flatMap((text) => parseConfiguration(text).problems)).toEqual([]);
    expect(examples.flatMap((text) => Object.keys(parseConfiguration(text).configuration))).toEqual(Object.keys(configurationSchema.properties));
  });

  it("names functions as the page says", () => {
    const listed = [...reference.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(listed).toEqual(Object.keys(configurationSchema.definitions.functionPattern.properties));
  });

  it("takes the example, in which every key stands", () => {
    const { configuration, problems } = parseConfiguration(example);
    expect(problems).toEqual([]);
    expect(Object.keys(configuration).sort()).toEqual(Object.keys(configurationSchema.properties).sort());
  });

  it("finds its schema where the example says", () => {
    const [, path = ""] = /"\$schema": "\.\/node_modules\/eslint-plugin-tag-consistency\/(.*)"/.exec(example) ?? [];
    expect(existsSync(join(packageFolder, path))).toBe(true);
    expect(manifest.files).toContain(path.split("/")[0]);
  });
});

describe("the examples", () => {
  const broken = {
    "tag-consistency.config.json": "{}",
    "setup.go": 'package main\n\nimport "os/exec"\n\nfunc main() {\n\t_ = exec.Command("docker", "build", "-t", "localhost/gateway:e2e", ".").Run()\n\t_ = exec.Command("kubectl", "run", "gateway", "--image=localhost/gateway:main", "--image-pull-policy=Never").Run()\n}\n',
    "deploy/gateway.yaml": "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: gateway\n      image: localhost/gateway:main\n      imagePullPolicy: Never\n",
    "deploy/canary.json": '{ "apiVersion": "v1", "kind": "Pod", "spec": { "containers": [{ "name": "a", "image": "localhost/gateway:1", "imagePullPolicy": "Never" }] } }',
    Makefile: "run:\n\tkubectl run gateway --image=localhost/gateway:2 --image-pull-policy=Never\n",
    "setup.sh": "kubectl run gateway --image=localhost/gateway:3 --image-pull-policy=Never\nhelm install gateway ./chart\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: gateway\nversion: 1.0.0\n",
    "chart/templates/pod.yaml": "{{- if .Values.on }}\n{{- end }}\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: gateway\n      image: localhost/gateway:5\n      imagePullPolicy: Never\n",
    "chart/values.yaml": "on: true\n",
    Dockerfile: "FROM localhost/gateway:6\n",
    "base/Dockerfile": "FROM base\n",
    "docker-bake.hcl": 'target "base" {\n  context = "base"\n  contexts = {\n    base = "docker-image://localhost/gateway:7"\n  }\n}\n',
    justfile: "run:\n    docker run localhost/gateway:8\n",
    Tiltfile: '\nlocal("docker run localhost/gateway:9")\n',
    "compose.yaml": "services:\n  gateway:\n    image: localhost/gateway:10\n    pull_policy: never\n",
    ".github/workflows/ci.yaml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker run localhost/gateway:11\n",
    "Taskfile.yml": "version: '3'\ntasks:\n  a:\n    - docker run localhost/gateway:12\n",
    ".devcontainer/devcontainer.json": '// where we work\n{ "image": "localhost/gateway:13" }\n',
    "skaffold.yaml": "apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: shop/web\n      requires:\n        - image: localhost/gateway:14\n",
    "hack/setup": "#!/bin/sh\nkubectl run gateway --image=localhost/gateway:4 --image-pull-policy=Never\n",
    "setup.ts": 'import { execSync } from "node:child_process";\n\nexecSync("docker build -t localhost/gateway:e2e .");\nexecSync("kubectl run gateway --image=localhost/gateway:main --image-pull-policy=Never");\n',
  };
  /** Where each finds something, by words that stand in it. */
  const shownBy: readonly { readonly words: string; readonly lines: Readonly<Record<string, number>> }[] = [
    { words: "configs.go", lines: { "setup.go": 7 } },
    { words: "make,", lines: { "chart/templates/pod.yaml": 8, Dockerfile: 1, "docker-bake.hcl": 4, justfile: 2, Tiltfile: 2, "compose.yaml": 3, ".github/workflows/ci.yaml": 6, "Taskfile.yml": 4, ".devcontainer/devcontainer.json": 2, "skaffold.yaml": 7, "deploy/gateway.yaml": 6, "deploy/canary.json": 1, Makefile: 2, "setup.sh": 1, "hack/setup": 2 } },
    { words: "eslint-plugin-yml", lines: { "deploy/gateway.yaml": 6 } },
    { words: "", lines: { "setup.ts": 4 } },
  ];
  const configurations = blocks.flatMap(({ text }) => {
    const [, file] = /^\/\/ (eslint\.config\.\w+)\n/.exec(text) ?? [];
    return file === undefined ? [] : [[file, text] as const];
  });

  it("show six configurations of ESLint", () => {
    expect(configurations.map(([file]) => file)).toEqual(["eslint.config.js", "eslint.config.js", "eslint.config.cjs", "eslint.config.js", "eslint.config.js", "eslint.config.js"]);
  });

  it.each(configurations)("lint with %s", (file, text) => {
    const root = projectWithEslint({ ...broken, [file]: text, ...(file.endsWith(".js") && { "package.json": '{ "type": "module" }' }) });
    const lines = shownBy.find(({ words }) => text.includes(words))?.lines ?? {};
    const { messages, stderr } = runEslint(root, ...Object.keys(lines));
    expect(stderr).toBe("");
    for (const [linted, line] of Object.entries(lines)) expect([linted, messages.get(linted)]).toMatchObject([linted, [{ ruleId: "tag-consistency/no-image-mismatch", line }]]);
  });

  it("use the library, and print what stands beside", () => {
    const code = block("js", "eslint-plugin-tag-consistency/engine");
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: packageFolder, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, printed = ""]) => `${printed}\n`).join(""), stderr: "" });
  });

  it.each([
    ["ts", "// eslint-disable-next-line"],
    ["sh", "# eslint-disable"],
  ])("silence a rule that there is, in %s", (language, comment) => {
    const [, rule = ""] = new RegExp(`${comment} tag-consistency/([\\w-]+) -- `).exec(block(language, comment)) ?? [];
    expect(ruleNames).toContain(rule);
  });

  it("name the hook of pre-commit that there is", () => {
    const hooks: unknown = parse(readFileSync(join(packageFolder, ".pre-commit-hooks.yaml"), "utf8"));
    const example: unknown = parse(block("yaml", "hooks:"));
    expect(example).toMatchObject({ repos: [{ hooks: [{ id: "tag-consistency" }] }] });
    expect(hooks).toMatchObject([{ id: "tag-consistency" }]);
  });
});
