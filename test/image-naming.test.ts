import { describe, expect, test } from "vitest";
import { matchPattern } from "../src/checks/naming-pattern.js";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Naming } from "../src/project/configuration.js";
import type { Finding } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

const head = `import { execFileSync } from "node:child_process";
const build = (image: string) => execFileSync("podman", ["build", "-t", image, "."]);
const tag = (from: string, to: string) => execFileSync("podman", ["tag", from, to]);
const deploy = (image: string) => execFileSync("kubectl", ["run", "a", \`--image=\${image}\`]);
`;

/** What the rule says of some code; the code's own lines count from 1. */
async function findingsOf(code: string, naming?: Naming): Promise<readonly Finding[]> {
  const { findings } = await analyzeProject({ root: projectOnDisk({ "a.ts": head + code }), configuration: naming === undefined ? {} : { naming } });
  const before = head.split("\n").length - 1;
  return findings.filter(({ rule }) => rule === "image-naming").map((finding) => ({ ...finding, line: finding.line - before }));
}

describe("the grammar", () => {
  test.each([
    ['build("localhost/Shop/gateway:e2e");', "the repository name must be lower case, but has \"S\" (at character 11)", 'Write "localhost/shop/gateway:e2e".'],
    ['build("shop gateway");', "a space is not allowed in a repository name (at character 5)", "Correct it here."],
    ['build("gateway:");', "the tag is empty (at character 9)", "Correct it here."],
    ['build("gateway:v1:v2");', '":" is not allowed in a tag (at character 11)', "Correct it here."],
    [`build("gateway:${"x".repeat(129)}");`, "the tag is 129 characters long, more than the 128 that are allowed (at character 9)", "Correct it here."],
    ['build("localhost/YOURS/gateway:e2e");', "the repository name must be lower case, but has \"Y\" (at character 11)", 'Write "localhost/yours/gateway:e2e".'],
    ["build(`localhost/Shop:${process.env.TAG}`);", 'the repository name must be lower case, but has "S"', "Correct it here."],
  ])("%s", async (code, reason, correction) => {
    const [finding, ...others] = await findingsOf(code);
    expect(others).toEqual([]);
    expect(finding?.message).toContain(` is no image reference, because ${reason}: podman build -t refuses it, and no image comes of it. ${correction}`);
  });

  test("of a deploy says what the pod does", async () => {
    expect(await findingsOf('deploy("localhost/Shop:e2e");')).toMatchObject([{ deployed: "localhost/Shop:e2e", message: expect.stringContaining("the kubelet refuses it, and the pod stays in InvalidImageName") as string }]);
  });

  test.each([
    ["may be kept by what is not known", "build(`gateway:${process.env.TAG}`); build(`${process.env.PREFIX}Shop/gateway`);"],
    ["is kept by one of two", 'build(process.env.CI ? "Gateway" : "gateway");'],
    ["is not held against nothing", 'build(""); build(process.env.IMAGE ?? "");'],
    ["is not held against a template", "build('Shop:${TAG}'); build('Shop:$(TAG)'); build('Shop:{{ tag }}'); build('Shop:<tag>'); build('Shop:%s');"],
    ["is not held against words that others are to be written for", "build('gcr.io/YOUR-PROJECT/app'); build('ghcr.io/REPLACE_ME/app:1'); build('shop/CHANGE-THIS:1');"],
    ["is not held against an option in the place of a version", 'build("shop/gateway:--dry-run");'],
    ["is not held against what stands for a digest", 'build("shop/gateway:1"); deploy("shop/gateway@sha256:xxx");'],
    ["is not held against an identifier", `deploy("${"0a".repeat(32)}"); execFileSync("docker", ["push", "${"0a".repeat(32)}"]);`],
    ["is not held against images of others", 'deploy("Postgres:16"); send({ spec: { containers: [{ name: "a", image: "imgStream" }] } });'],
    ["is not held against an archive", 'execFileSync("k3d", ["image", "import", "./Images/shop.tar"]);'],
  ])("%s", async (_, code) => {
    expect(await findingsOf(code)).toEqual([]);
  });

  test("of a variable that may be empty is not certain", async () => {
    const makefile = "GIT_TAG = $(shell if [ -z \"`git status --porcelain`\" ]; then git describe --exact-match; fi)\nTAG ?= latest\nifneq (${GIT_TAG},)\nTAG = ${GIT_TAG}\nendif\nimage:\n\tdocker build -t shop/gateway:$(TAG) .\nrelease:\n\tdocker build -t shop/gateway:$(GIT_TAG) .\n";
    const { findings, summary } = await analyzeProject({ root: projectOnDisk({ Makefile: makefile, Dockerfile: "" }) });
    expect(summary.builds).toBeGreaterThan(1);
    expect(findings.filter(({ rule }) => rule === "image-naming")).toEqual([]);
  });

  test("of the keys of a list that are not known is not certain", async () => {
    const script = 'declare -A sums\nwhile read -r version sum; do sums[$version]=$sum; done < <(list-versions)\nfor version in "${!sums[@]}"; do docker build -t "shop/gateway:$version" .; done\n';
    const { findings, summary } = await analyzeProject({ root: projectOnDisk({ "build.sh": script, Dockerfile: "" }) });
    expect(summary.builds).toBe(1);
    expect(findings.filter(({ rule }) => rule === "image-naming")).toEqual([]);
  });

  test("of the fields of a line is that of what stands between its separators", async () => {
    const script = 'for entry in "api:shop/gateway:v1:beta" "ui:shop/page:v2:"; do\n  IFS=: read -r folder image tag <<<"$entry"\n  docker build -t "$image" "$folder"\ndone\nIFS=, read -ra names <<<"shop/one,shop/two"\nfor name in "${names[@]}"; do docker build -t "$name" .; done\n';
    const { findings, sites } = await analyzeProject({ root: projectOnDisk({ "build.sh": script, Dockerfile: "" }) });
    expect(sites.filter(({ kind }) => kind === "build").flatMap(({ references }) => references)).toEqual(["shop/gateway", "shop/page", "shop/one", "shop/two"]);
    expect(findings.filter(({ rule }) => rule === "image-naming")).toEqual([]);
  });

  test("of the last field is that of all that is left, and only IFS separates", async () => {
    const script = 'read -r folder image <<<"api shop/gateway:v1"\ndocker build -t "$image" "$folder"\nIFS=, read -r folder image <<<"ui,shop/page:v2"\ndocker build -t "$image" "$folder"\nread -ra names <<<"shop/one:1 shop/two:2"\nfor name in "${names[@]}"; do docker build -t "$name" .; done\n';
    const { sites } = await analyzeProject({ root: projectOnDisk({ "build.sh": script, Dockerfile: "" }) });
    expect(sites.filter(({ kind }) => kind === "build").flatMap(({ references }) => references)).toEqual(["shop/gateway:v1", "shop/page:v2", "shop/one:1", "shop/two:2"]);
  });

  test("is told once of one constant, with every place that uses it", async () => {
    const [finding, ...others] = await findingsOf('const image = "localhost/Shop:e2e";\nbuild(image);\nexecFileSync("kind", ["load", "docker-image", image]);\ndeploy(image);');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: 1, column: 16, endColumn: 34, built: "localhost/Shop:e2e", deployed: "localhost/Shop:e2e" });
    expect(finding?.related.map(({ message }) => message)).toEqual(["built here (podman build -t)", "loaded here (kind load docker-image)", "deployed here (kubectl run --image)"]);
  });

  test("leaves a deploy to the check that has explained it", async () => {
    expect((await findingsOf('build("localhost/gateway:e2e");\ndeploy("localhost/Gateway:e2e");')).map(({ line }) => line)).toEqual([]);
  });
});

