import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { envsubst, namesInFormat } from "../src/flow/texts/envsubst.js";
import { applyTextTool, isTextTool } from "../src/flow/texts/text-tools.js";
import { literal, literalText, placeOf } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";
import { mayBe, runText, textOf, textsOf, written } from "./texts-with-holes.js";

/** The words of a command line in single quotes, double quotes or none. */
function wordsOf(line: string): readonly Text[] {
  return Array.from(line.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/gu), ([word, single, double]) => (single === undefined ? textOf(double ?? word) : literal(single)));
}

describe("what a tool prints", () => {
  test.each([
    ["tr A-Z a-z", "Acme/App\n", "acme/app\n"],
    ["tr '[:upper:]' '[:lower:]'", "$OWNER/App\n", "$(String#toLowerCase)/app\n"],
    ["tr '[A-Z]' '[a-z]'", "App-$<fresh>\n", "app-$<fresh>\n"],
    ["tr -d '\\n'", "$SHA\n", "${SHA}"],
    ["tr -d v", "v$VERSION\n", "$(tr)\n"],
    ["tr / -", "a/b/c\n", "a-b-c\n"],
    ["tr / -", "a/$<fresh>\n", "a-$<fresh>\n"],
    ["tr -cd 'a-z0-9'", "a_b:1\n", "ab1"],
    ["tr -cs 'a-z' '-'", "a__b", "a-b"],
    ["tr '\\n' ' '", "a\nb\n", "a b "],
    ["cut -d: -f2", "app:v1\n", "v1\n"],
    ["cut -d : -f 1", "acme/app:$TAG\n", "acme/app\n"],
    ["cut -d: -f2-", "acme/app:$TAG\n", "${TAG}\n"],
    ["cut -d: -f2", "acme/app:$TAG\n", undefined],
    ["cut -d: -f2", "acme/app:$<fresh>\n", "$<fresh>\n"],
    ["cut -d: -f1", "$IMAGE\n", undefined],
    ["cut -d/ -f1,3", "a/b/c\n", "a/c\n"],
    ["cut -d: -f2", "no separator\n", "no separator\n"],
    ["cut -c1-7", "0123456789\n", "0123456\n"],
    ["cut -c1-7", "$SHA\n", undefined],
    ["cut -c2-", "v$VERSION\n", "${VERSION}\n"],
    ["head -c 7", "0123456789\n", "0123456"],
    ["head -n1", "a\n$B\n", "a\n"],
    ["head -1", "$A\nb\n", "${A}\n"],
    ["head -n 1", "$<output>\n", undefined],
    ["tail -n1", "a\n$B\n", "${B}\n"],
    ["tail -n +2", "a\nb\nc\n", "b\nc\n"],
    ["rev", "abc\n", "cba\n"],
    ["sort -u", "b\na\nb\n", "a\nb\n"],
    ["sort", "$A\n", "${A}\n"],
    ["sort -V", "1.10\n1.9\n", undefined],
    ["uniq", "a\na\nb\n", "a\nb\n"],
    ["basename /path/to/app.yaml .yaml", "", "app\n"],
    ["basename $DIR/app.yaml .yaml", "", "app\n"],
    ["basename $DIR", "", undefined],
    ["dirname deploy/app.yaml", "", "deploy\n"],
    ["dirname app.yaml", "", ".\n"],
    ["dirname $DIR/app.yaml", "", "${DIR}\n"],
    ["xargs", "  a   b\n", "a b\n"],
    ["xargs -n1 basename", "a/b\nc\n", "b\nc\n"],
    ["xargs -I{} echo quay.io/{}:$TAG", "app\n", "quay.io/app:${TAG}\n"],
    ["echo a $B", "", "a ${B}\n"],
    ["echo -n a", "", "a"],
    ["echo 'a\\nb'", "", undefined],
    ["echo -e 'a\\nb'", "", "a\nb\n"],
    ["printf '%s/%s:%s\\n' $REGISTRY app v1", "", "${REGISTRY}/app:v1\n"],
    ["printf '%s\\n' a b", "", "a\nb\n"],
    ["printf 'v%d.%02d' 1 2", "", "v1.02"],
    ["printf '%-5s|' $A", "", undefined],
    ["printf -v NAME a", "", undefined],
    ["grep -v '^#'", "# a\nb: $C\n", "b: ${C}\n"],
    ["grep image:", "image: $IMG\nname: $NAME\n", "image: ${IMG}\n"],
    ["grep -oE 'v[0-9.]+'", "app v1.2.3\n", "v1.2.3\n"],
    ["grep b", "$A\n", undefined],
    ["awk '{print $2}'", "image: acme/app:$TAG\n", "acme/app:${TAG}\n"],
    ["awk -F: '{print $NF}'", "acme/app:v1\n", "v1\n"],
    ["awk -F: 'NR==1 {print $1}'", "acme/app:$TAG\n", "acme/app\n"],
    ["awk '{print toupper($1)}'", "a\n", undefined],
    ["sed -e 's/^v//' -e 's/-.*//'", "v1.2-rc\n", "1.2\n"],
    ["sed -E 's/(a)/\\1\\1/'", "a\n", "aa\n"],
    ["sed 's/a/b/' file", "a\n", undefined],
    ["/usr/bin/tee out", "$A\n", "${A}\n"],
    ["cat file", "", undefined],
    ["date +%s", "", undefined],
  ])("%s on %j: %j", (line, input, expected) => {
    expect(written(applyTextTool(wordsOf(line), textOf(input)))).toBe(expected);
  });

  test("what is reversed twice is what it was", () => {
    const reversed = applyTextTool([literal("rev")], textOf("$REGISTRY/app:v1\n"));
    const cut = applyTextTool(wordsOf("cut -d/ -f1"), reversed);
    expect(written(applyTextTool([literal("rev")], cut))).toBe("app:v1\n");
    expect(written(applyTextTool([literal("rev")], reversed))).toBe("${REGISTRY}/app:v1\n");
  });

  test("without an input", () => {
    expect(applyTextTool(wordsOf("tr a b"), undefined)).toBeUndefined();
    expect(written(applyTextTool(wordsOf("basename a/b"), undefined))).toBe("b\n");
  });

  test("it keeps its places", () => {
    const tag = applyTextTool(wordsOf("cut -d: -f2"), textOf("app:v1"));
    expect(tag === undefined ? undefined : placeOf(tag)).toEqual({ file: "script.sh", start: 4, end: 6 });
  });

  test("whether a tool is known", () => {
    expect(["tr", "kubectl", "constructor"].map(isTextTool)).toEqual([true, false, false]);
  });
});

