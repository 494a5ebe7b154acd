import { statSync } from "node:fs";
import { join } from "node:path";
import { runAsWorker } from "synckit";
import { discoverFiles } from "../project/discover.js";
import { isSourceFile } from "../project/prefilter.js";
import { readTextOrNothing } from "../project/read-text.js";
import { analyzeProject, type FactsCache } from "./analyze.js";
import { createProjectIndex } from "./project-index.js";
import type { Answer, Question } from "./question.js";

const findingsOf = createProjectIndex({
  analyze: ({ root, configuration }, overlay) => analyzeProject({ root, configuration, overlay, directives: "left" }, factsOf(root)),
  marksOf: ({ root, configuration }) => {
    const read = discoverFiles(root, configuration).files.filter((file) => isSourceFile(file) || file.endsWith(".json"));
    return new Map(read.flatMap((file) => {
      const mark = markOf(join(root, file));
      return mark === undefined ? [] : [[file, mark]];
    }));
  },
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
      const { lowerTypeScript } = await import("../frontends/typescript/lower.js");
      return { kind: "directives", directives: lowerTypeScript(question.text, question.file).directives };
    }
  }
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
