import { complementOf, setOf } from "../../values/character-sets.js";
import { applyToDecisions } from "../../values/decisions.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText, isHoleUnit } from "../../values/indexed-text.js";
import type { IndexedText } from "../../values/indexed-text.js";
import { matchesGlob, quotedGlob, removePrefix, removeSuffix, replacePattern } from "../../values/patterns.js";
import { letters, oneOf, sequence } from "../../values/regular-expression.js";
import { matchAtEnd } from "../../values/symbolic-search.js";
import { isProjectFolder, projectFolderName } from "../../values/project-folder.js";
import { encodedLength, join, literal, literalText, slice, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/**
 * What a function of GNU make that works on texts alone gives (GNU make manual, "Functions for String Substitution and
 * Analysis" and "Functions for File Names"). Undefined where the holes decide it, and for all other functions. Lists are
 * words between blanks; a hole is taken for one word or a part of one, and not for none.
 */
export function makeFunction(name: string, values: readonly Text[], mayHold?: MayHold): Text | undefined {
  const found = functions.get(name);
  if (found === undefined || values.length < found.least) return undefined;
  // Further commas belong to the last argument.
  const given = values.length <= found.least ? values : [...values.slice(0, found.least - 1), join(values.slice(found.least - 1).flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal(",") }, { text }])))];
  return applyToDecisions(given, `make ${name}`, (decided) => found.apply(decided, mayHold));
}

/** `$(X:from=to)`; without `%` in `from`, it is the end of a word (GNU make manual, "Substitution References"). */
export function makeSubstitution(value: Text, from: Text, to: Text, mayHold?: MayHold): Text | undefined {
  const isPattern = indexText(from)?.encoded.includes("%");
  if (isPattern === undefined) return undefined;
  const [pattern, replacement] = isPattern ? [from, to] : [join([{ text: literal("%") }, { text: from }]), join([{ text: literal("%") }, { text: to }])];
  return makeFunction("patsubst", [pattern, replacement, value], mayHold);
}

interface MakeFunction {
  /** How many arguments it takes. */
  readonly least: number;
  readonly apply: (values: readonly Text[], mayHold: MayHold | undefined) => Text | undefined;
}

const nothing = literal("");

/** A function with so many arguments; the first ones come first. */
function taking(least: 1 | 2 | 3, apply: (first: Text, second: Text, third: Text, mayHold: MayHold | undefined) => Text | undefined): MakeFunction {
  return { least, apply: ([first = nothing, second = nothing, third = nothing], mayHold) => apply(first, second, third, mayHold) };
}

/** A function of each word of a list. */
function ofEachWord(apply: (word: Text, mayHold: MayHold | undefined) => Text | undefined): MakeFunction {
  return taking(1, (list, _second, _third, mayHold) => eachWord(list, (word) => apply(word, mayHold)));
}