describe("a pattern", () => {
  const pattern = "localhost/shop-[service]:e2e-[service]";

  test.each<readonly [text: string, why: string | undefined]>([
    ["localhost/shop-cart:e2e-cart", undefined],
    ["localhost/shop-order-history:e2e-order-history", undefined],
    ["…", undefined],
    ["localhost/shop-…:e2e-…", undefined],
    ["…:e2e-cart", undefined],
    ["localhost/shop-cart:e2e-…", undefined],
    ["localhost/shop-cart:e2e-mail", "one word in brackets stands for one name, and here for several"],
    ["localhost/shop-:e2e-", '":e2e-" stands where "[service]:e2e-[service]" must be'],
    ["localhost/shop-cart:e2e", 'it ends where "-[service]" must be'],
    ["localhost/shop-cart:e2e-cart@sha256", '"@sha256" stands where the end must be'],
    ["ghcr.io/…", '"ghcr.io/…" stands where "localhost/shop-[service]:e2e-[service]" must be'],
    ["localhost/cart:e2e-…", '"cart:e2e-…" stands where "shop-[service]:e2e-[service]" must be'],
    ["…:v1", '"v1" stands where "e2e-[service]" must be'],
  ])("meets %s", (text, why) => {
    const pieces = text.split("…").flatMap((piece, index) => (index === 0 ? [piece] : [undefined, piece]));
    expect(matchPattern(pattern, pieces)).toEqual(why === undefined ? { ok: true } : { ok: false, why });
  });

  test("takes letters that mean something in expressions as they are", () => {
    expect(matchPattern("a.b/c+[x]", ["a.b/c+1"])).toEqual({ ok: true });
    expect(matchPattern("a.b/[x]", ["aXb/1"])).toMatchObject({ ok: false });
  });

  test("holds for what the project builds, and for the tags that it gives to that", async () => {
    const code = 'build("localhost/shop-cart:e2e-cart");\ntag("localhost/shop-cart:e2e-cart", "cart:1");\ntag("postgres:16", "localhost/postgres:16");\ndeploy("localhost/mail:1");\nbuild("mail:1");';
    expect((await findingsOf(code, { pattern })).map(({ line }) => line)).toEqual([2, 5]);
  });

  test("is met by a name as its engine completes it", async () => {
    expect(await findingsOf('build("shop-cart:e2e-cart");', { pattern })).toEqual([]);
    expect(await findingsOf('execFileSync("docker", ["build", "-t", "cart", "."]);', { pattern: "docker.io/library/[service]:latest" })).toEqual([]);
    expect(await findingsOf('execFileSync("docker", ["build", "-t", "shop-cart:e2e-cart", "."]);', { pattern })).toHaveLength(1);
  });

  test("may have its names in braces", async () => {
    const inBraces = "localhost/shop-{service}:e2e-{service}";
    expect(await findingsOf('build("localhost/shop-cart:e2e-cart");', { pattern: inBraces })).toEqual([]);
    expect((await findingsOf('build("localhost/shop-cart:e2e");', { pattern: inBraces })).map(({ message }) => message)).toEqual([expect.stringContaining('it ends where "-{service}" must be')]);
  });

  test("is explained by where the name leaves it", async () => {
    expect((await findingsOf('build("localhost/cart:1");', { pattern })).map(({ message }) => message)).toEqual([
      `"localhost/cart:1" is built (podman build -t), but does not follow the project's naming pattern "${pattern}": "cart:1" stands where "shop-[service]:e2e-[service]" must be. Whoever looks for the image by the convention does not find it. Name it by the pattern.`,
    ]);
  });

  test("comes after the grammar", async () => {
    expect(await findingsOf('build("localhost/Cart:1");', { pattern })).toMatchObject([{ message: expect.stringContaining("is no image reference") as string }]);
  });
});

