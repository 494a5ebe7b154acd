import { expect, test } from "vitest";
import { resolveModule, type ModuleHost } from "../src/frontends/typescript/module-resolution.js";
import { readTsconfig } from "../src/frontends/typescript/resolve-options.js";

type Files = Readonly<Record<string, string | object>>;

test.each([
  ["./a.js", "src/a.ts"],
  ["./a", "src/a.ts"],
  ["./a.ts", "src/a.ts"],
  ["./view.jsx", "src/view.tsx"],
  ["./m.mjs", "src/m.mts"],
  ["./c.cjs", "src/c.cts"],
  ["./plain.js", "src/plain.js"],
  ["./data.json", "src/data.json"],
  ["./data", "src/data.json"],
  ["./folder", "src/folder/index.ts"],
  ["./folder/", "src/folder/index.ts"],
  ["./folder/index.js", "src/folder/index.ts"],
  [".", "src/index.ts"],
  ["..", "index.js"],
  ["../tool", "tool/start.ts"],
  ["./name.with.dots", "src/name.with.dots.ts"],
  ["./missing", undefined],
  ["../../outside", undefined],
  ["/absolute", undefined],
  ["node:fs", undefined],
  ["https://example.com/a.js", undefined],
  ["express", undefined],
  ["#none", undefined],
])("a relative specifier: %s", (specifier, expected) => {
  const files: Files = {
    "src/a.ts": "", "src/a.js": "", "src/view.tsx": "", "src/m.mts": "", "src/c.cts": "", "src/plain.js": "", "src/data.json": "{}", "src/folder/index.ts": "", "src/index.ts": "", "src/name.with.dots.ts": "",
    "index.js": "", "tool/start.ts": "", "tool/package.json": { main: "./start.js" },
  };
  expect(resolveModule(specifier, "src/from.ts", hostOf(files))).toBe(expected);
});

interface Example {
  readonly title: string;
  readonly files: Files;
  readonly from?: string;
  readonly expected: Readonly<Record<string, string | undefined>>;
}

