import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze, normalizeReference, parseReference } from "../src/engine.js";
import { projectOnDisk } from "./project-on-disk.js";

const mismatch = `import { execFileSync } from "node:child_process";
execFileSync("podman", ["build", "-t", "localhost/shop/gateway:e2e-gateway", "."]);
execFileSync("kubectl", ["run", "gateway", "--image=localhost/shop/gateway:e2e", "--image-pull-policy=Never"]);
`;
const match = mismatch.replace("e2e-gateway", "e2e").replace('"--image=localhost/shop/gateway:e2e"', '"--image=postgres:16"');

async function rulesIn(...options: Parameters<typeof analyze>): Promise<readonly string[]> {
  return (await analyze(...options)).findings.map(({ file, rule }) => `${file}: ${rule}`);
}

describe("analyze", () => {
  const found = ["src/gateway.ts: no-image-mismatch"];

  test("gives the report of the project at the root", async () => {
    const root = projectOnDisk({ "src/gateway.ts": mismatch });
    expect(await rulesIn({ root })).toEqual(found);
    expect(await rulesIn({ root: relative(process.cwd(), root) })).toEqual(found);
  });

  test.each<[form: string, overlay: (root: string) => NonNullable<Parameters<typeof analyze>[0]["overlay"]>]>([
    ["a map of paths", () => new Map([["src/gateway.ts", mismatch]])],
    ["a map of absolute paths", (root) => new Map([[join(root, "src", "gateway.ts"), mismatch]])],
    ["an object", () => ({ "src/gateway.ts": mismatch })],
  ])("puts texts in the place of files: %s", async (_, overlay) => {
    const root = projectOnDisk({ "src/gateway.ts": match });
    expect(await rulesIn({ root, overlay: overlay(root) })).toEqual(found);
    expect(await rulesIn({ root })).toEqual([]);
  });

  test("takes a given configuration for the file's", async () => {
    const root = projectOnDisk({ "tag-consistency.config.json": '{ "rules": { "no-image-mismatch": "off" } }', "src/gateway.ts": mismatch });
    expect(await rulesIn({ root })).toEqual([]);
    expect(await rulesIn({ root, configuration: {} })).toEqual(found);
  });

  test("says what is wrong with a configuration, and where", async () => {
    const root = projectOnDisk({ "tag-consistency.config.json": '{ "producer": [] }' });
    await expect(analyze({ root })).rejects.toThrow('tag-consistency.config.json:1:3: unknown key "producer"; did you mean "producers"?');
    await expect(analyze({ root, configuration: { localDomains: [""] } })).rejects.toThrow('configuration: "localDomains[0]" must not be empty');
  });

  test("says that a root is none", async () => {
    const root = projectOnDisk({ "src/gateway.ts": match });
    await expect(analyze({ root: join(root, "src/gateway.ts") })).rejects.toThrow("The root is no folder");
    await expect(analyze({ root: join(root, "nowhere") })).rejects.toThrow("The root is no folder");
  });
});

test("references are read by the bare grammar, and as Docker reads them", () => {
  expect(parseReference("a/b")).toMatchObject({ ok: true, reference: { domain: "a", path: "b" } });
  expect(normalizeReference("a/b")).toMatchObject({ ok: true, reference: { domain: "docker.io", path: "a/b" } });
});
