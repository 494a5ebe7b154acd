import { buildOf } from "./go-build-constraints.js";
import { readGoHeader, type GoHeader } from "./go-header.js";

/**
 * Whether a Go file is one that people wrote to be run here: it is built on linux/amd64, with its package or alone; it lies in
 * no `testdata`, which holds what tests read (https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns); and it is not
 * generated, because generators write types, clients and mocks, and run nothing.
 */
export function isGoSeed(file: string, text: string): boolean {
  if (/(?:^|\/)testdata\//u.test(file)) return false;
  const header = readGoHeader(text);
  return buildOf(file, header.comments) !== "excluded" && !isGenerated(header);
}

/** Whether a file says that a program wrote it (https://go.dev/s/generatedcode). */
export function isGenerated({ comments }: GoHeader): boolean {
  return /^\/\/ Code generated .* DO NOT EDIT\.\r?$/mu.test(comments);
}