test("whatever the variables hold, the tools do the same", () => {
  const line = fc.constantFrom("tr a b", "tr -d /", "tr -s a", "tr -c 'a-z' '-'", "cut -d: -f1", "cut -d: -f2-", "cut -d/ -f2", "cut -sd: -f1,3", "cut -c2-3", "head -n1", "tail -n1", "tail -n +2", "head -c2", "rev", "uniq", "grep a", "grep -v :", "grep -o 'a*b'", "awk -F: '{print $2}'", "xargs basename", "sed 's/a.*:/x/'");
  fc.assert(
    fc.property(textsOf(["a", "b", ":", "/", "\n"], 10), line, ({ text, variables }, command) => {
      // Each line has letters: a hole alone may be no line.
      const input = textOf(`a${written(text) ?? ""}a\n`);
      const result = applyTextTool(wordsOf(command), input);
      const actual = applyTextTool(wordsOf(command), literal(runText(input, variables) ?? ""));
      const printed = actual === undefined ? undefined : literalText(actual);
      if (result !== undefined && printed !== undefined) expect(mayBe(result, variables, printed)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test("any words, and long inputs, in a moment", () => {
  const names = ["cat", "tee", "echo", "printf", "tr", "cut", "awk", "head", "tail", "rev", "sort", "uniq", "basename", "dirname", "xargs", "grep", "egrep", "fgrep", "sed"];
  const word = fc.string({ unit: fc.constantFrom(..."-abcdfnosu:/\\[]%19 {}$*🐳\n".split("")), maxLength: 6 });
  fc.assert(fc.property(fc.constantFrom(...names), fc.array(word, { maxLength: 4 }), (name, words) => void applyTextTool([name, ...words].map(textOf), textOf("a:b\n$A/c\n"))), { numRuns: 2000 });
  const long = literal("acme/app:v1\n".repeat(20_000));
  for (const line of ["cut -d: -f1", "tr a b", "sort", "grep -v x", "awk -F: '{print $2}'", "tail -n1", "rev"]) applyTextTool(wordsOf(line), long);
  expect(written(applyTextTool(wordsOf("grep -c app"), long))).toBe("20000\n");
});

describe("envsubst", () => {
  const values = (name: string): Text | undefined => ({ IMG: textOf("acme/app:$TAG"), NAMESPACE: literal("default") })[name];

  test.each([
    ["image: ${IMG}\nnamespace: $NAMESPACE\n", undefined, "image: acme/app:${TAG}\nnamespace: default\n", ["IMG", "NAMESPACE"]],
    ["a: [$UNSET]", undefined, "a: []", ["UNSET"]],
    ["$IMG $NAMESPACE", "$NAMESPACE ${OTHER}", "$IMG default", ["NAMESPACE"]],
    // It knows no operators.
    ["${IMG:-x} $1 $$IMG", undefined, "${IMG:-x} $1 $acme/app:${TAG}", ["IMG"]],
    ["nothing", undefined, "nothing", []],
  ])("%s, only %s: %s", (input, only, expected, names) => {
    const result = envsubst(literal(input), values, only === undefined ? undefined : namesInFormat(only));
    expect(written(result.output)).toBe(expected);
    expect(result.names).toEqual(names);
  });

  test("what a hole may go on with is not known", () => {
    const dollar = literal("image: $IM");
    const { output, names } = envsubst({ kind: "joined", key: `${dollar.key}x`, length: dollar.text.length + 1, parts: [{ text: dollar }, { text: textOf("$G") }] }, values);
    expect([written(output), names]).toEqual(["image: $(envsubst)", []]);
  });

  test("without a variable the input is the output", () => {
    const input = textOf("image: $IMG");
    expect(envsubst(input, values).output).toBe(input);
  });
});
