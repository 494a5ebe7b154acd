import { isAbsolute, relative, sep } from "node:path";
import type { Directive } from "../facts/facts.js";
import type { Configuration, ConfigurationReading } from "../project/configuration.js";
import { formatConfigurationProblem } from "../project/configuration.js";
import type { Finding } from "../report/report.js";
import type { Answer, Question } from "./question.js";

/** How the door reaches the world. */
export interface DoorParts {
  /** The root of the project that the file belongs to, absolute. */
  readonly rootOf: (file: string, cwd: string) => string;
  /** The configuration in force in a project. */
  readonly configurationOf: (root: string, settings: unknown) => ConfigurationReading;
  /** Whether any file of the project speaks of images. */
  readonly projectMentionsImages: (root: string, configuration: Configuration) => boolean;
  /** Whether a file of this name and text does. */
  readonly mentionsImages: (file: string, text: string, configuration: Configuration) => boolean;
  /** Whether a file of this name and text is in a language that the engine reads. */
  readonly isSource: (file: string, text: string) => boolean;
  /** Whether the file on disk has this text; a cheap look that may miss a change of equal length. */
  readonly isOnDisk: (file: string, text: string) => boolean;
  /** Asks the worker, which starts with the first question, and waits for its answer; undefined if there is none in time. */
  readonly ask: (question: Question) => Answer | undefined;
  /** Milliseconds. */
  readonly now: () => number;
  /** See `FindingsQuestion`. */
  readonly patience: number;
}

export interface LintedFile {
  /** Absolute; anything else (`<input>`) is no file of a project. */
  readonly file: string;
  /** What ESLint lints, without a byte order mark. */
  readonly text: string;
  /** ESLint's `settings["tag-consistency"]`, as the user wrote it. */
  readonly settings: unknown;
  readonly cwd: string;
}

export type FileAnswer =
  | { readonly kind: "findings"; readonly findings: readonly Finding[] }
  | { readonly kind: "invalid-configuration" | "failure"; readonly message: string };

export interface Door {
  /** The findings of one file, from one analysis of its whole project that all files share. Never throws. */
  readonly findingsOf: (linted: LintedFile) => FileAnswer;
  /** The comments that hold ESLint directives, for languages in which ESLint has no parser. Never throws. */
  readonly directivesOf: (linted: Omit<LintedFile, "settings">) => readonly Directive[];
}

/**
 * The synchronous way from ESLint to the engine. A project in which nothing speaks of images costs one scan of its texts
 * and starts no worker; in any other, a file that the analysis does not speak of costs a look at its size.
 */
export function openDoor(parts: DoorParts): Door {
  const projects = new Map<string, KnownProject>();
  /** A language does not know ESLint's settings, which are the same for all files of a project. */
  const settingsByRoot = new Map<string, unknown>();

  const projectOf = ({ file, settings, cwd }: LintedFile): KnownProject => {
    const root = parts.rootOf(file, cwd);
    const key = JSON.stringify([root, settings]);
    const start = parts.now();
    const known = projects.get(key);
    if (known !== undefined && start < known.lookAgainAt) return known;
    const read = parts.configurationOf(root, settings);
    const same = JSON.stringify(read) === JSON.stringify(known?.reading) ? known : undefined;
    const reading = same?.reading ?? read;
    const mentionsImages = same?.mentionsImages === true || parts.projectMentionsImages(root, reading.configuration);
    const end = parts.now();
    const lookAgainAt = end + Math.max(pause, (end - start) * parts.patience);
    const project: KnownProject = { root, reading, mentionsImages, lookAgainAt, concerned: same?.concerned, askAgainAt: same?.askAgainAt ?? 0 };
    projects.set(key, project);
    return project;
  };

  return {
    findingsOf: (linted) => {
      if (!isAbsolute(linted.file) || !parts.isSource(linted.file, linted.text)) return nothing;
      const project = projectOf(linted);
      settingsByRoot.set(project.root, linted.settings);
      const [problem, ...others] = project.reading.problems;
      if (problem !== undefined) {
        const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
        return { kind: "invalid-configuration", message: formatConfigurationProblem(problem) + more };
      }
      const file = pathInProject(project, linted);
      if (isEmptyAnswer(parts, project, file, linted)) return nothing;
      const { root, reading: { configuration } } = project;
      const answer = answerOf(parts, { kind: "findings", root, file, text: linted.text, configuration, patience: parts.patience });
      if (answer?.kind === "findings") {
        project.concerned = new Set(answer.concerned);
        project.askAgainAt = parts.now() + pause;
      }
      return answer === undefined || answer.kind === "directives" ? nothing : answer;
    },
    directivesOf: (linted) => {
      if (!isAbsolute(linted.file) || !parts.isSource(linted.file, linted.text)) return [];
      const project = projectOf({ ...linted, settings: settingsByRoot.get(parts.rootOf(linted.file, linted.cwd)) });
      const file = pathInProject(project, linted);
      if (isEmptyAnswer(parts, project, file, linted)) return [];
      const answer = answerOf(parts, { kind: "directives", root: project.root, file, text: linted.text });
      return answer?.kind === "directives" ? answer.directives : [];
    },
  };
}

interface KnownProject {
  readonly root: string;
  readonly reading: ConfigurationReading;
  /** Once true, it stays so. */
  readonly mentionsImages: boolean;
  /** When the configuration is read again, and a project that does not speak of images is scanned again: an editor's session is long. */
  readonly lookAgainAt: number;
  /** The files that the last analysis speaks of; undefined before the first. */
  concerned: ReadonlySet<string> | undefined;
  /** When the worker is asked again although the file is none of those: it may have become one. */
  askAgainAt: number;
}

const nothing: FileAnswer = { kind: "findings", findings: [] };

/** The shortest time, in milliseconds, between two looks at the same thing. */
const pause = 500;

/** Relative to the project's root, with `/`. */
function pathInProject(project: KnownProject, linted: { readonly file: string }): string {
  return relative(project.root, linted.file).split(sep).join("/");
}

/**
 * Whether the worker need not be asked. What is on disk was scanned, or analysed; another text may be the first one of
 * the project that speaks of images, and where there is one already, it may be a new caller of what makes it.
 */
function isEmptyAnswer(parts: DoorParts, project: KnownProject, file: string, { file: path, text }: { readonly file: string; readonly text: string }): boolean {
  if (!project.mentionsImages) return parts.isOnDisk(path, text) || !parts.mentionsImages(file, text, project.reading.configuration);
  const isUnconcerned = project.concerned?.has(file) === false && parts.now() < project.askAgainAt;
  return isUnconcerned && parts.isOnDisk(path, text);
}

function answerOf(parts: DoorParts, question: Question): Answer | undefined {
  try {
    return parts.ask(question);
  } catch (error) {
    return { kind: "failure", message: error instanceof Error ? error.message : String(error) };
  }
}
