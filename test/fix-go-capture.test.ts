import { describe, expect, test } from "vitest";
import { quickFixesOf } from "./quick-fixes.js";

const images = `package main

import (
	"fmt"
	"os/exec"
	"time"
)

func build(service string) (string, error) {
	image := fmt.Sprintf("localhost/%s:%x", service, time.Now().UnixNano())
	if err := exec.Command("docker", "build", "-t", image, service).Run(); err != nil {
		return "", err
	}
	return image, nil
}

func mustBuild(service string) string {
	image, err := build(service)
	if err != nil {
		panic(err)
	}
	return image
}

func generated(service string) string {
	return fmt.Sprintf("localhost/%s:%x", service, time.Now().UnixNano())
}

func deploy(image string) error {
	return exec.Command("kubectl", "create", "deployment", "api", "--image", image).Run()
}

func prepare() error {
	return exec.Command("kubectl", "create", "namespace", "e2e").Run()
}

func main() {
	if err := up(generated("api")); err != nil {
		panic(err)
	}
}
`;

const fixtureModule = "module example.com/setup\n\ngo 1.22\n";

interface Fix {
  readonly description: string;
  readonly text: string;
  readonly left: readonly string[];
}

async function fixesOf(code: string): Promise<readonly Fix[]> {
  return quickFixesOf({ "go.mod": fixtureModule, "images.go": images, "setup.go": code }, "setup.go");
}

/** Statements as the body of the function that \`main\` calls. */
function up(statements: string, header = "package main\n\n"): string {
  return `${header}func up(given string) error {\n${statements.replace(/^(?=.)/gmu, "\t")}\n}\n`;
}

const wrong = `"localhost/api:latest"`;
const handed = "if err != nil {\n\treturn err\n}";

describe("a dropped result is captured, and deployed", () => {
  test.for([
    ["a blank", `_, err := build("api")\n${handed}\nreturn deploy(${wrong})`, `image, err := build("api")\n${handed}\nreturn deploy(image)`],
    ["an assigned blank, beside a variable of the same block", `err := prepare()\n${handed}\n_, err = build("api")\n${handed}\nreturn deploy(${wrong})`, `err := prepare()\n${handed}\nimage, err := build("api")\n${handed}\nreturn deploy(image)`],
    ["nothing but blanks", `_, _ = build("api")\nreturn deploy(${wrong})`, `image, _ := build("api")\nreturn deploy(image)`],
    ["one blank", `_ = mustBuild("api")\nreturn deploy(${wrong})`, `image := mustBuild("api")\nreturn deploy(image)`],
    ["a declared blank", `var _, err = build("api")\n${handed}\nreturn deploy(${wrong})`, `var image, err = build("api")\n${handed}\nreturn deploy(image)`],
    ["a statement, whose error is returned", `build("api")\nreturn deploy(${wrong})`, `image, err := build("api")\n${handed}\nreturn deploy(image)`],
    ["a statement with a comment", `build("api") // once\nreturn deploy(${wrong})`, `image, err := build("api") // once\n${handed}\nreturn deploy(image)`],
    ["a statement above another error", `build("api")\nerr := prepare()\n${handed}\nreturn deploy(${wrong})`, `image, err := build("api")\n${handed}\nerr = prepare()\n${handed}\nreturn deploy(image)`],
    ["a statement without an error", `mustBuild("api")\nreturn deploy(${wrong})`, `image := mustBuild("api")\nreturn deploy(image)`],
    ["a field beside the blank", `var result struct{ err error }\n_, result.err = build("api")\nif result.err != nil {\n\treturn result.err\n}\nreturn deploy(${wrong})`, `var result struct{ err error }\nvar image string\n_, result.err = build("api")\nif result.err != nil {\n\treturn result.err\n}\nreturn deploy(image)`.replace("_, result", "image, result")],
    ["a variable of the block around", `var err error\nfor _, service := range []string{"api"} {\n\t_, err = build(service)\n\tif err != nil {\n\t\tbreak\n\t}\n\terr = deploy(${wrong})\n}\nreturn err`, `var err error\nfor _, service := range []string{"api"} {\n\tvar image string\n\timage, err = build(service)\n\tif err != nil {\n\t\tbreak\n\t}\n\terr = deploy(image)\n}\nreturn err`],
    ["a condition's blank, deployed behind it", `if _, err := build("api"); err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`, `image, err := build("api")\n${handed}\nreturn deploy(image)`],
    ["a condition's blank, deployed in it", `if _, err := build("api"); err != nil {\n\treturn err\n} else if err := deploy(${wrong}); err != nil {\n\treturn err\n}\nreturn nil`, `if image, err := build("api"); err != nil {\n\treturn err\n} else if err := deploy(image); err != nil {\n\treturn err\n}\nreturn nil`],
    ["a condition's blank beside a variable of the block", `err := prepare()\n${handed}\nif _, err = build("api"); err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`, `err := prepare()\n${handed}\nvar image string\nif image, err = build("api"); err != nil {\n\treturn err\n}\nreturn deploy(image)`],
    ["a condition's blank above another error", `if _, err := build("api"); err != nil {\n\treturn err\n}\nerr := prepare()\n${handed}\nreturn deploy(${wrong})`, `image, err := build("api")\n${handed}\nerr = prepare()\n${handed}\nreturn deploy(image)`],
    ["a condition's blank below another error", `err := prepare()\n${handed}\nif _, err := build("api"); err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`, `err := prepare()\n${handed}\nimage, err := build("api")\n${handed}\nreturn deploy(image)`],
    ["a switch's blank", `switch _, err := build("api"); {\ncase err != nil:\n\treturn err\n}\nreturn deploy(${wrong})`, `image, err := build("api")\nswitch {\ncase err != nil:\n\treturn err\n}\nreturn deploy(image)`],
    ["a call over several lines", `if _, err := build(\n\t"api",\n); err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`, `image, err := build(\n\t"api",\n)\n${handed}\nreturn deploy(image)`],
    ["in a clause", `switch given {\ndefault:\n\t_, err := build("api")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn deploy(${wrong})\n}`, `switch given {\ndefault:\n\timage, err := build("api")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn deploy(image)\n}`],
    ["in a function that is called where it stands", `return func() error {\n\t_, err := build("api")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn deploy(${wrong})\n}()`, `return func() error {\n\timage, err := build("api")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn deploy(image)\n}()`],
    ["for a function that a variable holds", `try := func(service string) (string, error) { return build(service) }\n_, err := try("api")\n${handed}\nreturn deploy(${wrong})`, `try := func(service string) (string, error) { return build(service) }\nimage, err := try("api")\n${handed}\nreturn deploy(image)`],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(up(before))).toEqual([{ description: "Capture the result as `image` and deploy that", text: up(after), left: [] }]);
  });

  test("with CRLF", async () => {
    const code = `package main\n\nfunc up(given string) error {\n\tif _, err := build("api"); err != nil { // é\n\t\treturn err\n\t}\n\treturn deploy(${wrong})\n}\n`;
    const [fix] = await fixesOf(code.replaceAll("\n", "\r\n"));
    expect(fix?.text).toBe("package main\r\n\r\nfunc up(given string) error {\r\n\timage, err := build(\"api\")\r\n\tif err != nil { // é\r\n\t\treturn err\r\n\t}\r\n\treturn deploy(image)\r\n}\r\n");
  });

  test("where the function around gives more than an error, the error stays dropped", async () => {
    const code = (call: string, deployed: string): string => `package main\n\nfunc up(given string) error {\n\t_, err := all()\n\treturn err\n}\n\nfunc all() (int, error) {\n\t${call}\n\treturn 1, deploy(${deployed})\n}\n`;
    expect(await fixesOf(code(`build("api")`, wrong))).toEqual([{ description: "Capture the result as `image` and deploy that", text: code(`image, _ := build("api")`, "image"), left: [] }]);
  });
});

