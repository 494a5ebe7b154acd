import type { JustAssignment, JustDependency, JustExpression, Justfile, JustParameter, JustPiece, JustRecipe } from "../../facts/justfile.js";
import { NoExpression, blanks, expressionAt, nameAt, take, takeNext, valueAt, type JustCursor } from "./expressions.js";

/** Reads a justfile, line by line; a line that is none is passed over. Never throws. Linear in the text. */
export function readJustfile(text: string): Justfile {
  const file: Reading = { assignments: [], recipes: [], settings: new Map(), aliases: new Map(), imports: [], modules: [] };
  let attributes: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOfLine(text, at);
    const cursor: JustCursor = { text, at, end: text.length, depth: 0, isOpen: false };
    const line = text.slice(at, Math.min(end, at + longestHeader));
    try {
      const attribute = /^\[(.*)\][ \t\r]*$/u.exec(line)?.[1];
      if (attribute !== undefined) attributes.push(attribute);
      else if (/^[@A-Za-z_]/u.test(line)) {
        readItem(file, cursor, attributes);
        attributes = [];
      }
    } catch (error) {
      if (!(error instanceof NoExpression)) throw error;
      attributes = [];
    }
    at = Math.max(end + 1, lineStartFrom(text, cursor.at));
  }
  return file;
}

const longestHeader = 10_000;

interface Reading {
  readonly assignments: JustAssignment[];
  readonly recipes: JustRecipe[];
  readonly settings: Map<string, readonly JustExpression[]>;
  readonly aliases: Map<string, string>;
  readonly imports: string[];
  readonly modules: { readonly name: string; readonly path: string | undefined }[];
}

function endOfLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found;
}

/** The offset itself if a line starts there, else the start of the next line. */
function lineStartFrom(text: string, at: number): number {
  return at === 0 || text.charAt(at - 1) === "\n" ? at : endOfLine(text, at) + 1;
}

function readItem(file: Reading, cursor: JustCursor, attributes: readonly string[]): void {
  const start = cursor.at;
  const isQuiet = take(cursor, "@");
  const word = nameAt(cursor);
  blanks(cursor);
  if (word === undefined) return;
  if (!isQuiet && take(cursor, ":=")) {
    file.assignments.push(assignmentAt(cursor, word, false));
    return;
  }
  if (!isQuiet && readStatement(file, cursor, word)) return;
  cursor.at = start + (isQuiet ? 1 : 0) + word.length;
  file.recipes.push(recipeAt(cursor, word, start, attributes));
}

function assignmentAt(cursor: JustCursor, name: string, isExported: boolean): JustAssignment {
  blanks(cursor);
  const start = cursor.at;
  const value = expressionAt(cursor);
  return { name, value, at: [start, cursor.at], isExported };
}

