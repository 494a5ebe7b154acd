import { encodeText } from "../../values/encoding.js";
import { literal, slice } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** An image as kustomize cuts it; the parts keep their places and holes. */
export interface ImageCut {
  /** With its registry. */
  readonly name: Text;
  readonly tag: Text | undefined;
  /** With its algorithm. */
  readonly digest: Text | undefined;
  /** It ends in a hole that may hold a tag. */
  readonly isOpen: boolean;
}

/** kustomize's `image.Split`: behind the first slash, the first `:` before the first `@`. */
export function cutImage(reference: Text): ImageCut {
  const encoded = encodeText(reference)?.encoded ?? "";
  const slash = Math.max(encoded.indexOf("/"), 0);
  const digestSign = encoded.indexOf("@", slash);
  const end = digestSign < 0 ? encoded.length : digestSign;
  const colon = encoded.indexOf(":", slash);
  const nameEnd = colon < 0 || colon > end ? end : colon;
  return {
    name: slice(reference, 0, nameEnd),
    tag: nameEnd < end ? sliceOrEmpty(reference, nameEnd + 1, end) : undefined,
    digest: digestSign < 0 ? undefined : sliceOrEmpty(reference, digestSign + 1, encoded.length),
    isOpen: nameEnd === encoded.length && isHole(encoded.charAt(nameEnd - 1)),
  };
}

function sliceOrEmpty(text: Text, start: number, end: number): Text {
  return start < end ? slice(text, start, end) : literal("");
}

export function isHole(letter: string): boolean {
  return letter >= "\uE000" && letter <= "\uF8FF";
}

/** The text before and behind the first separator among its letters; without one, the text alone. */
export function splitOnce(text: Text, separator: string): readonly [Text, Text?] {
  const encoded = encodeText(text)?.encoded ?? "";
  const at = encoded.indexOf(separator);
  return at < 0 ? [text] : [sliceOrEmpty(text, 0, at), sliceOrEmpty(text, at + separator.length, encoded.length)];
}

/** The pieces of a text between the separators that are seen in it. */
export function splitText(text: Text, separator: string): readonly Text[] {
  const source = encodeText(text);
  if (source === undefined) return [text];
  let from = 0;
  return source.encoded.split(separator).map((letters) => {
    const piece = source.at(from, from + letters.length);
    from += letters.length + separator.length;
    return piece;
  });
}
