import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readManifests } from "../src/frontends/yaml/read-manifests.js";
import { readYamlValue, readYamlValues } from "../src/frontends/yaml/read-yaml.js";
import { imagePathsOf, manifestObjectsOf, type ManifestNode } from "../src/models/kubernetes.js";
import type { ManifestPath } from "../src/project/configuration.js";

const hole = "\uE000";

/** The images of a text, each as `Kind path = image`; each must stand in the text where it says. */
function images(written: string, manifestPaths?: readonly ManifestPath[]): readonly string[] {
  const text = written.replaceAll("§", hole);
  const { objects } = readManifests(text, manifestPaths);
  return objects.flatMap(({ kind, images: uses }) =>
    uses.map(({ image, path }) => {
      expect(text.slice(...image.at)).toBe(image.value);
      return `${kind ?? "fragment"} ${path} = ${image.value.replaceAll(hole, "§")}`;
    }),
  );
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    spec:
      initContainers:
        - { name: wait, image: busybox:1.36 }
      containers:
        - name: web
          image: "localhost/web:§"
          imagePullPolicy: Never
        - image: §:§ # both parts
          name: side
      volumes:
        - name: data
          image: { reference: 'registry/data:1', pullPolicy: Always }
`;

describe("kinds of objects", () => {
  test("a deployment's containers, init containers and image volumes", () => {
    expect(images(deployment)).toEqual([
      "Deployment spec.template.spec.containers[0].image = localhost/web:§",
      "Deployment spec.template.spec.containers[1].image = §:§",
      "Deployment spec.template.spec.initContainers[0].image = busybox:1.36",
      "Deployment spec.template.spec.volumes[0].image.reference = registry/data:1",
    ]);
    expect(readManifests(deployment).objects).toMatchObject([
      {
        apiVersion: "apps/v1",
        name: { value: "web" },
        namespace: { value: "shop" },
        at: [0, deployment.trimEnd().length],
        images: [
          { containerKind: "container", containerName: { value: "web" }, policy: { value: "Never" } },
          { containerKind: "container", containerName: { value: "side" } },
          { containerKind: "init", containerName: { value: "wait" } },
          { containerKind: "volume", policy: { value: "Always" } },
        ],
      },
    ]);
  });

  test("a kind of another group is none of the table's, but a pod template in it is one", () => {
    expect(images("apiVersion: example.com/v1\nkind: Deployment\nspec: { image: x, pods: { containers: [{ name: a, image: y }] } }")).toEqual(["Deployment spec.pods.containers[0].image = y"]);
  });

  test("configured paths add to the table", () => {
    const text = "apiVersion: example.com/v1\nkind: Runner\nspec: { runner: { image: x, imagePullPolicy: Never }, jobs: [{ img: y }] }";
    expect(images(text)).toEqual([]);
    expect(images(text, [{ kind: "Runner", path: "spec.runner.image" }, { kind: "Runner", apiVersion: "example.com", path: "spec.jobs[].img" }, { kind: "Runner", apiVersion: "other.com", path: "spec.none" }])).toEqual([
      "Runner spec.runner.image = x",
      "Runner spec.jobs[0].img = y",
    ]);
  });

  test("configured paths stand beside what a kind is known for, or looks like", () => {
    const pod = "template: { spec: { containers: [{ name: a, image: x }] } }";
    expect(images(`apiVersion: apps/v1\nkind: Deployment\nspec: { ${pod}, extra: y }`, [{ kind: "Deployment", path: "spec.extra" }])).toEqual(["Deployment spec.template.spec.containers[0].image = x", "Deployment spec.extra = y"]);
    expect(images(`apiVersion: example.com/v1\nkind: Runner\nspec: { ${pod}, extra: y }`, [{ kind: "Runner", path: "spec.extra" }])).toEqual(["Runner spec.template.spec.containers[0].image = x", "Runner spec.extra = y"]);
    expect(images(`apiVersion: apps/v1\nkind: Deployment\nspec: { ${pod} }`, [{ kind: "Deployment", path: "spec.template.spec.containers[].image" }])).toEqual(["Deployment spec.template.spec.containers[0].image = x"]);
  });

  test("a configured path may end at the texts of a list or a map", () => {
    const text = "kind: Runner\nspec: { images: [x, y], byName: { a: z } }";
    expect(images(text, [{ kind: "Runner", path: "spec.images[]" }, { kind: "Runner", path: "spec.byName.*" }])).toEqual(["Runner spec.images[0] = x", "Runner spec.images[1] = y", "Runner spec.byName.a = z"]);
  });

  test("lists and OpenShift templates are their items", () => {
    const item = "{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: { containers: [{ name: a, image: x }] } }";
    expect(images(`apiVersion: v1\nkind: List\nitems: [${item}, ${item}]`)).toEqual(["Pod spec.containers[0].image = x", "Pod spec.containers[0].image = x"]);
    expect(images(`apiVersion: template.openshift.io/v1\nkind: Template\nobjects: [${item}]`)).toEqual(["Pod spec.containers[0].image = x"]);
  });

  test("schemas and data run nothing", () => {
    expect(images("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: { containers: [{ name: a, image: x }] }")).toEqual([]);
    expect(images("apiVersion: v1\nkind: ConfigMap\ndata:\n  pod.yaml: |\n    kind: Pod\n    spec: { containers: [{ name: a, image: x }] }\n")).toEqual([]);
    expect(images("apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: 80 }] }")).toEqual([]);
  });

  test("patches name no kind", () => {
    expect(images(`{"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "§"}]}}}}`)).toEqual(["fragment spec.template.spec.containers[0].image = §"]);
    expect(images(`[{"op": "replace", "path": "/spec/template/spec/initContainers/0/image", "value": "x:1"}]`)).toEqual(["fragment spec.template.spec.initContainers[0].image = x:1"]);
    expect(images("services: { web: { image: x } }")).toEqual([]);
  });
});

