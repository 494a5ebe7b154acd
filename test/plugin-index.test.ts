import { describe, expect, test } from "vitest";
import { createProjectIndex } from "../src/engine/project-index.js";
import type { Finding, Report } from "../src/report/report.js";

/** A project on a disk of strings, whose analysis finds each `drop();`, one finding a file. */
function indexOf(disk: Record<string, string>) {
  const seen = { analyses: [] as string[], looks: 0, time: 0 };
  const ask = createProjectIndex({
    analyze: (_, overlay) => {
      seen.analyses.push(overlay === undefined ? "disk" : [...overlay.keys()].join());
      const texts = { ...disk, ...Object.fromEntries(overlay ?? []) };
      return Promise.resolve(reportOf(Object.entries(texts).filter(([, text]) => text.includes("drop();")).map(([file]) => file)));
    },
    marksOf: () => {
      seen.looks += 1;
      return new Map(Object.entries(disk));
    },
    fileOnDisk: (_, file) => {
      const text = disk[file];
      return text === undefined ? undefined : { mark: text, text };
    },
    now: () => seen.time,
  });
  const findingsOf = async (file: string, text = disk[file] ?? ""): Promise<readonly string[]> => {
    const answer = await ask({ kind: "findings", root: "/project", file, text, configuration: {}, patience: 10 });
    return answer.findings.map((finding) => finding.message);
  };
  return { findingsOf, seen };
}

function reportOf(files: readonly string[]): Report {
  const findings = files.map((file): Finding => ({ rule: "no-discarded-image", severity: "error", message: `dropped in ${file}`, file, line: 1, column: 1, endLine: 1, endColumn: 8, related: [] }));
  return { version: 1, summary: { files: 0, builds: 0, loads: 0, deploys: 0, consistent: 0, thirdParty: 0, unknown: 0, inconsistent: 0 }, findings, sites: [], errors: [] };
}

describe("a run over files as they are on disk", () => {
  test("analyses the project once for all of them", async () => {
    const { findingsOf, seen } = indexOf({ "a.ts": "drop();", "b.ts": "keep();", "c.ts": "drop();" });
    expect(await findingsOf("a.ts")).toEqual(["dropped in a.ts"]);
    expect(await findingsOf("b.ts")).toEqual([]);
    expect(await findingsOf("c.ts")).toEqual(["dropped in c.ts"]);
    expect(seen).toMatchObject({ analyses: ["disk"], looks: 1 });
  });
});

describe("an editor's session", () => {
  test("answers for the text in the editor, and only while that file is asked about", async () => {
    const { findingsOf, seen } = indexOf({ "a.ts": "keep();", "b.ts": "keep();" });
    expect(await findingsOf("a.ts", "drop();")).toEqual(["dropped in a.ts"]);
    expect(await findingsOf("b.ts")).toEqual([]);
    expect(await findingsOf("a.ts")).toEqual([]);
    expect(seen.analyses).toEqual(["disk", "a.ts"]);
  });

  test("does not analyse the same text twice", async () => {
    const { findingsOf, seen } = indexOf({ "a.ts": "keep();" });
    await findingsOf("a.ts", "drop();");
    await findingsOf("a.ts", "drop();");
    await findingsOf("a.ts", "drop(); //");
    expect(seen.analyses).toEqual(["disk", "a.ts", "a.ts"]);
  });

  test("sees at once that the asked file was saved", async () => {
    const disk = { "a.ts": "drop();" };
    const { findingsOf, seen } = indexOf(disk);
    expect(await findingsOf("a.ts")).toEqual(["dropped in a.ts"]);
    disk["a.ts"] = "keep();";
    expect(await findingsOf("a.ts")).toEqual([]);
    expect(seen.analyses).toEqual(["disk", "disk"]);
  });

  test("sees after half a second that another file was saved, deleted or made", async () => {
    const disk: Record<string, string> = { "a.ts": "keep();", "b.ts": "keep();" };
    const { findingsOf, seen } = indexOf(disk);
    await findingsOf("a.ts");
    disk["c.ts"] = "drop();";
    seen.time = 499;
    await findingsOf("a.ts");
    expect(seen).toMatchObject({ analyses: ["disk"], looks: 1 });
    seen.time = 500;
    await findingsOf("a.ts");
    expect(await findingsOf("c.ts")).toEqual(["dropped in c.ts"]);
    expect(seen.analyses).toEqual(["disk", "disk"]);
  });

  test("answers for a new file that was never saved", async () => {
    const { findingsOf } = indexOf({ "a.ts": "keep();" });
    expect(await findingsOf("new.ts", "drop();")).toEqual(["dropped in new.ts"]);
  });
});

test("a file that exists and is no part of the project does not become one in the editor", async () => {
  const disk = { "a.ts": "keep();", "ignored.ts": "keep();" };
  const seen: string[] = [];
  const ask = createProjectIndex({
    analyze: (_, overlay) => {
      seen.push(...(overlay?.keys() ?? ["disk"]));
      return Promise.resolve(reportOf([]));
    },
    marksOf: () => new Map([["a.ts", "1"]]),
    fileOnDisk: () => ({ mark: "1", text: disk["ignored.ts"] }),
    now: () => 0,
  });
  const answer = await ask({ kind: "findings", root: "/project", file: "ignored.ts", text: "drop();", configuration: {}, patience: 10 });
  expect(answer.findings).toEqual([]);
  expect(seen).toEqual(["disk"]);
});
