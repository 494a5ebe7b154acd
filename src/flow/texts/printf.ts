import { indexText } from "../../values/indexed-text.js";
import { join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";

type Piece =
  | { readonly kind: "text"; readonly text: Text }
  /** `%-10.3s` */
  | { readonly kind: "directive"; readonly letter: string; readonly flags: string; readonly width: number; readonly precision: number | undefined };

/**
 * What the shell's `printf` prints (POSIX.1-2017, XCU printf; Bash manual, "Bash Builtins"): the format is used again
 * while there are arguments, and what it lacks is empty. Undefined where letters must be counted that are not known, and
 * for directives of numbers other than decimal ones.
 */
export function printfText(format: Text, values: readonly Text[]): Text | undefined {
  const pieces = piecesOf(format);
  if (pieces === undefined) return undefined;
  const used = pieces.filter(({ kind }) => kind === "directive").length;
  const turns = used === 0 ? 1 : Math.max(1, Math.ceil(values.length / used));
  const parts: JoinedPart[] = [];
  let next = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const piece of pieces) {
      const text = piece.kind === "text" ? piece.text : formatted(piece, values[next]);
      if (piece.kind === "directive") next += 1;
      if (text === undefined) return undefined;
      parts.push({ text });
    }
  }
  return join(parts);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", b: "\b", e: "\x1b", "\\": "\\", '"': '"', "'": "'" };
const special = /\\(?:([0-7]{1,3})|x([\dA-Fa-f]{1,2})|([^]))|%(?:(%)|([-+ 0#]*)(\d{0,4})(?:\.(\d{0,4}))?([a-zA-Z]))|[\\%]/gu;

function piecesOf(format: Text): readonly Piece[] | undefined {
  const indexed = indexText(format);
  if (indexed === undefined) return undefined;
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of indexed.encoded.matchAll(special)) {
    const [written, octal, hexadecimal, letter, percent, flags, width, precision, directive] = match;
    pieces.push({ kind: "text", text: indexed.at(from, match.index) });
    from = match.index + written.length;
    if (directive !== undefined) pieces.push({ kind: "directive", letter: directive, flags: flags ?? "", width: Number(width), precision: precision === undefined ? undefined : Number(precision) });
    else if (percent !== undefined) pieces.push({ kind: "text", text: literal("%") });
    else if (octal !== undefined || hexadecimal !== undefined) {
      const code = octal === undefined ? parseInt(hexadecimal ?? "", 16) : parseInt(octal, 8);
      // A byte of something that is not ASCII.
      if (code > 0x7f) return undefined;
      pieces.push({ kind: "text", text: literal(String.fromCharCode(code)) });
    } else {
      const character = letter === undefined ? undefined : escapes[letter];
      if (letter === undefined || letter === "c" || letter === "u" || letter === "U") return undefined;
      pieces.push({ kind: "text", text: character === undefined ? indexed.at(match.index, from) : literal(character) });
    }
  }
  return [...pieces, { kind: "text", text: indexed.at(from, indexed.encoded.length) }];
}

function formatted(directive: Extract<Piece, { kind: "directive" }>, value: Text | undefined): Text | undefined {
  const given = value ?? literal("");
  const known = literalText(given);
  switch (directive.letter) {
    case "s":
      return padded(directive, given, known);
    case "b":
      return indexText(given)?.encoded.includes("\\") === false ? padded(directive, given, known) : undefined;
    case "q":
      return known !== undefined && /^[\w./:@%+=-]+$/u.test(known) ? padded(directive, given, known) : undefined;
    case "d":
    case "i":
      if (known === undefined) return directive.width === 0 && directive.flags === "" && directive.precision === undefined ? given : undefined;
      return known === "" ? padded(directive, literal("0"), "0") : /^(?:0|[1-9]\d{0,14})$/u.test(known) ? padded(directive, given, known) : undefined;
    default:
      return undefined;
  }
}

function padded({ letter, flags, width, precision }: Extract<Piece, { kind: "directive" }>, text: Text, known: string | undefined): Text | undefined {
  if (width === 0 && precision === undefined && /^[-0]*$/u.test(flags)) return text;
  if (known === undefined || (precision !== undefined && letter !== "s") || /[^-0]/u.test(flags) || /[^\0-\x7f]/u.test(known)) return undefined;
  const shown = precision === undefined || precision >= known.length ? text : literal(known.slice(0, precision));
  const missing = width - Math.min(known.length, precision ?? Infinity);
  if (missing <= 0) return shown;
  if (flags.includes("-")) return join([{ text: shown }, { text: literal(" ".repeat(missing)) }]);
  return join([{ text: literal((flags.includes("0") && letter === "d" ? "0" : " ").repeat(missing)) }, { text: shown }]);
}
