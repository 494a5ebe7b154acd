import type { Naming } from "../project/configuration.js";
import type { RuleName } from "../report/report.js";
import type { Check, Defect, Explained } from "./check.js";
import { imageNaming } from "./image-naming.js";
import type { JudgedGraph } from "./judgement.js";
import { noDiscardedImage } from "./no-discarded-image.js";
import { noHardcodedImage } from "./no-hardcoded-image.js";
import { noImageMismatch } from "./no-image-mismatch.js";
import { noRacyImage } from "./no-racy-image.js";
import { noRegeneratedTag } from "./no-regenerated-tag.js";

/** Every check, in the order in which they explain a wrong deploy. */
const checksUnder = (naming: Naming | undefined): Readonly<Record<RuleName, Check>> => ({
  "no-discarded-image": noDiscardedImage,
  "no-regenerated-tag": noRegeneratedTag,
  "no-racy-image": noRacyImage,
  "no-image-mismatch": noImageMismatch,
  "no-hardcoded-image": noHardcodedImage,
  "image-naming": imageNaming(naming),
});

/** Runs all checks on the judged image graph, `naming` being the project's conventions; a wrong deploy is reported by the first that explains it. */
export function runChecks(judged: JudgedGraph, naming?: Naming): readonly Defect[] {
  const deploys = new Set<string>();
  const explained: Explained = {
    has: (root, order) => deploys.has(`${root} ${order}`),
    add: (root, order) => {
      deploys.add(`${root} ${order}`);
    },
  };
  return Object.values(checksUnder(naming)).flatMap((check) => check(judged, explained));
}
