import { describe, expect, it } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Report } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

/** The report on a script that runs these command lines. */
function analyze(lines: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Report> {
  const script = ['import { execSync } from "node:child_process";', ...lines.map((line) => `execSync(${JSON.stringify(line)});`)].join("\n");
  return analyzeProject({ root: projectOnDisk({ "tag-consistency.config.json": "{}", "e2e.ts": script, ...files }) });
}

/** What becomes of each deploy of such a script: `reference: verdict (why)`. */
async function deploysOf(lines: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { sites } = await analyze(lines, files);
  return sites.flatMap(({ kind, references, verdict, why }) => (kind === "deploy" ? [`${references.join(" | ")}: ${verdict ?? ""} (${why ?? ""})`] : []));
}

const deployment = (name: string, image: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n      containers: [{ name: ${name}, image: "${image}" }]\n`;

describe("an object that is deleted", () => {
  const build = "docker build -t localhost/shop:e2e .";
  const files = { "shop.yaml": deployment("shop", "localhost/shop:dev") };
  const apply = "kubectl apply -f shop.yaml";
  const create = "kubectl create deployment shop --image=localhost/shop:e2e";
  const consistent = "localhost/shop:e2e: consistent (docker build -t makes exactly this reference)";
  const anew = "localhost/shop:dev: unknown (its object is deleted before it is created anew)";
  const wrong = "localhost/shop:dev: inconsistent (it differs from all that is built, nearest localhost/shop:e2e)";

  it.each([
    ["kubectl delete deployment shop"],
    ["kubectl delete deployment/shop"],
    ["kubectl delete deploy shop --ignore-not-found"],
    ["kubectl delete deployments.apps web shop -n e2e"],
    ["kubectl delete service/web deployment.apps/shop --wait=false"],
    ["kubectl delete svc,deploy shop"],
    ["kubectl delete -f shop.yaml --timeout 30s"],
    ["cat shop.yaml | kubectl delete -f -"],
  ])("and created again does not matter any more: %s", async (line) => {
    expect(await deploysOf([build, apply, line, create], files)).toEqual([consistent, anew]);
  });

  it.each([
    ["another object", "kubectl delete deployment web"],
    ["another kind", "kubectl delete service shop"],
    ["nothing", "kubectl delete deployment shop --dry-run=client"],
    ["what a selector takes", "kubectl delete deployment -l app=shop"],
  ])("matters if the line deletes %s", async (_, line) => {
    expect(await deploysOf([build, apply, line, create], files)).toEqual([consistent, wrong]);
  });

  it("matters if it is not created again, as at the end of a test", async () => {
    expect(await deploysOf([build, apply, create.replace("shop --", "web --"), "kubectl delete deployment shop"], files)).toEqual([consistent, wrong]);
  });

  it("is in the namespace that both name", async () => {
    const elsewhere = { "shop.yaml": deployment("shop, namespace: shops", "localhost/shop:dev") };
    expect(await deploysOf([build, apply, "kubectl delete deployment shop -n e2e", create], elsewhere)).toEqual([consistent, wrong]);
    expect(await deploysOf([build, apply, "kubectl delete deployment shop -n shops", create], elsewhere)).toEqual([consistent, anew]);
  });

  it("stays somebody else's if the project does not build it", async () => {
    const foreign = { "shop.yaml": deployment("shop", "nginx:1.27") };
    expect(await deploysOf([build, apply, "kubectl delete deployment shop", create], foreign)).toEqual([consistent, "nginx:1.27: third-party (the project does not build it)"]);
  });
});

describe("an image archive that a container engine loads", () => {
  it("is loaded, not built: what is typed again at the deploy is typed beside no build", async () => {
    const lines = ["docker save -o shop.tar localhost/shop:e2e", "docker load -i shop.tar", "docker run localhost/shop:e2e"];
    const { sites, findings } = await analyze(lines);
    expect(sites.map(({ kind, references }) => `${kind} ${references.join(" | ")}`)).toEqual(["load localhost/shop:e2e", "deploy localhost/shop:e2e"]);
    expect(findings).toEqual([]);
  });

  it("may hold anything if it comes from elsewhere", async () => {
    expect(await deploysOf(["docker build -t localhost/shop:e2e .", "docker load -i images.tar", "docker run localhost/shop:dev"])).toEqual(["localhost/shop:dev: unknown (an archive that is not known is loaded before)"]);
  });
});

describe("a manifest that kubectl makes up and prints", () => {
  const build = "docker build -t localhost/shop:e2e .";

  it.each([
    "kubectl create configmap shop --from-literal=image=x --dry-run=client -o yaml | kubectl apply -f -",
    "kubectl create secret generic shop --from-file=./key --dry-run=client --output=yaml | kubectl apply -n e2e -f -",
    "kubectl create ns e2e -o yaml --dry-run=client | kubectl apply -f -",
    "kubectl create serviceaccount shop --dry-run=client -o yaml > account.yaml; kubectl apply -f account.yaml",
  ])("deploys nothing if its kind runs no image: %s", async (line) => {
    expect(await deploysOf([build, line])).toEqual([]);
  });

  it.each([
    "kubectl create deployment shop --image=localhost/shop:dev --dry-run=client -o yaml | kubectl apply -f -",
    "kubectl create cronjob shop --image=localhost/shop:dev --schedule='@daily' --dry-run=client -o yaml > job.yaml; kubectl apply -f job.yaml",
    "kubectl run shop --image=localhost/shop:dev --image-pull-policy=Never --dry-run=client -o json | kubectl create -f -",
    "kubectl create deploy shop --image localhost/shop:dev --dry-run=client -o yaml | kubectl apply --dry-run=client -o yaml -f - | kubectl apply -f -",
  ])("deploys the image that it was given: %s", async (line) => {
    expect(await deploysOf([build, line])).toEqual(["localhost/shop:dev: inconsistent (it differs from all that is built, nearest localhost/shop:e2e)"]);
  });

  it.each(["kubectl kustomize overlays/e2e", "helm template shop ./chart", "kubectl get deployment shop -o yaml"])("is not known where it comes from elsewhere: %s", async (line) => {
    const [deploy] = await deploysOf([build, `${line} | kubectl apply -f -`]);
    expect(deploy).toMatch(/^<unknown>: unknown \(it depends on/u);
  });
});

describe("a program that cannot build", () => {
  const build = "docker build -t localhost/shop:e2e .";
  const run = "docker run localhost/shop:dev";
  const wrong = "localhost/shop:dev: inconsistent (it differs from all that is built, nearest localhost/shop:e2e)";

  it.each([
    "pg_isready -U shop",
    "jq -r .tag versions.json",
    "sed -n s/a/b/p notes.txt",
    "go run sigs.k8s.io/controller-runtime/tools/setup-envtest@latest use -p path",
    "docker exec kind-control-plane /usr/local/bin/prepare-node",
    "docker exec kind-control-plane sh -c 'update-ca-certificates && reload-node'",
    "docker compose exec database migrate up",
    "kubectl exec deploy/database -- migrate up",
    `curl -d '{"ready":true}' http://localhost:8080`,
  ])("takes nothing from what is certain: %s", async (line) => {
    expect(await deploysOf([build, line, run])).toEqual([wrong]);
  });

  it.each([
    ["make images", "`make images` may have built it"],
    ["pytest tests/e2e", "`pytest tests/e2e` may have built it"],
    ["ko build ./cmd/shop", "`ko build` may have built it"],
    [`curl -d '{"image":"x"}' --json localhost/shop:dev http://localhost:8080`, "it was given to a server, by curl, which may have built it"],
    ["docker exec builder make-image localhost/shop:dev", "it was given to `make-image`, which may have built it"],
  ])("is told from one that can: %s", async (line, why) => {
    expect(await deploysOf([build, line, run])).toEqual([`localhost/shop:dev: unknown (${why})`]);
  });

  it("is ctr in a node, which loads", async () => {
    const lines = ["docker save localhost/shop:e2e -o /tmp/shop.tar", "docker cp /tmp/shop.tar kind-control-plane:/tmp/shop.tar", "docker exec kind-control-plane ctr -n k8s.io images import /tmp/shop.tar", "kubectl run shop --image localhost/shop:e2e"];
    const { sites } = await analyze([build, ...lines]);
    expect(sites.map(({ kind, references }) => `${kind} ${references.join(" | ")}`)).toEqual(["build localhost/shop:e2e", "load localhost/shop:e2e", "deploy localhost/shop:e2e"]);
  });

  it("is crictl, whose pull shows that somebody else made the image", async () => {
    expect(await deploysOf(["docker build -t example.com/shop:e2e .", "docker exec kind-control-plane crictl pull example.com/shop:dev", "kubectl run shop --image example.com/shop:dev"])).toEqual(["example.com/shop:dev: third-party (it is pulled from a registry before)"]);
  });

  it("may change a manifest, as far as it is known what it does", async () => {
    const files = { "shop.yaml": deployment("shop", "localhost/shop:dev") };
    const right = "localhost/shop:e2e: consistent (docker build -t makes exactly this reference)";
    expect(await deploysOf([build, "kubectl apply -f shop.yaml"], files)).toEqual([wrong]);
    expect(await deploysOf([build, "sed -i s/dev/e2e/ shop.yaml", "kubectl apply -f shop.yaml"], files)).toEqual([right]);
    expect(await deploysOf([build, "yq -i '.spec.replicas = 1' shop.yaml", "kubectl apply -f shop.yaml"], files)).toEqual([wrong]);
    expect(await deploysOf([build, "docker exec kind-control-plane sed -i s/dev/e2e/ shop.yaml", "kubectl apply -f shop.yaml"], files)).toEqual([wrong]);
    expect(await deploysOf([build, "sed s/dev/e2e/ shop.yaml | kubectl apply -f -"], files)).toEqual([right]);
    expect(await deploysOf([build, "sed -i -f changes.sed shop.yaml", "kubectl apply -f shop.yaml"], files)).toEqual(["<unknown>: unknown (it depends on what sed makes of a file)"]);
  });
});

