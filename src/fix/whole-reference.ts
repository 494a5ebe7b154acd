import type { Site } from "../flow/site.js";
import { placeOf, uncaptured } from "../values/text.js";
import type { Place } from "../values/value.js";

/** Whether a site's argument gives the whole reference: a name that came through another expression as one of several pieces does not. */
export function isWhole({ argument, reference }: Site): boolean {
  const whole = uncaptured(reference);
  return !(whole.kind === "joined" && whole.parts.length > 1 && whole.parts.some((part) => isSamePlace(part.use ?? placeOf(part.text), argument)));
}

/** Whether two places are the same letters. */
export function isSamePlace(left: Place | undefined, right: Place): boolean {
  return left?.file === right.file && left.start === right.start && left.end === right.end;
}

/** The sites whose arguments stand at different places, one for each place. */
export function byArgument(sites: readonly Site[]): readonly Site[] {
  return [...new Map(sites.map((site) => [`${site.argument.file} ${site.argument.start} ${site.argument.end}`, site])).values()];
}

/** A reference is a word of a command line or a scalar of a manifest; a name before a colon or slash is a part of one. */
export const mayStandBefore = /[\s"'=,[{(]/u;
export const mayStandBehind = /[\s"',\]})\\;|&]/u;
