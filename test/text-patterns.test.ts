import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lengthOf, matchesGlob, quotedGlob, removePrefix, removeSuffix, replacePattern, substring, toCase } from "../src/values/patterns.js";
import { captured, choice, isText, literal, placeOf } from "../src/values/text.js";
import type { Capture, Text } from "../src/values/value.js";
import { runText, textOf, textsOf, written } from "./texts-with-holes.js";

const noSeparator = (_hole: Text, character: string): boolean => !/[/:@]/u.test(character);

describe("what a pattern takes away", () => {
  test.each([
    // ${IMAGE%:*}, ${IMAGE%%:*}, ${IMAGE##*/}, ${IMAGE#*/}
    ["localhost:5001/acme/app:v1", removeSuffix, ":*", "shortest", "localhost:5001/acme/app"],
    ["localhost:5001/acme/app:v1", removeSuffix, ":*", "longest", "localhost"],
    ["localhost:5001/acme/app:v1", removePrefix, "*/", "longest", "app:v1"],
    ["localhost:5001/acme/app:v1", removePrefix, "*/", "shortest", "acme/app:v1"],
    // ${VERSION#v}, with and without one.
    ["v1.2.3", removePrefix, "v", "shortest", "1.2.3"],
    ["1.2.3", removePrefix, "v", "shortest", "1.2.3"],
    ["v$VERSION", removePrefix, "v", "shortest", "${VERSION}"],
    ["$VERSION", removePrefix, "v", "shortest", undefined],
    // What stands behind the last separator is known.
    ["$REGISTRY/app:v1", removePrefix, "*/", "longest", "app:v1"],
    ["$REGISTRY/app:v1", removePrefix, "*/", "shortest", undefined],
    ["$REPOSITORY:v1", removeSuffix, ":*", "shortest", "${REPOSITORY}"],
    ["$REPOSITORY:v1", removeSuffix, ":*", "longest", undefined],
    // The last colon may be in the tag.
    ["acme/app:$TAG", removeSuffix, ":*", "shortest", undefined],
    ["acme/app:$TAG", removeSuffix, ":*", "longest", "acme/app"],
    ["acme/app:$<fresh>", removeSuffix, ":*", "shortest", "acme/app"],
    ["acme/app:$<fresh>", removePrefix, "*:", "longest", "$<fresh>"],
    ["$<fresh>", removePrefix, "*:", "longest", "$<fresh>"],
    ["$<fresh>", removePrefix, "?", "shortest", undefined],
    ["$NAME", removePrefix, "*", "longest", ""],
    ["$NAME", removePrefix, "*", "shortest", "${NAME}"],
    ["app-$NAME-amd64", removeSuffix, "-[!-]*", "shortest", "app-${NAME}"],
    ["a.tar.gz", removeSuffix, ".[[:alpha:]][[:alpha:]]", "shortest", "a.tar"],
    ["a*b", removePrefix, "a\\*", "shortest", "b"],
    ["a[b", removePrefix, "a[", "shortest", "b"],
    // What is read only by some shells, or in some languages.
    ["aab", removePrefix, "+(a)", "longest", undefined],
    ["aab", removePrefix, "[[=a=]]", "longest", undefined],
  ] as const)("%s: %o %s, %s: %s", (text, remove, pattern, which, expected) => {
    expect(written(remove(textOf(text), pattern, which))).toBe(expected);
  });

  test("where it is known that a variable holds no separator", () => {
    expect(written(removeSuffix(textOf("$REGISTRY/app:$TAG"), ":*", "shortest", noSeparator))).toBe("${REGISTRY}/app");
    expect(written(removePrefix(textOf("acme/$NAME"), "*/", "longest", noSeparator))).toBe("${NAME}");
  });

  test("what is left keeps its place", () => {
    const left = removePrefix(textOf("quay.io/acme/app:$TAG"), "*/", "shortest");
    expect(left === undefined ? undefined : placeOf(left)).toEqual({ file: "script.sh", start: 8, end: 17 });
  });

  test("of one of several texts, it is taken from each", () => {
    const images = choice([textOf("acme/app:v1"), textOf("quay.io/acme/api:$TAG")], "which image");
    expect(isText(images) ? written(removeSuffix(images, ":*", "longest")) : undefined).toBe("{acme/app,quay.io/acme/api}");
  });

  test("a part of a producer's result comes from there", () => {
    const capture: Capture = { place: { file: "script.sh", start: 0, end: 1 }, path: undefined, root: 0, producer: "build", reference: undefined, isConstant: false, inner: [], startOrder: 0, order: 0, isConcurrent: false, isUsed: false, isStored: false, isLogged: false, isHandedOut: false };
    expect(removeSuffix(captured(capture, textOf("acme/app:v1")), ":*", "shortest")).toMatchObject({ kind: "captured", capture, text: { text: "acme/app" } });
  });
});

test.each([
  ["acme/app:v1", "acme/*", true],
  ["acme/app:v1", "acme", false],
  ["acme/app:$TAG", "*:*", true],
  ["acme/app:$TAG", "*:latest", undefined],
  ["acme/app:$TAG", "quay.io/*", false],
  ["$NAME", "*", true],
  ["$NAME", "?*", undefined],
  ["$<fresh>", "?*", true],
  ["$<fresh>", "*/*", false],
  ["$A$A", "x*", undefined],
  ["y$A", "x*", false],
  ["é", "?", true],
  ["\u{1F433}", "?", true],
  ["\u{1F433}", "??", false],
] as const)("%s matches %s: %s", (text, pattern, expected) => {
  expect(matchesGlob(textOf(text), pattern)).toBe(expected);
});

