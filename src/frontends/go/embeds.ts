import type { Expression } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { callGlobal } from "./calls.js";
import type { Lowering } from "./lowering.js";
import { fieldOf, spanOf } from "./syntax.js";

/**
 * The content of the file that stands in a `//go:embed` above a variable, with only blank lines and other comments between
 * them (https://pkg.go.dev/embed); undefined without one, and for a file system of several files.
 */
export function embeddedFile({ text }: Lowering, spec: SyntaxNode): Expression | undefined {
  if (fieldOf(spec, "type")?.type === "qualified_type") return undefined;
  let end = text.lastIndexOf("\n", spec.start - 1);
  while (end > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const [, before, quote = "", file] = /^(\s*\/\/go:embed\s+)(["`]?)([^\s"`]+)\2\s*$/u.exec(line) ?? [];
    if (before !== undefined && file !== undefined) {
      const from = start + before.length + quote.length;
      return callGlobal("go:embed", [{ kind: "literal", value: file, at: [from, from + file.length] }], spanOf(spec));
    }
    if (!/^\s*(?:\/\/.*)?$/u.test(line)) return undefined;
    end = start - 1;
  }
  return undefined;
}
