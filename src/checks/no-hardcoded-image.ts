import type { LiteralSource, Text } from "../values/value.js";
import { captureOf } from "../flow/captures.js";
import { officialImages } from "../models/image-sources.js";
import { display, literalText, soleLiteral, uncaptured } from "../values/text.js";
import type { Check, Defect } from "./check.js";
import { isProducer } from "./judgement.js";
import { deployBuilt } from "./repair.js";

/** A literal typed again at a deploy of an image that the project builds: equal today, it will drift. */
export const noHardcodedImage: Check = (judged) => {
  const producers = judged.graph.roots.flatMap((root) => root.sites).filter(isProducer);
  const found = new Map<string, Defect>();
  for (const judgement of judged.judgements) {
    const { site, verdict, producer } = judgement;
    const text = soleLiteral(site.reference);
    // What a producer gave is no literal of the deploy.
    if (text === undefined || captureOf(site) !== undefined || verdict !== "consistent" || text.source === undefined || producer === undefined) continue;
    const { source } = text;
    const equal = producers.filter((one) => literalText(one.reference) === text.text);
    const builds = equal.filter((one) => one.kind === "build" || one.kind === "tag");
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
};

function sourcesOf(text: Text): readonly LiteralSource[] {
  const plain = uncaptured(text);
  if (plain.kind === "literal") return plain.source === undefined ? [] : [plain.source];
  return plain.kind === "joined" ? plain.parts.flatMap((part) => sourcesOf(part.text)) : [];
}

function isSameLiteral(left: LiteralSource, right: LiteralSource): boolean {
  return left.file === right.file && left.literal.at[0] === right.literal.at[0];
}
