import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildKustomization } from "../src/flow/kustomize/build.js";
import type { KustomizeOutput } from "../src/flow/kustomize/build.js";
import { readEdit } from "../src/flow/kustomize/kustomization.js";
import { kustomizationFiles } from "../src/flow/kustomize/paths.js";
import { choice, display, hole, isText, join, literal } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

type Files = Readonly<Record<string, string | Text>>;

/** Edits by folder: the words behind `kustomize edit`; `$NAME` in them is a variable of the environment. */
type Edits = Readonly<Record<string, readonly string[]>>;

function build(folder: string, files: Files, edits: Edits = {}): KustomizeOutput {
  return buildKustomization({ folder, readText: reader(files), edits: (edited) => (edits[edited] ?? []).map((line) => readEdit(line.split(" ").map((word) => ({ text: withVariables(word) })))) });
}

function reader(files: Files): (path: string) => Text | undefined {
  const texts = new Map(Object.entries(files).map(([file, text]) => [file, typeof text === "string" ? literal(text, { file, literal: { kind: "literal", value: text, at: [0, text.length] }, offset: 0 }) : text]));
  return (path) => texts.get(path);
}

function withVariables(text: string): Text {
  return join(text.split(/(\$[A-Z_]+)/u).map((part) => ({ text: part.startsWith("$") ? environment(part.slice(1)) : literal(part) })));
}

function environment(name: string): Text {
  return hole(`environment ${name}`, { kind: "environment", name });
}

/** All images in what a kustomization comes to. */
function images(output: KustomizeOutput): readonly string[] {
  return (output.manifests === undefined ? "" : display(output.manifests)).split("\n").flatMap((line) => /^\s*(?:- )?image: (.*)$/u.exec(line)?.[1] ?? []);
}

/** Every entry that took part: key, whether it is read, and the names that are there instead. */
function overrides(output: KustomizeOutput): readonly string[] {
  return output.overrides.map(({ key, isRead, value, candidates }) => `${key} -> ${value === undefined ? "" : display(value)}: ${isRead}${candidates.length === 0 ? "" : `, there: ${candidates.map(({ name }) => name).join(" ")}`}`);
}

