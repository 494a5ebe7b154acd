/** The same function, which finds each answer once. */
export function remembering<T>(find: (key: string) => T): (key: string) => T {
  const answers = new Map<string, { readonly value: T }>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known.value;
    const value = find(key);
    answers.set(key, { value });
    return value;
  };
}
