import { describe, expect, test } from "vitest";
import { readManifests } from "../src/frontends/yaml/read-manifests.js";
import { manifestObjectsOf, type ManifestNode } from "../src/models/kubernetes.js";

/** What the objects of a text speak of, as `name: image`; each must stand in the text where it says. */
function mentions(text: string): readonly string[] {
  return readManifests(text).objects.flatMap((object) =>
    object.mentions.map(({ image, tag, name, isRepository }) => {
      expect(text.slice(...image.at)).toBe(image.value);
      return `${name}: ${image.value}${tag === undefined ? "" : ` + ${tag.value}`}${isRepository ? " (repository)" : ""}`;
    }),
  );
}

function container(lines: string): string {
  return `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: operator:1\n${lines.replaceAll(/^/gm, "    ")}\n`;
}

describe("variables", () => {
  const variable = (name: string, value: string): string => container(`env:\n- name: ${name}\n  value: ${value}`);

  test.each([
    ["RELATED_IMAGE_PROXY", "quay.io/shop/proxy:v1"],
    ["RELATED_IMAGE_POLICY_REGISTRY", "quay.io/shop/policy-registry@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"],
    ["SIDECAR_IMAGE", "busybox"],
    ["WORKER_IMG", "shop/worker"],
    ["IMAGE_WORKER", "worker:dev"],
    ["AGENT_IMAGE", '"localhost/agent:$(TAG)"'],
    ["AGENT_IMAGE", "$AGENT_IMAGE"],
  ])("%s: %s", (name, value) => {
    expect(mentions(variable(name, value))).toEqual([`${name}: ${value.replaceAll('"', "")}`]);
  });

  test("a repository is one by its name", () => {
    expect(mentions(variable("IMAGE_REPOSITORY", "quay.io/shop/web"))).toEqual(["IMAGE_REPOSITORY: quay.io/shop/web (repository)"]);
  });

  test.each([
    ["IMAGE_PULL_POLICY", "Always"],
    ["IMAGE_TAG", "v1.0"],
    ["IMAGE_REGISTRY", "quay.io/shop"],
    ["PULL_IMAGES", "'true'"],
    ["DEFAULT_IMAGE", "assets/default.png"],
    ["BACKGROUND_IMAGE", "shop/sky:blue"],
    ["VM_IMAGE", "images/ubuntu:22.04"],
    ["IMAGE_SERVER", "https://example.com/images"],
    ["IMAGE_PATH", "var/images"],
    ["DATABASE", "shop/db:1"],
    ["WORKER_IMAGE", "'a sentence about images'"],
    ["IMAGE_WORKER", "worker"],
  ])("no reference: %s: %s", (name, value) => {
    expect(mentions(variable(name, value))).toEqual([]);
  });

  test("parameters of Tekton and Argo are variables too", () => {
    expect(mentions("apiVersion: tekton.dev/v1\nkind: Task\nspec: { params: [{ name: BUILDER_IMAGE, default: 'quay.io/buildah:1' }] }")).toEqual(["BUILDER_IMAGE: quay.io/buildah:1"]);
    expect(mentions("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: { arguments: { parameters: [{ name: image, value: 'shop/web:1' }] } }")).toEqual(["image: shop/web:1"]);
  });

  test("the data of a ConfigMap are variables", () => {
    expect(mentions("apiVersion: v1\nkind: ConfigMap\ndata:\n  PROXY_IMAGE: shop/proxy:1\n  OTHER: shop/other:1\n")).toEqual(["PROXY_IMAGE: shop/proxy:1"]);
  });
});

