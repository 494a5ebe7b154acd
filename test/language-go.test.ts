import { createRequire } from "node:module";
import js from "@eslint/js";
import { ESLint, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import plugin from "eslint-plugin-tag-consistency";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";
import { projectOnDisk } from "./project-on-disk.js";

// With the built plugin: its worker reads the Go files.

const { configs: js9 } = createRequire(createRequire(import.meta.url).resolve("eslint9/package.json"))("@eslint/js") as typeof js;

type Files = Readonly<Record<string, string>>;
type Messages = readonly Pick<Linter.LintMessage, "ruleId" | "line" | "column" | "message" | "endLine" | "endColumn">[];

const versions = [
  ["10", ESLint, js.configs],
  ["9", ESLint9, js9],
] as const;

/** What one version of ESLint says about the project's Go files. */
async function lint(LintOf: typeof ESLint | typeof ESLint9, files: Files, ...configurations: readonly Linter.Config[]): Promise<Messages> {
  const root = projectOnDisk({ "tag-consistency.config.json": "{}", "go.mod": "module shop.example/e2e\n\ngo 1.25\n", ...files });
  const eslint = new LintOf({ cwd: root, overrideConfigFile: true, overrideConfig: [...configurations, plugin.configs.go] });
  return (await eslint.lintFiles(["**/*.go"])).flatMap(({ messages }) => messages);
}

/** Rules that visit every node, or the root, as rules for any language may. */
const curious: Linter.Config = {
  plugins: {
    curious: {
      rules: {
        any: { create: (context) => ({ "*": () => { context.report({ message: "any", loc: { line: 1, column: 0 } }); } }) },
        root: { create: (context) => ({ File: () => { context.report({ message: "root", loc: { line: 1, column: 0 } }); } }) },
      },
    },
  },
  rules: { "curious/any": "error", "curious/root": "error" },
};

describe.each(versions)("Go files in ESLint %s", (_, LintOf, configs) => {
  const typed = { languageOptions: { parserOptions: { projectService: true } } };

  test.each<[name: string, configurations: readonly Linter.Config[]]>([
    ["js.configs.recommended", [configs.recommended]],
    ["js.configs.all", [configs.all]],
    ["all rules of typescript-eslint", tseslint.configs.all],
    ["typescript-eslint's recommended rules", tseslint.configs.recommended],
    ["typescript-eslint's strict rules with types", [...tseslint.configs.strictTypeChecked, typed]],
    ["typescript-eslint's stylistic rules with types", [...tseslint.configs.stylisticTypeChecked, typed]],
    ["rules that visit any node", [curious]],
  ])("bear %s, set for all files: they find nothing and end nothing", async (_name, configurations) => {
    const text = "\uFEFF// todo: fixme\r\npackage main\r\n\r\nvar  x = nil;;\t\r\n\r\n\r\n\r\nfunc main() { if x == nil { debugger } } // eslint-disable-line no-console";
    expect(await lint(LintOf, { "main.go": text }, ...configurations)).toEqual([]);
  });
});
