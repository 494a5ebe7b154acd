import { Linter } from "eslint";
import { Linter as Linter9 } from "eslint9";
import { describe, expect, test } from "vitest";
import type { Directive } from "../src/facts/facts.js";
import { textLanguage } from "../src/languages/language.js";
import { fileNode, TextSourceCode } from "../src/languages/text-source-code.js";

/** The source code of a text whose directive comments are the given parts of it. */
function sourceCodeOf(text: string, ...comments: readonly string[]): TextSourceCode {
  return new TextSourceCode({ text, hasBOM: false, ast: fileNode(text), directivesOf: () => comments.map((comment) => directive(text, comment)) });
}

function directive(text: string, comment: string): Directive {
  const start = text.indexOf(comment);
  const form = comment.startsWith("//") ? "line" : "block";
  return { text: comment.replace(/^\/[/*]|\*\/$/g, "").trim(), form, at: [start, start + comment.length] };
}

const disabling = (text: string, ...comments: readonly string[]): unknown[] =>
  sourceCodeOf(text, ...comments).getDisableDirectives().directives.map(({ type, value, justification }) => [type, value, justification]);

describe("directives", () => {
  test("of each kind are read, with the reason that is given", () => {
    const comments = [
      "/* eslint-disable tag-consistency/no-image-mismatch */",
      "// eslint-disable-next-line tag-consistency/no-discarded-image -- removed again by the test",
      "// eslint-disable-line tag-consistency/no-hardcoded-image",
      "/* eslint-enable tag-consistency/no-image-mismatch */",
    ];
    expect(disabling(comments.join("\nbuild();\n"), ...comments)).toEqual([
      ["disable", "tag-consistency/no-image-mismatch", ""],
      ["disable-next-line", "tag-consistency/no-discarded-image", "removed again by the test"],
      ["disable-line", "tag-consistency/no-hardcoded-image", ""],
      ["enable", "tag-consistency/no-image-mismatch", ""],
    ]);
  });

  test("for all rules hold for ours", () => {
    expect(disabling("/* eslint-disable */", "/* eslint-disable */")).toEqual([["disable", "", ""]]);
  });

  test("for other rules are nobody's business here: ESLint would call the rules unknown", () => {
    const comment = "// eslint-disable-line no-console, @typescript-eslint/no-explicit-any";
    expect(disabling(comment, comment)).toEqual([]);
  });

  test("for ours and others keep ours, under whatever name the plugin is registered", () => {
    const comment = "// eslint-disable-line no-console, images/no-discarded-image";
    expect(disabling(comment, comment)).toEqual([["disable-line", "images/no-discarded-image", ""]]);
  });

  test("in a line comment disable no more than a line, as in JavaScript", () => {
    const comment = "// eslint-disable tag-consistency/no-discarded-image";
    expect(disabling(comment, comment)).toEqual([]);
  });

  test("for a line must stand on one line", () => {
    const comment = "/* eslint-disable-line\n tag-consistency/no-discarded-image */";
    const { directives, problems } = sourceCodeOf(comment, comment).getDisableDirectives();
    expect(directives).toEqual([]);
    expect(problems).toEqual([{ ruleId: null, message: "eslint-disable-line comment should not span multiple lines.", loc: { start: { line: 1, column: 0 }, end: { line: 2, column: 38 } } }]);
  });

  test("are not searched for by the engine in a text that can hold none for us", () => {
    const asked: string[] = [];
    const at = (text: string): TextSourceCode => new TextSourceCode({ text, hasBOM: false, ast: fileNode(text), directivesOf: () => (asked.push(text), []) });
    at("build(); // eslint-disable-line no-console").getDisableDirectives();
    at("import eslint from 'eslint';").getDisableDirectives();
    expect(asked).toEqual([]);
    at("build(); // eslint-disable-line tag-consistency/no-discarded-image").getDisableDirectives();
    at("/* eslint-disable no-console,\n tag-consistency/no-discarded-image */").getDisableDirectives();
    at("/* eslint-enable */").getDisableDirectives();
    expect(asked).toHaveLength(3);
  });
});

