import type { LiteralSource, Text } from "../values/value.js";
import { captureOf } from "../flow/captures.js";
import type { Site } from "../flow/site.js";
import { officialImages } from "../models/image-sources.js";
import { alternativesOf, display, holesOf, literalText, soleLiteral, uncaptured } from "../values/text.js";
import { encodeText } from "../values/encoding.js";
import type { Check, Defect } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { isProducer } from "./judgement.js";
import { deployBuilt } from "./repair.js";

/** A literal typed again at a deploy of an image that the project builds, or its tag: equal today, it will drift. */
export const noHardcodedImage: Check = (judged) => [...typedReferences(judged), ...typedTags(judged)];

function typedReferences(judged: JudgedGraph): readonly Defect[] {
  const producers = judged.graph.roots.flatMap((root) => root.sites).filter(isProducer);
  const found = new Map<string, Defect>();
  for (const judgement of judged.judgements) {
    const { site, verdict, producer } = judgement;
    const text = soleLiteral(site.reference);
    // What a producer gave is no literal of the deploy.
    if (text === undefined || captureOf(site) !== undefined || verdict !== "consistent" || text.source === undefined || producer === undefined) continue;
    const { source } = text;
    // A manifest has no variables: whoever changes one of the two changes the other, or a kustomization does.
    if (isManifest(source.file) || site.base !== undefined) continue;
    const equal = producers.filter((one) => literalText(one.reference) === text.text);
    // Nor has what compose builds a variable that others could use.
    const builds = equal.filter((one) => (one.kind === "build" || one.kind === "tag") && !isManifest(one.argument.file));
    const build = builds.filter((one) => one.root === site.root && one.order < site.order).at(-1) ?? builds[0];
    // One constant on both sides is what is wanted.
    if (build === undefined || officialImages.has(text.text) || equal.some((one) => sourcesOf(one.reference).some((other) => isSameLiteral(other, source)))) continue;
    const { argument } = site;
    found.set(`${argument.file} ${argument.start} ${argument.end}`, {
      rule: "no-hardcoded-image",
      place: argument,
      built: display(build.reference),
      deployed: text.text,
      message: (where) =>
        `"${text.text}" is typed again here, beside the build in ${where(build.argument)} that makes it: equal today, and the pod will not start on the day when one of the two is changed. Deploy the value that the build uses.`,
      related: [{ place: build.argument, message: `built "${display(build.reference)}" here (${build.how})` }],
      repair: deployBuilt([judgement], build),
    });
  }
  return [...found.values()];
}

function isManifest(file: string): boolean {
  return /\.(?:ya?ml|json|hcl)$/u.test(file);
}

/** A tag that is typed where the build's tag is a variable, of which it is only the default. */
function typedTags(judged: JudgedGraph): readonly Defect[] {
  const builds = buildsByName(judged);
  const found = new Map<string, Defect>();
  for (const { site } of judged.judgements) {
    const cut = cutAtTag(site.reference);
    const tag = cut === undefined ? undefined : literalText(cut.tag);
    if (cut === undefined || tag === undefined) continue;
    const build = builds.get(nameIn(site, cut.name))?.find((one) => isDefaultOf(tag, one.tag))?.site;
    if (build === undefined) continue;
    const [built, deployed] = [display(build.reference), display(site.reference)];
    found.set(`${site.argument.file} ${site.argument.start}`, {
      rule: "no-hardcoded-image",
      place: site.argument,
      built,
      deployed,
      message: (where) =>
        `The tag "${tag}" is typed here (${site.how}), but the build in ${where(build.argument)} takes it from a variable, whose default it is: whoever sets that builds under another tag, and this one is not there. Use the variable here too.`,
      related: [{ place: build.argument, message: `built "${built}" here (${build.how})` }],
    });
  }
  return [...found.values()];
}

/** What builds and tags make, by their files and the names before their tags. */
function buildsByName(judged: JudgedGraph): ReadonlyMap<string, readonly { readonly site: Site; readonly tag: Text }[]> {
  const builds = new Map<string, { readonly site: Site; readonly tag: Text }[]>();
  for (const site of judged.graph.roots.flatMap((root) => root.sites)) {
    const cut = site.kind === "build" || site.kind === "tag" ? cutAtTag(site.reference) : undefined;
    if (cut === undefined) continue;
    const name = nameIn(site, cut.name);
    const known = builds.get(name);
    if (known === undefined) builds.set(name, [{ site, tag: cut.tag }]);
    else known.push({ site, tag: cut.tag });
  }
  return builds;
}

function nameIn({ place }: Site, name: Text): string {
  return `${place.file} ${name.key}`;
}

/** A reference at its last colon, if a tag stands behind it. */
function cutAtTag(reference: Text): { readonly name: Text; readonly tag: Text } | undefined {
  const source = encodeText(uncaptured(reference));
  const colon = source?.encoded.lastIndexOf(":") ?? -1;
  if (source === undefined || colon < 1 || source.encoded.includes("/", colon) || source.encoded.includes("@")) return undefined;
  return { name: source.at(0, colon), tag: source.at(colon + 1, source.encoded.length) };
}

/** `${TAG:-latest}` is `latest` where the environment gives no other. */
function isDefaultOf(tag: string, made: Text): boolean {
  const alternatives = alternativesOf(made) ?? [];
  return alternatives.length > 1 && alternatives.some((one) => literalText(one) === tag) && alternatives.every((one) => literalText(one) === tag || holesOf(one).some((hole) => hole.kind === "hole" && hole.origin.kind === "environment"));
}

function sourcesOf(text: Text): readonly LiteralSource[] {
  const plain = uncaptured(text);
  if (plain.kind === "literal") return plain.source === undefined ? [] : [plain.source];
  return plain.kind === "joined" ? plain.parts.flatMap((part) => sourcesOf(part.text)) : [];
}

function isSameLiteral(left: LiteralSource, right: LiteralSource): boolean {
  return left.file === right.file && left.literal.at[0] === right.literal.at[0];
}
