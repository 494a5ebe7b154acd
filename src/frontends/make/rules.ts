import type { SyntaxProblem } from "../../facts/facts.js";
import type { MakeAssignment, MakeRule, MakeText } from "../../facts/makefile.js";
import { readAssignmentHead, type AssignmentHead, type Definition } from "./assignments.js";
import { collapseRecipe, concatenate, placeOf, slice, trimmed, type CollapsedText } from "./collapsed-text.js";
import { readText } from "./expansions.js";
import { behindSpace } from "./logical-lines.js";
import { splitAt } from "./stops.js";

/** The line that a rule begins, in the text that is read. */
export interface RuleLine {
  readonly source: string;
  /** With its comment, which ends only what stands before a `;`. */
  readonly line: CollapsedText;
  readonly recipePrefix: string;
  readonly problems: SyntaxProblem[];
}

/**
 * Reads a rule or a target-specific assignment; undefined if there is no colon outside of expansions
 * (https://www.gnu.org/software/make/manual/make.html#Rule-Syntax, #Target_002dspecific, #Static-Usage).
 */
export function readRule({ source, line, recipePrefix, problems }: RuleLine): MakeRule | MakeAssignment | undefined {
  const { before: head, stop } = splitAt(line, ";#");
  const semicolon = stop !== undefined && line.text[stop] === ";" ? stop : undefined;
  const { before, stop: colon } = splitAt(head, ":");
  if (colon === undefined) return undefined;
  const isDouble = head.text[colon + 1] === ":";
  const behind = slice(head, colon + (isDouble ? 2 : 1), head.text.length);
  const targets = readText(trimmed(before.text.endsWith("&") ? slice(before, 0, before.text.length - 1) : before), problems);
  const assignment = readAssignmentHead(behind.text, 0, true);
  if (assignment?.definition !== undefined) {
    // What looked like a recipe is part of the value, also a comment in it.
    const text = semicolon === undefined ? behind : concatenate(behind, slice(line, semicolon, line.text.length));
    const read = readAssignment({ text, head: assignment, definition: assignment.definition, problems });
    return { ...read, targets, at: [targets.at[0], read.at[1]] };
  }
  const prerequisites = readPrerequisites(behind, problems);
  if (semicolon === undefined) return { kind: "rule", targets, isDouble, ...prerequisites, at: [targets.at[0], head.at[1]] };
  const end = line.at[1];
  const start = behindSpace(source, placeOf(line, semicolon, "end"), end);
  return { kind: "rule", targets, isDouble, ...prerequisites, recipe: readText(collapseRecipe(source, start, end, recipePrefix), problems), at: [targets.at[0], end] };
}

/** `prerequisites | order-only`, `pattern: prerequisites | order-only`. */
function readPrerequisites(behind: CollapsedText, problems: SyntaxProblem[]): Pick<MakeRule, "targetPattern" | "prerequisites" | "orderOnly"> {
  const { before, stop: colon } = splitAt(behind, ":");
  const pattern = colon === undefined ? undefined : readText(trimmed(before), problems);
  const list = colon === undefined ? before : slice(behind, colon + 1, behind.text.length);
  const { before: prerequisites, stop: bar } = splitAt(list, "|");
  const orderOnly = slice(list, bar === undefined ? list.text.length : bar + 1, list.text.length);
  return { targetPattern: pattern, prerequisites: readText(trimmed(prerequisites), problems), orderOnly: readText(trimmed(orderOnly), problems) };
}

/** An assignment on one line, in the text that its head was read from. */
export interface AssignmentLine {
  readonly text: CollapsedText;
  readonly head: AssignmentHead;
  readonly definition: Definition;
  readonly problems: SyntaxProblem[];
}

/** `override export NAME := value`. */
export function readAssignment({ text, head, definition, problems }: AssignmentLine): MakeAssignment {
  const end = text.text.length;
  return {
    kind: "assignment",
    name: readName(slice(text, head.start, definition.nameEnd), problems),
    operator: definition.operator,
    value: readText(slice(text, definition.valueStart, end), problems),
    isDefine: false,
    ...modifiersOf(head),
    at: [trimmed(text).at[0], text.at[1]],
  };
}

/** A variable's name, which make wants to be there. */
export function readName(text: CollapsedText, problems: SyntaxProblem[]): MakeText {
  if (text.text === "") problems.push({ offset: text.at[0], message: "the variable has no name" });
  return readText(text, problems);
}

export function modifiersOf({ modifiers }: AssignmentHead): Pick<MakeAssignment, "isExported" | "isOverride" | "isPrivate"> {
  return { isExported: modifiers.has("export"), isOverride: modifiers.has("override"), isPrivate: modifiers.has("private") };
}
