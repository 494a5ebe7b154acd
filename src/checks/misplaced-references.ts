import { alternativesOf, display } from "../values/text.js";
import type { MisplacedReference, RootRun } from "../flow/site.js";
import type { Defect } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { isProducer } from "./judgement.js";
import { isSameRepository } from "./kinship.js";

/** A reference that make takes for a goal (`make docker-push ghcr.io/shop/gateway:latest`), although the run makes an image of its name: the variable that it was meant for keeps its default. */
export function misplacedReferences({ graph }: JudgedGraph): readonly Defect[] {
  const found = new Map<string, Defect>();
  for (const root of graph.roots) {
    for (const misplaced of root.misplaced) {
      const key = `${misplaced.place.file} ${misplaced.place.start}`;
      if (!found.has(key) && isMadeBefore(misplaced, root)) found.set(key, defectOf(misplaced));
    }
  }
  return [...found.values()];
}

function isMadeBefore({ reference, order }: MisplacedReference, { sites }: RootRun): boolean {
  const alternatives = alternativesOf(reference) ?? [];
  return sites.some((site) => isProducer(site) && site.order < order && (alternativesOf(site.reference) ?? []).some((made) => alternatives.some((one) => isSameRepository(one, made))));
}

function defectOf({ reference, place, goals, instead }: MisplacedReference): Defect {
  const written = display(reference);
  const used = instead === undefined ? undefined : display(instead.reference);
  const variable = instead?.variable ?? "IMG";
  return {
    rule: "no-image-mismatch",
    place,
    built: written,
    ...(used === undefined ? {} : { deployed: used }),
    message: `"${written}" is a goal here, not a value: make${used === undefined ? "" : ` ${goals} takes "${used}" for the image`}, and then has no rule to make "${written}". Give it to the variable: \`make ${goals} ${variable}=${written}\`.`,
    related: instead === undefined ? [] : [{ place: instead.place, message: `"${used ?? ""}" is used instead, the default of ${variable}` }],
  };
}
