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

  test("has configurations that name the plugin itself, so that a user may name it too", () => {
    for (const configuration of Object.values(plugin.configs)) expect(configuration.plugins).toEqual({ "tag-consistency": plugin });
  });

  test("recommends errors, and a warning for what is equal today", () => {
    expect(plugin.configs.recommended.rules).toEqual({
      "tag-consistency/no-discarded-image": "error",
      "tag-consistency/no-regenerated-tag": "error",
      "tag-consistency/no-image-mismatch": "error",
      "tag-consistency/no-hardcoded-image": "warn",
    });
    expect(new Set(Object.values(plugin.configs.strict.rules ?? {}))).toEqual(new Set(["error"]));
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
