import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { templateDirectives } from "../src/frontends/helm/directives.js";
import { readTemplate } from "../src/frontends/helm/read-template.js";
import type { Report } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

type Files = Readonly<Record<string, string>>;

const chart = "apiVersion: v2\nname: app\nversion: 1.0.0\nappVersion: 2.0.0\n";
const pod = (image: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\nspec:\n  containers:\n    - name: app\n      image: ${image}\n`;

async function analyzed(files: Files): Promise<Report> {
  const start = performance.now();
  const report = await analyzeProject({ root: projectOnDisk({ "chart/Chart.yaml": chart, ...files }) });
  expect(performance.now() - start).toBeLessThan(20_000);
  return report;
}

/** What the pods of a chart are deployed with, where a script installs it. */
async function images(template: string, values: string, given = "", more: Files = {}): Promise<readonly string[]> {
  const { sites } = await analyzed({ "chart/templates/pod.yaml": template, "chart/values.yaml": values, "deploy.sh": `helm install app ./chart ${given}\n`, ...more });
  return sites.filter(({ kind }) => kind === "deploy").map(({ references }) => references.join(" | "));
}

describe("a template gives", () => {
  test.each<readonly [what: string, template: string, values: string, given: string, image: string]>([
    ["a value", pod("{{ .Values.image }}"), "image: a/b:1\n", "", "a/b:1"],
    ["a given value", pod("{{ .Values.image }}"), "image: a/b:1\n", "--set image=a/c:2", "a/c:2"],
    ["the chart's version of the application", pod("a/b:{{ .Values.tag | default .Chart.AppVersion }}"), "tag:\n", "", "a/b:2.0.0"],
    ["a number as YAML reads it", pod("a/b:{{ .Values.tag }}"), "tag: 1.10\n", "", "a/b:1.1"],
    ["a given string", pod("a/b:{{ .Values.tag }}"), "tag: 1\n", "--set-string tag=1.10", "a/b:1.10"],
    ["what printf makes", pod('{{ printf "%s/%s:%v" .Values.r "b" 3 | quote }}'), "r: a\n", "", "a/b:3"],
    ["a text without its prefix", pod('a/b:{{ trimPrefix "v" .Values.tag }}'), "tag: v7\n", "", "a/b:7"],
    ["a replaced text", pod('a/b:{{ .Values.tag | replace "+" "_" | lower }}'), "tag: 1+X\n", "", "a/b:1_x"],
    ["the first of several", pod('{{ coalesce .Values.none .Values.image "x/y" }}'), "image: a/b:1\n", "", "a/b:1"],
    ["one of two", pod('{{ ternary "a/b:1" "a/b:2" (eq .Values.kind "x") }}'), "kind: y\n", "", "a/b:2"],
    ["a value below a variable", pod("{{ $i := .Values.image }}{{ $i.name }}:{{ index $i \"tag\" }}"), "image: { name: a/b, tag: t }\n", "", "a/b:t"],
    ["what with holds", pod("{{ with .Values.image }}{{ .name }}{{ else }}x/y{{ end }}:1"), "image: { name: a/b }\n", "", "a/b:1"],
    ["what another condition holds", pod("{{ if .Values.x }}x{{ else if .Values.y }}a/y{{ else }}z{{ end }}:1"), "y: true\n", "", "a/y:1"],
    ["an assigned variable", pod("{{ $t := \"1\" }}{{ if .Values.x }}{{ $t = \"2\" }}{{ end }}a/b:{{ $t }}"), "x: true\n", "", "a/b:2"],
    ["a changed map", pod("{{ $m := dict \"t\" \"1\" }}{{ $_ := set $m \"t\" \"2\" }}a/b:{{ get $m \"t\" }}"), "x: 1\n", "", "a/b:2"],
    ["merged maps", pod('a/b:{{ (merge (dict) .Values.a .Values.b).tag }}'), "a: { x: 1 }\nb: { tag: t }\n", "", "a/b:t"],
    ["a template in a value", pod("{{ tpl .Values.image . }}"), 'image: "a/b:{{ .Chart.Version }}"\n', "", "a/b:1.0.0"],
    ["a block", pod('{{ block "image" .Values }}a/b:{{ .tag }}{{ end }}'), "tag: t\n", "", "a/b:t"],
    ["a file of the chart", pod('a/b:{{ .Files.Get "tag.txt" | trim }}'), "x: 1\n", "", "a/b:9"],
    ["an element of a list that is given", pod("{{ (index .Values.images 1).name }}"), "images: []\n", "--set images[0].name=x/y,images[1].name=a/b:1", "a/b:1"],
    ["a document that is given", pod("{{ .Values.image.name }}"), "image: {}\n", `--set-json 'image={"name":"a/b:1"}'`, "a/b:1"],
  ])("%s", async (_, template, values, given, image) => {
    expect(await images(template, values, given, { "chart/tag.txt": "9\n" })).toEqual([image]);
  });

  test("each element of a loop", async () => {
    const template = "{{- range $name, $image := .Values.images }}\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ $name }}\nspec:\n  containers:\n    - name: c\n      image: {{ $image }}\n{{- end }}\n";
    expect(await images(template, "images: { b: x/b:1, a: x/a:1 }\n")).toEqual(["x/a:1", "x/b:1"]);
  });

  test("what a list of values says", async () => {
    const template = `${pod("a/b:1")}{{- with .Values.extra }}\n    {{- toYaml . | nindent 4 }}\n{{- end }}\n`;
    expect(await images(template, "extra:\n  - name: side\n    image: c/d:2\n")).toEqual(["a/b:1", "c/d:2"]);
  });

  test("either, where that is not known", async () => {
    expect(await images(pod('{{ if .Capabilities.APIVersions.Has "x" }}a/x{{ else }}a/y{{ end }}:1'), "x: 1\n")).toEqual(["a/x:1 | a/y:1"]);
  });

  test("nothing that is certain beside values that are not in the project", async () => {
    expect(await images(pod("a/b:{{ .Values.tag }}"), "tag: t\n", "-f elsewhere.yaml")).toEqual(["a/b:t | a/b:<unknown>"]);
  });
});

describe("a template that does not balance is told with its place", () => {
  test.each<readonly [template: string, offset: number]>([
    ["a\n{{ if .x }}\nb\n", 2],
    ["a {{ end }}", 2],
    ["a {{ .x ", 2],
    ["{{ /* x }}", 0],
    ["{{ if }}x{{ end }}", 6],
    ["{{ .x | }}", 8],
    ["{{ (.x }}", 3],
    ['{{ "x }}', 0],
    ["{{ define x }}{{ end }}", 11],
  ])("%j", (template, offset) => {
    expect(readTemplate(template).problems[0]?.offset).toBe(offset);
  });

  test("in the report", async () => {
    const { errors } = await analyzed({ "chart/templates/pod.yaml": "{{- if .Values.image }}\nimage: x\n" });
    expect(errors.map(({ file, line }) => `${file}:${line}`)).toEqual(["chart/templates/pod.yaml:1"]);
  });

  test.each(["{{- /* why */ -}}", "{{ $x, $y := .z }}", "{{ range $i, $e := .x }}{{ else }}{{ end }}", "{{ `raw }}` }}", "{{ 'x' }}{{ 1.5e3 }}{{ -1 }}{{ 0x1p60 }}", "{{ (.a.b).c.d | f | g 1 }}", "{{ $.a.b }}{{ $x.a }}", "{{- $x = 1 -}}"])("%j balances", (template) => {
    expect(readTemplate(template).problems).toEqual([]);
  });
});

describe("ends, and deploys nothing that is wrong", () => {
  test.each<readonly [what: string, files: Files]>([
    ["a chart without values", { "chart/templates/pod.yaml": pod("{{ .Values.image }}") }],
    ["values that are a list", { "chart/values.yaml": "- image: x\n", "chart/templates/pod.yaml": pod("{{ .Values.image }}") }],
    ["values that are a text", { "chart/values.yaml": "image", "chart/templates/pod.yaml": pod("{{ .Values.image.tag }}") }],
    ["values of another kind than the template wants", { "chart/values.yaml": "image: 1\n", "chart/templates/pod.yaml": pod("{{ range .Values.image.tags }}{{ . }}{{ end }}{{ .Values.image.a.b.c }}") }],
    ["values that are no YAML", { "chart/values.yaml": "image: {{{\n  : [", "chart/templates/pod.yaml": pod("{{ .Values.image }}") }],
    ["a chart that is no YAML", { "chart/Chart.yaml": "\u0000{[", "chart/templates/pod.yaml": pod("{{ .Values.image }}") }],
    ["subcharts that are archives", { "chart/Chart.yaml": `${chart}dependencies:\n  - { name: db, version: 1.0.0, repository: "https://example.com" }\n`, "chart/charts/db-1.0.0.tgz": "\u001f\u008b", "chart/templates/pod.yaml": pod('{{ include "db.image" . }}') }],
    ["a chart that is its own dependency", { "chart/Chart.yaml": `${chart}dependencies:\n  - { name: app, version: 1.0.0, repository: "file://." }\n  - { name: b, version: 1.0.0, repository: "file://../chart" }\n`, "chart/templates/pod.yaml": pod("{{ .Values.image }}") }],
    ["templates that call each other", { "chart/templates/pod.yaml": `{{ define "a" }}{{ include "b" . }}{{ end }}{{ define "b" }}{{ include "a" . }}{{ end }}${pod('{{ include "a" . }}')}` }],
    ["a template that makes itself anew", { "chart/values.yaml": 'x: "image {{ tpl .Values.x . }}{{ tpl .Values.x . }}"\n', "chart/templates/pod.yaml": pod("{{ tpl .Values.x . }}") }],
    ["loops in loops", { "chart/templates/pod.yaml": `${"{{ range until 200 }}".repeat(6)}image${"{{ end }}".repeat(6)}` }],
    ["parentheses without an end", { "chart/templates/pod.yaml": `image {{ ${"(".repeat(50_000)} }}` }],
    ["blocks without an end", { "chart/templates/pod.yaml": `image ${"{{ if .x }}".repeat(50_000)}` }],
    ["conditions behind conditions", { "chart/templates/pod.yaml": `image {{ if .x }}${"{{ else if .x }}a".repeat(20_000)}{{ end }}` }],
    ["many conditions that are open", { "chart/templates/pod.yaml": pod(`${'{{ if lookup "v1" "Pod" "a" "b" }}a{{ else }}b{{ end }}'.repeat(200)}:1`) }],
    ["names of JavaScript", { "chart/templates/pod.yaml": pod("{{ constructor .Values.__proto__ }}{{ toString .Values.constructor }}{{ hasOwnProperty 1 }}"), "chart/values.yaml": "__proto__: { tag: x }\nconstructor: 1\n" }],
    ["expressions that take long", { "chart/templates/pod.yaml": pod('{{ regexReplaceAll "(a+)+$" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" "x" }}') }],
    ["keys without an end", { "chart/templates/pod.yaml": pod("{{ .Values.image }}"), "deploy.sh": "helm install app ./chart --set 'image[999999999]=x' --set 'a[=1' --set '=x' --set image.[0].x=1 --set ,,,\n" }],
  ])("%s", async (_, files) => {
    const { findings } = await analyzed({ "deploy.sh": "helm install app ./chart --set image.tag=x --set a.b.c=1\n", ...files });
    expect(findings.filter(({ rule }) => rule !== "image-naming")).toEqual([]);
  });
});

test("comments of both kinds speak to ESLint", () => {
  const text = "{{- /* eslint-disable-next-line tag-consistency/no-image-mismatch */ -}}\nimage: x # eslint-disable-line\n# eslint-disable tag-consistency/image-naming -- why\nurl: 'a # eslint-disable'\n";
  expect(templateDirectives(text).map(({ text: content, form }) => `${form} ${content}`)).toEqual(["block eslint-disable-next-line tag-consistency/no-image-mismatch", "line eslint-disable-line", "block eslint-disable tag-consistency/image-naming -- why"]);
});
