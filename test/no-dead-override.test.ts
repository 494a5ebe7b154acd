import { describe, expect, test } from "vitest";
import type { Defect } from "../src/checks/check.js";
import { judge } from "../src/checks/judgement.js";
import { noDeadOverride } from "../src/checks/no-dead-override.js";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Override, RootRun, Site } from "../src/flow/site.js";
import { choice, hole, isText, join, literal } from "../src/values/text.js";
import type { Place, Text } from "../src/values/value.js";
import { projectOnDisk } from "./project-on-disk.js";

/** A place by its line only: every line has ten letters. */
const at = (line: number, file = "Makefile"): Place => ({ file, start: line * 10, end: line * 10 + 9 });

const environment = (name: string): Text => hole(`env ${name}`, { kind: "environment", name });

function root(number: number, parts: Partial<RootRun>): RootRun {
  return { root: number, file: "Makefile", name: "deploy", isMocked: false, sites: [], captures: [], escapes: [], pulls: [], saves: [], sharedEngines: [], overrides: [], slips: [], misplaced: [], missingNames: [], clusters: [], deletions: [], opaqueCommands: [], chartPackages: [], editedCharts: new Set(), races: [], limits: [], ...parts };
}

function site(kind: Site["kind"], reference: Text, line: number, number = 0): Site {
  return { kind, reference, place: at(line), argument: at(line), path: undefined, root: number, order: line, how: kind === "deploy" ? 'image of container "manager"' : "docker build -t", ...(kind === "deploy" ? { runtime: "cluster" } : { engine: "docker" }) };
}

const override: Override = {
  how: "kustomize edit set image",
  key: "controller",
  value: environment("IMG"),
  place: at(3),
  isRead: "no",
  candidates: [
    { name: "quay.io/brancz/kube-rbac-proxy", reference: literal("quay.io/brancz/kube-rbac-proxy:v0.15"), place: at(1, "config/proxy.yaml") },
    { name: "shop/operator", reference: literal("shop/operator:latest"), place: at(1, "config/manager.yaml") },
  ],
  target: "config/manager",
  otherwise: "keeps",
  path: undefined,
  order: 3,
};

/** The defects of a project, and the deploys (by root and order) that they explain. */
function defects(...roots: readonly RootRun[]): { readonly found: readonly Defect[]; readonly explained: readonly string[] } {
  const explained: string[] = [];
  const found = noDeadOverride(judge({ roots }, ["localhost"]), { has: () => false, add: (...deploy) => explained.push(deploy.join(" ")) }, () => new Set());
  return { found, explained };
}

const operator = join([{ text: literal("shop/operator:") }, { text: environment("VERSION") }]);

describe("an override that nothing reads", () => {
  test("loses the image that is given, not the default that is deployed anyway", () => {
    const given = choice([environment("IMG"), literal("shop/operator:latest")], "IMG");
    const { found } = defects(root(0, { overrides: [{ ...override, value: isText(given) ? given : undefined }], sites: [site("build", operator, 1)] }));
    expect(found).toMatchObject([{ built: "<env IMG>", deployed: "shop/operator:latest" }]);
    expect(found[0]?.message).toContain(' "<env IMG>", which is given here, is deployed nowhere.');
    expect(found[0]?.isStrict).toBeUndefined();
  });

  test("loses nothing where it says what is deployed anyway", () => {
    const { found } = defects(root(0, { overrides: [{ ...override, value: literal("shop/operator:latest") }], sites: [site("build", literal("shop/operator:latest"), 1)] }));
    expect(found).toMatchObject([{ isStrict: true }]);
    expect(found[0]?.message).not.toContain("deployed nowhere");
  });

  test("says what is looked for, what is kept, and what was meant", () => {
    const { found } = defects(root(0, { overrides: [{ ...override, value: operator }], sites: [site("build", operator, 1)] }));
    expect(found).toMatchObject([{ rule: "no-dead-override", place: at(3), built: "shop/operator:<env VERSION>", deployed: "shop/operator:latest" }]);
    expect(found[0]?.message).toBe(
      'kustomize edit set image looks for "controller" in config/manager, and nothing there has it: the deploy keeps "shop/operator:latest". "shop/operator:<env VERSION>", which is given here, is deployed nowhere. Did you mean "shop/operator" (or "quay.io/brancz/kube-rbac-proxy")? Write that in the place of "controller".',
    );
    expect(found[0]?.related.map(({ place, message }) => `${place.file} ${message}`)).toEqual([
      'config/manager.yaml "shop/operator" is here, with "shop/operator:latest"',
      'config/proxy.yaml "quay.io/brancz/kube-rbac-proxy" is here, with "quay.io/brancz/kube-rbac-proxy:v0.15"',
    ]);
  });

  test("explains the deploys that keep the old reference", () => {
    const { found, explained } = defects(root(0, { overrides: [override], sites: [site("build", operator, 1), site("deploy", literal("shop/operator:latest"), 4), site("deploy", literal("redis:7"), 5)] }));
    expect(explained).toEqual(["0 4"]);
    expect(found[0]?.related.at(-1)).toEqual({ place: at(4), message: 'deployed "shop/operator:latest" here: image of container "manager"' });
  });

  test("fails where the command does", () => {
    const setImage: Override = { ...override, how: "kubectl set image", otherwise: "fails" };
    const created = site("deploy", literal("shop/operator:latest"), override.order - 1);
    const { found, explained } = defects(root(0, { overrides: [setImage], sites: [created, site("deploy", literal("shop/operator:latest"), override.order + 1)] }));
    // What the object was created with stays, and is no other defect; what is created later is.
    expect(explained).toEqual([`0 ${created.order}`]);
    expect(found).toMatchObject([{ message: expect.stringContaining('nothing there has it: the command fails, and the deploy keeps "shop/operator:latest".') as string, deployed: "shop/operator:latest" }]);
  });

  test("suggests what the project builds, whatever the override would have put there", () => {
    const proxy = { name: "controller-proxy", reference: literal("quay.io/brancz/controller-proxy:v0.15"), place: undefined };
    const { found } = defects(root(0, { overrides: [{ ...override, candidates: [proxy, ...override.candidates] }], sites: [site("build", operator, 1)] }));
    expect(found[0]?.message).toContain('Did you mean "shop/operator" (or "controller-proxy"');
  });

  test("suggests the name that is written most alike", () => {
    const candidates = ["contoller", "webhook", "operator"].map((name) => ({ name, reference: undefined, place: undefined }));
    expect(defects(root(0, { overrides: [{ ...override, candidates }] })).found[0]?.message).toContain('Did you mean "contoller" (or "operator", "webhook")?');
    expect(defects(root(0, { overrides: [{ ...override, candidates: [] }] })).found[0]?.message).toContain("Nothing is there that could be meant");
  });
});