describe("an image whose builder gives it a name", () => {
  it("is deployed by what the builder prints", async () => {
    expect(await deploysOf(["IMAGE=$(ko build --bare ./cmd/shop); kubectl run shop --image=$IMAGE"])).toEqual(["<unknown>: consistent (ko build makes exactly this reference)"]);
  });
});

describe("a manifest's path", () => {
  const build = "docker build -t localhost/shop:e2e .";
  const files = { "services/shop/deploy/shop.yaml": deployment("shop", "localhost/shop:dev"), "services/web/deploy/web.yaml": deployment("web", "nginx:1.27") };
  const wrong = "localhost/shop:dev: inconsistent (it differs from all that is built, nearest localhost/shop:e2e)";

  it.each([
    "kubectl apply -f services/shop/deploy/shop.yaml",
    "cd services/shop && kubectl apply -f deploy/shop.yaml",
    "cd services; cd shop/deploy && kubectl apply -f .",
    "(cd services/web && ls); kubectl apply -f services/shop/deploy/shop.yaml",
    "cd services && cat shop/deploy/shop.yaml | kubectl apply -f -",
    "kubectl apply -f $ROOT/deploy/shop.yaml",
    "cd $ROOT && kubectl apply -f deploy/shop.yaml",
    "kubectl apply -f deploy/shop.yaml",
  ])("is seen from where the command runs, or is that of the one file that it can be: %s", async (line) => {
    expect(await deploysOf([build, line], files)).toContain(wrong);
  });

  it.each([
    ["several files can be it", "kubectl apply -f $ROOT/deploy/shop.yaml", { "old/deploy/shop.yaml": "" }],
    ["its folder is made for this run", "kubectl apply -f $(mktemp -d)/deploy/shop.yaml", {}],
    ["it is elsewhere", "kubectl apply -f /etc/deploy/shop.yaml", {}],
  ])("is not known where %s", async (_, line, more) => {
    const [deploy] = await deploysOf([build, line], { ...files, ...more });
    expect(deploy).toMatch(/^<unknown>: unknown/u);
  });

  it("is seen from the folder that a program gives a command", async () => {
    const script = (options: string): string => `import { execSync } from "node:child_process";\nexecSync(${JSON.stringify(build)});\nexecSync("kubectl apply -f shop.yaml", ${options});\n`;
    const verdictIn = async (options: string): Promise<string | undefined> => {
      const { sites } = await analyzeProject({ root: projectOnDisk({ "tag-consistency.config.json": "{}", "e2e.ts": script(options), ...files }) });
      return sites.find(({ kind }) => kind === "deploy")?.verdict;
    };
    expect(await verdictIn('{ cwd: "services/shop/deploy" }')).toBe("inconsistent");
    expect(await verdictIn('{ stdio: "inherit" }')).toBe("unknown");
  });
});

