/** A job of a pipeline, and the names of those that it waits for. */
export interface Needing {
  readonly name: string;
  readonly needs: readonly string[];
}

/**
 * Jobs in an order in which each stands behind all that it needs, else as they are written. Of jobs that wait for each
 * other in a circle, which a build server refuses, each comes once.
 */
export function inOrderOfNeeds<Job extends Needing>(jobs: readonly Job[]): readonly Job[] {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const ordered = new Set<Job>();
  const entered = new Set<Job>();
  // Without recursion: a chain of jobs may be as long as its file.
  for (const first of jobs) {
    const stack: { readonly job: Job; next: number }[] = [{ job: first, next: 0 }];
    entered.add(first);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const needed = byName.get(top.job.needs[top.next] ?? "");
      top.next += 1;
      if (needed !== undefined && !entered.has(needed)) {
        entered.add(needed);
        stack.push({ job: needed, next: 0 });
      } else if (top.next > top.job.needs.length) {
        ordered.add(top.job);
        stack.pop();
      }
    }
  }
  return [...ordered];
}
