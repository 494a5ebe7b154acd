import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestLines } from "../src/flow/texts/nearest-lines.js";
import { applySed } from "../src/flow/texts/sed.js";
import type { SedRun } from "../src/flow/texts/sed.js";
import { literal, literalText, placeOf } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";
import { mayBe, runText, textOf, textsOf, written } from "./texts-with-holes.js";

interface Options extends Partial<SedRun> {
  readonly extended?: true;
  readonly quiet?: true;
}

/** A script that is not a literal is the shell's text in double quotes. */
function sed(script: string | Text, input: string, { extended, quiet, ...rest }: Options = {}): ReturnType<typeof applySed> {
  return applySed({ scripts: [typeof script === "string" ? textOf(script) : script], isExtended: extended === true, isQuiet: quiet === true, input: textOf(input), ...rest });
}

const manifest = `spec:
  containers:
    - name: manager
      image: controller:latest
      imagePullPolicy: Always
`;

describe("what becomes of a manifest", () => {
  test.each([
    ["s|image: .*|image: acme/app:v1|", "image: acme/app:v1"],
    ["s#controller:latest#$IMG#g", "image: ${IMG}"],
    ["s|image: .*|image: ${REGISTRY}/app:${TAG}|", "image: ${REGISTRY}/app:${TAG}"],
    ["s/\\(image: controller\\):.*/\\1:$TAG/", "image: controller:${TAG}"],
    ["s@image: controller@image: acme\\/&@", "image: acme/image: controller:latest"],
    ["/image:/s/latest/v1/", "image: controller:v1"],
    ["/name:/s/latest/v1/", "image: controller:latest"],
    ["4s/latest/v1/", "image: controller:v1"],
    ["$!s/latest/v1/; s/CONTROLLER/app/I", "image: app:v1"],
    ["s/image:\\s*\\S*/image: \\Uabc\\E:\\u&/", "image: ABC:Image: controller:latest"],
  ] as const)("%s", (script, line) => {
    expect(written(sed(script, manifest).output)).toBe(manifest.replace("image: controller:latest", line));
  });

  test("several scripts are one", () => {
    const { output, substitutions } = applySed({ scripts: [textOf("s|controller|$NAME|"), textOf("s|latest|$TAG|")], isExtended: false, isQuiet: false, input: textOf(manifest) });
    expect(written(output)).toBe(manifest.replace("controller:latest", "${NAME}:${TAG}"));
    expect(substitutions.map(({ pattern, isRead }) => [pattern, isRead])).toEqual([["controller", "yes"], ["latest", "yes"]]);
  });

  test("what is not changed is the same text, and has its places", () => {
    const input = textOf(manifest);
    expect(applySed({ scripts: [literal("s/nothing/something/")], isExtended: false, isQuiet: false, input }).output).toBe(input);
    const { output } = sed("s|latest|$TAG|", manifest);
    const parts = output?.kind === "joined" ? output.parts.map(({ text }) => placeOf(text)?.start) : [];
    // The lines before, the changed line, and all that is behind it.
    expect(parts).toEqual([0, manifest.indexOf("      image"), manifest.indexOf("latest") + "latest".length]);
  });

  test("a substitution says where it is written", () => {
    const [first, second] = sed("s/a/b/; s|latest|$TAG|g", manifest).substitutions;
    expect([first?.place, second?.place]).toEqual([{ file: "script.sh", start: 0, end: 6 }, { file: "script.sh", start: 8, end: 23 }]);
    expect(written(second?.replacement)).toBe("${TAG}");
  });
});

