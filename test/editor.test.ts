import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { editorIn, type EditorSession, type OpenFile } from "./editor-session.js";
import { projectWithEslint } from "./plugin-project.js";

// The server of the VS Code ESLint extension, over its protocol, with ESLint and the built plugin as a user has them.

const images = `import { execFileSync } from "node:child_process";

export interface ImageConfig {
  readonly serviceName: string;
  readonly imageName: string;
}

export async function buildAndLoadImageToKind(cfg: ImageConfig): Promise<string> {
  const image = \`localhost/\${cfg.imageName}:\${cfg.serviceName}-\${Date.now().toString(16)}\`;
  execFileSync("podman", ["build", "-t", image, "."]);
  execFileSync("kind", ["load", "docker-image", image, "--name", "e2e"]);
  return image;
}

export function deployDataStorage(image: string): void {
  execFileSync("kubectl", ["run", "datastorage", \`--image=\${image}\`, "--image-pull-policy=Never"]);
}
`;

const setUp = `import { buildAndLoadImageToKind, deployDataStorage } from "./images.js";

export async function setUp(): Promise<void> {
  await buildAndLoadImageToKind({ serviceName: "datastorage", imageName: "kubernaut/datastorage" });
  deployDataStorage("localhost/kubernaut-datastorage:latest");
}
`;

const withParser = `import plugin from "eslint-plugin-tag-consistency";
import parser from "@typescript-eslint/parser";
export default [{ files: ["**/*.ts"], languageOptions: { parser } }, plugin.configs.recommended];
`;

const withLanguage = `import plugin from "eslint-plugin-tag-consistency";
export default [plugin.configs.recommended, plugin.configs.typescript];
`;

function editorWith(configuration: string, files: Readonly<Record<string, string>> = {}): Promise<EditorSession> {
  return editorIn(projectWithEslint({ "tag-consistency.config.json": "{}", "eslint.config.mjs": configuration, "src/images.ts": images, "src/set-up.ts": setUp, ...files }));
}

describe.each([
  ["a parser", withParser],
  ["the language tag-consistency/typescript", withLanguage],
])("an editor, with %s", (_, configuration) => {
  test("shows the finding, and its quick fix makes it go", async () => {
    const editor = await editorWith(configuration);
    const file = await editor.open("src/set-up.ts");
    const [finding, ...others] = await file.diagnostics();
    expect({ finding, others }).toMatchObject({
      finding: { code: "tag-consistency/no-discarded-image", severity: 1, range: { start: { line: 3 }, end: { line: 3 } } },
      others: [],
    });
    if (finding === undefined) return;
    // Beside what the server offers for every rule: to disable it, and to show its page.
    const repairs = (await file.quickFixes(finding)).filter((title) => title.endsWith(" (tag-consistency/no-discarded-image)"));
    await file.applyQuickFix(finding, repairs[0] ?? "");
    expect(await file.diagnostics()).toEqual([]);
    expect(file.text()).toMatch(/const (\w+) = await buildAndLoadImageToKind\(.*\);\n {2}deployDataStorage\(\1\);/);
    expect(editor.complaints).toEqual([]);
  });

  test("offers to silence the finding with the comment that the command obeys too", async () => {
    const editor = await editorWith(configuration);
    const file = await editor.open("src/set-up.ts");
    const [finding] = await file.diagnostics();
    if (finding === undefined) throw new Error("There is no finding to silence.");
    await file.applyQuickFix(finding, "Disable tag-consistency/no-discarded-image for this line");
    expect(file.text()).toContain("  // eslint-disable-next-line tag-consistency/no-discarded-image\n  await build");
    expect(await file.diagnostics()).toEqual([]);
  });
});

test("what is typed in one file changes nothing in another until it is saved", async () => {
  const root = projectWithEslint({ "tag-consistency.config.json": "{}", "eslint.config.mjs": withLanguage, "src/images.ts": images, "src/set-up.ts": setUp });
  const editor = await editorIn(root);
  const other = await editor.open("src/images.ts");
  const file = await editor.open("src/set-up.ts");
  const noLongerAProducer = "export async function buildAndLoadImageToKind(): Promise<void> {}\nexport function deployDataStorage(): void {}\n";
  await other.type(noLongerAProducer);
  await other.diagnostics();
  const codes = async (): Promise<unknown[]> => (await file.diagnostics()).map(({ code }) => code);
  expect(await codes()).toEqual(["tag-consistency/no-discarded-image"]);
  writeFileSync(join(root, "src/images.ts"), noLongerAProducer);
  await expect.poll(codes, { timeout: 10_000, interval: 250 }).toEqual([]);
});

test("a project that does not speak of images is silent in an editor until a text does", async () => {
  const editor = await editorWith(withLanguage, { "src/images.ts": "export const one = 1;\n", "src/set-up.ts": "export const two = 2;\n" });
  const file = await editor.open("src/set-up.ts");
  expect(await file.diagnostics()).toEqual([]);
  await file.type(`import { execFileSync } from "node:child_process";
execFileSync("podman", ["build", "-t", "localhost/shop/a:2", "."]);
execFileSync("kubectl", ["run", "a", "--image=localhost/shop/a:1", "--image-pull-policy=Never"]);
`);
  expect(await file.diagnostics()).toMatchObject([{ code: "tag-consistency/no-image-mismatch", range: { start: { line: 2 } } }]);
});

