import fc from "fast-check";
import { hole, join, literal, unknown } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

/**
 * A text as a person writes it, for tests: `acme/$NAME:v1`. `$NAME` and `${NAME}` are environment variables, `$<fresh>`
 * and `$<fresh 2>` what a generator gives, `$<output>` what a command printed. The letters have places in `script.sh`, as
 * if they stood there without quotes.
 */
export function textOf(written: string): Text {
  const expression = { kind: "literal", value: written, at: [0, written.length] } as const;
  let from = 0;
  const parts: { readonly text: Text }[] = [];
  for (const match of written.matchAll(/\$(?:\{(\w+)\}|(\w+)|<fresh( \d)?>|<output>)/gu)) {
    const [whole, braced, bare, number = ""] = match;
    parts.push({ text: literal(written.slice(from, match.index), { file: "script.sh", literal: expression, offset: from }) });
    from = match.index + whole.length;
    const name = braced ?? bare;
    if (name !== undefined) parts.push({ text: hole(`environment:${name}`, { kind: "environment", name }) });
    else if (whole === "$<output>") parts.push({ text: unknown("output", "what a command printed") });
    else parts.push({ text: hole(`fresh:${number}`, { kind: "fresh", what: "uuidgen", place: { file: "script.sh", start: from, end: from }, path: undefined, root: 0 }) });
  }
  parts.push({ text: literal(written.slice(from), { file: "script.sh", literal: expression, offset: from }) });
  return join(parts);
}

/** How a text is written for `textOf`; what is a function of others is `$(operation)`. */
export function written(text: Text | undefined): string | undefined {
  switch (text?.kind) {
    case undefined:
      return undefined;
    case "literal":
      return text.text;
    case "captured":
      return written(text.text);
    case "joined":
      return text.parts.map((part) => written(part.text)).join("");
    case "choice":
      return `{${text.alternatives.map((alternative) => ("key" in alternative ? written(alternative) : "?")).join()}}`;
    case "hole":
      switch (text.origin.kind) {
        case "environment":
          return `\${${text.origin.name}}`;
        case "fresh":
          return "$<fresh>";
        case "derived":
          return `$(${text.origin.operation.split(" ")[0] ?? ""})`;
        case "parameter":
        case "unknown":
          return "$<output>";
      }
  }
}

/** The text of one run of the program; undefined where it holds a function of other texts. */
export function runText(text: Text, variables: Readonly<Record<string, string>>): string | undefined {
  let result = "";
  for (const piece of piecesOf(text)) {
    const known = piece.kind === "literal" ? piece.text : piece.kind === "hole" && piece.origin.kind === "environment" ? variables[piece.origin.name] : undefined;
    if (known === undefined) return undefined;
    result += known;
  }
  return result;
}

/** What one run may give, where functions of other texts may be anything. */
export function mayBe(text: Text, variables: Readonly<Record<string, string>>, actual: string): boolean {
  const pattern = piecesOf(text).map((piece) => {
    const known = piece.kind === "literal" ? piece.text : piece.kind === "hole" && piece.origin.kind === "environment" ? variables[piece.origin.name] : undefined;
    return known?.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&") ?? "[^]*";
  });
  return new RegExp(`^${pattern.join("")}$`, "u").test(actual);
}

function piecesOf(text: Text): readonly Text[] {
  if (text.kind === "joined") return text.parts.flatMap((part) => piecesOf(part.text));
  return text.kind === "captured" ? piecesOf(text.text) : [text];
}

/** Texts of some letters and of two variables, and values for these. */
export function textsOf(letters: readonly string[], maxLength = 8): fc.Arbitrary<{ readonly text: Text; readonly variables: Readonly<Record<string, string>> }> {
  const value = fc.string({ unit: fc.constantFrom(...letters.filter((letter) => letter !== "\n")), maxLength: 3 });
  return fc.record({
    text: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...letters) }, { weight: 1, arbitrary: fc.constantFrom("${A}", "${B}") }), { maxLength }).map((pieces) => textOf(pieces.join(""))),
    variables: fc.record({ A: value, B: value }),
  });
}