describe("commands of GNU sed", () => {
  test.each([
    ["2d", "a\nb\nc\n", "a\nc\n"],
    ["/b/,$d", "a\nb\nc\n", "a\n"],
    ["2,3p", "a\nb\nc\n", "b\nc\n", { quiet: true }],
    ["/a/!d", "a\nb\nab\n", "a\nab\n"],
    ["0~2d", "a\nb\nc\nd\n", "a\nc\n"],
    ["0,/a/d", "a\na\n", "a\n"],
    ["/a/,+1d", "a\nb\nc\n", "c\n"],
    ["2q", "a\nb\nc\n", "a\nb\n"],
    ["$=", "a\nb\n", "2\n", { quiet: true }],
    ["a after", "a\nb", "a\nafter\nb\nafter\n"],
    ["1i\\\n  before", "a\n", "  before\na\n"],
    ["/b/c\\changed", "a\nb\n", "a\nchanged\n"],
    ["y/abc/xyz/", "cab\n", "zxy\n"],
    ["/a/{n;s/b/x/}", "a\nb\nb\n", "a\nx\nb\n"],
    [":a;N;$!ba;s/\\n/,/g", "a\nb\nc\n", "a,b,c\n"],
    [":a;s/^\\(x*\\)a/\\1x/;ta", "aaab\n", "xxxb\n"],
    ["s/a/b/;t;s/$/!/", "a\nc\n", "b\nc!\n"],
    ["1h;1d;G", "a\nb\n", "b\na\n"],
    ["N;P;D", "a\nb\nc\n", "a\nb\nc\n"],
    ["s/a/b/2", "aaa\n", "aba\n"],
    ["s/a/b/2g", "aaa\n", "abb\n"],
    ["s/b*/x/g", "abc\n", "xaxcx\n"],
    ["s/a/b/p", "a\nc\n", "b\n", { quiet: true }],
    ["s/(a|b)+/x/", "cabc\n", "cxc\n", { extended: true }],
    ["s/(.)(.)/\\2\\1/", "ab\n", "ba\n", { extended: true }],
    ["s/\\n/,/g", "a\nb\n", "a,b,", { isNullSeparated: true }],
    ["s/a\\|b/x/g", "ab\n", "xx\n"],
    ["s|a\\|b|x|", "a|b\n", "x\n"],
    ["s/[/]/x/", "a/b\n", "axb\n"],
    ["s/a\\{2\\}/x/", "aaa\n", "xa\n"],
    ["s/\\bfoo\\b/x/", "foobar foo\n", "foobar x\n"],
    ["/b/s//x/", "abc\n", "axc\n"],
    ["s/a/[\\n\\t]/", "a\n", "[\n\t]\n"],
    ["# a comment\n/a/ { # another\n  s/a/b/ ; }", "a\n", "b\n"],
    ["s/a/b/w /tmp/changes", "a\n", "b\n"],
    // Without a line break at its end the output has none either.
    ["s/b/c/", "a\nb", "a\nc"],
    // What runs programs or reads files.
    ["s/a/date/e", "a\n", "$(sed)\n"],
    ["r other", "a\n", undefined],
    ["s/a/b/w /dev/stdout", "a\n", "$(sed)\n"],
    // What no script is, and what is none of sed's.
    ["s/a/b", "a\n", undefined],
    ["s/a/b/;}", "a\n", undefined],
    ["b nowhere", "a\n", undefined],
    ["s/a(/b/", "a(\n", undefined, { extended: true }],
    // Back-references are not looked for.
    ["s/\\(a\\)\\1/x/", "aa\n", undefined],
  ] as const)("%s on %j: %j", (script: string, input: string, expected: string | undefined, options?: Options) => {
    expect(written(sed(literal(script), input, options).output)).toBe(expected);
  });
});

