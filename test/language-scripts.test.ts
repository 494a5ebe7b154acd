import { createRequire } from "node:module";
import js from "@eslint/js";
import { ESLint, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import plugin from "eslint-plugin-tag-consistency";
import yml from "eslint-plugin-yml";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";
import { projectOnDisk } from "./project-on-disk.js";

// With the built plugin: its worker reads the files.

const { configs: js9 } = createRequire(createRequire(import.meta.url).resolve("eslint9/package.json"))("@eslint/js") as typeof js;

type Language = "yaml" | "shell" | "make";
type Messages = readonly Pick<Linter.LintMessage, "ruleId" | "line" | "column" | "message" | "endLine" | "endColumn">[];

const versions = [
  ["10", ESLint, js.configs],
  ["9", ESLint9, js9],
] as const;

/** A file of each language, in which something is half written. */
const files: readonly (readonly [language: Language, file: string, text: string])[] = [
  ["yaml", "deploy/pod.yaml", "\uFEFF# todo: fixme\r\nvar: [debugger,  null;;\t\r\n\r\n\r\n\r\n  kind: *x # eslint-disable-line no-console"],
  ["shell", "hack/run.sh", "#!/bin/sh\r\n# todo: fixme\r\nvar  x = null;;\t\r\n\r\n\r\n\r\nif [ debugger == 'null # eslint-disable-line no-console"],
  ["make", "Makefile", "# todo: fixme\r\nvar  := $(debugger\r\n\r\n\r\n\r\n\tnull;; # eslint-disable-line no-console"],
];

/** What one version of ESLint says about one file of a project. */
async function lint(LintOf: typeof ESLint | typeof ESLint9, project: Readonly<Record<string, string>>, file: string, ...configurations: readonly Linter.Config[]): Promise<Messages> {
  const root = projectOnDisk({ "tag-consistency.config.json": "{}", ...project });
  const eslint = new LintOf({ cwd: root, overrideConfigFile: true, overrideConfig: [...configurations] });
  return (await eslint.lintFiles([file])).flatMap(({ messages }) => messages);
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

/** Those for sorting say nothing without options. */
const everyYamlRule: Linter.Config = { rules: Object.fromEntries(Object.keys(yml.rules).filter((name) => !name.startsWith("sort-")).map((name) => [`yml/${name}`, "error"])) };

describe.each(versions)("files of these languages in ESLint %s", (_, LintOf, configs) => {
  const typed = { languageOptions: { parserOptions: { projectService: true } } };

  describe.each<[name: string, configurations: readonly Linter.Config[]]>([
    ["js.configs.recommended", [configs.recommended]],
    ["js.configs.all", [configs.all]],
    ["all rules of typescript-eslint", tseslint.configs.all],
    ["typescript-eslint's recommended rules", tseslint.configs.recommended],
    ["typescript-eslint's strict rules with types", [...tseslint.configs.strictTypeChecked, typed]],
    ["typescript-eslint's stylistic rules with types", [...tseslint.configs.stylisticTypeChecked, typed]],
    ["rules that visit any node", [curious]],
    ["all rules of eslint-plugin-yml", [...yml.configs.base, everyYamlRule]],
  ])("bear %s, set for all files: they find nothing and end nothing,", (_name, configurations) => {
    test.each(files)("in %s", async (language, file, text) => {
      expect(await lint(LintOf, { [file]: text }, file, ...configurations, plugin.configs[language])).toEqual([]);
    });
  });
});

const rule = "tag-consistency/no-image-mismatch";

/** A project with one finding, in the line of the file that ends with the comment; `above` stands before that line. */
interface Example {
  readonly file: string;
  readonly project: (comment?: string, above?: string) => Readonly<Record<string, string>>;
  /** Of the line, without `above`. */
  readonly line: number;
}

const build = "docker build -t localhost/shop/gateway:e2e .\n";
const deploy = "kubectl run gateway --image=localhost/shop/gateway:main --image-pull-policy=Never";

const examples: Readonly<Record<Language, Example>> = {
  shell: {
    file: "hack/run.sh",
    project: (comment = "", above = "") => ({ "hack/run.sh": `#!/bin/sh\n${build}${above}${deploy} ${comment}\necho done\n` }),
    line: 3,
  },
  make: {
    file: "Makefile",
    project: (comment = "", above = "") => ({ Makefile: `# Everything\nall: build\n${above}\t${deploy} ${comment}\n\nbuild:\n\t${build}` }),
    line: 3,
  },
  yaml: {
    file: "deploy/pod.yaml",
    project: (comment = "", above = "") => ({
      "build.sh": build,
      "deploy/pod.yaml": `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - imagePullPolicy: Never\n${above}      image: localhost/shop/gateway:main ${comment}\n      name: gateway\n`,
    }),
    line: 6,
  },
};

describe.each(versions)("a finding in ESLint %s", (_, LintOf) => {
  describe.each(["shell", "make", "yaml"] as const)("in %s", (language) => {
    const { file, project, line } = examples[language];
    const lintOne = (files: Readonly<Record<string, string>>, ...more: readonly Linter.Config[]): Promise<Messages> => lint(LintOf, files, file, plugin.configs[language], ...more);

    test("has its place in UTF-16 columns, whatever the line ends, and behind a byte order mark", async () => {
      const files = project("# 🚢\u00A0\u0301");
      const text = `\uFEFF${(files[file] ?? "").replaceAll("\n", "\r\n")}`;
      const [finding, ...others] = await lintOne({ ...files, [file]: text });
      expect({ finding, others }).toMatchObject({ finding: { ruleId: rule, line, endLine: line }, others: [] });
      expect((text.split("\r\n")[line - 1] ?? "").slice((finding?.column ?? 0) - 1, (finding?.endColumn ?? 0) - 1)).toBe("localhost/shop/gateway:main");
    });

    test.each<[name: string, files: Readonly<Record<string, string>>]>([
      ["in its line", project(`# eslint-disable-line ${rule} -- loaded by hand`)],
      ["above it", project("", `# eslint-disable-next-line ${rule} -- loaded by hand\n`)],
      ["above it, as far in as it is", project("", `      # eslint-disable-next-line ${rule}\n`)],
      ["for a part of the file", project("", "# eslint-disable\n")],
      ["of configuration", project("", `# eslint ${rule}: "off"\n`)],
    ])("is silenced by a comment %s, and the comment is used", async (_name, files) => {
      expect(await lintOne(files)).toEqual([]);
    });

    test.each<[name: string, files: Readonly<Record<string, string>>]>([
      ["for other rules", project("# eslint-disable-line no-console")],
      ["that ends before it", project("", `# eslint-disable\n# eslint-enable ${rule}\n`)],
      ["that opens a part of the file behind something else", project("# eslint-disable")],
    ])("is not silenced by a comment %s", async (_name, files) => {
      expect((await lintOne(files)).filter(({ ruleId }) => ruleId !== null)).toMatchObject([{ ruleId: rule }]);
    });

    test("that is not there makes a comment unused", async () => {
      const files = project("", `# eslint-disable-next-line ${rule}\n`);
      const right = { ...files, [file]: (files[file] ?? "").replace("gateway:main", "gateway:e2e") };
      expect(await lintOne(right, { rules: { "tag-consistency/no-hardcoded-image": "off" } })).toMatchObject([{ ruleId: null, line, column: 1, message: `Unused eslint-disable directive (no problems were reported from '${rule}').` }]);
    });
  });

  test("is found in a script without an extension that the user names", async () => {
    const { "hack/run.sh": text = "" } = examples.shell.project();
    expect(await lint(LintOf, { "hack/run": text }, "hack/run", { ...plugin.configs.shell, files: ["hack/!(*.*)"] })).toMatchObject([{ ruleId: rule, line: 3 }]);
  });

  test("is found in a JSON manifest that the user names", async () => {
    const pod = JSON.stringify({ apiVersion: "v1", kind: "Pod", spec: { containers: [{ name: "gateway", imagePullPolicy: "Never", image: "localhost/shop/gateway:main" }] } }, undefined, 2);
    const files = { "build.sh": build, "deploy/pod.json": pod };
    expect(await lint(LintOf, files, "deploy/pod.json", { ...plugin.configs.yaml, files: ["deploy/*.json"] })).toMatchObject([{ ruleId: rule }]);
  });

  describe("in YAML that eslint-plugin-yml reads", () => {
    const { file, project, line } = examples.yaml;
    const withPlugin = (files: Readonly<Record<string, string>>, ...more: readonly Linter.Config[]): Promise<Messages> => lint(LintOf, files, file, ...yml.configs.recommended, plugin.configs.recommended, ...more);

    test("has the place that it has without, beside those of the other rules", async () => {
      const text = (project()[file] ?? "").replace("kind: Pod", "kind:  Pod");
      const found = await withPlugin({ ...project(), [file]: text }, { files: ["**/*.yaml"], rules: { "yml/no-multiple-empty-lines": "error", "yml/block-mapping-colon-indicator-newline": "error", "yml/plain-scalar": ["error", "never"] } });
      const [alone] = await lint(LintOf, { ...project(), [file]: text }, file, plugin.configs.yaml);
      expect(found.filter(({ ruleId }) => ruleId === rule)).toEqual([alone]);
      expect(found.filter(({ ruleId }) => ruleId === "yml/plain-scalar")).not.toEqual([]);
    });

    test.each<[name: string, files: Readonly<Record<string, string>>]>([
      ["in its line", project(`# eslint-disable-line ${rule} -- loaded by hand`)],
      ["above it", project("", `# eslint-disable-next-line ${rule} -- loaded by hand\n`)],
      ["for a part of the file", project("", `# eslint-disable ${rule}\n`)],
    ])("is silenced by a comment %s", async (_name, files) => {
      expect(await withPlugin(files)).toEqual([]);
    });

    test("is not found in YAML that nobody starts anything from", async () => {
      expect(await withPlugin({ ...project(), [file]: `pictures:\n  gateway:\n    image: localhost/shop/gateway:main\n` })).toEqual([]);
    });

    test("is found where the other plugin's language is set too, and ours behind it: its rules are then silent", async () => {
      expect(await lint(LintOf, project(), file, ...yml.configs.standard, everyYamlRule, plugin.configs.yaml)).toMatchObject([{ ruleId: rule, line }]);
    });
  });
});
