import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goMentions } from "../src/project/mentions-go.js";
import { wordSearch } from "../src/project/word-automaton.js";

describe("patterns are searched for letter by letter", () => {
  const isIn = wordSearch(["[iI]mage", "kind\\s", "\\Woc\\s", "a\\.b", "abab"]);

  test.each(["image", "the Image of", "kind\nof", "oc get", " oc\t", "xa.b", "aabab", "ababab"])("%j holds one", (text) => {
    expect(isIn(text)).toBe(true);
  });

  test.each(["", "iMage", "imag", "kind", "kinds ", "doc of", "axb", "abaab"])("%j holds none", (text) => {
    expect(isIn(text)).toBe(false);
  });
});

test("a text with letters that are no bytes may hold anything", () => {
  expect(wordSearch(["image"])("\u6F22")).toBe(true);
});

test("a pattern stands across the parts in which a long text is read", () => {
  for (let before = 262_130; before < 262_150; before += 1) expect(wordSearch(["image"])(`${"x".repeat(before)}image`)).toBe(true);
});

test("the automaton finds what a regular expression of the same alternatives finds", () => {
  const patterns = ["ab", "a[bc]a", "c\\sc", "bcb", "\\Wa"];
  const isIn = wordSearch(patterns);
  const expression = new RegExp(patterns.join("|"));
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "\n", "é"), maxLength: 12 }), (text) => {
    expect(isIn(text)).toBe(expression.test(`\n${text}`));
  }), { numRuns: 2000 });
});

test("what may be a mention in Go holds one of the words", () => {
  const { words, pattern } = goMentions.possible ?? { words: [], pattern: /$/ };
  const isIn = wordSearch(words);
  // The generator knows no boundaries of words.
  const mentions = fc.stringMatching(new RegExp(pattern.source.replaceAll("\\b", "\\n")));
  fc.assert(fc.property(mentions, (text) => {
    expect(isIn(text) || !pattern.test(text)).toBe(true);
  }), { numRuns: 5000 });
});
