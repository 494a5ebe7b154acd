import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Finding } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

/** A test file that runs each text of a script as one shell script, in order. */
function program(...scripts: readonly string[]): string {
  return `import { execSync } from "node:child_process";\n${scripts.map((script) => `execSync(\`${script}\`);\n`).join("")}`;
}

async function findings(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const report = await analyzeProject({ root: projectOnDisk(files) });
  return report.findings;
}

/** What the rule says of a program, each finding's message; those of other rules are named. */
async function said(...scripts: readonly string[]): Promise<readonly string[]> {
  return (await findings({ "a.ts": program(...scripts) })).map(({ rule, message }) => (rule === "no-unloaded-image" ? message : `${rule}: ${message}`));
}

const run = (image: string, options = ""): string => `kubectl run app --image=${image}${options}`;
const cluster = "kind create cluster --name e2e";
const build = "docker build -t localhost/app:1 .";

describe("an image that is built and deployed, and not loaded", () => {
  test("is told at the deploy, with the cluster and the command", async () => {
    const [finding, ...others] = await findings({ "a.ts": program(cluster, build, run("localhost/app:1", " --image-pull-policy=Never")) });
    expect(others.filter(({ rule }) => rule !== "no-hardcoded-image")).toEqual([]);
    expect(finding).toMatchObject({ rule: "no-unloaded-image", line: 4, built: "localhost/app:1", deployed: "localhost/app:1", outcome: "ErrImageNeverPull" });
    expect(finding?.message).toBe(
      '"localhost/app:1" is built in line 3, but nothing loads it into the kind cluster "e2e", to which it is deployed: with imagePullPolicy Never the kubelet does not pull, and the pod stays in ErrImageNeverPull. Load it first: `kind load docker-image localhost/app:1 --name e2e`.',
    );
    expect(finding?.related.map(({ line, message }) => `${line} ${message}`)).toEqual(["3 built here (docker build -t), and not loaded", '2 the kind cluster "e2e" is made here']);
  });

  test.each([
    ["of a name that only Docker Hub's official images have", [cluster, "docker build -t app:1 .", run("app:1")]],
    ["of any name that is never pulled", [cluster, "docker build -t quay.io/shop/app:1 .", run("quay.io/shop/app:1", " --image-pull-policy=Never")]],
    ["for a cluster that is only named", [build, run("localhost/app:1", " --context kind-e2e")]],
    ["for k3d", ["k3d cluster create e2e", build, run("localhost/app:1")]],
    ["for minikube", ["minikube start", build, run("localhost/app:1")]],
    ["beside one that is loaded", [cluster, build, "docker build -t localhost/other:1 . && kind load docker-image localhost/other:1 --name e2e", run("localhost/app:1")]],
  ])("%s", async (_, scripts) => {
    expect((await said(...scripts)).filter((message) => !message.startsWith("no-unused-image"))).toEqual([expect.stringMatching(/^".*app:1" is built in line \d, but nothing loads it into the \w+ cluster "\w+"/u)]);
  });

  test.each([
    ["that anybody can pull", [cluster, "docker build -t quay.io/shop/app:1 .", run("quay.io/shop/app:1")]],
    ["for a cluster that is not known", [build, run("localhost/app:1")]],
    ["and is pushed", [cluster, "docker build -t localhost:5000/app:1 . && docker push localhost:5000/app:1", run("localhost:5000/app:1", " --image-pull-policy=IfNotPresent")]],
    ["and is loaded later", [cluster, build, run("localhost/app:1"), "kind load docker-image localhost/app:1 --name e2e"]],
    ["and is loaded in an archive", [cluster, `${build} && docker save -o app.tar localhost/app:1`, "kind load image-archive app.tar --name e2e", run("localhost/app:1")]],
    ["while an archive that is not known is loaded", [cluster, build, "kind load image-archive images.tar --name e2e", run("localhost/app:1")]],
    ["and is saved to an archive that goes elsewhere", [cluster, `${build} && docker save localhost/app:1 | ssh node ctr images import -`, run("localhost/app:1")]],
    ["while something that nobody sees into runs", [cluster, build, "./load-images.py", run("localhost/app:1")]],
    ["and is handed to a script", [cluster, build, "./load.py localhost/app:1", run("localhost/app:1")]],
    ["by minikube itself", ["minikube start", "minikube image build -t localhost/app:1 .", run("localhost/app:1")]],
    ["by the engine of minikube", ["minikube start", 'eval "$(minikube docker-env)" && docker build -t localhost/app:1 .', run("localhost/app:1")]],
    ["on a minikube without a machine", ["minikube start --driver=none", build, run("localhost/app:1")]],
  ])("is none %s", async (_, scripts) => {
    const told = await said(...scripts.map((script) => script.replaceAll("$(", "\\$(")));
    expect(told.filter((message) => !message.startsWith("no-hardcoded-image"))).toEqual([]);
  });

  test("may be loaded by another program of the project", async () => {
    const files = { "a.ts": program(cluster, build, run("localhost/app:1")), "load.ts": program("kind load docker-image localhost/app:1 --name e2e") };
    expect((await findings(files)).map(({ rule }) => rule).filter((rule) => rule !== "no-hardcoded-image")).toEqual([]);
  });
});

describe("an image that is loaded into another cluster", () => {
  test("because it names none is told at the load, with the cluster that is made", async () => {
    const [finding, ...others] = await findings({ "a.ts": program("k3d cluster create shop", `${build} && docker build -t localhost/other:1 .`, "k3d image import localhost/app:1", "k3d image import localhost/other:1", run("localhost/app:1")) });
    expect(others.filter(({ rule }) => rule !== "no-hardcoded-image")).toEqual([]);
    expect(finding).toMatchObject({ rule: "no-unloaded-image", line: 4, built: "localhost/app:1", deployed: "localhost/app:1", outcome: "ImagePullBackOff" });
    expect(finding?.message).toBe(
      '"localhost/app:1" is loaded into the k3d cluster "k3s-default", which k3d image import takes where no cluster is named, but the one that is made is the k3d cluster "shop" (line 2): it never gets the image. Name the cluster: `--cluster shop`.',
    );
    expect(finding?.related.map(({ line, message }) => `${line} ${message}`)).toEqual(['2 the k3d cluster "shop" is made here', '5 "localhost/other:1" is loaded there too', '6 "localhost/app:1" is deployed here']);
  });

  test("because it names another is told at the load", async () => {
    expect(await said("kind create cluster --name a && kind create cluster --name b", build, "kind load docker-image localhost/app:1 --name a", run("localhost/app:1"))).toEqual([
      '"localhost/app:1" is loaded into the kind cluster "a", but deployed to the kind cluster "b" (line 5): no node has it, the pull fails, and the pod stays in ImagePullBackOff. Load it where it is deployed.',
    ]);
  });

  test.each([
    ["that another program makes", ["k3d cluster create shop", build, "k3d image import localhost/app:1"], "k3d cluster create"],
    ["that a variable may name", ["kind create cluster --name shop", build, "kind load docker-image localhost/app:1"], "export KIND_CLUSTER_NAME=shop"],
  ])("is none for one %s", async (_, scripts, other) => {
    const told = await findings({ "a.ts": program(...scripts), "b.ts": program(other) });
    expect(told.filter(({ rule }) => rule !== "no-unused-image")).toEqual([]);
  });

  test.each([
    ["that may be the same", ["kind create cluster --name e2e", build, "kind load docker-image localhost/app:1 --name $CLUSTER", run("localhost/app:1")]],
    ["that something nobody sees into makes", ["kind create cluster --name e2e", "./make-clusters.py", build, "kind load docker-image localhost/app:1", run("localhost/app:1")]],
    ["and the right one too", ["kind create cluster --name a && kind create cluster --name b", build, "kind load docker-image localhost/app:1 --name a && kind load docker-image localhost/app:1 --name b", run("localhost/app:1")]],
  ])("is none for one %s", async (_, scripts) => {
    expect((await said(...scripts)).filter((message) => !message.startsWith("no-hardcoded-image"))).toEqual([]);
  });
});

describe("an image that is used under a name that nothing makes", () => {
  const files = (...scripts: readonly (readonly string[])[]): Readonly<Record<string, string>> => Object.fromEntries(scripts.map((script, index) => [`${String.fromCharCode(97 + index)}.ts`, program(...script)]));

  test("is told at the load, with the nearest that is built", async () => {
    const [finding, ...others] = await findings({ "a.ts": program("docker build -t localhost/shop/gateway:e2e .", "kind load docker-image localhost/shop/gatewy:e2e") });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "no-unloaded-image", line: 3, built: "localhost/shop/gateway:e2e" });
    expect(finding?.message).toBe(
      '"localhost/shop/gatewy:e2e" is loaded into the cluster (kind load docker-image), but nothing makes it: kind load docker-image fails, for there is no such image on this machine. Did you mean "localhost/shop/gateway:e2e", built in line 2 (the repository differs)? Use one name on both sides.',
    );
  });

  test.each([
    ["of another tag", ["docker build -t localhost/gateway:e2e .", "kind load docker-image localhost/gateway:latest"]],
    ["without its organisation", ["docker build -t shop/gateway:e2e .", "k3d image import gateway:e2e"]],
    ["that is pushed", ["docker build -t quay.io/shop/gateway:1 .", "docker push quay.io/shop/gateway:2"]],
    ["that is tagged", ["docker build -t shop-api-gateway:1 .", "docker tag shop-gateway:1 quay.io/shop/gateway:1"]],
    ["of a version that both have", ["docker build -t quay.io/shop/api-gateway:$VERSION .", "docker push quay.io/shop/gateway-api:$VERSION"].map((script) => script.replace("gateway-api", "api-gatway"))],
  ])("%s", async (_, scripts) => {
    expect(await said(...scripts)).toEqual([expect.stringContaining("nothing makes it")]);
  });

  test("in another program, where nobody else can have made it", async () => {
    expect((await findings(files(["docker build -t localhost/shop/gateway:e2e ."], ["kind load docker-image localhost/shop/gatewy:e2e"]))).map(({ rule, file }) => `${file} ${rule}`)).toEqual(["b.ts no-unloaded-image"]);
  });

  test("and the pull, the tag and the load of it are one finding", async () => {
    const scripts = [
      ["docker build -t $REGISTRY/shop-api-gateway:$VERSION . && docker build -t $REGISTRY/shop-billing:$VERSION .", "docker push $REGISTRY/shop-api-gateway:$VERSION && docker push $REGISTRY/shop-billing:$VERSION"],
      ["docker pull $REGISTRY/shop-gateway:$VERSION && docker pull $REGISTRY/shop-billing:$VERSION"],
      ["docker tag $REGISTRY/shop-gateway:$VERSION shop-gateway:$VERSION && docker tag $REGISTRY/shop-billing:$VERSION shop-billing:$VERSION"],
      ["kind load docker-image shop-gateway:$VERSION && kind load docker-image shop-billing:$VERSION"],
    ];
    const told = await findings(files(...scripts));
    expect(told).toMatchObject([{ rule: "no-unloaded-image", file: "d.ts", built: "<env REGISTRY>/shop-api-gateway:<env VERSION>" }]);
    expect(told[0]?.message).toContain('"shop-gateway:<env VERSION>" is loaded into the cluster');
    expect(told[0]?.related.map(({ file, message }) => `${file} ${message}`)).toEqual([
      'a.ts pushed "<env REGISTRY>/shop-api-gateway:<env VERSION>" here (docker push)',
      'c.ts "<env REGISTRY>/shop-gateway:<env VERSION>" is tagged here too (docker tag)',
      'b.ts "<env REGISTRY>/shop-gateway:<env VERSION>" is pulled here too (docker pull)',
    ]);
  });

  test("is left to the deploy of the same name", async () => {
    expect((await findings({ "a.ts": program("docker build -t localhost/gateway:e2e .", "kind load docker-image localhost/gateway:dev", run("localhost/gateway:dev")) })).map(({ rule, line }) => `${line} ${rule}`)).toEqual(["4 no-image-mismatch"]);
  });

  test.each([
    ["that somebody pulls", ["docker build -t shop/gateway:1 .", "docker pull shop/gatewy:1 && kind load docker-image shop/gatewy:1"]],
    ["that resembles nothing", ["docker build -t localhost/gateway:1 .", "kind load docker-image quay.io/jetstack/cert-manager:v1"]],
    ["that may be what is built", ["docker build -t localhost/gateway:$TAG .", "kind load docker-image localhost/gateway:dev"]],
    ["beside the image that it resembles", ["docker build -t localhost/shop-gateway:1 .", "kind load docker-image localhost/shop-gateway:1 localhost/shop-api-gateway:1"]],
    ["that a script may have made", ["docker build -t localhost/shop-gateway:1 .", "./build.py", "kind load docker-image localhost/shop-api-gateway:1"]],
    ["that a script was given", ["docker build -t localhost/shop-gateway:1 .", "./build.py localhost/shop-api-gateway:1", "kind load docker-image localhost/shop-api-gateway:1"]],
    ["that minikube may pull", ["docker build -t quay.io/shop/gateway:1 .", "minikube image load quay.io/shop/gateway:2"]],
    ["that is copied from registry to registry", ["docker build -t quay.io/shop/gateway:1 .", "skopeo copy docker://quay.io/shop/gateway:2 docker://ghcr.io/shop/gateway:2"]],
    ["of a version that may be somebody else's", ["docker build -t quay.io/shop/gateway:$VERSION .", "docker pull quay.io/shop/gateway-base:$VERSION"]],
  ])("is none %s", async (_, scripts) => {
    const told = await said(...scripts.map((script) => script.replaceAll("$", "\\$")));
    expect(told).toEqual([]);
  });
});

describe("a name that is generated again", () => {
  const generated = (use: string): string => `import { execFileSync } from "node:child_process";
const name = () => \`localhost/gateway:\${Date.now()}\`;
execFileSync("docker", ["build", "-t", name(), "."]);
execFileSync(${use});
`;

  test.each([
    ["loaded", '"kind", ["load", "docker-image", name()]'],
    ["pushed", '"docker", ["push", name()]'],
    ["tagged", '"docker", ["tag", name(), "localhost/gateway:latest"]'],
  ])("is told by its own rule where it is %s", async (done, use) => {
    const told = await findings({ "a.ts": generated(use) });
    expect(told).toMatchObject([{ rule: "no-regenerated-tag", line: 4, built: "localhost/gateway:<fresh>", message: expect.stringContaining(`"localhost/gateway:<fresh>" is ${done}`) as string }]);
  });
});