/** A language that finds its comments by their marks, and rules that find nothing. */
const withDirectives: Linter.Config = {
  files: ["**/*.go"],
  plugins: {
    images: {
      rules: { "no-discarded-image": { create: () => ({}) }, "no-image-mismatch": { create: () => ({}) } },
      languages: { text: textLanguage((_, text) => [...text.matchAll(/\/\/.*|\/\*[^]*?\*\//gu)].map(([comment]) => directive(text, comment))) },
    },
  },
  language: "images/text",
  linterOptions: { reportUnusedDisableDirectives: "error" },
};

const fixes: readonly [version: string, fix: (text: string, configuration: Linter.Config) => Linter.FixReport][] = [
  ["10", (text, configuration) => new Linter().verifyAndFix(text, [configuration], { filename: "a.go" })],
  ["9", (text, configuration) => new Linter9().verifyAndFix(text, [configuration], { filename: "a.go" })],
];

describe.each(fixes)("a directive that disables nothing, in ESLint %s,", (_, fix) => {
  test.each([
    ["build() // eslint-disable-line images/no-discarded-image -- on purpose\nx", "build()  \nx"],
    ["build() /* eslint-disable-line */ /* why */", "build()   /* why */"],
    ["// eslint-disable-next-line images/no-discarded-image,images/no-image-mismatch\r\nbuild()", " \r\nbuild()"],
    ["// eslint-disable-line errcheck, images/no-discarded-image", "// eslint-disable-line errcheck "],
    ["// eslint-disable-line errcheck, images/no-discarded-image -- on purpose", "// eslint-disable-line errcheck -- on purpose"],
    ["// eslint-disable-line images/no-discarded-image, errcheck", "// eslint-disable-line errcheck"],
    ["🚢 /* eslint-disable errcheck,\n  images/no-discarded-image,  images/no-image-mismatch , gosec */", "🚢 /* eslint-disable errcheck, gosec */"],
  ])("is removed: %j", (text, output) => {
    expect(fix(text, withDirectives)).toMatchObject({ messages: [], output });
  });
});

test("a directive that disables nothing is reported at its comment", () => {
  const text = "\tbuild()\n\t// eslint-disable-next-line errcheck, images/no-image-mismatch\n\tbuild()\n";
  expect(new Linter().verify(text, [withDirectives], { filename: "a.go" })).toMatchObject([{ line: 2, column: 2, message: "Unused eslint-disable directive (no problems were reported from 'images/no-image-mismatch')." }]);
});

test("directives in a block of code that a processor took out of another file are not looked for: nothing is found there", () => {
  const processor: Linter.Processor = { preprocess: (text) => [{ text, filename: "0.go" }], postprocess: (lists) => lists.flat() };
  const text = "// eslint-disable-next-line images/no-image-mismatch\nbuild()\n";
  expect(new Linter({ cwd: "/project" }).verify(text, [{ files: ["**/*.md"], processor }, withDirectives], { filename: "/project/readme.md" })).toEqual([]);
});

test("a text of one long line is read in linear time", () => {
  const text = "eslint ".repeat(100_000);
  const start = performance.now();
  expect(disabling(text)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
});

describe("configuration in comments", () => {
  test("sets our rules, and leaves others alone", () => {
    const comment = "/* eslint tag-consistency/no-hardcoded-image: 'off', no-console: 2 */";
    expect(sourceCodeOf(comment, comment).applyInlineConfig().configs).toMatchObject([{ config: { rules: { "tag-consistency/no-hardcoded-image": "off" } } }]);
  });

  test("stands in a block comment, as in JavaScript", () => {
    const comment = "// eslint tag-consistency/no-hardcoded-image: off";
    expect(sourceCodeOf(comment, comment).applyInlineConfig()).toEqual({ configs: [], problems: [] });
  });

  test("that cannot be read is a problem with its place", () => {
    const text = "build();\n/* eslint tag-consistency/no-hardcoded-image: [ */";
    const { configs, problems } = sourceCodeOf(text, text.slice(9)).applyInlineConfig();
    expect(configs).toEqual([]);
    expect(problems).toMatchObject([{ loc: { start: { line: 2, column: 0 } } }]);
  });
});

describe("the file's node", () => {
  test.each([
    ["", { line: 1, column: 0 }],
    ["one", { line: 1, column: 3 }],
    ["one\r\ntwo\u2028three\n", { line: 4, column: 0 }],
  ])("of %j ends where the text ends", (text, end) => {
    expect(fileNode(text)).toMatchObject({ loc: { start: { line: 1, column: 0 }, end }, range: [0, text.length] });
    expect(sourceCodeOf(text).getLocFromIndex(text.length)).toEqual(end);
  });
});
