import { distance } from "fastest-levenshtein";
import { officialImages } from "../models/image-sources.js";
import { referencePattern } from "../values/compare.js";
import type { Text } from "../values/value.js";

/** Whether nothing can be pulled from the reference's domain. */
export function isLocalName(reference: Text, localDomains: readonly string[]): boolean {
  const { nameText } = referencePattern(reference);
  return localDomains.some((domain) => nameText.startsWith(`${domain}/`));
}

/**
 * Whether no registry can have it: its domain is one that nobody can pull from, or it has neither domain nor organisation,
 * and Docker Hub has only official images under such names (https://docs.docker.com/docker-hub/repos/#official).
 */
export function isUnpullable(reference: Text, localDomains: readonly string[]): boolean {
  if (isLocalName(reference, localDomains)) return true;
  const { nameText, isNameKnown } = referencePattern(reference);
  const [, name] = /^docker\.io\/library\/([^/]+)$/u.exec(nameText) ?? [];
  return isNameKnown && name !== undefined && !officialImages.has(name);
}

/** Whether two references name one repository, perhaps in another registry or with another prefix. */
export function isSameRepository(left: Text, right: Text): boolean {
  const [a, b] = [repositoryOf(left), repositoryOf(right)];
  if (a.path === "" || b.path === "" || officialImages.has(a.path) || officialImages.has(b.path)) return false;
  if (a.path === b.path) return a.domain === b.domain || a.path.includes("/") || a.isLocal || b.isLocal;
  // `gateway` for `localhost/shop/gateway`: nobody publishes the one, nobody can pull the other.
  if ((isBare(a) && b.isLocal) || (isBare(b) && a.isLocal) || (a.isLocal && b.isLocal)) return lastPart(a.path) === lastPart(b.path);
  // `org/app` against `registry/prefix/org/app`: two components are more than a common word.
  const [longer, shorter] = a.path.length > b.path.length ? [a.path, b.path] : [b.path, a.path];
  return shorter.includes("/") && longer.endsWith(`/${shorter}`);
}

/** Words that many images have in their names, and that make no two of them kin. */
const commonWords = new Set(["app", "api", "image", "images", "test", "tests", "e2e", "dev", "local", "localhost", "latest", "service", "server", "client", "controller", "operator", "manager", "agent", "worker", "proxy", "base", "demo", "example", "build", "docker", "kind", "k8s", "kube", "library", "web", "backend", "frontend", "main", "core", "common", "runner", "init", "sidecar"]);
const shortestWord = 4;

/** Whether the name of one may have been meant by the other: a slip of letters, or a name that holds the other's. */
export function areRelated(left: Text, right: Text): boolean {
  const [a, b] = [repositoryOf(left), repositoryOf(right)];
  const [lastA, lastB] = [lastPart(a.path), lastPart(b.path)];
  if (lastA === "" || lastB === "" || officialImages.has(a.path) || officialImages.has(b.path)) return false;
  if (lastA === lastB) return true;
  if (Math.min(lastA.length, lastB.length) > shortestWord && distance(lastA, lastB) <= 2) return true;
  const [wordsA, wordsB] = [wordsOf(lastA), wordsOf(lastB)];
  return wordsA.some((word) => wordsB.includes(word));
}

/** Whether two names belong to one organisation: the components before the last are the same. */
export function isSameOrganisation(left: Text, right: Text): boolean {
  const [a, b] = [repositoryOf(left), repositoryOf(right)];
  const organisation = a.path.slice(0, Math.max(a.path.lastIndexOf("/"), 0));
  return organisation !== "" && a.domain === b.domain && b.path.startsWith(`${organisation}/`);
}

/** Whether one name is the other with a slip of letters: the same domain and organisation, and nearly the same last part. */
export function isSlipOf(left: Text, right: Text): boolean {
  const [a, b] = [repositoryOf(left), repositoryOf(right)];
  const [lastA, lastB] = [lastPart(a.path), lastPart(b.path)];
  if (a.path !== b.path && a.domain === b.domain && withoutSeparators(a.path) === withoutSeparators(b.path)) return true;
  return a.path !== b.path && isSameOrganisation(left, right) && a.path.split("/").length === b.path.split("/").length && isMisspelt(lastA, lastB);
}

/**
 * Whether one name is certainly the other, misspelt: of one domain and organisation, and different only in what stands
 * between the words, or in a letter of a long word (two of a very long one). What differs in a number or a whole word, or in a
 * short one, may be two images.
 */
