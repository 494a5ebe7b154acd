/** The given files, and all that can be reached from them by steps. */
export function reachedFrom(files: readonly string[], next: (file: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(files);
  // What is added on the way is visited too.
  for (const file of reached) for (const other of next(file)) reached.add(other);
  return reached;
}
