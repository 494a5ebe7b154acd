import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language, Parser } from "web-tree-sitter";

/** A loaded grammar, and how its trees are read. */
export interface Grammar {
  readonly parser: Parser;
  /** Whether brackets that close are left out: where only one of them is left, nothing more is read of a node. */
  readonly leavesOutClosing: boolean;
  /** By the grammar's numbers for its types. */
  readonly types: readonly NodeType[];
}

export interface NodeType {
  /** The grammar's name for it; a keyword or an operator is its own name. */
  readonly name: string;
  /** Its nodes are not in the tree that is read, nor is what is below them. */
  readonly isLeftOut: boolean;
  /** Nothing is read below its nodes. */
  readonly isLeaf: boolean;
  /** Whether the fields of its children are read. */
  readonly namesFields: boolean;
}

/** What of a grammar's trees is worth reading: every step through WebAssembly costs. Without these, everything is read. */
export interface Reading {
  /** Types that have no children, or none that matter. */
  readonly leaves?: ReadonlySet<string>;
  /** Types whose children need no names for their fields. */
  readonly lists?: ReadonlySet<string>;
  /** The keywords, operators and punctuation to be read. */
  readonly tokens?: ReadonlySet<string>;
  /** Named types that are not read. */
  readonly leftOut?: ReadonlySet<string>;
}

/**
 * Loads a grammar: some 5 to 20 ms.
 *
 * @param name of the npm package and of its WebAssembly file, such as `tree-sitter-bash`
 * @throws if the WebAssembly file is missing
 */
export async function loadGrammar(name: string, { leaves, lists, tokens, leftOut }: Reading = {}): Promise<Grammar> {
  const { language, parser } = await loadInTurn(name);
  const types = language.types.map((type, id): NodeType => {
    const isNamed = language.nodeTypeIsNamed(id);
    return {
      name: type,
      isLeftOut: isNamed ? leftOut?.has(type) === true : tokens?.has(type) === false,
      isLeaf: !isNamed || leaves?.has(type) === true,
      namesFields: lists?.has(type) !== true,
    };
  });
  return { parser, leavesOutClosing: tokens !== undefined && [")", "]", "}"].every((token) => !tokens.has(token)), types };
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * One grammar after the other: they share the memory of one WebAssembly module, and two that are loaded at the same time may be given
 * the same part of it, after which either reads nonsense now and then.
 */
function loadInTurn(name: string): Promise<{ readonly language: Language; readonly parser: Parser }> {
  const loaded = turn.then(async () => {
    const { Language, Parser } = await import("web-tree-sitter");
    await Parser.init();
    const parser = new Parser();
    const language = await Language.load(grammarFile(name));
    parser.setLanguage(language);
    return { language, parser };
  });
  turn = loaded.catch(() => undefined);
  return loaded;
}

/** In the package the grammars lie in `dist/grammars`; run from source, in the grammar's own package. */
function grammarFile(name: string): string {
  // A scope is no part of the file's name.
  const file = `${name.slice(name.indexOf("/") + 1)}.wasm`;
  const packaged = join(dirname(fileURLToPath(import.meta.url)), `../../../grammars/${file}`);
  if (existsSync(packaged)) return packaged;
  return createRequire(import.meta.url).resolve(`${name}/${file}`);
}