describe("an override is left alone", () => {
  test.each<readonly [string, readonly RootRun[]]>([
    ["that one root reads", [root(0, { overrides: [override] }), root(1, { overrides: [{ ...override, isRead: "yes" }] })]],
    ["of which one root does not know", [root(0, { overrides: [override] }), root(1, { overrides: [{ ...override, isRead: "unknown" }] })]],
    ["in a test with mocks", [root(0, { overrides: [override], isMocked: true })]],
    ["by sed that has to do with no image", [root(0, { overrides: [{ ...override, how: "sed", key: "NAMESPACE", value: environment("NAMESPACE") }] })]],
  ])("%s", (_, roots) => {
    expect(defects(...roots).found).toEqual([]);
  });
});

describe("an override is told by default", () => {
  test.each<readonly [string, Text, readonly Site[]]>([
    ["of what the project builds", literal("shop/operator:1"), [site("build", literal("shop/operator:2"), 1)]],
    ["of what the environment gives", environment("IMG"), []],
    ["of a generated tag", join([{ text: literal("shop/operator:") }, { text: hole("fresh:1", { kind: "fresh", what: "date", place: at(1), path: undefined, root: 0 }) }]), []],
  ])("%s", (_, value, sites) => {
    expect(defects(root(0, { overrides: [{ ...override, value }], sites })).found).toMatchObject([{ isStrict: undefined }]);
  });

  test("only under the preset strict of images of others", () => {
    expect(defects(root(0, { overrides: [{ ...override, key: "redis", value: literal("redis:7.4") }] })).found).toMatchObject([{ isStrict: true }]);
  });
});

describe("sed in a program", () => {
  const manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\nspec:\n  containers:\n    - name: app\n      image: localhost/shop/app:dev\n";
  const program = (pattern: string, built = "localhost/shop/app"): string =>
    `import { execSync } from "node:child_process";\nconst image = "${built}:e2e";\nexecSync(\`docker build -t \${image} .\`);\nexecSync(\`sed -i 's#${pattern}#\${image}#' pod.yaml && kubectl apply -f pod.yaml\`);\n`;
  const told = async (code: string, preset: "recommended" | "strict" = "recommended"): Promise<readonly string[]> => {
    const { findings } = await analyzeProject({ root: projectOnDisk({ "a.ts": code, "pod.yaml": manifest }), preset });
    return findings.map(({ rule, line, message }) => (rule === "no-dead-override" ? `${line} ${rule}` : message));
  };

  test("that finds nothing is told there, and the deploy that keeps its image is not told again", async () => {
    expect(await told(program("localhost/app:dev"))).toEqual(["4 no-dead-override"]);
  });

  test("that finds what it looks for is silent", async () => {
    expect(await told(program("localhost/shop/app:dev"))).toEqual([]);
  });

  test("that changes an image of others is told under strict", async () => {
    const code = 'import { execSync } from "node:child_process";\nexecSync("sed -i \'s#image: redis:6#image: redis:7#\' pod.yaml && kubectl apply -f pod.yaml");\n';
    expect(await told(code)).not.toContain("2 no-dead-override");
    expect(await told(code, "strict")).toContain("2 no-dead-override");
  });
});
