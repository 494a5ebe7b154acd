import { describe, expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { projectOnDisk } from "./project-on-disk.js";

type Files = Readonly<Record<string, string>>;

const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join("\n");
const pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: app }\nspec: { containers: [{ name: app, image: shop/app }] }\n";
const wrongTypes = ["null", "3", "[]", "{}", "text", "[[[]]]", "{ a: { b: [c] } }", "[{ image: 3 }, null]"];
const artifacts = "apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts: [{ image: shop/app }]\n";

describe("what tools read ends, and says nothing that is wrong", () => {
  test.each<readonly [what: string, files: Files]>([
    ["a Tiltfile that does not parse", { Tiltfile: 'docker_build("shop/app", "."\nk8s_yaml(("a.yaml"]\ndef (:\n', "a.yaml": pod }],
    ["a Tiltfile of nothing but brackets", { Tiltfile: `k8s_yaml(${"[".repeat(50_000)}` }],
    ["functions that call themselves twice", { Tiltfile: 'def f(x):\n    f(x)\n    f(x)\n    docker_build("shop/app", ".")\nf(1)\nk8s_yaml("a.yaml")\n', "a.yaml": pod }],
    ["Tiltfiles that load each other", { Tiltfile: 'include("b.tiltfile")\ndocker_build("shop/app", ".")\nk8s_yaml("a.yaml")\n', "b.tiltfile": 'include("Tiltfile")\nload("./b.tiltfile", "x")\n', "a.yaml": pod }],
    ["a text that is doubled again and again", { Tiltfile: `x = "shop/app"\n${lines(60, () => "x = x + x")}\ndocker_build(x, ".")\nk8s_yaml("a.yaml")\n`, "a.yaml": pod }],
    ["lists that hold themselves", { Tiltfile: `x = ["a.yaml"]\n${lines(60, () => "x = [x, x]")}\ny = []\ny.append(y)\nk8s_yaml(y)\nk8s_yaml(x)\ndocker_build("shop/app", ".")\n`, "a.yaml": pod }],
    ["arguments of the wrong type", { Tiltfile: 'docker_build(1)\ndocker_build()\nk8s_yaml({"a": None})\nk8s_yaml(-1)\nlocal([])\nos.getenv(None)\ndocker_compose(True)\nload()\ninclude(*x)\nhelm(helm)\n"%q %" % 1\n"{".format()\n' }],
    ["a Skaffold configuration of wrong types", { "skaffold.yaml": "apiVersion: skaffold/v4beta11\nbuild: [image]\ndeploy: image\nprofiles: { name: x }\nmanifests: { rawYaml: { image: 1 } }\nrequires: [1, { path: 3 }]\n---\nimage\n---\n" }],
    ["Skaffold configurations in a circle", { "skaffold.yaml": `${artifacts}requires: [{ path: b }]\nmanifests: { rawYaml: [a.yaml] }\n`, "b/skaffold.yaml": `${artifacts}requires: [{ path: .. }]\n`, "a.yaml": pod }],
    ["a profile that patches what is not there", { "skaffold.yaml": `${artifacts}profiles: [{ name: x, patches: [{ op: replace, path: /build/artifacts/9/image, value: y }] }]\n`, "k8s/a.yaml": pod }],
    ["a package.json that does not parse", { "package.json": '{ "scripts": { "a": "docker build -t shop/app:1 .", "b": "docker push shop' }],
    ["a package.json of wrong types", { "package.json": '{ "scripts": ["docker build ."], "workspaces": { "packages": 1 }, "version": {}, "config": "docker run" }' }],
    ["scripts that call each other", { "package.json": '{ "scripts": { "a": "npm run b && npm run b && docker build -t shop/app:1 .", "b": "yarn a && run-p a b \\"*\\"", "preb": "npm run b" } }' }],
    ["a Taskfile of wrong types", { "Taskfile.yml": 'tasks: { a: [1, { task: [b], vars: x }, { for: { matrix: 1 }, cmd: { x: y } }], b: { deps: { task: a }, cmds: docker push, vars: [1], env: docker }, c: null, 1: 2 }\nincludes: [docker]\nvars: { X: { sh: [docker] }, Y: { ref: 1 } }\ndotenv: { a: b }\n' }],
    ["tasks and Taskfiles that call each other", { "Taskfile.yml": "includes: { x: ./b.yml, y: { taskfile: ., flatten: true } }\ntasks:\n  a: { deps: [b, b], cmds: [{ task: b }, { task: 'x:a' }, docker build -t shop/app:1 .] }\n  b: { deps: [a, a], cmds: [task a, task b, { task: a }] }\n", "b.yml": "includes: { z: Taskfile.yml }\ntasks: { a: [{ task: 'z:a' }, { task: ':b' }] }\n" }],
    ["templates of a Taskfile that do not end", { "Taskfile.yml": `vars: { A: '{{.A}}{{.A', B: '{{range $i := until 99999999}}{{repeat 99999 .A}}{{end}}', C: '{{fail "x"}}' }\ntasks: { a: ["docker build -t {{.A}}{{.B}}{{.C}} .", "docker push {{", "docker push }}"] }\n${lines(40, (index) => `  # ${index}`)}` }],
    ["a variable of a Taskfile that is doubled again and again", { "Taskfile.yml": `tasks: { a: ["docker build -t {{.V60}} ."] }\nvars:\n  V0: shop/app\n${lines(60, (index) => `  V${index + 1}: '{{.V${index}}}{{.V${index}}}'`)}\n` }],
    ["a justfile of nothing that is one", { justfile: `a := (((\nb := "\n:= x\nset\nimport\nmod ?\n[[[\nc d= : (e\n  docker push {{ {{ }}\nx := ${"(".repeat(50_000)}\ny := ${"'a' + ".repeat(20_000)}'a'\nz:\n  docker build -t {{y}} {{\n` }],
    ["recipes and justfiles that call each other", { justfile: "import 'a.just'\nmod m 'justfile'\nv := w\nw := v + v\na x=v: (b x) (b x + x)\n  just a {{x}}{{x}} && just m a\n  docker build -t {{v}}{{x}} .\nb y *z: (a y) && (a y + 'c') m::a\n  just b {{y}} {{z}}\nalias n := n\n", "a.just": "import 'justfile'\nimport 'a.just'\n" }],
    ["a variable of a justfile that is doubled again and again", { justfile: `v0 := "shop/app"\n${lines(60, (index) => `v${index + 1} := v${index} + v${index}`)}\na:\n  docker build -t {{v60}} .\n` }],
    ["project files of Maven's that do not parse", { "pom.xml": "<project><build><plugins><plugin><artifactId>jib-maven-plugin</artifactId><configuration><to><image>shop/app" }],
    ["a project file of Maven's of nothing but elements", { "pom.xml": `<project><artifactId>jib-maven-plugin</artifactId>${"<a>".repeat(60_000)}${"</a>".repeat(60_000)}</project>` }],
    ["properties of Maven's that double each other, parents and modules in a circle", { "pom.xml": `<project><artifactId>a</artifactId><parent><artifactId>a</artifactId><relativePath>pom.xml</relativePath></parent><modules><module>.</module></modules><properties>${lines(40, (index) => `<p${index}>\${p${index + 1}}\${p${index + 1}}</p${index}>`)}<self>\${self}</self></properties><build><plugins><plugin><artifactId>jib-maven-plugin</artifactId><configuration><to><image>\${p0}/\${self}/app</image></to></configuration></plugin></plugins></build></project>`, "up.sh": "mvn jib:dockerBuild\nkubectl apply -f a.yaml\n", "a.yaml": pod }],
    ["build files of Gradle's that do not parse, or are made of themselves", { "build.gradle": `def a = "$a$a"\ndef b = a + a\nversion = version\njib { to { image = "\${b}:$version"; tags = [a, [\n} ) jib {`, "settings.gradle": "rootProject.name = \"$rootProject.name\"", "build.gradle.kts": "jib { to { image".repeat(3_000), "up.sh": "gradle jib :x:jib bootBuildImage\nkubectl apply -f a.yaml\n", "a.yaml": pod }],
    ["build files of Bazel's of wrong types", { "BUILD.bazel": 'oci_push(name = 1, repository = [], remote_tags = {})\noci_load(repo_tags = [1, None, ["a"]], name = "x")\ncontainer_push()\ncontainer_bundle(images = 3)\n[oci_load(name = n, repo_tags = [n + n]) for n in x]\noci_load(', "MODULE.bazel": "", "up.sh": "bazel run //:x\nbazel run @other//a:b\nbazel run //../..:x\nkubectl apply -f a.yaml\n", "a.yaml": pod }],
    ["Garden's configurations of wrong types", { "garden.yml": wrongTypes.map((value) => `kind: Deploy\ntype: kubernetes\nname: ${value}\nsource: ${value}\nspec: { files: ${value}, manifests: ${value}, kustomize: ${value}, manifestTemplates: [${value}], patchResources: ${value} }\n---\nkind: Module\ntype: container\nname: a\nimage: ${value}\nvariables: ${value}\n---\nkind: Build\ntype: exec\nname: b\nspec: { command: ${value} }\n---\nkind: Deploy\ntype: helm\nname: ${value}\nspec: { chart: ${value}, values: ${value}, valueFiles: ${value} }\n---\nkind: Workflow\nsteps: ${value}\n`).join("---\n"), "web/garden.yml": "kind: Project\nname: web\n---\n{}\n---\nkind: [\n" }],
    ["variables and templates of Garden's that hold each other", { "garden.yml": `kind: Build\ntype: container\nname: app\nvariables: { self: "\${var.self}\${var.self}", ${lines(40, (index) => `v${index}: "\${var.v${index + 1}}\${var.v${index + 1}}",`).replaceAll("\n", " ")} x: 1 }\n---\nkind: Deploy\ntype: container\nname: b\nvariables: { self: "\${var.self}\${var.self}\${var.other}", other: "\${var.self}\${var.other}" }\nspec: { image: "\${var.self}\${actions.build.app.outputs.deploymentImageId}\${\${\${" }\n` }],
    ["werf's configurations of wrong types, and templates that do not balance", { "werf.yaml": `configVersion: 1\ndeploy: [x]\n---\n${wrongTypes.map((value) => `image: ${value}\nfrom: ${value}\n`).join("---\n")}---\nimage: [a, [b], {c: d}]\n---\n{{ range }}`, ".helm/templates/a.yaml": `${pod}{{ if .Values.werf.image.b }}\nimage: {{ index .Values.werf.image }}\nimage: {{ .Values.werf.image. }}`, ".helm/templates/_b.tpl": "{{ define", "x/werf.yaml": "configVersion: 1\ndeploy: { helmChartDir: ../../.. }\n---\nimage: x\n", "y/werf.yaml": "configVersion: 1\nimage: a\ndeploy: { helmChartDir: . }\n" }],
  ])("%s", async (_, files) => {
    const start = performance.now();
    const { findings } = await analyzeProject({ root: projectOnDisk({ ...files, "good.sh": "docker build -t localhost/good:1 .\n" }) });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(findings.filter(({ rule }) => rule !== "no-unused-image")).toEqual([]);
  }, 60_000);
});
