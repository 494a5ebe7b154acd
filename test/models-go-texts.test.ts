import { describe, expect, it } from "vitest";
import { formatText } from "../src/flow/builtins/go/format.js";
import { isCoarseLayout } from "../src/flow/builtins/go/layout.js";
import { mergedItems } from "../src/flow/builtins/go/merged-items.js";
import { fieldsOf, replaceText, sliceText, startsWith, trimLetters, trimPrefix, trimSuffix } from "../src/flow/builtins/go/pieces.js";
import { choice, display, hole, isFreshHole, join, literal, placeOf } from "../src/values/text.js";
import type { HeapObject, Item, Place, Text, Value } from "../src/values/value.js";

const place: Place = { file: "e2e/setup.go", start: 100, end: 110 };
const fresh = hole("fresh:1", { kind: "fresh", what: "time.Now", place, path: undefined, root: 0 });
const branch = hole("branch", { kind: "environment", name: "BRANCH" });

function written(text: string, start: number): Text {
  return literal(text, { file: "e2e/setup.go", literal: { kind: "literal", value: text, at: [start, start + text.length + 2], quoted: true }, offset: 0 });
}

function format(text: string, ...values: readonly (string | number | Text)[]): Text {
  return formatText(literal(text), values.map((value) => (typeof value === "number" ? { value: { kind: "number", number: value }, text: literal(String(value)) } : typeof value === "string" ? { value: literal(value), text: literal(value) } : { value, text: value })));
}

describe("fmt.Sprintf", () => {
  it.each([
    ["localhost/%s:%s", ["gateway", "e2e"], "localhost/gateway:e2e"],
    ["%d of %d", [2, 30], "2 of 30"],
    ["%05d|%-4d|%4d|%+d", [42, 42, 42, 42], "00042|42  |  42|+42"],
    ["%-8s|%8s|", ["api", "api"], "api     |     api|"],
    ["%x %X %#x", [255, 255, 255], "ff FF 0xff"],
    ["%x", ["api"], "617069"],
    ["%q", ['a "b"'], '"a \\"b\\""'],
    ["100%% of %v", ["it"], "100% of it"],
    ["%[2]s:%[1]s", ["tag", "image"], "image:tag"],
    ["%[1]s-%[1]s", ["a"], "a-a"],
    ["%[2]s %s", ["a", "b", "c"], "b c"],
    ["%*d", [5, 42], "   42"],
    ["%.3s", ["abcdef"], "abc"],
    ["%.2f", [1.005], "1.00"],
    ["%c%c", [111, 107], "ok"],
    ["%s and %s", ["one"], "one and %!s(MISSING)"],
    ["image: %s\n  policy: %s\n", ["a", "b"], "image: a\n  policy: b\n"],
  ])("formats %j with %j", (text, values, formatted) => {
    expect(display(format(text, ...values))).toBe(formatted);
  });

  it("keeps what differs at every run as it is, whichever verb prints it", () => {
    const [plain, asNumber, asText] = [format("%v", fresh), format("%d", fresh), format("%s", fresh)];
    expect(asNumber.key).toBe(plain.key);
    expect(asText.key).toBe(plain.key);
    expect(display(format("localhost/api:%s-%x", "dev", fresh))).toBe("localhost/api:dev-<fresh>");
    expect(isFreshHole(format("%x", fresh))).toBe(true);
  });

  it("says where its letters and its arguments are written", () => {
    const text = formatText(written("localhost/api:%s", 10), [{ value: fresh, text: fresh, use: place }]);
    expect(text.kind === "joined" ? text.parts.map((part) => part.use ?? placeOf(part.text)) : []).toEqual([{ file: "e2e/setup.go", start: 11, end: 25 }, place]);
  });

  it("formats each of several formats", () => {
    const either = choice([literal("a:%s"), literal("b:%s")]);
    const text = formatText(either.kind === "choice" ? either : literal(""), [{ value: literal("x"), text: literal("x") }]);
    expect(text.kind === "choice" ? text.alternatives.map((alternative) => (alternative.kind === "joined" || alternative.kind === "literal" ? display(alternative) : "")) : []).toEqual(["a:x", "b:x"]);
  });
});

