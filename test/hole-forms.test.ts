import { describe, expect, it } from "vitest";
import { abbreviatedCommitForm, commitForm, givenNameForm, majorMinorForm, numberForm, shortCommitForm, versionForm } from "../src/values/hole-forms.js";
import type { HoleForm } from "../src/values/hole-forms.js";
import { mayBeEmpty, mayHoldCharacter } from "../src/values/hole-contents.js";
import { compareReferences } from "../src/values/compare.js";
import { substring } from "../src/values/patterns.js";
import { hole, join, literal, unknown } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

function formed(name: string, form: HoleForm): Text {
  return hole(name, { kind: "unknown", reason: name }, form);
}

function tagged(...parts: readonly (string | Text)[]): Text {
  return join([{ text: literal("registry.example/shop/api:") }, ...parts.map((part) => ({ text: typeof part === "string" ? literal(part) : part }))]);
}

const commit = formed("the commit", commitForm);
const short = formed("its first letters", shortCommitForm(7));
const abbreviated = formed("git rev-parse --short", abbreviatedCommitForm());
const branch = formed("the branch", givenNameForm);
const version = formed("the version", versionForm);
const majorMinor = formed("major and minor", majorMinorForm);
const number = formed("the run's number", numberForm);

const commitLetters = "0123456789abcdef0123456789abcdef01234567";

describe("two forms", () => {
  it.each<[string, Text, Text]>([
    ["7 letters of a commit and all 40", tagged(short), tagged(commit)],
    ["what git abbreviates and all 40 letters", tagged(abbreviated), tagged(commit)],
    ["with a prefix and without it", tagged("sha-", commit), tagged(commit)],
    ["a branch and a commit", tagged(branch), tagged(commit)],
    ["a version and the same with a letter before it", tagged(version), tagged("v1.2.3")],
    ["a version of two numbers and one of three", tagged(majorMinor), tagged("1.2.3")],
    ["a version and latest", tagged(version), tagged("latest")],
    ["a commit and a word", tagged(short), tagged("develop")],
    ["a commit and a text of another length", tagged(short), tagged("abcdef01")],
    ["a number and a word", tagged("build-", number), tagged("build-one")],
  ])("%s are never the same", (_what, left, right) => {
    expect(compareReferences(left, right)).toBe("differ");
    expect(compareReferences(right, left)).toBe("differ");
  });

  it.each<[string, Text, Text]>([
    ["7 letters of a commit and what git abbreviates", tagged(short), tagged(abbreviated)],
    ["a commit and these letters", tagged(commit), tagged(commitLetters)],
    ["a version and one that is written", tagged(version), tagged("1.22.3-rc.1")],
    ["a branch and a version", tagged(branch), tagged("v1.2.3")],
    ["a branch and a version that is not written", tagged(branch), tagged(version)],
    ["a commit and anything", tagged(commit), tagged(unknown("x", "x"))],
    ["a part that is moved", tagged(number, branch), tagged("12-main")],
  ])("%s may be the same", (_what, left, right) => {
    expect(compareReferences(left, right)).toBe("unknown");
    expect(compareReferences(right, left)).toBe("unknown");
  });

  it("are the same where both are the same hole", () => {
    expect(compareReferences(tagged("sha-", commit), tagged("sha-", commit))).toBe("equal");
  });
});

describe("a hole of a form", () => {
  it("holds only letters of it, and is not empty", () => {
    expect(mayHoldCharacter(commit, "a")).toBe(true);
    expect(mayHoldCharacter(commit, "g")).toBe(false);
    expect(mayHoldCharacter(version, ".")).toBe(true);
    expect(mayBeEmpty(commit)).toBe(false);
  });

  it("has parts of the form, the same ones for the same letters", () => {
    const [first, again] = [substring(commit, 0, 7), substring(commit, 0, 7)];
    expect(first?.key).toBe(again?.key);
    expect(compareReferences(tagged(first ?? ""), tagged(commit))).toBe("differ");
    expect(compareReferences(tagged(first ?? ""), tagged("abcdef0"))).toBe("unknown");
    expect(substring(abbreviated, 0, 12)).toBeUndefined();
  });
});
