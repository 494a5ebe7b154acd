import { readFileSync } from "node:fs";

/** The file's text as UTF-8; empty if it cannot be read, for files whose absence says nothing. */
export function readTextOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
