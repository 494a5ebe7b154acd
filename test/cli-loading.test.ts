import { createRequire } from "node:module";
import { expect, it, vi } from "vitest";
import { emptyReport } from "./example-report.js";
import { projectOnDisk } from "./project-on-disk.js";
import { runCommand } from "./run-command.js";

vi.mock("../src/engine/analyze.js", () => {
  throw new Error("the engine was loaded");
});

const { cache } = createRequire(import.meta.url);

it.each(["--help", "--version", "check --help", "check --presett"])("%s loads neither engine nor validator", async (line) => {
  const { stderr } = await runCommand(line.split(" "), { workingFolder: projectOnDisk({}) });
  expect(stderr).not.toContain("the engine was loaded");
  expect(loadedPackages()).toEqual(new Set());
});

it("an empty configuration loads no validator", async () => {
  await runCommand(["check"], { workingFolder: projectOnDisk({ "tag-consistency.config.json": "{}" }), report: emptyReport });
  expect(loadedPackages()).toEqual(new Set(["jsonc-parser"]));
});

/** Of the packages that are loaded on demand, those that were. */
function loadedPackages(): ReadonlySet<string> {
  const loaded = Object.keys(cache);
  return new Set(["ajv", "jsonc-parser", "ts-morph", "typescript", "synckit", "yaml"].filter((name) => loaded.some((file) => file.includes(`/node_modules/${name}/`))));
}
