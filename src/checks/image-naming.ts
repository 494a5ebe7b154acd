import type { Site } from "../flow/site.js";
import type { Naming } from "../project/configuration.js";
import { normalizeReference } from "../reference/parse.js";
import { referencePattern } from "../values/compare.js";
import { alternativesOf, display, placeOf, uncaptured } from "../values/text.js";
import type { CallPath, Place, Text } from "../values/value.js";
import type { Check, Defect, Where } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { isLocalName, isSameRepository } from "./kinship.js";
import { matchPattern } from "./naming-pattern.js";
import { isPossible, piecesOf } from "./possible-names.js";
import { madeBy } from "./words.js";

/**
 * A reference that the grammar forbids; one that does not follow the project's convention, if it has one; and a forbidden
 * tag on an image that several deploy. Each only where it is certain, whatever the unknown parts become.
 */
export function imageNaming(naming: Naming = {}): Check {
  return (judged, explained) => {
    const tellsConvention = conventionOf(naming, judged);
    const isOwnDeploy = ownDeploys(judged);
    const isCertainlyWrong = wrongInEveryRun(judged);
    const groups = new Map<string, { readonly place: Place; readonly words: Words; readonly sites: Site[] }>();
    for (const site of judged.graph.roots.flatMap((root) => root.sites).sort((left, right) => kindOrder.indexOf(left.kind) - kindOrder.indexOf(right.kind))) {
      if (site.kind === "deploy" && (site.indirect === "text" || explained.has(site.root, site.order) || !isOwnDeploy(site))) continue;
      const words = (isCertainlyWrong(site) ? grammarProblem(site) : undefined) ?? tellsConvention(site);
      if (words === undefined) continue;
      // The letters themselves, wherever they come from: a constant that is built and deployed is one mistake.
      const place = placeOf(uncaptured(site.reference)) ?? site.argument;
      const key = placeKey(place);
      const group = groups.get(key) ?? { place, words, sites: [] };
      groups.set(key, group);
      group.sites.push(site);
    }
    return [...groups.values()].map(defectOf);
  };
}

/** What is wrong, what comes of it, and what to change. */
type Words = Defect["message"];

/** Where a reference is made says more than where it is used. */
const kindOrder: readonly Site["kind"][] = ["build", "tag", "load", "push", "generate", "deploy"];

function defectOf({ place, words, sites }: { readonly place: Place; readonly words: Words; readonly sites: readonly Site[] }): Defect {
  const [built, deployed] = [sites.find(({ kind }) => kind !== "deploy"), sites.find(({ kind }) => kind === "deploy")];
  return {
    rule: "image-naming",
    place,
    built: built === undefined ? undefined : display(built.reference),
    deployed: deployed === undefined ? undefined : display(deployed.reference),
    message: words,
    related: sites.filter(({ argument }) => !isWithin(place, argument)).map(({ argument, kind, how }) => ({ place: argument, message: `${madeBy[kind]} here (${how})` })),
  };
}

function placeKey({ file, start, end }: Place): string {
  return `${file} ${start} ${end}`;
}

function isWithin(inner: Place, outer: Place): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/**
 * Deploys of what the project builds, or of what nobody can pull. An object with an `image` that a test makes and only
 * looks at is taken for a deploy too, and may hold any text; with the project's own names it hardly ever does.
 */
function ownDeploys({ graph, localDomains }: JudgedGraph): (site: Site) => boolean {
  const built = distinct(graph.roots.flatMap((root) => root.sites).filter(({ kind }) => kind === "build" || kind === "tag").flatMap(({ reference }) => alternativesOf(reference) ?? []));
  return ({ reference, argument }) => (alternativesOf(reference) ?? []).some((alternative) => isLocalName(alternative, localDomains) || built.some((made) => isSameRepository(alternative, made)) || (manifests.test(argument.file) && isCapitalised(display(alternative))));
}

/** Files that say what is deployed, and nothing else. */
const manifests = /\.ya?ml$|(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.[Dd]ockerfile$/u;

/** `ghcr.io/Acme/shop`: the name of an owner, as it is written elsewhere. What is all capitals is a place for others to fill in. */
function isCapitalised(shown: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/[\w.-]+)*\/(?=[\w.-]*[a-z])[\w.-]*[A-Z]/u.test(shown) && normalizeReference(shown.toLowerCase()).ok;
}

function distinct(texts: readonly Text[]): readonly Text[] {
  return [...new Map(texts.map((text) => [text.key, text])).values()];
}

/** The first of the texts that a reference may be, if a question is answered with yes for all of them. */
function firstIfAll(reference: Text, question: (alternative: Text) => boolean): Text | undefined {
  const alternatives = alternativesOf(reference) ?? [];
  return alternatives.every((alternative) => alternative.key !== "" && question(alternative)) ? alternatives[0] : undefined;
}

// ---------------------------------------------------------------------------------------------------- the grammar