/** `export`, `set`, `alias`, `import` and `mod`, where they are not names of recipes; gives whether it was one. */
function readStatement(file: Reading, cursor: JustCursor, word: string): boolean {
  if (word === "import" || word === "mod") {
    take(cursor, "?");
    blanks(cursor);
    const name = word === "mod" ? nameAt(cursor) : undefined;
    blanks(cursor);
    const isPath = /^x?['"]/u.test(cursor.text.slice(cursor.at, cursor.at + 2));
    if (!isPath && (word === "import" || name === undefined || !/^[ \t\r]*(?:#|$)/u.test(cursor.text.slice(cursor.at, endOfLine(cursor.text, cursor.at))))) return false;
    const path = isPath ? lettersOf(cursor.text, valueAt(cursor)) : undefined;
    if (name !== undefined) file.modules.push({ name, path });
    else if (path !== undefined) file.imports.push(path);
    return true;
  }
  if (word !== "export" && word !== "set" && word !== "alias") return false;
  const name = nameAt(cursor);
  blanks(cursor);
  if (name === undefined) return false;
  const isAssigned = take(cursor, ":=");
  blanks(cursor);
  if (word === "set") {
    if (!isAssigned && cursor.text.charAt(cursor.at) === ":") return false;
    file.settings.set(name, isAssigned ? settingAt(cursor) : []);
  } else if (!isAssigned) return false;
  else if (word === "alias") file.aliases.set(name, nameAt(cursor) ?? "");
  else file.assignments.push(assignmentAt(cursor, name, true));
  return true;
}

function settingAt(cursor: JustCursor): readonly JustExpression[] {
  if (!take(cursor, "[")) return [expressionAt(cursor)];
  cursor.isOpen = true;
  const found: JustExpression[] = [];
  while (!takeNext(cursor, "]")) {
    found.push(expressionAt(cursor));
    takeNext(cursor, ",");
  }
  cursor.isOpen = false;
  return found;
}

/** The letters of a string; undefined for anything else. */
export function lettersOf(text: string, value: JustExpression | undefined): string | undefined {
  return value?.kind === "text" ? (value.letters ?? text.slice(...value.at)) : undefined;
}

// --------------------------------------------------------------------------------------------------------- recipes

function recipeAt(cursor: JustCursor, name: string, start: number, attributes: readonly string[]): JustRecipe {
  const parameters: JustParameter[] = [];
  while (!takeNext(cursor, ":")) parameters.push(parameterAt(cursor));
  const before = dependenciesAt(cursor);
  const after = take(cursor, "&&") ? dependenciesAt(cursor) : [];
  const header = cursor.at;
  cursor.at = endOfLine(cursor.text, cursor.at) + 1;
  const lines = linesAt(cursor);
  const [first] = lines;
  const shebang = first === undefined ? undefined : /^#!.*/u.exec(cursor.text.slice(first.start, first.end))?.[0];
  return { name, parameters, before, after, attributes, lines: lines.map((line) => piecesIn(cursor.text, line)), shebang, at: [start, header] };
}

function parameterAt(cursor: JustCursor): JustParameter {
  const takes = take(cursor, "+") ? "+" : take(cursor, "*") ? "*" : "one";
  const isExported = take(cursor, "$");
  const name = nameAt(cursor);
  if (name === undefined) throw new NoExpression("a parameter without a name");
  blanks(cursor);
  return { name, isExported, takes, otherwise: take(cursor, "=") ? valueAt(cursor) : undefined };
}

function dependenciesAt(cursor: JustCursor): readonly JustDependency[] {
  const found: JustDependency[] = [];
  for (;;) {
    blanks(cursor);
    const start = cursor.at;
    const isCall = take(cursor, "(");
    blanks(cursor);
    const name = nameAt(cursor);
    if (name === undefined) return found;
    const given: JustExpression[] = [];
    if (isCall) {
      cursor.isOpen = true;
      while (!takeNext(cursor, ")")) given.push(expressionAt(cursor));
      cursor.isOpen = false;
    }
    found.push({ name, arguments: given, at: [start, cursor.at] });
  }
}

interface BodyLine {
  readonly start: number;
  readonly end: number;
}

/** The indented lines from here on, with those that continue them. */
function linesAt(cursor: JustCursor): readonly BodyLine[] {
  const { text } = cursor;
  const lines: BodyLine[] = [];
  const indentation = /^(?:[ \t]*\r?\n)*([ \t]+)/u.exec(text.slice(cursor.at, cursor.at + longestHeader))?.[1] ?? "";
  let isContinued = false;
  while (cursor.at < text.length) {
    const end = endOfLine(text, cursor.at);
    const isBlank = text.slice(cursor.at, end).trim() === "";
    if (!isBlank && !/[ \t]/u.test(text.charAt(cursor.at))) break;
    const start = isBlank ? end : text.startsWith(indentation, cursor.at) ? cursor.at + indentation.length : cursor.at;
    const last = isContinued ? lines.pop() : undefined;
    lines.push({ start: last?.start ?? start, end });
    isContinued = !isBlank && /\\\r?$/u.test(text.slice(Math.max(start, end - 2), end));
    cursor.at = end + 1;
  }
  return lines;
}

/** https://just.systems/man/en/substitution.html: `{{{{` is two braces. */
function piecesIn(text: string, { start, end }: BodyLine): readonly JustPiece[] {
  const pieces: JustPiece[] = [];
  let from = start;
  for (let at = text.indexOf("{{", start); at >= 0 && at < end; at = text.indexOf("{{", at)) {
    if (text.startsWith("{{{{", at)) {
      pieces.push({ kind: "letters", at: [from, at + 2] });
      from = at + 4;
      at = from;
      continue;
    }
    if (at > from) pieces.push({ kind: "letters", at: [from, at] });
    const close = closingOf(text, at + 2, end);
    pieces.push({ kind: "value", value: close.value, at: [at, close.end] });
    from = close.end;
    at = from;
  }
  if (from < end) pieces.push({ kind: "letters", at: [from, end] });
  return pieces;
}

function closingOf(text: string, start: number, end: number): { readonly value: JustExpression; readonly end: number } {
  const cursor: JustCursor = { text, at: start, end, depth: 0, isOpen: true };
  try {
    const value = expressionAt(cursor);
    blanks(cursor);
    if (take(cursor, "}}")) return { value, end: cursor.at };
  } catch (error) {
    if (!(error instanceof NoExpression)) throw error;
  }
  const found = text.indexOf("}}", start);
  return { value: { kind: "unknown" }, end: found < 0 || found + 2 > end ? end : found + 2 };
}
