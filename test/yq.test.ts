import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyYq, applyYq3 } from "../src/flow/yq/apply.js";
import type { YqOutput } from "../src/flow/yq/apply.js";
import { display, hole, join, literal } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

const manifests = `apiVersion: v1
kind: Service
metadata:
  name: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: "web:old"
        - name: proxy
          image: proxy:1
`;

function environment(name: string): Text | undefined {
  return name === "UNSET" ? undefined : name === "COUNT" ? literal("3") : hole(`environment ${name}`, { kind: "environment", name });
}

const place = { file: "build.sh", start: 0, end: 1 };

function file(name: string, text: string): Text {
  return literal(text, { file: name, literal: { kind: "literal", value: text, at: [0, text.length] }, offset: 0 });
}

/** An expression as a shell hands it over: `§NAME§` is a variable. */
function run(expression: string, documents = manifests, isAll = false): YqOutput {
  const text = expression.includes("§") ? join(expression.split("§").map((part, index) => ({ text: index % 2 === 0 ? literal(part) : (environment(part) ?? literal("")) }))) : file("build.sh", expression);
  return applyYq({ expression: text, documents: file("app.yaml", documents), environment, isAll, place });
}

/** What it prints; undefined where that is not known. */
function printed(expression: string, documents?: string): string | undefined {
  const { output } = run(expression, documents);
  return output === undefined ? undefined : display(output);
}

/** The images in what it prints. */
function images(expression: string, documents?: string): readonly string[] | undefined {
  return printed(expression, documents)?.split("\n").flatMap((line) => /^\s*(?:- )?image: (.*)$/u.exec(line)?.[1] ?? []);
}

function overrides(output: YqOutput): readonly string[] {
  return output.overrides.map(({ key, value, isRead, candidates }) => `${key} -> ${value === undefined ? "?" : display(value)}: ${isRead}${candidates.length === 0 ? "" : `, there: ${candidates.map(({ name }) => name).join(" ")}`}`);
}

describe("assignments", () => {
  test.each([
    ['.spec.template.spec.containers[0].image = "web:new"'],
    ['(.spec.template.spec.containers[] | select(.name == "web")).image = "web:new"'],
    ['(.spec.template.spec.containers[] | select(.name == "web") | .image) = "web:new"'],
    ['(.. | select(has("image")) | select(.image == "web:*").image) = "web:new"'],
    ['with(.spec.template.spec.containers[] | select(.name == "web"); .image = "web:" + "new")'],
    ['.spec.template.spec.containers[0] |= (.image = "web:new")'],
    ['.spec.template.spec.containers[0].image |= sub("old", "new")'],
    ['.spec.template.spec.containers[0].image |= sub(":.*"; ":new")'],
    ['.spec.template.spec.containers |= map(select(.name == "web").image = "web:new")'],
    ['.spec["template"].spec.containers[-2].image="web:new"'],
    ['."spec".template.spec.containers[0]["image"] = "web:new" | .metadata.labels.a = "b"'],
    ['.spec.replicas = 3, .spec.template.spec.containers[0].image = "web:new"'],
  ])("%s", (expression) => {
    const documents = manifests.slice(manifests.indexOf("---\n") + 4);
    expect(images(expression, documents)).toEqual(['"web:new"', "proxy:1"]);
    expect(run(expression, documents).overrides.map(({ isRead }) => isRead).filter((isRead) => isRead !== "yes")).toEqual([]);
  });

  test("every document is written back, the value as it is known", () => {
    expect(printed('(select(.kind == "Deployment") | .spec.template.spec.containers[0].image) = strenv(IMG)')).toBe(manifests.replace("web:old", "<env IMG>"));
    expect(images('(select(.kind == "Deployment").spec.template.spec.containers[0].image) = "§REGISTRY§/web:§TAG§"')).toEqual(['"<env REGISTRY>/web:<env TAG>"', "proxy:1"]);
    expect(images('select(di == 1).spec.template.spec.containers[].image = env(IMG)')).toEqual(['"<env IMG>"', "<env IMG>"]);
  });

  test("a selection that goes on by a pipe drops the other documents", () => {
    expect(printed('select(.kind == "Deployment") | .metadata.name = "x"')).not.toContain("Service");
  });

  test("paths that are not there are made", () => {
    expect(printed(".image.tag = strenv(TAG) | .replicas = env(COUNT)", "name: web\n")).toBe("name: web\nimage:\n  tag: <env TAG>\nreplicas: 3\n");
    expect(applyYq({ expression: literal('.image.tag = "1"'), documents: undefined, environment, place })).toMatchObject({ overrides: [{ isRead: "yes" }] });
  });

  test("parts are taken away, and put together", () => {
    expect(printed("del(.spec.template.spec.containers[1]) | del(.metadata)", manifests.slice(manifests.indexOf("---\n") + 4))).toBe('apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: "web:old"\n');
    expect(printed('.a += ["z"] | .b += {"c": 1}', "a: [x]\n")).toBeUndefined();
    expect(printed('.a += ["z"] | .b += "!"', "a: [x]\nb: text\n")).toBe("a:\n  - x\n  - z\nb: text!\n");
  });

  test("how a document looks is no value", () => {
    expect(printed('.. style="" | sort_keys(..)', "a: 1\n")).toBe("a: 1\n");
  });
});

