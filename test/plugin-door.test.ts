import { describe, expect, test } from "vitest";
import { openDoor, type DoorParts, type LintedFile } from "../src/engine/door.js";
import type { Answer, FindingsQuestion } from "../src/engine/question.js";
import type { Finding } from "../src/report/report.js";

const dropped: Finding = { rule: "no-discarded-image", severity: "error", message: "dropped", file: "src/set-up.ts", line: 3, column: 1, endLine: 3, endColumn: 9, related: [] };

/** A project whose files on disk are `disk`; a text speaks of images where it has the word. */
function doorTo(disk: Record<string, string>, answer: (question: FindingsQuestion) => Answer | undefined, others: Partial<DoorParts> = {}) {
  const seen = { scans: 0, questions: [] as string[], time: 0 };
  const door = openDoor({
    rootOf: () => "/project",
    configurationOf: () => ({ configuration: {}, problems: [] }),
    projectMentionsImages: () => {
      seen.scans += 1;
      return Object.values(disk).some((text) => text.includes("image"));
    },
    mentionsImages: (_, text) => text.includes("image"),
    isSource: (file) => file.endsWith(".ts"),
    isOnDisk: (file, text) => disk[file] === text,
    ask: (question) => {
      seen.questions.push(question.kind === "findings" ? question.file : `directives of ${question.file}`);
      return question.kind === "findings" ? answer(question) : { kind: "directives", directives: [] };
    },
    now: () => seen.time,
    patience: 10,
    ...others,
  });
  const linted = (file: string, text = disk[file] ?? ""): LintedFile => ({ file, text, settings: undefined, cwd: "/project" });
  return { door, seen, linted };
}

const concerning = (...concerned: string[]) => (question: FindingsQuestion): Answer => ({ kind: "findings", findings: question.file === dropped.file ? [dropped] : [], concerned });

describe("a project that does not speak of images", () => {
  const disk = { "/project/src/a.ts": "add(1, 2);", "/project/src/b.ts": "add(3, 4);" };

  test("is scanned once, and its engine is never asked", () => {
    const { door, seen, linted } = doorTo(disk, concerning());
    for (const file of Object.keys(disk)) expect(door.findingsOf(linted(file))).toEqual({ kind: "findings", findings: [] });
    expect(seen).toMatchObject({ scans: 1, questions: [] });
  });

  test("has its engine asked about the text in the editor that speaks of them first", () => {
    const { door, seen, linted } = doorTo(disk, concerning());
    door.findingsOf(linted("/project/src/a.ts", "deploy({ image: 'a' });"));
    expect(seen.questions).toEqual(["src/a.ts"]);
  });

  test("is scanned again in a long session, when a file may have been saved", () => {
    const saved: Record<string, string> = { ...disk };
    const { door, seen, linted } = doorTo(saved, concerning());
    door.findingsOf(linted("/project/src/a.ts"));
    saved["/project/src/new.ts"] = "deploy({ image: 'a' });";
    seen.time = 60_000;
    door.findingsOf(linted("/project/src/a.ts"));
    expect(seen).toMatchObject({ scans: 2, questions: ["src/a.ts"] });
  });
});

