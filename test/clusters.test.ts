import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { projectOnDisk } from "./project-on-disk.js";

/** The cluster that each load and deploy of a shell script reaches, in their order: `kind e2e`, or `?` where it is not known. */
async function clusters(script: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  return clustersIn({ "a.ts": `import { execSync } from "node:child_process";\nexecSync(\`${script.replaceAll("$", "\\$")}\`);\n`, ...files });
}

async function clustersIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { sites } = await analyzeProject({ root: projectOnDisk(files) });
  return sites.filter(({ kind }) => kind === "load" || kind === "deploy").map(({ kind, cluster }) => `${kind} ${cluster ?? "?"}`);
}

const run = "kubectl run app --image=localhost/app:1";

describe("a deploy reaches", () => {
  test.each([
    ["a cluster that was just made", `kind create cluster --name e2e\n${run}`, "e2e"],
    ["kind's own name for one without a name", `kind create cluster\n${run}`, "kind"],
    ["k3d's own name for one without a name", `k3d cluster create\n${run}`, "k3s-default"],
    ["minikube's own name for one without a name", `minikube start\n${run}`, "minikube"],
    ["the last of several", `kind create cluster --name a\nk3d cluster create b\n${run}`, "b"],
    ["none that is made beside", `kind create cluster --name a\nk3d cluster create b --kubeconfig-switch-context=false\n${run}`, "a"],
    ["the context that is chosen", `kind create cluster --name a\nkind create cluster --name b\nkubectl config use-context kind-a\n${run}`, "a"],
    ["the context of its line", `kind create cluster --name a\n${run} --context k3d-b`, "b"],
    ["a minikube profile by its context", `minikube start -p shop\nkind create cluster\nkubectl config use-context shop\n${run}`, "shop"],
    ["the cluster whose kubeconfig is exported", `kind create cluster --name a\nkind create cluster --name b\nkind export kubeconfig --name a\n${run}`, "a"],
    ["the cluster of the kubeconfig of its line", `kind create cluster --name a --kubeconfig /tmp/k\nkind create cluster --name b\n${run} --kubeconfig /tmp/k`, "a"],
    ["the cluster whose kubeconfig was printed to the file", `kind create cluster --name a\nkind create cluster --name b\nkind get kubeconfig --name a > /tmp/k\n${run} --kubeconfig /tmp/k`, "a"],
    ["minikube's own kubectl's cluster", `minikube start -p shop\nkind create cluster\nminikube -p shop kubectl -- run app --image=localhost/app:1`, "shop"],
    ["the cluster that a variable names", `KIND_CLUSTER_NAME=e2e kind create cluster\n${run}`, "e2e"],
    ["the cluster of helm's context", "kind create cluster --name a\nhelm upgrade --install app ./chart --set image.repository=localhost/app --set image.tag=1 --kube-context kind-b", "b"],
  ])("%s", async (_, script, cluster) => {
    expect(await clusters(script)).toEqual([`deploy ${cluster}`]);
  });

  test.each([
    ["where none is made", run],
    ["of another server", `kind create cluster\n${run} --server https://localhost:6443`],
    ["of a context of somebody else", `kind create cluster\nkubectl config use-context production\n${run}`],
    ["of a cloud", `kind create cluster\ngcloud container clusters get-credentials shop\n${run}`],
    ["that was deleted", `kind create cluster --name a\nkind delete cluster --name a\n${run}`],
    ["of a kubeconfig that nobody made", `kind create cluster\n${run} --kubeconfig /tmp/k`],
    ["of a variable's kubeconfig", `kind create cluster\nKUBECONFIG=/tmp/k ${run}`],
    ["that is made on one way only", `if [ -n "$CI" ]; then kind create cluster; fi\n${run}`],
    ["whose name stands in a file that is not there", `kind create cluster --config /tmp/kind.yaml\n${run}`],
  ])("no known cluster %s", async (_, script) => {
    expect((await clusters(script)).join()).toMatch(/^deploy (?:\?|<unknown>)$/u);
  });

  test("the cluster that its configuration names", async () => {
    expect(await clusters(`kind create cluster --config kind.yaml\n${run}`, { "kind.yaml": "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: shop\n" })).toEqual(["deploy shop"]);
    expect(await clusters(`k3d cluster create --config k3d.yaml\n${run}`, { "k3d.yaml": "apiVersion: k3d.io/v1alpha5\nkind: Simple\nmetadata:\n  name: shop\n" })).toEqual(["deploy shop"]);
    expect(await clusters(`kind create cluster --config kind.yaml\n${run}`, { "kind.yaml": "kind: Cluster\nnodes:\n  - role: control-plane\n" })).toEqual(["deploy kind"]);
    expect(await clusters(`kind create cluster --name e2e --config kind.yaml\n${run}`, { "kind.yaml": "kind: Cluster\nname: shop\n" })).toEqual(["deploy e2e"]);
  });

  test("the cluster that was made last, through a client", async () => {
    const code = `import { execSync } from "node:child_process";
import { KubeConfig, CoreV1Api } from "@kubernetes/client-node";
execSync("kind create cluster --name e2e --kubeconfig /tmp/k");
const config = new KubeConfig();
config.loadFromFile("/tmp/k");
config.makeApiClient(CoreV1Api).createNamespacedPod({ namespace: "shop", body: { spec: { containers: [{ name: "app", image: "localhost/app:1" }] } } });
`;
    expect(await clustersIn({ "a.ts": code })).toEqual(["deploy e2e"]);
  });

  test("the cluster that Go code makes by kind's package", async () => {
    const code = `package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/kind/pkg/cluster"
)

func main() {
	cluster.NewProvider().Create("e2e", cluster.CreateWithKubeconfigPath("/tmp/k"))
	clientset, _ := kubernetes.NewForConfig(nil)
	pod := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "app", Image: "localhost/app:1"}}}}
	clientset.CoreV1().Pods("shop").Create(context.TODO(), pod, metav1.CreateOptions{})
}
`;
    expect(await clustersIn({ "go.mod": "module example.com/e2e\n\ngo 1.24\n", "main.go": code })).toEqual(["deploy e2e"]);
  });

  test("the cluster that a helper in another file makes", async () => {
    const helper = 'import { execa } from "execa";\nexport async function setUp(name: string): Promise<void> {\n  await execa("kind", ["create", "cluster", "--name", name]);\n}\n';
    const code = 'import { execa } from "execa";\nimport { setUp } from "./clusters.js";\nawait setUp("e2e");\nawait execa("kubectl", ["run", "app", "--image=localhost/app:1"]);\n';
    expect(await clustersIn({ "clusters.ts": helper, "a.ts": code })).toEqual(["deploy e2e"]);
  });
});

describe("a load goes into", () => {
  test.each([
    ["the cluster of its line", "kind load docker-image app:1 --name e2e", ["e2e"]],
    ["the tool's own cluster, whichever was made", "k3d cluster create shop\nk3d image import app:1", ["k3s-default"]],
    ["each of several", "k3d image import app:1 -c a -c b", ["a", "b"]],
    ["the profile that was chosen", "minikube profile shop\nminikube image load app:1", ["shop"]],
    ["the cluster that a variable names", "KIND_CLUSTER_NAME=e2e kind load docker-image app:1", ["e2e"]],
  ])("%s", async (_, script, expected) => {
    expect(await clusters(script)).toEqual(expected.map((cluster) => `load ${cluster}`));
  });
});