describe("options", () => {
  test.each([
    ['args: ["--image=shop/web:1"]', ["--image: shop/web:1"]],
    ["args:\n- --proxy-image=busybox # the proxy", ["--proxy-image: busybox"]],
    ['args: ["--proxy-image", "shop/proxy"]', ["--proxy-image: shop/proxy"]],
    ['command: ["/manager", "-sidecarImage=shop/sidecar:$(TAG)"]', ["-sidecarImage: shop/sidecar:$(TAG)"]],
    ['args: ["--image-repository=shop/web"]', ["--image-repository: shop/web (repository)"]],
    ['args: ["--image-pull-policy=Always", "--images", "--image-tag=v1:2", "--image", "--other", "image=shop/web:1", "--image="]', []],
    ["args: ['-c', 'run --image=shop/web:1']", []],
  ])("%s", (lines, found) => {
    expect(mentions(container(lines))).toEqual(found);
  });
});

describe("fields", () => {
  test("images of a custom resource that the table does not know", () => {
    expect(mentions("apiVersion: example.com/v1\nkind: Shop\nspec:\n  image: shop/web:1\n  proxyImage: shop/proxy\n  images: { cart: 'shop/cart:2' }\n  size: small\n  imagePullPolicy: Always\n  other: { image: word }\n")).toEqual([
      "image: shop/web:1",
      "proxyImage: shop/proxy",
      "images: shop/cart:2",
    ]);
  });

  test("a repository and its tag in two fields", () => {
    expect(mentions("apiVersion: example.com/v1\nkind: Shop\nspec: { image: { repository: shop/web, tag: v1, pullPolicy: Never } }")).toEqual(["image: shop/web + v1 (repository)"]);
  });

  test("what a ClusterServiceVersion is about", () => {
    const text = "apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata: { annotations: { containerImage: 'quay.io/shop/operator:1', alm-examples: '[{\"spec\": {\"image\": \"shop/web:1\"}}]' } }\nspec: { relatedImages: [{ name: proxy, image: 'quay.io/shop/proxy:1' }] }";
    expect(mentions(text)).toEqual(["containerImage: quay.io/shop/operator:1", "image: quay.io/shop/proxy:1"]);
  });

  test("annotations by their own name, without their prefix", () => {
    expect(mentions(container("").replace("spec:", "metadata: { annotations: { sidecar.istio.io/proxyImage: 'istio/proxyv2:1', images.example.com/note: 'a/b:1' } }\nspec:"))).toEqual(["proxyImage: istio/proxyv2:1"]);
  });

  test("what is run is not mentioned beside", () => {
    expect(mentions(container("imagePullPolicy: Never"))).toEqual([]);
  });

  test("the parameters of an OpenShift template are those of its objects", () => {
    const { objects } = readManifests("apiVersion: template.openshift.io/v1\nkind: Template\nobjects: [{ apiVersion: v1, kind: Pod, spec: { containers: [{ name: a, image: '${IMAGE}' }] } }]\nparameters: [{ name: IMAGE, value: 'shop/web:1' }]");
    expect(objects).toMatchObject([
      { kind: "Pod", images: [{ image: { value: "${IMAGE}" } }], mentions: [] },
      { kind: "Template", images: [], mentions: [{ name: "IMAGE", image: { value: "shop/web:1" } }] },
    ]);
  });
});

describe("object values in code", () => {
  const scalar = (value: string): ManifestNode<string> => ({ kind: "scalar", value });
  const tree: ManifestNode<string> = {
    kind: "map",
    entries: [
      { key: "kind", value: scalar("Pod") },
      { key: "args", value: { kind: "list", items: [scalar("--a-image=x/y"), scalar("--b-image"), scalar("x/z")] } },
    ],
  };

  test("the part of a scalar is found where there is a way to take it", () => {
    const textOf = (value: string): string => value;
    expect(manifestObjectsOf(tree, { textOf, partOf: (value, start, end) => value.slice(start, end) })[0]?.mentions.map(({ image }) => image)).toEqual(["x/y", "x/z"]);
    expect(manifestObjectsOf(tree, { textOf })[0]?.mentions.map(({ image }) => image)).toEqual(["x/z"]);
  });
});
