import { Copy, DockerfileParser, Run, type Dockerfile as Tree, type Instruction } from "dockerfile-ast";
import { distance } from "fastest-levenshtein";
import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { Dockerfile, DockerInstruction, DockerSource } from "../../facts/dockerfile.js";
import { dockerInstructions } from "../../models/dockerfile.js";
import type { HashComment } from "../hash-comments.js";

/** A Dockerfile, and its comments. */
export interface DockerLines {
  readonly dockerfile: Dockerfile;
  readonly comments: readonly HashComment[];
}

/** Reads the text of a Dockerfile, in which holes may stand as single characters. Never throws. */
export function readDockerfile(text: string): DockerLines {
  if (text.length > greatestLength) return unread("the Dockerfile is too long to be read");
  if ((text.match(/^[ \t]*FROM\b/gimu)?.length ?? 0) > mostStages) return unread("the Dockerfile has too many stages to be read");
  const problems: SyntaxProblem[] = [];
  try {
    const tree = DockerfileParser.parse(text);
    const reading: Reading = { text, starts: lineStarts(text), problems };
    const instructions = tree.getInstructions().flatMap((instruction) => instructionsIn(reading, instruction));
    problems.push(...tree.getInstructions().flatMap((instruction) => brokenness(reading, instruction)).slice(0, 1));
    return { dockerfile: { instructions, escape: tree.getEscapeCharacter() === "`" ? "`" : "\\", problems }, comments: commentsIn(reading, tree) };
  } catch (error) {
    return unread(`the Dockerfile cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Nobody writes a longer one; the parser looks through all of the rest at each stage. */
const greatestLength = 1_000_000;
const mostStages = 1_000;

function unread(message: string): DockerLines {
  return { dockerfile: { instructions: [], escape: "\\", problems: [{ offset: 0, message }] }, comments: [] };
}

interface Reading {
  readonly text: string;
  /** The offset of each line's first letter. */
  readonly starts: readonly number[];
  readonly problems: SyntaxProblem[];
}

function instructionsIn(reading: Reading, instruction: Instruction): readonly DockerInstruction[] {
  const at = spanOf(reading, instruction.getRange());
  const keyword = instruction.getKeyword();
  switch (keyword) {
    case "ARG":
      return argumentsIn(reading, instruction, at);
    case "FROM":
      return stagesIn(reading, instruction, at);
    case "ONBUILD":
      return triggersIn(reading, instruction, at);
    default:
      return sourcesIn(reading, keyword, at, false);
  }
}

/**
 * What breaks a build whoever starts it: an instruction whose name is nearly that of one, and a here-document that does not end.
 * Where templates may make another file of it, nothing is certain.
 */
function brokenness(reading: Reading, instruction: Instruction): readonly SyntaxProblem[] {
  const { text } = reading;
  if (templateMarks.test(text)) return [];
  const [start] = spanOf(reading, instruction.getRange());
  const written = instruction.getInstruction();
  const meant = dockerInstructions.has(written.toUpperCase()) || !/^[A-Z]{3,}$/u.test(written) ? undefined : [...dockerInstructions].find((name) => isSlip(written, name));
  if (meant !== undefined) return [{ offset: start, message: `there is no instruction ${written} (did you mean ${meant}?)` }];
  if (!(instruction instanceof Run) && !(instruction instanceof Copy)) return [];
  const open = instruction.getHeredocs().find((one) => one.getDelimiterRange() === null && /^\w+$/u.test(one.getName()));
  if (open === undefined) return [];
  const [from, to] = spanOf(reading, open.getStartRange());
  const isEnded = text.slice(to).split("\n").some((line) => line.trim() === open.getName());
  return isEnded ? [] : [{ offset: from, message: `the here-document ${open.getName()} does not end` }];
}

const templateMarks = /\{\{|\{%|<%|^#(?:if|include|define)\b/mu;

/** One letter too many, too few or another one; or two that have changed places. */
function isSlip(written: string, name: string): boolean {
  const letters = (word: string): string => Array.from(word).sort().join("");
  return distance(written, name) === 1 || (distance(written, name) === 2 && letters(written) === letters(name));
}

function argumentsIn(reading: Reading, instruction: Instruction, at: Span): readonly DockerInstruction[] {
  return propertiesIn(reading, instruction).map(([start, end]) => {
    const written = reading.text.slice(start, end);
    const sign = written.indexOf("=");
    return { kind: "argument", name: sign < 0 ? written : written.slice(0, sign), value: sign < 0 ? undefined : [start + sign + 1, end], at };
  });
}

/** The words of an instruction, each with the quoted blanks in it. */
function propertiesIn(reading: Reading, instruction: Instruction): readonly Span[] {
  const found: [number, number][] = [];
  let quote: string | undefined;
  for (const argument of instruction.getArguments()) {
    const [start, end] = spanOf(reading, argument.getRange());
    const last = found.at(-1);
    if (quote !== undefined && last !== undefined) last[1] = end;
    else found.push([start, end]);
    quote = quoteAfter(reading.text.slice(start, end), quote);
  }
  return found;
}

/** The quote that is open behind a word, if there is one before it. */
function quoteAfter(word: string, before: string | undefined): string | undefined {
  let quote = before;
  for (let index = 0; index < word.length; index += 1) {
    const letter = word.charAt(index);
    if (letter === "\\" && quote !== "'") index += 1;
    else if (quote === undefined ? letter === "'" || letter === '"' : letter === quote) quote = quote === undefined ? letter : undefined;
  }
  return quote;
}

function stagesIn(reading: Reading, instruction: Instruction, at: Span): readonly DockerInstruction[] {
  const words = instruction.getArguments().map((argument) => spanOf(reading, argument.getRange())).filter(([start, end]) => !reading.text.slice(start, end).startsWith("--"));
  const [image, as, name, surplus] = words;
  const textOf = (span: Span): string => reading.text.slice(span[0], span[1]);
  if (image === undefined) {
    reading.problems.push({ offset: at[0], message: "FROM without an image" });
    return [];
  }
  const isNamed = as !== undefined && name !== undefined && surplus === undefined && textOf(as).toLowerCase() === "as";
  if (as !== undefined && !isNamed) reading.problems.push({ offset: as[0], message: "FROM takes an image, and AS with a name" });
  return [{ kind: "stage", image, name: isNamed ? textOf(name).toLowerCase() : undefined, at }];
}

/** The flags that name what an instruction copies or mounts from. */
const sourceFlags: Readonly<Partial<Record<string, { readonly by: DockerSource["by"]; readonly flag: RegExp }>>> = {
  COPY: { by: "COPY --from", flag: /(?:^|\s)--from=(\S*)/gu },
  RUN: { by: "RUN --mount from", flag: /(?:^|\s)--mount=(?:\S*?,)?from=([^\s,]*)/gu },
};

/** Flags stand before all words; what looks like one in a command or a here-document is none. */
function sourcesIn({ text }: Reading, keyword: string, at: Span, isTrigger: boolean): readonly DockerSource[] {
  const source = sourceFlags[keyword];
  if (source === undefined) return [];
  const [head = "", written = ""] = /^\s*\w+((?:(?:\s|[\\`](?=[ \t]*\r?\n)|#[^\n]*\n)+--\S*)*)/u.exec(text.slice(...at)) ?? [];
  const start = at[0] + head.length - written.length;
  return [...written.matchAll(source.flag)].flatMap((match): readonly DockerSource[] => {
    const [whole, from = ""] = match;
    const end = start + match.index + whole.length;
    return from === "" ? [] : [{ kind: "source", from: [end - from.length, end], by: source.by, isTrigger, at }];
  });
}

/** `ONBUILD INSTRUCTION …`: the instruction as one of its own. */
function triggersIn(reading: Reading, instruction: Instruction, at: Span): readonly DockerInstruction[] {
  const [first] = instruction.getArguments();
  if (first === undefined) return [];
  const [start] = spanOf(reading, first.getRange());
  return sourcesIn(reading, first.getValue().toUpperCase(), [start, at[1]], true);
}

function commentsIn(reading: Reading, tree: Tree): readonly HashComment[] {
  return tree.getComments().map((comment) => {
    const at = spanOf(reading, comment.getRange());
    return { text: reading.text.slice(...at), at, isAlone: true };
  });
}

// ------------------------------------------------------------------------------------------------------------ places

type Range = ReturnType<Instruction["getRange"]>;

function spanOf({ starts, text }: Reading, { start, end }: Range): Span {
  const offset = ({ line, character }: Range["start"]): number => Math.min((starts[line] ?? text.length) + character, text.length);
  return [offset(start), offset(end)];
}

/** As the parser counts lines: a line feed, a carriage return, or both together end one. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/gu)].map((match) => match.index + match[0].length)];
}