const functions: ReadonlyMap<string, MakeFunction> = new Map(
  Object.entries<MakeFunction>({
    subst: taking(3, (from, to, text, mayHold) => {
      const searched = literalText(from);
      // An empty text is found at the end.
      return searched === undefined ? undefined : searched === "" ? join([{ text }, { text: to }]) : replaceAll(text, searched, to, mayHold);
    }),
    patsubst: taking(3, (pattern, replacement, list, mayHold) => {
      const [from, to] = [patternOf(pattern), patternOf(replacement)];
      return from === undefined || to === undefined ? undefined : eachWord(list, (word) => replaceWord(word, from, to, mayHold));
    }),
    strip: taking(1, (text) => eachWord(text, (word) => word)),
    findstring: taking(2, (searched, text, _third, mayHold) => {
      const known = literalText(searched);
      const isFound = known === undefined ? (searched.key === text.key ? true : undefined) : matchesGlob(text, `*${quotedGlob(known)}*`, mayHold);
      return isFound === undefined ? undefined : isFound ? searched : nothing;
    }),
    filter: taking(2, (patterns, list, _third, mayHold) => filtered(patterns, list, true, mayHold)),
    "filter-out": taking(2, (patterns, list, _third, mayHold) => filtered(patterns, list, false, mayHold)),
    sort: taking(1, (list) => sorted(list)),
    word: taking(2, (index, list) => {
      const [words, at] = [wordsOf(list), numberOf(index)];
      return words === undefined || at === undefined || at === 0 ? undefined : (words[at - 1] ?? nothing);
    }),
    wordlist: taking(3, (first, last, list) => {
      const [words, from, to] = [wordsOf(list), numberOf(first), numberOf(last)];
      return words === undefined || from === undefined || to === undefined || from === 0 ? undefined : listOf(words.slice(from - 1, to));
    }),
    words: taking(1, (list) => {
      const words = wordsOf(list);
      return words === undefined ? undefined : literal(String(words.length));
    }),
    firstword: taking(1, (list) => wordsOf(list)?.[0] ?? (literalText(list)?.trim() === "" ? nothing : undefined)),
    lastword: taking(1, (list) => wordsOf(list)?.at(-1) ?? (literalText(list)?.trim() === "" ? nothing : undefined)),
    dir: ofEachWord((word, mayHold) => {
      const name = removePrefix(word, "*/", "longest", mayHold);
      if (name === undefined) return undefined;
      return name.key === word.key ? literal("./") : slice(word, 0, encodedLength(word) - encodedLength(name));
    }),
    notdir: ofEachWord((word, mayHold) => (isProjectFolder(word) ? projectFolderName : removePrefix(word, "*/", "longest", mayHold))),
    suffix: ofEachWord((word, mayHold) => {
      const rest = withoutSuffix(word, mayHold);
      return rest === undefined ? undefined : slice(word, encodedLength(rest), encodedLength(word));
    }),
    basename: ofEachWord(withoutSuffix),
    addsuffix: taking(2, (suffix, list) => eachWord(list, (word) => join([{ text: word }, { text: suffix }]))),
    addprefix: taking(2, (prefix, list) => eachWord(list, (word) => join([{ text: prefix }, { text: word }]))),
    join: taking(2, (left, right) => {
      const [first, second] = [wordsOf(left), wordsOf(right)];
      if (first === undefined || second === undefined) return undefined;
      return listOf(Array.from({ length: Math.max(first.length, second.length) }, (_, index) => join([{ text: first[index] ?? nothing }, { text: second[index] ?? nothing }])));
    }),
    abspath: ofEachWord(fromWorkingFolder),
    realpath: ofEachWord(fromWorkingFolder),
  }),
);

/** Undefined if there are more holes than can be told apart. */
function wordsOf(list: Text): readonly Text[] | undefined {
  const indexed = indexText(list);
  return indexed === undefined ? undefined : Array.from(indexed.encoded.matchAll(/\S+/gu), (match) => indexed.at(match.index, match.index + match[0].length));
}

function listOf(words: readonly Text[]): Text {
  return join(words.filter((word) => encodedLength(word) > 0).flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal(" ") }, { text }])));
}

function eachWord(list: Text, apply: (word: Text) => Text | undefined): Text | undefined {
  const changed: Text[] = [];
  for (const word of wordsOf(list) ?? [undefined]) {
    const one = word === undefined ? undefined : apply(word);
    if (one === undefined) return undefined;
    changed.push(one);
  }
  return listOf(changed);
}

function numberOf(text: Text): number | undefined {
  const known = literalText(text)?.trim();
  return known !== undefined && /^\d{1,9}$/u.test(known) ? Number(known) : undefined;
}

function replaceAll(text: Text, searched: string, put: Text, mayHold: MayHold | undefined): Text | undefined {
  return indexText(put)?.encoded.includes("&") === false ? replacePattern(text, quotedGlob(searched), put, "all", mayHold) : undefined;
}

/** A pattern with what stands before and behind its first `%`; `\%` is a letter. */
interface WordPattern {
  readonly before: Text;
  /** Undefined: there is no `%`. */
  readonly behind: Text | undefined;
}

function patternOf(text: Text): WordPattern | undefined {
  const indexed = indexText(text);
  // A backslash counts only before `%`, and how many there are counts too.
  if (indexed === undefined || indexed.encoded.includes("\\")) return undefined;
  const at = indexed.encoded.indexOf("%");
  return at < 0 ? { before: text, behind: undefined } : { before: indexed.at(0, at), behind: indexed.at(at + 1, indexed.encoded.length) };
}

function replaceWord(word: Text, from: WordPattern, to: WordPattern, mayHold: MayHold | undefined): Text | undefined {
  const stem = stemOf(word, from, mayHold);
  if (stem === undefined || stem === "none") return stem === undefined ? undefined : word;
  return to.behind === undefined || from.behind === undefined ? asWritten(to) : join([{ text: to.before }, { text: stem }, { text: to.behind }]);
}

