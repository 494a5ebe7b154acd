import type { SyntaxProblem } from "../../facts/facts.js";
import type { MakeTest } from "../../facts/makefile.js";
import { slice, trimmed, type CollapsedText } from "./collapsed-text.js";
import { readText } from "./expansions.js";
import { behindSpace, isBlank } from "./logical-lines.js";

/** The directives that begin a conditional, and what they ask for (https://www.gnu.org/software/make/manual/make.html#Conditional-Syntax). */
const tests: ReadonlyMap<string, Pick<MakeTest, "kind" | "isNegated">> = new Map([
  ["ifeq", { kind: "equal", isNegated: false }],
  ["ifneq", { kind: "equal", isNegated: true }],
  ["ifdef", { kind: "defined", isNegated: false }],
  ["ifndef", { kind: "defined", isNegated: true }],
]);

/** Whether a word begins a conditional. */
export function beginsConditional(word: string): boolean {
  return tests.has(word);
}

/** The test of a conditional, from its word and what is behind it on its line; undefined if make would refuse it. */
export function readTest(word: string, behind: CollapsedText, problems: SyntaxProblem[]): MakeTest | undefined {
  const test = tests.get(word);
  if (test === undefined) return undefined;
  const operand = trimmed(behind);
  if (test.kind === "defined") return /^[^$]*[ \t]|^$/.test(operand.text) ? undefined : { kind: "defined", name: readText(operand, problems), isNegated: test.isNegated };
  const sides = operand.text.startsWith("(") ? bracketedSides(operand) : quotedSides(operand);
  if (sides === undefined) return undefined;
  return { kind: "equal", left: readText(sides.left, problems), right: readText(sides.right, problems), isNegated: test.isNegated };
}

interface Sides {
  readonly left: CollapsedText;
  readonly right: CollapsedText;
}

/** `(left,right)`: only parentheses are counted; blanks before the comma and behind it do not count. */
function bracketedSides(operand: CollapsedText): Sides | undefined {
  const { text } = operand;
  const comma = findAtDepthZero(text, 1, ",");
  if (comma === undefined) return undefined;
  const end = findAtDepthZero(text, comma + 1, ")");
  if (end === undefined) return undefined;
  let leftEnd = comma;
  while (isBlank(text[leftEnd - 1])) leftEnd -= 1;
  return { left: slice(operand, 1, leftEnd), right: slice(operand, behindSpace(text, comma + 1, end), end) };
}

function findAtDepthZero(text: string, start: number, wanted: "," | ")"): number | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === wanted && depth <= 0) return index;
    if (text[index] === "(") depth += 1;
    else if (text[index] === ")") depth -= 1;
  }
  return undefined;
}

/** `"left" 'right'`, with either kind of quotes. */
function quotedSides(operand: CollapsedText): Sides | undefined {
  const leftEnd = quoteEnd(operand.text, 0);
  if (leftEnd === undefined) return undefined;
  const rightStart = behindSpace(operand.text, leftEnd + 1);
  const rightEnd = quoteEnd(operand.text, rightStart);
  return rightEnd === undefined ? undefined : { left: slice(operand, 1, leftEnd), right: slice(operand, rightStart + 1, rightEnd) };
}

function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  const end = text.indexOf(quote, start + 1);
  return end === -1 ? undefined : end;
}
