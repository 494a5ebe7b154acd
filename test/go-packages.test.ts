import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildOf } from "../src/project/go-build-constraints.js";
import { goDeclarations } from "../src/project/go-declarations.js";
import { readGoHeader } from "../src/project/go-header.js";
import { readGoMod } from "../src/project/go-mod.js";
import { createGoPackages, type GoPackages } from "../src/project/go-packages.js";
import { projectOnDisk } from "./project-on-disk.js";

const packagesOf = (files: Readonly<Record<string, string>>, root = "/project"): GoPackages =>
  createGoPackages({ root, files: Object.keys(files).sort(), readText: (file) => files[file] });

describe("readGoMod", () => {
  it("gives the module and the modules that are read from folders", () => {
    const text = [
      "// Deprecated: use v2 instead.",
      "module example.com/shop // the shop",
      "",
      "go 1.24",
      "require (",
      "\texample.com/far v1.0.0 // indirect",
      "\texample.com/near v0.0.0",
      ")",
      "replace example.com/near => ./near // local",
      "replace (",
      "\texample.com/far v1.0.0 => example.com/fork v1.0.1",
      '\texample.com/quoted => "../quoted folder"',
      "\t// example.com/no => ./no",
      "\texample.com/dated v1.2.3 => ./dated",
      ")",
    ].join("\r\n");
    expect(readGoMod(text)).toEqual({
      module: "example.com/shop",
      replacements: [
        { path: "example.com/near", folder: "./near" },
        { path: "example.com/quoted", folder: "../quoted folder" },
        { path: "example.com/dated", folder: "./dated" },
      ],
    });
  });

  it("reads the module from a block and in quotes", () => {
    expect(readGoMod("module (\n\t`example.com/shop`\n)\n").module).toBe("example.com/shop");
    expect(readGoMod('module "example.com/shop"//x').module).toBe("example.com/shop");
  });

  it("gives nothing for what is no go.mod", () => {
    expect(readGoMod("replace =>\nreplace (\n=> ./a\n{{ template }}")).toEqual({ module: undefined, replacements: [] });
  });
});

describe("readGoHeader", () => {
  it("gives the package and the imports in all forms", () => {
    const text = `/* package wrong */
//go:build e2e

// Package shop sells. import "fmt"
package shop // import "example.com/shop"

import "fmt"
import str "strings"; import . "math"
import (
	_ "embed"
	// "commented"
	corev1 "k8s.io/api/core/v1" /* one */
	\`os/exec\`
)

const text = \`
import "inside"
\`
`;
    const { name, imports } = readGoHeader(text);
    expect(name).toBe("shop");
    expect(imports).toEqual([
      { specifier: "fmt", name: undefined },
      { specifier: "strings", name: "str" },
      { specifier: "math", name: "." },
      { specifier: "embed", name: "_" },
      { specifier: "k8s.io/api/core/v1", name: "corev1" },
      { specifier: "os/exec", name: undefined },
    ]);
  });

  it.each(["", "\uFEFFpackage shop", "pack", "package", "/* never closed", "package shop\nimport (", 'package shop\nimport "never closed', "package shop\nimport ( x ("])("reads what there is of %j", (text) => {
    expect(readGoHeader(text).imports).toEqual([]);
  });
});

describe("buildOf", () => {
  it.each([
    ["a.go", ""],
    ["a_linux.go", ""],
    ["a_linux_amd64_test.go", ""],
    ["windows.go", ""],
    ["a_unix.go", ""],
    ["a.go", "//go:build linux && (amd64 || arm64)"],
    ["a.go", "//go:build e2e"],
    ["a.go", "//go:build !e2e && !windows"],
    ["a.go", "//go:build windows || integration"],
    ["a.go", "//go:build go1.22"],
    ["a.go", "// +build linux darwin\n\n"],
    ["a.go", "// +build ignore\n// Package a is documented so.\n"],
    ["a.go", "//go:build ((("],
    ["a.go", "// Built with go:build ignore."],
  ])("builds %s with %j", (file, comments) => {
    expect(buildOf(file, comments)).toBe("built");
  });

  it.each([
    ["a_windows.go", ""],
    ["a_windows_test.go", ""],
    ["a_linux_arm64.go", ""],
    ["a_darwin_amd64.go", ""],
    ["deep/_a.go", ""],
    ["deep/.a.go", ""],
    ["a.go", "//go:build windows"],
    ["a.go", "// Copyright\r\n\r\n//go:build !linux\r\n"],
    ["a.go", "//go:build e2e && darwin"],
    ["a.go", "//go:build !(linux || e2e)"],
    ["a.go", "// +build linux\n// +build arm64\n\n"],
    ["a.go", "// +build linux,!amd64 windows\n\n"],
  ])("leaves %s with %j out", (file, comments) => {
    expect(buildOf(file, comments)).toBe("excluded");
  });

  it.each(["//go:build ignore", "//go:build ignore && e2e", "// +build ignore\n\n"])("builds alone what says %j", (comments) => {
    expect(buildOf("a.go", comments)).toBe("alone");
  });
});

