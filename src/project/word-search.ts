import type { Place } from "../values/value.js";
import { escapeRegExp } from "./command-words.js";
import type { ProjectFiles } from "./read-project.js";

/** A word, and where it may stand without being found. */
export interface SoughtWord {
  readonly word: string;
  readonly except: readonly Place[];
}

/**
 * The words that stand in any text of the project, as whole words, outside of the places that are excepted. All files are
 * read once, whatever the number of words; a file that cannot be read holds none.
 */
export function mentionedWords({ files, readText, searchedText }: Pick<ProjectFiles, "files" | "readText" | "searchedText">, sought: readonly SoughtWord[]): ReadonlySet<string> {
  const found = new Set<string>();
  const exceptions = new Map(sought.map(({ word, except }) => [word, except]));
  if (exceptions.size === 0) return found;
  const pattern = new RegExp(`(?<![A-Za-z0-9_])(?:${[...exceptions.keys()].sort((left, right) => right.length - left.length).map(escapeRegExp).join("|")})(?![A-Za-z0-9_])`, "g");
  for (const file of files) {
    if (found.size === exceptions.size) break;
    const holdsExceptions = sought.some(({ except }) => except.some((place) => place.file === file));
    // Offsets are those of the text itself.
    const text = (holdsExceptions ? readText(file) : searchedText(file)) ?? "";
    for (const match of text.matchAll(pattern)) {
      const [word] = match;
      const isExcepted = exceptions.get(word)?.some((place) => place.file === file && place.start <= match.index && match.index + word.length <= place.end) === true;
      if (!isExcepted) found.add(word);
    }
  }
  return found;
}