describe("documents and forms", () => {
  test("several documents, Windows line ends, a byte order mark", () => {
    expect(images(`\uFEFF${deployment}---\n# nothing\n---\n${deployment}`.replaceAll("\n", "\r\n"))).toHaveLength(8);
  });

  test("JSON, also with tabs", () => {
    expect(images(`{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"spec": {"containers": [{"name": "a", "image": "x:§"}]}\n}`)).toEqual(["Pod spec.containers[0].image = x:§"]);
  });

  test("anchors and merge keys lead to where the image is written", () => {
    const text = "kind: Pod\nbase: &base\n  image: x:1\n  name: a\nspec:\n  containers:\n    - *base\n    - { <<: *base, name: b }\n    - { image: y, <<: [*base] }\n";
    expect(images(text)).toEqual(["Pod spec.containers[0].image = x:1", "Pod spec.containers[1].image = x:1", "Pod spec.containers[2].image = y"]);
  });

  test("block scalars and escapes", () => {
    const text = "kind: Pod\nspec:\n  containers:\n    - name: a\n      image: >-\n        registry/x:1\n    - name: b\n      image: 'it''s'\n";
    const uses = readManifests(text).objects[0]?.images ?? [];
    expect(uses.map(({ image }) => [image.value, text.slice(...image.at)])).toEqual([["registry/x:1", "registry/x:1"], ["it's", "it''s"]]);
  });
});

describe("holes", () => {
  const pod = (container: string): string => `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      ${container}\n`;

  test.each([
    ["§", "§"],
    [`"§"`, "§"],
    ["'§:§'", "§:§"],
    ["§/web:v1", "§/web:v1"],
    ["localhost:5000/web:§", "localhost:5000/web:§"],
    ["§@§", "§@§"],
  ])("image: %s", (written, value) => {
    expect(images(pod(`image: ${written}`))).toEqual([`Pod spec.containers[0].image = ${value}`]);
  });

  test("a line that is a rendered fragment hides nothing else", () => {
    const text = "§\napiVersion: v1\n§\nkind: Pod\nmetadata:\n  name: a\n  §\nspec:\n  §\n  containers:\n    §\n    - name: a\n      image: x\n        §\n      §\n    §\n---\n§\n---\nkind: Pod\nspec: { containers: [{ name: b, image: y }] }\n";
    expect(images(text)).toEqual(["Pod spec.containers[0].image = x", "Pod spec.containers[0].image = y"]);
    expect(readManifests(text.replaceAll("§", hole)).problems).toEqual([]);
  });

  test("a hole may stand for the indentation", () => {
    expect(images("kind: Pod\nspec:\n  containers:\n§- name: a\n§  image: x\n§  imagePullPolicy: Never\n§- name: b\n§  image: y\n")).toEqual(["Pod spec.containers[0].image = x", "Pod spec.containers[1].image = y"]);
    expect(images("kind: Pod\nspec:\n§containers:\n§  - name: a\n§    image: x\n")).toEqual(["Pod spec.containers[0].image = x"]);
  });

  test("a hole may be a key, or a part of one", () => {
    expect(images(pod("image: x\n  §: y\n  §/name: z\n"))).toEqual(["Pod spec.containers[0].image = x"]);
  });

  test("a text that is dedented before it is used", () => {
    const indented = `${deployment}---\n${deployment}`.replaceAll(/^/gm, "      ");
    expect(images(`\n${indented}\n    `)).toHaveLength(8);
  });
});

