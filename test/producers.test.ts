import { describe, expect, test } from "vitest";
import { consumerRole, generatorRole, isClassWithRole, namesWithRoles, producerRole, type NamedCall } from "../src/models/producers.js";
import type { FunctionPattern } from "../src/project/configuration.js";

const imported = (path: string, name = path.split(/[.#]/).at(-1) ?? ""): NamedCall => ({ name, module: undefined, path });
const own = (name: string, module: string, more: Partial<NamedCall> = {}): NamedCall => ({ name, module, declared: name, classes: [], resolve: (specifier) => (specifier === "@/images" ? "src/images.ts" : undefined), ...more });

type Row = readonly [pattern: FunctionPattern, call: NamedCall];

const named: Readonly<Record<string, Row>> = {
  "a function of a package": ["make", imported("@acme/images.make")],
  "a member of a namespace": ["make", imported("@acme/images.tools.make")],
  "a function under another name": ["make", imported("@acme/images.make", "build")],
  "what a module exports as its default, by the name that it has here": ["make", imported("@acme/images", "make")],
  "a function of the project": ["make", own("make", "src/images.ts")],
  "a function of the project under another name": ["make", own("build", "src/images.ts", { declared: "make" })],
  "of a module": [{ name: "make", module: "@acme/images" }, imported("@acme/images.make")],
  "of a module whose name has dots": [{ name: "make", module: "acme.io/images.js" }, imported("acme.io/images.js.make")],
  "of a module of Node": [{ name: "make", module: "node:images" }, imported("images.make")],
  "of a module that is a function": [{ name: "make", module: "@acme/images" }, imported("@acme/images", "make")],
  "of a file of the project": [{ name: "make", module: "./src/images" }, own("make", "src/images.ts")],
  "of a file as it is imported": [{ name: "make", module: "../images.js" }, own("make", "src/images.ts")],
  "of a folder of the project": [{ name: "make", module: "./src/images" }, own("make", "src/images/index.ts")],
  "of a file by its alias": [{ name: "make", module: "@/images" }, own("make", "src/images.ts")],
  "a static method": ["Images.make", imported("@acme/images.Images.make")],
  "a method of a class of a package": [{ name: "Images.make", module: "@acme/images" }, imported("@acme/images.Images#make")],
  "a method of a class of the project": ["Images.make", own("make", "src/images.ts", { classes: ["Images"] })],
  "an inherited method": ["Images.make", own("make", "src/images.ts", { classes: ["ShopImages", "Images"] })],
  "a method of an object that is not known": ["Images.make", { name: "make", module: undefined }],
};

const others: Readonly<Record<string, Row>> = {
  "a function of another name": ["make", imported("@acme/images.makeAll")],
  "the end of another name": ["make", imported("@acme/images.remake")],
  "a function of another module": [{ name: "make", module: "@acme/images" }, imported("@acme/other.make")],
  "a function of a module below": [{ name: "make", module: "@acme/images" }, imported("@acme/images/lib.make")],
  "a function of a file of the package's name": [{ name: "make", module: "images" }, own("make", "src/images.ts")],
  "a function of which nobody knows whence it comes": [{ name: "make", module: "@acme/images" }, { name: "make", module: undefined }],
  "a method of another class of a package": ["Images.make", imported("@acme/images.Site#make")],
  "a method of another class of the project": ["Images.make", own("make", "src/site.ts", { classes: ["Site"] })],
  "a function that is no method": ["Images.make", own("make", "src/site.ts")],
  "a function of a package that is no method": ["Images.make", imported("esbuild.make")],
};

describe("a pattern names", () => {
  test.each(Object.entries(named))("%s", (_, [pattern, call]) => {
    expect(producerRole(call, { producers: [pattern] })).toBeDefined();
  });
});

describe("a pattern does not name", () => {
  test.each(Object.entries(others))("%s", (_, [pattern, call]) => {
    expect(producerRole(call, { producers: [pattern] })).toBeUndefined();
  });
});

test("each key gives its own role, with the places of the reference", () => {
  const call = imported("@acme/images.make");
  const pattern: FunctionPattern = { name: "make", argument: 1, result: "image" };
  const role = { argument: "1", result: "image" };
  expect([producerRole, generatorRole, consumerRole].map((roleOf) => roleOf(call, { producers: [pattern] }))).toEqual([role, undefined, undefined]);
  expect([producerRole, generatorRole, consumerRole].map((roleOf) => roleOf(call, { generators: [pattern] }))).toEqual([undefined, role, undefined]);
  expect([producerRole, generatorRole, consumerRole].map((roleOf) => roleOf(call, { consumers: [pattern] }))).toEqual([undefined, undefined, role]);
});

test("the helpers of the first users are producers without a configuration, and a pattern for one of them wins", () => {
  const call = imported("@acme/e2e.buildAndLoadImageToKind");
  expect(producerRole(call, {})).toEqual({ argument: undefined, result: undefined });
  expect(producerRole(call, { producers: [{ name: "buildAndLoadImageToKind", result: "image" }] })).toEqual({ argument: undefined, result: "image" });
});

test("a class is known for the methods that have a role", () => {
  expect(isClassWithRole("@acme/images.Images", { generators: ["Images.next"] })).toBe(true);
  expect(isClassWithRole("@acme/images.Site", { generators: ["Images.next"], consumers: ["Site"] })).toBe(false);
});

test("the names with a role are those that a call may be written with", () => {
  expect([...namesWithRoles({ producers: ["make"], generators: [{ name: "Names.next" }], consumers: ["launch"] })]).toEqual(expect.arrayContaining(["buildAndLoadImageToKind", "make", "next", "launch"]));
});
