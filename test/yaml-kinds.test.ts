import { describe, expect, test } from "vitest";
import { kindOfYaml, mayHoldImages } from "../src/models/yaml-kinds.js";

const deployment = "# web\n---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - { name: a, image: x }\n";

describe("by name", () => {
  test.each([
    ["deploy/kustomization.yaml", "resources: [web.yaml]", "kustomization"],
    ["deploy/kustomization.yml", "", "kustomization"],
    ["deploy/Kustomization", "", "kustomization"],
    ["chart/Chart.yaml", "apiVersion: v2\nname: web\n", "other"],
    ["chart/values.yaml", "image: { repository: web }", "helm-values"],
    ["chart/values.yaml", "# {{ .Release.Name }}\nhost: '{{ .Values.name }}.example.com'\n", "helm-values"],
    ["chart/templates/values-map.yaml", `${deployment}# {{ .Values }}\n`, "helm-template"],
    ["chart/values-dev.yaml", "image: { repository: web }", "helm-values"],
    ["deploy/web-values.yml", "image: { repository: web }", "helm-values"],
    ["chart/values.schema.json", '{"$schema": "http://json-schema.org/schema#"}', "other"],
    ["helmfile.yaml", "releases: []", "other"],
    ["docker-compose.yml", "services: {}", "compose"],
    ["compose.override.yaml", "services: {}", "compose"],
    ["docker-compose.test.yml", "version: '3'", "compose"],
    [".github/workflows/ci.yml", "on: push\njobs: {}\n", "workflow"],
    [".github/workflows/errors.yaml", "on: push\njobs: {}\n", "workflow"],
    [".github/actions/build/action.yml", "runs: { using: composite }", "workflow"],
    ["action.yml", "name: a\nruns:\n  using: docker\n", "workflow"],
    ["action.yml", "name: a\n", "other"],
    [".goreleaser.yaml", "version: 2\ndockers:\n  - {}\n", "tool"],
    ["build/goreleaser-e2e.yml", "kos:\n", "tool"],
    [".goreleaser.yml", "builds: [{ main: . }]\n", "other"],
    [".github/workflows/goreleaser.yml", "on: push\njobs: {}\n", "workflow"],
    [".gitlab-ci.yml", "build: { script: [] }", "workflow"],
    ["ci/deploy.gitlab-ci.yml", "build: { script: [] }", "workflow"],
    [".circleci/config.yml", "version: 2.1", "workflow"],
    ["azure-pipelines.yml", "steps: []", "workflow"],
    ["bitbucket-pipelines.yml", "pipelines: {}", "workflow"],
    [".drone.yml", "kind: pipeline\ntype: docker\n", "workflow"],
    ["cloudbuild.yaml", "steps: []", "workflow"],
    ["tests/01-assert.yaml", deployment, "other"],
    ["tests/errors.yaml", deployment, "other"],
    ["pnpm-lock.yaml", "lockfileVersion: 9", "other"],
  ])("%s is %s", (file, text, kind) => {
    expect(kindOfYaml(file, text)).toBe(kind);
  });
});

describe("by text", () => {
  test.each([
    ["an object", deployment, "kubernetes"],
    ["an object whose kind stands first", 'kind: "Pod"\r\n"apiVersion": v1\r\n', "kubernetes"],
    ["an object behind a byte order mark", "\uFEFFapiVersion: v1\nkind: Pod\n", "kubernetes"],
    ["an object in JSON", '{\n  "kind": "Pod",\n  "apiVersion": "v1"\n}', "kubernetes"],
    ["an object in braces", "{apiVersion: v1, kind: Pod}", "kubernetes"],
    ["a definition of a resource", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n", "kubernetes"],
    ["a list", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n", "kubernetes"],
    ["Flux's Kustomization, which is an object", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n", "kubernetes"],
    ["a template that Go fills in", deployment.replace("image: x", 'image: "{{ .Image }}"'), "kubernetes"],
    ["a component of kustomize", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n", "kustomization"],
    ["a chart's template", deployment.replace("image: x", 'image: "{{ .Values.image }}"'), "helm-template"],
    ["a chart's template of another name", `{{- include "web.pod" . }}\n`, "helm-template"],
    ["a workflow that is kept elsewhere", "name: a\n'on': push\njobs:\n  a: {}\n", "workflow"],
    ["services", "version: '3'\nservices:\n  # the shop\n\n  web:\n    image: x\n", "compose"],
    ["services of something else", "services:\n  web:\n    port: 80\n", "other"],
    ["Skaffold's configuration", "apiVersion: skaffold/v4beta6\nkind: Config\n", "tool"],
    ["a cluster of kind", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n", "other"],
    ["a cluster of kind and an object for it", `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n---\n${deployment}`, "kubernetes"],
    ["an OpenAPI document in the text of an object", 'apiVersion: v1\nkind: ConfigMap\ndata:\n  api.json: |\n    {\n      "openapi": "3.0.0"\n    }\n', "kubernetes"],
    ["an OpenAPI document", "openapi: 3.0.0\npaths: {}\n", "other"],
    ["an OpenAPI document with examples", '{\n  "openapi": "3.0.0",\n  "x": {"apiVersion": "v1", "kind": "Pod"}\n}', "other"],
    ["an OpenAPI document in JSON", '{"swagger":"2.0","definitions":{"apiVersion":{"type":"string"},"kind":{"type":"string"}}}', "other"],
    ["a field that is called so", "spec:\n  apiVersion: v1\n  kind: Pod\n", "other"],
    ["a package", '{"name": "web", "version": "1.0.0"}', "other"],
    ["nothing", "", "other"],
  ])("%s", (_name, text, kind) => {
    expect(kindOfYaml("deploy/file.yaml", text)).toBe(kind);
  });

  test("in a folder of templates, actions are Helm's", () => {
    const text = deployment.replace("image: x", 'image: "{{ $image }}"');
    expect(kindOfYaml("chart/templates/web.yaml", text)).toBe("helm-template");
    expect(kindOfYaml("chart/templates/web.yaml", deployment)).toBe("kubernetes");
    expect(kindOfYaml("chart/templates/all.yaml", "{{- range $name := list }}\n{{- end }}\n")).toBe("helm-template");
  });
});

describe("whether objects may hold images", () => {
  test.each([
    ["a container", deployment, true],
    ["a variable", "apiVersion: v1\nkind: ConfigMap\ndata: { PROXY_IMAGE: x }\n", true],
    ["a package of Crossplane", "apiVersion: pkg.crossplane.io/v1\nkind: Provider\nspec:\n  package: x\n", true],
    ["no word of images", "apiVersion: v1\nkind: Service\n", false],
    ["definitions only", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: { image: {} }\n", false],
    ["definitions and an object", `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n---\n${deployment}`, true],
  ])("%s: %s", (_name, text, may) => {
    expect(mayHoldImages(text)).toBe(may);
  });

  test("a kind that the configuration names", () => {
    const text = "apiVersion: example.com/v1\nkind: Shop\nspec: { web: x }\n";
    expect(mayHoldImages(text)).toBe(false);
    expect(mayHoldImages(text, [{ kind: "Shop", path: "spec.web" }])).toBe(true);
  });
});

test.each(["{{", "{{ x ", "services:\n", " ", "\n", "kind: a\n", '"', "openapi", "apiVersion:", "{", "{{ include ", "image"])("ten megabytes of %j take no time", { timeout: 10_000 }, (piece) => {
  const text = piece.repeat(Math.ceil(10_000_000 / piece.length));
  kindOfYaml("chart/templates/file.yaml", text);
  kindOfYaml("file.json", text);
  mayHoldImages(text);
});
