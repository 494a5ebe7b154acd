import { containerRows } from "./containers.js";
import { libraryRows } from "./libraries.js";
import { freshRows, nodeRows } from "./node.js";
import { processRows } from "./processes.js";
import type { ApiEffect, ApiRow } from "./row.js";
import { mockRows, testFrameworkRows } from "./test-frameworks.js";

const rows: readonly ApiRow[] = [...processRows, ...containerRows, ...nodeRows, ...freshRows, ...libraryRows, ...testFrameworkRows, ...mockRows];
const exact = new Map(rows.map((row) => [row.path, row.effect]));
const beginnings = rows.filter((row) => row.path.endsWith("*")).map((row) => ({ beginning: row.path.slice(0, -1), effect: row.effect }));

/** What the function at a path does (see `ApiRow`); undefined if no row knows it. */
export function apiEffect(path: string): ApiEffect | undefined {
  const plain = path.replace(/^(?:globalThis|window|global)\./u, "");
  return exact.get(plain) ?? exact.get(plain.replace(/\.default(?=\.|$)/gu, "")) ?? beginnings.find((row) => plain.startsWith(row.beginning))?.effect;
}
