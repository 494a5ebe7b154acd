/** A name that a Go file declares for its package, and where the declaration begins; it ends where the next one begins. */
export interface GoDeclaration {
  readonly name: string;
  /** The type's name, for a method. */
  readonly receiver: string | undefined;
  readonly isType: boolean;
  readonly start: number;
}

/**
 * The top-level declarations of a Go file by its text, in order; no file is parsed for it. They begin in the first column and
 * their blocks' members one step further, as gofmt writes them. What looks like one in a raw string is given as well.
 */
export function goDeclarations(text: string): readonly GoDeclaration[] {
  const declarations: GoDeclaration[] = [];
  for (const match of text.matchAll(declarationPattern)) {
    const { index: start } = match;
    const [whole, receiver, functionName, names] = match;
    const isType = whole.startsWith("type");
    if (functionName !== undefined) declarations.push({ name: functionName, receiver: receiver === undefined ? undefined : typeOf(receiver), isType, start });
    else if (names !== undefined) for (const name of split(names)) declarations.push({ name, receiver: undefined, isType, start });
    else for (const member of members(text, start + whole.length)) declarations.push({ ...member, receiver: undefined, isType });
  }
  return declarations;
}

const identifier = "[A-Za-z_\\x80-\\uffff][\\w\\x80-\\uffff]*";
const identifiers = `${identifier}(?:[ \\t]*,[ \\t]*${identifier})*`;
const declarationPattern = new RegExp(`^(?:func\\b[ \\t]*(?:\\(([^()\\n]*)\\)[ \\t]*)?(${identifier})|(?:var|const|type)\\b[ \\t]*(?:(${identifiers})|\\())`, "gm");

/** `r *T`, `T`, `r *T[K, V]`. */
function typeOf(receiver: string): string | undefined {
  return new RegExp(`(${identifier})\\s*(?:\\[[^\\]]*\\])?\\s*$`).exec(receiver)?.[1];
}

function split(names: string): readonly string[] {
  return names.split(",").map((name) => name.trim());
}

/** The names in a block that begins behind its brace: the words that stand as far to the right as the first one. */
function members(text: string, from: number): readonly Pick<GoDeclaration, "name" | "start">[] {
  const end = text.indexOf("\n)", from);
  const block = text.slice(from, text[from] === ")" ? from : end < 0 ? undefined : end);
  const indent = new RegExp(`^([ \\t]+)${identifier}`, "m").exec(block)?.[1];
  if (indent === undefined) return [];
  return [...block.matchAll(new RegExp(`^${indent}(${identifiers})`, "gm"))].flatMap(({ 1: names = "", index }) => split(names).map((name) => ({ name, start: from + index })));
}
