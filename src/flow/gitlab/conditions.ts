import { alternativesOf, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { mayBeEmpty } from "../../values/hole-contents.js";

/**
 * Whether an expression of `rules:if` holds (https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions); undefined if that is
 * not known, also where it cannot be read. Regular expressions are not run: only what they are asked of may decide.
 *
 * @param valueOf of a variable; `undefined` where the settings of the project may hold one, a text without letters where there is none
 */
export function ruleHolds(expression: string, valueOf: (name: string) => Text | undefined): boolean | undefined {
  if (expression.length > longest) return undefined;
  const tokens = [...expression.matchAll(token)].map(([whole]) => whole);
  const reader: Reader = { tokens, next: 0, valueOf };
  const truth = readEither(reader);
  return reader.next === tokens.length ? truth : undefined;
}

const longest = 2_000;
const token = /"[^"]*"|'[^']*'|\/(?:[^/\\]|\\.)*\/[a-z]*|\$\{?\w+\}?|&&|\|\||[=!]=|[=!]~|[()!]|\bnull\b|\S/gu;

interface Reader {
  readonly tokens: readonly string[];
  next: number;
  readonly valueOf: (name: string) => Text | undefined;
}

type Truth = boolean | undefined;

/** `&&` binds closer than `||`. */
function readEither(reader: Reader): Truth {
  let truth = readBoth(reader);
  while (reader.tokens[reader.next] === "||") {
    reader.next += 1;
    const other = readBoth(reader);
    truth = truth === true || other === true ? true : truth === false && other === false ? false : undefined;
  }
  return truth;
}

function readBoth(reader: Reader): Truth {
  let truth = readOne(reader);
  while (reader.tokens[reader.next] === "&&") {
    reader.next += 1;
    const other = readOne(reader);
    truth = truth === false || other === false ? false : truth === true && other === true ? true : undefined;
  }
  return truth;
}

/** Parentheses are as deep as an expression of the longest length can make them. */
function readOne(reader: Reader): Truth {
  const first = reader.tokens[reader.next];
  reader.next += 1;
  if (first === "!") {
    const truth = readOne(reader);
    return truth === undefined ? undefined : !truth;
  }
  if (first === "(") {
    const truth = readEither(reader);
    if (reader.tokens[reader.next] === ")") reader.next += 1;
    else reader.next = Number.NaN;
    return truth;
  }
  const left = operandOf(first, reader);
  const operator = reader.tokens[reader.next];
  if (operator === undefined || !/^[=!][=~]$/u.test(operator)) return isFilled(left);
  const written = reader.tokens[reader.next + 1];
  reader.next += 2;
  const equals = operator.endsWith("~") ? matches(left) : areEqual(left, operandOf(written, reader));
  return operator.startsWith("!") && equals !== undefined ? !equals : equals;
}

/** Nothing (`null`, a variable that is not set), texts, or undefined for what is not known. */
type Operand = readonly Text[] | "nothing" | undefined;

function operandOf(written: string | undefined, { valueOf }: Reader): Operand {
  if (written === undefined || written.startsWith("/")) return undefined;
  if (written === "null") return "nothing";
  if (/^["']/u.test(written)) return [literal(written.slice(1, -1))];
  const [, name] = /^\$\{?(\w+)\}?$/u.exec(written) ?? [];
  const value = name === undefined ? undefined : valueOf(name);
  return value === undefined ? undefined : literalText(value) === "" ? "nothing" : alternativesOf(value);
}

function isFilled(operand: Operand): Truth {
  if (operand === undefined || operand === "nothing") return operand === undefined ? undefined : false;
  return agreed(operand.map((text) => (literalText(text) === "" ? false : mayBeEmpty(text) ? undefined : true)));
}

/** What is not set matches no expression. */
function matches(operand: Operand): Truth {
  return operand === "nothing" ? false : undefined;
}

function areEqual(left: Operand, right: Operand): Truth {
  if (left === undefined || right === undefined) return undefined;
  if (left === "nothing" || right === "nothing") {
    // `$X == ""` holds for what is set to nothing, and not for what is not set: which of both is not told apart here.
    if (left === right) return true;
    const filled = isFilled(left === "nothing" ? right : left);
    return filled === true ? false : undefined;
  }
  return agreed(left.flatMap((one) => right.map((other) => (one.key === other.key ? true : literalText(one) !== undefined && literalText(other) !== undefined ? false : undefined))));
}

function agreed(truths: readonly Truth[]): Truth {
  return truths.every((truth) => truth === truths[0]) ? truths[0] : undefined;
}
