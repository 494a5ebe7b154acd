import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lettersOf, placeOfLetter } from "../src/frontends/yaml/letters.js";
import { analyzeProject } from "../src/engine/analyze.js";
import { readManifests } from "../src/frontends/yaml/read-manifests.js";
import { projectOnDisk } from "./project-on-disk.js";

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop/web:1
      args: ["--proxy-image=shop/proxy:1"] # beside
`;

/** Objects with what they say of images, as `Kind name: images; mentions`; each image must stand in the text where it says. */
function objects(text: string): readonly string[] {
  return readManifests(text).objects.map(({ kind, name, images, mentions, isEmbedded }) => {
    for (const { image } of [...images, ...mentions]) expect(text.slice(...image.at)).toBe(image.value);
    const said = [images, mentions].map((uses) => uses.map(({ image }) => image.value).join(", "));
    return `${isEmbedded ? "in it: " : ""}${kind ?? "fragment"} ${name?.value ?? ""}: ${said.join("; ")}`;
  });
}

function configMap(value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: files }\ndata:\n  pod.yaml: ${value}\n`;
}

const found = ["ConfigMap files: ; ", "in it: Pod web: shop/web:1; shop/proxy:1"];

describe("objects in the text of a ConfigMap", () => {
  test("a block scalar, with its indentation", () => {
    expect(objects(configMap(`|\n${pod.replaceAll(/^/gm, "    ")}`))).toEqual(found);
    expect(objects(configMap(`|-2\n${pod.replaceAll(/^/gm, "    ")}`).replaceAll("\n", "\r\n"))).toEqual(found);
  });

  test("quoted scalars, with their escapes", () => {
    expect(objects(configMap(JSON.stringify(pod)))).toEqual(found);
    expect(objects(configMap(JSON.stringify(pod).replace("shop/web", "\\\n      shop/web")))).toEqual(found);
    const json = `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "it's"}, "spec": {"containers": [{"name": "a", "image": "shop/web:1"}]}}`;
    expect(objects(configMap(`'${json.replaceAll("'", "''")}'`))).toEqual(["ConfigMap files: ; ", "in it: Pod it's: shop/web:1; "]);
    expect(objects(configMap(`>\n    ${json.replaceAll(", ", ",\n    ")}`))).toEqual(["ConfigMap files: ; ", "in it: Pod it's: shop/web:1; "]);
  });

  test("a ConfigMap in JSON", () => {
    expect(objects(JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "files" }, data: { "pod.yaml": `# \u00fc\ud83d\ude00\t"\n${pod}` } }))).toEqual(found);
  });

  test("several documents, and lists", () => {
    expect(objects(configMap(JSON.stringify(`${pod}---\napiVersion: v1\nkind: List\nitems:\n- ${pod.trimEnd().replaceAll("\n", "\n  ")}\n`)))).toEqual([...found, found[1]]);
  });

  test("a Secret's text, and a workflow's manifest", () => {
    expect(objects(configMap(JSON.stringify(pod)).replace("ConfigMap", "Secret").replace("\ndata:", "\nstringData:"))).toEqual(["Secret files: ; ", found[1]]);
    expect(objects(`apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { name: files }\nspec:\n  templates:\n  - resource:\n      manifest: ${JSON.stringify(pod)}\n`)).toEqual(["Workflow files: ; ", found[1]]);
  });

  test("one level only", () => {
    expect(objects(configMap(JSON.stringify(configMap(JSON.stringify(pod)))))).toEqual(["ConfigMap files: ; ", "in it: ConfigMap files: ; "]);
  });

  test("a text that an anchor brings to several places is read once", () => {
    expect(objects(configMap(`&pod ${JSON.stringify(pod)}\n  other: *pod`))).toEqual(found);
  });

  test("holes and template actions stay what they are", () => {
    expect(objects(configMap(`|\n${pod.replaceAll(/^/gm, "    ").replace("web:1", "web:\uE000")}`))).toEqual(["ConfigMap files: ; ", "in it: Pod web: shop/web:\uE000; shop/proxy:1"]);
    expect(objects(configMap(`|\n${pod.replaceAll(/^/gm, "    ").replace("shop/web:1", "{{ .Image }}")}`))).toEqual(["ConfigMap files: ; ", "in it: Pod web: {{ .Image }}; shop/proxy:1"]);
  });
});

describe("other texts", () => {
  test("what a configuration file speaks of is mentioned by the ConfigMap", () => {
    expect(objects(configMap(JSON.stringify("runner:\n  image: shop/runner:1\n  sidecars: [{ name: a, image: shop/sidecar }]\n  imagePullPolicy: Never\n")))).toEqual(["ConfigMap files: ; shop/runner:1, shop/sidecar"]);
  });

  test("a pod template without a kind may be deployed by whoever reads it", () => {
    expect(objects(configMap(JSON.stringify("spec: { containers: [{ name: a, image: shop/agent:1 }] }")))).toEqual(["ConfigMap files: ; shop/agent:1"]);
  });

  test.each([
    ["a script", "#!/bin/sh\nkubectl run web --image: shop/web:1\n"],
    ["prose", "This image: a sentence.\nAnd another one.\n"],
    ["YAML with an error", "image: [shop/web:1\n"],
    ["a text without images", "a: b\nc: d\n"],
  ])("%s says nothing", (_name, text) => {
    expect(objects(configMap(JSON.stringify(text)))).toEqual(["ConfigMap files: ; "]);
    expect(readManifests(configMap(JSON.stringify(text))).problems).toEqual([]);
  });
});

describe("where letters stand", () => {
  test("each letter of a quoted text, however it is written", () => {
    const written = fc.array(fc.oneof(fc.constantFrom(["\\n", "\n"], ['\\"', '"'], ["\\\\", "\\"], ["\\x41", "A"], ["\\u00e9", "\u00e9"], ["\\U0001F600", "\u{1F600}"], ["\\\n   ", ""]), fc.stringMatching(/^[a-z:]{1,3}$/).map((letters) => [letters, letters])));
    fc.assert(
      fc.property(written, (pieces) => {
        const source = `"${pieces.map(([piece]) => piece).join("")}"`;
        const value = pieces.map(([, piece]) => piece).join("");
        const letters = lettersOf(value, source, [1, source.length - 1], "double", (offset) => offset);
        let [at, index] = [1, 0];
        for (const [piece = "", letter = ""] of pieces) {
          if (letter !== "") expect(letters === undefined ? -1 : placeOfLetter(letters, index)).toBe(at);
          at += piece.length;
          index += letter.length;
        }
      }),
    );
  });

  test("a source that is not that of the value has no places", () => {
    expect(lettersOf("abc", "abd", [0, 3], "none", (offset) => offset)).toBeUndefined();
    expect(lettersOf("abc", "ab", [0, 2], "none", (offset) => offset)).toBeUndefined();
  });
});

test("what stands in a text is proven where it is built, and never said to be wrong", async () => {
  const other = pod.replace("web:1", "web:2");
  const root = projectOnDisk({ "build.sh": "docker build -t shop/web:1 .\n", "deploy/files.yaml": `${configMap(JSON.stringify(pod))}  other.yaml: ${JSON.stringify(other)}\n` });
  const { sites, findings } = await analyzeProject({ root });
  expect(findings).toEqual([]);
  expect(sites.flatMap(({ kind, references, verdict, why }) => (kind === "deploy" ? [`${references.join()}: ${verdict ?? ""}, ${why ?? ""}`] : []))).toEqual([
    "shop/web:1: consistent, every value it may have is built",
    "shop/web:2: unknown, it stands in a text, and whoever reads that may deploy another one",
  ]);
});