/** As kubebuilder scaffolds them, in short. */
function kustomizations(folder: string): Readonly<Record<string, string>> {
  return {
    [`${folder}config/crd/kustomization.yaml`]: "resources: []\n",
    [`${folder}config/default/kustomization.yaml`]: "namespace: shop-system\nresources: [../manager]\n",
    [`${folder}config/manager/kustomization.yaml`]: "resources: [manager.yaml]\n",
    [`${folder}config/manager/manager.yaml`]: deployment("manager", "controller:latest"),
  };
}

describe("a target of the Makefile", () => {
  const makefile = [
    "IMG ?= controller:latest",
    "CONTAINER_TOOL ?= docker",
    "KUSTOMIZE ?= $(CURDIR)/bin/kustomize",
    "CONTROLLER_GEN ?= $(CURDIR)/bin/controller-gen",
    "",
    ".PHONY: docker-build",
    "docker-build: fmt ## Build the image.",
    "\t$(CONTAINER_TOOL) build -t ${IMG} .",
    "docker-push:",
    "\t$(CONTAINER_TOOL) push ${IMG}",
    "docker-buildx:",
    "\t- $(CONTAINER_TOOL) buildx build --push --platform=$(PLATFORMS) --tag ${IMG} .",
    "kind-load: docker-build",
    "\tkind load docker-image $(IMG) --name $(KIND_CLUSTER)",
    "fmt:",
    "\tgo fmt ./...",
    "install: manifests kustomize",
    "\t$(KUSTOMIZE) build config/crd | kubectl apply -f -",
    "deploy: manifests kustomize",
    "\tcd config/manager && $(KUSTOMIZE) edit set image controller=${IMG}",
    "\t$(KUSTOMIZE) build config/default | kubectl apply -f -",
    "manifests:",
    "\t$(CONTROLLER_GEN) crd paths=./...",
    "generate: sources",
    "\t$(CONTROLLER_GEN) object paths=./...",
    "sources:",
    "\t./hack/all.sh",
    "images:",
    "\t./hack/images.sh $(IMG)",
    "",
  ].join("\n");
  const sitesOf = async (...lines: readonly string[]): Promise<readonly string[]> => {
    // Lines of make alone say nothing of images.
    const { sites } = await analyze(["echo docker build", ...lines], { Makefile: makefile, "operator/Makefile": makefile.replaceAll("IMG", "OPERATOR_IMAGE"), ...kustomizations(""), ...kustomizations("operator/") });
    // What other goals do is their own; calls of the script begin in it.
    const own = sites.filter(({ file, path }) => (path[0]?.file ?? file) === "e2e.ts");
    return own.map(({ kind, references, verdict }) => [kind, references.join(" | "), ...(verdict === undefined ? [] : [verdict])].join(" ")).sort();
  };

  it("builds, pushes, loads and deploys the image that its variable names", async () => {
    expect(await sitesOf("make docker-build docker-push IMG=example.com/shop:e2e", "make deploy IMG=example.com/shop:e2e")).toEqual(["build example.com/shop:e2e", "deploy example.com/shop:e2e consistent", "push example.com/shop:e2e"]);
    expect(await sitesOf("make docker-buildx IMG=example.com/shop:e2e", "IMG=other make deploy IMG=example.com/shop:dev")).toEqual(["build example.com/shop:e2e", "deploy example.com/shop:dev inconsistent", "push example.com/shop:e2e"]);
    expect(await sitesOf("make -C operator deploy OPERATOR_IMAGE=example.com/shop:e2e")).toEqual(["deploy example.com/shop:e2e third-party"]);
    expect(await sitesOf("cd operator && make docker-build OPERATOR_IMAGE=shop:e2e")).toEqual(["build shop:e2e"]);
  });

  it("makes first what it needs", async () => {
    expect(await sitesOf("make kind-load deploy IMG=shop:e2e")).toEqual(["build shop:e2e", "deploy shop:e2e consistent", "load shop:e2e"]);
  });

  it("takes the variable from the environment, or from the Makefile", async () => {
    expect(await sitesOf("make docker-build", "make deploy")).toEqual(["build <env IMG> | controller:latest", "deploy <env IMG> | controller:latest consistent"]);
    expect(await sitesOf("make docker-build IMG=shop:e2e", "make deploy")).toEqual(["build shop:e2e", "deploy <env IMG> | controller:latest unknown"]);
  });

  it.each([
    ["make install", "inconsistent"],
    ["make fmt manifests -j4", "inconsistent"],
    ["make generate", "unknown"],
    ["make images IMG=shop:dev", "unknown"],
    ["make sources", "unknown"],
    ["make", "inconsistent"],
    ["make $TARGET", "unknown"],
    ["make test", "unknown"],
    ["make -C elsewhere install", "unknown"],
  ])("may build anything unless all that its recipes run is known: %s", async (line, verdict) => {
    const sites = await sitesOf("docker build -t localhost/shop:e2e .", line, "docker run localhost/shop:dev");
    expect(sites.filter((site) => site.includes("localhost/shop"))).toEqual(["build localhost/shop:e2e", `deploy localhost/shop:dev ${verdict}`]);
  });
});