describe("reading", () => {
  const values = "image:\n  repository: example/web\n  tag: '1.10'\nitems: [{name: a, image: 'a:1'}, {name: b, image: 'b:1'}]\n";
  test.each([
    [".image.tag", "1.10\n"],
    ['.image.repository + ":" + .image.tag', "example/web:1.10\n"],
    ['"\\(.image.repository):\\(.image.tag)"', "example/web:1.10\n"],
    [".items[].image", "a:1\nb:1\n"],
    ['.items[] | select(.name != "a") | .image', "b:1\n"],
    [".missing", "null\n"],
    ['.missing // "default"', "default\n"],
    ['.image | has("tag") and (.items | not)', "false\n"],
    ["[.items[].name]", "- a\n- b\n"],
    ['.items[] | select(.image | test("^b:\\\\d")) | key', "1\n"],
    ['.items[] | select(.image | test("^b:")) | key', "1\n"],
  ])("%s", (expression, expected) => {
    expect(printed(expression, values)).toBe(expected);
  });

  test("results of several documents, and of all at once", () => {
    expect(printed(".kind")).toBe("Service\n---\nDeployment\n");
    expect(run("[.[] | select(.kind)]", "a: {kind: x}\n", true).output).toBeDefined();
  });

  test("what a hole holds may be selected", () => {
    const documents = join([{ text: literal("- name: ") }, { text: hole("name", { kind: "environment", name: "NAME" }) }, { text: literal("\n  image: web:1\n") }]);
    const output = applyYq({ expression: literal('(.[] | select(.name == "web")).image = "web:2"'), documents, environment, place });
    expect(output.output === undefined ? undefined : display(output.output)).toContain("image: web:1");
    expect(overrides(output)).toEqual(['(.[] | select(.name == "web")).image -> web:2: unknown']);
    expect(applyYq({ expression: literal('.[] | select(.name == "web") | .image'), documents, environment, place }).output).toBeUndefined();
  });
});

