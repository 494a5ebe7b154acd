/** What values of a predeclared type are; see `ClassFacts.underlying`. */
export type Underlying = "text" | "number" | "boolean" | "nil";

const numbers = ["int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "float32", "float64", "complex64", "complex128", "byte", "rune"];

/** The predeclared types (https://go.dev/ref/spec#Predeclared_identifiers). */
export const predeclaredTypes: ReadonlyMap<string, Underlying> = new Map<string, Underlying>([
  ["string", "text"],
  ["bool", "boolean"],
  ...numbers.map((name) => [name, "number"] as const),
  ...["error", "any", "comparable"].map((name) => [name, "nil"] as const),
]);

/** The predeclared functions, and the names of the globals that they are in the facts. */
export const predeclaredFunctions: ReadonlyMap<string, string> = new Map([
  ...["append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min", "new", "panic", "print", "real", "recover"].map((name) => [name, `go:${name}`] as const),
  ["println", "go:print"],
]);

export const zeroValues: Readonly<Record<Underlying, string | number | boolean | null>> = { text: "", number: 0, boolean: false, nil: null };