describe("what cannot be read", () => {
  test("template actions are given as they are written, with what stands around them", () => {
    const text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Name }}-web\nspec:\n  {{- with .Labels }}\n  containers:\n  {{- range .all }}\n  - name: a\n    image: \"{{ .image }}\"\n  - name: b\n    image: {{ .registry }}/web:{{ .tag }}\n  - name: '{{ .it }}''s'\n    image: busybox\n  {{- end }}\n";
    expect(images(text)).toEqual(["Pod spec.containers[0].image = {{ .image }}", "Pod spec.containers[1].image = {{ .registry }}/web:{{ .tag }}", "Pod spec.containers[2].image = busybox"]);
    const { objects, problems } = readManifests(text);
    expect(objects).toMatchObject([{ name: { value: "{{ .Name }}-web" }, images: [{}, {}, { containerName: { value: "{{ .it }}'s" } }] }]);
    expect(problems).toEqual([]);
  });

  test("template actions are problems for others, who want values", () => {
    expect(readYamlValue("image: {{ .Image }}\n")).toMatchObject({ value: { entries: [{ key: "image", value: { kind: "unknown" } }] }, problems: [{ offset: 7 }] });
  });

  test("placeholders are references like others", () => {
    const written = ["$IMAGE", "${IMAGE}:latest", "IMAGE_PLACEHOLDER", "<image>", "REPLACE_ME", "ko://example.com/cmd/web"];
    expect(images(`kind: Pod\nspec:\n  containers:\n${written.map((image) => `  - { name: a, image: "${image}" }\n`).join("")}`)).toEqual(written.map((image, index) => `Pod spec.containers[${index}].image = ${image}`));
  });

  test.each([
    ["an unclosed quote", `kind: Pod\nspec: { containers: [{ name: a, image: x }] }\nmetadata: "a\n`],
    ["a tab", "kind: Pod\nspec: { containers: [{ name: a, image: x }] }\nmetadata:\n\tname: a\n"],
    ["an alias without an anchor", "kind: Pod\nspec: { containers: [{ name: a, image: x }] }\nmetadata: *a\n"],
    ["a duplicate key", "kind: Pod\nspec: {}\nspec: { containers: [{ name: a, image: x }] }\n"],
    ["a value that holds itself", "kind: Pod\nspec: { containers: [{ name: a, image: x }] }\nmetadata: &a [*a]\n"],
  ])("%s is one problem", (_name, text) => {
    expect(images(text)).toEqual(["Pod spec.containers[0].image = x"]);
    expect(readManifests(text).problems.length).toBeGreaterThan(0);
  });

  test("an image without a value is none", () => {
    expect(images("kind: Pod\nspec:\n  containers:\n    - name: a\n      image:\n    - name: b\n      image: ''\n")).toEqual([]);
  });

  test.each(["", " ", "§", "# only a comment", "---\n---\n", "just text", "42", "[]", "{", "\0\u0001", "- - -", "? : ,", "%YAML 9.9\n---\na: b"])("%j has no objects", (text) => {
    expect(images(text)).toEqual([]);
  });

  test("aliases that explode are unknown", () => {
    const levels = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]\n`);
    const { objects, problems } = readManifests(`a0: &a0 [x, x]\n${levels.join("")}kind: Pod\nspec: { containers: [*a12, { name: a, image: b }] }\n`);
    expect(objects[0]?.images).toMatchObject([{ image: { value: "b" } }]);
    expect(problems[0]?.message).toContain("too large");
  });

  test.each([
    ["open brackets", "["],
    ["open braces", "{"],
    ["nested lists", "- "],
    ["nested objects", `{"a":`],
    ["an unclosed quote", `"a: b\n`],
    ["prose", "This is: some text, [with (brackets} and `stuff` & *stars\n"],
    ["template actions", "a: {{ .b }}\n"],
    ["unclosed template actions", "{{"],
  ])("two megabytes of %s take seconds", { timeout: 60_000 }, (_name, line) => {
    expect(readManifests(line.repeat(Math.floor(2_000_000 / line.length))).objects).toBeInstanceOf(Array);
  });

  test("a text that is too long is not read", () => {
    expect(readManifests(deployment.repeat(10_000))).toMatchObject({ objects: [], problems: [{ offset: 0, message: "too long to be read" }] });
  });

  test("a thousand documents take a second", { timeout: 10_000 }, () => {
    expect(readManifests(`${deployment}---\n`.repeat(1000)).objects).toHaveLength(1000);
  });

  test("nothing throws, and all places lie in the text", () => {
    const pieces = fc.constantFrom("kind: Pod\n", "spec:\n", "  containers:\n", "  - ", "name: a\n", "    image: ", "x:1", "\n", hole, `${hole}\n`, `${hole}- `, " ", "\t", "'", '"', "[", "]", "{", "}", ",", ": ", "&a ", "*a", "<<: ", "|\n", ">-\n", "# c\n", "---\n", "  ---\n", "{{ x }}", "!t ", "? ", "%", "\r\n");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (chosen) => {
        const text = chosen.join("");
        const { objects, problems } = readManifests(text);
        for (const { offset } of problems) expect(offset).toBeLessThanOrEqual(text.length);
        for (const { image } of objects.flatMap(({ images: uses }) => uses)) {
          expect(image.at[0]).toBeLessThanOrEqual(image.at[1]);
          expect(image.at[1]).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("any YAML and JSON", () => {
  test("values have their type and their place", () => {
    const text = "tag: 1.10\nname: \"1.10\"\non: true\nnone: ~\nlist: [a, §]\n".replaceAll("§", hole);
    expect(readYamlValue(text)).toMatchObject({
      value: {
        kind: "map",
        entries: [
          { key: "tag", value: { value: { value: "1.10", parsed: 1.1, at: [5, 9] } } },
          { key: "name", value: { value: { value: "1.10", parsed: "1.10", at: [17, 21] } } },
          { key: "on", value: { value: { parsed: true } } },
          { key: "none", value: { value: { parsed: null } } },
          { key: "list", value: { kind: "list", items: [{ value: { value: "a" } }, { value: { value: hole, at: [50, 51] } }] } },
        ],
      },
      problems: [],
    });
  });

  test("all documents, or the first", () => {
    expect(readYamlValues("a: 1\n---\nb: 2\n").values).toHaveLength(2);
    expect(readYamlValue("a: 1\n---\nb: 2\n").value).toMatchObject({ entries: [{ key: "a" }] });
    expect(readYamlValue("").value).toBeUndefined();
  });

  test("JSON says the same as the same text in YAML", () => {
    const json = `{"a": [1, "x\\u003ay", true, null], "b": {"c": "${hole}"}}`;
    expect(readYamlValue(json)).toEqual(readYamlValue(`${json} # in YAML`));
  });
});

describe("object values in code", () => {
  const scalar = (value: string): ManifestNode<string> => ({ kind: "scalar", value });
  const map = (entries: Readonly<Record<string, ManifestNode<string>>>): ManifestNode<string> => ({ kind: "map", entries: Object.entries(entries).map(([key, value]) => ({ key, value })) });
  const list = (...items: readonly ManifestNode<string>[]): ManifestNode<string> => ({ kind: "list", items });
  const reading = { textOf: (value: string) => (value.startsWith("$") ? undefined : value) };

  test("a pod template is recognised by its shape, at any depth", () => {
    const tree = map({ namespace: scalar("shop"), body: map({ spec: map({ containers: list(map({ name: scalar("a"), image: scalar("$image") })) }) }) });
    expect(imagePathsOf(tree, reading)).toEqual([{ image: "$image", containerName: "a", path: "body.spec.containers[0].image", containerKind: "container" }]);
  });

  test("an object inside of another value is read by its kind", () => {
    const kafka = map({ apiVersion: scalar("kafka.strimzi.io/v1beta2"), kind: scalar("Kafka"), spec: map({ kafka: map({ image: scalar("$image") }) }) });
    expect(imagePathsOf(map({ body: kafka }), reading)).toEqual([{ image: "$image", path: "body.spec.kafka.image", containerKind: "custom" }]);
  });

  test("what only has an image is no container", () => {
    expect(imagePathsOf(map({ containers: list(map({ image: scalar("x") }), map({ title: scalar("a"), image: scalar("y") })) }), reading)).toEqual([]);
  });

  test("unknown parts are passed over", () => {
    expect(manifestObjectsOf({ kind: "unknown" }, reading)).toEqual([]);
    expect(imagePathsOf(map({ kind: scalar("$kind"), spec: map({ containers: list({ kind: "unknown" }, map({ name: { kind: "unknown" }, image: scalar("x") })) }) }), reading)).toEqual([
      { image: "x", path: "spec.containers[1].image", containerKind: "container" },
    ]);
  });
});
