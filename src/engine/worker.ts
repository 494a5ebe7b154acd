import { statSync } from "node:fs";
import { join } from "node:path";
import { runAsWorker } from "synckit";
import type { FileFacts } from "../facts/facts.js";
import { discoverFiles } from "../project/discover.js";
import { languageOf } from "../project/languages.js";
import { readTextOrNothing } from "../project/read-text.js";
import { analyzeProject, type FactsCache } from "./analyze.js";
import { loadFrontend } from "./frontends.js";
import { createProjectIndex } from "./project-index.js";
import type { Answer, DirectivesQuestion, Question } from "./question.js";

const findingsOf = createProjectIndex({
  // ESLint decides severities, and each rule leaves out what its options do not ask for.
  analyze: ({ root, configuration }, overlay) => analyzeProject({ root, configuration, overlay, preset: "strict", directives: "left" }, factsOf(root)),
  // Of all files: a program that is analysed may read any file of its project, or ask whether there is one.
  marksOf: ({ root, configuration }) =>
    new Map(discoverFiles(root, configuration).files.flatMap((file) => {
      const mark = markOf(join(root, file));
      return mark === undefined ? [] : [[file, mark]];
    })),
  fileOnDisk: (root, file) => {
    const path = join(root, file);
    const mark = markOf(path);
    return mark === undefined ? undefined : { mark, text: readTextOrNothing(path).replace(/^\uFEFF/, "") };
  },
  now: () => performance.now(),
});

/** A question that its asker no longer waits for goes on, and the next one must not run beside it. */
let previous: Promise<unknown> = Promise.resolve();

runAsWorker((question: Question): Promise<Answer> => {
  const answer = previous.then(() => answerTo(question)).catch((error: unknown): Answer => ({ kind: "failure", message: error instanceof Error ? error.message : String(error) }));
  previous = answer;
  return answer;
});

async function answerTo(question: Question): Promise<Answer> {
  switch (question.kind) {
    case "findings":
      return findingsOf(question);
    case "directives": {
      const { directives } = await factsFor(question);
      return { kind: "directives", directives };
    }
  }
}

/** The facts of a text: those that the analysis of its project has made, or makes with them. */
async function factsFor({ root, file, text }: DirectivesQuestion): Promise<Pick<FileFacts, "directives">> {
  const cache = factsOf(root);
  const known = cache.get(file);
  if (known?.text === text) return known.facts;
  const language = languageOf(file, text);
  if (language === undefined) return { directives: [] };
  const lower = await loadFrontend(language);
  const facts = lower(text, file);
  cache.set(file, { text, facts });
  return facts;
}

const factsByRoot = new Map<string, FactsCache>();

function factsOf(root: string): FactsCache {
  const known = factsByRoot.get(root);
  if (known !== undefined) return known;
  const facts: FactsCache = new Map();
  factsByRoot.set(root, facts);
  return facts;
}

function markOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.mtimeMs}:${stats.size}`;
}
