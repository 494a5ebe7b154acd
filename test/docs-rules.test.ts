import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ESLint } from "eslint";
import plugin from "eslint-plugin-tag-consistency";
import { describe, expect, test } from "vitest";
import { severityOf } from "../src/checks/severities.js";
import { ruleNames, type RuleName } from "../src/report/report.js";
import { packageFolder } from "./plugin-project.js";
import { projectOnDisk } from "./project-on-disk.js";

/** One block of code of a rule's page, which is a project of one file, and the configuration that may stand above it. */
interface Example {
  readonly section: string;
  readonly title: string;
  readonly language: string;
  readonly code: string;
  readonly configuration: string;
}

describe.each(ruleNames)("the page of %s", (rule) => {
  const page = readFileSync(join(packageFolder, "docs/rules", `${rule}.md`), "utf8");
  const examples = examplesIn(page);
  const of = (section: string): [string, Example][] => examples.filter((example) => example.section === section).map((example) => [example.title, example]);

  test("begins with the rule's name and description", () => {
    const description = plugin.rules[rule].meta?.docs?.description ?? "";
    expect(page.split("\n").slice(0, 3)).toEqual([`# tag-consistency/${rule}`, "", `${description.charAt(0).toUpperCase()}${description.slice(1)}.`]);
  });

  test("says the severities", () => {
    expect(page).toContain(`In the \`recommended\` configuration: ${severityOf(rule, "recommended")}. In \`strict\`: ${severityOf(rule, "strict")}.`);
  });

  test("shows what fails, what passes and how it is silenced", () => {
    expect(new Set(examples.map(({ section }) => section))).toEqual(new Set(["Fails", "Passes", "silenced"]));
  });

  test.each(["ts", "go"])("shows what fails and what passes in files that end in .%s", (language) => {
    expect(examples.filter((example) => example.language === language).map(({ section }) => section)).toEqual(expect.arrayContaining(["Fails", "Passes"]));
  });

  test.each(of("Fails"))("shows what fails: %s", async (_, example) => {
    const messages = await lint(example);
    expect(messages.map(({ ruleId, line }) => ({ ruleId, line }))).toEqual(marked(example.code).map((line) => ({ ruleId: `tag-consistency/${rule}`, line })));
  });

  test.each(of("Passes"))("shows what passes: %s", async (_, example) => {
    expect(await lint(example)).toEqual([]);
  });

  const projects = projectsIn(page);
  test.each(projects.map((project) => [project.title, project] as const))("shows what is said of several files: %s", async (_, { section, files }) => {
    const expected = files.flatMap(({ path, code }) => marked(code).map((line) => ({ path, ruleId: `tag-consistency/${rule}`, line })));
    expect(await lintProject(files)).toEqual(section === "Fails" ? expected : []);
    expect(expected.length > 0).toBe(section === "Fails");
  });

  test.each(of("silenced"))("shows how it is silenced: %s", async (_, example) => {
    expect(await lint(example)).toEqual([]);
    expect(await lint({ ...example, code: example.code.replace(/^.*eslint-disable.*\n/m, "") })).toMatchObject([{ ruleId: `tag-consistency/${rule}` satisfies `tag-consistency/${RuleName}` }]);
  });
});

function examplesIn(page: string): readonly Example[] {
  const blocks = [...page.matchAll(/(?:^```jsonc\n(?<configuration>(?:(?!```).*\n)*)```\n\n)?^```(?<language>ts|go)(?<isSilenced> silenced)?\n(?<code>[\s\S]*?)^```$/gm)];
  return blocks.map((block, index) => {
    const sections = [...page.slice(0, block.index).matchAll(/^## (.*)$/gm)];
    const { isSilenced, language = "", code = "", configuration = "{}" } = block.groups ?? {};
    return { section: isSilenced?.trim() ?? sections.at(-1)?.[1] ?? "", title: `its example ${index + 1}`, language, code, configuration };
  });
}

interface ProjectFile {
  readonly path: string;
  readonly code: string;
}

/** Blocks one behind the other that begin with the names of their files: these are one project, with the configuration that may stand above them. */
function projectsIn(page: string): readonly { readonly section: string; readonly title: string; readonly files: readonly ProjectFile[] }[] {
  const groups = [...page.matchAll(/(?:^```jsonc\n(?<configuration>(?:(?!```).*\n)*)```\n\n)?(?<files>(?:^```(?:yaml|sh|dockerfile|hcl|make)\n# [\w./-]+\n(?:(?!```).*\n)*```\n\n?)+)/gm)];
  return groups.map(({ index, groups: found }, number) => {
    const section = [...page.slice(0, index).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? "";
    const files = [...(found?.["files"] ?? "").matchAll(/^```\w+\n(# ([\w./-]+)\n(?:(?!```).*\n)*)```$/gm)].map(([, code = "", path = ""]) => ({ path, code }));
    return { section, title: `its project ${number + 1}`, files: [{ path: "tag-consistency.config.json", code: found?.["configuration"] ?? "{}" }, ...files] };
  });
}

/** The 1-based lines whose comment points at them. */
function marked(code: string): readonly number[] {
  return code.split("\n").flatMap((line, index) => (/(?:\/\/|#) <- /.test(line) ? [index + 1] : []));
}

async function lintProject(files: readonly ProjectFile[]): Promise<readonly { readonly path: string; readonly ruleId: string | null; readonly line: number }[]> {
  const root = projectOnDisk(Object.fromEntries(files.map(({ path, code }) => [path, code])));
  const { recommended, yaml, helm, shell, make, dockerfile, hcl } = plugin.configs;
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [recommended, yaml, helm, shell, make, dockerfile, hcl] });
  const results = await eslint.lintFiles(files.map(({ path }) => path).filter((path) => !path.endsWith(".json")));
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line }) => ({ path: relative(root, filePath), ruleId, line })));
}

async function lint({ language, code, configuration }: Example): Promise<readonly { readonly ruleId: string | null; readonly line: number }[]> {
  const root = projectOnDisk({ "tag-consistency.config.json": configuration, [`example.${language}`]: code });
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [plugin.configs.recommended, plugin.configs.typescript, plugin.configs.go, { linterOptions: { reportUnusedDisableDirectives: "error" } }] });
  const [result] = await eslint.lintFiles(["."]);
  return result?.messages ?? [];
}
