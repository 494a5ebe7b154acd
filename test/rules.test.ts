import { RuleTester } from "@typescript-eslint/rule-tester";
import { Linter } from "eslint";
import { afterAll, describe, expect, it, test } from "vitest";
import deadOverride from "../rules/no-dead-override.js";
import type { Door, FileAnswer, LintedFile } from "../src/engine/door.js";
import { textLanguage } from "../src/languages/language.js";
import { ruleNames, type Finding, type RuleName } from "../src/report/report.js";
import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;

/** A door behind which each `drop("…")` of a text is a finding, whose repair names the result. */
function droppingDoor(asked: LintedFile[] = []): Door {
  return doorGiving(({ text }) => ({ kind: "findings", findings: [...text.matchAll(/drop\("(.*)"\)/g)].map((call) => dropped(text, call)) }), asked);
}

function doorGiving(answer: (linted: LintedFile) => FileAnswer, asked: LintedFile[] = []): Door {
  return { findingsOf: (linted) => (asked.push(linted), answer(linted)), directivesOf: () => [] };
}

function dropped(text: string, call: RegExpExecArray): Finding {
  const lines = text.slice(0, call.index).split(/\r\n|\n/);
  const [line, column] = [lines.length, (lines.at(-1) ?? "").length + 1];
  const edits = [{ start: call.index, end: call.index, text: "const image = " }, { start: call.index + call[0].length, end: call.index + call[0].length, text: "; use(image)" }];
  return {
    rule: "no-discarded-image", severity: "error", message: `The reference {{ ${call[1] ?? ""} }} is dropped.`, file: "a.ts", line, column, endLine: line, endColumn: column + call[0].length, related: [],
    suggestions: [{ description: "Name the result", edits }],
  };
}

function ruleBehind(door: Door, rule: RuleName = "no-discarded-image"): ImageRule {
  return { meta: { type: "problem", docs: { description: "report findings" }, schema: [], ...reporting }, create: (context) => reportFindings(rule, context, door) };
}

const error = (line: number, column: number, reference: string, output: string) => ({
  messageId: "finding" as const,
  data: { message: `The reference {{ ${reference} }} is dropped.` },
  line,
  column,
  endLine: line,
  endColumn: column + `drop("${reference}")`.length,
  suggestions: [{ messageId: "repair" as const, data: { description: "Name the result" }, output }],
});

new RuleTester().run("a finding is reported at its place, with its repair", ruleBehind(droppingDoor()), {
  valid: ['keep("a:1");'],
  invalid: [
    { code: 'drop("a:1");', errors: [error(1, 1, "a:1", 'const image = drop("a:1"); use(image);')] },
    { code: '\nif (ready) {\n  drop("a:1");\n}', errors: [error(3, 3, "a:1", '\nif (ready) {\n  const image = drop("a:1"); use(image);\n}')] },
    { name: "behind characters of two UTF-16 units", code: '"🚢"; drop("a:1");', errors: [error(1, 7, "a:1", '"🚢"; const image = drop("a:1"); use(image);')] },
    { name: "with CRLF line ends", code: 'start();\r\ndrop("a:1");\r\n', errors: [error(2, 1, "a:1", 'start();\r\nconst image = drop("a:1"); use(image);\r\n')] },
    { name: "behind a byte order mark", code: '\uFEFFdrop("a:1");', errors: [error(1, 1, "a:1", '\uFEFFconst image = drop("a:1"); use(image);')] },
    {
      name: "each of several",
      code: 'drop("a:1");\ndrop("b:2");',
      errors: [error(1, 1, "a:1", 'const image = drop("a:1"); use(image);\ndrop("b:2");'), error(2, 1, "b:2", 'drop("a:1");\nconst image = drop("b:2"); use(image);')],
    },
  ],
});

/** Lints a text with all rules behind one door. */
function lint(door: Door, text: string, others: Linter.Config = {}, filename = "/project/a.js"): Linter.LintMessage[] {
  const rules = Object.fromEntries(ruleNames.map((name) => [name, ruleBehind(door, name)]));
  const languages = { text: textLanguage(() => []), zero: { ...textLanguage(() => []), columnStart: 1 as const, lineStart: 1 as const, createSourceCode: fromOne } };
  const configuration: Linter.Config = { files: ["**/*.js", "**/*.md"], plugins: { images: { rules, languages } }, rules: Object.fromEntries(ruleNames.map((name) => [`images/${name}`, "error"])), ...others };
  return new Linter({ cwd: "/project" }).verify(text, [configuration], { filename });
}