const examples: readonly Example[] = [
  {
    title: "paths: exact before patterns, the longest prefix first, several targets in turn",
    files: {
      "tsconfig.json": { compilerOptions: { paths: { "@app": ["./src/main.ts"], "@app/*": ["./gone/*", "./src/*"], "@app/lib/*": ["./library/*"], "*/end": ["./ends/*"] } } },
      "src/main.ts": "", "src/images.ts": "", "src/lib/a.ts": "", "library/a.ts": "", "ends/b.ts": "",
    },
    expected: { "@app": "src/main.ts", "@app/images": "src/images.ts", "@app/images.js": "src/images.ts", "@app/lib/a": "library/a.ts", "b/end": "ends/b.ts", "@app/missing": undefined },
  },
  {
    title: "baseUrl, and paths relative to it",
    files: { "tsconfig.json": `// comments and trailing commas are allowed\n{ "compilerOptions": { "baseUrl": "./src", "paths": { "~/*": ["./app/*"], }, }, }`, "src/images.ts": "", "src/app/a.ts": "" },
    expected: { images: "src/images.ts", "~/a": "src/app/a.ts" },
  },
  {
    title: "the nearest configuration holds, whatever stands above it",
    files: { "tsconfig.json": { compilerOptions: { paths: { "@/*": ["./top/*"] } } }, "packages/a/tsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } } }, "top/x.ts": "", "packages/a/src/x.ts": "" },
    from: "packages/a/test/x.test.ts",
    expected: { "@/x": "packages/a/src/x.ts" },
  },
  {
    title: "a jsconfig.json does as well",
    files: { "jsconfig.json": { compilerOptions: { baseUrl: "." } }, "src/a.js": "" },
    expected: { "src/a": "src/a.js" },
  },
  {
    title: "extends: relative, without extension, an array, a package; the later wins, the extending one over all",
    files: {
      "apps/a/tsconfig.json": { extends: ["../../base", "@org/config/strict.json", "@org/config"], compilerOptions: { rootDirs: [] } },
      "base.json": { compilerOptions: { baseUrl: "./nowhere", paths: { "@x": ["./wrong.ts"] } } },
      "tools/config/package.json": { name: "@org/config", tsconfig: "./default.json" },
      "tools/config/strict.json": { compilerOptions: { paths: { "@x": ["./x.ts"] } } },
      "tools/config/default.json": { compilerOptions: { baseUrl: "${configDir}/src" } },
      "apps/a/src/x.ts": "", "tools/config/x.ts": "",
    },
    from: "apps/a/src/main.ts",
    expected: { "@x": "apps/a/src/x.ts", x: "apps/a/src/x.ts" },
  },
  {
    title: "inherited paths are relative to the configuration that has them, ${configDir} to the one that is used",
    files: {
      "config/tsconfig.json": { compilerOptions: { paths: { "@shared/*": ["../shared/*"], "@own/*": ["${configDir}/src/*"] } } },
      "apps/a/tsconfig.json": { extends: "../../config" },
      "shared/a.ts": "", "apps/a/src/b.ts": "",
    },
    from: "apps/a/src/main.ts",
    expected: { "@shared/a": "shared/a.ts", "@own/b": "apps/a/src/b.ts" },
  },
  {
    title: "configurations that extend each other end somewhere",
    files: { "tsconfig.json": { extends: "./other.json" }, "other.json": { extends: "./tsconfig.json", compilerOptions: { paths: { "@a": ["./a.ts"] } } }, "a.ts": "" },
    expected: { "@a": "a.ts" },
  },
  {
    title: "a solution-style configuration has the paths of its parts",
    files: { "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }, { path: "./tests" }, { path: "." }] }, "tsconfig.app.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } } }, "tests/tsconfig.json": { compilerOptions: { paths: { "@tests/*": ["./*"] } } }, "src/a.ts": "", "tests/b.ts": "" },
    expected: { "@/a": "src/a.ts", "@tests/b": "tests/b.ts" },
  },
  {
    title: "rootDirs are one folder",
    files: { "tsconfig.json": { compilerOptions: { rootDirs: ["src", "generated"] } }, "generated/client/api.ts": "" },
    from: "src/client/main.ts",
    expected: { "./api": "generated/client/api.ts" },
  },
  {
    title: "packages of the project: what they publish is found in what it is built from",
    files: {
      "packages/a/package.json": { name: "@org/a", main: "dist/index.js", types: "dist/index.d.ts" }, "packages/a/src/index.ts": "", "packages/a/src/deep/file.ts": "",
      "packages/b/package.json": { name: "b", exports: { ".": { types: "./dist/index.d.ts", import: "./dist/esm/index.mjs", require: "./dist/cjs/index.cjs" }, "./images": "./dist/images.js", "./parts/*": "./dist/parts/*.js", "./parts/secret/*": null } }, "packages/b/src/index.ts": "", "packages/b/src/images.ts": "", "packages/b/src/parts/p.ts": "",
      "packages/c/package.json": { name: "c", main: "dist/lib/main/typescript/index.js" }, "packages/c/src/main/typescript/index.ts": "",
      "packages/d/package.json": { name: "d", main: "./build/out/entry.js" }, "packages/d/tsconfig.json": { compilerOptions: { outDir: "build/out", rootDir: "code" } }, "packages/d/code/entry.ts": "",
      "packages/e/package.json": { name: "e", main: "dist/e.umd.js" }, "packages/e/src/index.tsx": "",
      "packages/f/package.json": { name: "f" }, "packages/f/index.ts": "",
      "packages/g/package.json": { name: "g", main: "./lib/index.js" }, "packages/g/lib/index.js": "", "packages/g/src/index.ts": "",
      "packages/h/package.json": { name: "h", exports: { source: "./code/h.ts", default: "./dist/h.js" } }, "packages/h/code/h.ts": "",
      "packages/i/package.json": { name: "i", main: "lib/index.js" }, "packages/i/tsconfig.build.json": { extends: "./tsconfig.json", compilerOptions: { outDir: "lib" } }, "packages/i/tsconfig.json": {}, "packages/i/index.ts": "",
    },
    expected: {
      "@org/a": "packages/a/src/index.ts",
      "@org/a/dist/deep/file": "packages/a/src/deep/file.ts",
      "@org/a/src/deep/file.js": "packages/a/src/deep/file.ts",
      b: "packages/b/src/index.ts",
      "b/images": "packages/b/src/images.ts",
      "b/parts/p": "packages/b/src/parts/p.ts",
      "b/parts/secret/p": undefined,
      c: "packages/c/src/main/typescript/index.ts",
      d: "packages/d/code/entry.ts",
      e: "packages/e/src/index.tsx",
      f: "packages/f/index.ts",
      g: "packages/g/lib/index.js",
      h: "packages/h/code/h.ts",
      i: "packages/i/index.ts",
    },
  },
  {
    title: "a package can speak of itself, by its name, by # and by a path into its build folder",
    files: {
      "package.json": { name: "self", exports: { "./a": "./dist/a.js" }, imports: { "#a": { default: "./dist/a.js" }, "#lib/*": "./lib/*.js", "#other": "other" } },
      "src/a.ts": "", "lib/b.js": "", "other/package.json": { name: "other" }, "other/index.ts": "",
    },
    from: "test/a.test.ts",
    expected: { "self/a": "src/a.ts", "#a": "src/a.ts", "#lib/b": "lib/b.js", "#other": "other/index.ts", "#none": undefined, "../dist/a.js": "src/a.ts" },
  },
  {
    title: "paths may stand for the name of a package, and lead into its build folder",
    files: { "tsconfig.json": { compilerOptions: { paths: { "@org/a": ["./packages/a/dist"] } } }, "packages/a/package.json": { name: "@org/a" }, "packages/a/src/index.ts": "" },
    expected: { "@org/a": "packages/a/src/index.ts" },
  },
];

