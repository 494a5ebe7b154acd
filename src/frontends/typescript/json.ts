import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";

export interface JsonProblem {
  /** UTF-16 offset into the text. */
  readonly offset: number;
  readonly message: string;
}

/** Reads JSON, with the place of its first error. */
export function readJson(text: string, dialect: "strict" | "with comments"): { readonly value?: unknown; readonly problem?: JsonProblem } {
  const errors: ParseError[] = [];
  const isStrict = dialect === "strict";
  try {
    // A byte order mark is no part of JSON (RFC 8259, 8.1), but editors write it.
    const value: unknown = parse(text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text, errors, { disallowComments: isStrict, allowTrailingComma: !isStrict });
    const [first] = errors;
    return first === undefined ? { value } : { problem: { offset: first.offset, message: `Broken JSON (${printParseErrorCode(first.error)}).` } };
  } catch (error) {
    if (error instanceof RangeError) return { problem: { offset: 0, message: "Broken JSON (nested too deeply)." } };
    throw error;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
