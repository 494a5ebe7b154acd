import { describe, expect, test } from "vitest";
import { quickFixesOf } from "./quick-fixes.js";

const images = `package main

import (
	"fmt"
	"os/exec"
	"time"
)

func nameOf(service string) string {
	return fmt.Sprintf("localhost/%s:%x", service, time.Now().UnixNano())
}

func buildUnder(image string) error {
	return exec.Command("docker", "build", "-t", image, ".").Run()
}

func build(service string) (string, error) {
	image := nameOf(service)
	return image, buildUnder(image)
}

func deploy(image string) error {
	return exec.Command("kubectl", "run", "api", "--image", image).Run()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	check(up("localhost/api:given"))
}
`;

interface Fix {
  readonly description: string;
  readonly text: string;
  readonly left: readonly string[];
}

async function fixesOf(code: string): Promise<readonly Fix[]> {
  return quickFixesOf({ "go.mod": "module example.com/setup\n\ngo 1.22\n", "images.go": images, "setup.go": code }, "setup.go");
}

/** Statements as the body of the function that \`main\` calls. */
function up(statements: string, header = "package main\n\n"): string {
  return `${header}func up(given string) error {\n${statements.replace(/^(?=.)/gmu, "\t")}\n}\n`;
}

describe("the expression that the build was given is deployed", () => {
  test.for([
    ["a variable, for another literal", "image", `image := "localhost/api:e2e"\ncheck(buildUnder(image))\nreturn deploy("localhost/api:latest")`, `image := "localhost/api:e2e"\ncheck(buildUnder(image))\nreturn deploy(image)`],
    ["a constant, for the same literal", "image", `const image = "localhost/api:e2e"\ncheck(buildUnder(image))\nreturn deploy("localhost/api:e2e")`, `const image = "localhost/api:e2e"\ncheck(buildUnder(image))\nreturn deploy(image)`],
    ["a parameter", "given", `check(buildUnder(given))\nreturn deploy("localhost/api:latest")`, "check(buildUnder(given))\nreturn deploy(given)"],
    ["in every place", "image", `image := "localhost/api:e2e"\nwrong := "localhost/api:latest"\ncheck(buildUnder(image))\ncheck(deploy(wrong))\nreturn deploy(wrong)`, `image := "localhost/api:e2e"\ncheck(buildUnder(image))\ncheck(deploy(image))\nreturn deploy(image)`],
  ] as const)("%s", async ([, expression, before, after]) => {
    expect(await fixesOf(up(before))).toEqual([{ description: `Deploy \`${expression}\`, under which it is built`, text: up(after), left: [] }]);
  });

  test("a constant of the package", async () => {
    const header = "package main\n\nconst apiImage = \"localhost/api:e2e\"\n\n";
    expect(await fixesOf(up(`check(buildUnder(apiImage))\nreturn deploy("localhost/api:latest")`, header))).toEqual([{ description: "Deploy `apiImage`, under which it is built", text: up("check(buildUnder(apiImage))\nreturn deploy(apiImage)", header), left: [] }]);
  });

  test("a field", async () => {
    const code = (deployed: string): string => up(`images := Images{API: "localhost/api:e2e"}\ncheck(buildUnder(images.API))\nreturn deploy(${deployed})`, "package main\n\ntype Images struct{ API string }\n\n");
    expect(await fixesOf(code("\"localhost/api:latest\""))).toEqual([{ description: "Deploy `images.API`, under which it is built", text: code("images.API"), left: [] }]);
  });
});

describe("the result of the build is deployed", () => {
  test.for([
    ["instead of a longer one", "built, err := build(\"api\")\ncheck(err)\nreturn deploy(built + \"-debug\")", "built, err := build(\"api\")\ncheck(err)\nreturn deploy(built)"],
    ["instead of a variable that nothing else uses", "wrong := nameOf(\"api\")\nbuilt, err := build(\"api\")\ncheck(err)\nprintln(built)\ncheck(deploy(built))\nreturn deploy(wrong)", "built, err := build(\"api\")\ncheck(err)\nprintln(built)\ncheck(deploy(built))\nreturn deploy(built)"],
  ] as const)("%s", async ([, before, after]) => {
    expect((await fixesOf(up(before))).map(({ text, left }) => ({ text, left }))).toEqual([{ text: up(after), left: [] }]);
  });
});

