import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import schema from "../schemas/configuration.schema.json" with { type: "json" };
import { formatConfigurationProblem, parseConfiguration, parseConfigurationObject, readConfiguration, type Configuration } from "../src/project/configuration.js";
import { ruleNames } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

const everyKey: Configuration = {
  producers: ["buildImage", { name: "Images.build", module: "@acme/images", argument: "0.image", result: "reference" }],
  generators: ["uniqueName"],
  consumers: [{ name: "deploy", argument: 1 }],
  manifestPaths: [{ kind: "Rollout", apiVersion: "argoproj.io", path: "spec.template.spec.containers[].image" }],
  localDomains: ["images.internal"],
  naming: { pattern: "localhost/shop-[service]:e2e-[service]", forbiddenTags: ["latest"] },
  ignore: { files: ["legacy/**"], rules: { "fixtures/**": ["no-image-mismatch"] } },
  include: ["generated/**"],
  rules: { "no-discarded-image": "warning", "no-hardcoded-image": "off" },
};

describe("readConfiguration", () => {
  it("takes no file for the empty configuration", () => {
    expect(readConfiguration(projectOnDisk({}))).toEqual({ configuration: {}, problems: [] });
  });

  it.each(["{}", "", "\n// nothing yet\n", "\uFEFF{}"])("takes %j for the empty configuration", (text) => {
    expect(readConfiguration(projectOnDisk({ "tag-consistency.config.json": text }))).toEqual({ configuration: {}, problems: [] });
  });

  it("reads every key", () => {
    expect(readConfiguration(projectOnDisk({ "tag-consistency.config.json": JSON.stringify(everyKey) }))).toEqual({ configuration: everyKey, problems: [] });
  });

  it("reads comments, trailing commas, a byte order mark and the address of the schema", () => {
    const text = '\uFEFF{\r\n  // ours\r\n  "$schema": "./schema.json",\r\n  "localDomains": ["images.internal",], /* that is all */\r\n}';
    expect(readConfiguration(projectOnDisk({ "tag-consistency.config.json": text })).configuration).toMatchObject({ localDomains: ["images.internal"] });
  });

  it("reports a file that cannot be read", () => {
    const root = projectOnDisk({});
    mkdirSync(join(root, "tag-consistency.config.json"));
    expect(readConfiguration(root).problems.map(formatConfigurationProblem)).toEqual([expect.stringMatching(/^tag-consistency\.config\.json: cannot be read: EISDIR/)]);
  });
});

describe("parseConfiguration", () => {
  it.each([
    ['{\n  "producer": []\n}', '2:3: unknown key "producer"; did you mean "producers"?'],
    ['{ "nothingLikeIt": 1 }', '1:3: unknown key "nothingLikeIt"'],
    ['{ "ignore": {\n "file": [] } }', '2:2: unknown key "file" in "ignore"; did you mean "files"?'],
    ['{ "rules": { "no-image-missmatch": "off" } }', '1:14: unknown key "no-image-missmatch" in "rules"; did you mean "no-image-mismatch"?'],
    ['{ "rules": { "no-image-mismatch": "warn" } }', '1:35: "rules.no-image-mismatch" is "warn", and must be one of "error", "warning", "off"; did you mean "warning"?'],
    ['{ "rules": { "no-image-mismatch": 2 } }', '1:35: "rules.no-image-mismatch" must be a string'],
    ['{ "ignore": { "rules": { "a/b/**": ["image-mismatch"] } } }', '1:37: "ignore.rules.a/b/**[0]" is "image-mismatch", and must be one of "no-discarded-image", "no-regenerated-tag", "no-racy-image", "no-dead-override", "no-unloaded-image", "no-image-mismatch", "image-pull-policy", "no-hardcoded-image", "no-unused-image", "image-naming"; did you mean "no-image-mismatch"?'],
    ['{ "producers": "build" }', '1:16: "producers" must be an array'],
    ['{ "producers": [1] }', '1:17: "producers[0]" must be a string or an object'],
    ['{ "producers": [{ "module": "a" }] }', '1:17: "producers[0]" needs the key "name"'],
    ['{ "producers": [{ "name": "a", "argument": -1 }] }', '1:44: "producers[0].argument" must not be below 0'],
    ['{ "producers": [""] }', '1:17: "producers[0]" must not be empty'],
    ['{ "include": ["!a"] }', '1:15: "include[0]" is "!a", which has not the form that is needed here: A glob that does not begin with an exclamation mark.'],
    ["[]", "1:1: the configuration must be an object"],
    ['{ "rules": {} "include": [] }', "1:15: a comma was expected here"],
    ['{ "include": ', "1:14: a value was expected here"],
    ["{ include: [] }", "1:3: this is not JSON: a word that is none of true, false, null, a number or a quoted string"],
    ["module.exports = {};", "1:1: this is not JSON: a word that is none of true, false, null, a number or a quoted string"],
  ])("says what is wrong in %s", (text, expected) => {
    const { configuration, problems } = parseConfiguration(text);
    expect(problems.map(formatConfigurationProblem)).toContain(`tag-consistency.config.json:${expected}`);
    expect(configuration).toEqual({});
  });

  it("reports all that is wrong", () => {
    const { problems } = parseConfiguration('{\n  "include": 1,\n  "exclude": []\n}');
    expect(problems).toHaveLength(2);
  });

  it("keeps what a key inherited from every object is called", () => {
    expect(parseConfiguration('{ "constructor": 1 }').problems.map(({ message }) => message)).toEqual(['unknown key "constructor"']);
  });
});

describe("parseConfigurationObject", () => {
  it("takes the same object, or nothing at all", () => {
    expect(parseConfigurationObject(everyKey)).toEqual({ configuration: everyKey, problems: [] });
    expect(parseConfigurationObject(undefined)).toEqual({ configuration: {}, problems: [] });
  });

  it("says where the object stands", () => {
    const { problems } = parseConfigurationObject({ include: "**" });
    expect(problems.map(formatConfigurationProblem)).toEqual(['settings["tag-consistency"]: "include" must be an array']);
  });
});

describe("the published schema", () => {
  it("knows the rules that there are", () => {
    expect(schema.definitions.ruleName.enum).toEqual([...ruleNames]);
    expect(Object.keys(schema.properties.rules.properties)).toEqual([...ruleNames]);
  });

  it("describes every key", () => {
    expect(undescribed(schema, "")).toEqual([]);
  });
});

/** Where a schema of a key has no description. */
function undescribed(schema: unknown, at: string): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const place = `${at}/${key}`;
    const isKey = /\/(?:properties|definitions)\/[^/]+$/.test(place);
    const isDescribed = typeof value === "object" && value !== null && ("description" in value || "$ref" in value);
    return [...(isKey && !isDescribed ? [place] : []), ...undescribed(value, place)];
  });
}