/**
 * A command whose words depend on what a variable holds is run once for each of its values: it is one command, and wrong
 * only where it is so with every one of them.
 */
function wrongInEveryRun({ graph }: JudgedGraph): (site: Site) => boolean {
  const possible = new Set(graph.roots.flatMap((root) => root.sites).filter((site) => forbiddenText(site) === undefined).map(commandOf));
  const defaults = new Set(graph.roots.flatMap(({ root, chartDefault }) => (chartDefault === undefined ? [] : [root])));
  return (site) => !possible.has(commandOf(site)) && !(defaults.has(site.root) && (alternativesOf(site.reference) ?? []).some((alternative) => leavesPartOut.test(display(alternative))));
}

/** A chart leaves out of its defaults what whoever installs it has to give. */
const leavesPartOut = /^[/:@]|\/[/:@]|[/:@]$/u;

function commandOf({ root, kind, argument, path }: Site): string {
  // Where the argument ends depends on the value.
  return `${root} ${kind} ${argument.file} ${argument.start}${wayOf(path)}`;
}

/** The first of the texts that a reference may be, if the grammar forbids them all. */
function forbiddenText(site: Site): Text | undefined {
  return firstIfAll(site.reference, (alternative) => {
    const pieces = piecesOf(alternative);
    return !isOtherForm(pieces, site) && !isPossible(pieces);
  });
}

function grammarProblem(site: Site): string | undefined {
  const wrong = forbiddenText(site);
  if (wrong === undefined) return undefined;
  const shown = display(wrong);
  return `"${shown}" is no image reference${reasonFor(piecesOf(wrong))}: ${refusal(site)}. ${correctionOf(shown)}`;
}

/** What stands where a reference may stand, and is something else. */
interface OtherForm {
  readonly kinds: readonly Site["kind"][];
  readonly runtime?: Site["runtime"];
  readonly pattern: RegExp;
}

const everyKind: readonly Site["kind"][] = ["build", "tag", "load", "push", "generate", "deploy"];

const otherForms: readonly OtherForm[] = [
  // A template that somebody else fills in: `${TAG}`, `$(TAG)`, `{{ .Values.tag }}`, `<tag>`, `%s`.
  { kinds: everyKind, pattern: /[${}<>%*]/u },
  // `gcr.io/YOUR-PROJECT/app`: words that tell people to write others there.
  { kinds: everyKind, pattern: /(?:^|\/)(?:[A-Z0-9]+[-_])*(?:YOUR|REPLACE|CHANGE|INSERT|PLACEHOLDER)(?:[-_][A-Z0-9]+)*(?=[/:@]|$)/u },
  // `image: IMAGE_NAME` in a manifest is mostly a place for sed to fill in.
  { kinds: ["deploy"], runtime: "cluster", pattern: /(?:^|[/:])_*[A-Z][A-Z0-9_]+(?=[/:@]|$)/u },
  // The identifier of an image (https://docs.docker.com/reference/cli/docker/container/run/ takes one for a name).
  { kinds: ["load", "push", "deploy"], pattern: /^[0-9a-f]{64}$/u },
  // A script that takes an option for its version does what the option says, and nothing with the version.
  { kinds: everyKind, pattern: /:--[a-z]/u },
  // `app@sha256:xxx` stands for a digest in a test; one that is misspelt is nearly as long as one that is not.
  { kinds: ["deploy"], pattern: /@sha256:[^:@/]{0,31}$/u },
  // Transports of containers/image: https://github.com/containers/image/blob/main/docs/containers-transports.5.md
  { kinds: ["load", "push", "deploy"], pattern: /^(?:(?!https?:)[a-z][a-z-]*:\/\/|(?:containers-storage|dir|docker-archive|docker-daemon|oci|oci-archive|ostree|sif|tarball):)/u },
  // An archive, a folder (`podman run --rootfs`), or an option's value.
  { kinds: ["load", "push"], pattern: /^[-./~]|=|\.(?:tar|tgz)\b/u },
  { kinds: ["deploy"], runtime: "engine", pattern: /^[-./~]|=/u },
];

function isOtherForm(pieces: readonly (string | undefined)[], { kind, runtime }: Site): boolean {
  const known = pieces.map((piece) => piece ?? "x").join("");
  return otherForms.some((form) => form.kinds.includes(kind) && (form.runtime === undefined || form.runtime === runtime) && form.pattern.test(known));
}