test.each(examples)("$title", ({ files, from, expected }) => {
  const host = hostOf(files);
  expect(Object.fromEntries(Object.keys(expected).map((specifier) => [specifier, resolveModule(specifier, from ?? "src/from.ts", host)]))).toEqual(expected);
});

test("broken configuration is reported with its line, once, and is as if it were not there", () => {
  const reports: string[] = [];
  const files: Files = {
    "tsconfig.json": { compilerOptions: { paths: { "@a": ["./a.ts"] } } },
    "packages/b/tsconfig.json": `{\n  "compilerOptions": {\n    "paths": { "@a": [ }\n`,
    "packages/b/package.json": `{ "name": "b",\n "main": }`,
    "a.ts": "",
    "packages/b/index.ts": "",
  };
  const host: ModuleHost = { ...hostOf(files), packages: () => new Map([["b", "packages/b"]]), report: (file, line, message) => reports.push(`${file}:${line} ${message}`) };
  expect(["@a", "b", "./index", "@none"].map((specifier) => resolveModule(specifier, "packages/b/from.ts", host))).toEqual(["a.ts", "packages/b/index.ts", "packages/b/index.ts", undefined]);
  expect(reports).toEqual(["packages/b/tsconfig.json:3 Broken JSON (ValueExpected).", "packages/b/package.json:2 Broken JSON (ValueExpected)."]);
});

test("a question is asked of the files once", () => {
  let asked = 0;
  const host = hostOf({ "src/a.ts": "", "tsconfig.json": {} });
  const counting: ModuleHost = {
    ...host,
    isFile: (path) => {
      asked++;
      return host.isFile(path);
    },
  };
  resolveModule("@none/a", "src/from.ts", counting);
  const first = asked;
  resolveModule("@none/a", "src/other.ts", counting);
  expect(asked).toBe(first);
});

test("a tsconfig.json is read as data", () => {
  expect(readTsconfig(`\uFEFF{ "extends": "./a", "compilerOptions": { "baseUrl": 1, "paths": { "a": "b", "c": ["d", 2] }, "rootDirs": ["e"] }, "references": [{ "path": "f" }, "g"] }`)).toEqual({ extends: "./a", paths: { a: [], c: ["d"] }, rootDirs: ["e"], references: ["f"] });
  expect(readTsconfig("")).toMatchObject({ problem: { offset: 0 } });
  expect(readTsconfig("[]")).toMatchObject({ problem: { offset: 0 } });
});

/** A project held in memory; every package.json in it is a package of the project. */
function hostOf(files: Files): ModuleHost {
  const texts = new Map(Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? content : JSON.stringify(content)]));
  const packages = new Map<string, string>();
  for (const [path, content] of Object.entries(files)) {
    if (/(?:^|\/)package\.json$/u.test(path) && typeof content === "object" && "name" in content && typeof content.name === "string") packages.set(content.name, path.replace(/\/?package\.json$/u, ""));
  }
  return { isFile: (path) => texts.has(path), readFile: (path) => texts.get(path), packages: () => packages };
}