function deployment(name: string, ...references: readonly string[]): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
${references.map((reference, index) => `      - name: c${index}\n        image: ${reference}\n`).join("")}`;
}

/** The shape of kubebuilder's config folder. */
const scaffold: Files = {
  "config/default/kustomization.yaml": "namespace: web-system\nnamePrefix: web-\nresources:\n- ../crd\n- ../manager\n",
  "config/crd/kustomization.yaml": "resources:\n- bases/webs.yaml\n",
  "config/crd/bases/webs.yaml": "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  annotations:\n    controller-gen.kubebuilder.io/version: v0.16.1\n  name: webs.example.com\nspec:\n  names: {kind: Web}\n",
  "config/manager/kustomization.yaml": "resources:\n- manager.yaml\n",
  "config/manager/manager.yaml": deployment("controller-manager", "controller:latest"),
};

describe("kustomize edit set image", () => {
  test("an image whose name is there gets the reference, known or not", () => {
    const output = build("config/default", scaffold, { "config/manager": ["set image controller=$IMG"] });
    expect(images(output)).toEqual(["<env IMG>"]);
    expect(overrides(output)).toEqual(["controller -> <env IMG>: yes"]);
    expect(output.problems).toEqual([]);
  });

  test("kubebuilder's key, left behind when the image was named", () => {
    const output = build("config/default", { ...scaffold, "config/manager/manager.yaml": deployment("controller-manager", "example/web-operator:latest") }, { "config/manager": ["set image controller=$IMG"] });
    expect(images(output)).toEqual(["example/web-operator:latest"]);
    expect(overrides(output)).toEqual(["controller -> <env IMG>: no, there: example/web-operator"]);
    expect(output.overrides[0]?.candidates[0]?.place).toMatchObject({ file: "config/manager/manager.yaml" });
  });

  test.each([
    ["web=example/web:2", "example/web:2"],
    ["web=example/web", "example/web:1"],
    ["web:2", "web:2"],
    ["web=*:2", "web:2"],
    ["web=example/web@sha256:0123", "example/web@sha256:0123"],
    ["web@sha256:0123", "web@sha256:0123"],
    ["web=localhost:5000/web", "localhost:5000/web:1"],
    ["web=$REGISTRY/web", "<env REGISTRY>/web:1"],
    ["web=$REGISTRY/web:$TAG", "<env REGISTRY>/web:<env TAG>"],
    ["web:$TAG", "web:<env TAG>"],
  ])("%s", (argument, expected) => {
    const files = { "kustomization.yaml": "resources: [web.yaml]\n", "web.yaml": deployment("web", "web:1") };
    expect(images(build("", files, { "": [`set image ${argument}`] }))).toEqual([expected]);
  });

  test("it takes the place of the entry of its name, and `*` keeps what that one says", () => {
    const files = { "kustomization.yaml": "resources: [web.yaml]\nimages:\n- name: web\n  newName: example/web\n  newTag: old\n- name: other\n  newTag: x\n", "web.yaml": deployment("web", "web:1", "other:1") };
    expect(images(build("", files, { "": ["set image web=*:$TAG"] }))).toEqual(["example/web:<env TAG>", "other:x"]);
    expect(overrides(build("", files, { "": ["set image web=$IMG", "set image other:y"] }))).toEqual(["other -> other:y: yes", "web -> <env IMG>: yes"]);
  });

  test("a reference that is one of several", () => {
    const files = { "kustomization.yaml": "resources: [web.yaml]\n", "web.yaml": deployment("web", "web:1") };
    const reference = choice([literal("example/web"), literal("example/web:2")]);
    const output = buildKustomization({ folder: "", readText: reader(files), edits: () => [readEdit([literal("set"), literal("image"), join([{ text: literal("web=") }, { text: isText(reference) ? reference : literal("") }])].map((text) => ({ text })))] });
    expect(images(output)).toEqual(["example/web:1"]);
    expect(output.isComplete).toBe(true);
  });

  test("a name that is not known may be any image's", () => {
    const files = { "kustomization.yaml": "resources: [web.yaml]\n", "web.yaml": deployment("web", "web:1") };
    expect(overrides(build("", files, { "": ["set image $NAME=example/web:2"] }))).toEqual(["<env NAME> -> example/web:2: unknown, there: web"]);
  });

  test("other edits change what there is", () => {
    const files = { "kustomization.yaml": "resources: [web.yaml]\n", "web.yaml": deployment("web", "web:1"), "job.yaml": deployment("job", "job:1"), "patch.yaml": deployment("job", "job:2") };
    expect(images(build("", files, { "": ["add resource ./job.yaml", "add patch --path patch.yaml --kind Deployment --name job", "remove resource web.yaml"] }))).toEqual(["job:2"]);
    expect(display(build("", files, { "": ["set nameprefix dev-", "set namespace shop"] }).manifests ?? literal(""))).toContain("  name: dev-web\n  namespace: shop\n");
  });
});

describe("images", () => {
  const base = { "base/kustomization.yaml": "resources: [web.yaml]\nimages: [{name: controller, newName: ghcr.io/example/web, newTag: v1}]\n", "base/web.yaml": deployment("web", "controller:latest") };

  test("what a base has renamed is looked for in vain above it", () => {
    const output = build("overlay", { ...base, "overlay/kustomization.yaml": "resources: [../base]\nimages: [{name: controller, newTag: v2}]\n" });
    expect(images(output)).toEqual(["ghcr.io/example/web:v1"]);
    expect(overrides(output)).toEqual(["controller -> ghcr.io/example/web:v1: yes", "controller -> controller:v2: no, there: ghcr.io/example/web"]);
    expect(output.overrides[1]).toMatchObject({ how: "images of a kustomization", target: "overlay/kustomization.yaml", otherwise: "keeps", place: { file: "overlay/kustomization.yaml", start: 37, end: 47 } });
  });

  test("an entry that says what is there already is read", () => {
    expect(overrides(build("overlay", { ...base, "overlay/kustomization.yaml": "resources: [../base]\nimages: [{name: ghcr.io/example/web, newTag: v1}]\n" }))[1]).toBe("ghcr.io/example/web -> ghcr.io/example/web:v1: yes");
  });

  test("an entry of a base that is taken in twice is there once", () => {
    const files = { ...base, "a/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n", "b/kustomization.yaml": "resources: [../base]\nnamePrefix: b-\n", "all/kustomization.yaml": "resources: [../a, ../b]\n" };
    const output = build("all", files);
    expect(images(output)).toEqual(["ghcr.io/example/web:v1", "ghcr.io/example/web:v1"]);
    expect(overrides(output)).toEqual(["controller -> ghcr.io/example/web:v1: yes"]);
  });

  test.each([
    ["web", "web:1", "web:new"],
    ["web", "web", "web:new"],
    ["web", "web@sha256:0123", "web:new"],
    ["web", "example/web:1", "example/web:1"],
    ["example/web", "example/web:1", "example/web:new"],
    ["web", "webs:1", "webs:1"],
    ["web", "web:${TAG}", "web:${TAG}"],
    ["localhost:5000/web", "localhost:5000/web:1", "localhost:5000/web:new"],
    ["quay.io/web", "quay-io/web:1", "quay-io/web:new"],
  ])("the name %s in %s", (name, reference, expected) => {
    expect(images(build("", { "kustomization.yaml": `resources: [web.yaml]\nimages: [{name: "${name}", newTag: new}]\n`, "web.yaml": deployment("web", reference) }))).toEqual([expected]);
  });

  test("a name with its tag is found whole", () => {
    const output = build("", { "kustomization.yaml": "resources: [web.yaml]\nimages: [{name: 'web:1', newTag: new}]\n", "web.yaml": deployment("web", "web:1") });
    expect(overrides(output)).toEqual(["web:1 -> web:1:new: yes"]);
    expect(images(output)).toEqual(["web:new"]);
  });

  test.each([
    ["web:§TAG§", "yes"],
    ["§IMAGE§", "unknown"],
    ["§REGISTRY§/web:1", "unknown"],
    ["§REGISTRY§/other:1", "no"],
    ["other:§TAG§", "no"],
  ])("an image that is not known as a whole: %s", (written, isRead) => {
    const image = join(written.split("§").map((part, index) => ({ text: index % 2 === 0 ? literal(part) : environment(part) })));
    const manifest = join([{ text: literal(deployment("web", "").trimEnd()) }, { text: literal(" ") }, { text: image }, { text: literal("\n") }]);
    const name = isRead === "unknown" && written.includes("/") ? "localhost/web" : "web";
    expect(build("", { "kustomization.yaml": `resources: [web.yaml]\nimages: [{name: ${name}, newTag: new}]\n`, "web.yaml": manifest }).overrides[0]?.isRead).toBe(isRead);
  });

  test("digests, tag suffixes, new names that keep the tag", () => {
    const files = { "web.yaml": deployment("web", "a:1", "b:1", "c:1") };
    expect(images(build("", { ...files, "kustomization.yaml": "resources: [web.yaml]\nimages:\n- {name: a, digest: 'sha256:00'}\n- {name: b, tagSuffix: -debug}\n- {name: c, newName: d}\n" }))).toEqual(["a@sha256:00", "b:1-debug", "d:1"]);
  });

  test("init containers and pods of custom resources are found, definitions and other fields are not", () => {
    const files = {
      "kustomization.yaml": "resources: [all.yaml]\nimages: [{name: web, newTag: new}]\n",
      "all.yaml": `apiVersion: example.com/v1\nkind: Web\nmetadata: {name: a}\nspec:\n  image: web:1\n  pods:\n    initContainers:\n    - image: web:1\n    ephemeralContainers:\n    - image: web:1\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec:\n  volumes:\n  - name: v\n    image: {reference: "web:1"}\n---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: c}\nspec:\n  containers:\n  - image: web:1\n`,
    };
    const output = build("", files);
    expect(images(output)).toEqual(["web:1", "web:new", "web:1", "web:1"]);
    expect(display(output.manifests ?? literal(""))).toContain('reference: "web:new"');
  });

  test("configurations name the fields of custom resources", () => {
    const files = {
      "kustomization.yaml": "resources: [web.yaml]\nconfigurations: [fields.yaml]\nimages: [{name: web, newTag: new}]\n",
      "fields.yaml": "images:\n- {kind: Web, path: spec/runners/image}\n",
      "web.yaml": "apiVersion: example.com/v1\nkind: Web\nmetadata: {name: a}\nspec:\n  runners:\n  - image: web:1\n",
    };
    expect(images(build("", files))).toEqual(["web:new"]);
  });

  test("the older names of fields", () => {
    const files = { ...base, "overlay/kustomization.yml": "bases: [../base]\nimageTags: [{name: ghcr.io/example/web, newTag: v2}]\n" };
    expect(images(build("overlay", files))).toEqual(["ghcr.io/example/web:v2"]);
  });
});

describe("components", () => {
  test("they change what the kustomization has so far, one after the other", () => {
    const files = {
      "app/kustomization.yaml": "resources: [web.yaml]\ncomponents: [../tag, ../name]\nimages: [{name: example/web, newTag: last}]\n",
      "app/web.yaml": deployment("web", "web:1"),
      "tag/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{name: web, newTag: '2'}]\n",
      "name/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{name: web, newName: example/web}]\n",
    };
    expect(images(build("app", files))).toEqual(["example/web:last"]);
    expect(build("tag", files)).toMatchObject({ isComplete: false, overrides: [{ key: "web", isRead: "unknown" }] });
    expect(kustomizationFiles("tag", reader(files))?.isComponent).toBe(true);
  });
});

describe("patches", () => {
  const web = { "web.yaml": deployment("web", "web:1", "side:1") };

  test("a strategic merge meets containers by their names", () => {
    const output = build("", { ...web, "kustomization.yaml": "resources: [web.yaml]\npatches: [{path: patch.yaml}]\n", "patch.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n      - name: c1\n        image: side:2\n      - name: new\n        image: new:1\n" });
    expect(images(output)).toEqual(["new:1", "web:1", "side:2"]);
    expect(output.problems).toEqual([]);
  });

  test("a list of a custom resource is replaced as a whole", () => {
    const files = {
      "kustomization.yaml": "resources: [web.yaml]\npatchesStrategicMerge:\n- |\n  apiVersion: example.com/v1\n  kind: Web\n  metadata: {name: a}\n  spec:\n    containers:\n    - {name: y, image: 'y:2'}\n",
      "web.yaml": "apiVersion: example.com/v1\nkind: Web\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: x, image: 'x:1'}\n  - {name: y, image: 'y:1'}\n",
    };
    expect(images(build("", files))).toEqual(["'y:2'"]);
  });

  test("deletion: of a field, of a container, of the object", () => {
    const patch = (spec: string): readonly string[] => images(build("", { ...web, "kustomization.yaml": `resources: [web.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: |\n    kind: Deployment\n    metadata: {name: any}\n${spec}` }));
    expect(patch("    spec: {template: null}\n")).toEqual([]);
    expect(patch("    spec: {template: {spec: {containers: [{name: c0, $patch: delete}]}}}\n")).toEqual(["side:1"]);
    expect(patch("    $patch: delete\n")).toEqual([]);
  });

  test("the images of patches are changed, and have their places in the patch", () => {
    const text = "resources: [web.yaml]\npatches:\n- target: {kind: Deploy.*, name: we(b|c)}\n  patch: |-\n    - op: replace\n      path: /spec/template/spec/containers/0/image\n      value: patched:1\n    - {op: remove, path: /spec/template/spec/containers/1}\nimages: [{name: other, newTag: x}]\n";
    const output = build("", { ...web, "kustomization.yaml": text });
    expect(images(output)).toEqual(["patched:1"]);
    expect(output.overrides[0]?.candidates).toMatchObject([{ name: "patched", place: { file: "kustomization.yaml", start: text.indexOf("patched:1"), end: text.indexOf("patched:1") + 9 } }]);
  });

  test.each([
    ["{kind: Deployment, name: web}", true],
    ["{kind: Deploy}", false],
    ["{group: apps, version: v1, namespace: default}", true],
    ["{name: original}", true],
    ["{labelSelector: 'app=web,tier!=db,zone in (a, b)'}", true],
    ["{labelSelector: 'app=other'}", false],
    ["{labelSelector: '!app'}", false],
    ["{annotationSelector: note}", true],
  ])("the target %s", (target, isMeant) => {
    const files = {
      "base/kustomization.yaml": "resources: [web.yaml]\nnamePrefix: new-\n",
      "base/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: original, labels: {app: web, zone: b}, annotations: {note: x}}\nspec: {template: {spec: {containers: [{name: a, image: 'a:1'}]}}}\n",
      "web/kustomization.yaml": `resources: [../base]\npatches:\n- target: ${target.replace("name: web", "name: new-original")}\n  patch: '[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "b:1"}]'\n`,
    };
    expect(images(build("web", files))).toEqual([isMeant ? '"b:1"' : "'a:1'"]);
  });

  test("a patch of what is not there is a problem, and nothing is claimed then", () => {
    const output = build("", { ...web, "kustomization.yaml": "resources: [web.yaml]\npatchesJson6902:\n- target: {kind: Deployment, name: web}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/nothing/here\", \"value\": 1}]'\nimages: [{name: other, newTag: x}]\n" });
    expect(output).toMatchObject({ isComplete: false, problems: [{ file: "kustomization.yaml", message: "the patch's path /spec/nothing/here is not there" }], overrides: [{ isRead: "unknown" }] });
  });
});

describe("replacements", () => {
  const files = {
    "web.yaml": deployment("web", "web:1"),
    "settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  annotations: {config.kubernetes.io/local-config: 'true'}\ndata: {image: 'example/web:2'}\n",
  };

  test("a whole image, from an object that is not deployed", () => {
    const output = build("", { ...files, "kustomization.yaml": "resources: [web.yaml, settings.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: settings, fieldPath: data.image}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ['spec.template.spec.containers.[name=c0].image']\n" });
    expect(images(output)).toEqual(["example/web:2"]);
    expect(output.objects).toHaveLength(1);
  });

  test("a tag, from a generated map, in a file of its own", () => {
    const text = "resources: [web.yaml]\nconfigMapGenerator: [{name: versions, literals: [WEB=3]}]\nreplacements: [{path: replace.yaml}]\n";
    const replace = "source: {kind: ConfigMap, name: versions, fieldPath: data.WEB}\ntargets:\n- select: {kind: Deployment, name: web}\n  fieldPaths: ['spec.template.spec.containers.*.image']\n  options: {delimiter: ':', index: 1}\n";
    expect(images(build("", { ...files, "kustomization.yaml": text, "replace.yaml": replace }))).toEqual(["web:3"]);
  });
});

describe("what cannot be seen", () => {
  const web = { "web.yaml": deployment("web", "web:1") };
  test.each([
    ["resources: [web.yaml, 'https://example.com/all.yaml']"],
    ["resources: [web.yaml, 'github.com/example/web//config?ref=v1']"],
    ["resources: [web.yaml, 'git@github.com:example/web.git']"],
    ["resources: [web.yaml]\nhelmCharts: [{name: web}]"],
    ["resources: [web.yaml]\ngenerators: [gen.yaml]"],
  ])("%s", (text) => {
    const output = build("", { ...web, "kustomization.yaml": `${text}\nimages: [{name: other, newTag: x}, {name: web, newTag: y}]\n` });
    expect(overrides(output)).toEqual(["other -> other:x: unknown, there: web", "web -> web:y: yes"]);
    expect(output).toMatchObject({ isComplete: false, problems: [] });
  });

  test("a transformer that is a program may change anything, kustomize's own ones are followed", () => {
    const files = { ...web, "t.yaml": "apiVersion: builtin\nkind: ImageTagTransformer\nmetadata: {name: t}\nimageTag: {name: web, newTag: '2'}\n", "u.yaml": "apiVersion: example.com/v1\nkind: Program\nmetadata: {name: u}\n" };
    expect(build("", { ...files, "kustomization.yaml": "resources: [web.yaml]\ntransformers: [t.yaml]\n" })).toMatchObject({ isComplete: true, overrides: [{ key: "web", isRead: "yes", place: { file: "t.yaml" } }] });
    expect(build("", { ...files, "kustomization.yaml": "resources: [web.yaml]\ntransformers: [u.yaml]\n" }).isComplete).toBe(false);
  });

  test("a variable of the kustomization in an image", () => {
    const output = build("", { "web.yaml": deployment("web", "example/web:$(TAG)"), "kustomization.yaml": "resources: [web.yaml]\nvars: [{name: TAG, objref: {kind: ConfigMap, name: a, apiVersion: v1}}]\n" });
    expect(images(output)).toEqual(["<unknown>"]);
  });
});

describe("broken input", () => {
  const problemsOf = (files: Files): readonly string[] => build("", files).problems.map(({ file, offset, message }) => `${file}:${offset} ${message}`);

  test("missing files and folders", () => {
    expect(problemsOf({ "kustomization.yaml": "resources: [a.yaml, ../outside]\ncomponents: [b]\npatches: [{path: c.yaml}]\nreplacements: [{path: d.yaml}]\n" })).toEqual([
      "kustomization.yaml:12 a.yaml is not there",
      "kustomization.yaml:20 ../outside is not there",
      "kustomization.yaml:45 b is not there",
      "kustomization.yaml:65 c.yaml is not there",
      "kustomization.yaml:96 d.yaml is not there",
    ]);
    expect(build("", {})).toMatchObject({ manifests: undefined, isComplete: false });
  });

  test("kustomizations that take in each other", () => {
    const files = { "a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n" };
    expect(build("a", files)).toMatchObject({ isComplete: false, problems: [{ file: "b/kustomization.yaml", message: "a kustomization that takes in itself" }] });
    expect(kustomizationFiles("a", reader(files))?.folders).toEqual(["a", "b"]);
  });

  test("what is no object, no kustomization, no YAML", () => {
    expect(problemsOf({ "kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": "just: text\n---\n" })).toEqual(["a.yaml:0 this is no Kubernetes object: it has no kind"]);
    expect(problemsOf({ "kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {path: ./a}\n" })).toEqual(["kustomization.yaml:0 this is no kustomization"]);
    expect(problemsOf({ "kustomization.yaml": "{{ if .x }}\nresources: [a.yaml\n" }).length).toBeGreaterThan(0);
    expect(problemsOf({ "kustomization.yaml": "", "Kustomization": "" })).toEqual(["kustomization.yaml:0 this folder has several kustomizations", "kustomization.yaml:0 this is no kustomization"]);
  });

  test("components that double with every step, and copies of copies, come to an end", () => {
    const steps = Array.from({ length: 40 }, (_, step) => [`${step}/kustomization.yaml`, `kind: Component\ncomponents: [../${step + 1}, ../${step + 1}]\n`] as const);
    expect(build("", { ...Object.fromEntries(steps), "kustomization.yaml": "components: [0]\n" }).isComplete).toBe(false);
    const operations = Array.from({ length: 60 }, (_, step) => `{"op": "copy", "from": "/spec", "path": "/spec/x${step}"}`).join(",");
    expect(build("", { "web.yaml": deployment("web", "web:1"), "kustomization.yaml": `resources: [web.yaml]\npatches: [{target: {kind: Deployment}, patch: '[${operations}]'}]\n` }).problems).toMatchObject([{ message: "the patch makes the object too large" }]);
  });

  test("any text is read without a crash", () => {
    const line = fc.constantFrom("resources: [a.yaml, b]", "components: [b]", "patches:", "- path: a.yaml", "- target: {kind: '('}", "  patch: |", "    - op: copy", "      from: ''", "      path: /a", "images:", "- name: '['", "  newTag: 1", "replacements: [{source: {}, targets: [{select: {}, fieldPaths: ['a.[b=(].c']}]}]", "vars: x", "namespace: {}", "---", "kind: Deployment", "metadata: {name: x}", "configMapGenerator: [{name: x, literals: [1, a]}]", "apiVersion: apps/v1", "labels: [x, {pairs: y}]", "\t", "spec: {containers: [{image: [x]}, y]}");
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, text, (root, resource, inner) => {
        const output = build("", { "kustomization.yaml": root, "a.yaml": resource, "b/kustomization.yaml": inner, "b/a.yaml": resource });
        expect(output.isComplete && output.problems.length > 0).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

test("the files and folders that a kustomization reads", () => {
  expect(kustomizationFiles("config/default", reader(scaffold))).toEqual({
    files: ["config/crd/bases/webs.yaml", "config/crd/kustomization.yaml", "config/default/kustomization.yaml", "config/manager/kustomization.yaml", "config/manager/manager.yaml"],
    folders: ["config/default", "config/crd", "config/manager"],
    isComponent: false,
  });
  expect(kustomizationFiles("elsewhere", reader(scaffold))).toBeUndefined();
});
