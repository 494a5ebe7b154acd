/** https://github.com/mwh/jqjs has no types of its own. */
declare module "@michaelhomer/jqjs" {
  /** @throws for a program that jq has not */
  export function compile(program: string): (input: unknown) => Iterable<unknown>;
  export function prettyPrint(value: unknown): string;
}
