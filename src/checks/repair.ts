import type { Site } from "../flow/site.js";
import { uncaptured } from "../values/text.js";
import type { Place } from "../values/value.js";
import type { Repair } from "./check.js";
import type { Judgement } from "./judgement.js";

/** Every wrong deploy gets what the producer made; the calls of their roots whose results hold that reference are told. */
export function deployBuilt(judgements: readonly Judgement[], built: Site, generated?: { readonly first: Place | undefined; readonly again: Place }): Repair {
  const made = uncaptured(built.reference).key;
  const roots = new Set(judgements.map(({ root }) => root));
  const results = [...roots].flatMap(({ captures }) => captures.filter(({ reference }) => reference?.key === made).map(({ place }) => place));
  return { kind: "replace", deploys: judgements.map(({ site }) => site), built, results, generated };
}
