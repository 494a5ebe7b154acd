import { ts } from "ts-morph";
import type { Directive } from "../../facts/facts.js";

/** The comments that speak to linters, in order; nothing is searched in a text without their words. */
export function readDirectives(text: string, source: ts.SourceFile): Directive[] {
  const places = ["eslint", "tag-consistency"].flatMap((word) => placesOf(text, word)).sort((left, right) => left - right);
  if (places.length === 0) return [];
  const directives: Directive[] = [];
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, source.languageVariant);
  // Between the children of a node there are only keywords, punctuation and comments: no text that looks like a comment.
  const readGap = (start: number, end: number): void => {
    if (!holdsPlace(places, start, end)) return;
    scanner.setText(text, start, end - start);
    for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) addDirective(directives, text, token, scanner.getTokenStart(), scanner.getTokenEnd());
  };
  const pending: ts.Node[] = [source];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    let behind = node.pos;
    for (const child of children) {
      readGap(behind, child.pos);
      behind = child.end;
      if (holdsPlace(places, child.pos, child.end)) pending.push(child);
    }
    readGap(behind, ts.isToken(node) ? node.getStart(source) : node.end);
  }
  return directives.sort((left, right) => left.at[0] - right.at[0]);
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let place = text.indexOf(word); place !== -1; place = text.indexOf(word, place + 1)) places.push(place);
  return places;
}

function addDirective(directives: Directive[], text: string, token: ts.SyntaxKind, start: number, end: number): void {
  const isLine = token === ts.SyntaxKind.SingleLineCommentTrivia;
  if (!isLine && token !== ts.SyntaxKind.MultiLineCommentTrivia) return;
  const content = text.slice(start + 2, isLine ? end : end - 2).trim();
  if (/^(?:eslint(?:-|\s)|tag-consistency)/u.test(content)) directives.push({ text: content, form: isLine ? "line" : "block", at: [start, end] });
}

/** Whether one of the ascending places lies between two offsets. */
function holdsPlace(places: readonly number[], start: number, end: number): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? Number.POSITIVE_INFINITY) < end;
}
