import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Finding } from "../src/report/report.js";
import { mentionedWords } from "../src/project/word-search.js";
import { projectOnDisk } from "./project-on-disk.js";

function program(...scripts: readonly string[]): string {
  return `import { execSync } from "node:child_process";\n${scripts.map((script) => `execSync(\`${script}\`);\n`).join("")}`;
}

async function findings(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const report = await analyzeProject({ root: projectOnDisk(files) });
  return report.findings.filter(({ rule }) => rule === "no-unused-image");
}

const deployGateway = "kubectl run app --image=localhost/gateway:1";
const buildGateway = "docker build -t localhost/gateway:1 .";
const buildMailer = "docker build -t localhost/mailer:1 .";

describe("an image that nothing uses", () => {
  test("is told at its build, with what is deployed, nearest first", async () => {
    const [finding, ...others] = await findings({ "a.ts": program(buildMailer, buildGateway, deployGateway, "kubectl run b --image=quay.io/post/mail-relay:1", "kubectl run c --image=redis:7") });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "no-unused-image", severity: "warning", file: "a.ts", line: 2, built: "localhost/mailer:1" });
    expect(finding?.message).toBe(
      '"localhost/mailer:1" is built (docker build -t), but nothing in this project deploys, runs, pushes or names "localhost/mailer". Deployed are "quay.io/post/mail-relay:1", "localhost/gateway:1", "redis:7". Use it, leave out what makes it, or say here that others need it: eslint-disable-next-line tag-consistency/no-unused-image.',
    );
  });

  test("is told once for its repository, with its other builds and loads", async () => {
    const told = await findings({ "a.ts": program(buildGateway, deployGateway, "kind load docker-image localhost/mailer:1"), "b.ts": program(buildMailer, "docker build -t localhost/mailer:2 .") });
    expect(told).toMatchObject([{ file: "b.ts", line: 2, related: [{ file: "b.ts", line: 3, message: "built here too (docker build -t)" }, { file: "a.ts", line: 4, message: "loaded here too (kind load docker-image)" }] }]);
  });

  test("is one that is loaded and that only this project can have made", async () => {
    expect(await findings({ "a.ts": program(buildGateway, deployGateway, "kind load docker-image localhost/mailer:1") })).toMatchObject([{ line: 4, built: "localhost/mailer:1" }]);
  });
});

describe("an image is used", () => {
  test.each<[how: string, program: readonly string[], files?: Readonly<Record<string, string>>]>([
    ["by its digest", [buildMailer, `kubectl run m --image=localhost/mailer@sha256:${"0a".repeat(32)}`]],
    ["under its short name", ["docker build -t shop.example/prod/mailer:1 .", "kubectl run m --image=mailer"]],
    ["through another registry", [buildMailer, "kubectl run m --image=registry.example/shop/mailer:1"]],
    ["under another name that it is given", [buildMailer, "docker tag localhost/mailer:1 localhost/post:1", "kubectl run m --image=localhost/post:1"]],
    ["under another name of its build", ["docker build -t localhost/mailer:1 -t localhost/post:1 .", "kubectl run m --image=localhost/post:1"]],
    ["by others, when it is pushed", ["docker build -t quay.io/shop/mailer:1 . && docker push quay.io/shop/mailer:1"]],
    ["by others, when it is saved", [`${buildMailer} && docker save -o mailer.tar localhost/mailer:1`]],
    ["by an engine", [buildMailer, "docker run --rm localhost/mailer:1"]],
    ["by an engine that takes files out of it", [buildMailer, "docker create --name m localhost/mailer:1 && docker cp m:/app ."]],
    ["by a script that is given it", [buildMailer, "./deploy.py localhost/mailer:1"]],
    ["perhaps by a script that nobody sees into", [buildMailer, "./deploy.py"]],
    ["perhaps by a deploy that is not known", [buildMailer, "kubectl run m --image=$IMAGE"]],
    ["by a custom resource", [buildMailer], { "relay.yaml": "apiVersion: shop.example/v1\nkind: Relay\nspec:\n  runtime: localhost/mailer:1\n" }],
    ["by an operator's variable", [buildMailer], { "operator.yaml": "env:\n  - name: RELATED_IMAGE_MAILER\n    value: registry.example/mailer:1\n" }],
    ["by an argument", [buildMailer], { "run.txt": "operator --image=mailer:1\n" }],
    ["as the base of another one", [buildMailer], { "services/gateway/Dockerfile": "FROM localhost/mailer:1\n" }],
    ["by whoever reads the documentation", [buildMailer], { "README.md": "Run `docker run mailer`.\n" }],
  ])("%s", async (_, scripts, files = {}) => {
    const code = program(buildGateway, deployGateway, ...scripts).replaceAll("$IMAGE", "\\$IMAGE");
    expect(await findings({ "a.ts": code, ...files })).toEqual([]);
  });

  test("where nothing is deployed at all, by others", async () => {
    expect(await findings({ "a.ts": program(buildMailer) })).toEqual([]);
  });

  test("where its name is not known", async () => {
    expect(await findings({ "a.ts": program(buildGateway, deployGateway, "docker build -t localhost/\\${NAME}-mailer:1 .") })).toEqual([]);
  });

  test("by the deploy that means it, once that is right", async () => {
    expect(await findings({ "a.ts": program(buildMailer, "kubectl run m --image=localhost/mail:1") })).toEqual([]);
  });

  test("by whoever calls the function that gives its name", async () => {
    const code = `${program(buildGateway, deployGateway)}export function buildMailer() {\n  const image = "localhost/mailer:1";\n  execSync(\`docker build -t \${image} .\`);\n  return image;\n}\n`;
    expect(await findings({ "a.ts": code })).toEqual([]);
  });
});

describe("a search for words in a project", () => {
  const search = (texts: Readonly<Record<string, string>>, words: Parameters<typeof mentionedWords>[1]): readonly string[] => {
    const readText = (file: string): string | undefined => texts[file];
    return [...mentionedWords({ files: Object.keys(texts), readText, searchedText: readText }, words)];
  };

  test("finds whole words", () => {
    expect(search({ a: "shop/mailer:1 api-gateway" }, ["mailer", "gateway", "mail", "shop"].map((word) => ({ word, except: [] })))).toEqual(["shop", "mailer", "gateway"]);
  });

  test("finds the longer of two that begin alike", () => {
    expect(search({ a: "mail-relay" }, [{ word: "mail", except: [] }, { word: "mail-relay", except: [] }])).toEqual(["mail-relay"]);
  });

  test("does not find what stands in an excepted place", () => {
    const words = [{ word: "mailer", except: [{ file: "a", start: 6, end: 14 }] }];
    expect(search({ a: "build mailer:1" }, words)).toEqual([]);
    expect(search({ a: "build mailer:1 mailer" }, words)).toEqual(["mailer"]);
    expect(search({ b: "build mailer:1" }, words)).toEqual(["mailer"]);
  });

  test("reads nothing for no words, and survives what cannot be read", () => {
    expect(search({ a: "x" }, [])).toEqual([]);
    expect([...mentionedWords({ files: ["gone"], readText: () => undefined, searchedText: () => undefined }, [{ word: "x", except: [] }])]).toEqual([]);
  });
});
