import { encodeText } from "../../../values/encoding.js";
import { choice, derived, isText, join, keyOf, literal, literalText, slice } from "../../../values/text.js";
import type { JoinedPart, Place, Text, Value } from "../../../values/value.js";
import { quotedText, sliceText } from "./pieces.js";

/** What a verb is given. */
export interface FormatArgument {
  readonly value: Value;
  /** The value as `%v` prints it. */
  readonly text: Text;
  /** The expression that gives it. */
  readonly use?: Place | undefined;
}

/**
 * What `fmt.Sprintf` makes of a format and its arguments (https://pkg.go.dev/fmt): the letters of the format and the
 * arguments keep their places. Arguments that no verb prints are left out.
 */
export function formatText(format: Text, given: readonly FormatArgument[]): Text {
  if (format.kind === "choice") {
    const texts = format.alternatives.filter(isText).map((alternative) => formatText(alternative, given));
    const made = texts.length === 0 ? undefined : choice(texts, `format ${format.key} ${given.map(({ value }) => keyOf(value)).join()}`);
    if (made !== undefined && isText(made)) return made;
  }
  const encoded = format.kind === "hole" ? undefined : encodeText(format)?.encoded;
  if (encoded === undefined) return given.length === 0 ? format : derived("Sprintf", [format, ...given.map(({ value }) => value)]);
  const parts: JoinedPart[] = [];
  let from = 0;
  let next = 0;
  const take = (index: string | undefined): FormatArgument | undefined => {
    if (index !== undefined) next = Number(index.replace(/\D/gu, "")) - 1;
    next += 1;
    return given[next - 1];
  };
  /** `*` takes its number from the arguments. */
  const size = (written: string | undefined): number | undefined => {
    if (written === undefined || written === "") return written === undefined ? undefined : 0;
    if (!written.endsWith("*")) return Number(written);
    const value = take(written.length > 1 ? written.slice(0, -1) : undefined)?.value;
    return value?.kind === "number" ? value.number : undefined;
  };
  for (const match of encoded.matchAll(directive)) {
    const [whole] = match;
    const { flags = "", width, precision, index, verb } = match.groups ?? {};
    const end = match.index + whole.length;
    parts.push({ text: slice(format, from, match.index) });
    from = end;
    if (verb === "%") {
      parts.push({ text: slice(format, end - 1, end) });
      continue;
    }
    const [columns, digits] = [size(width), size(precision)];
    const argument = take(index);
    if (verb === undefined || argument === undefined) parts.push({ text: literal(verb === undefined ? "%!(NOVERB)" : `%!${verb}(MISSING)`) });
    else parts.push(...printed(verb, { flags, columns, digits }, argument));
  }
  parts.push({ text: slice(format, from, encoded.length) });
  return join(parts);
}

const directive = /%(?<flags>[-+# 0]*)(?<width>(?:\[\d+\])?\*|\d+)?(?:\.(?<precision>(?:\[\d+\])?\*|\d*))?(?<index>\[\d+\])?(?<verb>.)?/gsu;

interface Layout {
  readonly flags: string;
  readonly columns: number | undefined;
  readonly digits: number | undefined;
}

function printed(verb: string, layout: Layout, argument: FormatArgument): readonly JoinedPart[] {
  const { value } = argument;
  const body = bodyOf(verb, layout, argument);
  // Letters that the argument's own literal holds are where they are written.
  const use = argument.use === undefined || value.kind === "literal" ? {} : { use: argument.use };
  return padded(body, layout, value.kind === "number").map((text) => (literalText(text) === undefined || text === argument.text ? { text, ...use } : { text }));
}

function bodyOf(verb: string, { flags, digits }: Layout, { value, text }: FormatArgument): readonly Text[] {
  const number = value.kind === "number" ? value.number : undefined;
  const known = literalText(text);
  switch (verb) {
    case "s":
    case "v":
    case "w":
      if (flags.includes("#") && verb === "v" && isText(value)) return quotedText(text);
      return [digits === undefined ? text : sliceText(text, 0, digits)];
    case "d":
      return number !== undefined && number >= 0 && flags.includes("+") ? [literal(`+${number}`)] : [text];
    case "q":
      if (number !== undefined) return [literal(`'${String.fromCodePoint(number)}'`)];
      return quotedText(digits === undefined ? text : sliceText(text, 0, digits));
    case "x":
    case "X": {
      const hexadecimal = number === undefined ? (known === undefined ? undefined : Buffer.from(known, "utf8").toString("hex")) : number.toString(16);
      if (hexadecimal === undefined) return [derived("hex", [text])];
      return [literal(`${flags.includes("#") ? "0x" : ""}${verb === "X" ? hexadecimal.toUpperCase() : hexadecimal}`)];
    }
    case "o":
    case "b":
      return [number === undefined ? derived(`base ${verb === "o" ? 8 : 2}`, [text]) : literal(number.toString(verb === "o" ? 8 : 2))];
    case "c":
      return [number === undefined ? text : literal(String.fromCodePoint(number))];
    case "U":
      return [number === undefined ? derived("code point", [text]) : literal(`U+${number.toString(16).toUpperCase().padStart(4, "0")}`)];
    case "t":
      return [text];
    case "f":
    case "F":
      return [number === undefined ? derived(`%.${digits ?? 6}f`, [text]) : literal(number.toFixed(Math.min(digits ?? 6, 100)))];
    case "g":
    case "G":
      return [digits === undefined ? text : derived(`%.${digits}g`, [text])];
    default:
      return [derived(`%${verb}`, [value])];
  }
}

/** Blanks (or zeros) up to a width. */
function padded(body: readonly Text[], { flags, columns }: Layout, isNumber: boolean): readonly Text[] {
  if (columns === undefined || columns === 0) return body;
  const known = body.map(literalText);
  if (known.some((part) => part === undefined)) return [derived(`pad ${flags} ${columns}`, body)];
  const length = known.join("").length;
  if (length >= columns) return body;
  if (flags.includes("-")) return [...body, literal(" ".repeat(columns - length))];
  const text = known.join("");
  if (flags.includes("0") && isNumber && /^[+-]/u.test(text)) return [literal(text.charAt(0) + text.slice(1).padStart(columns - 1, "0"))];
  return [literal((flags.includes("0") ? "0" : " ").repeat(columns - length)), ...body];
}
