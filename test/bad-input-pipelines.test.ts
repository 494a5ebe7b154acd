import { expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { projectOnDisk } from "./project-on-disk.js";

type Files = Readonly<Record<string, string>>;

const push = "docker push registry.example.org/shop/app:1";
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A list of names that refers twice to the one before, forty times over. */
const references = `.s0:\n  script: [${push}]\n${numbers(40).map((index) => `.s${index + 1}:\n  script:\n    - !reference [.s${index}, script]\n    - !reference [.s${index}, script]\n`).join("")}job:\n  script:\n    - !reference [.s40, script]\n`;
const axes = numbers(8).map((axis) => `X${axis}: [${numbers(10).join()}]`);
const wrongTypes = ["null", "3", "[]", "{}", "text", "[[[]]]", "{ a: { b: [c] } }", "true"];

const cases: readonly (readonly [what: string, files: Files])[] = [
  ["GitLab: jobs that extend each other", { ".gitlab-ci.yml": `a: { extends: b, script: [${push}] }\nb: { extends: a }\nc: { extends: c, script: [${push}] }\n` }],
  ["GitLab: files that include each other", { ".gitlab-ci.yml": `include: [ci/a.yml]\njob: { script: [${push}] }\n`, "ci/a.yml": "include: [ci/b.yml, .gitlab-ci.yml]\n", "ci/b.yml": "include: [ci/a.yml, ci/*.yml]\n" }],
  ["GitLab: references that grow", { ".gitlab-ci.yml": references }],
  ["GitLab: variables that hold each other", { ".gitlab-ci.yml": `variables:\n  V0: $V40\n${numbers(40).map((index) => `  V${index + 1}: $V${index}$V${index}$V${index}\n`).join("")}job: { script: ["docker push shop/app:$V40"] }\n` }],
  ["GitLab: a matrix of a hundred million jobs", { ".gitlab-ci.yml": `job:\n  parallel: { matrix: [{ ${axes.join(", ")} }] }\n  script: ["docker push shop/app:$X0$X7"]\n` }],
  ["GitLab: needs in a circle", { ".gitlab-ci.yml": `a: { needs: [b], script: [${push}] }\nb: { needs: [a], script: [${push}] }\n` }],
  ["GitLab: a condition of a thousand parentheses", { ".gitlab-ci.yml": `a:\n  rules: [{ if: '${"(".repeat(990)}$A${")".repeat(990)}' }]\n  script: [${push}]\n` }],
  ["GitLab: child pipelines that trigger each other", { ".gitlab-ci.yml": "a: { trigger: { include: b.yml } }\n", "b.yml": `b: { trigger: { include: .gitlab-ci.yml } }\nc: { script: [${push}] }\n` }],
  ["CircleCI: commands that run each other", { ".circleci/config.yml": `version: 2.1\ncommands:\n  a: { steps: [b, b] }\n  b: { steps: [a, a, { run: ${push} }] }\njobs:\n  build: { steps: [a] }\n` }],
  ["CircleCI: a matrix of a hundred million jobs", { ".circleci/config.yml": `version: 2.1\njobs:\n  a: { steps: [{ run: ${push} }] }\nworkflows:\n  w: { jobs: [{ a: { matrix: { parameters: { ${axes.join(", ")} } } } }] }\n` }],
  ["Azure: templates that use each other", { "azure-pipelines.yml": `trigger: [main]\nsteps:\n  - template: a.yml\n  - script: ${push}\n`, "a.yml": "steps:\n  - template: b.yml\n  - template: b.yml\n", "b.yml": "steps:\n  - template: a.yml\n  - template: a.yml\n" }],
  ["Azure: loops in loops", { "azure-pipelines.yml": `trigger: [main]\nparameters: [{ name: l, type: object, default: [${numbers(60).join()}] }]\nsteps:\n${numbers(5).map((depth) => `${"    ".repeat(depth)}  - \${{ each x${depth} in parameters.l }}:\n`).join("")}${"    ".repeat(5)}  - script: ${push}\n` }],
  ["Azure: expressions that are none", { "azure-pipelines.yml": `trigger: [main]\nvariables: { a: "\${{ eq( }}", b: "\${{ variables.b }}", c: $(d), d: $(c) }\nsteps:\n  - \${{ if and(( }}:\n    - script: ${push}\n  - script: docker push shop/app:$(c)$(b)\n` }],
  ["Bitbucket: steps in steps", { "bitbucket-pipelines.yml": `pipelines:\n  default: ${"[{ parallel: ".repeat(50)}[{ step: { script: [${push}] } }]${" }]".repeat(50)}\n` }],
  ["Tekton: values of the wrong type", { "tekton.yaml": wrongTypes.map((value) => `apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: a }\nspec: { params: ${value}, steps: [{ name: ${value}, image: ${value}, args: ${value}, command: ${value}, env: ${value}, script: ${value}, ref: ${value}, when: ${value} }, ${value}], results: ${value}, stepTemplate: ${value} }\n---\napiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: ${value}\nspec: { params: ${value}, pipelineRef: ${value}, pipelineSpec: { params: [{ name: ${value}, default: ${value} }], tasks: [${value}, { taskRef: ${value}, taskSpec: ${value}, params: ${value}, matrix: ${value}, when: ${value}, runAfter: ${value} }], finally: ${value} } }\n---\napiVersion: triggers.tekton.dev/v1\nkind: TriggerTemplate\nspec: { params: ${value}, resourcetemplates: [${value}, { kind: TaskRun, spec: ${value} }] }\n`).join("---\n") }],
  ["Tekton: tasks that wait for each other, and results that double each other", { "tekton.yaml": `apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: { name: p }\nspec:\n  tasks:\n${numbers(40).map((index) => `    - name: t${index}\n      runAfter: [t${(index + 1) % 40}]\n      params: [{ name: IMAGE, value: "$(tasks.t${index - 1}.results.r)$(tasks.t${index - 1}.results.r)" }]\n      taskSpec: { params: [{ name: IMAGE, default: shop/app }], steps: [{ image: busybox, script: "docker push $(params.IMAGE)\\nprintf %s '$(params.IMAGE)$(params.IMAGE)' > $(results.r.path)" }] }\n`).join("")}` }],
  ["Tekton: a matrix of a hundred million tasks", { "tekton.yaml": `apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: { name: p }\nspec: { tasks: [{ name: a, taskRef: { name: kaniko }, params: [{ name: IMAGE, value: "shop/app:$(params.X0)" }], matrix: { params: [${numbers(8).map((axis) => `{ name: X${axis}, value: [${numbers(10).map((number) => `"${number}"`).join()}] }`).join()}] } }] }\n` }],
  ["Tekton: pipelines that run themselves, and marks without an end", { "tekton.yaml": `apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: { name: p }\nspec: { params: [{ name: a, default: "$(params.a)$(params.a)" }], tasks: [{ name: a, pipelineRef: { name: p } }, { name: b, taskRef: { name: buildah }, params: [{ name: IMAGE, value: "${"$(params.a".repeat(5_000)}" }] }] }\n` }],
  ["Cloud Build: values of the wrong type", { "cloudbuild.yaml": `steps: [${wrongTypes.map((value) => `{ name: ${value}, args: ${value}, script: ${value}, env: ${value}, entrypoint: ${value}, dir: ${value} }, ${value}`).join()}]\nimages: [[x], { a: b }, 3]\noptions: [env]\nsubstitutions: [x]\n`, "a/cloudbuild.json": `{ "steps": [{ "name": "gcr.io/cloud-builders/docker", "args": ["push", ` }],
  ["Cloud Build: substitutions that hold each other", { "cloudbuild.yaml": `substitutions:\n  _X: $_X\${_X}\n${numbers(40).map((index) => `  _V${index + 1}: $_V${index}$_V${index}$_V${index}\n`).join("")}steps:\n  - { name: gcr.io/cloud-builders/docker, args: [push, "shop/app:$_V40$_X\${_X%%-*}$$\${"] }\n` }],
  ...[".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml"].map((file) => [
    `${file}: values of the wrong type`,
    { [file]: `${["include", "stages", "variables", "default", "workflow", "jobs", "steps", "trigger", "pipelines", "image", "workflows", "orbs", "commands", "parameters", "pool"].map((key, index) => `${key}: ${wrongTypes[index % wrongTypes.length] ?? ""}\n`).join("")}a: { script: 3, rules: 4, needs: { x: y }, parallel: { matrix: 5 }, services: 6, image: [7], extends: {} }\n# ${push} include:\n` },
  ] as const),
];

test.each(cases)("%s", async (_what, files) => {
  const start = performance.now();
  const report = await analyzeProject({ root: projectOnDisk({ ...files, "good.sh": "docker build -t localhost/good:1 .\n" }) });
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(report.findings.filter(({ rule }) => rule === "no-image-mismatch")).toEqual([]);
  expect(report.sites.map(({ file }) => file)).toContain("good.sh");
}, 40_000);
