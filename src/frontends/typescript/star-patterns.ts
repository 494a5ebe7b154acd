/**
 * Of a table by pattern, the entry for a name: that of the name itself, else that of the pattern with the longest text
 * before its star. So do `paths` in a tsconfig.json (TypeScript handbook, "Path mapping") and `exports` and `imports` in a
 * package.json (Node.js documentation, "Subpath patterns").
 */
export function bestMatch<Entry>(table: Readonly<Record<string, Entry>>, name: string): { readonly entry: Entry; readonly matched: string } | undefined {
  let best: { readonly entry: Entry; readonly matched: string; readonly rank: number } | undefined;
  for (const [pattern, entry] of Object.entries(table)) {
    const matched = matchStar(pattern, name);
    const star = pattern.indexOf("*");
    const rank = star === -1 ? Number.POSITIVE_INFINITY : star;
    if (matched !== undefined && (best === undefined || rank > best.rank)) best = { entry, matched, rank };
  }
  return best;
}

/** What the star of a pattern stands for; "" for a pattern without one. */
function matchStar(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === name ? "" : undefined;
  const end = pattern.slice(star + 1);
  const isMatch = name.length >= pattern.length - 1 && name.startsWith(pattern.slice(0, star)) && name.endsWith(end);
  return isMatch ? name.slice(star, name.length - end.length) : undefined;
}
