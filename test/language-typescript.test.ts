import js from "@eslint/js";
import { ESLint, type Linter } from "eslint";
import plugin from "eslint-plugin-tag-consistency";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";
import { projectOnDisk } from "./project-on-disk.js";

// With the built plugin: the language asks the engine's worker for the comments.

async function lint(text: string, ...configurations: Linter.Config[]): Promise<readonly Linter.LintMessage[]> {
  const root = projectOnDisk({ "tag-consistency.config.json": "{}", "src/a.ts": text });
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...configurations, plugin.configs.recommended, plugin.configs.typescript] });
  return (await eslint.lintFiles(["src"])).flatMap(({ messages }) => messages);
}

describe("the language of TypeScript files, for those who have no parser", () => {
  test.each<[name: string, configurations: Linter.Config[]]>([
    ["js.configs.recommended", [js.configs.recommended]],
    ["js.configs.all", [js.configs.all]],
    ["typescript-eslint's strict rules and its parser", tseslint.configs.strict],
    ["typescript-eslint's stylistic rules", tseslint.configs.stylistic],
  ])("bears %s, set for all files: they find nothing and end nothing", async (_, configurations) => {
    const text = '\uFEFF#!/usr/bin/env node\r\nvar  x : any = 1;\t\r\nif (x == null) debugger // eslint-disable-line no-console\r\n';
    expect(await lint(text, ...configurations)).toEqual([]);
  });

  test.each([
    ["empty", ""],
    ["half typed", "export function deploy(image: "],
    ["binary", "\0\x01\uFFFD"],
    ["not TypeScript", "<<<<<<< ours"],
  ])("takes a text that is %s", async (_, text) => {
    expect(await lint(text, js.configs.all)).toEqual([]);
  });
});

/** A plugin whose one rule, called as one of ours, reports each `drop();`. */
const dropping: Linter.Config = {
  plugins: {
    dropping: {
      rules: {
        "no-discarded-image": {
          create: (context) => ({
            "File:exit": () => {
              const { text } = context.sourceCode as { text: string };
              text.split("\n").forEach((line, index) => {
                if (line.includes("drop();")) context.report({ message: "dropped", loc: { line: index + 1, column: line.indexOf("drop();") } });
              });
            },
          }),
        },
      },
    },
  },
  rules: { "dropping/no-discarded-image": "error" },
};

describe("comments", () => {
  const rule = "dropping/no-discarded-image";
  // Only where a project speaks of images the engine is asked for comments.
  const build = 'run("docker build -t a:1 .");\n';

  test("disable a rule for a line, the next one, or a part of the file", async () => {
    const text = [
      "drop();",
      `drop(); // eslint-disable-line ${rule} -- on purpose`,
      `// eslint-disable-next-line ${rule}`,
      "drop();",
      `/* eslint-disable ${rule} */`,
      "drop();",
      `/* eslint-enable ${rule} */`,
      "drop();",
    ].join("\n");
    expect((await lint(build + text, dropping)).map(({ line }) => line)).toEqual([2, 9]);
  });

  test("disable nothing where they are no comments", async () => {
    const text = `const text = "// eslint-disable-line ${rule}"; drop();\nconst other = \`/* eslint-disable ${rule} */\`; drop();\n`;
    expect((await lint(build + text, dropping)).map(({ line }) => line)).toEqual([2, 3]);
  });

  test("configure a rule", async () => {
    expect(await lint(`${build}/* eslint ${rule}: "off" */\ndrop();\n`, dropping)).toEqual([]);
  });

  test("that disable nothing are told where that is asked for", async () => {
    const asking: Linter.Config = { files: ["**/*.ts"], linterOptions: { reportUnusedDisableDirectives: "error" } };
    const root = projectOnDisk({ "tag-consistency.config.json": "{}", "src/a.ts": `${build}keep(); // eslint-disable-line ${rule}\nkeep(); // eslint-disable-line no-console\n` });
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [dropping, plugin.configs.typescript, asking] });
    const messages = (await eslint.lintFiles(["src"])).flatMap((result) => result.messages);
    expect(messages).toMatchObject([{ line: 2, message: `Unused eslint-disable directive (no problems were reported from '${rule}').` }]);
  });
});
