import { uncaptured } from "../values/text.js";
import type { AbsentImage } from "./absent-images.js";
import { isMismatch } from "./judgement.js";
import type { JudgedGraph } from "./judgement.js";

/** Whether a wrong deploy of the same name in the same root says it already: it is repaired at the same time. */
export function isToldByDeploy({ uses }: AbsentImage, { judgements }: JudgedGraph): boolean {
  const keys = new Set(uses.map(({ root, reference }) => `${root.root} ${uncaptured(reference).key}`));
  return judgements.some((judgement) => judgement.deployed !== undefined && isMismatch(judgement) && keys.has(`${judgement.root.root} ${uncaptured(judgement.deployed).key}`));
}
