/** What a go.mod file says of where packages are. */
export interface GoMod {
  /** Undefined in a file that names no module. */
  readonly module: string | undefined;
  /** Modules that are read from a folder, relative to that of the file (`./` or `../` first), instead of where their path says. */
  readonly replacements: readonly { readonly path: string; readonly folder: string }[];
}

/** Reads a go.mod file (https://go.dev/ref/mod#go-mod-file): lines of words, alone or in blocks, with comments and quoted words. Never throws. */
export function readGoMod(text: string): GoMod {
  let module: string | undefined;
  const replacements: { path: string; folder: string }[] = [];
  let block: string | undefined;
  for (const words of text.split("\n").map(wordsOf)) {
    if (words[0] === ")") block = undefined;
    else if (block === undefined && words[1] === "(") block = words[0];
    else {
      const [verb, ...rest] = block === undefined ? words : [block, ...words];
      if (verb === "module") module ??= rest[0];
      const arrow = rest.indexOf("=>");
      const [path] = rest;
      const folder = rest[arrow + 1];
      if (verb === "replace" && arrow > 0 && path !== undefined && folder !== undefined && /^\.{1,2}(?:\/|$)/u.test(folder)) replacements.push({ path, folder });
    }
  }
  return { module, replacements };
}

function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/\/\/|"(?:[^"\\]|\\.)*"|`[^`]*`|[()]|(?:(?!\/\/)[^\s"`()])+/gu)) {
    if (word === "//") break;
    words.push(/^["`]/u.test(word) ? word.slice(1, -1) : word);
  }
  return words;
}
