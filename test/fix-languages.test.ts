import { describe, expect, test, vi } from "vitest";
import type { Defect } from "../src/checks/check.js";
import type { FileFacts, Language } from "../src/facts/facts.js";
import { createSuggestions } from "../src/fix/suggestions.js";

const loaded: string[] = [];

vi.mock("ts-morph", async (original) => {
  loaded.push("ts-morph");
  return original();
});

vi.mock("web-tree-sitter", async (original) => {
  loaded.push("web-tree-sitter");
  return original();
});

function factsIn(language: Language): FileFacts {
  return { language, variables: [], functions: [], classes: [], body: [], imports: [], exports: [], directives: [], problems: [] };
}

const facts = new Map([["setup.go", factsIn("go")], ["setup.ts", factsIn("typescript")]]);

function defectIn(file: string): Defect {
  return { rule: "no-discarded-image", message: "", place: { file, start: 0, end: 1 }, related: [], repair: { kind: "capture", call: { file, start: 0, end: 1 }, deploys: [] } };
}

describe("the edits of a language are loaded for its findings", () => {
  test("without any, nothing is", async () => {
    await createSuggestions({ facts, text: () => "", configuration: {}, defects: [] });
    expect(loaded).toEqual([]);
  });

  test("for one in Go, not the compiler of TypeScript, which other files of the project are in", async () => {
    const suggestionsOf = await createSuggestions({ facts, text: () => "package main\n", configuration: {}, defects: [defectIn("setup.go")] });
    expect(suggestionsOf(defectIn("setup.go"))).toEqual([]);
    expect(loaded).toEqual(["web-tree-sitter"]);
  });

  test("for one in TypeScript, that", async () => {
    await createSuggestions({ facts, text: () => "", configuration: {}, defects: [defectIn("setup.ts")] });
    expect(loaded).toEqual(["web-tree-sitter", "ts-morph"]);
  });
});
