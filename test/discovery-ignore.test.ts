import fc from "fast-check";
import ignore from "ignore";
import { describe, expect, it } from "vitest";
import { ignorePatternsAbove, withIgnoreFile } from "../src/project/gitignore.js";
import { projectOnDisk } from "./project-on-disk.js";

const ignoresBy = (lines: readonly string[], folder = ""): ((path: string) => boolean) => withIgnoreFile(ignorePatternsAbove(projectOnDisk({})).patterns, folder, lines.join("\n")).ignores;

describe("withIgnoreFile", () => {
  it.each([
    ["*.log", "deep/a.log"],
    ["/*.log", "a.log"],
    ["out/", "deep/out/"],
    ["a/**/b", "a/b"],
    ["a/**/b", "a/x/y/b"],
    ["**/b", "b"],
    ["a/*/c", "a/b/c"],
    ["a?c", "abc"],
    ["[a-c].ts", "b.ts"],
    ["\\!a", "!a"],
    ["a\\ ", "a "],
    ["a*b*c", "axbxc"],
  ])("ignores by %s the path %s", (line, path) => {
    expect(ignoresBy([line])(path)).toBe(true);
  });

  it.each([
    ["/*.log", "deep/a.log"],
    ["out/", "out"],
    ["a/*/c", "a/b/b/c"],
    ["ab*ba", "aba"],
    ["# a", "# a"],
    ["!a", "a"],
  ])("does not ignore by %s the path %s", (line, path) => {
    expect(ignoresBy([line])(path)).toBe(false);
  });

  it("takes the patterns of a folder below for what lies in it", () => {
    const ignores = ignoresBy(["*.log", "/out", "!kept.log"], "a [b]");
    expect(["a [b]/deep/x.log", "a [b]/out", "a [b]/deep/out", "x.log", "a [b]/kept.log"].map(ignores)).toEqual([true, true, false, false, false]);
  });

  it("says what the library says of each pattern for itself", () => {
    const name = fc.stringMatching(/^[ab.]{1,3}$/);
    const segment = fc.oneof(name, fc.stringMatching(/^[ab.*?]{1,4}$/), fc.constantFrom("*", "**", "*.a", "a*", "[ab]", "\\a"));
    const pattern = fc.tuple(fc.constantFrom("", "!", "/"), fc.array(segment, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "/", " ")).map(([start, segments, end]) => start + segments.join("/") + end);
    const path = fc.array(name.filter((one) => !/^\.+$/.test(one)), { minLength: 1, maxLength: 3 });
    const noPatterns = ignorePatternsAbove(projectOnDisk({})).patterns;
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), path, (lines, segments) => {
        const all = ignore({ ignorecase: false }).add(lines);
        // What lies in an ignored folder is not asked about.
        fc.pre(!segments.slice(1).some((_, depth) => all.ignores(`${segments.slice(0, depth + 1).join("/")}/`)));
        expect(withIgnoreFile(noPatterns, "", lines.join("\n")).ignores(segments.join("/"))).toBe(all.ignores(segments.join("/")));
      }),
      { numRuns: 2000 },
    );
  });
});
