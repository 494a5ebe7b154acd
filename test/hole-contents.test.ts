import { describe, expect, test } from "vitest";
import { mayBeEmpty, mayBeManyLines, mayHoldCharacter } from "../src/values/hole-contents.js";
import { choice, hole, isText, join, literal } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

/** Each level holds the one below twice, as a loop does that may change a value or not: 2 to the power of `levels` ways through it. */
function shared(levels: number, below: Text): Text {
  let text = below;
  for (let level = 0; level < levels; level += 1) {
    const either = choice([join([{ text }, { text: literal("-") }]), join([{ text }, { text: literal("+") }])], `level ${level}`);
    if (isText(either)) text = either;
  }
  return text;
}

describe("a text whose parts share theirs many times over is asked once for each part", () => {
  const levels = 200;
  const name = shared(levels, literal("name"));

  test("whether it may hold a character", () => {
    expect(mayHoldCharacter(name, "x")).toBe(false);
    expect(mayHoldCharacter(shared(levels, literal("x")), "x")).toBe(true);
  });

  test("whether it may be empty", () => {
    expect(mayBeEmpty(name)).toBe(false);
  });

  test("whether it may be several lines", () => {
    expect(mayBeManyLines(name)).toBe(false);
    expect(mayBeManyLines(hole("output", { kind: "unknown", reason: "a command's output" }))).toBe(true);
  });
});
