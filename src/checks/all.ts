import type { Naming } from "../project/configuration.js";
import type { RuleName } from "../report/report.js";
import type { Check, Defect, Explained, ProjectTexts } from "./check.js";
import { imageNaming } from "./image-naming.js";
import { imagePullPolicy } from "./image-pull-policy.js";
import type { JudgedGraph } from "./judgement.js";
import { noDeadOverride } from "./no-dead-override.js";
import { noDiscardedImage } from "./no-discarded-image.js";
import { noHardcodedImage } from "./no-hardcoded-image.js";
import { noImageMismatch } from "./no-image-mismatch.js";
import { noRacyImage } from "./no-racy-image.js";
import { noRegeneratedTag } from "./no-regenerated-tag.js";
import { noUnloadedImage } from "./no-unloaded-image.js";
import { noUnusedImage } from "./no-unused-image.js";

/** Every check, in the order in which they explain a wrong deploy. */
const checksUnder = (naming: Naming | undefined): Readonly<Record<RuleName, Check>> => ({
  "no-discarded-image": noDiscardedImage,
  "no-regenerated-tag": noRegeneratedTag,
  "no-racy-image": noRacyImage,
  "no-dead-override": noDeadOverride,
  "no-unloaded-image": noUnloadedImage,
  "no-image-mismatch": noImageMismatch,
  "image-pull-policy": imagePullPolicy,
  "no-hardcoded-image": noHardcodedImage,
  "no-unused-image": noUnusedImage,
  "image-naming": imageNaming(naming),
});

/** Runs all checks on the judged image graph; `texts` searches the project's files, `naming` are its conventions; a wrong deploy is reported by the first that explains it. */
export function runChecks(judged: JudgedGraph, texts: ProjectTexts, naming?: Naming): readonly Defect[] {
  const deploys = new Set<string>();
  const explained: Explained = {
    has: (root, order) => deploys.has(`${root} ${order}`),
    add: (root, order) => {
      deploys.add(`${root} ${order}`);
    },
  };
  return Object.values(checksUnder(naming)).flatMap((check) => check(judged, explained, texts));
}
