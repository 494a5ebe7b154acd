import { expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Report } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

type Files = Readonly<Record<string, string>>;

const workflow = ".github/workflows/ci.yml";
const push = "docker push registry.example.org/shop/app:1";
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const job = (steps: string): string => `on: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;

async function analyzed(files: Files): Promise<Report> {
  const start = performance.now();
  const report = await analyzeProject({ root: projectOnDisk({ ...files, "good.sh": "docker build -t localhost/good:1 .\n" }) });
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(report.sites.map(({ file }) => file)).toContain("good.sh");
  return report;
}

const linesOf = ({ errors }: Report): readonly string[] => errors.map(({ file, line }) => `${file}:${line}`);

test.each([
  ["double quotes", job(`      - run: ${push}\n        if: github.ref == "main"\n`), 7],
  ["an operator without an operand", job(`      - run: |\n          ${push}\n          echo \${{ github.sha == }}\n`), 8],
  ["a parenthesis without its other one", job(`      - run: ${push}\n        env:\n          A: "a \\" \${{ format('{0}', github.sha }}"\n`), 8],
  ["no end", job(`      - run: ${push}\n      - run: >-\n          echo\n          a\n          \${{ github.sha\n`), 10],
  ["nothing", job(`      - run: ${push}\n      - run: echo \${{ }}\n`), 7],
  ["more parentheses than are allowed", job(`      - run: ${push}\n        if: ${"(".repeat(5_000)}true${")".repeat(5_000)}\n`), 7],
])("an expression with %s is told where it stands", async (_what, text, line) => {
  const report = await analyzed({ [workflow]: text });
  expect(linesOf(report)).toEqual([`${workflow}:${line}`]);
  expect(report.sites.some(({ kind, file }) => kind === "push" && file === workflow)).toBe(true);
});

test("an expression in an action of the repository is told where it stands", async () => {
  const action = "name: a\ndescription: uses ${{ nothing }} at all ${{\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: docker push shop/app:${{ inputs.tag || }}\n";
  expect(linesOf(await analyzed({ [workflow]: job("      - uses: ./tools/push\n"), "tools/push/action.yml": action }))).toEqual(["tools/push/action.yml:7"]);
});

test("what is no expression, or names what is not known here, is no problem", async () => {
  const text = job(`      - run: ${push}\n        if: \${{ brandnew.thing && novel('x') }} # \${{ ==\n      - run: docker ps --format '{{.Names}}' && echo '\${{ github.sha }}' "it's"\n`);
  expect(linesOf(await analyzed({ [workflow]: `name: a \${{\n${text}`, ".circleci/config.yml": "version: 2.1\njobs: { a: { docker: [{ image: x:1 }], steps: [{ run: 'docker ps ${{ == }}' }] } }\n" }))).toEqual([]);
});

const axes = numbers(4).map((axis) => `a${axis}: [${numbers(10).join()}]`);
const called = (name: string, others: readonly string[]): string => `on: { workflow_call: {}, push: {} }\njobs:\n  push: { runs-on: a, steps: [{ run: ${push} }] }\n${others.map((other, index) => `  ${name}${index}: { uses: ./.github/workflows/${other}.yml, secrets: inherit, with: { a: "\${{ inputs.a }}" } }\n`).join("")}`;
const composite = (...used: readonly string[]): string => `runs:\n  using: composite\n  steps:\n    - { shell: bash, run: ${push} }\n${used.map((one) => `    - uses: ./${one}\n`).join("")}`;

