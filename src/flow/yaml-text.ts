import { encodeText } from "../values/encoding.js";
import type { EncodedText } from "../values/encoding.js";
import { join, literal } from "../values/text.js";
import type { JoinedPart, Text } from "../values/value.js";
import type { ScalarStyle, YamlMap, YamlScalar, YamlTree } from "./yaml-tree.js";

export interface YamlPrinting {
  /** kustomize puts a list's items below their key's first letter, yq two blanks to the right of it. */
  readonly lists: "at the key" | "indented";
}

/**
 * Prints documents as kustomize and yq (both go-yaml) do: blocks indented by two blanks, strings quoted as they were, new
 * ones only where YAML needs it, strings of several lines as `|` blocks. What is printed reads back as the same trees.
 */
export function printTrees(trees: readonly YamlTree[], printing: YamlPrinting = { lists: "at the key" }): Text {
  const page: Page = { parts: [], letters: "", printing };
  for (const [index, tree] of trees.entries()) {
    if (index > 0) page.letters += "---\n";
    printValue(page, tree, 0, "document");
  }
  flush(page);
  return join(page.parts);
}

/** What is printed so far. Letters that have no place are gathered before they become a part. */
interface Page {
  readonly parts: JoinedPart[];
  letters: string;
  readonly printing: YamlPrinting;
}

function flush(page: Page): void {
  if (page.letters === "") return;
  page.parts.push({ text: literal(page.letters) });
  page.letters = "";
}

function put(page: Page, text: Text): void {
  flush(page);
  page.parts.push({ text });
}

/** What stands before a value on its line. */
type Opening = "document" | "key" | "item";

/** Prints a value, from behind what opens it to the end of its last line. */
function printValue(page: Page, tree: YamlTree, indentation: number, opening: Opening): void {
  const gap = opening === "key" ? " " : "";
  switch (tree.kind) {
    case "map":
      if (tree.entries.length === 0) page.letters += `${gap}{}\n`;
      else printMap(page, tree, indentation, opening);
      return;
    case "list": {
      if (tree.items.length === 0) {
        page.letters += `${gap}[]\n`;
        return;
      }
      if (opening === "key") page.letters += "\n";
      const inside = opening === "key" && page.printing.lists === "at the key" ? indentation - 2 : indentation;
      for (const [index, item] of tree.items.entries()) {
        if (index > 0 || opening !== "item") page.letters += " ".repeat(inside);
        page.letters += "- ";
        printValue(page, item, inside + 2, "item");
      }
      return;
    }
    case "scalar":
      page.letters += gap;
      printScalar(page, tree, indentation);
      return;
    case "unknown":
      page.letters += gap;
      put(page, tree.text);
      page.letters += "\n";
      return;
  }
}

function printMap(page: Page, { entries }: YamlMap, indentation: number, opening: Opening): void {
  if (opening === "key") page.letters += "\n";
  for (const [index, { key, value }] of entries.entries()) {
    if (index > 0 || opening !== "item") page.letters += " ".repeat(indentation);
    printKey(page, key);
    page.letters += ":";
    printValue(page, value, indentation + 2, "key");
  }
}

function printKey(page: Page, key: Text): void {
  const source = encodeText(key);
  if (source === undefined) put(page, key);
  else if (source.encoded === "<<") page.letters += '"<<"';
  else printOneLine(page, key, source, undefined);
}

function printScalar(page: Page, { text, type, style }: YamlScalar, indentation: number): void {
  const source = encodeText(text);
  if (type !== "text" || source === undefined) {
    if (text.key === "" && type === "null") page.letters += "null";
    else put(page, text);
  } else if ((style === "block" || style === undefined || style === "plain") && isBlock(source.encoded)) {
    printBlock(page, source, indentation);
    return;
  } else printOneLine(page, text, source, style);
  page.letters += "\n";
}

// --------------------------------------------------------------------------------------------------------- blocks

/** Texts of several lines that a `|` block holds letter by letter; others are quoted. */
function isBlock(text: string): boolean {
  return text.includes("\n") && /[^\n]/u.test(text) && !unprintable.test(text) && !/^\n*[ \t]|[ \t](?:\n|$)/u.test(text);
}

function printBlock(page: Page, { encoded, at }: EncodedText, indentation: number): void {
  const content = encoded.replace(/\n+$/u, "");
  const breaks = encoded.length - content.length;
  page.letters += breaks === 0 ? "|-\n" : breaks === 1 ? "|\n" : "|+\n";
  const inside = " ".repeat(Math.max(indentation, 2));
  let from = 0;
  while (from < encoded.length) {
    const found = encoded.indexOf("\n", from);
    const to = found < 0 ? encoded.length : found + 1;
    if (encoded.charAt(from) !== "\n") page.letters += inside;
    put(page, at(from, to));
    from = to;
  }
  if (breaks === 0) page.letters += "\n";
}

// --------------------------------------------------------------------------------------------------- on one line

function printOneLine(page: Page, text: Text, source: EncodedText, style: ScalarStyle | undefined): void {
  switch (styleFor(source.encoded, style)) {
    case "plain":
      put(page, text);
      return;
    case "single":
      page.letters += "'";
      printEscaped(page, source, /'/gu, () => "''");
      page.letters += "'";
      return;
    case "double":
      page.letters += '"';
      printEscaped(page, source, escaped, (letter) => escapeOf(letter));
      page.letters += '"';
      return;
  }
}

/** The style that a text had, where it can be written so; go-yaml's choice for a text that had none. */
function styleFor(text: string, style: ScalarStyle | undefined): "plain" | "single" | "double" {
  if (style === "double" || text.includes("\n") || unprintable.test(text)) return "double";
  if (style === "single") return "single";
  if (text === "" || (style === "plain" ? isOtherTypeNow : isOtherTypeEver).test(text)) return "double";
  return isPlain(text) ? "plain" : "single";
}

/** What a YAML 1.2 parser takes for a null, a boolean or a number (https://yaml.org/spec/1.2.2/#103-core-schema). */
const isOtherTypeNow = /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/u;

/** ... and what one of YAML 1.1 does: go-yaml quotes that too. */
const isOtherTypeEver = new RegExp(
  `${isOtherTypeNow.source}|^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*(?:\\.[0-9_]*)?|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?)$`,
  "u",
);

/** Whether a text of one line may stand without quotes in a block (https://yaml.org/spec/1.2.2/#733-plain-style). */
function isPlain(text: string): boolean {
  return !/^[\s,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)|^(?:---|\.\.\.)|\s$|:(?:\s|$)|\s#/u.test(text);
}

/** What must not stand in YAML unescaped: control characters, halves of a character, and what a reader takes for the end of a line. */
const unprintable = /(?![\t\n])[\p{Cc}\p{Cs}\u2028\u2029\uFEFF\uFFFE\uFFFF]/u;

const escaped = /["\\\p{Cc}\p{Cs}\u2028\u2029\uFEFF\uFFFE\uFFFF]/gu;

function escapeOf(letter: string): string {
  const short: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return short[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Letters between the escaped ones keep their places. */
function printEscaped(page: Page, { encoded, at }: EncodedText, letters: RegExp, escape: (letter: string) => string): void {
  let from = 0;
  for (const found of encoded.matchAll(letters)) {
    if (found.index > from) put(page, at(from, found.index));
    page.letters += escape(found[0]);
    from = found.index + 1;
  }
  if (from < encoded.length) put(page, at(from, encoded.length));
}
