import type { Span, SyntaxProblem } from "../../facts/facts.js";

export interface HereDocument {
  readonly operator: "<<" | "<<-";
  /** The operator and the delimiter. */
  readonly at: Span;
  /** The lines of its content, without the delimiter's line. */
  readonly body: Span;
  /** Behind the delimiter, before its line break. */
  readonly end: number;
  /** A quoted delimiter: nothing in the content is expanded. */
  readonly isLiteral: boolean;
  /** The expansions in the content: `${…}`, `$(…)`, `$((…))`, backticks. None in a literal one. */
  readonly expansions: readonly Span[];
}

export interface HereDocuments {
  readonly documents: readonly HereDocument[];
  /** The offsets of here-strings' operators. */
  readonly strings: readonly number[];
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Finds the here-documents and here-strings of a shell script.
 *
 * The grammar reads a here-document right only where few other things follow on the operator's line (it loses the `-` of
 * `kubectl apply -f - <<EOF` and fails on `cat <<EOF; …` and `cat >file <<<word`, tree-sitter-bash issues 346 and 282), so
 * they are taken out before it sees the text. Quotes, comments, expansions and arithmetic are followed as far as it takes to know which `<<` is a
 * here-document and at which line break its content starts (POSIX shell command language, 2.7.4). Linear in the length.
 */
export function findHereDocuments(text: string): HereDocuments {
  const scanner: Scanner = { text, documents: [], strings: [], waiting: [], problems: [], depth: 0 };
  if (text.includes("<<")) {
    scan(scanner, 0, text.length, "command");
    readBodies(scanner, text.length, text.length);
  }
  return scanner;
}

interface Scanner {
  readonly text: string;
  readonly documents: HereDocument[];
  readonly strings: number[];
  /** Operators whose content starts behind the next line break. */
  waiting: Pick<HereDocument, "operator" | "at" | "isLiteral">[];
  readonly problems: SyntaxProblem[];
  /** How many here-documents the position is in. */
  depth: number;
}

/** Documents in expansions of documents, and so on: more levels than a person would write; bounds the time. */
const greatestDepth = 8;

/** What a position stands in. Commands stand in the first three. */
type Enclosure = "command" | "parenthesis" | "backtick" | "quotes" | "parameter" | "quoted-parameter" | "arithmetic" | "arithmetic-parenthesis" | "bracket";

const closingCharacter: Readonly<Record<Enclosure, string | undefined>> = {
  command: undefined,
  parenthesis: ")",
  backtick: "`",
  quotes: '"',
  parameter: "}",
  "quoted-parameter": "}",
  arithmetic: ")",
  "arithmetic-parenthesis": ")",
  bracket: "]",
};

