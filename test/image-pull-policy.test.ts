import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { effectivePolicy } from "../src/models/image-sources.js";
import type { Finding } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

const head = 'import { execSync } from "node:child_process";\n';

function script(text: string): string {
  return `execSync(\`${text}\`);\n`;
}

/** A pod of the image, applied as text. */
function pod(image: string, policy = ""): string {
  return `execSync("kubectl apply -f -", { input: \`
apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: ${image}${policy === "" ? "" : `\n      imagePullPolicy: ${policy}`}
\` });
`;
}

/** What the rule says of a program; beside it only its own deploy may be called hardcoded. */
async function findings(...parts: readonly string[]): Promise<readonly Finding[]> {
  const report = await analyzeProject({ root: projectOnDisk({ "a.ts": head + parts.join("") }) });
  return report.findings.filter(({ rule }) => rule !== "no-hardcoded-image");
}

const loaded = (image: string): string => script(`docker build -t ${image} . && kind load docker-image ${image}`);

describe("an image that is only loaded", () => {
  test.each<readonly [what: string, image: string, policy: string, line: number, words: string]>([
    ["and written to be pulled always", "localhost/app:1", "Always", 12, 'no registry has it: imagePullPolicy Always pulls it, which fails, and the pod stays in ImagePullBackOff. Set imagePullPolicy: IfNotPresent (or Never).'],
    ["of the tag latest", "localhost/app:latest", "", 11, 'no registry has it: without an imagePullPolicy, the tag "latest" means Always, so that the kubelet pulls it, which fails, and the pod stays in ImagePullBackOff. Set imagePullPolicy: IfNotPresent (or Never), or give the image another tag.'],
    ["without a tag", "localhost/app", "", 11, "no registry has it: without an imagePullPolicy, no tag means Always, so that the kubelet pulls it, which fails, and the pod stays in ImagePullBackOff. Set imagePullPolicy: IfNotPresent (or Never), or give the image a tag."],
    ["of a name that Docker Hub keeps for official images", "app:latest", "", 11, 'no registry has it: without an imagePullPolicy, the tag "latest" means Always'],
  ])("%s", async (_, image, policy, line, words) => {
    const [finding, ...others] = await findings(loaded(image), pod(image, policy));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "image-pull-policy", line, built: image, deployed: image, outcome: "ImagePullBackOff" });
    expect(finding?.message).toContain(`"${image}" is only loaded (kind load docker-image in line 2), and ${words}`);
  });

  test("under a generated tag, and written to be pulled always", async () => {
    const told = await findings("const image = `registry.example.com/app:${Date.now()}`;\n", loaded("${image}"), script("kubectl run app --image=${image} --image-pull-policy=Always"));
    expect(told).toMatchObject([{ rule: "image-pull-policy", line: 4, deployed: "registry.example.com/app:<fresh>" }]);
  });

  test("where a variable may give another one", async () => {
    const told = await findings('const image = process.env.IMAGE ?? "app:latest";\n', loaded("${image}"), pod("${image}"));
    expect(told).toMatchObject([{ rule: "image-pull-policy", deployed: "app:latest" }]);
  });

  test.each([
    ["with a tag", "localhost/app:1", ""],
    ["with a digest", `localhost/app@sha256:${"0a".repeat(32)}`, ""],
    ["that is pulled if it is not present", "localhost/app:latest", "IfNotPresent"],
    ["that is never pulled", "localhost/app:latest", "Never"],
    ["whose policy is not known", "localhost/app:latest", "${process.env.POLICY}"],
    ["of a name that anybody can pull", "shop/app:latest", ""],
    ["of an official image", "redis:latest", ""],
  ])("is silent for one %s", async (_, image, policy) => {
    expect(await findings(loaded(image), pod(image, policy))).toEqual([]);
  });

  test.each([
    ["is pushed too", [loaded("localhost/app:latest"), script("docker push localhost/app:latest"), pod("localhost/app:latest")]],
    ["is pulled before", [script("docker pull app:latest && kind load docker-image app:latest"), pod("app:latest")]],
    ["replaces that of a container which may have a policy", [loaded("app:latest"), script("kubectl set image deployment/app app=app:latest")]],
    ["is patched into a container which may have a policy", [loaded("app:latest"), script(`kubectl patch deployment app -p '{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"app:latest"}]}}}}'`)]],
    ["is given to a chart which may have a policy", [loaded("app:latest"), script("helm install app ./chart --set image.repository=app --set image.tag=latest")]],
    ["is run by an engine", [loaded("app:latest"), script("docker run app:latest")]],
  ])("is silent where it %s", async (_, parts) => {
    expect(await findings(...parts)).toEqual([]);
  });

  test("and the policy of a chart's value is one", async () => {
    const told = await findings(loaded("app:1"), script("helm install app ./chart --set image.repository=app --set image.tag=1 --set image.pullPolicy=Always"));
    expect(told).toMatchObject([{ rule: "image-pull-policy", deployed: "app:1" }]);
  });

  test("by another program, under letters that are the same everywhere", async () => {
    const root = projectOnDisk({ "a.ts": head + pod("app:latest"), "load.ts": head + loaded("app:latest") });
    const report = await analyzeProject({ root });
    expect(report.findings.filter(({ rule }) => rule !== "no-hardcoded-image")).toMatchObject([{ rule: "image-pull-policy", file: "a.ts" }]);
  });
});

describe("an image that is only pushed", () => {
  const pushed = (image: string): string => script(`kind create cluster && docker build -t ${image} . && docker push ${image}`);

  test("and is never pulled", async () => {
    const [finding, ...others] = await findings(pushed("quay.io/shop/app:1"), pod("quay.io/shop/app:1", "Never"));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "image-pull-policy", line: 12, outcome: "ErrImageNeverPull" });
    expect(finding?.message).toBe(
      '"quay.io/shop/app:1" is only pushed to a registry (docker push in line 2), and nothing loads it into the cluster: with imagePullPolicy Never the kubelet does not pull, and the pod stays in ErrImageNeverPull. Load it too, or set imagePullPolicy: IfNotPresent.',
    );
  });

  test("is silent where it is loaded, pulled, or the cluster is not known", async () => {
    expect(await findings(pushed("quay.io/shop/app:1"), script("kind load docker-image quay.io/shop/app:1"), pod("quay.io/shop/app:1", "Never"))).toEqual([]);
    expect(await findings(pushed("quay.io/shop/app:1"), pod("quay.io/shop/app:1"))).toEqual([]);
    expect(await findings(script("docker build -t quay.io/shop/app:1 . && docker push quay.io/shop/app:1"), pod("quay.io/shop/app:1", "Never"))).toEqual([]);
  });
});

test("the policy of a container is what is written, or what its tag means", () => {
  expect([effectivePolicy("Never", "latest"), effectivePolicy("", "latest"), effectivePolicy(undefined, "latest"), effectivePolicy(undefined, "1"), effectivePolicy(undefined, undefined)]).toEqual(["Never", "Always", "Always", "IfNotPresent", undefined]);
});
