import type { RootRun, Site, Slip } from "../flow/site.js";
import { alternativesOf, display, isText, placeOf, uncaptured } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import type { Defect, Explained } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { isProducer } from "./judgement.js";
import { isSameRepository } from "./kinship.js";

/** A reference in which letters stand where a variable was meant: `$VERSION` in a Makefile is `$V`, and `ERSION` behind it. */
export function slipsInReferences({ graph }: JudgedGraph, explained: Explained): readonly Defect[] {
  const found = new Map<string, Defect>();
  const producers = graph.roots.flatMap((root) => root.sites.filter(isProducer));
  for (const root of graph.roots) {
    for (const slip of root.slips) {
      const use = useOf(slip, root);
      const key = `${slip.place.file} ${slip.place.start}`;
      if (use === undefined) continue;
      explained.add(root.root, use.site.order);
      if (found.has(key)) continue;
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

/** The site whose line holds the slip, or a variable's value that it uses, and the reference in it that has its letters. */
function useOf(slip: Slip, { sites }: RootRun): Use | undefined {
  for (const site of sites) {
    const isHere = isInside(slip.place, site.place);
    for (const reference of [site.source, site.reference]) if (reference !== undefined && display(reference).includes(slip.given) && (isHere || holdsLetters(reference, slip.place))) return { site, reference };
  }
  return undefined;
}

/** Whether a part of the text is written there. */
function holdsLetters(text: Text, place: Place): boolean {
  const plain = uncaptured(text);
  switch (plain.kind) {
    case "literal": {
      const own = placeOf(plain);
      return own !== undefined && own.file === place.file && own.start < place.end && place.start < own.end;
    }
    case "joined":
      return plain.parts.some((part) => holdsLetters(part.text, place));
    case "choice":
      return plain.alternatives.some((alternative) => isText(alternative) && holdsLetters(alternative, place));
    default:
      return false;
  }
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
