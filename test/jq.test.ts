import { describe, expect, it } from "vitest";
import { applyJq } from "../src/flow/texts/jq.js";
import { display, hole, join, literal, placeOf } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

const version = hole("version", { kind: "environment", name: "VERSION" });

/** A JSON text in which `<VERSION>` stands for what only shows at run time. */
function json(text: string): Text {
  return join(text.split("<VERSION>").flatMap((part, index) => [...(index === 0 ? [] : [{ text: version }]), { text: literal(part, { file: "x.json", literal: { kind: "literal", value: text, at: [0, text.length] }, offset: 0 }) }]));
}

function printed(filter: string, text: string, how: { readonly isRaw?: boolean; readonly isJoined?: boolean; readonly isCompact?: boolean } = { isRaw: true }): string | undefined {
  const output = applyJq({ filter, input: json(text), isRaw: false, isJoined: false, isCompact: false, ...how });
  return output === undefined ? undefined : display(output);
}

describe("what jq prints", () => {
  it.each([
    [".version", '{"version": "1.2.3"}', "1.2.3"],
    [".tags[0]", '{"tags": ["shop/app:<VERSION>", "shop/app:latest"]}', "shop/app:<env VERSION>"],
    [".tags[]", '{"tags": ["shop/app:<VERSION>", "shop/app:latest"]}', "shop/app:<env VERSION>\nshop/app:latest"],
    ['.tags | map("-t " + .) | join(" ")', '{"tags": ["shop/app:<VERSION>", "shop/app:latest"]}', "-t shop/app:<env VERSION> -t shop/app:latest"],
    ['"\\(.name):\\(.tag)"', '{"name": "app", "tag": "1"}', undefined],
    [".a // .b", '{"b": "shop/app:1"}', undefined],
    [".a.b?", '{"a": {"b": "q\\"uoted"}}', 'q"uoted'],
    [".missing", "{}", "null"],
    [".a, .b", '{"a": "x", "b": "<VERSION>"}', "x\n<env VERSION>"],
    ['[.a, .b] | join("/")', '{"a": "shop", "b": "app"}', "shop/app"],
    ['.a + ":" + .b', '{"a": "shop", "b": "1"}', "shop:1"],
    [".[1].name", '[{"name": "a"}, {"name": "b"}]', "b"],
    [".items | first | .name", '{"items": [{"name": "a"}]}', "a"],
    ["map(.name) | last", '[{"name": "a"}, {"name": "b"}]', "b"],
    [".length", '{"length": "7"}', "7"],
    ['.dependencies."@acme/tool"', '{"dependencies": {"@acme/tool": "1.2.0"}}', "1.2.0"],
    ['."a b"."c.d"', '{"a b": {"c.d": "x"}}', "x"],
  ])("%s of %s", (filter, text, output) => {
    expect(printed(filter, text)).toBe(output);
  });

  it("has quotes where it is not raw, and one line where it is compact", () => {
    expect(printed(".tags", '{"tags": ["a:<VERSION>", "b"]}', { isCompact: true })).toBe('["a:<env VERSION>","b"]');
    expect(printed(".tags", '{"tags": ["a", "b"]}', {})).toBe('[\n  "a",\n  "b"\n]');
    expect(printed(".tags[]", '{"tags": ["a", "b"]}', { isJoined: true })).toBe("ab");
  });

  it("stands where the string does", () => {
    const output = applyJq({ filter: ".a.version", input: json('{"a": {"version": "1.2.3"}}'), isRaw: true, isJoined: false, isCompact: false });
    expect(output === undefined ? undefined : placeOf(output)).toEqual({ file: "x.json", start: 19, end: 24 });
  });

  it.each([
    ["what looks at letters", '.[] | select(startswith("a"))', '["a"]'],
    ["what may never end", "repeat(.)", "1"],
    ["a function of its own", "def f: f; f", "1"],
    ["what jq has not", ".[", "[]"],
    ["what is no JSON", ".a", "{a: 1"],
    ["values without end", "..", '{"a": {"b": 1}}'],
  ])("is not known of %s", (_, filter, text) => {
    expect(printed(filter, text)).toBeUndefined();
  });
});