describe("the name that was generated first is used", () => {
  test.for([
    ["a reference", "first", "first := nameOf(\"api\")\ncheck(buildUnder(first))\nreturn deploy(nameOf(\"api\"))", "first := nameOf(\"api\")\ncheck(buildUnder(first))\nreturn deploy(first)"],
    ["in a declaration", "first", "var first = nameOf(\"api\")\ncheck(buildUnder(first))\nsecond := nameOf(\"api\")\nreturn deploy(second)", "var first = nameOf(\"api\")\ncheck(buildUnder(first))\nsecond := first\nreturn deploy(second)"],
  ] as const)("%s", async ([, name, before, after]) => {
    expect(await fixesOf(up(before))).toEqual([{ description: `Use \`${name}\`, which was generated first`, text: up(after), left: [] }]);
  });

  test("a tag of any type", async () => {
    const code = (again: string): string => up(`tag := time.Now().UnixNano()\ncheck(buildUnder(fmt.Sprintf("localhost/api:%d", tag)))\nreturn deploy(fmt.Sprintf("localhost/api:%d", ${again}))`, "package main\n\nimport (\n\t\"fmt\"\n\t\"time\"\n)\n\n");
    const fixes = await fixesOf(code("time.Now().UnixNano()"));
    expect(fixes.map(({ left }) => left)).toEqual([[]]);
  });
});

describe("the reference gets a name for both sides", () => {
  const named = "Name the reference that is built `image`, and deploy that";

  test.for([
    ["of two literals", "check(buildUnder(\"localhost/api:e2e\"))\nreturn deploy(\"localhost/api:latest\")", "const image = \"localhost/api:e2e\"\ncheck(buildUnder(image))\nreturn deploy(image)"],
    ["of a literal that is typed twice", "check(buildUnder(\"localhost/api:e2e\"))\nreturn deploy(\"localhost/api:e2e\")", "const image = \"localhost/api:e2e\"\ncheck(buildUnder(image))\nreturn deploy(image)"],
    ["of a concatenation", "tag := given[:3]\ncheck(buildUnder(\"localhost/api:\"+tag))\nreturn deploy(\"localhost/web/api:\" + tag)", "tag := given[:3]\nimage := \"localhost/api:\" + tag\ncheck(buildUnder(image))\nreturn deploy(image)"],
    ["of a generator's calls", "check(buildUnder(nameOf(\"api\")))\nreturn deploy(nameOf(\"api\"))", "image := nameOf(\"api\")\ncheck(buildUnder(image))\nreturn deploy(image)"],
    ["in a condition", "if err := buildUnder(nameOf(\"api\")); err != nil {\n\treturn err\n}\nreturn deploy(nameOf(\"api\"))", "image := nameOf(\"api\")\nif err := buildUnder(image); err != nil {\n\treturn err\n}\nreturn deploy(image)"],
    ["in an inner block", "if given != \"\" {\n\tcheck(buildUnder(\"localhost/api:e2e\"))\n\tcheck(deploy(\"localhost/api:latest\"))\n}\nreturn nil", "if given != \"\" {\n\tconst image = \"localhost/api:e2e\"\n\tcheck(buildUnder(image))\n\tcheck(deploy(image))\n}\nreturn nil"],
    ["around a branch", "if given != \"\" {\n\tcheck(buildUnder(\"localhost/api:e2e\"))\n}\nreturn deploy(\"localhost/api:latest\")", "const image = \"localhost/api:e2e\"\nif given != \"\" {\n\tcheck(buildUnder(image))\n}\nreturn deploy(image)"],
    ["above a comment", "// The image of the tests,\n// once.\ncheck(buildUnder(\"localhost/api:e2e\"))\nreturn deploy(\"localhost/api:latest\")", "const image = \"localhost/api:e2e\"\n// The image of the tests,\n// once.\ncheck(buildUnder(image))\nreturn deploy(image)"],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(up(before))).toEqual([{ description: named, text: up(after), left: [] }]);
  });
});

describe("no edit is offered", () => {
  test.for([
    ["for a name that means another thing at the deploy", "return both(given)\n}\n\nfunc both(image string) error {\n\tcheck(buildUnder(image))\n\treturn run(\"localhost/api:latest\")\n}\n\nfunc run(image string) error {\n\treturn deploy(image + \"-debug\")"],
    ["for literals in two functions", "check(first())\nreturn second()\n}\n\nfunc first() error {\n\treturn buildUnder(\"localhost/api:e2e\")\n}\n\nfunc second() error {\n\treturn deploy(\"localhost/api:latest\")"],
    ["for a variable that is changed", "image := \"localhost/api:e2e\"\ncheck(buildUnder(image))\nimage += \"-debug\"\nreturn deploy(image)"],
    ["for a variable whose address is known elsewhere", "image := \"localhost/api:e2e\"\nkeep(&image)\ncheck(buildUnder(image))\nreturn deploy(\"localhost/api:latest\")\n}\n\nfunc keep(*string) {"],
    ["for a second name whose error is looked at", "first, err := build(\"api\")\ncheck(err)\ncheck(deploy(first))\nsecond, err := make2()\ncheck(err)\nreturn deploy(second)\n}\n\nfunc make2() (string, error) {\n\treturn nameOf(\"api\"), nil"],
    ["for a name that is generated in a loop", "for _, service := range []string{\"api\"} {\n\tcheck(buildUnder(nameOf(service)))\n}\nreturn deploy(nameOf(\"api\"))"],
  ] as const)("%s", async ([, statements]) => {
    expect(await fixesOf(up(statements))).toEqual([]);
  });
});
