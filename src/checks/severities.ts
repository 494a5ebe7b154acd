import type { RuleName, Severity } from "../report/report.js";

/** The named sets of severities that a user can choose; both have every rule. */
export type Preset = "recommended" | "strict";

/** How severe a finding of the rule is under the preset; the command and the ESLint configurations read the same table. */
export function severityOf(rule: RuleName, preset: Preset): Severity {
  return severities[rule][preset];
}

const severities: Readonly<Record<RuleName, Readonly<Record<Preset, Severity>>>> = {
  "no-discarded-image": { recommended: "error", strict: "error" },
  "no-regenerated-tag": { recommended: "error", strict: "error" },
  "no-racy-image": { recommended: "error", strict: "error" },
  "no-dead-override": { recommended: "error", strict: "error" },
  "no-unloaded-image": { recommended: "error", strict: "error" },
  "no-image-mismatch": { recommended: "error", strict: "error" },
  "image-pull-policy": { recommended: "error", strict: "error" },
  "no-hardcoded-image": { recommended: "warning", strict: "error" },
  "no-unused-image": { recommended: "warning", strict: "error" },
  "image-naming": { recommended: "error", strict: "error" },
};
