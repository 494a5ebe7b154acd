import { distance } from "fastest-levenshtein";

const longest = 200;

/**
 * How far two keys of values (`a.b.c`) are apart, in letters: step by step where both have as many, and a step that begins with
 * the other one is near, however long it is (`shop` for `shopServer`).
 */
export function keyDistance(left: string, right: string): number {
  const [one, other] = [left, right].map((key) => key.slice(0, longest).toLowerCase().split("."));
  if (one === undefined || other === undefined || one.length !== other.length) return distance(left.slice(0, longest).toLowerCase(), right.slice(0, longest).toLowerCase());
  return one.reduce((sum, step, index) => sum + stepDistance(step, other[index] ?? ""), 0);
}

function stepDistance(one: string, other: string): number {
  const isBeginning = Math.min(one.length, other.length) > 2 && (one.startsWith(other) || other.startsWith(one));
  return isBeginning ? Math.min(distance(one, other), 1) : distance(one, other);
}
