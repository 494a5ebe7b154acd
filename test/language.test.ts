import { describe, expect, test } from "vitest";
import type { Directive } from "../src/facts/facts.js";
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
    at("/* eslint-disable\n tag-consistency/no-discarded-image */").getDisableDirectives();
    expect(asked).toHaveLength(2);
  });
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
