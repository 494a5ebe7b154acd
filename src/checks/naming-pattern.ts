/** What a reference with unknown pieces (undefined) makes of a naming pattern. */
export type PatternMatch =
  /** It follows the pattern, or may follow it. */
  | { readonly ok: true }
  /** It cannot, whatever the unknown pieces are; `why` continues the sentence "it does not follow the pattern: ". */
  | { readonly ok: false; readonly why: string };

/**
 * Holds a reference against a pattern such as `localhost/shop-[service]:e2e-[service]`: each word in brackets (or braces) stands for
 * one name (letters, digits, and `.`, `_`, `-` between them), the same word for the same name. Where pieces are not
 * known, that names are the same is taken on trust.
 */
export function matchPattern(pattern: string, pieces: readonly (string | undefined)[]): PatternMatch {
  const elements = elementsOf(pattern);
  const departure = departureFrom(elements, pieces);
  if (departure !== undefined) return { ok: false, why: departure };
  const text = pieces.some((piece) => piece === undefined) ? undefined : pieces.join("");
  if (text === undefined || expressionOf(elements).test(text)) return { ok: true };
  return { ok: false, why: "one word in brackets stands for one name, and here for several" };
}

type Element = { readonly letter: string } | { readonly name: string; readonly written: string };

function elementsOf(pattern: string): readonly Element[] {
  return [...pattern.matchAll(/\[([A-Za-z][\w-]*)\]|\{([A-Za-z][\w-]*)\}|(.)/gsu)].map(([written, inBrackets, inBraces, letter = ""]) => {
    const name = inBrackets ?? inBraces;
    return name === undefined ? { letter } : { name, written };
  });
}

const nameCharacter = /^[\w.-]$/u;

/** Where the letters leave the pattern, each name taken for itself; undefined if they need not. */
function departureFrom(elements: readonly Element[], pieces: readonly (string | undefined)[]): string | undefined {
  let at: ReadonlySet<number> = new Set([0]);
  for (const [index, piece] of pieces.entries()) {
    if (piece === undefined) {
      const first = Math.min(...at);
      at = new Set(Array.from({ length: elements.length - first + 1 }, (_, step) => first + step));
      continue;
    }
    for (const [offset, letter] of Array.from(piece).entries()) {
      const before = at;
      at = new Set([...at].flatMap((position) => stepsOver(elements, position, letter)));
      if (at.size === 0) return `${JSON.stringify(restOf(pieces, index, offset))} stands where ${expectedAt(elements, before)} must be`;
    }
  }
  return at.has(elements.length) ? undefined : `it ends where ${expectedAt(elements, at)} must be`;
}

/** From a place between two elements to the next; a name goes on as long as there are letters for it. */
function stepsOver(elements: readonly Element[], position: number, letter: string): readonly number[] {
  const [before, after] = [elements[position - 1], elements[position]];
  const goesOn = before !== undefined && "name" in before && nameCharacter.test(letter);
  const isNext = after !== undefined && ("name" in after ? nameCharacter.test(letter) : after.letter === letter);
  return [...(goesOn ? [position] : []), ...(isNext ? [position + 1] : [])];
}

/** The rest of the reference for people; pieces that are not known are left out of sight. */
function restOf(pieces: readonly (string | undefined)[], index: number, offset: number): string {
  return pieces.slice(index).map((piece, step) => (piece === undefined ? "…" : step === 0 ? Array.from(piece).slice(offset).join("") : piece)).join("");
}

function expectedAt(elements: readonly Element[], positions: ReadonlySet<number>): string {
  const position = Math.max(...positions);
  const rest = elements.slice(position).map((element) => ("name" in element ? element.written : element.letter)).join("");
  return rest === "" ? "the end" : JSON.stringify(rest);
}

const namePattern = "[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*";

function expressionOf(elements: readonly Element[]): RegExp {
  const seen: string[] = [];
  const source = elements.map((element) => {
    if ("letter" in element) return element.letter.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
    const known = seen.indexOf(element.name);
    if (known >= 0) return `(?:\\${known + 1})`;
    seen.push(element.name);
    return `(${namePattern})`;
  });
  return new RegExp(`^${source.join("")}$`, "u");
}
