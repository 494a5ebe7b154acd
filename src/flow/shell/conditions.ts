import type { Word } from "../../facts/shell-script.js";
import { matchesGlob } from "../../values/patterns.js";
import { alternativesOf, literalText, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { givenValue, pathFrom } from "./shell.js";
import type { Shell } from "./shell.js";
import type { Status } from "./statements.js";
import { wordText } from "./words.js";

/** Whether a subject matches one pattern of a `case`; undefined if it may. */
export function isPattern(shell: Shell, subject: Text, pattern: Word): Status {
  const isLiteral = pattern.parts.every((part) => part.kind === "text" && part.text !== "" && part.map === undefined);
  const text = wordText(shell, pattern);
  const known = literalText(text);
  if (known === "*") return true;
  if (known === undefined) return subject.key === text.key ? true : undefined;
  if (isLiteral) return isEqual(subject, text);
  return matchesGlob(subject, known);
}

/** What `test`, `[` and `[[` answer; words are those between the brackets, as they are expanded. */
export function testWords(shell: Shell, words: readonly Text[], isExtended: boolean): Status {
  const known = words.map((word) => literalText(word));
  const or = known.findIndex((word) => word === (isExtended ? "||" : "-o"));
  if (or > 0) return either(testWords(shell, words.slice(0, or), isExtended), testWords(shell, words.slice(or + 1), isExtended));
  const and = known.findIndex((word) => word === (isExtended ? "&&" : "-a"));
  if (and > 0) return both(testWords(shell, words.slice(0, and), isExtended), testWords(shell, words.slice(and + 1), isExtended));
  if (known[0] === "!") return negated(testWords(shell, words.slice(1), isExtended));
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (second === undefined) return isNotEmpty(first);
  if (third === undefined) return words.length === 2 ? of(unary, known[0])?.(shell, second) : undefined;
  if (words.length > 3) return undefined;
  return of(binary, known[1])?.(first, third, isExtended);
}

/** The operator of this name; a word that a script compares may be called `constructor`. */
function of<T>(operators: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(operators, word) ? operators[word] : undefined;
}

function negated(status: Status): Status {
  return status === undefined ? undefined : !status;
}

function either(left: Status, right: Status): Status {
  return left === true || right === true ? true : left === false && right === false ? false : undefined;
}

function both(left: Status, right: Status): Status {
  return negated(either(negated(left), negated(right)));
}

const unary: Readonly<Record<string, (shell: Shell, operand: Text) => Status>> = {
  "-z": (_shell, operand) => negated(isNotEmpty(operand)),
  "-n": (_shell, operand) => isNotEmpty(operand),
  "-f": fileExists,
  "-e": fileExists,
  "-s": fileExists,
  "-r": fileExists,
  "-v": (shell, operand) => (givenValue(shell, literalText(operand) ?? "") === undefined ? undefined : true),
  "!": (_shell, operand) => negated(isNotEmpty(operand)),
};

/** A file of the project is there; another may be made before. */
function fileExists(shell: Shell, operand: Text): Status {
  const path = literalText(pathFrom(shell, operand));
  return path !== undefined && shell.frame.run.project.readText(path.replace(/^\//u, "")) !== undefined ? true : undefined;
}

type Comparison = (left: Text, right: Text, isExtended: boolean) => Status;

const binary: Readonly<Record<string, Comparison>> = {
  "=": equal,
  "==": equal,
  "!=": (left, right, isExtended) => negated(equal(left, right, isExtended)),
  "=~": (left, right) => matchesRegExp(left, right),
  "-eq": numbers((left, right) => left === right),
  "-ne": numbers((left, right) => left !== right),
  "-gt": numbers((left, right) => left > right),
  "-ge": numbers((left, right) => left >= right),
  "-lt": numbers((left, right) => left < right),
  "-le": numbers((left, right) => left <= right),
};

/** In `[[ … ]]` the right side is a pattern. */
function equal(left: Text, right: Text, isExtended: boolean): Status {
  const pattern = literalText(right);
  if (isExtended && pattern !== undefined && /[*?[]/u.test(pattern)) return matchesGlob(left, pattern);
  return isEqual(left, right);
}

function isEqual(left: Text, right: Text): Status {
  const [one, other] = [literalText(left), literalText(right)];
  if (one !== undefined && other !== undefined) return one === other;
  if (uncaptured(left).key === uncaptured(right).key) return true;
  // Letters decide where none of the alternatives can be the other side.
  const known = (text: Text): readonly string[] | undefined => {
    const all = alternativesOf(text)?.map((alternative) => literalText(alternative));
    return all?.every((alternative) => alternative !== undefined) === true ? all : undefined;
  };
  const [lefts, rights] = [known(left), known(right)];
  return lefts !== undefined && rights !== undefined && !lefts.some((text) => rights.includes(text)) ? false : undefined;
}

function matchesRegExp(left: Text, right: Text): Status {
  const [text, pattern] = [literalText(left), literalText(right)];
  if (text === undefined || pattern === undefined || text.length > 1_000 || /[+*}]\)?[+*{]/u.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return undefined;
  }
}

function numbers(compare: (left: number, right: number) => boolean): Comparison {
  return (left, right) => {
    const [one, other] = [literalText(left), literalText(right)].map((text) => (text === undefined || !/^\s*-?\d+\s*$/u.test(text) ? undefined : Number(text)));
    return one === undefined || other === undefined ? undefined : compare(one, other);
  };
}

/** Letters make a text that is not empty; one that is nothing but a hole may be. */
function isNotEmpty(text: Text): Status {
  const plain = uncaptured(text);
  switch (plain.kind) {
    case "literal":
      return plain.text !== "";
    case "joined":
      return plain.parts.some((part) => isNotEmpty(part.text) === true) ? true : undefined;
    case "hole":
      return plain.isSet === true || plain.origin.kind === "fresh" ? true : undefined;
    case "choice":
      return plain.alternatives.every((alternative) => alternative.kind !== "constant" && "key" in alternative && isNotEmpty(alternative) === true) ? true : undefined;
    case "captured":
      return true;
  }
}
