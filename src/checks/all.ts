import type { RuleName } from "../report/report.js";
import type { Check, Defect, Explained } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { noDiscardedImage } from "./no-discarded-image.js";
import { noHardcodedImage } from "./no-hardcoded-image.js";
import { noImageMismatch } from "./no-image-mismatch.js";
import { noRegeneratedTag } from "./no-regenerated-tag.js";

/** Every check, in the order in which they explain a wrong deploy. */
const checks: Readonly<Record<RuleName, Check>> = {
  "no-discarded-image": noDiscardedImage,
  "no-regenerated-tag": noRegeneratedTag,
  "no-image-mismatch": noImageMismatch,
  "no-hardcoded-image": noHardcodedImage,
};

/** Runs all checks on the judged image graph; a wrong deploy is reported by the first that explains it. */
export function runChecks(judged: JudgedGraph): readonly Defect[] {
  const deploys = new Set<string>();
  const explained: Explained = {
    has: (root, order) => deploys.has(`${root} ${order}`),
    add: (root, order) => {
      deploys.add(`${root} ${order}`);
    },
  };
  return Object.values(checks).flatMap((check) => check(judged, explained));
}
