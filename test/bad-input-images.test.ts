import { describe, expect, test } from "vitest";
import { analyzedInTime } from "./analyzed-in-time.js";

type Files = Readonly<Record<string, string>>;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const lines = (count: number, line: (index: number) => string): string => numbers(count).map(line).join("\n");
const wrongTypes = ["null", "3", "[]", "{}", "text", "[[[]]]", "{ a: { b: [c] } }", "true", "2024-01-01", "~"];
const service = "services:\n  app: { build: ., image: shop/app:1 }\n";

describe("an error is told with its file and line", () => {
  test.each<readonly [what: string, file: string, text: string, line: number]>([
    ["FROM without an image", "Dockerfile", "# syntax=docker/dockerfile:1\nFROM\nRUN true\n", 2],
    ["FROM with words too many", "Dockerfile", "FROM alpine:3 build\nCOPY . .\n", 1],
    ["an instruction that there is not", "Dockerfile", "FROM alpine:3\nRUN true\nCOPPY . .\n", 3],
    ["two letters that have changed places", "Dockerfile", "FROM alpine:3\nRNU true\n", 2],
    ["a here-document that does not end", "Dockerfile", "FROM alpine:3\nRUN <<EOF\napk add curl\nFROM shop/base:1\n", 2],
    ["a tab in a compose file", "compose.yaml", "services:\n  app:\n\timage: shop/app:1\n", 3],
    ["a service that is there twice", "compose.yaml", "services:\n  app:\n    image: shop/app:1\n  app:\n    image: shop/app:2\n", 4],
    ["a bake file that does not end", "docker-bake.hcl", 'target "app" {\n  tags = ["shop/app:1"]\n', 3],
    ["a bake file with words too many", "docker-bake.hcl", 'target "app" {\n  tags = ["shop/app:1"] latest\n}\n', 1],
    ["a bake file of JSON that does not end", "docker-bake.json", '{ "target": {\n  "app": { "tags": ["shop/app:1"] }\n', 3],
    ["a development container that does not end", ".devcontainer/devcontainer.json", '{\n  // why\n  "image": "shop/tools:1",\n', 4],
  ])("%s", async (_, file, text, line) => {
    expect((await analyzedInTime({ [file]: text })).errors.map((error) => `${error.file}:${error.line}`)).toEqual([`${file}:${line}`]);
  });
});

