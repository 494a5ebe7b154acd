/** What is told of a text, in order. */
export interface NameVisitor {
  /** An identifier or a keyword, from one offset to another. */
  readonly name: (start: number, end: number) => void;
  /** A comment or a literal has been passed, up to an offset. */
  readonly passed: (end: number) => void;
}

/** Visits the names in a Go text from an offset on, but for those in comments and in literals (https://go.dev/ref/spec#Lexical_elements). */
export function visitNames(text: string, from: number, { name, passed }: NameVisitor): void {
  for (let at = from; at < text.length; ) {
    const kind = kinds[Math.min(text.charCodeAt(at), nonAscii)] ?? 0;
    if (kind === letter) {
      const start = at;
      do at += 1;
      while (isPartOfName(kinds[Math.min(text.charCodeAt(at), nonAscii)]));
      name(start, at);
    } else if (kind === digit) {
      // `0x1F` is no name.
      do at += 1;
      while (isPartOfName(kinds[Math.min(text.charCodeAt(at), nonAscii)]));
    } else if (kind === opener) {
      const end = endOfPassage(text, at);
      if (end > at + 1) passed(end);
      at = end;
    } else at += 1;
  }
}

const [letter, digit, opener] = [1, 2, 3];
const nonAscii = 0x80;

/** What a character begins, by its code; all beyond ASCII are taken for letters. */
const kinds: Uint8Array = Uint8Array.from({ length: nonAscii + 1 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_\x80]/.test(character)) return letter;
  if (/\d/.test(character)) return digit;
  return /["'`/]/.test(character) ? opener : 0;
});

function isPartOfName(kind: number | undefined): boolean {
  return kind === letter || kind === digit;
}

/** Where a comment, a string or a rune ends that begins at an offset; one letter farther for what is none of these. */
function endOfPassage(text: string, start: number): number {
  const opening = text[start] ?? "";
  if (opening === "`") return after(text, "`", start + 1);
  if (opening !== "/") return endOfString(text, start, opening);
  if (text[start + 1] === "/") return after(text, "\n", start);
  return text[start + 1] === "*" ? after(text, "*/", start + 2) : start + 1;
}

function after(text: string, closing: string, from: number): number {
  const at = text.indexOf(closing, from);
  return at < 0 ? text.length : at + closing.length;
}

/** One that is not closed ends with its line. */
function endOfString(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === quote) return at + 1;
    else if (character === "\n") return at;
  }
  return text.length;
}
