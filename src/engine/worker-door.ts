import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { configurationFile, parseConfigurationObject, readConfiguration, type Configuration } from "../project/configuration.js";
import { findProject } from "../project/discover.js";
import { languageOf } from "../project/languages.js";
import { imageMentions } from "../project/prefilter.js";
import { readProject } from "../project/read-project.js";
import { readTextOrNothing } from "../project/read-text.js";
import { openDoor, type Door } from "./door.js";
import type { Answer, Question } from "./question.js";

/**
 * Whether this process is a language server: it was started with one of the transports that the Language Server Protocol
 * recommends as arguments (https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#implementationConsiderations).
 * There a user waits for each answer, and another question follows; anywhere else, `eslint` run by an editor for one text
 * included, the first answer is the only one and is waited for.
 */
const isLanguageServer = process.argv.some((argument) => /^--(?:stdio|node-ipc|pipe=.*|socket=.*)$/.test(argument));

/** How long, in milliseconds, a language server waits for one answer; the engine goes on, and a later question finds it done. */
const longestWait = 3000;

/** The door to the one worker of this thread. */
export const door: Door = openDoor({
  rootOf,
  // The project's own file wins over what ESLint's configuration says.
  configurationOf: (root, settings) => (existsSync(join(root, configurationFile)) ? readConfiguration(root) : parseConfigurationObject(settings)),
  projectMentionsImages,
  mentionsImages: (file, text, configuration) => mentionsUnder(configuration)(file, text),
  isSource: (file, text) => languageOf(file, text) !== undefined,
  isOnDisk,
  ask,
  now: () => performance.now(),
  // Where files are read once and the process ends, looking again is hardly ever worth anything.
  patience: isLanguageServer ? 10 : 1000,
});

/** A lint of many files asks for few folders; in a long session a configuration file may come or go. */
const rootsLastFor = isLanguageServer ? 500 : 5000;
let roots = new Map<string, string>();
let rootsEndAt = 0;

function rootOf(file: string, cwd: string): string {
  if (performance.now() >= rootsEndAt) {
    roots = new Map();
    rootsEndAt = performance.now() + rootsLastFor;
  }
  const folder = dirname(file);
  const root = roots.get(folder) ?? findProject([folder], cwd);
  roots.set(folder, root);
  return root;
}

function projectMentionsImages(root: string, configuration: Configuration): boolean {
  const { sourceFiles, mentionsImages } = readProject(root, configuration);
  return sourceFiles.some(mentionsImages);
}

const mentionsByConfiguration = new WeakMap<Configuration, ReturnType<typeof imageMentions>>();

function mentionsUnder(configuration: Configuration): ReturnType<typeof imageMentions> {
  const mentions = mentionsByConfiguration.get(configuration) ?? imageMentions(configuration);
  mentionsByConfiguration.set(configuration, mentions);
  return mentions;
}

/** By its size where a run reads files and ends; by its text where a user edits. */
function isOnDisk(file: string, text: string): boolean {
  if (isLanguageServer) return readTextOrNothing(file).replace(/^\uFEFF/, "") === text;
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  const length = Buffer.byteLength(text);
  return size === length || size === length + byteOrderMarkLength;
}

const byteOrderMarkLength = 3;

type Send = (question: Question) => Answer;
let send: Send | undefined;

function ask(question: Question): Answer | undefined {
  send ??= startWorker();
  try {
    return send(question);
  } catch (error) {
    if (isLanguageServer && error instanceof Error && error.message.includes("timed-out")) return undefined;
    throw error;
  }
}

/** The library that waits for a thread is loaded here, with the first question, and most projects ask none. */
function startWorker(): Send {
  const require = createRequire(import.meta.url);
  const { createSyncFn } = require("synckit") as typeof import("synckit");
  return createSyncFn<Send>(new URL("worker.js", import.meta.url), isLanguageServer ? { timeout: longestWait } : {});
}
