import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeFunction, makeSubstitution } from "../src/flow/texts/make-functions.js";
import { literal, literalText, placeOf } from "../src/values/text.js";
import { runText, textOf, textsOf, written } from "./texts-with-holes.js";

describe("functions of texts", () => {
  test.each([
    ["subst", ["/", "-", "acme/app"], "acme-app"],
    ["subst", ["/", "-", "$<fresh>/app"], "$<fresh>-app"],
    ["subst", ["/", "-", "$BRANCH"], undefined],
    ["subst", ["v", "", "v1,v2"], "1,2"],
    ["patsubst", ["v%", "%", "v1.2 1.3"], "1.2 1.3"],
    ["patsubst", ["%", "quay.io/%:$TAG", "app api"], "quay.io/app:${TAG} quay.io/api:${TAG}"],
    ["patsubst", ["%", "push-%", "$NAME"], "push-${NAME}"],
    ["patsubst", ["v%", "%", "$VERSION"], undefined],
    ["patsubst", ["$REGISTRY/%", "%", "$REGISTRY/app $REGISTRY/api"], "app api"],
    ["patsubst", ["app", "api", "app apple"], "api apple"],
    ["strip", ["  a   $B  "], "a ${B}"],
    ["findstring", ["a", "b a"], "a"],
    ["findstring", ["x", "b a"], ""],
    ["findstring", ["x", "b $A"], undefined],
    ["filter", ["%.yaml Make%", "a.yaml b.json Makefile"], "a.yaml Makefile"],
    ["filter", ["%.yaml", "$NAME.yaml $NAME.json"], "${NAME}.yaml"],
    ["filter", ["release", "$TARGET"], undefined],
    ["filter-out", ["b%", "a b bc"], "a"],
    ["sort", ["c a b a"], "a b c"],
    ["sort", ["$A $A"], "${A}"],
    ["sort", ["$A b"], undefined],
    ["word", ["2", "a $B c"], "${B}"],
    ["word", ["4", "a b c"], ""],
    ["word", ["$N", "a b c"], undefined],
    ["wordlist", ["2", "3", "a b c d"], "b c"],
    ["words", ["a $B c"], "3"],
    ["firstword", ["$A b"], "${A}"],
    ["lastword", ["a b.yaml"], "b.yaml"],
    ["lastword", [" "], ""],
    ["dir", ["src/a.go b.go"], "src/ ./"],
    ["dir", ["$DIR/a.go"], "${DIR}/"],
    ["notdir", ["src/a.go $DIR/b.go"], "a.go b.go"],
    ["notdir", ["$FILE"], undefined],
    ["suffix", ["src/a.tar.gz b src.d/c"], ".gz"],
    ["basename", ["src/a.tar.gz src.d/c $NAME.yaml"], "src/a.tar src.d/c ${NAME}"],
    ["addsuffix", [":$TAG", "app api"], "app:${TAG} api:${TAG}"],
    ["addprefix", ["$REGISTRY/", "app api"], "${REGISTRY}/app ${REGISTRY}/api"],
    ["join", ["a b c", ".x .y"], "a.x b.y c"],
    ["abspath", ["./deploy/app.yaml"], "$<output>/deploy/app.yaml"],
    ["realpath", ["../app.yaml"], undefined],
    // It needs more than texts.
    ["shell", ["date"], undefined],
    ["subst", ["a", "b"], undefined],
    ["constructor", ["a"], undefined],
  ] as const)("$(%s %j): %s", (name, values, expected) => {
    expect(written(makeFunction(name, values.map(textOf)))).toBe(expected);
  });
});

test.each([
  ["a.go b.go c.c", ".go", ".o", "a.o b.o c.c"],
  ["a.go", "%.go", "bin/%", "bin/a"],
  ["app:v1", "app:%", "%", "v1"],
  ["$IMAGE", "%", "%-amd64", "${IMAGE}-amd64"],
  ["v$VERSION", "v%", "%", "${VERSION}"],
  ["$VERSION", "v%", "%", undefined],
])("$(X:%2$s=%3$s) of %1$s is %4$s", (value, from, to, expected) => {
  expect(written(makeSubstitution(textOf(value), textOf(from), textOf(to)))).toBe(expected);
});

test("words keep their places", () => {
  const word = makeFunction("word", [literal("2"), textOf("app api")]);
  expect(word === undefined ? undefined : placeOf(word)).toEqual({ file: "script.sh", start: 4, end: 7 });
});

/** What make does with words that are known (GNU make manual, "Functions for Transforming Text"). */
const references: Readonly<Record<string, (argument: string, list: readonly string[]) => readonly string[]>> = {
  addsuffix: (suffix, list) => list.map((word) => word + suffix),
  addprefix: (prefix, list) => list.map((word) => prefix + word),
  filter: (pattern, list) => list.filter((word) => matches(word, pattern)),
  "filter-out": (pattern, list) => list.filter((word) => !matches(word, pattern)),
  notdir: (_argument, list) => list.map((word) => word.slice(word.lastIndexOf("/") + 1)),
  dir: (_argument, list) => list.map((word) => (word.includes("/") ? word.slice(0, word.lastIndexOf("/") + 1) : "./")),
  words: (_argument, list) => [String(list.length)],
};

function matches(word: string, pattern: string): boolean {
  const [before = "", behind] = pattern.split("%");
  return behind === undefined ? word === before : word.length >= before.length + behind.length && word.startsWith(before) && word.endsWith(behind);
}

test("whatever the variables hold, make does the same", () => {
  const variables = fc.record({ A: fc.constantFrom("a", "ab", "a/b", "b/", ".a"), B: fc.constantFrom("b", "ba", "/b", "b.a") });
  const argument = fc.constantFrom("a", "%", "a%", "%b", "a%b", "b/%");
  fc.assert(
    fc.property(textsOf(["a", "b", "/", ".", " "], 10), variables, argument, fc.constantFrom(...Object.keys(references)), ({ text }, values, given, name) => {
      const needsArgument = !["notdir", "dir", "words"].includes(name);
      const result = makeFunction(name, needsArgument ? [literal(given), text] : [text]);
      const list = (runText(text, values) ?? "").split(" ").filter((word) => word !== "");
      const expected = references[name]?.(given, list).filter((word) => word !== "").join(" ");
      // The project lies in `/`, and nobody knows what that folder is called.
      if (name === "notdir" && list.some((word) => /^\/+$/u.test(word))) return;
      if (result !== undefined) expect(runText(result, values)).toBe(expected);
      if (literalText(text) !== undefined) expect(result).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});

test("any arguments, and long lists, in a moment", () => {
  const any = textsOf(["a", "%", "\\", " ", ",", "🐳", "*"]).map(({ text }) => text);
  const names = ["subst", "patsubst", "strip", "findstring", "filter", "filter-out", "sort", "word", "wordlist", "words", "firstword", "lastword", "dir", "notdir", "suffix", "basename", "addsuffix", "addprefix", "join", "abspath"];
  fc.assert(fc.property(fc.constantFrom(...names), fc.array(any, { maxLength: 4 }), (name, values) => void makeFunction(name, values)), { numRuns: 1000 });
  const list = literal("src/app.go ".repeat(20_000));
  expect(makeFunction("patsubst", [literal("%.go"), literal("%.o"), list])?.key).toHaveLength(20_000 * 10 - 1);
});
