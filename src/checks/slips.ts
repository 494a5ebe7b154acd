import type { RootRun, Site, Slip } from "../flow/site.js";
import { alternativesOf, display } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import type { Defect } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { isProducer } from "./judgement.js";
import { isSameRepository } from "./kinship.js";

/** A reference in which letters stand where a variable was meant: `$VERSION` in a Makefile is `$V`, and `ERSION` behind it. */
export function slipsInReferences({ graph }: JudgedGraph): readonly Defect[] {
  const found = new Map<string, Defect>();
  const producers = graph.roots.flatMap((root) => root.sites.filter(isProducer));
  for (const root of graph.roots) {
    for (const slip of root.slips) {
      const use = useOf(slip, root);
      const key = `${slip.place.file} ${slip.place.start}`;
      if (use === undefined || found.has(key)) continue;
      const meant = producers.find((producer) => (alternativesOf(producer.reference) ?? []).some((made) => isSameRepository(made, use.reference) && !display(made).includes(slip.given)));
      found.set(key, defectOf(slip, use, meant));
    }
  }
  return [...found.values()];
}

interface Use {
  readonly site: Site;
  readonly reference: Text;
}

/** The site whose line holds the slip, and the reference in it that has its letters. */
function useOf(slip: Slip, { sites }: RootRun): Use | undefined {
  for (const site of sites) {
    if (!isInside(slip.place, site.place)) continue;
    for (const reference of [site.source, site.reference]) if (reference !== undefined && display(reference).includes(slip.given)) return { site, reference };
  }
  return undefined;
}

function isInside(place: Place, outer: Place): boolean {
  return place.file === outer.file && place.start >= outer.start && place.end <= outer.end;
}

function defectOf(slip: Slip, { site, reference }: Use, meant: Site | undefined): Defect {
  const built = meant === undefined ? undefined : display(meant.reference);
  return {
    rule: "no-image-mismatch",
    place: slip.place,
    built,
    deployed: display(reference),
    message: (where) =>
      `"${slip.written}" is no variable here: make reads the one letter "${slip.written.slice(0, 2)}", which nobody sets, and then "${slip.given}", so that "${display(reference)}" is meant by ${site.how}, and nothing makes that: the command fails.${meant === undefined || built === undefined ? "" : ` "${built}" is built in ${where(meant.argument)}.`} Write "${slip.meant}".`,
    related: meant === undefined || built === undefined ? [] : [{ place: meant.argument, message: `built "${built}" here (${meant.how})` }],
  };
}
