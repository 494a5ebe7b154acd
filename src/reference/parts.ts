/**
 * What an image reference is made of, and where its parts lie. The cutting is total and checks nothing, so that it
 * serves texts with holes too; `parse.ts` holds the parts against the grammar.
 */

export const referenceParts = ["domain", "path", "tag", "digest"] as const;

export type ReferencePart = (typeof referenceParts)[number];

/** `domain/path:tag@digest`; a part that is not there is undefined. */
export interface Reference {
  /** With its port: `localhost:5000`, `[::1]:5000`. */
  readonly domain: string | undefined;
  readonly path: string;
  readonly tag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly digest: string | undefined;
}

/** UTF-16 offsets into the text that was cut; `end` is exclusive. */
export type PartRange = readonly [start: number, end: number];

/** Where the parts are written, without the separators between them. A part that normalisation added has no place. */
export interface ReferenceOffsets {
  readonly domain: PartRange | undefined;
  /** Without the `library/` that normalisation may have put before it. */
  readonly path: PartRange;
  readonly tag: PartRange | undefined;
  readonly digest: PartRange | undefined;
}

export interface ReferenceCut {
  readonly reference: Reference;
  readonly offsets: ReferenceOffsets;
}

/** The registry of a name that names none. */
export const defaultDomain = "docker.io";

/** An older name of `docker.io`, written in many files still. */
const legacyDefaultDomain = "index.docker.io";

/** Where `docker.io` keeps the images that have no organisation. */
export const officialRepositories = "library/";

/**
 * Cuts a reference at its separators and checks nothing.
 *
 * No part but the digest follows an `@`, a tag holds no `/` and a path no `:`; so the first `@`, the last `/` before
 * it and the first `:` after that decide. Whether the first component is a domain cannot be seen from the separators:
 * `isDomain` is asked, with its range, when there is more than one component.
 */
export function cutReference(text: string, isDomain: (component: PartRange) => boolean): ReferenceCut {
  const digestSign = indexWithin(text, "@", 0, text.length);
  const end = digestSign ?? text.length;
  const lastSlash = end === 0 ? -1 : text.lastIndexOf("/", end - 1);
  const tagSign = indexWithin(text, ":", lastSlash + 1, end);
  const nameEnd = tagSign ?? end;
  const firstSlash = indexWithin(text, "/", 0, nameEnd);
  const domain: PartRange | undefined = firstSlash !== undefined && isDomain([0, firstSlash]) ? [0, firstSlash] : undefined;
  const offsets: ReferenceOffsets = {
    domain,
    path: [domain === undefined ? 0 : domain[1] + 1, nameEnd],
    tag: tagSign === undefined ? undefined : [tagSign + 1, end],
    digest: digestSign === undefined ? undefined : [digestSign + 1, text.length],
  };
  return {
    offsets,
    reference: {
      domain: offsets.domain && text.slice(...offsets.domain),
      path: text.slice(...offsets.path),
      tag: offsets.tag && text.slice(...offsets.tag),
      digest: offsets.digest && text.slice(...offsets.digest),
    },
  };
}

/**
 * Cuts a reference as Docker reads it, and fills in what Docker adds: `busybox` is `docker.io/library/busybox`. No tag
 * is added. Checks nothing.
 *
 * The rule is `splitDockerDomain` of distribution/reference.
 */
export function cutNormalized(text: string): ReferenceCut {
  const { reference, offsets } = cutReference(text, (component) => readsAsDomain(text.slice(...component)));
  const domain = reference.domain === undefined || reference.domain === legacyDefaultDomain ? defaultDomain : reference.domain;
  const isOfficial = domain === defaultDomain && !reference.path.includes("/");
  return { offsets, reference: { ...reference, domain, path: isOfficial ? officialRepositories + reference.path : reference.path } };
}

/**
 * Whether Docker takes the first of several components for a domain and not for an organisation on `docker.io`: it has
 * a `.` or a `:`, is `localhost`, or has an upper-case letter, which no path may have.
 */
export function readsAsDomain(component: string): boolean {
  return component === "localhost" || component.includes(".") || component.includes(":") || component !== component.toLowerCase();
}

/** The first place of a character between two offsets. */
function indexWithin(text: string, character: string, start: number, end: number): number | undefined {
  const index = text.indexOf(character, start);
  return index < 0 || index >= end ? undefined : index;
}
