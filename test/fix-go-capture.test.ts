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
  test.for([
    ["every deploy", `if err := deploy("localhost/api:v1"); err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`, "if err := deploy(image); err != nil {\n\treturn err\n}\nreturn deploy(image)"],
    ["a parameter", "return deploy(given)", "return deploy(image)"],
    ["a parameter that is handed on", "deployer := func(name string) error { return deploy(name) }\nreturn deployer(given)", "deployer := func(name string) error { return deploy(name) }\nreturn deployer(image)"],
    ["a constant, which may stay unused", `const latest = ${wrong}\nreturn deploy(latest)`, `const latest = ${wrong}\nreturn deploy(image)`],
    ["a variable that is used elsewhere", `latest := ${wrong}\nprintln(latest)\nreturn deploy(latest)`, `latest := ${wrong}\nprintln(latest)\nreturn deploy(image)`],
    ["a variable, which must not stay unused", `latest := ${wrong}\nreturn deploy(latest)`, "return deploy(image)"],
    ["a variable made of others, which must not either", `tag := "latest"\nlatest := "localhost/api:" + tag\nreturn deploy(latest)`, "return deploy(image)"],
    ["a generated name", "name := generated(\"api\")\nreturn deploy(name)", "return deploy(image)"],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(up(`_, err := build("api")\n${handed}\n${before}`))).toEqual([{ description: "Capture the result as `image` and deploy that", text: up(`image, err := build("api")\n${handed}\n${after}`), left: [] }]);
  });

  test.for([
    ["the end of a word", `"--image=localhost/api:latest"`, `"--image="+image`],
    ["the end of a concatenation", `"--image="+"localhost/"+given[:0]+"api:latest"`, `"--image="+image`],
    ["the middle of a concatenation", `"--image=localhost/"+given[:0]+"api:latest --wait"`, `"--image="+image+" --wait"`],
    ["an argument of a format", `fmt.Sprintf("--image=%s", "localhost/api:latest")`, `fmt.Sprintf("--image=%s", image)`],
    ["a reference between backticks", "\"--image=\"+fmt.Sprint(`localhost/api:latest`)", `"--image="+image`],
  ] as const)("%s", async ([, before, after]) => {
    const code = (captured: string, word: string): string => `package main\n\nimport (\n\t"fmt"\n\t"os/exec"\n)\n\nfunc up(given string) error {\n\t${captured}, err := build("api")\n\tif err != nil {\n\t\treturn fmt.Errorf("failed: %w", err)\n\t}\n\treturn exec.Command("sh", "-c", "kubectl run api "+${word}).Run()\n}\n`;
    expect(await fixesOf(code("_", before))).toEqual([{ description: "Capture the result as `image` and deploy that", text: code("image", after), left: [] }]);
  });

  test("the argument of a manifest", async () => {
    const code = (captured: string, argument: string): string => `package main\n\nimport (\n\t"fmt"\n\t"os/exec"\n\t"strings"\n)\n\nfunc up(given string) error {\n\t${captured}, err := build("api")\n\tif err != nil {\n\t\treturn err\n\t}\n\tkubectl := exec.Command("kubectl", "apply", "-f", "-")\n\tkubectl.Stdin = strings.NewReader(fmt.Sprintf(\`\nkind: Pod\nspec:\n  containers:\n    - image: %s\n\`, ${argument}))\n\treturn kubectl.Run()\n}\n`;
    expect(await fixesOf(code("_", wrong))).toEqual([{ description: "Capture the result as `image` and deploy that", text: code("image", "image"), left: [] }]);
  });

  test("and comments stay below each other", async () => {
    const code = (call: string, argument: string): string => `package main\n\nfunc up(given string) error {\n\t${call}\n\tprintln(given)           // two\n\treturn deploy(${argument}) // three\n}\n`;
    const [fix] = await fixesOf(code("mustBuild(\"api\")         // one", wrong).replace("println(given)           //", "println(given)           //").replace(`(${wrong}) //`, `(${wrong}) //`));
    expect(fix?.text).toBe("package main\n\nfunc up(given string) error {\n\timage := mustBuild(\"api\") // one\n\tprintln(given)            // two\n\treturn deploy(image)      // three\n}\n");
  });
});