test.each([
  ["acme/app:v1", "/", "-", "first", "acme-app:v1"],
  ["a/b/c", "/", "-", "all", "a-b-c"],
  ["a/b/c", "/*/", "$X", "first", "a${X}c"],
  ["feature/x", "feature/", "", "prefix", "x"],
  ["x.yaml", ".yaml", "", "suffix", "x"],
  ["x", "", "y", "all", "x"],
  ["x", "", "y", "prefix", "yx"],
  // A branch's name may hold slashes; what a generator gives holds none.
  ["$BRANCH", "/", "-", "all", undefined],
  ["a/$<fresh>", "/", "-", "all", "a-$<fresh>"],
  ["TAG:$TAG", "TAG", "x", "first", "x:${TAG}"],
  ["TAG:$TAG", "TAG", "x", "all", undefined],
  // Bash 5.2 puts what was matched for `&`.
  ["a", "a", "[&]", "first", undefined],
] as const)("%s with %s for %s, %s: %s", (text, pattern, replacement, which, expected) => {
  expect(written(replacePattern(textOf(text), pattern, textOf(replacement), which))).toBe(expected);
});

test.each([
  ["abcdef", 0, 3, "abc"],
  ["abcdef", 4, undefined, "ef"],
  ["abcdef", -2, undefined, "ef"],
  ["abcdef", 1, -1, "bcde"],
  ["abc", 5, undefined, ""],
  ["abc", -5, undefined, ""],
  // An end before the beginning is an error.
  ["abc", 2, -2, undefined],
  ["v$VERSION", 1, undefined, "${VERSION}"],
  ["$SHA", 0, 7, undefined],
  ["${SHA}-dirty", -6, undefined, "-dirty"],
  ["app-$SHA", 0, 3, "app"],
] as const)("%s from %i, %s characters: %s", (text, offset, length, expected) => {
  expect(written(substring(textOf(text), offset, length))).toBe(expected);
});

test.each([
  ["Acme/App:V1", "lower", "acme/app:v1"],
  ["acme", "upper-first", "Acme"],
  ["${OWNER}/App", "lower", "$(String#toLowerCase)/app"],
  ["App-$<fresh>", "lower", "app-$<fresh>"],
  // If there is nothing in it, the slash is the first letter.
  ["$OWNER/app", "upper-first", undefined],
  ["x$OWNER", "upper-first", "X${OWNER}"],
] as const)("%s in %s case: %s", (text, form, expected) => {
  expect(written(toCase(textOf(text), form))).toBe(expected);
});

test("the length of a text", () => {
  expect(lengthOf(textOf("\u{1F433}a"))).toBe(2);
  expect(lengthOf(textOf("a$B"))).toBeUndefined();
});

const letters = ["a", "b", ":", "/", "-"];
const glob = fc.array(fc.constantFrom("a", "b", ":", "/", "*", "?", "[ab]", "[!a]", "[a-b/]", "\\*"), { maxLength: 5 }).map((pieces) => pieces.join(""));

/** The pattern as an expression of JavaScript, for a whole text. */
function expressionOf(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern.replaceAll("*", "[^]*").replaceAll("\\[^]*", "\\*").replaceAll("?", "[^]").replaceAll("[!", "[^")})$`, "u");
}

test("whatever the variables hold, the shell does the same", () => {
  fc.assert(
    fc.property(textsOf(letters), glob, fc.constantFrom("shortest", "longest"), ({ text, variables }, pattern, which) => {
      const value = runText(text, variables) ?? "";
      const expression = expressionOf(pattern);
      const offsets = Array.from({ length: value.length + 1 }, (_, offset) => (which === "shortest" ? offset : value.length - offset));
      const taken = offsets.find((offset) => expression.test(value.slice(0, offset)));
      const left = offsets.find((offset) => expression.test(value.slice(value.length - offset)));
      const [withoutPrefix, withoutSuffix] = [removePrefix(text, pattern, which), removeSuffix(text, pattern, which)];
      if (withoutPrefix !== undefined) expect(runText(withoutPrefix, variables)).toBe(value.slice(taken ?? 0));
      if (withoutSuffix !== undefined) expect(runText(withoutSuffix, variables)).toBe(value.slice(0, value.length - (left ?? 0)));
      expect([expression.test(value), undefined]).toContain(matchesGlob(text, pattern));
      if (text.kind === "literal") expect([withoutPrefix, withoutSuffix, matchesGlob(text, pattern)]).not.toContain(undefined);
    }),
    { numRuns: 3000 },
  );
});

test("what is replaced is replaced whatever the variables hold", () => {
  fc.assert(
    fc.property(textsOf(letters), fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 2 }), ({ text, variables }, searched) => {
      const value = runText(text, variables) ?? "";
      const [first, all] = [replacePattern(text, quotedGlob(searched), literal("X"), "first"), replacePattern(text, quotedGlob(searched), literal("X"), "all")];
      if (first !== undefined) expect(runText(first, variables)).toBe(value.replace(searched, "X"));
      if (all !== undefined) expect(runText(all, variables)).toBe(value.replaceAll(searched, "X"));
    }),
    { numRuns: 2000 },
  );
});

test("any pattern, and long texts, in a moment", () => {
  fc.assert(
    fc.property(textsOf(["a", "[", "*", "\u{1F433}"]), fc.string({ unit: fc.constantFrom(..."ab[]!^-\\:*?é@()".split("")), maxLength: 12 }), ({ text }, pattern) => {
      matchesGlob(text, pattern);
      removePrefix(text, pattern, "longest");
      replacePattern(text, pattern, text, "all");
    }),
    { numRuns: 1000 },
  );
  expect(matchesGlob(literal("a".repeat(300_000)), "*a*a*a*a*a*a*b")).toBe(false);
  expect(matchesGlob(textOf("a$B".repeat(3000)), "*a*a*a*a*a*a*b")).toBeUndefined();
});