describe("goDeclarations", () => {
  it("gives functions, methods and the members of blocks", () => {
    const text = `package shop

func Build(name string) string {
	var inner = 1
	return name
}

func (r *Builder) Load() {}
func (Builder) Push() {}
func (r *Cache[K, V]) Get(key K) V { return r.values[key] }
func Map[T any](values []T) []T { return values }

var one, two = 1, 2
type Builder struct {
	Field string
}

const (
	// first
	first = iota

	second, third = 1, 2
	text          = \`
	\tindented
\`
)

type (
	Inner struct {
		Deep string
	}
	größe int
)

var ()
func last() {}
`;
    expect(goDeclarations(text).map(({ name, receiver }) => (receiver === undefined ? name : `${receiver}.${name}`))).toEqual([
      ..."Build Builder.Load Builder.Push Cache.Get Map one two Builder first second third text Inner größe last".split(" "),
    ]);
    expect(text.slice(goDeclarations(text).find(({ name }) => name === "Load")?.start)).toMatch(/^func \(r \*Builder\) Load/);
  });

  it("reads files with carriage returns, and what is not formatted in one way", () => {
    expect(goDeclarations("var (\r\n  a = 1\r\n  b = 2\r\n)\r\nfunc  c () {}\r\n").map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });
});

describe("createGoPackages", () => {
  const shop = {
    "go.mod": "module example.com/shop\n",
    "main.go": 'package main\nimport "example.com/shop/test/infrastructure"\nfunc main() {}',
    "test/infrastructure/build.go": "package infrastructure\nfunc Build() {}\nfunc (c *Cluster) Load() {}",
    "test/infrastructure/build_test.go": "package infrastructure\nfunc helper() {}",
    "test/infrastructure/outer_test.go": 'package infrastructure_test\nimport . "example.com/shop/test/infrastructure"',
    "test/infrastructure/cluster.go": "package infrastructure\ntype Cluster struct{}",
    "test/infrastructure/cluster_windows.go": "package infrastructure\ntype Cluster struct{}",
    "test/infrastructure/generate.go": "//go:build ignore\n\npackage main\nfunc main() {}",
    "test/e2e/e2e_test.go": 'package e2e\nimport (\n\tinfra "example.com/shop/test/infrastructure"\n\t"os"\n)',
  };

  it("names packages by their folder and their clause", () => {
    const { packageOf } = packagesOf(shop);
    expect(packageOf("main.go")).toBe("go:#main");
    expect(packageOf("test/infrastructure/build_test.go")).toBe("go:test/infrastructure#infrastructure");
    expect(packageOf("test/infrastructure/outer_test.go")).toBe("go:test/infrastructure#infrastructure_test");
    expect(packageOf("test/infrastructure/generate.go")).toBe("go:test/infrastructure/generate.go#main");
  });

  it("gives a half-typed file to the package of its folder", () => {
    expect(packagesOf({ ...shop, "test/infrastructure/new.go": "pack" }).packageOf("test/infrastructure/new.go")).toBe("go:test/infrastructure#infrastructure");
  });

  it("gives the files of a package that are built", () => {
    const { packageFiles } = packagesOf(shop);
    expect(packageFiles("go:test/infrastructure#infrastructure")).toEqual(["test/infrastructure/build.go", "test/infrastructure/build_test.go", "test/infrastructure/cluster.go"]);
    expect(packageFiles("go:test/infrastructure/generate.go#main")).toEqual(["test/infrastructure/generate.go"]);
    expect(packageFiles("go:nowhere#nothing")).toEqual([]);
  });

  it("resolves the paths of the module, and the own package", () => {
    const { resolve } = packagesOf(shop);
    expect(resolve("example.com/shop/test/infrastructure", "test/e2e/e2e_test.go")).toBe("go:test/infrastructure#infrastructure");
    expect(resolve(".", "test/e2e/e2e_test.go")).toBe("go:test/e2e#e2e");
    expect(resolve("example.com/shop", "test/e2e/e2e_test.go")).toBeUndefined();
    expect(resolve("example.com/shop/test/e2e", "main.go")).toBeUndefined();
    expect(resolve("example.com/shop/nowhere", "main.go")).toBeUndefined();
    expect(resolve("example.com/shopping/test/infrastructure", "main.go")).toBeUndefined();
    expect(resolve("os", "main.go")).toBeUndefined();
  });

  it("tells which files may declare a name", () => {
    const { declaringFiles } = packagesOf(shop);
    const id = "go:test/infrastructure#infrastructure";
    expect(declaringFiles(id, "Build")).toEqual(["test/infrastructure/build.go"]);
    expect(declaringFiles(id, "Cluster.Load")).toEqual(["test/infrastructure/build.go"]);
    expect(declaringFiles(id, "Load")).toEqual([]);
    expect(declaringFiles(id, "Cluster")).toEqual(["test/infrastructure/cluster.go"]);
    expect(declaringFiles(id, "constructor")).toEqual([]);
  });

  it("tells who imports a package", () => {
    const { importersOf, packagesImportedBy, importsOf } = packagesOf(shop);
    expect(importersOf("go:test/infrastructure#infrastructure")).toEqual(["main.go", "test/e2e/e2e_test.go", "test/infrastructure/outer_test.go"]);
    expect(packagesImportedBy("test/e2e/e2e_test.go")).toEqual(["go:test/infrastructure#infrastructure"]);
    expect(importsOf("test/e2e/e2e_test.go")).toEqual(["example.com/shop/test/infrastructure", "os"]);
  });

  it("keeps several modules apart, and follows replacements by folders", () => {
    const { resolve } = packagesOf({
      "go.mod": "module example.com/shop\nreplace example.com/old => ./legacy\nreplace example.com/away => ../away\n",
      "a/a.go": "package a",
      "tools/go.mod": "module example.com/shop/tools\nreplace example.com/shop => ../\n",
      "tools/a/a.go": "package toola",
      "examples/go.mod": "module example.com/examples\n",
      "examples/a/a.go": "package examplea",
      "legacy/go.mod": "module example.com/anything\n",
      "legacy/a/a.go": "package legacya",
    });
    expect(resolve("example.com/shop/a", "a/a.go")).toBe("go:a#a");
    expect(resolve("example.com/shop/tools/a", "a/a.go")).toBe("go:tools/a#toola");
    expect(resolve("example.com/shop/a", "tools/a/a.go")).toBe("go:a#a");
    expect(resolve("example.com/examples/a", "a/a.go")).toBe("go:examples/a#examplea");
    expect(resolve("example.com/old/a", "a/a.go")).toBe("go:legacy/a#legacya");
    expect(resolve("example.com/old/a", "examples/a/a.go")).toBeUndefined();
    expect(resolve("example.com/away/a", "a/a.go")).toBeUndefined();
  });

  it("knows the module that a project is a part of", () => {
    const files = { "a/a.go": "package a" };
    const root = projectOnDisk({ ".git/HEAD": "", "go.mod": "module example.com/shop", "services/cart/a/a.go": "package a" });
    expect(packagesOf(files, join(root, "services/cart")).resolve("example.com/shop/services/cart/a", "a/a.go")).toBe("go:a#a");
  });

  it("looks for no module beyond the repository", () => {
    const root = projectOnDisk({ "go.mod": "module example.com/shop", "cart/.git/HEAD": "", "cart/a/a.go": "package a" });
    expect(packagesOf({ "a/a.go": "package a" }, join(root, "cart")).resolve("example.com/shop/cart/a", "a/a.go")).toBeUndefined();
  });
});
