import type { Race } from "../flow/races.js";
import type { RootRun, Site } from "../flow/site.js";
import { alternativesOf, uncaptured } from "../values/text.js";
import type { CallPath, Place, Text } from "../values/value.js";

/** The deploy that the read leads to: the read itself is its argument, or stands in a call on the way to it. */
export function deployOf(root: RootRun, { read, value }: Race): Site | undefined {
  return root.sites.find((site) => site.kind === "deploy" && sharesAlternative(site.reference, value) && [site.argument, site.place, ...callsOf(site.path)].some((place) => encloses(place, read)));
}

export function sharesAlternative(left: Text, right: Text): boolean {
  const keys = new Set((alternativesOf(right) ?? []).map((alternative) => uncaptured(alternative).key));
  keys.delete("");
  return (alternativesOf(left) ?? []).some((alternative) => keys.has(uncaptured(alternative).key));
}

function callsOf(path: CallPath | undefined): readonly Place[] {
  return path === undefined ? [] : [path.call, ...callsOf(path.outer)];
}

function encloses(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.start <= inner.start && outer.end >= inner.end;
}
