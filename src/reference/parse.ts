import { cutNormalized, cutReference, type PartRange, type Reference, type ReferenceCut, type ReferenceOffsets } from "./parts.js";

export type ParsedReference =
  | { readonly ok: true; readonly reference: Reference; readonly offsets: ReferenceOffsets }
  /** A sentence that says what is wrong and at which character (1-based). */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a reference by the bare grammar: `a/b` has the domain `a`, `busybox` has none. Offsets are UTF-16 offsets into
 * `text`, ends exclusive.
 *
 * The grammar is that of `Parse` in github.com/distribution/reference v0.6, with the digest algorithms of
 * github.com/opencontainers/go-digest. Takes time linear in the text.
 */
export function parseReference(text: string): ParsedReference {
  return checked(text, cutReference(text, (component) => domainProblem(text, component) === undefined));
}

/**
 * Reads a reference as Docker does: `busybox` is `docker.io/library/busybox`. No tag is added, and an image identifier
 * (64 hexadecimal digits) is none. Offsets are UTF-16 offsets into `text`, ends exclusive; what was added has none, so
 * `index.docker.io/busybox` has its domain at 0 to 15 and its path, `library/busybox`, at 16 to 23.
 *
 * The rule is that of `ParseNormalizedNamed` in github.com/distribution/reference v0.6. Takes time linear in the text.
 */
export function normalizeReference(text: string): ParsedReference {
  if (isIdentifier(text)) return { ok: false, reason: "A repository name of 64 hexadecimal digits would be read as the identifier of an image (at character 1)." };
  const cut = cutNormalized(text);
  const domain = cut.offsets.domain;
  // What reads as a domain and is none (`foo_bar.com/app`) is a part of the path, and then nothing is added.
  const isPath = domain !== undefined && domainProblem(text, domain) !== undefined;
  return checked(text, isPath ? cutReference(text, () => false) : cut);
}

/** The longest path that distribution/reference takes (`RepositoryNameTotalLengthMax`), without the domain. */
const longestPath = 255;

const longestTag = 128;

/** The algorithms that go-digest knows, with their number of hexadecimal digits. */
const digestLengths: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

const identifierLength = 64;

function isIdentifier(text: string): boolean {
  return text.length === identifierLength && findFrom(0, text.length, (at) => !isLowerHexadecimal(text.charAt(at))) === undefined;
}

function checked(text: string, { reference, offsets }: ReferenceCut): ParsedReference {
  const problem =
    nameProblem(text, offsets) ??
    (reference.path.length > longestPath ? { at: offsets.path[0], what: `The path is ${reference.path.length} characters long, more than the ${longestPath} that are allowed` } : undefined) ??
    (offsets.tag && tagProblem(text, offsets.tag)) ??
    (offsets.digest && digestProblem(text, offsets.digest));
  return problem === undefined ? { ok: true, reference, offsets } : { ok: false, reason: `${problem.what} (at character ${problem.at + 1}).` };
}

/** `what` is a sentence without its full stop. */
interface Problem {
  readonly at: number;
  readonly what: string;
}

/** What is wrong with domain and path. A first component that was meant as a domain is judged as one. */
function nameProblem(text: string, { domain, path }: ReferenceOffsets): Problem | undefined {
  const schemeEnd = text.indexOf("://");
  if (schemeEnd >= 0 && schemeEnd < path[1]) return { at: schemeEnd, what: 'A reference begins with its registry or its path, not with a scheme and "://"' };
  const problem = pathProblem(text, path);
  if (problem === undefined || domain !== undefined) return problem;
  const firstSlash = text.indexOf("/");
  const isInFirstComponent = firstSlash >= 0 && firstSlash < path[1] && problem.at <= firstSlash;
  const isMeantAsDomain = isInFirstComponent && findFrom(0, firstSlash, (at) => isDomainMark(text.charAt(at))) !== undefined;
  return (isMeantAsDomain ? domainProblem(text, [0, firstSlash]) : undefined) ?? problem;
}

