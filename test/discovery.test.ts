import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Configuration } from "../src/project/configuration.js";
import { discoverFiles, findProject } from "../src/project/discover.js";
import { projectOnDisk } from "./project-on-disk.js";

describe("findProject", () => {
  it("takes the nearest folder upwards with a configuration file", () => {
    const root = projectOnDisk({ ".git/HEAD": "", "services/shop/tag-consistency.config.json": "{}", "services/shop/test/setup.ts": "" });
    expect(findProject([join(root, "services/shop/test/setup.ts")], root)).toBe(join(root, "services/shop"));
    expect(findProject(["services/shop/test"], root)).toBe(join(root, "services/shop"));
  });

  it("prefers a configuration file far above to a repository nearby", () => {
    const root = projectOnDisk({ "tag-consistency.config.json": "{}", "module/.git": "gitdir: ../.git/modules/module", "module/src/a.ts": "" });
    expect(findProject([join(root, "module/src")], root)).toBe(root);
  });

  it.each([".git/HEAD", ".git"])("takes the folder with a version control's %s where there is no configuration file", (git) => {
    const root = projectOnDisk({ [git]: "", "packages/a/src/a.ts": "" });
    expect(findProject([], join(root, "packages/a"))).toBe(root);
    expect(findProject(["src/a.ts"], join(root, "packages/a"))).toBe(root);
  });

  it("takes the working folder where there is neither", () => {
    const root = projectOnDisk({ "src/deep/a.ts": "" });
    expect(findProject(["src/deep/a.ts"], root)).toBe(root);
  });

  it("takes the path's own folder where it lies outside the working folder", () => {
    const root = projectOnDisk({ "here/a.ts": "", "there/b.ts": "" });
    expect(findProject(["../there/b.ts"], join(root, "here"))).toBe(join(root, "there"));
  });

  it("takes what it is told above all", () => {
    const root = projectOnDisk({ "tag-consistency.config.json": "{}", "a/tag-consistency.config.json": "{}", "a/b.ts": "" });
    expect(findProject(["a/b.ts"], root, ".")).toBe(root);
  });
});

