import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";

/**
 * Puts declarations behind those that their values speak of; otherwise they stay in the order of the file.
 *
 * @param namesOf the names that a declaration declares
 * @param valuesOf the syntax of its values
 */
export function inOrderOfUse<One>(declarations: readonly One[], namesOf: (one: One) => readonly string[], valuesOf: (one: One) => readonly (SyntaxNode | undefined)[], text: string): readonly One[] {
  const declaring = new Map<string, number>();
  let isInOrder = true;
  // From the last one on: what has nothing declared behind it need not be read, and that is most of it.
  for (let index = declarations.length - 1; index >= 0; index -= 1) {
    const one = declarations[index];
    if (one === undefined) continue;
    if (isInOrder && declaring.size > 0 && usedIn(valuesOf(one), declaring, text).length > 0) isInOrder = false;
    for (const name of namesOf(one)) if (name !== "_") declaring.set(name, index);
  }
  // What is put forward takes with it what it uses itself, wherever that stands.
  return isInOrder ? declarations : sorted(declarations, declarations.map((one) => usedIn(valuesOf(one), declaring, text)));
}

/** The declarations among those given that an expression speaks of. */
function usedIn(values: readonly (SyntaxNode | undefined)[], declaring: ReadonlyMap<string, number>, text: string): readonly number[] {
  const used = new Set<number>();
  const pending = values.filter((value) => value !== undefined);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === "identifier") {
      const declaration = declaring.get(text.slice(node.start, node.end));
      if (declaration !== undefined) used.add(declaration);
    }
    for (const child of node.children) pending.push(child);
  }
  return [...used];
}

/** Depth first, with a stack of its own: a chain of declarations can be as long as the file. */
function sorted<One>(declarations: readonly One[], uses: readonly (readonly number[])[]): readonly One[] {
  const result: One[] = [];
  const begun = new Set<number>();
  const done = new Set<number>();
  const pending = declarations.map((_, index) => index).reverse();
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const one = declarations[index];
    if (one === undefined || done.has(index)) continue;
    if (begun.has(index)) {
      done.add(index);
      result.push(one);
      continue;
    }
    begun.add(index);
    pending.push(index, ...[...(uses[index] ?? [])].reverse().filter((other) => !begun.has(other)));
  }
  return result;
}