/** What a domain may have and a path may not. */
function isDomainMark(character: string): boolean {
  return character === ":" || character === "[" || isUpper(character);
}

/** `host [":" port]`; the host is an IPv6 address in brackets, or components with dots between them. */
function domainProblem(text: string, [start, end]: PartRange): Problem | undefined {
  const isAddress = text.charAt(start) === "[";
  const portSign = findFrom(isAddress ? closingBracket(text, start, end) : start, end, (at) => text.charAt(at) === ":");
  const hostEnd = portSign ?? end;
  return (isAddress ? addressProblem(text, [start, hostEnd]) : hostProblem(text, [start, hostEnd])) ?? (portSign === undefined ? undefined : portProblem(text, [portSign + 1, end]));
}

function closingBracket(text: string, start: number, end: number): number {
  return findFrom(start, end, (at) => text.charAt(at) === "]") ?? end;
}

/** Which addresses are sound is not looked at: the grammar wants hexadecimal digits and colons only, no zone. */
function addressProblem(text: string, [start, end]: PartRange): Problem | undefined {
  const close = closingBracket(text, start, end);
  const wrong = findFrom(start + 1, close, (at) => text.charAt(at) !== ":" && !isHexadecimal(text.charAt(at)));
  if (wrong !== undefined) return notAllowed(text, wrong, "in an IPv6 address");
  if (close === end) return { at: start, what: 'The IPv6 address of the domain lacks its closing "]"' };
  if (close === start + 1) return { at: close, what: "The IPv6 address of the domain is empty" };
  return close + 1 === end ? undefined : notAllowed(text, close + 1, "after the IPv6 address of a domain");
}

function hostProblem(text: string, [start, end]: PartRange): Problem | undefined {
  for (let at = start, componentStart = start; at <= end; at++) {
    const character = at === end ? "." : text.charAt(at);
    if (isAlphanumeric(character)) continue;
    if (character === ".") {
      if (at === componentStart) return { at, what: "A component of the domain is empty" };
      if (text.charAt(at - 1) === "-") return { at: at - 1, what: 'A component of the domain must not end with "-"' };
      componentStart = at + 1;
    } else if (character !== "-") return notAllowed(text, at, "in a domain");
    else if (at === componentStart) return { at, what: 'A component of the domain must not begin with "-"' };
  }
  return undefined;
}

function portProblem(text: string, [start, end]: PartRange): Problem | undefined {
  if (start === end) return { at: start, what: "The port of the domain is empty" };
  const wrong = findFrom(start, end, (at) => !isDigit(text.charAt(at)));
  return wrong === undefined ? undefined : notAllowed(text, wrong, "in a port");
}

/** Components with `/` between them; each is lower-case letters and digits, with separators between them. */
function pathProblem(text: string, [start, end]: PartRange): Problem | undefined {
  for (let at = start, componentStart = start; at <= end; at++) {
    const character = at === end ? "/" : text.charAt(at);
    if (isLowerAlphanumeric(character)) continue;
    if (character === "/") {
      if (at === componentStart) return { at, what: start === end ? "The path is empty: a repository name is missing" : "A component of the path is empty" };
      if (isSeparator(text.charAt(at - 1))) return { at: at - 1, what: `A component of the path must end with a letter or a digit, not with ${named(text, at - 1)}` };
      componentStart = at + 1;
    } else if (isUpper(character)) return { at, what: `The repository name must be lower case, but has ${named(text, at)}` };
    else if (!isSeparator(character)) return notAllowed(text, at, "in a repository name");
    else if (at === componentStart) return { at, what: `A component of the path must begin with a letter or a digit, not with ${named(text, at)}` };
    else if (!continuesSeparator(text, at)) return { at, what: 'A separator in the path is one ".", one or two "_" or any number of "-", nothing else' };
  }
  return undefined;
}

