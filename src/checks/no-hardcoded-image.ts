import type { LiteralSource, Text } from "../values/value.js";
import { isSameRepository } from "./kinship.js";
import { alternativesOf, display, literalText, uncaptured } from "../values/text.js";
import type { Check, Defect } from "./check.js";
import { isProducer } from "./judgement.js";

/** A literal typed again at a deploy of an image that the project builds: equal today, it will drift. */
export const noHardcodedImage: Check = (judged) => {
  const builds = judged.graph.roots.flatMap((root) => root.sites).filter((site) => isProducer(site) && (site.kind === "build" || site.kind === "tag"));
  const found = new Map<string, Defect>();
  for (const { site, verdict, producer } of judged.judgements) {
    const text = uncaptured(site.reference);
    if (verdict !== "consistent" || text.kind !== "literal" || text.source === undefined || producer === undefined) continue;
    const { source } = text;
    const build = builds.find((one) => literalText(one.reference) === text.text) ?? builds.find((one) => (alternativesOf(one.reference) ?? []).some((made) => literalText(made) === literalText(text)));
    if (build === undefined || !isSameRepository(build.reference, text) || sourcesOf(build.reference).some((one) => isSameLiteral(one, source))) continue;
    const { argument } = site;
    found.set(`${argument.file} ${argument.start} ${argument.end}`, {
      rule: "no-hardcoded-image",
      place: argument,
      built: display(build.reference),
      deployed: text.text,
      message: `"${text.text}" is typed again here, beside the build that makes it: equal today, and the pod will not start on the day when one of the two is changed. Deploy the value that the build uses.`,
      related: [{ place: build.argument, message: `built "${display(build.reference)}" here (${build.how})` }],
      repair: { kind: "replace", place: argument, built: build.argument },
    });
  }
  return [...found.values()];
};

function sourcesOf(text: Text): readonly LiteralSource[] {
  const plain = uncaptured(text);
  if (plain.kind === "literal") return plain.source === undefined ? [] : [plain.source];
  return plain.kind === "joined" ? plain.parts.flatMap((part) => sourcesOf(part.text)) : [];
}

function isSameLiteral(left: LiteralSource, right: LiteralSource): boolean {
  return left.file === right.file && left.literal.at[0] === right.literal.at[0];
}
