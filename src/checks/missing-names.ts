import { distance } from "fastest-levenshtein";
import type { MissingName } from "../flow/site.js";
import type { Defect } from "./check.js";
import type { JudgedGraph } from "./judgement.js";

/** A tool is asked for an image by a name under which it builds none. */
export function missingNames({ graph }: JudgedGraph): readonly Defect[] {
  const found = new Map<string, Defect>();
  for (const missing of graph.roots.flatMap((root) => root.missingNames)) {
    const key = `${missing.place.file} ${missing.place.start}`;
    if (!found.has(key)) found.set(key, defectOf(missing));
  }
  return [...found.values()];
}

function defectOf({ tool, name, place, among, definedIn, otherwise }: MissingName): Defect {
  const [nearest] = [...among].sort((left, right) => distance(left.name.slice(0, longest), name.slice(0, longest)) - distance(right.name.slice(0, longest), name.slice(0, longest)));
  const meant = nearest === undefined ? "" : ` Did you mean "${nearest.name}"?`;
  return {
    rule: "no-image-mismatch",
    place,
    deployed: name,
    ...(nearest === undefined ? {} : { built: nearest.name }),
    message: `${tool} is asked for the image "${name}", and ${definedIn} defines none of that name: ${otherwise}.${meant}`,
    related: nearest === undefined ? [] : [{ place: nearest.place, message: `"${nearest.name}" is defined here` }],
  };
}

const longest = 200;
