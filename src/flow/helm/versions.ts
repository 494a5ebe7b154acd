/**
 * Whether a version is one that a constraint allows (https://github.com/Masterminds/semver#checking-version-constraints);
 * undefined where either is written in a way that is not understood.
 */
export function satisfies(version: string, constraint: string): boolean | undefined {
  const own = numbersOf(version);
  if (own === undefined) return undefined;
  const answers = constraint.split("||").map((alternative) => allHold(own, alternative.trim()));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function allHold(own: readonly number[], constraint: string): boolean | undefined {
  const answers = [...constraint.matchAll(/([<>=!~^]*)\s*v?([\dxX*][\w.+*-]*)\s*,?/gu)].map(([, operator = "", version = ""]) => holds(own, operator, version));
  if (answers.length === 0) return undefined;
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function holds(own: readonly number[], operator: string, version: string): boolean | undefined {
  const other = numbersOf(version);
  if (other === undefined) return undefined;
  const order = compare(own, other);
  const isInside = other.every((number, index) => number === (own[index] ?? 0));
  switch (operator) {
    case ">":
      return order > 0;
    case ">=":
    case "=>":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
    case "=<":
      return order <= 0;
    case "":
    case "=":
      return isInside;
    case "!=":
      return !isInside;
    case "~":
    case "~>":
      return order >= 0 && other.slice(0, 2).every((number, index) => number === (own[index] ?? 0));
    case "^":
      return order >= 0 && other[0] === own[0] && (other[0] !== 0 || (other[1] ?? 0) === (own[1] ?? 0));
    default:
      return undefined;
  }
}

/** The numbers before what a pre-release or build adds. */
function numbersOf(version: string): readonly number[] | undefined {
  const [, numbers] = /^v?(\d+(?:\.\d+){0,2})(?:[-+.].*)?$/u.exec(version.trim()) ?? [];
  return numbers?.split(".").map(Number);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
