/** One dimension of a matrix: a name, and the values that it takes. */
export interface Axis<T> {
  readonly name: string;
  readonly values: readonly T[];
}

/** More jobs than these are not told apart. */
export const mostCombinations = 64;

/** Every combination of one value of each axis, the last axis turning fastest; undefined if they are too many. An axis without values makes none. */
export function combinationsOf<T>(axes: readonly Axis<T>[], limit = mostCombinations): readonly ReadonlyMap<string, T>[] | undefined {
  if (axes.reduce((product, { values }) => Math.min(product * values.length, limit + 1), 1) > limit) return undefined;
  let rows: readonly ReadonlyMap<string, T>[] = [new Map()];
  for (const { name, values } of axes) rows = rows.flatMap((row) => values.map((value) => new Map([...row, [name, value]])));
  return rows;
}