/** Reads from behind the opening of `outermost` to behind its end, or to `limit`. */
function scan(scanner: Scanner, start: number, limit: number, outermost: Enclosure): number {
  const { text } = scanner;
  const stack: Enclosure[] = [outermost];
  let index = start;
  for (;;) {
    const inside = stack.at(-1);
    if (inside === undefined || index >= limit) return Math.min(index, limit);
    const character = text[index];
    const holdsCommands = inside === "command" || inside === "parenthesis" || inside === "backtick";
    if (character === "\\") {
      index += 2;
    } else if (character === closingCharacter[inside]) {
      const isDouble = inside === "arithmetic" && text[index + 1] === ")";
      stack.pop();
      // `((a); b)` and `$((a); b)` turn out to be subshells, of which one is still open.
      if (inside === "arithmetic" && !isDouble) stack.push("parenthesis");
      index += isDouble ? 2 : 1;
    } else if (character === "'" && (holdsCommands || inside === "parameter")) {
      index = text[index - 1] === "$" ? endOfAnsiQuote(text, index + 1, limit) : endOfQuote(text, index + 1, limit, "'");
    } else if (character === "#" && holdsCommands && (index === start || /[\s;&|()`]/.test(text[index - 1] ?? ""))) {
      const lineEnd = text.indexOf("\n", index);
      index = lineEnd === -1 ? limit : lineEnd;
    } else if (character === "<" && holdsCommands && text[index + 1] === "<") {
      const isString = text[index + 2] === "<";
      if (isString) scanner.strings.push(index);
      index = isString ? index + 3 : readOperator(scanner, index, limit);
    } else if (character === "\n" && holdsCommands && scanner.waiting.length > 0) {
      index = readBodies(scanner, index + 1, limit);
    } else {
      const opening = openingAt(text, index, inside, holdsCommands);
      if (opening !== undefined) stack.push(opening.enclosure);
      index += opening?.length ?? 1;
    }
  }
}

interface Opening {
  readonly enclosure: Enclosure;
  readonly length: number;
}

const backtick: Opening = { enclosure: "backtick", length: 1 };

function openingAt(text: string, index: number, inside: Enclosure, holdsCommands: boolean): Opening | undefined {
  switch (text[index]) {
    case "`":
      return backtick;
    case '"':
      return { enclosure: "quotes", length: 1 };
    case "$":
      return expansionAt(text, index, inside === "quotes" || inside === "quoted-parameter");
    case "(":
      if (inside === "arithmetic" || inside === "arithmetic-parenthesis") return { enclosure: "arithmetic-parenthesis", length: 1 };
      if (!holdsCommands) return undefined;
      return text[index + 1] === "(" ? { enclosure: "arithmetic", length: 2 } : { enclosure: "parenthesis", length: 1 };
    default:
      return undefined;
  }
}

function expansionAt(text: string, index: number, isQuoted: boolean): Opening | undefined {
  if (text.startsWith("((", index + 1)) return { enclosure: "arithmetic", length: 3 };
  switch (text[index + 1]) {
    case "(":
      return { enclosure: "parenthesis", length: 2 };
    case "{":
      return { enclosure: isQuoted ? "quoted-parameter" : "parameter", length: 2 };
    case "[":
      return { enclosure: "bracket", length: 2 };
    default:
      return undefined;
  }
}

/** The offset behind the closing quote. */
function endOfQuote(text: string, start: number, limit: number, quote: string): number {
  const end = text.indexOf(quote, start);
  return end === -1 || end >= limit ? limit : end + 1;
}

function endOfAnsiQuote(text: string, start: number, limit: number): number {
  let index = start;
  while (index < limit && text[index] !== "'") index += text[index] === "\\" ? 2 : 1;
  return Math.min(index + 1, limit);
}

/** Reads `<<` or `<<-` and the delimiter behind it; gives the offset behind them. */
function readOperator(scanner: Scanner, start: number, limit: number): number {
  const { text } = scanner;
  const operator = text[start + 2] === "-" ? "<<-" : "<<";
  let index = start + operator.length;
  while (text[index] === " " || text[index] === "\t") index += 1;
  const delimiterStart = index;
  while (index < limit && !/[\s;&|()<>`]/.test(text[index] ?? "")) {
    const character = text[index] ?? "";
    if (character === "'" || character === '"') index = endOfQuote(text, index + 1, limit, character);
    else index = Math.min(index + (character === "\\" ? 2 : 1), limit);
  }
  if (index === delimiterStart) {
    scanner.problems.push({ offset: start, message: "a here-document without a delimiter" });
    return index;
  }
  scanner.waiting.push({ operator, at: [start, index], isLiteral: /["'\\]/.test(text.slice(delimiterStart, index)) });
  return index;
}

/** Reads the contents of all waiting here-documents; gives the offset of the line break behind the last delimiter. */
function readBodies(scanner: Scanner, start: number, limit: number): number {
  const waiting = scanner.waiting;
  scanner.waiting = [];
  let lineStart = start;
  let end = start;
  for (const document of waiting) {
    const delimiter = delimiterOf(scanner.text, document);
    const closing = findDelimiter(scanner.text, lineStart, limit, delimiter, document.operator === "<<-");
    if (!closing.isExact) {
      const message = closing.isFound ? `the delimiter ${delimiter} of this here-document is indented` : `this here-document has no line ${delimiter} at its end`;
      scanner.problems.push({ offset: document.at[0], message });
    }
    const body: Span = [Math.min(lineStart, limit), closing.lineStart];
    scanner.documents.push({ ...document, body, end: closing.end, expansions: document.isLiteral ? [] : findExpansions(scanner, body) });
    end = closing.end;
    lineStart = Math.min(end + 1, limit);
  }
  return end;
}

function delimiterOf(text: string, document: Pick<HereDocument, "operator" | "at">): string {
  return text
    .slice(document.at[0] + document.operator.length, document.at[1])
    .replace(/^[ \t]+/, "")
    .replace(/\\(.)|["']/gs, "$1");
}

interface Closing {
  /** Where the delimiter's line starts. */
  readonly lineStart: number;
  readonly end: number;
  readonly isFound: boolean;
  readonly isExact: boolean;
}

/** A shell reads on to the end of the script if no line is the delimiter; an indented one is what its author meant. */
function findDelimiter(text: string, start: number, limit: number, delimiter: string, stripsTabs: boolean): Closing {
  let indented: Closing | undefined;
  for (let lineStart = start; lineStart < limit; ) {
    const lineBreak = text.indexOf("\n", lineStart);
    const lineEnd = lineBreak === -1 || lineBreak > limit ? limit : lineBreak;
    const end = text[lineEnd - 1] === "\r" && lineEnd > lineStart ? lineEnd - 1 : lineEnd;
    const line = text.slice(lineStart, end);
    if ((stripsTabs ? line.replace(/^\t+/, "") : line) === delimiter) return { lineStart, end, isFound: true, isExact: true };
    if (indented === undefined && line.trim() === delimiter) indented = { lineStart, end, isFound: true, isExact: false };
    lineStart = lineEnd + 1;
  }
  return indented ?? { lineStart: limit, end: limit, isFound: false, isExact: false };
}

function findExpansions(scanner: Scanner, [start, end]: Span): readonly Span[] {
  if (scanner.depth >= greatestDepth) return [];
  scanner.depth += 1;
  const { text } = scanner;
  const expansions: Span[] = [];
  for (let index = start; index < end; ) {
    const character = text[index];
    const opening = character === "`" ? backtick : character === "$" ? expansionAt(text, index, true) : undefined;
    if (opening === undefined) {
      index += character === "\\" ? 2 : 1;
      continue;
    }
    const next = scan(scanner, index + opening.length, end, opening.enclosure);
    scanner.waiting = [];
    expansions.push([index, next]);
    index = next;
  }
  scanner.depth -= 1;
  return expansions;
}
