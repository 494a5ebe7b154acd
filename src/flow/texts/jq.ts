import { compile } from "@michaelhomer/jqjs";
import { parseTree } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { decode } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** What jq is told to do (https://jqlang.org/manual/). */
export interface JqCall {
  readonly filter: string;
  readonly input: Text;
  /** `-r`: strings are printed without quotes. */
  readonly isRaw: boolean;
  /** `-j`: and nothing between them. */
  readonly isJoined: boolean;
  /** `-c` */
  readonly isCompact: boolean;
}

const longestInput = 1_000_000;
const mostOutputs = 500;
const firstAtom = 0xe000;
const mostAtoms = 6000;

/**
 * What jq prints for a JSON text. Only filters that move values about are run: each string of the input is one letter to
 * them, so that its holes and places stay with it, and what depends on its letters is not known.
 */
export function applyJq({ filter, input, isRaw, isJoined, isCompact }: JqCall): Text | undefined {
  if (!movesOnly(filter)) return undefined;
  const source = encodeText(input);
  if (source === undefined || source.encoded.length > longestInput) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(source.encoded, errors);
  if (tree === undefined || errors.length > 0) return undefined;
  const atoms: Text[] = [];
  const value = withAtoms(tree, source, atoms);
  if (atoms.length > mostAtoms) return undefined;
  try {
    const printed: string[] = [];
    for (const output of compile(withIndexes(filter))(value)) {
      if (printed.length >= mostOutputs) return undefined;
      printed.push(typeof output === "string" && (isRaw || isJoined) ? output : JSON.stringify(output, undefined, isCompact ? 0 : 2));
    }
    return decode(printed.join(isJoined ? "" : "\n"), atoms);
  } catch {
    // jq fails, or knows what its copy does not.
    return undefined;
  }
}

/** Paths, lists of values, strings that are put around them, and functions that look at no letter. */
const token = /\s+|\.\.?(?=\W|$)|\.[A-Za-z_]\w*|\."[^"\\]*"|"(?:[^"\\]|\\[nt"\\/])*"|[[\](),:|+?]|\d+|\b(?:map|join|first|last|add)\b/uy;

function movesOnly(filter: string): boolean {
  token.lastIndex = 0;
  while (token.lastIndex < filter.length) if (!token.test(filter)) return false;
  return !filter.includes("..");
}

/** `.a."b c"` is `.a["b c"]`, which the library knows alone. */
function withIndexes(filter: string): string {
  return filter.replace(/(?<=[\w\])])\.("[^"\\]*")/gu, "[$1]").replace(/\.("[^"\\]*")/gu, ".[$1]");
}

/** The value of a tree, with one private-use letter for each of its strings. */
function withAtoms(node: Node, source: EncodedText, atoms: Text[]): unknown {
  switch (node.type) {
    case "object":
      return Object.fromEntries((node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key === undefined || value === undefined ? [] : [[String(key.value), withAtoms(value, source, atoms)] as const])));
    case "array":
      return (node.children ?? []).map((item) => withAtoms(item, source, atoms));
    case "string": {
      const [start, end] = [node.offset + 1, node.offset + node.length - 1];
      const letters = String(node.value);
      if (letters === "") return "";
      atoms.push(letters === source.encoded.slice(start, end) ? source.at(start, end) : source.changed(letters));
      return String.fromCharCode(firstAtom + atoms.length - 1);
    }
    default:
      return node.value as unknown;
  }
}