describe("a project that speaks of images", () => {
  const disk = { "/project/src/build.ts": "image", "/project/src/set-up.ts": "setUp();", "/project/src/other.ts": "add(1, 2);" };

  test("gives the findings of the asked file", () => {
    const { door, linted } = doorTo(disk, concerning("src/set-up.ts"));
    expect(door.findingsOf(linted("/project/src/set-up.ts"))).toMatchObject({ kind: "findings", findings: [dropped] });
    expect(door.findingsOf(linted("/project/src/build.ts"))).toMatchObject({ kind: "findings", findings: [] });
  });

  test("is not asked about files that the analysis did not speak of", () => {
    const { door, seen, linted } = doorTo(disk, concerning("src/build.ts", "src/set-up.ts"));
    for (const file of Object.keys(disk)) door.findingsOf(linted(file));
    expect(seen.questions).toEqual(["src/build.ts", "src/set-up.ts"]);
  });

  test("is asked about such a file when its text is another than on disk: it may have become a caller", () => {
    const { door, seen, linted } = doorTo(disk, concerning("src/build.ts"));
    door.findingsOf(linted("/project/src/build.ts"));
    door.findingsOf(linted("/project/src/other.ts", "setUp();"));
    expect(seen.questions).toEqual(["src/build.ts", "src/other.ts"]);
  });

  test("is asked about such a file again after a while: other files may have changed", () => {
    const { door, seen, linted } = doorTo(disk, concerning("src/build.ts"));
    door.findingsOf(linted("/project/src/build.ts"));
    seen.time = 499;
    door.findingsOf(linted("/project/src/other.ts"));
    seen.time = 500;
    door.findingsOf(linted("/project/src/other.ts"));
    expect(seen.questions).toEqual(["src/build.ts", "src/other.ts"]);
  });

  test("has no findings yet where the engine is not ready in time, and is asked again", () => {
    const { door, seen, linted } = doorTo(disk, () => undefined);
    expect(door.findingsOf(linted("/project/src/set-up.ts"))).toEqual({ kind: "findings", findings: [] });
    door.findingsOf(linted("/project/src/set-up.ts"));
    expect(seen.questions).toEqual(["src/set-up.ts", "src/set-up.ts"]);
  });
});

describe("what is not asked about", () => {
  const disk = { "/project/src/build.ts": "image" };

  test.each([
    ["a text without a file", "<input>"],
    ["a file of a language that is not analysed", "/project/readme.md"],
  ])("%s", (_, file) => {
    const { door, seen, linted } = doorTo(disk, concerning());
    expect(door.findingsOf(linted(file, "image"))).toEqual({ kind: "findings", findings: [] });
    expect(seen).toMatchObject({ scans: 0, questions: [] });
  });

  test("directives in a project that does not speak of images", () => {
    const { door, seen, linted } = doorTo({ "/project/a.ts": "add(1, 2);" }, concerning());
    expect(door.directivesOf(linted("/project/a.ts"))).toEqual([]);
    expect(seen.questions).toEqual([]);
  });
});

describe("directives", () => {
  const disk = { "/project/a.ts": "image" };

  test("are asked for in a project that speaks of images", () => {
    const { door, seen, linted } = doorTo(disk, concerning());
    door.directivesOf(linted("/project/a.ts"));
    expect(seen.questions).toEqual(["directives of a.ts"]);
  });

  test("are asked for under the settings that the rules have, which a language does not know: the project is scanned for them once", () => {
    const { door, seen, linted } = doorTo({ "/project/a.ts": "uniqueTag();" }, concerning("a.ts"), {
      projectMentionsImages: () => ((seen.scans += 1), true),
    });
    door.findingsOf({ ...linted("/project/a.ts"), settings: { generators: ["uniqueTag"] } });
    door.directivesOf({ file: "/project/a.ts", text: "uniqueTag();", cwd: "/project" });
    expect(seen).toMatchObject({ scans: 1, questions: ["a.ts", "directives of a.ts"] });
  });
});

describe("failures", () => {
  const disk = { "/project/src/build.ts": "image" };

  test("of the engine are told, not thrown", () => {
    const { door, linted } = doorTo(disk, () => {
      throw new Error("out of memory");
    });
    expect(door.findingsOf(linted("/project/src/build.ts"))).toEqual({ kind: "failure", message: "out of memory" });
  });

  test("of the configuration are told with their place, and nothing is analysed", () => {
    const problem = { source: "tag-consistency.config.json", line: 3, column: 5, message: 'unknown key "producer"; did you mean "producers"?' };
    const { door, seen, linted } = doorTo(disk, concerning(), { configurationOf: () => ({ configuration: {}, problems: [problem, problem] }) });
    expect(door.findingsOf(linted("/project/src/build.ts"))).toEqual({
      kind: "invalid-configuration",
      message: 'tag-consistency.config.json:3:5: unknown key "producer"; did you mean "producers"? (and 1 more)',
    });
    expect(seen.questions).toEqual([]);
  });
});