export function isPlainSlipOf(left: Text, right: Text): boolean {
  const [a, b] = [repositoryOf(left), repositoryOf(right)];
  if (a.path === b.path || !a.path.includes("/") || folderOf(a) !== folderOf(b)) return false;
  const [one, other] = [lastPart(a.path), lastPart(b.path)].map((name) => name.split(/[-_.]+/u));
  if (one === undefined || other === undefined || one.join("") === other.join("")) return one !== undefined;
  const different = one.flatMap((word, index) => (word === other[index] ? [] : [[word, other[index] ?? ""] as const]));
  const [pair, ...more] = different;
  if (pair === undefined || more.length > 0 || one.length !== other.length || /\d/u.test(pair.join(""))) return false;
  const [word, meant] = pair;
  const shortest = Math.min(word.length, meant.length);
  return shortest > shortestWord && word.charAt(0) === meant.charAt(0) && distance(word, meant) <= (shortest >= veryLong ? 2 : 1);
}

const veryLong = 10;

/** The question whether one of some references names the same repository as another, or one of which it is a slip. */
export function sameOrSlipIn(references: readonly Text[]): (reference: Text) => boolean {
  // Both begin with what they have in common: the last part, or what is before it.
  const [byLastPart, byFolder] = [new Map<string, Text[]>(), new Map<string, Text[]>()];
  for (const reference of references) {
    addTo(byLastPart, lastPart(repositoryOf(reference).path), reference);
    addTo(byFolder, folderOf(repositoryOf(reference)), reference);
  }
  return (reference) => {
    const repository = repositoryOf(reference);
    const isSame = byLastPart.get(lastPart(repository.path))?.some((one) => isSameRepository(reference, one)) === true;
    return isSame || byFolder.get(folderOf(repository))?.some((one) => isSlipOf(reference, one)) === true;
  };
}

function folderOf({ domain, path }: Repository): string {
  return `${domain} ${path.slice(0, path.lastIndexOf("/") + 1)}`;
}

function addTo(index: Map<string, Text[]>, key: string, reference: Text): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [reference]);
  else known.push(reference);
}

/** Whether one name may be meant by the other, both being of one domain and folder: a slip of letters, or one without a word of the other. */
export function isNearlyNamed(left: Text, right: Text): boolean {
  const [a, b] = [repositoryOf(left), repositoryOf(right)];
  if (a.path === b.path || folderOf(a) !== folderOf(b)) return false;
  const [lastA, lastB] = [lastPart(a.path), lastPart(b.path)];
  return isMisspelt(lastA, lastB) || missesWord(lastA.split(/[-_.]/u), lastB.split(/[-_.]/u));
}

/** Compose puts `-` between project and service, and its first version `_` (https://docs.docker.com/compose/releases/migrate/#service-container-names). */
function withoutSeparators(path: string): string {
  return path.replace(/[_-]/gu, "-");
}

function isMisspelt(one: string, other: string): boolean {
  return Math.min(one.length, other.length) > shortestWord && distance(one, other) <= 2 && !/\d/u.test(one + other);
}

/** `shop-gateway` for `shop-api-gateway` */
function missesWord(one: readonly string[], other: readonly string[]): boolean {
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one];
  const missing = longer.findIndex((word, index) => word !== shorter[index]);
  return shorter.length > 1 && longer.length === shorter.length + 1 && longer.slice(missing + 1).every((word, index) => word === shorter[missing + index]);
}

/** Whether two names end alike: one may be of another registry or organisation, or have none. */
export function hasSameLastPart(left: Text, right: Text): boolean {
  const [a, b] = [lastPart(repositoryOf(left).path), lastPart(repositoryOf(right).path)];
  return a !== "" && a === b;
}

/** A name of one component without a domain. */
function isBare({ domain, path }: Repository): boolean {
  return domain === "docker.io" && !path.includes("/");
}

interface Repository {
  readonly domain: string;
  readonly path: string;
  readonly isLocal: boolean;
}

const repositories = new WeakMap<Text, Repository>();

function repositoryOf(reference: Text): Repository {
  const known = repositories.get(reference) ?? readRepository(reference);
  repositories.set(reference, known);
  return known;
}

function readRepository(reference: Text): Repository {
  const { nameText } = referencePattern(reference);
  const slash = nameText.indexOf("/");
  const first = slash < 0 ? "" : nameText.slice(0, slash);
  const isDomain = /[.:*]/u.test(first) || first === "localhost";
  const domain = isDomain ? first : "docker.io";
  const path = (isDomain ? nameText.slice(slash + 1) : nameText).replace(/^library\//u, "");
  return { domain, path: path.includes("*") && !/[a-z0-9]/iu.test(path) ? "" : path, isLocal: domain === "localhost" };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[-_.*]/u).filter((word) => word.length >= shortestWord && !commonWords.has(word));
}