describe("texts that are known in part", () => {
  const image = join([{ text: literal("localhost/") }, { text: literal("api:") }, { text: fresh }]);

  it("lose a prefix that they have, and keep one that they have not", () => {
    expect(display(trimPrefix(image, literal("localhost/")))).toBe("api:<fresh>");
    expect(display(trimPrefix(image, literal("docker.io/")))).toBe("localhost/api:<fresh>");
    expect(display(trimPrefix(branch, literal("v")))).toBe("<unknown>");
  });

  it("lose a suffix that they have", () => {
    expect(display(trimSuffix(join([{ text: fresh }, { text: literal("-amd64") }]), literal("-amd64")))).toBe("<fresh>");
    expect(display(trimSuffix(literal("api.yaml"), literal(".yaml")))).toBe("api");
  });

  it("are cut where their letters are known", () => {
    expect(display(sliceText(image, "localhost/".length, undefined))).toBe("api:<fresh>");
    expect(display(sliceText(image, 0, 9))).toBe("localhost");
    expect(sliceText(fresh, 0, 8).key).toBe(sliceText(fresh, 0, 8).key);
    expect(sliceText(fresh, 0, 8).key).not.toBe(sliceText(fresh, 0, 7).key);
  });

  it("are searched across the parts that they are made of", () => {
    expect(display(replaceText(image, literal("localhost/api"), { text: literal("kind.local/api") }))).toBe("kind.local/api:<fresh>");
    expect(display(replaceText(literal("a a a"), literal("a"), { text: literal("b") }, 2))).toBe("b b a");
    expect(replaceText(image, literal("gateway"), { text: literal("x") })).toBe(image);
  });

  it("begin with what their letters say, or nobody knows", () => {
    expect(startsWith(image, "localhost/")).toBe(true);
    expect(startsWith(image, "docker.io/")).toBe(false);
    expect(startsWith(branch, "v")).toBeUndefined();
  });

  it("are trimmed up to the first hole, and split at blanks", () => {
    expect(display(trimLetters(join([{ text: literal("\n  image: ") }, { text: fresh }, { text: literal(" \n") }]), (letter) => /\s/u.test(letter), "both"))).toBe("image: <fresh>");
    expect(fieldsOf(join([{ text: literal("build -t  api:") }, { text: fresh }, { text: literal(" .") }])).map((word) => display(word))).toEqual(["build", "-t", "api:<fresh>", "."]);
  });
});

describe("time.Format", () => {
  it.each(["2006-01-02", "20060102", "Jan 2, 2006", "2006-01-02 15h", "Monday"])("shows the day with %s, which two readings share", (layout) => {
    expect(isCoarseLayout(layout)).toBe(true);
  });

  it.each(["20060102150405", "2006-01-02T15:04:05Z07:00", "150405", "3:04PM", "15-04-05.000"])("shows the moment with %s", (layout) => {
    expect(isCoarseLayout(layout)).toBe(false);
  });
});

describe("lists that differ by the way that led to them", () => {
  const list = (...words: readonly string[]): Value => ({ kind: "object", object: listObject(words.map((word) => ({ value: literal(word), isOptional: false }))) });
  const words = (items: readonly Item[] | undefined): readonly string[] | undefined => items?.map((item) => `${item.value.kind === "literal" ? item.value.text : item.value.kind}${item.isOptional ? "?" : ""}`);

  it("have what only some have as optional", () => {
    expect(words(mergedItems(choice([list("build", "--no-cache", "-t", "api"), list("build", "-t", "api")])))).toEqual(["build", "--no-cache?", "-t", "api"]);
  });

  it("of one length differ element by element", () => {
    expect(words(mergedItems(choice([list("docker", "build"), list("podman", "build")])))).toEqual(["choice", "build"]);
  });

  it("are empty where they are nil, and unknown where one of them is no list", () => {
    expect(words(mergedItems({ kind: "constant", constant: null }))).toEqual([]);
    expect(mergedItems(choice([list("a"), branch]))).toBeUndefined();
  });
});

let objects = 0;

function listObject(items: readonly Item[]): HeapObject {
  objects += 1;
  return { id: objects, kind: "array", properties: new Map(), items: { value: items }, open: { value: undefined } };
}
