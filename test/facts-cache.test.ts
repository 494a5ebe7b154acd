import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it, test } from "vitest";
import { openFactsCache } from "../src/engine/facts-cache.js";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";
import { projectOnDisk } from "./project-on-disk.js";

const text = 'export const image = "localhost/shop/gateway:e2e"; // 網關 \u{1F6A2}\n';
const facts = lowerTypeScript(text, "images.ts");

function newFolder(): string {
  return join(projectOnDisk({}), "cache");
}

function open(folder: string, { version = "1", mostBytes = 1_000_000 } = {}): ReturnType<typeof openFactsCache> {
  return openFactsCache({ folder, version, mostBytes });
}

function kept(folder: string, file = "images.ts"): string {
  const cache = open(folder);
  const before = new Set(existsSync(folder) ? readdirSync(folder) : []);
  cache.set(file, text, facts);
  cache.flush();
  const [entry = ""] = readdirSync(folder).filter((name) => !before.has(name));
  return join(folder, entry);
}

describe("facts that were kept", () => {
  it("are there for the next process", () => {
    const folder = newFolder();
    kept(folder);
    expect(open(folder).get("images.ts", text)).toEqual(facts);
  });

  it("are there before they are written", () => {
    const cache = open(newFolder());
    cache.set("images.ts", text, facts);
    expect(cache.get("images.ts", text)).toBe(facts);
  });

  it.each<[what: string, file: string, text: string, version: string]>([
    ["of another text", "images.ts", `${text} `, "1"],
    ["of another file, whose name may say how it is read", "images.tsx", text, "1"],
    ["of another version of the frontends", "images.ts", text, "2"],
  ])("are not those %s", (_, file, asked, version) => {
    const folder = newFolder();
    kept(folder);
    expect(open(folder, { version }).get(file, asked)).toBeUndefined();
  });

  it("tell half surrogates apart, which an editor may send", () => {
    const cache = open(newFolder());
    cache.set("images.ts", "// \ud83d", facts);
    expect(cache.get("images.ts", "// \ud83e")).toBeUndefined();
  });

  it("write nothing if there is nothing to write", () => {
    const folder = newFolder();
    open(folder).flush();
    expect(existsSync(folder)).toBe(false);
  });
});

describe("an entry that is not as it was written", () => {
  it.each<[what: string, change: (content: string) => string]>([
    ["is cut off", (content) => content.slice(0, -1)],
    ["is empty", () => ""],
    ["is something else", () => "{}"],
    ["is other facts", (content) => content.replace("gateway", "gatewax")],
    ["has more behind it", (content) => `${content} `],
  ])("counts as none where it %s, and is written again", (_, change) => {
    const folder = newFolder();
    const entry = kept(folder);
    writeFileSync(entry, change(readFileSync(entry, "utf8")));
    expect(open(folder).get("images.ts", text)).toBeUndefined();
    kept(folder);
    expect(open(folder).get("images.ts", text)).toEqual(facts);
  });
});

test("a folder that cannot be made is as good as none", () => {
  const root = projectOnDisk({ cache: "a file is in its place" });
  const cache = open(join(root, "cache"));
  cache.set("images.ts", text, facts);
  expect(() => {
    cache.flush();
  }).not.toThrow();
  expect(open(join(root, "cache")).get("images.ts", text)).toBeUndefined();
});

describe("the folder's size", () => {
  const dayOf = (entry: string, daysAgo: number): void => {
    const then = new Date(Date.now() - daysAgo * 24 * 60 * 60 * 1000);
    utimesSync(entry, then, then);
  };

  it("is kept by removing what was not used for longest", () => {
    const folder = newFolder();
    const files = ["a.ts", "b.ts", "c.ts"];
    const entries = files.map((file) => kept(folder, file));
    entries.forEach((entry, index) => {
      dayOf(entry, 10 - index);
    });
    expect(open(folder).get("a.ts", text)).toEqual(facts);
    const cache = open(folder, { mostBytes: 3.5 * statSync(entries[0] ?? "").size });
    cache.set("d.ts", text, facts);
    cache.flush();
    expect(["a.ts", "b.ts", "c.ts", "d.ts"].filter((file) => open(folder).get(file, text) !== undefined)).toEqual(["a.ts", "c.ts", "d.ts"]);
  });

  it("counts what a process left behind that was stopped while it wrote", () => {
    const folder = newFolder();
    const unfinished = `${kept(folder)}.unfinished`;
    writeFileSync(unfinished, "{");
    dayOf(unfinished, 2);
    kept(folder, "another.ts");
    expect(existsSync(unfinished)).toBe(false);
  });
});

test("several processes may use it at once", { timeout: 60_000 }, async () => {
  const given = [10, 1000, 5000].map((size) => ({ file: `${size}.ts`, facts: lowerTypeScript(`export const all = [${'"x",'.repeat(size)}];`, "all.ts") }));
  const root = projectOnDisk({
    "facts-cache.mjs": ts.transpile(readFileSync("src/engine/facts-cache.ts", "utf8"), { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 }),
    "given.json": JSON.stringify(given),
    "program.mjs": `
      import { deepStrictEqual } from "node:assert";
      import { readFileSync } from "node:fs";
      import { openFactsCache } from "./facts-cache.mjs";
      for (let round = 0; round < 20; round += 1) {
        const cache = openFactsCache({ folder: "cache", version: "1" });
        for (const { file, facts } of JSON.parse(readFileSync("given.json", "utf8"))) {
          const found = openFactsCache({ folder: "cache", version: "1" }).get(file, "text");
          if (found !== undefined) deepStrictEqual(found, facts);
          cache.set(file, "text", facts);
        }
        cache.flush();
      }`,
  });
  const processes = Array.from({ length: 4 }, () => spawn(process.execPath, ["program.mjs"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] }));
  expect(await Promise.all(processes.map((one) => once(one, "exit")))).toEqual(processes.map(() => [0, null]));
  const folder = join(root, "cache");
  expect(given.map(({ file }) => open(folder).get(file, "text"))).toEqual(given.map(({ facts: wanted }) => wanted));
  expect(readdirSync(folder)).toHaveLength(given.length);
});
