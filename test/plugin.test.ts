import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import plugin from "eslint-plugin-tag-consistency";
import { describe, expect, test } from "vitest";
import { ruleNames } from "../src/report/report.js";
import { packageFolder, projectWithEslint, runEslint } from "./plugin-project.js";

// The plugin as it is installed: its worker is started from the build.

describe("the plugin", () => {
  test("says its name and version", () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
    expect(plugin.meta).toEqual({ name: "eslint-plugin-tag-consistency", version, namespace: "tag-consistency" });
  });

  test("is what `require` gives, and the same object as an import gives", () => {
    const script = 'const name = "eslint-plugin-tag-consistency"; const required = require(name); import(name).then((imported) => console.log(required.meta.name, required === imported.default));';
    const { stdout, stderr } = spawnSync(process.execPath, ["--eval", script], { cwd: packageFolder, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "eslint-plugin-tag-consistency true\n", stderr: "" });
  });

  test("has a rule for each check, and a page for each rule", () => {
    expect(Object.keys(plugin.rules).sort()).toEqual([...ruleNames].sort());
    for (const rule of ruleNames) expect(existsSync(join(packageFolder, "docs/rules", `${rule}.md`))).toBe(true);
  });

  test("has a language for each that is analysed, and a configuration for each language", () => {
    expect(Object.keys(plugin.languages).sort()).toEqual(["dockerfile", "go", "hcl", "helm", "make", "shell", "tool", "typescript", "yaml"]);
    for (const language of ["dockerfile", "go", "hcl", "helm", "make", "shell", "tool", "yaml"] as const) expect(plugin.configs[language]).toMatchObject({ language: `tag-consistency/${language}`, rules: plugin.configs.recommended.rules });
    expect(plugin.configs.typescript).toMatchObject({ language: "tag-consistency/typescript" });
  });

  test("has configurations that name the plugin itself, so that a user may name it too", () => {
    for (const configuration of Object.values(plugin.configs)) expect(configuration.plugins).toEqual({ "tag-consistency": plugin });
  });

  test("recommends errors, and warnings for what is equal today and what nobody needs", () => {
    expect(plugin.configs.recommended.rules).toEqual({
      "tag-consistency/no-discarded-image": "error",
      "tag-consistency/no-regenerated-tag": "error",
      "tag-consistency/no-racy-image": "error",
      "tag-consistency/no-dead-override": "error",
      "tag-consistency/no-unloaded-image": "error",
      "tag-consistency/no-image-mismatch": "error",
      "tag-consistency/image-pull-policy": "error",
      "tag-consistency/no-hardcoded-image": "warn",
      "tag-consistency/no-unused-image": "warn",
      "tag-consistency/image-naming": "error",
    });
    const { "tag-consistency/no-dead-override": deadOverride, ...others } = plugin.configs.strict.rules ?? {};
    expect(deadOverride).toEqual(["error", { checkThirdParty: true }]);
    expect(new Set(Object.values(others))).toEqual(new Set(["error"]));
  });
});

describe("a configuration file", () => {
  const files = { "src/build.ts": 'declare function run(command: string): void;\nrun("docker build -t a:1 .");\n' };

  test("that is CommonJS requires it", () => {
    const root = projectWithEslint({
      ...files,
      "eslint.config.cjs": 'const plugin = require("eslint-plugin-tag-consistency");\nmodule.exports = [plugin.configs.recommended, plugin.configs.typescript];\n',
    });
    expect(runEslint(root, "src")).toEqual({ status: 0, messages: new Map([["src/build.ts", []]]), stderr: "" });
  });

  test("that is a module imports it", () => {
    const root = projectWithEslint({
      ...files,
      "eslint.config.mjs": 'import plugin from "eslint-plugin-tag-consistency";\nexport default [plugin.configs.strict, plugin.configs.typescript];\n',
    });
    expect(runEslint(root, "src")).toEqual({ status: 0, messages: new Map([["src/build.ts", []]]), stderr: "" });
  });
});

