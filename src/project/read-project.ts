import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "./configuration.js";
import { discoverFiles } from "./discover.js";
import type { DiscoveryProblem } from "./discover.js";
import { pathMatcher } from "./globs.js";
import { imageMentions, isBundle, isSourceFile } from "./prefilter.js";

/** The files of a project and their texts, each read at most once. All paths are relative to the root, with `/`. */
export interface ProjectFiles {
  readonly root: string;
  readonly files: readonly string[];
  readonly sourceFiles: readonly string[];
  readonly isFile: (file: string) => boolean;
  /** Without a byte order mark; undefined if it is not a file of the project or cannot be read. */
  readonly readText: (file: string) => string | undefined;
  /** Whether the text of a source file speaks of images. */
  readonly mentionsImages: (file: string) => boolean;
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
  const texts = new Map<string, string | undefined>(inForce);
  const speaksOfImages = imageMentions(configuration);
  let packages: ReadonlyMap<string, string> | undefined;
  const readText = (file: string): string | undefined => {
    if (texts.has(file)) return texts.get(file);
    const text = known.has(file) ? readOrReport(root, file, problems) : undefined;
    texts.set(file, text);
    return text;
  };
  return {
    root,
    files,
    sourceFiles: files.filter(isSourceFile),
    isFile: (file) => known.has(file),
    readText,
    mentionsImages: (file) => {
      const text = readText(file);
      return text !== undefined && speaksOfImages(file, text) && !isBundle(text);
    },
    packages: () => {
      packages ??= readPackages(files, readText);
      return packages;
    },
    problems,
  };
}

function readOrReport(root: string, file: string, problems: DiscoveryProblem[]): string | undefined {
  try {
    return textOf(readFileSync(join(root, file)));
  } catch (error) {
    problems.push({ kind: "unreadable", file, message: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

/** UTF-8, or UTF-16 by its byte order mark, as the TypeScript compiler reads files. */
function textOf(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(content);
  return content.toString("utf8").replace(/^\uFEFF/u, "");
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