describe("lines with holes", () => {
  test.each([
    // What is looked for ends where the line ends, whatever is in the hole.
    ["s|image: .*|image: x|", "image: $IMG\n", "image: x\n", "yes"],
    ["s|image: $OLD|image: x|", "image: a\n", "$(sed)\n", "unknown"],
    ["s|image: $OLD|image: x|", "kind: Pod\n", "kind: Pod\n", "no"],
    ["s|\\(image: .*\\):[^:]*$|\\1:v2|", "image: acme/app:$<fresh>\n", "image: acme/app:v2\n", "yes"],
    // It may be in the hole: the part that may change is a function of the line.
    ["s|latest|v1|", "image: $IMG\n", "image: $(sed)\n", "unknown"],
    ["s|la|v1|", "image: $IMG # la\n", "image: $(sed)\n", "yes"],
    ["s|:latest|:v1|", "image: $<fresh>\n", "image: $<fresh>\n", "no"],
    ["/image:/s|$|!|", "image: $IMG\n", "image: ${IMG}!\n", "yes"],
    ["$COMMAND", "image: $IMG\n", undefined, undefined],
    ["/^kind:/d", "image: $IMG\nkind: Pod\n", "image: ${IMG}\n", undefined],
    ["/Pod/d", "image: $IMG\n", undefined, undefined],
    // What it needs is written: it is taken to be in no hole.
    ["s|latest|v1|", "image: $IMG # latest\n", "image: ${IMG} # v1\n", "yes"],
    ["s|app:[a-z]*|app:v1|", "image: app:$TAG\n", "image: $(sed)\n", "yes"],
    ["s/NAMESPACE/$NS/", "image: $IMG\nnamespace: NAMESPACE\n", "image: ${IMG}\nnamespace: ${NS}\n", "yes"],
    // A command's output may be several lines.
    ["s/.*/x/", "$<output>\n", "$(sed)\n", "unknown"],
    ["1d", "a\n$<output>\n", "$<output>\n", undefined],
    ["3d", "a\n$<output>\nb\n", undefined, undefined],
    ["$ d", "a\n$<output>\n", undefined, undefined],
    ["$ d", "a\n$IMG\n", "a\n", undefined],
    ["$ d", "a\n$IMG", undefined, undefined],
  ] as const)("%s on %j: %j, read: %s", (script, input, expected, isRead) => {
    const { output, substitutions } = sed(script, input);
    expect(written(output)).toBe(expected);
    expect(substitutions.map((one) => one.isRead)).toEqual(isRead === undefined ? [] : [isRead]);
  });

  test("one and the same line becomes one and the same text", () => {
    const { output } = sed("s/a/b/", "$X\n$X\n");
    const [first, , second] = output?.kind === "joined" ? output.parts : [];
    expect(first?.text.kind).toBe("hole");
    expect(first?.text.key).toBe(second?.text.key);
  });
});

describe("Perl's substitutions", () => {
  test.each([
    ["s/image: .*/image: $IMG/", "image: a\n", "image: ${IMG}\n"],
    ["s{a/b}{c/d}g; s/(\\w+):(\\d+)/\\2:$1/", "a/b x:1\n", "c/d 1:x\n"],
    ["s/\\s+$/!/", "a  \n", "a!"],
    ["s/a$/b/", "a\n", "b\n"],
    ["s/\\Qa.b\\E/x/", "a.b\n", undefined],
    ["s/a|ab/x/", "ab\n", undefined],
    ["s/a/$ENV{X}/", "a\n", "$(perl)\n"],
    ["print if /a/", "a\n", undefined],
  ] as const)("%s on %j: %j", (script, input, expected) => {
    // In a Perl script a dollar is Perl's; `$IMG` is what the shell has put there.
    const scripts = [script.includes("$IMG") ? textOf(script) : literal(script)];
    const { output } = applySed({ scripts, isExtended: false, isQuiet: false, isPerl: true, input: literal(input) });
    expect(written(output)).toBe(expected);
  });

  const perl = fc.array(fc.tuple(fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "^", "$", "\\b", "(", ")", "(?:"), fc.constantFrom("", "", "*", "+", "?", "{1,2}")).map((parts) => parts.join("")), { minLength: 1, maxLength: 6 }).map((atoms) => atoms.join(""));

  test("they give what JavaScript gives, which matches in the same way", () => {
    fc.assert(
      fc.property(perl, fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 9 }), fc.constantFrom("", "g"), (pattern, line, flags) => {
        const expression = javaScript(pattern.replaceAll("$", "(?=\\n?$(?![^]))"), flags);
        const { output } = applySed({ scripts: [literal(`s/${pattern}/[$&]/${flags}`)], isExtended: false, isQuiet: false, isPerl: true, input: literal(`${line}\n`) });
        if (output !== undefined && expression !== undefined) expect(written(output)).toBe(`${line}\n`.replace(expression, "[$&]"));
      }),
      { numRuns: 3000 },
    );
  });
});

