import type { Race } from "../flow/races.js";
import type { RootRun, Site } from "../flow/site.js";
import { display } from "../values/text.js";
import type { Text } from "../values/value.js";
import type { Check, Defect } from "./check.js";
import { isProducer } from "./judgement.js";
import { deployOf, sharesAlternative } from "./racy-deploys.js";
import { consequence } from "./words.js";

/** A reference is assigned in code that runs beside the code that reads it, which does not wait for it. */
export const noRacyImage: Check = ({ graph }, explained) => {
  const byAssignment = new Map<string, { readonly root: RootRun; readonly race: Race; readonly deploy: Site | undefined }>();
  for (const root of graph.roots) {
    for (const race of root.races) {
      if (!isReference(root, race.value)) continue;
      const key = `${race.written.file} ${race.written.start}`;
      const known = byAssignment.get(key);
      const deploy = deployOf(root, race);
      // The read that deploys says most.
      if (known === undefined || (known.deploy === undefined && deploy !== undefined)) byAssignment.set(key, { root, race, deploy });
    }
  }
  return [...byAssignment.values()].map(({ root, race, deploy }): Defect => {
    const reference = display(race.value);
    const { words, outcome } = deploy === undefined ? { words: "whatever uses it then gets no reference, or an old one", outcome: undefined } : consequence(deploy);
    if (deploy !== undefined) explained.add(root.root, deploy.order);
    return {
      rule: "no-racy-image",
      place: race.read,
      built: reference,
      ...(race.before === undefined ? {} : { deployed: display(race.before) }),
      outcome,
      message: (where) =>
        `"${reference}" is assigned in ${where(race.written)} by code that runs beside this (started in ${where(race.started)}), and nothing in between waits for it: this may still read ${race.before === undefined ? "the value" : `"${display(race.before)}"`} from before, and then ${words}. Wait for that code first, or let it hand the reference over: in a result record through a channel, or as the value that is awaited.`,
      related: [
        { place: race.written, message: `assigned here, while this runs: "${reference}"` },
        { place: race.started, message: "started here, and not waited for" },
      ],
    };
  });
};

/** Whether a text is a reference of the root: made or deployed in it. */
function isReference(root: RootRun, value: Text): boolean {
  return value.kind === "captured" || root.sites.some((site) => (isProducer(site) || site.kind === "deploy") && sharesAlternative(site.reference, value));
}