describe("discoverFiles", () => {
  it("gives all files, hidden ones too, sorted by code units", () => {
    expect(discovered({ "b.ts": "", "a/z.yaml": "", "a.ts": "", ".env": "", "Z.ts": "", ".github/workflows/ci.yml": "" })).toEqual([
      ".env",
      ".github/workflows/ci.yml",
      "Z.ts",
      "a.ts",
      "a/z.yaml",
      "b.ts",
    ]);
  });

  it("never enters what others wrote", () => {
    const files = {
      ".git/hooks/pre-commit": "",
      "node_modules/a/index.js": "",
      "packages/b/node_modules/c/index.js": "",
      "vendor/d/d.go": "",
      "submodule/.git": "gitdir: ../.git/modules/submodule",
      "submodule/e.ts": "",
      "clone/.git/HEAD": "",
      "clone/f.ts": "",
      "fixture/tag-consistency.config.json": "{}",
      "fixture/g.ts": "",
      "own.ts": "",
    };
    expect(discovered(files)).toEqual(["own.ts"]);
  });

  it("reads ignore files at all levels, the deeper ones deciding", () => {
    const files = {
      ".gitignore": "*.log\n/out/\ngenerated/*\n!generated/kept.ts\n",
      "a.log": "",
      "out/a.ts": "",
      "deep/out/a.ts": "",
      "generated/a.ts": "",
      "generated/kept.ts": "",
      "deep/.gitignore": "!important.log\n/only-here.ts\nsub/b.ts\n",
      "deep/a.log": "",
      "deep/important.log": "",
      "deep/only-here.ts": "",
      "deep/sub/only-here.ts": "",
      "deep/sub/b.ts": "",
      "deep/deeper/sub/b.ts": "",
    };
    expect(discovered(files)).toEqual([
      ".gitignore",
      "deep/.gitignore",
      "deep/deeper/sub/b.ts",
      "deep/important.log",
      "deep/out/a.ts",
      "deep/sub/only-here.ts",
      "generated/kept.ts",
    ]);
  });

  it("agrees with git on ignore files of every kind", () => {
    const root = projectOnDisk({
      ".gitignore": ["\uFEFF# comment", "", "*.tmp", "!keep.tmp", "build/", "!/build/", "**/cache", "a/**/z.ts", "/docs/*.txt", "trailing\\ ", "\\#hash", "\\!bang", "foo[0-9].ts", "  ", "out\r"].join("\n"),
      "x.tmp": "", "keep.tmp": "", "build/a.ts": "", "nested/build/a.ts": "", "nested/cache/a.ts": "", "cache": "", "a/z.ts": "", "a/b/c/z.ts": "",
      "docs/a.txt": "", "docs/sub/a.txt": "", "trailing ": "", "#hash": "", "!bang": "", "foo1.ts": "", "foox.ts": "", "out": "", "nested/out/a.ts": "",
      "[id]/.gitignore": "secret.ts\n!*.tmp\n", "[id]/secret.ts": "", "[id]/y.tmp": "", "i/secret.ts": "",
      "space name/.gitignore": "/x.ts\n", "space name/x.ts": "", "space name/sub/x.ts": "",
      "excluded/.gitignore": "!a.ts\n", "excluded/a.ts": "",
      "unignored/.gitignore": "!cache/\n", "unignored/cache/a.ts": "",
      "Case/Build.ts": "", "Case/.gitignore": "build.ts\n",
    });
    git(root, "init", "--quiet");
    writeFileSync(join(root, ".git/info/exclude"), "excluded/\nfoox.ts\n");
    const expected = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0").filter((file) => file !== "");
    expect(discoverFiles(root, {}).files).toEqual(expected.sort());
    expect(expected).toContain("unignored/cache/a.ts");
    expect(expected).not.toContain("excluded/a.ts");
  });

  it("obeys the ignore files of the repository above the project, and the excludes that a worktree shares", () => {
    const root = projectOnDisk({
      "main/.git/info/exclude": "scratch.ts\n",
      "main/.git/worktrees/other/commondir": "../..\n",
      "other/.git": "gitdir: ../main/.git/worktrees/other\n",
      "other/.gitignore": "dist/\n/packages/shop/local.ts\n",
      "other/packages/.gitignore": "*.snap\n",
      "other/packages/shop/dist/a.ts": "",
      "other/packages/shop/local.ts": "",
      "other/packages/shop/scratch.ts": "",
      "other/packages/shop/a.snap": "",
      "other/packages/shop/a.ts": "",
    });
    expect(discoverFiles(join(root, "other/packages/shop"), {}).files).toEqual(["a.ts"]);
  });

  it("reads a project that its repository ignores, for it was asked for", () => {
    const root = projectOnDisk({ ".git/HEAD": "", ".gitignore": "tmp/\n*.ts\n", "tmp/project/a.ts": "" });
    expect(discoverFiles(join(root, "tmp/project"), {}).files).toEqual(["a.ts"]);
  });

  it("brings back what the configuration includes, and nothing beside it", () => {
    const files = {
      ".gitignore": "generated/\n*.local.ts\n",
      "generated/images.ts": "",
      "generated/other.ts": "",
      "a.local.ts": "",
      "node_modules/@acme/images/index.js": "",
      "node_modules/@acme/images/package.json": "",
      "node_modules/other/index.js": "",
      "submodule/.git": "",
      "submodule/deploy/a.ts": "",
      "submodule/b.ts": "",
      "other/tag-consistency.config.json": "{}",
      "other/a.ts": "",
    };
    const include = ["generated/images.ts", "*.local.ts", "node_modules/@acme/images/*.js", "submodule/deploy", "other/**"];
    expect(discovered(files, { include })).toEqual([".gitignore", "a.local.ts", "generated/images.ts", "node_modules/@acme/images/index.js", "submodule/deploy/a.ts"]);
  });

  it("leaves out what the configuration ignores, included or not", () => {
    const files = { "legacy/a.ts": "", "legacy/b/c.ts": "", "old/a.ts": "", "older/a.ts": "", "older.ts": "", "src/a.ts": "", "src/a.test.ts": "", "vendor/a.ts": "" };
    expect(discovered(files, { include: ["vendor/**"], ignore: { files: ["legacy/**", "old/", "older", "**/*.test.ts", "vendor/a.ts"] } })).toEqual(["older.ts", "src/a.ts"]);
  });

  it("reads links to files of the project, and follows no other link", () => {
    const root = projectOnDisk({ "outside/secret.ts": "", "project/src/a.ts": "" });
    const project = join(root, "project");
    for (const [link, target] of [
      ["linked.ts", "src/a.ts"],
      ["loop", "."],
      ["src/up", ".."],
      ["secret.ts", "../outside/secret.ts"],
      ["gone.ts", "nowhere.ts"],
      ["circle.ts", "circle.ts"],
    ] as const) {
      symlinkSync(target, join(project, link));
    }
    const { files, problems } = discoverFiles(project, {});
    expect(files).toEqual(["linked.ts", "src/a.ts"]);
    expect(problems).toEqual([
      { kind: "skipped", file: "circle.ts", message: "a symbolic link that leads nowhere" },
      { kind: "skipped", file: "gone.ts", message: "a symbolic link that leads nowhere" },
      { kind: "skipped", file: "secret.ts", message: "a symbolic link that leaves the project" },
    ]);
  });

  it("skips generated bundles with a reason, unless they are included", () => {
    const root = projectOnDisk({
      "app.min.js": "",
      "bundle.js": "x".repeat(2_000_001),
      "line.js": `const a = "${"x".repeat(100_000)}";\n`,
      "long-but-written.ts": "const a = 1;\n".repeat(10_000),
      "data.json": "x".repeat(2_000_001),
    });
    const { files, problems } = discoverFiles(root, {});
    expect(files).toEqual(["data.json", "long-but-written.ts"]);
    expect(problems).toEqual([
      { kind: "skipped", file: "app.min.js", message: "a minified file" },
      { kind: "skipped", file: "bundle.js", message: "larger than 2 MB, so taken for generated" },
      { kind: "skipped", file: "line.js", message: "a line of more than 100,000 characters, so taken for generated" },
    ]);
    expect(discoverFiles(root, { include: ["app.min.js"] }).files).toContain("app.min.js");
  });

  it("reports a folder that cannot be read", () => {
    const root = projectOnDisk({});
    expect(discoverFiles(join(root, "gone"), {})).toEqual({ files: [], problems: [{ kind: "unreadable", file: ".", message: "the folder cannot be read (ENOENT)" }] });
  });
});

function discovered(files: Readonly<Record<string, string>>, configuration: Configuration = {}): readonly string[] {
  return discoverFiles(projectOnDisk(files), configuration).files;
}

function git(folder: string, ...words: readonly string[]): string {
  return execFileSync("git", words, { cwd: folder, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" } });
}