function javaScript(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

const basic = fc.array(fc.constantFrom("a", "b", "x", ".", "[ab]", "[^a]", "\\(a*\\)", "\\(b\\|ab\\)", "*", "^", "$", "\\b", "\\{2\\}", "\\?", " "), { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join(""));
const command = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom("", "", "2", "$", "/a/", "/x/,$"), basic, fc.constantFrom("", "y", "[&]", "\\1", "\\U&"), fc.constantFrom("", "g", "2")).map(([address, pattern, replacement, flags]) => `${address}s/${pattern}/${replacement}/${flags}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("", "2", "/a/", "/b/!"), fc.constantFrom("d", "p", "n", "N", "h", "G", "x", "y/ab/ba/", "a foo")).map((parts) => parts.join("")) },
);
const script = fc.array(command, { minLength: 1, maxLength: 3 }).map((commands) => commands.join("\n"));
const letters = ["a", "b", "x", " ", "\n"];

test("whatever the variables hold, sed does the same", () => {
  fc.assert(
    fc.property(textsOf(letters, 12), script, ({ text, variables }, written) => {
      const of = (input: Text): ReturnType<typeof applySed> => applySed({ scripts: [literal(written)], isExtended: false, isQuiet: false, input });
      const [result, actual] = [of(text), of(literal(runText(text, variables) ?? ""))];
      const printed = actual.output === undefined ? undefined : literalText(actual.output);
      if (result.output !== undefined && printed !== undefined) expect(mayBe(result.output, variables, printed)).toBe(true);
      result.substitutions.forEach(({ isRead }, index) => {
        if (printed !== undefined) expect([isRead, "unknown"]).toContain(isRead === "unknown" ? isRead : actual.substitutions[index]?.isRead);
      });
    }),
    { numRuns: 3000 },
  );
});

test("any script, and long inputs, in a moment", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."sdpyt/abc\\()[]{}*^$.&;,1!:~+n-?|🐳é\n #".split("")), maxLength: 20 }), fc.boolean(), (text, isExtended) => {
      for (const isPerl of [false, true]) applySed({ scripts: [literal(text), literal(`s/${text}/${text}/`)], isExtended, isQuiet: false, isPerl, input: textOf("ab\n$A\n🐳") });
    }),
    { numRuns: 1000 },
  );
  const lines = literal("image: acme/app:v1\nkind: Deployment\n".repeat(30_000));
  expect(sedOn("s/\\(image: [^:]*\\):.*/\\1:v2/", lines)?.length).toBe(30_000 * 36);
  expect(sedOn("s/\\(a*\\)*\\(a*\\)*b/x/g", literal("a".repeat(200_000)))).toHaveLength(200_000);
  // What would take too long is not known.
  expect(sedOn(":a;N;$!ba;s/\\n/ /g", lines)).toBeUndefined();
  expect(sedOn(":a;ba", literal("a"))).toBeUndefined();
  expect(sedOn("s/\\(a\\{1,1000\\}\\)\\{1,1000\\}/x/", literal("a"))).toBeUndefined();
});

function sedOn(script: string, input: Text): string | undefined {
  const { output } = applySed({ scripts: [literal(script)], isExtended: false, isQuiet: false, input });
  return output === undefined ? undefined : literalText(output);
}

describe("the lines that a pattern may have meant", () => {
  test.each([
    ["image: acme/contoller:latest", ["image: controller:latest"]],
    ["imagePullPolicy: IfNotPresent", ["imagePullPolicy: Always"]],
    ["IMAGE_PLACEHOLDER", []],
    ["image: .*manager", ["image: controller:latest", "- name: manager"]],
    [".*", []],
  ])("%s", (pattern, expected) => {
    expect(nearestLines(textOf(manifest), pattern).map(({ shown }) => shown)).toEqual(expect.arrayContaining(expected));
  });

  test("with their places", () => {
    const [nearest] = nearestLines(textOf(manifest), "image: acme/controller:v1");
    const start = manifest.indexOf("image: controller");
    expect(nearest?.place).toEqual({ file: "script.sh", start, end: start + "image: controller:latest".length });
  });
});
