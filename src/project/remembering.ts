/** The same function, which finds each answer once. */
export function remembering<T>(find: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const answer = known.get(key) ?? { value: find(key) };
    known.set(key, answer);
    return answer.value;
  };
}