describe("a forbidden tag", () => {
  const naming: Naming = { forbiddenTags: ["e2e", "latest"] };
  const shared = (image: string): string => `export function gateway() {\n  build(${image});\n  deploy(${image});\n}\nexport function cart() {\n  deploy(${image});\n}`;

  test("is told where the shared image is named, with how it is shared", async () => {
    const [finding, ...others] = await findingsOf(`const image = "localhost/storage:e2e";\n${shared("image")}`, naming);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: 1, built: "localhost/storage:e2e", deployed: "localhost/storage:e2e" });
    expect(finding?.message).toMatch(/^"localhost\/storage:e2e" has the tag "e2e", and naming\.forbiddenTags forbids that for shared images; this one is deployed in 2 ways \(line \d+ and line \d+\): /);
  });

  test("is told at each place where it is typed", async () => {
    expect((await findingsOf(shared('"localhost/storage:e2e"'), naming)).map(({ line }) => line)).toEqual([2, 3, 6]);
  });

  test("is `latest` where none is written", async () => {
    expect(await findingsOf(`const image = "localhost/storage";\n${shared("image")}`, naming)).toMatchObject([{ message: expect.stringContaining('has no tag, which means "latest"') as string }]);
  });

  test("is told of the calls of one helper, and of a tag that is given later", async () => {
    expect(await findingsOf('const image = "localhost/storage:e2e";\nbuild("localhost/storage:1");\ntag("localhost/storage:1", image);\ndeploy(image);\ndeploy(image);', naming)).toMatchObject([{ line: 1 }]);
  });

  test.each([
    ["another tag", `const image = "localhost/storage:e2e-1";\n${shared("image")}`],
    ["a tag that is not known", `const image = \`localhost/storage:\${process.env.TAG}\`;\n${shared("image")}`],
    ["a tag that may be another", `const image = \`localhost/storage:\${process.env.CI ? "e2e" : "local"}\`;\n${shared("image")}`],
    ["an image that one deploys", 'const image = "localhost/storage:e2e";\nbuild(image);\ndeploy(image);'],
    ["an image that nobody deploys", 'build("localhost/storage:e2e");'],
    ["an image of others", 'export function gateway() {\n  deploy("postgres");\n}\nexport function cart() {\n  deploy("postgres:latest");\n}'],
  ])("is not %s", async (_, code) => {
    expect(await findingsOf(code, naming)).toEqual([]);
  });
});