describe("a Go file in an editor", () => {
  const withGo = `import plugin from "eslint-plugin-tag-consistency";
import js from "@eslint/js";
export default [js.configs.all, plugin.configs.go];
`;
  const goImages = `package e2e

import (
	"fmt"
	"os/exec"
	"time"
)

func buildAndLoadImageToKind(service string) (string, error) {
	image := fmt.Sprintf("localhost/kubernaut/%s:%s-%x", service, service, time.Now().UnixNano())
	if err := exec.Command("podman", "build", "-t", image, ".").Run(); err != nil {
		return "", err
	}
	return image, exec.Command("kind", "load", "docker-image", image, "--name", "e2e").Run()
}

func deployDataStorage(image string) error {
	return exec.Command("kubectl", "run", "datastorage", "--image="+image, "--image-pull-policy=Never").Run()
}
`;
  const goSetUp = `package e2e

func SetUp() error {
	/* 🚢 */ if _, err := buildAndLoadImageToKind("datastorage"); err != nil {
		return err
	}
	return deployDataStorage("localhost/kubernaut-datastorage:latest")
}
`.replaceAll("\n", "\r\n");
  const open = async (): Promise<OpenFile> => {
    const editor = await editorWith(withGo, { "go.mod": "module shop.example/e2e\n", "test/images.go": goImages, "test/set_up.go": goSetUp });
    return editor.open("test/set_up.go");
  };

  test("has the finding underlined, behind tabs and characters of two UTF-16 units", async () => {
    const file = await open();
    const found = await file.diagnostics();
    expect(found).toMatchObject([{ code: "tag-consistency/no-discarded-image", severity: 1, range: { start: { line: 3 }, end: { line: 3 } } }]);
    const line = file.text().split("\r\n")[3] ?? "";
    expect(found.map(({ range }) => line.slice(range.start.character, range.end.character))).toEqual(['buildAndLoadImageToKind("datastorage")']);
  });

  test("keeps its findings while something is half typed", async () => {
    const file = await open();
    await file.type(goSetUp.replace("\treturn deploy", "\tx := fmt.Sprintf(\r\n\treturn deploy"));
    expect(await file.diagnostics()).toMatchObject([{ code: "tag-consistency/no-discarded-image", range: { start: { line: 3 } } }]);
  });

  test("is silenced by the comment that the editor offers", async () => {
    const file = await open();
    const [finding] = await file.diagnostics();
    if (finding === undefined) throw new Error("There is no finding to silence.");
    await file.applyQuickFix(finding, "Disable tag-consistency/no-discarded-image for this line");
    expect(file.text()).toContain("\t// eslint-disable-next-line tag-consistency/no-discarded-image");
    expect(await file.diagnostics()).toEqual([]);
  });
});

describe("manifests and scripts in an editor", () => {
  const withScripts = `import plugin from "eslint-plugin-tag-consistency";
export default [plugin.configs.yaml, plugin.configs.shell];
`;
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: gateway }
spec:
  containers:
    - name: gateway
      image: localhost/shop/gateway:main
      imagePullPolicy: Never
`;
  const script = `#!/bin/sh
docker build -t localhost/shop/gateway:e2e .
kubectl run gateway --image=localhost/shop/gateway:latest --image-pull-policy=Never
`;
  /** The first answer may come before the engine has started. */
  const patiently = { timeout: 20_000, interval: 250 };
  const open = async (file: string): Promise<OpenFile> => (await editorWith(withScripts, { "deploy/pod.yaml": pod, "hack/run.sh": script })).open(file);
  const underlined = async (file: OpenFile): Promise<readonly (readonly [code: string | undefined, text: string | undefined])[]> =>
    (await file.diagnostics()).map(({ code, range }) => [code, file.text().split("\n")[range.start.line]?.slice(range.start.character, range.end.character)]);

  test("have the reference underlined that nothing builds", async () => {
    const editor = await editorWith(withScripts, { "deploy/pod.yaml": pod, "hack/run.sh": script });
    const [manifest, run] = [await editor.open("deploy/pod.yaml"), await editor.open("hack/run.sh")];
    await expect.poll(() => underlined(manifest), patiently).toEqual([["tag-consistency/no-image-mismatch", "localhost/shop/gateway:main"]]);
    await expect.poll(() => underlined(run), patiently).toEqual([["tag-consistency/no-image-mismatch", "localhost/shop/gateway:latest"]]);
  });

  test("keep their findings while something is half typed", async () => {
    const file = await open("hack/run.sh");
    await file.type(script.replace("kubectl", 'if [ "$A" = "b" ]; then\nkubectl'));
    await expect.poll(() => underlined(file), patiently).toEqual([["tag-consistency/no-image-mismatch", "localhost/shop/gateway:latest"]]);
  });

  test("are silenced by the comment that the editor offers", async () => {
    const file = await open("deploy/pod.yaml");
    await expect.poll(() => file.diagnostics(), patiently).not.toEqual([]);
    const [finding] = await file.diagnostics();
    if (finding === undefined) throw new Error("There is no finding to silence.");
    await file.applyQuickFix(finding, "Disable tag-consistency/no-image-mismatch for this line");
    expect(file.text()).toContain("      # eslint-disable-next-line tag-consistency/no-image-mismatch\n      image:");
    expect(await file.diagnostics()).toEqual([]);
  });
});
