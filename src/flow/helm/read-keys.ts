/** Which values templates read, by their paths; `*` is any key. */
export interface ValueReads {
  /** Read with all that is below them. */
  readonly whole: Map<string, readonly string[]>;
  /** Only asked whether they are there. */
  readonly asked: Map<string, readonly string[]>;
}

export function newReads(): ValueReads {
  return { whole: new Map(), asked: new Map() };
}

export function addRead(reads: ValueReads, path: readonly string[], how: keyof ValueReads): void {
  const key = path.join("\u0000");
  if (!reads[how].has(key)) reads[how].set(key, path);
}

/** Whether a key is read, or something below it; a value that is put below one that is printed whole is printed too. */
export function isReadIn(reads: ValueReads, path: readonly string[]): boolean {
  for (const read of reads.whole.values()) if (agree(read, path)) return true;
  for (const asked of reads.asked.values()) if (asked.length >= path.length && agree(asked, path)) return true;
  return false;
}

/** Whether the shorter of two paths is the beginning of the other one. */
function agree(left: readonly string[], right: readonly string[]): boolean {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one !== other && one !== "*" && other !== "*") return false;
  }
  return true;
}

/** The keys that are read, without those that are not known letter by letter. */
export function keysRead(reads: ValueReads): readonly (readonly string[])[] {
  return [...reads.whole.values()].filter((path) => path.length > 0 && !path.includes("*"));
}