describe("a configuration of the project", () => {
  const lint = async (root: string, settings?: unknown): Promise<ESLint.LintResult[]> => {
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [plugin.configs.recommended, plugin.configs.typescript, { settings: { "tag-consistency": settings } }] });
    return eslint.lintFiles(["src"]);
  };

  test("that is wrong ends the run with its place and a suggestion", async () => {
    const root = projectWithEslint({ "tag-consistency.config.json": '{\n  "producer": []\n}\n', "src/a.ts": "add(1, 2);\n" });
    await expect(lint(root)).rejects.toThrow('tag-consistency.config.json:2:3: unknown key "producer"; did you mean "producers"?');
  });

  test("in ESLint's settings is held to the same", async () => {
    const root = projectWithEslint({ "src/a.ts": "add(1, 2);\n" });
    await expect(lint(root, { producer: [] })).rejects.toThrow('settings["tag-consistency"]: unknown key "producer"; did you mean "producers"?');
  });

  test("wins over ESLint's settings", async () => {
    const root = projectWithEslint({ "tag-consistency.config.json": "{}", "src/a.ts": "add(1, 2);\n" });
    expect(await lint(root, { producer: [] })).toMatchObject([{ messages: [] }]);
  });
});

describe("what a lint costs where nothing speaks of images", () => {
  /** Lints the project's files with all rules, and says what it loaded and started for it. */
  const script = `
    import { subscribe } from "node:diagnostics_channel";
    import { createRequire } from "node:module";
    import { ESLint } from "eslint";
    import plugin from "eslint-plugin-tag-consistency";
    let threads = 0;
    subscribe("worker_threads", () => { threads += 1; });
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [plugin.configs.strict, plugin.configs.typescript, plugin.configs.go, plugin.configs.yaml, plugin.configs.shell, plugin.configs.make] });
    const results = await eslint.lintFiles(["src"]);
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => /ts-morph|typescript|tree-sitter|synckit|node_modules.yaml/.test(file));
    console.log(JSON.stringify({ files: results.length, threads, loaded }));
  `;
  const cost = (files: Readonly<Record<string, string>>): unknown => {
    const root = projectWithEslint({ "tag-consistency.config.json": "{}", "lint.mjs": script, ...files });
    const { stdout, stderr } = spawnSync(process.execPath, ["lint.mjs"], { cwd: root, encoding: "utf8" });
    if (stderr !== "") throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const ordinary = { "src/a.ts": "export const a = 1; // eslint-disable-line\n", "src/b.ts": "export const b = 2;\n", "src/c.go": "package c // eslint-disable-line\n\nvar C = 3 //nolint\n" };
  const scripts = {
    "src/ci.yaml": "on: push # eslint-disable-line\njobs: { test: { container: { image: node }, steps: [{ run: make }] } }\n",
    "src/service.yaml": "apiVersion: v1\nkind: Service\n",
    "src/kustomization.yaml": "resources: [service.yaml]\n",
    "src/Makefile": "# eslint-disable-next-line\ntest:\n\t./test.sh # of every kind\n",
    "src/test.sh": "#!/bin/sh\n# eslint-disable-next-line\nnpm test\n",
  };

  test("is no thread, no compiler and no grammar", () => {
    expect(cost({ ...ordinary, ...scripts })).toEqual({ files: 8, threads: 0, loaded: [] });
  });

  test("is one thread, and no compiler in ESLint's own, where one file does", () => {
    const image = 'import { execSync } from "node:child_process";\nexecSync("docker build -t a:1 .");\n';
    expect(cost({ ...ordinary, "src/image.ts": image })).toMatchObject({ files: 4, threads: 1 });
    expect(cost({ ...ordinary, ...scripts, "src/pod.yaml": "apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a, image: a:1 }] }\n" })).toMatchObject({ files: 9, threads: 1 });
  });
});