/** Whether the separator character at an offset may stand after what is before it: `.`, `_`, `__` and any run of `-` are separators, mixtures of them are none. */
function continuesSeparator(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (!isSeparator(before)) return true;
  if (before !== text.charAt(at)) return false;
  return before === "-" || (before === "_" && text.charAt(at - 2) !== "_");
}

function tagProblem(text: string, [start, end]: PartRange): Problem | undefined {
  if (start === end) return { at: start, what: "The tag is empty" };
  const wrong = findFrom(start, end, (at) => !isWordCharacter(text.charAt(at)) && (at === start || !isTagPunctuation(text.charAt(at))));
  if (wrong !== undefined) return notAllowed(text, wrong, isTagPunctuation(text.charAt(wrong)) ? "as the first character of a tag" : "in a tag");
  if (end - start > longestTag) return { at: start, what: `The tag is ${end - start} characters long, more than the ${longestTag} that are allowed` };
  return undefined;
}

/** Known algorithms only, so that the grammar for the names of others need not be looked at. */
function digestProblem(text: string, [start, end]: PartRange): Problem | undefined {
  const colon = findFrom(start, end, (at) => text.charAt(at) === ":");
  if (colon === undefined) return { at: start, what: 'A digest is an algorithm, ":" and hexadecimal digits, but there is no ":"' };
  const algorithm = text.slice(start, colon);
  const length = digestLengths.get(algorithm);
  if (length === undefined) return { at: start, what: `The algorithm of the digest must be ${[...digestLengths.keys()].join(" or ")}` };
  const wrong = findFrom(colon + 1, end, (at) => !isLowerHexadecimal(text.charAt(at)));
  if (wrong !== undefined) return notAllowed(text, wrong, "in a digest, which has lower-case hexadecimal digits");
  if (end - colon - 1 !== length) return { at: colon + 1, what: `A ${algorithm} digest has ${length} hexadecimal digits, but there are ${end - colon - 1}` };
  return undefined;
}

function notAllowed(text: string, at: number, where: string): Problem {
  return { at, what: `${capitalized(named(text, at))} is not allowed ${where}` };
}

/** The character at an offset, for people. */
function named(text: string, at: number): string {
  const codePoint = text.codePointAt(at) ?? 0;
  const character = String.fromCodePoint(codePoint);
  return characterNames.get(character) ?? (isInvisible.test(character) ? `the character U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}` : `"${character}"`);
}

const characterNames: ReadonlyMap<string, string> = new Map([
  [" ", "a space"],
  ["\t", "a tab"],
  ["\n", "a line break"],
  ["\r", "a line break"],
  ['"', "a quotation mark"],
]);

/** Controls, formats, lone surrogates, private use, white space. */
const isInvisible = /[\p{C}\p{Z}]/u;

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The first offset between two that a test holds for. */
function findFrom(start: number, end: number, test: (at: number) => boolean): number | undefined {
  for (let at = start; at < end; at++) if (test(at)) return at;
  return undefined;
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isLower(character: string): boolean {
  return character >= "a" && character <= "z";
}

function isUpper(character: string): boolean {
  return character >= "A" && character <= "Z";
}

function isLowerAlphanumeric(character: string): boolean {
  return isLower(character) || isDigit(character);
}

function isAlphanumeric(character: string): boolean {
  return isLowerAlphanumeric(character) || isUpper(character);
}

function isLowerHexadecimal(character: string): boolean {
  return isDigit(character) || (character >= "a" && character <= "f");
}

function isHexadecimal(character: string): boolean {
  return isLowerHexadecimal(character) || (character >= "A" && character <= "F");
}

function isWordCharacter(character: string): boolean {
  return isAlphanumeric(character) || character === "_";
}

function isSeparator(character: string): boolean {
  return character === "." || character === "_" || character === "-";
}

function isTagPunctuation(character: string): boolean {
  return character === "." || character === "-";
}
