import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Finding } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

async function findings(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const report = await analyzeProject({ root: projectOnDisk(files) });
  return report.findings;
}

const publish = (tag: string, name = "ghcr.io/shop-inc/gateway"): string => `#!/bin/sh\nCOMMIT=$(git rev-parse HEAD)\nSHORT=$(git rev-parse --short HEAD)\ndocker build -t ${name}:${tag} .\ndocker push ${name}:${tag}\n`;

const pod = (tag: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: gateway\nspec:\n  containers:\n    - name: gateway\n      image: ghcr.io/shop-inc/gateway:${tag}\n`;

const commit = "0123456789abcdef0123456789abcdef01234567";

describe("a tag that no commit ever publishes", () => {
  test.each<[what: string, published: string, deployed: string, name?: string]>([
    ["is a whole commit where its first letters are published", "$SHORT", commit],
    ["has no prefix where the published one has", "sha-$COMMIT", commit],
    ["has a prefix that the published one lacks", "$COMMIT", `sha-${commit}`],
    ["is of the repository that the build server names", "$SHORT", commit, "ghcr.io/$GITHUB_REPOSITORY"],
    ["is one of another registry", "$SHORT", commit, "registry.example/shop-inc/gateway"],
  ])("%s", async (_what, published, deployed, name) => {
    const found = await findings({ "publish.sh": publish(published, name), "deploy/pod.yaml": pod(deployed), "go.mod": "module github.com/shop-inc/gateway\n" });
    expect(found).toMatchObject([{ rule: "no-image-mismatch", severity: "error", file: "publish.sh", line: 5, deployed: `ghcr.io/shop-inc/gateway:${deployed}`, related: [{ file: "deploy/pod.yaml", line: 8 }] }]);
  });

  test("is told with both places, what differs, and what will happen", async () => {
    const [finding] = await findings({ "publish.sh": publish("$SHORT"), "pod.yaml": pod(commit) });
    expect(finding?.message).toBe(
      `"ghcr.io/shop-inc/gateway:<unknown>" is published here (docker push), but pod.yaml:8 deploys "ghcr.io/shop-inc/gateway:${commit}" (image of container "gateway" in Pod "gateway" (manifest)): the project publishes the first 7 letters of the commit, not all 40, so that no release ever has the deployed tag; no node has it, the pull fails, and the pod stays in ImagePullBackOff. Publish and deploy tags of one form.`,
    );
  });
});

describe("a tag that some commit may have published", () => {
  test.each<[what: string, published: string, deployed: string, more?: Readonly<Record<string, string>>]>([
    ["is an earlier version", "1.4.0", "1.3.2"],
    ["is of a convention that may have been another one", "1.4.0", "v1.3.2"],
    ["is of a version that the environment gives", "$VERSION", "v1.3.2"],
    ["is published under both forms", "$SHORT", commit, { "release.sh": publish("$COMMIT") }],
    ["is published by a script for any reference", "$SHORT", commit, { "push.sh": '#!/bin/sh\ndocker push "$IMAGE"\n' }],
    ["is published by somebody else's tool", "latest", "v1.3.2"],
    ["is of a branch", "latest", "develop"],
    ["is a commit by its first letters", "$SHORT", "0123456"],
    ["is of another repository", "$SHORT", commit, { "deploy/pod.yaml": pod(commit).replace("gateway:0", "cart:0") }],
  ])("%s", async (_what, published, deployed, more = {}) => {
    expect(await findings({ "publish.sh": publish(published), "deploy/pod.yaml": pod(deployed), ...more })).toEqual([]);
  });
});

describe("a name that is never published", () => {
  const deploy = (name: string): string => pod("1.3.2").replace("shop-inc/gateway", `shop-inc/${name}`);
  test.each([
    ["kube-audit", "kubeaudit"],
    ["persistence-elastc", "persistence-elastic"],
    ["gatway", "gateway"],
  ])("%s is %s, misspelt", async (deployed, published) => {
    const found = await findings({ "publish.sh": publish("1.4.0", `ghcr.io/shop-inc/${published}`), "pod.yaml": deploy(deployed) });
    expect(found).toMatchObject([{ rule: "no-image-mismatch", file: "pod.yaml", line: 8, built: `ghcr.io/shop-inc/${published}:1.4.0`, deployed: `ghcr.io/shop-inc/${deployed}:1.3.2` }]);
  });

  test.each([
    ["connector", "collector"],
    ["worker-a", "worker-b"],
    ["agent-v1", "agent-v2"],
    ["shop-ui", "shop-api"],
    ["gateway-api", "gateway"],
    ["mailer", "gateway"],
  ])("%s may be another image than %s", async (deployed, published) => {
    expect(await findings({ "publish.sh": publish("1.4.0", `ghcr.io/shop-inc/${published}`), "pod.yaml": deploy(deployed) })).toEqual([]);
  });

  test("is there if it is published too", async () => {
    expect(await findings({ "publish.sh": publish("1.4.0", "ghcr.io/shop-inc/gateway") + publish("1.4.0", "ghcr.io/shop-inc/gatway"), "pod.yaml": deploy("gatway") })).toEqual([]);
    expect(await findings({ "publish.sh": publish("1.4.0", "ghcr.io/shop-inc/gateway") + publish("1.4.0", "ghcr.io/shop-inc/$SERVICE-x").replaceAll("-x", ""), "pod.yaml": deploy("gatway") })).toEqual([]);
  });
});
