import type { CallPath, Place, Text } from "../values/value.js";
import { differOnlyInFreshParts } from "../values/compare.js";
import { alternativesOf, display, freshOrigins } from "../values/text.js";
import { isToldByDeploy } from "./absent-deploys.js";
import type { AbsentImage } from "./absent-images.js";
import type { Check, Defect, Explained } from "./check.js";
import { groupDeploys } from "./grouping.js";
import { isMismatch } from "./judgement.js";
import type { JudgedGraph } from "./judgement.js";
import { deployBuilt } from "./repair.js";
import { absence, consequence, madeBy } from "./words.js";

/** A generator of unique names is called again where the first name was meant. */
export const noRegeneratedTag: Check = (judged, explained) => [
  ...regeneratedDeploys(judged, explained),
  ...regeneratedUses(judged.absent.filter((absent) => absent.isRegenerated && !isToldByDeploy(absent, judged))),
];

function regeneratedDeploys(judged: JudgedGraph, explained: Explained): readonly Defect[] {
  return groupDeploys(
    judged.judgements.filter((judgement) => {
      const { root, site, producer, deployed } = judgement;
      if (!isMismatch(judgement) || producer === undefined || deployed === undefined || explained.has(root.root, site.order)) return false;
      return (alternativesOf(producer.reference) ?? []).some((made) => differOnlyInFreshParts(made, deployed));
    }),
  ).flatMap((group): readonly Defect[] => {
    const [first] = group;
    if (first?.producer === undefined || first.deployed === undefined) return [];
    for (const { root, site } of group) explained.add(root.root, site.order);
    const { producer, deployed, site } = first;
    const generated = generatingCalls(producer.reference, deployed, site.path);
    const again = generated?.again ?? site.argument;
    const { words, outcome } = consequence(site);
    return [
      {
        rule: "no-regenerated-tag",
        place: again,
        built: display(producer.reference),
        deployed: display(deployed),
        outcome,
        message: (where) =>
          `This generates a new name, but the image was built under the one that was generated first: "${display(producer.reference)}" is built in ${where(producer.argument)} and "${display(deployed)}" is deployed, whose generated parts differ: ${words}. Generate the name once, keep it, and use it on both sides.`,
        related: [
          { place: producer.argument, message: `built "${display(producer.reference)}" here (${producer.how})` },
          ...group.map((one) => ({ place: one.site.argument, message: `deployed "${display(deployed)}" here` })),
        ],
        repair: deployBuilt(group, producer, generated),
      },
    ];
  });
}

/** Loads, pushes and tags under other names than the builds'; one call that generates again is one cause. */
function regeneratedUses(absent: readonly AbsentImage[]): readonly Defect[] {
  const groups = new Map<string, [AbsentImage, ...AbsentImage[]]>();
  for (const one of absent) {
    const { file, start } = placeOfCall(one);
    const group = groups.get(`${file} ${start}`);
    if (group === undefined) groups.set(`${file} ${start}`, [one]);
    else group.push(one);
  }
  return [...groups.values()].map(regeneratedUse);
}

function placeOfCall({ uses: [use], meant }: AbsentImage): Place {
  return generatingCalls(meant.reference, use.reference, use.site?.path)?.again ?? use.argument;
}

function regeneratedUse([first, ...more]: readonly [AbsentImage, ...AbsentImage[]]): Defect {
  const { uses: [use, ...others], meant } = first;
  const [named, made] = [display(use.reference), display(meant.reference)];
  const { done, failure } = absence(use);
  return {
    rule: "no-regenerated-tag",
    place: placeOfCall(first),
    built: made,
    message: (where) =>
      `This generates a new name, but the image was ${madeBy[meant.kind]} under the one that was generated first: "${made}" is ${madeBy[meant.kind]} in ${where(meant.argument)} and "${named}" is ${done} in ${where(use.argument)}, whose generated parts differ: ${failure}. Generate the name once, keep it, and use it on both sides.`,
    related: [
      { place: meant.argument, message: `${madeBy[meant.kind]} "${made}" here (${meant.how})` },
      ...[use, ...others, ...more.flatMap(({ uses }) => uses)].map((other) => ({ place: other.argument, message: `"${display(other.reference)}" is ${absence(other).done} here (${other.how})` })),
    ],
  };
}

/** The calls by which the built and the deployed name's fresh parts came to be, where their ways part. */
function generatingCalls(built: Text, deployed: Text, path: CallPath | undefined): { readonly first: Place | undefined; readonly again: Place } | undefined {
  const [[first], [second]] = [freshOrigins(built), freshOrigins(deployed)];
  if (second === undefined) return undefined;
  // What leads to the deploy too is not what generates.
  const way = callsOf(path);
  const isOnTheWay = (call: Place, index: number): boolean => way[index]?.file === call.file && way[index].start === call.start;
  const behindTheWay = (calls: readonly Place[]): readonly Place[] => {
    const from = calls.findIndex((call, index) => !isOnTheWay(call, index));
    return from < 0 ? [] : calls.slice(from);
  };
  const [a, b] = [behindTheWay(callsOf(first?.path)), behindTheWay(callsOf(second.path))];
  const parts = b.findIndex((call, index) => a[index]?.file !== call.file || a[index].start !== call.start);
  return { first: a[parts] ?? first?.place, again: b[parts] ?? second.place };
}

/** Outermost first. */
function callsOf(path: CallPath | undefined): readonly Place[] {
  const calls: Place[] = [];
  for (let step = path; step !== undefined; step = step.outer) calls.unshift(step.call);
  return calls;
}