describe("the captured result stands where the wrong one stood", () => {
  const imports = `package main\n\nimport (\n\t"fmt"\n\t"os/exec"\n\t"strings"\n)\n\nvar _ = fmt.Sprint\n\n`;
  test.for([
    ["a parameter", "return deploy(given)", "return deploy(image)"],
    ["every deploy", `if err := deploy("localhost/api:v1"); err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`, "if err := deploy(image); err != nil {\n\treturn err\n}\nreturn deploy(image)"],
    ["a constant, which may stay unused", `const latest = ${wrong}\nreturn deploy(latest)`, `const latest = ${wrong}\nreturn deploy(image)`],
    ["the end of a word", `return exec.Command("kubectl", "run", "api", "--image=localhost/api:latest").Run()`, `return exec.Command("kubectl", "run", "api", "--image="+image).Run()`],
    ["the middle of a command", `return exec.Command("sh", "-c", "kubectl run api --image=localhost/api:latest --wait").Run()`, `return exec.Command("sh", "-c", "kubectl run api --image="+image+" --wait").Run()`],
    ["the end of a concatenation", `return exec.Command("kubectl", "run", "api", "--image="+"localhost/"+given[:0]+"api:latest").Run()`, `return exec.Command("kubectl", "run", "api", "--image="+image).Run()`],
    ["an argument of a manifest", "manifest := fmt.Sprintf(`\nkind: Pod\nspec:\n  containers:\n    - image: %s\n`, " + wrong + ")\nkubectl := exec.Command(\"kubectl\", \"apply\", \"-f\", \"-\")\nkubectl.Stdin = strings.NewReader(manifest)\nreturn kubectl.Run()", "manifest := fmt.Sprintf(`\nkind: Pod\nspec:\n  containers:\n    - image: %s\n`, image)\nkubectl := exec.Command(\"kubectl\", \"apply\", \"-f\", \"-\")\nkubectl.Stdin = strings.NewReader(manifest)\nreturn kubectl.Run()"],
  ] as const)("%s", async ([, before, after]) => {
    const code = (captured: string, deployed: string): string => up(`${captured}, err := build("api")\n${handed}\n${deployed}`, imports).replaceAll("\t  ", "  ").replaceAll("\tkind", "kind").replaceAll("\tspec", "spec").replaceAll("\t`", "`") + "\nvar _ = strings.ToUpper\n\nvar _ = exec.Command\n";
    expect(await fixesOf(code("_", before))).toEqual([{ description: "Capture the result as `image` and deploy that", text: code("image", after), left: [] }]);
  });
});