describe("ends, and says nothing that is wrong", () => {
  test.each<readonly [what: string, files: Files]>([
    ["a Dockerfile of nothing but bytes", { Dockerfile: `FROM \u0000\u0001\u0002\uFFFD\n${"\u0000\uFFFD\u0007".repeat(10_000)}\n` }],
    ["an empty Dockerfile, and one of comments", { Dockerfile: "", "a/Dockerfile": "# FROM shop/app:1\n\n", "b/Dockerfile": "\uFEFF" }],
    ["a line of 1 MB in a Dockerfile", { Dockerfile: `FROM shop/app:1\nRUN echo ${"a ".repeat(500_000)}\n` }],
    ["a line of 900 KB in a Dockerfile", { Dockerfile: `FROM shop/app:1\nRUN echo ${"a ".repeat(440_000)}\n` }],
    ["a reference of 900 KB", { Dockerfile: `FROM shop/${"a".repeat(900_000)}:1\n` }],
    ["a Dockerfile of 30,000 lines", { Dockerfile: `FROM shop/app:1\n${lines(30_000, (index) => `RUN echo ${index}`)}\n` }],
    ["a command of 20,000 lines", { Dockerfile: `FROM shop/app:1\nRUN ${"echo a && \\\n  ".repeat(20_000)}true\n` }],
    ["nine hundred stages, each of those before it", { Dockerfile: `FROM alpine AS s0\n${lines(900, (index) => `FROM s${index} AS s${index + 1}\nCOPY --from=s${index} a a`)}\n`, "up.sh": "docker build -t shop/app:1 .\n" }],
    ["stages that begin with each other", { Dockerfile: "FROM b AS a\nFROM a AS b\nFROM c AS c\nCOPY --from=d x x\nFROM d AS d\nCOPY --from=3 x x\nCOPY --from=99 x x\n", "up.sh": "docker build -t shop/app:1 --target a .\n" }],
    ["arguments that double each other", { Dockerfile: `ARG A0=shop/app\n${lines(60, (index) => `ARG A${index + 1}=\${A${index}}\${A${index}}`)}\nFROM \${A60}:1\nFROM $A\n`, "up.sh": "docker build -t shop/app:1 .\n" }],
    ["an argument that is made of itself", { Dockerfile: "ARG A=$A$A\nARG B=${C:-$B}\nARG C=${B:-${C:-$A}}\nFROM $A\nFROM ${B:+$C}\nFROM ${A:-${A:-${A:-$A}}}\n" }],
    ["expressions of arguments that are none", { Dockerfile: `ARG A=a\nFROM \${A\nFROM \${A:-\nFROM \${}\nFROM $\nFROM \${A:?}\nFROM \${A#*\nFROM ${"${A:-".repeat(3_000)}${"}".repeat(3_000)}\n` }],
    ["here-documents that do not end", { Dockerfile: "FROM shop/app:1\nRUN <<EOF <<-'X' <<\"Y\"\nFROM shop/app:2\nEOF\nCOPY <<A <<B /x\n" }],
    ["instructions that do not end", { Dockerfile: "FROM shop/app:1 \\\n" }],
    ["a Dockerfile of escapes", { Dockerfile: `# escape=\`\nFROM shop/app:1 \`\n${"`\n".repeat(2_000)}\\\nCOPY --from=\`\n x y\n` }],
    ["flags that are none", { Dockerfile: "FROM --platform= --platform --x=y shop/app:1 AS\nCOPY --from= --from a b\nRUN --mount=from=,type=bind --mount=type=cache,from true\nONBUILD ONBUILD FROM x\nONBUILD\nARG\nARG =\nARG =x\n" }],
    ["services that extend each other", { "compose.yaml": "services:\n  a: { extends: b, build: ., image: shop/a:1 }\n  b: { extends: { service: c }, build: . }\n  c: { extends: a }\n  d: { extends: d }\n  e: { extends: { file: compose.yaml, service: e } }\n" }],
    ["compose files that extend and include each other", { "compose.yaml": "include: [a/compose.yaml, compose.yaml]\nservices:\n  x: { extends: { file: a/compose.yaml, service: y } }\n", "a/compose.yaml": `include: [../compose.yaml, { path: [../compose.yaml, compose.yaml] }]\nservices:\n  y: { extends: { file: ../compose.yaml, service: x }, image: shop/app:1, build: . }\n` }],
    ["compose files that include two others each, thirty deep", Object.fromEntries(numbers(31).map((index) => [index === 0 ? "compose.yaml" : `c${index}.yaml`, `include: [${index === 30 ? "" : `c${index + 1}.yaml, ./c${index + 1}.yaml`}]\nservices:\n  s${index}: { build: ., image: shop/s${index}:1 }\n`]))],
    ["an alias bomb in a compose file", { "compose.yaml": `x-0: &x0 { a: b }\n${lines(40, (index) => `x-${index + 1}: &x${index + 1} { a: *x${index}, b: *x${index}, c: *x${index} }`)}\nservices:\n  app: { image: shop/app:1, build: { context: ., args: *x40 }, environment: *x40 }\n` }],
    ["merge keys that merge themselves", { "compose.yaml": "x-a: &a\n  <<: *a\n  image: shop/app:1\nservices:\n  app:\n    <<: [*a, *a, *b]\n    build: .\n" }],
    ["variables of a compose file that are none", { "compose.yaml": `services:\n  a: { build: ., image: "shop/\${A" }\n  b: { build: ., image: "shop/\${A:-\${B:-\${A}}}" }\n  c: { build: ., image: "${"${A:-".repeat(2_000)}x${"}".repeat(2_000)}" }\n  d: { image: "$$$" , build: . }\n  e: { image: "\${:-x}\${1}\${-}", build: . }\n` }],
    ["an .env that is none", { "compose.yaml": "services:\n  app: { build: ., image: \"shop/app:${TAG}${X}${Y}\", env_file: [.env, none.env, { path: .env }] }\n", ".env": `TAG='1\nX="\${Y}\n=\nexport\n  = x\nY=\${X}\${Y}\u0000\n${lines(60, (index) => `A${index + 1}=\${A${index}}\${A${index}}`)}\n` }],
    ["ten thousand services", { "compose.yaml": `services:\n${lines(10_000, (index) => `  s${index}: { image: "shop/s${index}:1", build: . }`)}\n` }],
    ["targets that inherit each other", { "docker-bake.hcl": 'group "default" { targets = ["default", "a", "g"] }\ngroup "g" { targets = ["default", "g"] }\ntarget "a" {\n  inherits = ["b", "a"]\n  tags = ["shop/a:1"]\n  contexts = { base = "target:b", x = "target:a" }\n}\ntarget "b" {\n  inherits = ["a"]\n  contexts = { base = "target:a" }\n}\n', Dockerfile: "FROM base\n" }],
    ["variables of bake that double each other", { "docker-bake.hcl": `variable "v0" { default = "shop/app" }\n${lines(60, (index) => `variable "v${index + 1}" { default = "\${v${index}}\${v${index}}" }`)}\nvariable "x" { default = "\${y}\${x}" }\nvariable "y" { default = x }\ntarget "a" { tags = [v60, x, y] }\n` }],
    ["functions of bake that call themselves", { "docker-bake.hcl": 'function "f" {\n  params = [x]\n  result = f("${x}${f(x)}")\n}\nfunction "g" {\n  params = [x]\n  variadic_params = rest\n  result = [for r in rest : g(r, x, r)]\n}\ntarget "a" { tags = [f("a"), g("a", "b"), h(1), f(), format("%s%d%!", 1), regex_replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$", "x")] }\n' }],
    ["a matrix of ten thousand targets", { "docker-bake.hcl": `target "a" {\n  name = "a-\${x}-\${y}"\n  matrix = { x = [${numbers(100).join()}], y = [${numbers(100).join()}] }\n  tags = ["shop/a:\${x}-\${y}"]\n}\n` }],
    ["a matrix of a hundred million targets", { "docker-bake.hcl": `target "a" {\n  matrix = { ${numbers(8).map((axis) => `x${axis} = [${numbers(10).join()}]`).join(", ")} }\n  name = "a\${x0}\${x7}"\n  tags = ["shop/a:\${x0}\${x7}"]\n}\n` }],
    ["expressions of bake without an end", { "docker-bake.hcl": `target "a" {\n  tags = [for x in [for y in [for z in range(0, 99999999) : z] : y] : "shop/\${x}"]\n  args = { for k, v in { a = 1 } : k => v... }\n  b = ${"(".repeat(3_000)}1${")".repeat(3_000)}\n  c = ${"[".repeat(3_000)}\n}\n` }],
    ["bake files of the wrong types", { "docker-bake.hcl": `${wrongTypes.filter((value) => !/[~:]/u.test(value)).map((value, index) => `target "t${index}" {\n  tags = ${value.replace("text", '"text"').replace("[[[]]]", "[[[]]]")}\n  inherits = ${value === "text" ? '"text"' : value}\n  args = [1]\n  matrix = [3]\n  dockerfile = null\n  contexts = "x"\n}`).join("\n")}\n`, "docker-bake.json": '{ "target": { "a": [1], "b": { "tags": "x", "inherits": 3, "args": [null], "contexts": [] }, "c": null }, "group": [], "variable": { "x": 3 } }' }],
    ["a bake file of nothing but brackets", { "docker-bake.hcl": `target ${"{".repeat(50_000)}`, "docker-bake.json": "[".repeat(50_000) }],
    ["a development container of the wrong types", { ".devcontainer/devcontainer.json": '[{ "image": 3 }]', "a/.devcontainer/devcontainer.json": '{ "image": ["x"], "build": [{ "dockerfile": 3 }], "dockerFile": {}, "dockerComposeFile": { "a": [] }, "service": ["x"], "runServices": "x", "features": [] }', "b/.devcontainer.json": "// nothing\n", "c/.devcontainer.json": '{ "build": { "dockerfile": "../../../../etc/passwd", "context": "/", "args": { "A": ["x"], "B": null } } }' }],
    ["a development container of comments", { ".devcontainer/devcontainer.json": `/* ${"*".repeat(100_000)} /\n// "image": "shop/app:1"\n*/ { "image": "alpine", /* , */ }\n` }],
    ["a development container that is its own compose file", { ".devcontainer/devcontainer.json": '{ "dockerComposeFile": ["devcontainer.json", "devcontainer.json", "../compose.yaml"], "service": "app", "services": { "app": { "extends": { "file": "devcontainer.json", "service": "app" }, "build": "." } } }', "compose.yaml": "include: [.devcontainer/devcontainer.json]\nservices: { app: { extends: { file: .devcontainer/devcontainer.json, service: app } } }\n" }],
    ["a development container of nothing but brackets", { ".devcontainer/devcontainer.json": `{ "image": ${"[".repeat(50_000)}` }],
    ["a template that counts to a hundred million", { "chart/Chart.yaml": "name: app\nversion: 1.0.0\n", "chart/templates/pod.yaml": "{{ range until 99999999 }}\nimage: x{{ . }}\n{{ end }}{{ range untilStep 0 99999999 1 }}image: {{ repeat 99999999 `x` }}{{ end }}{{ range seq 1 99999999 | splitList ` ` }}image{{ end }}{{ range $i := 99999999 }}image{{ end }}\n" }],
    ["charts below charts below charts", Object.fromEntries(numbers(20).flatMap((depth) => [[`${"charts/a/".repeat(depth)}Chart.yaml`, "name: a\nversion: 1.0.0\n"], [`${"charts/a/".repeat(depth)}templates/pod.yaml`, 'image: {{ include "x" . }}\n'], [`${"charts/a/".repeat(depth)}values.yaml`, "a: { a: { a: 1 } }\n"]]))],
    ["a release of Skaffold's of the wrong types", { "skaffold.yaml": `apiVersion: skaffold/v4beta11\nkind: Config\nbuild: { artifacts: [{ image: shop/app }] }\nmanifests:\n  helm:\n    flags: x\n    releases:\n${wrongTypes.map((value) => `      - { name: ${value}, chartPath: ${value}, setValues: ${value}, setValueTemplates: ${value}, valuesFiles: ${value}, overrides: ${value}, setFiles: ${value}, imageStrategy: ${value}, artifactOverrides: ${value} }`).join("\n")}\n      - { name: x, chartPath: chart, setValueTemplates: { image: "{{.IMAGE_REPO_}}{{.IMAGE_TAG_shop_app{{.}}{{", "a[999999999]": "{{.IMAGE_TAG}}", "": x } }\n`, "chart/Chart.yaml": "name: app\nversion: 1.0.0\n", "chart/templates/pod.yaml": "kind: Pod\nspec: { containers: [{ image: {{ .Values.image }} }] }\n" }],
    ["charts of a Tiltfile of the wrong types", { Tiltfile: 'docker_build("shop/app", ".")\nk8s_yaml(helm())\nk8s_yaml(helm(1, 2, 3, 4, 5))\nk8s_yaml(helm("chart", set=["=", "a[99999999]=x", ",,,", "a=b,c"], values=["chart", "none.yaml", {}]))\nhelm_resource()\nhelm_resource("a", "chart", image_deps=["shop/app", 1], image_keys=[[], ((), [["a", "b", "tag"]])], flags=["--set", "--set=", 1, "-f", "--values"])\nhelm_resource("b", "../../etc", image_deps="x", image_keys={})\nx = ["a=b"]\nx.append(x)\nk8s_yaml(helm("chart", set=x))\n', "chart/Chart.yaml": "name: app\nversion: 1.0.0\n", "chart/templates/pod.yaml": "kind: Pod\nspec: { containers: [{ image: {{ .Values.image }} }] }\n" }],
  ])("%s", async (_, files) => {
    const { findings } = await analyzedInTime(files);
    expect(findings.filter(({ rule }) => rule !== "no-unused-image" && rule !== "image-naming")).toEqual([]);
  }, 60_000);
});

test("each key of a compose file with each wrong value", async () => {
  const keys = ["image", "build", "extends", "profiles", "depends_on", "env_file", "environment", "deploy", "pull_policy", "platform"];
  const services = keys.flatMap((key) => wrongTypes.map((value, index) => `  ${key}-${index}: { ${key}: ${value} }`)).join("\n");
  const { findings } = await analyzedInTime({
    "compose.yaml": `${service}${services.replace("  image-0", "  image-0")}\n`,
    ...Object.fromEntries(wrongTypes.map((value, index) => [`d${index}/compose.yaml`, `services: ${value}\ninclude: ${value}\nname: ${value}\nx: ${value}\n`])),
    "up.sh": `docker compose up --build\n${wrongTypes.map((_, index) => `docker compose -f d${index}/compose.yaml up --build\n`).join("")}`,
  });
  expect(findings.filter(({ rule }) => rule !== "no-unused-image" && rule !== "image-naming")).toEqual([]);
});
