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

/** A program with one finding in the line that ends with the comment; `above` stands before that line. */
function deploying(comment = "", above = ""): string {
  return `package main

import "os/exec"

func main() {
	_ = exec.Command("docker", "build", "-t", "localhost/shop/gateway:e2e", ".").Run()
${above}	_ = exec.Command("kubectl", "run", "gateway", "--image=localhost/shop/gateway:main", "--image-pull-policy=Never").Run() ${comment}
}
`;
}

const rule = "tag-consistency/no-image-mismatch";

describe.each(versions)("a finding in Go, in ESLint %s,", (_, LintOf) => {
  test("has its place in UTF-16 columns, whatever the line ends, and behind a byte order mark", async () => {
    const text = `\uFEFF${deploying().replace("\t_ = exec.Command(\"kubectl\"", "\t/* 🚢\u00A0\u0301 */ _ = exec.Command(\"kubectl\"").replaceAll("\n", "\r\n")}`;
    const line = text.split("\r\n")[6] ?? "";
    const [finding, ...others] = await lint(LintOf, { "main.go": text });
    expect({ finding, others }).toMatchObject({ finding: { ruleId: rule, line: 7, endLine: 7 }, others: [] });
    expect(line.slice((finding?.column ?? 0) - 1, (finding?.endColumn ?? 0) - 1)).toContain("localhost/shop/gateway:main");
  });

  test("is told although something is half typed", async () => {
    expect(await lint(LintOf, { "main.go": deploying("", "\tx := fmt.Sprintf(\n") })).toMatchObject([{ ruleId: rule, line: 8 }]);
  });

  test.each<[name: string, text: string]>([
    ["in its line", deploying(`// eslint-disable-line ${rule} -- loaded by hand`)],
    ["above it", deploying("", `\t// eslint-disable-next-line ${rule} -- loaded by hand\n`)],
    ["above it, in a block", deploying("", `\t/* eslint-disable-next-line ${rule} */\n`)],
    ["for a part of the file", deploying("", `\t/* eslint-disable */\n`)],
    ["of configuration", `/* eslint ${rule}: "off" */\n${deploying()}`],
    ["of nolint in its line", deploying("//nolint:tagconsistency // loaded by hand")],
    ["of nolint above it", deploying("", "\t//nolint:errcheck,tagconsistency\n")],
    ["of nolint above its function", deploying().replace("func main", "//nolint:all // loaded by hand\nfunc main")],
    ["of nolint for the file", `//nolint\n${deploying()}`],
  ])("is silenced by a comment %s, and the comment is used", async (_name, text) => {
    expect(await lint(LintOf, { "main.go": text })).toEqual([]);
  });

  test.each<[name: string, text: string]>([
    ["for other linters", deploying("//nolint:errcheck // eslint-disable-line no-console")],
    ["that ends before it", deploying("", "\t/* eslint-disable */ /* eslint-enable */\n").replace("\t/* eslint-disable */", '\t/* eslint-disable */ _ = "localhost/shop/gateway:main"')],
    ["that stands in a text", deploying().replace('"gateway",', '`gateway// eslint-disable-line`,')],
  ])("is not silenced by a comment %s", async (_name, text) => {
    expect((await lint(LintOf, { "main.go": text })).filter(({ ruleId }) => ruleId !== null)).toMatchObject([{ ruleId: rule }]);
  });

  test("that is not there makes a comment unused, but not one of nolint", async () => {
    const text = deploying("//nolint:tagconsistency,errcheck", `\t// eslint-disable-next-line tag-consistency/no-discarded-image, ${rule}\n`);
    expect(await lint(LintOf, { "main.go": text.replace("gateway:main", "gateway:e2e") }, { rules: { "tag-consistency/no-hardcoded-image": "off" } })).toMatchObject([
      { ruleId: null, line: 7, column: 2, message: `Unused eslint-disable directive (no problems were reported from 'tag-consistency/no-discarded-image' or '${rule}').` },
    ]);
  });
});