/** A source code that counts columns from 1, as some languages do. */
const fromOne: ReturnType<typeof textLanguage>["createSourceCode"] = ({ body }) => ({
  ast: { type: "Document" },
  text: String(body),
  getLoc: () => ({ start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }),
  getRange: () => [0, 0],
  getLocFromIndex: () => ({ line: 1, column: 1 }),
  traverse: () => [1, 2].map((phase) => ({ kind: 1 as const, type: "visit" as const, target: { type: "Document" }, phase: phase === 1 ? 1 as const : 2 as const, args: [] })),
});

describe("one question", () => {
  test("serves all rules of a file, and each reports its own findings", () => {
    const asked: LintedFile[] = [];
    expect(lint(droppingDoor(asked), 'drop("a:1");').map(({ ruleId }) => ruleId)).toEqual(["images/no-discarded-image"]);
    expect(asked).toEqual([{ file: "/project/a.js", text: 'drop("a:1");', settings: undefined, cwd: "/project" }]);
  });

  test("carries ESLint's settings", () => {
    const asked: LintedFile[] = [];
    lint(droppingDoor(asked), "", { settings: { "tag-consistency": { localDomains: ["registry.test"] } } });
    expect(asked).toMatchObject([{ settings: { localDomains: ["registry.test"] } }]);
  });

  test("is not asked about a block of code that a processor takes out of another file", () => {
    const asked: LintedFile[] = [];
    const processor: Linter.Processor = { preprocess: (text) => [{ text, filename: "0.js" }], postprocess: (lists) => lists.flat() };
    expect(lint(droppingDoor(asked), 'drop("a:1");', { processor }, "/project/readme.md")).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("a finding of the preset strict", () => {
  const door = doorGiving(({ text }) => ({ kind: "findings", findings: [...text.matchAll(/drop\("(.*)"\)/g)].map((call) => ({ ...dropped(text, call), rule: "no-dead-override", isStrict: true })) }));
  const withOptions = (...options: readonly object[]): Linter.Config => ({ rules: { "images/no-dead-override": ["error", ...options] } });

  test.each<readonly [string, Linter.Config, number]>([
    ["is left out by default", withOptions(), 0],
    ["is reported where the rule's option asks for it", withOptions({ checkThirdParty: true }), 1],
    ["is left out where the option says so", withOptions({ checkThirdParty: false }), 0],
  ])("%s", (_, configuration, count) => {
    const rules: Linter.Config = { plugins: { images: { rules: { "no-dead-override": { ...ruleBehind(door, "no-dead-override"), meta: deadOverride.meta } } } }, ...configuration };
    expect(new Linter({ cwd: "/project" }).verify('drop("a:1");', [{ files: ["**/*.js"], ...rules }], { filename: "/project/a.js" })).toHaveLength(count);
  });
});

describe("any language", () => {
  test.each([
    ["whose root node is no Program", "images/text"],
    ["that counts columns from 1", "images/zero"],
  ])("%s has the finding at the same place", (_, language) => {
    expect(lint(droppingDoor(), '\n  drop("a:1");', { language })).toMatchObject([{ line: 2, column: 3, endLine: 2, endColumn: 14 }]);
  });
});

describe("a failure", () => {
  test("of the engine is one problem of the file, whatever the number of rules", () => {
    const door = doorGiving(() => ({ kind: "failure", message: "out of memory" }));
    expect(lint(door, "start();")).toMatchObject([{ line: 1, column: 1, message: "tag-consistency could not analyse this project: out of memory" }]);
  });

  test("of the configuration ends the lint with what is wrong", () => {
    const door = doorGiving(() => ({ kind: "invalid-configuration", message: 'tag-consistency.config.json:3:5: unknown key "producer"' }));
    expect(() => lint(door, "start();")).toThrow('tag-consistency.config.json:3:5: unknown key "producer"');
  });
});
