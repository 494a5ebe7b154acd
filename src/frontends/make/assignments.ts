import type { MakeOperator } from "../../facts/makefile.js";
import { behindExpansion, bracketsOf, type Brackets } from "./brackets.js";
import { behindSpace, isSpace } from "./logical-lines.js";

/** The words before an assignment, in any order (https://www.gnu.org/software/make/manual/make.html#Override-Directive and others). */
const modifiers = ["export", "override", "private", "unexport"] as const;

type Modifier = (typeof modifiers)[number];

/** What a line that assigns says before the value; offsets are those of the text it was read from. */
export interface AssignmentHead {
  readonly kind: "assignment" | "define" | "undefine";
  readonly modifiers: ReadonlySet<Modifier>;
  /** Where the name begins. */
  readonly start: number;
  /** Undefined for `define NAME` and `undefine NAME`, whose name is the rest. */
  readonly definition: Definition | undefined;
}

export interface Definition {
  readonly nameEnd: number;
  readonly operator: MakeOperator;
  readonly valueStart: number;
}

/**
 * Reads `override export NAME = …`, `define NAME`, `undefine NAME`; undefined if the text is no assignment. It is asked
 * before any directive is, so that variables may have their names. Behind a rule's colon there is no `define`.
 */
export function readAssignmentHead(text: string, offset: number, isTargetSpecific: boolean): AssignmentHead | undefined {
  const brackets = bracketsOf(text);
  const found = new Set<Modifier>();
  let start = behindSpace(text, offset);
  while (start < text.length) {
    const definition = findDefinition(text, brackets, start);
    if (definition !== undefined) return { kind: "assignment", modifiers: found, start, definition };
    const word = wordAt(text, start);
    start = behindSpace(text, start + word.length);
    if (!isTargetSpecific && word === "define") return { kind: "define", modifiers: found, start, definition: findDefinition(text, brackets, start) };
    if (!isTargetSpecific && word === "undefine") return { kind: "undefine", modifiers: found, start, definition: undefined };
    const modifier = modifiers.find((one) => one === word);
    if (modifier === undefined) return undefined;
    found.add(modifier);
  }
  return undefined;
}

/** The characters at an offset up to white space. */
export function wordAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && !isSpace(text[end])) end += 1;
  return text.slice(start, end);
}

/** A name without blanks outside of expansions, and an operator, with blanks between them or not. */
function findDefinition(text: string, brackets: Brackets, start: number): Definition | undefined {
  let index = start;
  while (index < text.length) {
    const character = text[index];
    if (character === "$") {
      index = behindExpansion(text, brackets, index);
      continue;
    }
    const nameEnd = index;
    index = behindSpace(text, index);
    const operator = operatorAt(text, index);
    if (operator !== undefined) return { nameEnd, operator: operators[operator], valueStart: behindSpace(text, index + operator.length) };
    // Whatever else ends the word, or a rule's colon, means that there is none.
    if (index > nameEnd || character === ":" || character === "#") return undefined;
    index += 1;
  }
  return undefined;
}

function operatorAt(text: string, index: number): keyof typeof operators | undefined {
  const found = /^(?::{0,3}|[?+!])=/.exec(text.slice(index, index + 4))?.[0];
  return found === undefined ? undefined : spellings.find((one) => one === found);
}

/** The spellings of the operators (https://www.gnu.org/software/make/manual/make.html#Setting). */
const operators = { "=": "=", ":=": ":=", "::=": ":=", ":::=": ":::=", "?=": "?=", "+=": "+=", "!=": "!=" } as const satisfies Record<string, MakeOperator>;

const spellings = ["=", ":=", "::=", ":::=", "?=", "+=", "!="] as const satisfies readonly (keyof typeof operators)[];
