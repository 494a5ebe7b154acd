import type { FormatContext } from "../src/report/format.js";
import type { Finding, Report, ReportedSite } from "../src/report/report.js";

/** Two files of a small project, and what is to be said of them. */
export const exampleFiles: Readonly<Record<string, string>> = {
  "test/setup.ts": `import { buildImage } from "./images.js";

export async function setUp(): Promise<void> {
\tawait buildImage();
\tawait deploy({ image: "localhost/shop:e2e-test", policy: "Never" });
}
`,
  "test/images.ts": `export async function buildImage(): Promise<void> {
  await execa("podman", ["build", "-t", "localhost/shop:e2e-test-shop", "."]);
}
`,
};

export const mismatch: Finding = {
  rule: "no-image-mismatch",
  severity: "error",
  message: "localhost/shop:e2e-test is deployed, but localhost/shop:e2e-test-shop is built: the tags differ.",
  file: "test/setup.ts",
  line: 5,
  column: 24,
  endLine: 5,
  endColumn: 49,
  built: "localhost/shop:e2e-test-shop",
  deployed: "localhost/shop:e2e-test",
  outcome: "ErrImageNeverPull",
  related: [{ file: "test/images.ts", line: 2, column: 41, endLine: 2, endColumn: 71, message: "built here" }],
};

export const hardcoded: Finding = {
  rule: "no-hardcoded-image",
  severity: "warning",
  message: "localhost/mail:1 is typed again where it is deployed.",
  file: "test/images.ts",
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 7,
  related: [],
};

export function unknownDeploy(line: number, why: string): ReportedSite {
  return { kind: "deploy", file: "test/setup.ts", line, column: 2, references: ["<env IMAGE>"], path: [], verdict: "unknown", why };
}

export const emptyReport: Report = {
  version: 1,
  summary: { files: 0, builds: 0, loads: 0, deploys: 0, consistent: 0, thirdParty: 0, unknown: 0, inconsistent: 0 },
  findings: [],
  sites: [],
  errors: [],
};

export const exampleReport: Report = {
  version: 1,
  summary: { files: 2, builds: 1, loads: 0, deploys: 14, consistent: 11, thirdParty: 2, unknown: 0, inconsistent: 1 },
  findings: [hardcoded, mismatch],
  sites: [
    { kind: "build", file: "test/images.ts", line: 2, column: 9, references: ["localhost/shop:e2e-test-shop"], path: [{ file: "test/setup.ts", line: 4 }] },
    { kind: "deploy", file: "test/setup.ts", line: 5, column: 8, references: ["localhost/shop:e2e-test"], path: [], cluster: "kind", verdict: "inconsistent", why: "no build matches" },
  ],
  errors: [],
};

export const exampleContext: FormatContext = {
  root: "/project",
  workingFolder: "/project",
  readFile: (file) => exampleFiles[file],
  colors: false,
  width: 100,
  preset: "recommended",
  isVerbose: false,
  isQuiet: false,
  hiddenFindings: 0,
  toolVersion: "1.2.3",
};