const cases: readonly (readonly [what: string, files: Files])[] = [
  ["a matrix of ten thousand combinations", { [workflow]: `on: push\njobs:\n  a:\n    strategy: { matrix: { ${axes.join(", ")}, exclude: [{ a0: 1 }], include: [${numbers(400).map((index) => `{ a0: ${index}, b: ${index} }`).join(", ")}] } }\n    steps:\n      - run: docker build -t "shop/app:\${{ matrix.a0 }}-\${{ matrix.a1 }}-\${{ matrix.a2 }}-\${{ matrix.a3 }}-\${{ matrix.b }}" .\n` }],
  ["a list of ten thousand values", { [workflow]: `on: push\njobs:\n  a:\n    strategy: { matrix: { a: [${numbers(10_000).join()}] } }\n    steps:\n      - run: docker build -t "shop/app:\${{ matrix.a }}" .\n` }],
  ["ten thousand included combinations", { [workflow]: `on: push\njobs:\n  a:\n    strategy: { matrix: { include: [${numbers(10_000).map((index) => `{ a: ${index} }`).join(", ")}] } }\n    steps:\n      - run: docker build -t "shop/app:\${{ matrix.a }}" .\n` }],
  ["jobs that need each other, themselves and none", { [workflow]: `on: push\njobs:\n  a: { needs: [b, a], steps: [{ run: "docker push shop/app:\${{ needs.b.outputs.x }}" }], outputs: { x: "\${{ needs.b.outputs.x }}" } }\n  b: { needs: a, outputs: { x: "\${{ needs.a.outputs.x }}" }, steps: [{ run: ${push} }] }\n  c: { needs: [nobody, 3, null, {}], steps: [{ run: ${push} }] }\n` }],
  ["three hundred jobs, each behind all before it", { [workflow]: `on: push\njobs:\n${numbers(300).map((index) => `  j${index}: { needs: [${numbers(index).map((other) => `j${other}`).join(", ")}], if: "needs.j0.result == 'success'", steps: [{ run: ${push} }] }\n`).join("")}` }],
  ["workflows that call each other", { ".github/workflows/a.yml": called("a", ["b", "b", "a"]), ".github/workflows/b.yml": called("b", ["a", "c", "c"]), ".github/workflows/c.yml": called("c", ["a", "b", "c", "missing"]) }],
  ["workflows that call three others each, twelve deep", Object.fromEntries(numbers(13).map((index) => [`.github/workflows/w${index}.yml`, called("w", index === 12 ? [] : [`w${index + 1}`, `w${index + 1}`, `w${index + 1}`])]))],
  ["actions that use themselves and each other", { [workflow]: job("      - uses: ./a\n      - uses: ./b\n      - uses: ./\n"), "a/action.yml": composite("a", "b", "b"), "b/action.yml": composite("a", "b", "../b", ""), "action.yml": composite("", "a", "b") }],
  ["actions that use three others each, twelve deep", { [workflow]: job("      - uses: ./a0\n"), ...Object.fromEntries(numbers(13).map((index) => [`a${index}/action.yml`, composite(...(index === 12 ? [] : [`a${index + 1}`, `a${index + 1}`, `a${index + 1}`]))])) }],
  ["variables that grow", { [workflow]: job(`      - run: ${push}\n${numbers(40).map((index) => `      - run: echo "V${index + 1}=\${V${index}}\${V${index}}\${{ env.V${index} }}" >> $GITHUB_ENV\n`).join("")}      - run: docker push "shop/app:$V40"\n`) }],
  ["expressions in expressions", { [workflow]: job(`      - run: ${push}\n${numbers(30).map((index) => `      - { id: s${index + 1}, run: 'echo "x=\${{ steps.s${index}.outputs.x || fromJSON(toJSON(steps)) }}\${{ steps.s${index}.outputs.x }}" >> $GITHUB_OUTPUT' }\n`).join("")}      - run: docker push "shop/app:\${{ steps.s30.outputs.x }}\${{ join(fromJSON('[[1,[2]]]').*.x, github) }}\${{ fromJSON('{') }}\${{ format('{0}{9}{', 1) }}"\n`) }],
  ["Dockerfiles and bake files that are not there, or not of this project", { [workflow]: job("      - uses: docker/build-push-action@v6\n        with: { context: [3], file: ../../../etc/passwd, build-args: '=', build-contexts: '====', tags: ',,,' }\n      - uses: docker/build-push-action@v6\n        with: { context: '{{defaultContext}}:', target: '${{', build-args: 'A', tags: '${{ matrix }}' }\n      - uses: docker/bake-action@v6\n        with: { files: nowhere.hcl, source: 'https://example.org/a.git', set: '*.*', targets: 'a,b' }\n      - uses: docker/bake-action@v6\n        with: { set: '.=', vars: '=' }\n") }],
];

test.each(cases)("%s", async (_what, files) => {
  const report = await analyzed(files);
  expect(report.findings.filter(({ severity, rule }) => severity === "error" && rule !== "image-naming")).toEqual([]);
}, 40_000);

// ------------------------------------------------------------------------------------------------- wrong types

const keys = ["on", "name", "run-name", "env", "defaults", "jobs", "steps", "needs", "if", "strategy", "matrix", "include", "exclude", "uses", "with", "run", "shell", "container", "services", "image", "outputs", "secrets", "runs-on", "working-directory", "id", "runs", "inputs", "using", "value", "workflow_call", "push", "branches", "tags", "default", "type", "options"];
const values = ["null", "3", "[]", "{}", "text", "[[[]]]", "{ a: { b: [c] } }", "true", "''", "~", "${{ x }}", "'${{ fromJSON(''[1]'') }}'", "docker push shop/app:1", "[null, {}, 3, [docker]]", "./tools", "docker/build-push-action@v6", "*anchor", "'${{ toJSON(matrix) }}'", "2026-01-01"];

test("each key with each wrong value", async () => {
  for (const value of values) {
    const step = keys.filter((key) => key !== "run").map((key) => `        ${key}: ${value}\n`).join("");
    const text = `on: push\nenv: ${value}\ndefaults: ${value}\njobs:\n  a: ${value}\n  b:\n    steps: ${value}\n  c:\n    needs: ${value}\n    strategy: ${value}\n    container: ${value}\n    services: { a: ${value} }\n    outputs: ${value}\n    steps:\n      - ${value}\n      - run: ${value}\n      - run: ${push}\n${step}  d: { strategy: { matrix: ${value} }, uses: ./.github/workflows/ci.yml, with: ${value}, secrets: ${value} }\n`;
    await analyzed({ [workflow]: text, "tools/action.yml": `inputs: ${value}\noutputs: ${value}\nruns:\n  using: composite\n  steps: ${value}\n` });
  }
}, 120_000);

/** The same numbers in each run (https://en.wikipedia.org/wiki/Linear_congruential_generator). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("YAML at random", async () => {
  const random = randomNumbers(20_260_101);
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? "";
  const tree = (depth: number, indent: string): string => {
    if (depth === 0 || random(4) === 0) return ` ${pick(values)}\n`;
    const isList = random(3) === 0;
    return `\n${numbers(1 + random(4)).map(() => `${indent}${isList ? "-" : `${pick(keys)}:`}${tree(depth - 1, `${indent}  `)}`).join("")}`;
  };
  for (const round of numbers(60)) {
    const files = Object.fromEntries([workflow, ".github/workflows/w.yml", "tools/action.yml"].map((file) => [file, `${round % 2 === 0 ? "on: push\n" : ""}${keys.slice(0, 12).map((key) => `${key}:${tree(5, "  ")}`).join("")}# ${push}\n`]));
    await analyzed(files);
  }
}, 120_000);