/** Without a `%` in the pattern, one in the replacement is a letter. */
function asWritten({ before, behind }: WordPattern): Text {
  return behind === undefined ? before : join([{ text: before }, { text: literal("%") }, { text: behind }]);
}

/** What `%` stands for in a word; undefined where the holes decide it. */
function stemOf(word: Text, { before, behind }: WordPattern, mayHold: MayHold | undefined): Text | "none" | undefined {
  if (behind === undefined) {
    const known = literalText(before);
    const isSame = word.key === before.key ? true : known === undefined ? undefined : matchesGlob(word, quotedGlob(known), mayHold);
    return isSame === undefined ? undefined : isSame ? nothing : "none";
  }
  const [whole, start, end] = [indexText(word), indexText(before), indexText(behind)];
  if (whole === undefined || start === undefined || end === undefined) return undefined;
  const { length } = whole.encoded;
  const [from, to] = [start.encoded.length, length - end.encoded.length];
  // The same holes at the same ends are the same texts, whatever they hold.
  if (from <= to && isSameText(whole, 0, start) && isSameText(whole, to, end)) return whole.at(from, to);
  const [prefix, suffix] = [literalText(before), literalText(behind)];
  const isMatch = prefix === undefined || suffix === undefined ? undefined : matchesGlob(word, `${quotedGlob(prefix)}*${quotedGlob(suffix)}`, mayHold);
  if (isMatch !== true || prefix === undefined || suffix === undefined) return isMatch === false ? "none" : undefined;
  const rest = removePrefix(word, quotedGlob(prefix), "shortest", mayHold);
  return rest === undefined ? undefined : removeSuffix(rest, quotedGlob(suffix), "shortest", mayHold);
}

function isSameText(whole: IndexedText, offset: number, part: IndexedText): boolean {
  for (let index = 0; index < part.encoded.length; index += 1) {
    const [left, right] = [whole.encoded.charCodeAt(offset + index), part.encoded.charCodeAt(index)];
    const isSame = isHoleUnit(left) && isHoleUnit(right) ? whole.at(offset + index, offset + index + 1).key === part.at(index, index + 1).key : left === right;
    if (!isSame) return false;
  }
  return true;
}

function filtered(patterns: Text, list: Text, isKept: boolean, mayHold: MayHold | undefined): Text | undefined {
  const [written, words] = [wordsOf(patterns), wordsOf(list)];
  const read = written?.map(patternOf);
  if (read === undefined || words === undefined) return undefined;
  const kept: Text[] = [];
  for (const word of words) {
    const stems = read.map((pattern) => (pattern === undefined ? undefined : stemOf(word, pattern, mayHold)));
    const isMatch = stems.some((stem) => stem !== undefined && stem !== "none") ? true : stems.includes(undefined) ? undefined : false;
    if (isMatch === undefined) return undefined;
    if (isMatch === isKept) kept.push(word);
  }
  return listOf(kept);
}

/** In the order of their bytes, each once. */
function sorted(list: Text): Text | undefined {
  const words = wordsOf(list);
  if (words === undefined) return undefined;
  const distinct = [...new Map(words.map((word) => [word.key, word])).values()];
  if (distinct.length > 1 && distinct.some((word) => literalText(word) === undefined)) return undefined;
  return listOf([...distinct].sort((a, b) => (a.key < b.key ? -1 : 1)));
}

/** A period and what is behind it, without a slash. */
const suffixExpression = sequence([letters("."), { kind: "repeat", of: oneOf(complementOf(setOf("/"))), least: 0, most: Infinity }]);

function withoutSuffix(word: Text, mayHold: MayHold | undefined): Text | undefined {
  const indexed = indexText(word);
  const suffix = indexed === undefined ? undefined : matchAtEnd(suffixExpression, { indexed, mayHold }, "end", "shortest");
  return suffix === undefined ? undefined : suffix === "none" ? word : slice(word, 0, suffix.offset);
}

/** A relative path behind a folder that is not known. */
function fromWorkingFolder(word: Text): Text | undefined {
  const known = literalText(word);
  if (known === undefined || known.startsWith("/") || known.startsWith("~")) return undefined;
  const steps = known.split("/").filter((step) => step !== "" && step !== ".");
  if (steps.includes("..") || steps.length === 0) return undefined;
  const start = known.indexOf(steps[0] ?? "");
  const path = steps.join("/") === known.slice(start) ? slice(word, start, known.length) : literal(steps.join("/"));
  return join([{ text: unknown("working folder", "the folder that make runs in") }, { text: literal("/") }, { text: path }]);
}