describe("what nothing reads", () => {
  test("a container's name that is none", () => {
    const output = run('(.spec.template.spec.containers[] | select(.name == "manager")).image = "web:new"');
    expect(overrides(output)).toEqual(['(.spec.template.spec.containers[] | select(.name == "manager")).image -> web:new: no, there: web proxy']);
    expect(output.overrides[0]).toMatchObject({ how: "yq", otherwise: "keeps", place: { file: "build.sh", start: 0, end: 69 }, candidates: [{ reference: { text: "web:old" }, place: { file: "app.yaml" } }, {}] });
    expect(output.output === undefined ? undefined : display(output.output)).toBe(manifests);
  });

  test("a kind that is not there", () => {
    expect(overrides(run('select(.kind == "StatefulSet") | .spec.template.spec.containers[0].image = strenv(IMG)'))).toEqual([".spec.template.spec.containers[0].image -> <env IMG>: no, there: Service web Deployment web"]);
  });

  test("a list of containers somewhere else, and a container behind the last one", () => {
    const deployment = manifests.slice(manifests.indexOf("---\n") + 4);
    expect(overrides(run('.spec.containers[0].image = "web:new"', deployment))).toEqual([".spec.containers[0].image -> web:new: no, there: template"]);
    expect(overrides(run('.spec.template.spec.containers[2].image = "web:new"', deployment))).toEqual([".spec.template.spec.containers[2].image -> web:new: no, there: web proxy"]);
  });

  test("values of a chart may be made", () => {
    expect(overrides(run('.manager.image.tag = "2"', "image: {tag: '1'}\n"))).toEqual([".manager.image.tag -> ?: unknown, there: image"]);
    expect(overrides(run('.image.tag = "2"', "image: {tag: '1'}\n"))).toEqual([".image.tag -> ?: yes"]);
  });

  test("an entry of a kustomization", () => {
    expect(overrides(run('(.images[] | select(.name == "controller")).newTag = "2"', "images: [{name: web, newTag: '1'}]\n"))).toEqual(['(.images[] | select(.name == "controller")).newTag -> ?: no, there: web']);
  });

  test("what has nothing to do with images is no override", () => {
    expect(run('(.spec.ports[] | select(.name == "x")).port = 80').overrides).toEqual([]);
  });
});

describe("version 3", () => {
  const deployment = manifests.slice(manifests.indexOf("---\n") + 4);
  const write = (path: string, value = "web:new"): YqOutput => applyYq3({ path: literal(path), value: literal(value), documents: file("app.yaml", deployment), environment, place });

  test.each(["spec.template.spec.containers[0].image", "spec.template.spec.containers.(name==web).image", '"spec".template.spec.containers.(image==web:old).image'])("%s", (path) => {
    const { output, overrides: found } = write(path);
    expect(output === undefined ? undefined : display(output)).toBe(deployment.replace("web:old", "web:new"));
    expect(overrides({ output, overrides: found })).toEqual([`${path} -> web:new: yes`]);
  });

  test("reading, and a name that is not there", () => {
    const read = applyYq3({ path: literal("spec.template.spec.containers[*].image"), value: undefined, documents: literal(deployment), environment, place });
    expect(read.output === undefined ? undefined : display(read.output)).toBe("web:old\nproxy:1\n");
    expect(applyYq3({ path: literal("spec.template.spec.containers.(name==manager).image"), value: literal("x"), documents: literal(deployment), environment, place }).overrides).toMatchObject([{ isRead: "no", candidates: [{ name: "web" }, { name: "proxy" }] }]);
    expect(write("spec.**.image").output).toBeUndefined();
  });
});

describe("what is not understood", () => {
  test.each([". as $x | $x", ".a | to_json", "load(\"x.yaml\")", ".a = ", "(.a", ".image* = \"x\"", ".a.b |= unknown_function", ".a = env(UNSET)", ". * {\"a\": 1}", "§EXPRESSION§", ".a = §VALUE§", "[".repeat(300)])("%s", (expression) => {
    expect(run(expression, "a: 1\n").output).toBeUndefined();
  });

  test("documents that cannot be read, and patterns that take long", () => {
    expect(printed('.image = "x"', "image: {{ .Values.image }}\n")).toBeUndefined();
    expect(printed('.a |= sub("(a+)+$", "b")', `a: ${"a".repeat(400)}!\n`)).toBeUndefined();
    expect(printed(`.a${".[]".repeat(500)}`, "a: [1]\n")).toBe("");
  });

  test("any expression comes to an end", () => {
    const piece = fc.constantFrom(".", "..", ".a", ".b[]", "[0]", "[-1]", " | ", " = ", " |= ", " += ", "+", "==", "//", ",", ";", "(", ")", "[", "]", '"x"', '"\\(.a)"', "1", "null", "true", "select(", "with(", "del(", "map(", "has(", "not", "env(A)", "§A§", "sub(", "key", "di", " and ", " or ");
    const documents = fc.constantFrom("a: 1\n", "a: {b: [x, {a: 2}]}\n---\n- a\n", "", "[[[]]]\n");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), documents, (pieces, text) => {
        const { output } = run(pieces.join(""), text);
        expect(output === undefined || display(output).length < 100_000).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
