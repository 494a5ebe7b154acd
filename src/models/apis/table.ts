import { containerRows } from "./containers.js";
import { goRows } from "./go/table.js";
import { libraryRows } from "./libraries.js";
import { freshRows, nodeRows } from "./node.js";
import { processRows } from "./processes.js";
import type { ApiEffect, ApiRow } from "./row.js";
import { mockRows, testFrameworkRows } from "./test-frameworks.js";

const rows: readonly ApiRow[] = [...processRows, ...containerRows, ...nodeRows, ...freshRows, ...libraryRows, ...testFrameworkRows, ...mockRows, ...goRows];
const exact = new Map(rows.filter((row) => !row.path.includes("*")).map((row) => [row.path, row.effect]));
const patterns = rows.filter((row) => row.path.includes("*")).map((row) => ({ pieces: row.path.split("*"), effect: row.effect })).sort((left, right) => lengthOf(right.pieces) - lengthOf(left.pieces));
const known = new Map<string, ApiEffect | undefined>();

/** What the function at a path does (see `ApiRow`): the row that says most of the path; undefined if no row knows it. */
export function apiEffect(path: string): ApiEffect | undefined {
  if (known.has(path)) return known.get(path);
  const plain = path.replace(/^(?:globalThis|window|global)\./u, "");
  const effect = exact.get(plain) ?? exact.get(plain.replace(/\.default(?=\.|$)/gu, "")) ?? patterns.find((row) => matches(plain, row.pieces))?.effect;
  known.set(path, effect);
  return effect;
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

/** Whether a path begins, goes on and ends with what stands around the stars. */
function matches(path: string, pieces: readonly string[]): boolean {
  const [first = "", ...rest] = pieces;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  return rest.every((piece, index) => {
    if (index === rest.length - 1) return piece === "" || (path.endsWith(piece) && path.length - piece.length >= at);
    at = path.indexOf(piece, at) + piece.length;
    return at >= piece.length;
  });
}