/** Why, with any letter for what is not known; what the parser says of places holds only where all is known. */
function reasonFor(pieces: readonly (string | undefined)[]): string {
  const parsed = normalizeReference(pieces.map((piece) => piece ?? "x").join(""));
  if (parsed.ok) return "";
  const reason = parsed.reason.replace(/\.$/u, "");
  const words = pieces.some((piece) => piece === undefined) ? reason.replace(/ \(at character \d+\)$/u, "") : reason;
  return `, because ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function refusal({ kind, how, runtime }: Site): string {
  if (kind !== "deploy") return `${how} refuses it, and no image comes of it`;
  // `ErrInvalidImageName` in kubernetes/pkg/kubelet/images/types.go
  return runtime === "engine" ? `${how} refuses it, and the container does not start` : "the kubelet refuses it, and the pod stays in InvalidImageName";
}

function correctionOf(shown: string): string {
  const lower = shown.toLowerCase();
  return lower !== shown && normalizeReference(lower).ok ? `Write "${lower}".` : "Correct it here.";
}

// ---------------------------------------------------------------------------------------------------- conventions

function conventionOf({ pattern, forbiddenTags = [] }: Naming, judged: JudgedGraph): (site: Site) => Words | undefined {
  if (pattern === undefined && forbiddenTags.length === 0) return () => undefined;
  const sites = judged.graph.roots.flatMap((root) => root.sites);
  const built = new Set(sites.filter(({ kind }) => kind === "build").map(({ reference }) => uncaptured(reference).key));
  // A tag that is given to an image of the project's own, and not one to `postgres:16`.
  const own = sites.filter(({ kind, source }) => kind === "build" || (kind === "tag" && source !== undefined && built.has(uncaptured(source).key)));
  const isOwn = new Set(own);
  return (site) => {
    if (isOwn.has(site) && pattern !== undefined) {
      const problem = patternProblem(site, pattern);
      if (problem !== undefined) return problem;
    }
    return isOwn.has(site) || site.kind === "deploy" ? tagProblem(site, forbiddenTags, own, judged) : undefined;
  };
}

function patternProblem(site: Site, pattern: string): string | undefined {
  const wrong = firstIfAll(site.reference, (alternative) => !spellings(piecesOf(alternative), site).some((pieces) => matchPattern(pattern, pieces).ok));
  const match = wrong === undefined ? undefined : matchPattern(pattern, piecesOf(wrong));
  if (wrong === undefined || match === undefined || match.ok) return undefined;
  return `"${display(wrong)}" is ${madeBy[site.kind]} (${site.how}), but does not follow the project's naming pattern "${pattern}": ${match.why}. Whoever looks for the image by the convention does not find it. Name it by the pattern.`;
}

/** The same reference as written, and with what an engine adds to it. */
function spellings(pieces: readonly (string | undefined)[], { engine }: Site): readonly (readonly (string | undefined)[])[] {
  const domains = engine === "podman" || engine === "buildah" ? ["", "localhost/"] : ["", "docker.io/", "docker.io/library/"];
  return domains.flatMap((domain) => ["", ":latest"].map((tag) => [domain, ...pieces, tag]));
}

function tagProblem(site: Site, forbidden: readonly string[], own: readonly Site[], judged: JudgedGraph): Words | undefined {
  const wrong = firstIfAll(site.reference, (alternative) => {
    const tag = literalTag(alternative);
    return tag !== undefined && forbidden.includes(tag);
  });
  if (wrong === undefined) return undefined;
  if (site.kind === "deploy" && !own.some((producer) => isSameImage(producer.reference, wrong))) return undefined;
  const ways = waysToDeploys(wrong, judged);
  if (ways.length < 2) return undefined;
  const { tagText } = referencePattern(wrong);
  const has = tagText === undefined ? 'has no tag, which means "latest"' : `has the tag "${tagText}"`;
  const places = (where: Where): string => [...new Set(ways.map(({ argument }) => where(argument)))].slice(0, 2).join(" and ");
  return (where) =>
    `"${display(wrong)}" ${has}, and naming.forbiddenTags forbids that for shared images; this one is deployed in ${ways.length} ways (${places(where)}): who builds it for one builds it for the others too, and each pod runs what was built last. Name in the tag what the image is built for.`;
}

/** The tag, if it is known letter by letter; `latest` where none is written. What has a digest is not found by its tag. */
function literalTag(reference: Text): string | undefined {
  const { tag, digest } = referencePattern(reference);
  if (tag === undefined || digest !== undefined) return undefined;
  return tag.every((unit) => unit.kind === "letter") ? tag.map((unit) => unit.letter).join("") : undefined;
}

function isSameImage(left: Text, right: Text): boolean {
  return (alternativesOf(left) ?? []).some((alternative) => isSameRepository(alternative, right));
}

/** One deploy of the image's repository for each root and each way of calls: an image that has several is shared. */
function waysToDeploys(reference: Text, { judgements }: JudgedGraph): readonly Site[] {
  const ways = new Map<string, Site>();
  for (const { root, site } of judgements) {
    const way = `${root.root}${wayOf(site.path)}`;
    if (!ways.has(way) && isSameImage(site.reference, reference)) ways.set(way, site);
  }
  return [...ways.values()];
}

function wayOf(path: CallPath | undefined): string {
  return path === undefined ? "" : `${wayOf(path.outer)} ${placeKey(path.call)}`;
}
