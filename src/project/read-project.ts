import { statSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../facts/facts.js";
import { kindOfYaml, type YamlKind } from "../models/yaml-kinds.js";
import type { Configuration } from "./configuration.js";
import { discoverFiles, largestSource } from "./discover.js";
import type { DiscoveryProblem } from "./discover.js";
import { pathMatcher } from "./globs.js";
import { isGoSeed } from "./go-files.js";
import { createGoPackages, type GoPackages } from "./go-packages.js";
import { folderOfChartTemplate, languageOf, longestShebang, mayBeScript } from "./languages.js";
import { imageMentions, isBundle, mentionPlaces } from "./prefilter.js";
import { isUtf16, readBytes, readStart, textOfBytes } from "./read-text.js";
import { remembering } from "./remembering.js";

/** The files of a project and their texts, each read at most once. All paths are relative to the root, with `/`. */
export interface ProjectFiles {
  readonly root: string;
  readonly files: readonly string[];
  /** The files of the languages that are analysed. */
  readonly sourceFiles: readonly string[];
  /** Undefined if it is none that is analysed, or no file of the project. */
  readonly languageOf: (file: string) => Language | undefined;
  /** What a YAML or JSON file of the project is. */
  readonly yamlKindOf: (file: string) => YamlKind;
  readonly isFile: (file: string) => boolean;
  /** Without a byte order mark; undefined if it is not a file of the project or cannot be read. */
  readonly readText: (file: string) => string | undefined;
  /** What to search for words of ASCII: its offsets are not those of the text. */
  readonly searchedText: (file: string) => string | undefined;
  /** Whether people wrote a source file to be run: it is no bundle, not generated, and not left out by a build. */
  readonly isWritten: (file: string) => boolean;
  /** Whether the text of a source file speaks of images, and people wrote it to be run. */
  readonly mentionsImages: (file: string) => boolean;
  /** Whether a source file speaks of images between two offsets of its text. An `image` key counts only where the file speaks of pods. */
  readonly mentionsBetween: (file: string, start: number, end: number) => boolean;
  readonly goPackages: () => GoPackages;
  /** Folders of the project's packages by their names. */
  readonly packages: () => ReadonlyMap<string, string>;
  readonly problems: DiscoveryProblem[];
}

/** Finds the files of the project; texts are read when they are asked for. `overlay` stands in for files on disk, but for those that the configuration ignores. */
export function readProject(root: string, configuration: Configuration, overlay: ReadonlyMap<string, string> = new Map()): ProjectFiles {
  const discovered = discoverFiles(root, configuration);
  const isIgnored = pathMatcher(configuration.ignore?.files ?? []);
  const inForce = new Map([...overlay].filter(([file]) => !isIgnored(file)));
  const files = [...new Set([...discovered.files, ...inForce.keys()])].sort();
  const known = new Set(files);
  const problems = [...discovered.problems];
  const bytes = new Map<string, string | undefined>();
  const texts = new Map<string, string | undefined>(inForce);
  const bytesOf = (file: string): string | undefined => {
    if (!bytes.has(file)) bytes.set(file, known.has(file) ? readOrReport(root, file, problems) : undefined);
    return bytes.get(file);
  };
  const readText = (file: string): string | undefined => {
    if (texts.has(file)) return texts.get(file);
    const content = bytesOf(file);
    const text = content === undefined ? undefined : textOfBytes(content);
    texts.set(file, text);
    return text;
  };
  const searchedText = (file: string): string | undefined => {
    const content = inForce.get(file) ?? bytesOf(file);
    return content !== undefined && isUtf16(content) ? readText(file) : content;
  };
  const isIncluded = pathMatcher(configuration.include ?? []);
  const isTooLarge = (file: string): boolean => {
    if (inForce.has(file) || isIncluded(file) || (statSync(join(root, file), { throwIfNoEntry: false })?.size ?? 0) <= largestSource) return false;
    problems.push({ kind: "skipped", file, message: `larger than ${largestSource / 1_000_000} MB, so taken for data` });
    return true;
  };
  const isChartTemplate = (file: string): boolean => {
    const folder = folderOfChartTemplate(file);
    return folder !== undefined && known.has(file) && known.has(folder === "" ? "Chart.yaml" : `${folder}/Chart.yaml`);
  };
  const languageOfFile = remembering((file: string) => {
    if (!known.has(file)) return undefined;
    if (isChartTemplate(file)) return isTooLarge(file) ? undefined : "helm";
    const isScript = mayBeScript(file);
    const language = isScript ? languageOf(file, inForce.get(file) ?? readStart(join(root, file), longestShebang)) : languageOf(file);
    // Of others, discovery has asked.
    // What is called like a part of a chart may be a template of any tool.
    if (language === "helm") return undefined;
    return (language === "yaml" || (language !== undefined && isScript)) && isTooLarge(file) ? undefined : language;
  });
  const isWritten = (file: string): boolean => {
    switch (languageOfFile(file)) {
      case "typescript":
        return !isBundle(searchedText(file) ?? "");
      case "go":
        return isGoSeed(file, searchedText(file) ?? "");
      case "yaml":
      case "shell":
      case "make":
      case "dockerfile":
      case "tool":
      case "helm":
      case "hcl":
        return true;
      case undefined:
        return false;
    }
  };
  const speaksOfImages = imageMentions(configuration);
  // Names that are not of ASCII are found in texts only.
  const searched = /^[\x20-\x7e]*$/.test(JSON.stringify(configuration)) ? searchedText : readText;
  const placesIn = mentionPlaces(configuration);
  const places = new Map<string, readonly number[]>();
  let packages: ReadonlyMap<string, string> | undefined;
  let goPackages: GoPackages | undefined;
  return {
    root,
    files,
    sourceFiles: files.filter((file) => languageOfFile(file) !== undefined),
    languageOf: languageOfFile,
    yamlKindOf: remembering((file) => (languageOfFile(file) === "yaml" ? kindOfYaml(file, readText(file) ?? "") : "other")),
    isFile: (file) => known.has(file),
    readText,
    searchedText,
    isWritten,
    mentionsImages: (file) => {
      const text = languageOfFile(file) === undefined ? undefined : searched(file);
      return text !== undefined && speaksOfImages(file, text) && isWritten(file);
    },
    mentionsBetween: (file, start, end) => {
      const known = places.get(file) ?? placesIn(file, readText(file) ?? "");
      places.set(file, known);
      return isAnyBetween(known, start, end);
    },
    goPackages: () => (goPackages ??= createGoPackages({ root, files, readText, searchedText })),
    packages: () => {
      packages ??= readPackages(files, readText);
      return packages;
    },
    problems,
  };
}

/** Whether one of the ascending numbers is at least `start` and less than `end`. */
function isAnyBetween(numbers: readonly number[], start: number, end: number): boolean {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (numbers[low] ?? Infinity) < end;
}

function readOrReport(root: string, file: string, problems: DiscoveryProblem[]): string | undefined {
  try {
    return readBytes(join(root, file));
  } catch (error) {
    problems.push({ kind: "unreadable", file, message: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

function readPackages(files: readonly string[], readText: (file: string) => string | undefined): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  for (const file of files) {
    if (file !== "package.json" && !file.endsWith("/package.json")) continue;
    try {
      const content: unknown = JSON.parse(readText(file) ?? "null");
      const name = typeof content === "object" && content !== null && "name" in content ? content.name : undefined;
      if (typeof name === "string" && !packages.has(name)) packages.set(name, file === "package.json" ? "" : file.slice(0, -"/package.json".length));
    } catch {
      // A package.json that is not JSON names no package.
    }
  }
  return packages;
}
