import { describe, expect, it } from "vitest";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";
import { readProject } from "../src/project/read-project.js";
import { relevantFiles, type Relevance } from "../src/project/relevance.js";
import { projectOnDisk } from "./project-on-disk.js";

function relevanceOf(files: Readonly<Record<string, string>>): Relevance {
  const project = readProject(projectOnDisk(files), {});
  const resolve = (specifier: string, from: string): string | undefined => [specifier.replace("./", from.includes("/") ? from.slice(0, from.lastIndexOf("/") + 1) : "").replace(/\.js$/, ".ts")].find(project.isFile);
  return relevantFiles({ project, seeds: project.sourceFiles.filter(project.mentionsImages), facts: (file) => lowerTypeScript(project.readText(file) ?? "", file), resolve });
}

const build = 'func Build() { exec.Command("docker", "build", "-t", "shop:1", ".").Run() }';

/** A Go module with a package that builds, and other files beside it. */
const shop = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({ "go.mod": "module example.com/shop\n", "infra/build.go": `package infra\n\n${build}\n`, ...files });

describe("relevantFiles in TypeScript", () => {
  it("follows the names that modules export to those that import them, also through modules that hand them on", () => {
    const { files } = relevanceOf({
      "build.ts": "export async function make() { await $`docker build -t shop .`; }",
      "index.ts": 'export * from "./build.js";',
      "user.ts": 'import { make } from "./index.js";\nexport const setUp = () => make();',
      "suite.ts": 'import { setUp } from "./user.js";\nsetUp();',
      "other.ts": 'import { nothing } from "./build.js";',
      "stranger.ts": "make();",
    });
    expect(files).toEqual(["build.ts", "suite.ts", "user.ts"]);
  });
});

describe("relevantFiles in Go", () => {
  it("follows functions that build, by their names, to the files of their package and to its importers", () => {
    const { files } = relevanceOf(
      shop({
        "infra/setup.go": "package infra\n\nfunc SetUp() { Build() }\n\nfunc TearDown() {}\n",
        "infra/names.go": "package infra\n\nfunc Names() []string { return nil }\n",
        "e2e/suite_test.go": 'package e2e\n\nimport "example.com/shop/infra"\n\nvar _ = BeforeSuite(func() { infra.SetUp() })\n',
        "e2e/other_test.go": 'package e2e\n\nimport "example.com/shop/infra"\n\nvar _ = AfterSuite(func() { infra.TearDown() })\n',
        "cmd/main.go": 'package main\n\nimport in "example.com/shop/infra"\n\nfunc main() { in.Build() }\n',
        "far/far.go": "package far\n\nfunc far() { infra.Build() }\n",
      }),
    );
    expect(files).toEqual(["cmd/main.go", "e2e/suite_test.go", "infra/build.go", "infra/setup.go"]);
  });

  it("follows only what holds the site, and leaves the rest of a file alone", () => {
    const { files } = relevanceOf(shop({ "infra/build.go": `package infra\n\n${build}\n\nfunc Wait() {}\n`, "infra/wait.go": "package infra\n\nfunc wait() { Wait() }\n" }));
    expect(files).toEqual(["infra/build.go"]);
  });

  it("does not take a comment or a text for a use", () => {
    const { files } = relevanceOf(shop({ "infra/docs.go": 'package infra\n\nfunc docs() string { return "Build" }\n\n// Build builds.\nvar text = `\nfunc other() { Build() }\n`\n' }));
    expect(files).toEqual(["infra/build.go"]);
  });

  it("follows a use behind a raw string that looks like a declaration", () => {
    const { files } = relevanceOf(
      shop({ "infra/generate.go": "package infra\n\nfunc Generate() {\n\twrite(`\nfunc generated() {\n}\n`)\n\tBuild()\n}\n", "infra/user.go": "package infra\n\nfunc user() { Generate() }\n" }),
    );
    expect(files).toEqual(["infra/build.go", "infra/generate.go", "infra/user.go"]);
  });

  it("follows methods one import farther, and functions that variables and constants hold", () => {
    const { files } = relevanceOf(
      shop({
        "infra/build.go": `package infra\n\ntype Cluster struct{}\n\nfunc (c *Cluster) Deploy() { exec.Command("kubectl", "apply", "-f", "-") }\n`,
        "suite/suite.go": 'package suite\n\nimport "example.com/shop/infra"\n\nvar Cluster infra.Cluster\n',
        "e2e/e2e_test.go": 'package e2e\n\nimport "example.com/shop/suite"\n\nfunc TestShop(t *testing.T) { suite.Cluster.Deploy() }\n',
        "infra/table.go": "package infra\n\nvar first, second = 1, (*Cluster).Deploy\n",
        "infra/run.go": "package infra\n\nfunc run() { first() }\n",
      }),
    );
    expect(files).toEqual(["e2e/e2e_test.go", "infra/build.go", "infra/run.go", "infra/table.go"]);
  });

  it("shows what tests declare only to the tests of their folder", () => {
    const { files } = relevanceOf(
      shop({
        "infra/build.go": "package infra\n\nfunc Plain() { BuildIt() }\n",
        "infra/export_test.go": `package infra\n\n${build.replace("Build", "BuildIt")}\n`,
        "infra/outer_test.go": 'package infra_test\n\nimport . "example.com/shop/infra"\n\nfunc TestIt(t *testing.T) { BuildIt() }\n',
        "e2e/e2e_test.go": 'package e2e\n\nimport "example.com/shop/infra"\n\nfunc TestIt(t *testing.T) { infra.BuildIt() }\n',
      }),
    );
    expect(files).toEqual(["infra/export_test.go", "infra/outer_test.go"]);
  });

  it("tells which files can get hold of what others declare", () => {
    const { reaches } = relevanceOf(
      shop({
        "infra/setup.go": "package infra\n",
        "suite/suite.go": 'package suite\n\nimport "example.com/shop/infra"\n',
        "e2e/e2e_test.go": 'package e2e\n\nimport "example.com/shop/suite"\n',
        "outer/outer.go": 'package outer\n\nimport "example.com/shop/e2e"\n',
        "build.ts": "",
      }),
    );
    expect(reaches("infra/setup.go", "infra/build.go")).toBe(true);
    expect(reaches("e2e/e2e_test.go", "infra/build.go")).toBe(true);
    expect(reaches("infra/build.go", "e2e/e2e_test.go")).toBe(false);
    expect(reaches("outer/outer.go", "infra/build.go")).toBe(false);
    expect(reaches("build.ts", "infra/build.go")).toBe(false);
  });
});
