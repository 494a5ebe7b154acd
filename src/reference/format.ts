import { normalizeReference } from "./parse.js";
import { defaultDomain, officialRepositories, type Reference } from "./parts.js";

/** The text of a reference: what `parseReference` took is given back letter by letter. */
export function formatReference({ domain, path, tag, digest }: Reference): string {
  return (domain === undefined ? "" : `${domain}/`) + path + (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}

/**
 * The short text of a reference, as people write it: `busybox` for `docker.io/library/busybox`. Read by
 * `normalizeReference` it is the same image.
 *
 * It is the form that `docker images` prints (`FamiliarString` in distribution/reference), but where that form would be
 * read as another image: `docker.io/localhost/app` keeps its domain.
 */
export function formatFamiliar(reference: Reference): string {
  const full = normalizeReference(formatReference(reference));
  if (!full.ok) return formatReference(reference);
  const meant = formatReference(full.reference);
  return shorterForms(full.reference).find((form) => isReadAs(form, meant)) ?? meant;
}

/** Shortest first; not all of them mean the same image. */
function shorterForms(reference: Reference): readonly string[] {
  if (reference.domain !== defaultDomain) return [];
  const paths = reference.path.startsWith(officialRepositories) ? [reference.path.slice(officialRepositories.length), reference.path] : [reference.path];
  return paths.map((path) => formatReference({ ...reference, domain: undefined, path }));
}

function isReadAs(text: string, meant: string): boolean {
  const read = normalizeReference(text);
  return read.ok && formatReference(read.reference) === meant;
}