describe("a result that has a name is deployed under it", () => {
  test.for([
    ["one that is only logged", `built, err := build("api")\n${handed}\nprintln(built)\nreturn deploy(${wrong})`, `built, err := build("api")\n${handed}\nprintln(built)\nreturn deploy(built)`],
    ["one that is blanked", `built, err := build("api")\n_ = built\n${handed}\nreturn deploy(${wrong})`, `built, err := build("api")\n_ = built\n${handed}\nreturn deploy(built)`],
    ["one that is assigned", `var built string\nvar err error\nbuilt, err = build("api")\nprintln(built)\n${handed}\nreturn deploy(${wrong})`, `var built string\nvar err error\nbuilt, err = build("api")\nprintln(built)\n${handed}\nreturn deploy(built)`],
    ["one of a condition", `if built, err := build("api"); err == nil {\n\tprintln(built)\n\treturn deploy(${wrong})\n}\nreturn nil`, `if built, err := build("api"); err == nil {\n\tprintln(built)\n\treturn deploy(built)\n}\nreturn nil`],
  ] as const)("%s", async ([, before, after]) => {
    expect(await fixesOf(up(before))).toEqual([{ description: "Deploy `built`, which holds the result", text: up(after), left: [] }]);
  });
});

describe("the new name is nobody else's", () => {
  test.for([
    ["of a parameter of a function in it", `func(image int) { println(image) }(1)`, "builtImage"],
    ["of a variable", "image := 1\nprintln(image)", "builtImage"],
    ["nor the second choice", "image, builtImage := 1, 2\nprintln(image, builtImage)", "builtImage2"],
    ["but a field's", "var config struct{ image int }\nprintln(config.image)", "image"],
  ] as const)("%s", async ([, statements, name]) => {
    const code = (captured: string, deployed: string): string => up(`${captured}, err := build("api")\n${handed}\n${statements}\nreturn deploy(${deployed})`);
    expect((await fixesOf(code("_", wrong))).map(({ text, left }) => ({ text, left }))).toEqual([{ text: code(name, name), left: [] }]);
  });
});

describe("no edit is offered", () => {
  test.for([
    ["where the deploy is in another function", `_, err := build("api")\n${handed}\nreturn run()\n}\n\nfunc run() error {\nreturn deploy(${wrong})`],
    ["where it is behind the block", `if given != "" {\n\t_, err := build("api")\n\tif err != nil {\n\t\treturn err\n\t}\n}\nreturn deploy(${wrong})`],
    ["in a goroutine", `done := make(chan error)\ngo func() {\n\t_, err := build("api")\n\tdone <- err\n}()\nif err := <-done; err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`],
    ["for a deferred call", `defer build("api")\nreturn deploy(${wrong})`],
    ["where the deploy is defined before", `run := func() error { return deploy(${wrong}) }\n_, err := build("api")\n${handed}\nreturn run()`],
    ["where an import would stay unused", `_, err := build("api")\n${handed}\nreturn deploy(strings.ToLower(${wrong}))`, "package main\n\nimport \"strings\"\n\n"],
    ["where a variable would stay unused that does more", `_, err := build("api")\n${handed}\nlatest := func() string { println(given); return ${wrong} }()\nreturn deploy(latest)`],
    ["where the function deploys a type of its own", `_, err := build("api")\n${handed}\nreturn deployNamed(${wrong})\n}\n\ntype name string\n\nfunc deployNamed(image name) error {\nreturn deploy(string(image))`],
    ["where an error around would be lost", `err := prepare()\nif _, err := build("api"); err != nil {\n\treturn err\n}\nif err != nil {\n\treturn err\n}\nreturn deploy(${wrong})`],
    ["where a name around would mean another variable", `var err error\nif given != "" {\n\tif _, err := build("api"); err != nil {\n\t\treturn err\n\t}\n\terr = deploy(${wrong})\n}\nreturn err`],
    ["for a variable that is overwritten", `built, err := build("api")\n${handed}\nbuilt = ${wrong}\nreturn deploy(built)`],
    ["for a manifest between backticks", `_, err := build("api")\n${handed}\nkubectl := exec.Command("kubectl", "apply", "-f", "-")\nkubectl.Stdin = strings.NewReader(\`{kind: Pod, spec: {containers: [{image: localhost/api:latest}]}}\`)\nreturn kubectl.Run()`, "package main\n\nimport (\n\t\"os/exec\"\n\t\"strings\"\n)\n\n"],
    ["in one line", `switch given {\ndefault: if _, err := build("api"); err != nil { return err }; return deploy(${wrong})\n}\nreturn nil`],
    ["in a file that cannot be parsed", `_, err := build("api")\n${handed}\nif err := deploy(${wrong}); err != nil {\n\treturn err\n}\nreturn deploy(`],
  ] as const)("%s", async ([, statements, header]) => {
    expect(await fixesOf(up(statements, header))).toEqual([]);
  });

  test("where no deploy is known: Go compiles no variable that is only captured", async () => {
    expect(await fixesOf(up("_, err := build(\"api\")\nreturn err"))).toEqual([]);
  });
});
