import { display } from "../values/text.js";
import type { Judgement } from "./judgement.js";

/** One cause, one finding: wrong deploys of one reference in place of one producer's, and of one argument, belong together. */
export function groupDeploys(judgements: readonly Judgement[]): readonly (readonly Judgement[])[] {
  const groups = new Map<string, Judgement[]>();
  const byArgument = new Map<string, string>();
  for (const judgement of judgements) {
    const { site, deployed, producer, root } = judgement;
    const argument = `${site.argument.file} ${site.argument.start} ${site.argument.end}`;
    const cause = `${root.root} ${deployed?.key ?? ""} ${producer === undefined ? "" : `${producer.place.file} ${producer.place.start} ${display(producer.reference)}`}`;
    const key = byArgument.get(argument) ?? cause;
    byArgument.set(argument, key);
    groups.set(key, [...(groups.get(key) ?? []), judgement]);
  }
  return [...groups.values()];
}
