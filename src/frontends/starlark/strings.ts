import type { StarlarkExpression } from "../../facts/starlark.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', "\n": "" };

/** A string's value, and where its letters stand: those behind an escape, or in a raw string, are told apart. */
export function stringOf(text: string, { start, end }: SyntaxNode): StarlarkExpression {
  const opening = /^([a-zA-Z]*)("""|'''|"|')/u.exec(text.slice(start, end));
  const [whole = "", prefix = "", quotes = ""] = opening ?? [];
  // Bytes and formatted strings are no Starlark.
  if (opening === null || /[bf]/iu.test(prefix)) return { kind: "unknown", at: [start, end] };
  const from = start + whole.length;
  const to = Math.max(from, text.endsWith(quotes, end) ? end - quotes.length : end);
  const raw = text.slice(from, to);
  if (/r/iu.test(prefix) || !raw.includes("\\")) return { kind: "text", value: raw, at: [from, to], map: undefined };
  const map: (readonly [number, number])[] = [];
  let value = "";
  for (let at = 0; at < raw.length; at += 1) {
    const letter = raw.charAt(at);
    const escaped = letter === "\\" ? escapes[raw.charAt(at + 1)] : undefined;
    if (escaped === undefined) {
      value += letter;
      continue;
    }
    value += escaped;
    at += 1;
    map.push([value.length, from + at + 1]);
  }
  return { kind: "text", value, at: [from, to], map };
}
