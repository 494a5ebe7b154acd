import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { analyzedInTime } from "./analyzed-in-time.js";
import { projectOnDisk } from "./project-on-disk.js";

type Files = Readonly<Record<string, string>>;

async function errors(files: Files): Promise<readonly string[]> {
  return (await analyzedInTime(files)).errors.map(({ file, line }) => `${file}:${line}`);
}

const pod = (image: string): string => `apiVersion: v1\nkind: Pod\nmetadata: { name: app }\nspec: { containers: [{ name: app, image: ${image} }] }\n`;
const bomb = `apiVersion: v1\nkind: Pod\nx0: &x0 [image]\n${Array.from({ length: 40 }, (_, index) => `x${index + 1}: &x${index + 1} [*x${index}, *x${index}, *x${index}, *x${index}]\n`).join("")}spec: { containers: [{ image: localhost/app:1, args: *x40 }] }\n`;
const kustomization = (resources: string): string => `resources: [${resources}]\nimages: [{ name: app, newTag: "2" }]\n`;

describe("an error is told with its file and line", () => {
  test.each<readonly [what: string, file: string, text: string, line: number]>([
    ["a quote that is never closed", "a.sh", 'docker build -t localhost/app:1 .\ndocker run "localhost/app:1\n', 2],
    ["a tab in YAML", "a.yaml", "apiVersion: v1\nkind: Pod\nspec:\n\tcontainers:\n\t- image: localhost/app:1\n", 4],
    ["a key that is there twice", "a.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: localhost/app:1\n      image: localhost/app:2\n", 6],
    ["a conditional that never ends", "Makefile", "ifdef X\nall:\n\tdocker build -t localhost/app:1 .\n", 1],
  ])("%s", async (_, file, text, line) => {
    expect(await errors({ [file]: text })).toEqual([`${file}:${line}`]);
  });
});

describe("ends, and says nothing that is wrong", () => {
  test.each<readonly [what: string, files: Files]>([
    ["an alias bomb", { "a.yaml": bomb }],
    ["an anchor that holds itself", { "a.yaml": "apiVersion: v1\nkind: Pod\nspec: &spec\n  image: localhost/app:1\n  spec: *spec\n" }],
    ["a Makefile that includes itself", { Makefile: "include Makefile\ninclude other.mk\nall:\n\tdocker build -t localhost/app:1 .\n", "other.mk": "include Makefile\n" }],
    ["goals that need each other", { Makefile: "a: b\n\tdocker build -t localhost/app:1 .\nb: a\n\tdocker run localhost/app:1\n" }],
    ["a make that calls itself", { Makefile: "all:\n\t$(MAKE) all\n\tdocker build -t localhost/app:1 .\n" }],
    ["a variable that is made of itself", { Makefile: "IMG = $(IMG):1\nA = $(B)$(B)\nB = $(A)$(A)\nall:\n\tdocker build -t localhost/$(IMG)$(A) .\n" }],
    ["a function that calls itself", { Makefile: "f = $(call f,$(1)$(1))\nall:\n\tdocker build -t localhost/app:$(call f,x) .\n" }],
    ["overlays that take in each other", { "a/kustomization.yaml": kustomization("../b"), "b/kustomization.yaml": kustomization("../a"), "run.sh": "kubectl apply -k a\n" }],
    ["a script that sources itself", { "a.sh": "source ./a.sh\n. a.sh\ndocker build -t localhost/app:1 .\n" }],
    ["scripts that call each other", { "a.sh": "./b.sh $1\n./b.sh $2\n", "b.sh": "./a.sh $1\n./a.sh x\ndocker build -t localhost/app:1 .\n" }],
    ["a shell function that calls itself", { "a.sh": "f() { f $1$1; f $1; docker build -t localhost/app:1 .; }\nf x\n" }],
    ["loops in loops", { "a.sh": `${"for i in {1..50}; do ".repeat(8)}docker build -t localhost/app:$i .\n${"done\n".repeat(8)}` }],
    ["a loop that never ends", { "a.sh": "while true; do X=$X$X; docker build -t localhost/app:1 $X; done\n" }],
    ["a text that doubles", { "a.sh": `X=xx\n${"X=$X$X\n".repeat(60)}docker build -t localhost/app:1 $X\n` }],
    ["a line of 3 MB in a script", { "a.sh": `docker build -t localhost/app:1 ${"a ".repeat(1_500_000)}\n` }],
    ["a line of 3 MB in a Makefile", { Makefile: `all:\n\tdocker build -t localhost/app:1 ${"a ".repeat(1_500_000)}\n` }],
    ["a line of 3 MB in a manifest", { "a.yaml": `${pod("localhost/app:1")}# ${"a ".repeat(1_500_000)}\n` }],
    ["brackets that are deep", { "a.sh": `docker build -t localhost/app:${"$(echo ".repeat(3_000)}1${")".repeat(3_000)} .\n`, Makefile: `X = ${"$(strip ".repeat(3_000)}1${")".repeat(3_000)}\nall:\n\tdocker build -t localhost/app:$(X) .\n` }],
    ["a sed pattern that takes for ever", { "a.sh": "sed -E 's/(a+)+$/b/' a.yaml | kubectl apply -f -\n", "a.yaml": pod(`localhost/${"a".repeat(200)}:1`) }],
  ])("%s", async (_, files) => {
    expect((await analyzedInTime(files)).findings.filter(({ rule }) => rule !== "no-unused-image")).toEqual([]);
  });
});

test("nothing of a project is executed", async () => {
  const root = projectOnDisk({ Makefile: "X := $(shell touch made-by-make)\n$(shell touch made-too)\nall:\n\ttouch made-by-recipe\n\tdocker build -t localhost/app:$(X) .\n", "a.sh": "touch made-by-shell\nX=$(touch made-by-substitution)\ndocker build -t localhost/app:1 .\n" });
  await analyzeProject({ root });
  expect(["made-by-make", "made-too", "made-by-recipe", "made-by-shell", "made-by-substitution"].filter((file) => existsSync(join(root, file)))).toEqual([]);
});
