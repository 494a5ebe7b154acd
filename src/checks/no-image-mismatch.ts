import type { Site } from "../flow/site.js";
import { display, holesOf, jointAlternatives, placeOf, soleLiteral, uncaptured } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import type { Check, Defect } from "./check.js";
import { groupDeploys } from "./grouping.js";
import { isMismatch } from "./judgement.js";
import { misplacedReferences } from "./misplaced-references.js";
import { missingNames } from "./missing-names.js";
import type { Judgement } from "./judgement.js";
import type { OtherForm } from "./published-forms.js";
import { deployBuilt } from "./repair.js";
import { slipsInReferences } from "./slips.js";
import { beginAlike, consequence, difference } from "./words.js";

/** A deployed reference that no build or load can match. */
export const noImageMismatch: Check = (judged, explained, texts) => [...slipsInReferences(judged, explained), ...misplacedReferences(judged), ...missingNames(judged), ...publishedOtherwise(judged, explained, texts), ...mismatches(judged, explained, texts)];

/** What is published under tags of another form, at what publishes it: all that is deployed of it is wrong by that. */
const publishedOtherwise: Check = (judged, explained) => {
  const byPush = new Map<Site, (Judgement & { readonly unpublished: OtherForm })[]>();
  for (const judgement of judged.judgements) {
    const { unpublished, root, site } = judgement;
    if (unpublished === undefined || explained.has(root.root, site.order)) continue;
    byPush.set(unpublished.push, [...(byPush.get(unpublished.push) ?? []), { ...judgement, unpublished }]);
    explained.add(root.root, site.order);
  }
  return [...byPush.values()].flatMap((group): readonly Defect[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { site, unpublished: { push, published, difference: form } } = first;
    const { words, outcome } = consequence(site);
    const [built, deployed] = [display(published), display(first.deployed ?? site.reference)];
    return [
      {
        rule: "no-image-mismatch",
        place: push.argument,
        label: "published here",
        built,
        deployed,
        outcome,
        message: (where) =>
          `"${built}" is published here (${push.how}), but ${where(site.argument)} deploys "${deployed}" (${site.how}): the project publishes ${form}, so that no release ever has the deployed tag; ${words}. Publish and deploy tags of one form.`,
        related: group.flatMap((one) => [
          { place: one.site.argument, message: `"${display(one.deployed ?? one.site.reference)}" is deployed here (${one.site.how})` },
          ...tagAt(one.deployed ?? one.site.reference, one.site),
          ...(beginAlike(one.site.place, one.site.argument) ? [] : [{ place: one.site.place, message: "and is put into the manifest here" }]),
        ]),
      },
    ];
  });
};

/** Where the tag that is deployed is written and handed on, if these are other places: a chart's `appVersion`, the command that packages it. */
function tagAt(deployed: Text, { argument }: Site): Defect["related"] {
  const places = placesOfEnd(deployed).filter((place) => place.file !== argument.file || place.start > argument.end || argument.start > place.end);
  return places.map((place, index) => ({ place, message: index === 0 ? "its tag is written here" : "and is given here" }));
}

/** The last part of a text, and where each text that it ends has it. */
function placesOfEnd(text: Text): readonly Place[] {
  const plain = uncaptured(text);
  const last = plain.kind === "joined" ? plain.parts.at(-1) : undefined;
  if (last !== undefined) return [...placesOfEnd(last.text), ...(last.use === undefined ? [] : [last.use])];
  const place = placeOf(plain);
  return place === undefined ? [] : [place];
}

const mismatches: Check = (judged, explained) =>
  groupDeploys(judged.judgements.filter((judgement) => isMismatch(judgement) && !explained.has(judgement.root.root, judgement.site.order))).flatMap((group): readonly Defect[] => {
    const [first] = group;
    if (first?.producer === undefined || first.deployed === undefined) return [];
    for (const { root, site } of group) explained.add(root.root, site.order);
    const { producer, deployed, site, unknownProducers } = first;
    const { words, outcome } = consequence(site);
    const made = madeBeside(site.reference, deployed, producer.reference);
    const built = display(made);
    const isHardcoded = soleLiteral(site.reference) !== undefined && site.argument.via === undefined;
    const doubt = unknownProducers[0] === undefined ? "" : ` (A reference that the analysis does not know is built too, by ${unknownProducers[0].how}.)`;
    return [
      {
        rule: "no-image-mismatch",
        place: site.argument,
        built,
        deployed: display(deployed),
        outcome,
        message: (where) =>
          `"${display(deployed)}" is deployed${isHardcoded ? " from a hardcoded literal" : ""}, but nothing is built under it: ${words}. Did you mean "${built}", built in ${where(producer.argument)} (${difference(made, deployed)})? Deploy the reference that the build used.${doubt}`,
        related: [
          { place: producer.argument, message: `built "${built}" here (${producer.how})` },
          ...namedAt(producer),
          ...(beginAlike(site.place, site.argument) ? [] : [{ place: site.place, message: `deployed here: ${site.how}` }]),
          ...group.slice(1).filter((one) => !beginAlike(one.site.argument, site.argument)).map((one) => ({ place: one.site.argument, message: `"${display(deployed)}" is deployed here too` })),
        ],
        repair: deployBuilt(group, producer),
      },
    ];
  });

/** What the producer makes where this is deployed: a choice that both sides share is shown alike. */
function madeBeside(reference: Text, deployed: Text, made: Text): Text {
  const shared = new Set(choicesIn(made));
  if (!choicesIn(reference).some((key) => shared.has(key))) return made;
  return jointAlternatives(reference, made)?.find(([one]) => one.key === deployed.key)?.[1] ?? made;
}

function choicesIn(text: Text): readonly string[] {
  return holesOf(text).flatMap((one) => (one.kind === "choice" ? [one.key] : []));
}

/** Where the built name is put together, if the build only reads it. */
function namedAt({ reference, argument }: Site): Defect["related"] {
  const place = placeOf(uncaptured(reference));
  if (place === undefined || (place.file === argument.file && place.start <= argument.end && argument.start <= place.end)) return [];
  return [{ place, message: "its name is put together here" }];
}
