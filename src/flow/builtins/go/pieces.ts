import { encodeText } from "../../../values/encoding.js";
import { captured, derived, encodedLength, holesOf, isFreshHole, join, literal, literalText, slice } from "../../../values/text.js";
import type { JoinedPart, Text } from "../../../values/value.js";

/** Keeps the capture around what is made of a captured text. */
export function recapture(whole: Text, part: Text): Text {
  return whole.kind === "captured" ? captured(whole.capture, recapture(whole.text, part)) : part;
}

/**
 * `text[low:high]`, as far as the letters up to there are known; what is not is a function of the text. Offsets count
 * UTF-16 units where Go counts bytes: references are ASCII.
 */
export function sliceText(text: Text, low: number, high: number | undefined): Text {
  const known = literalText(text);
  if (known !== undefined) return recapture(text, slice(plainOf(text), low, high ?? known.length));
  const begin = knownBeginning(text).length;
  if (high === undefined && low <= begin) return recapture(text, slice(plainOf(text), low, encodedLength(text)));
  if (high !== undefined && high <= begin) return recapture(text, slice(plainOf(text), low, high));
  if (low === 0 && high === undefined) return text;
  return recapture(text, derived("slice", [text, { kind: "number", number: low }, high === undefined ? { kind: "constant", constant: undefined } : { kind: "number", number: high }]));
}

/** Takes a beginning away where it is there; where that is not known, what is left is a function of the text. */
export function trimPrefix(text: Text, prefix: Text): Text {
  const known = literalText(prefix);
  const begins = known === undefined ? undefined : startsWith(text, known);
  if (begins === false || known === "") return text;
  if (begins === true && known !== undefined) return sliceText(text, known.length, undefined);
  return recapture(text, derived("TrimPrefix", [text, prefix]));
}

/** Takes an end away where it is there; where that is not known, what is left is a function of the text. */
export function trimSuffix(text: Text, suffix: Text): Text {
  const known = literalText(suffix);
  const ends = known === undefined ? undefined : endsWith(text, known);
  if (ends === false || known === "") return text;
  if (ends === true && known !== undefined) return recapture(text, slice(plainOf(text), 0, encodedLength(text) - known.length));
  return recapture(text, derived("TrimSuffix", [text, suffix]));
}

/**
 * Replaces what is found in the letters of a text, at most so many times; what is found in none of them may be in a hole,
 * and the result is a function of the text.
 */
export function replaceText(text: Text, found: Text, put: JoinedPart, most = Infinity): Text {
  const searched = literalText(found);
  const encoded = text.kind === "hole" || text.kind === "choice" ? undefined : encodeText(text)?.encoded;
  if (searched === undefined || encoded === undefined) return recapture(text, derived("replace", [text, found, put.text]));
  if (searched === "") return text;
  const plain = plainOf(text);
  const parts: JoinedPart[] = [];
  let from = 0;
  for (let at = encoded.indexOf(searched); at >= 0 && parts.length < most * 2; at = encoded.indexOf(searched, from)) {
    parts.push({ text: slice(plain, from, at) }, put);
    from = at + searched.length;
  }
  if (parts.length > 0) return recapture(text, join([...parts, { text: slice(plain, from, encoded.length) }]));
  return holesOf(text).every(isFreshHole) ? text : recapture(text, derived("replace", [text, found, put.text]));
}

/** Takes letters away at the sides, up to the first other letter or hole. */
export function trimLetters(text: Text, isTrimmed: (letter: string) => boolean, sides: "both" | "left" | "right"): Text {
  const encoded = encodeText(text)?.encoded;
  if (encoded === undefined) return text;
  let start = 0;
  let end = encoded.length;
  while (sides !== "right" && start < end && isTrimmed(encoded.charAt(start))) start += 1;
  while (sides !== "left" && end > start && isTrimmed(encoded.charAt(end - 1))) end -= 1;
  return start === 0 && end === encoded.length ? text : recapture(text, slice(plainOf(text), start, end));
}

/** The words between blanks; a hole is taken for a part of a word. */
export function fieldsOf(text: Text): readonly Text[] {
  const encoded = encodeText(text)?.encoded;
  if (encoded === undefined) return [text];
  return [...encoded.matchAll(/\S+/gu)].map((match) => recapture(text, slice(plainOf(text), match.index, match.index + match[0].length)));
}

/** Whether a text begins so; undefined if that is not known. */
export function startsWith(text: Text, prefix: string): boolean | undefined {
  const known = literalText(text);
  if (known !== undefined) return known.startsWith(prefix);
  const begin = knownBeginning(text);
  if (begin.length >= prefix.length) return begin.startsWith(prefix);
  return prefix.startsWith(begin) ? undefined : false;
}

/** Whether a text ends so; undefined if that is not known. */
export function endsWith(text: Text, suffix: string): boolean | undefined {
  const known = literalText(text);
  if (known !== undefined) return known.endsWith(suffix);
  const end = knownEnd(text);
  if (end.length >= suffix.length) return end.endsWith(suffix);
  return suffix.endsWith(end) ? undefined : false;
}

/** Whether a text holds a part; undefined if that is not known. */
export function includes(text: Text, part: string): boolean | undefined {
  const known = literalText(text);
  if (known !== undefined) return known.includes(part);
  return piecesOf(text).some((piece) => piece.includes(part)) ? true : undefined;
}

/** The text without the captures around it. */
function plainOf(text: Text): Text {
  return text.kind === "captured" ? plainOf(text.text) : text;
}

function knownBeginning(text: Text): string {
  switch (text.kind) {
    case "literal":
      return text.text;
    case "captured":
      return knownBeginning(text.text);
    case "joined": {
      let begin = "";
      for (const part of text.parts) {
        const known = literalText(part.text);
        if (known === undefined) return begin + knownBeginning(part.text);
        begin += known;
      }
      return begin;
    }
    default:
      return "";
  }
}

function knownEnd(text: Text): string {
  switch (text.kind) {
    case "literal":
      return text.text;
    case "captured":
      return knownEnd(text.text);
    case "joined": {
      let end = "";
      for (const part of [...text.parts].reverse()) {
        const known = literalText(part.text);
        if (known === undefined) return knownEnd(part.text) + end;
        end = known + end;
      }
      return end;
    }
    default:
      return "";
  }
}

function piecesOf(text: Text): readonly string[] {
  switch (text.kind) {
    case "literal":
      return [text.text];
    case "captured":
      return piecesOf(text.text);
    case "joined":
      return text.parts.flatMap((part) => piecesOf(part.text));
    default:
      return [];
  }
}

/** `"…"` with what stands inside escaped as far as it is known. */
export function quotedText(text: Text): Text[] {
  const known = literalText(text);
  const escaped = known === undefined ? undefined : JSON.stringify(known).slice(1, -1);
  return [literal('"'), escaped === undefined || escaped === known ? text : literal(escaped), literal('"')];
}
