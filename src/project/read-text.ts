import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** The file's text as UTF-8; empty if it cannot be read, for files whose absence says nothing. */
export function readTextOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The first bytes of a file, as below. Empty if it cannot be read: whoever reads all of it says so. */
export function readStart(file: string, length: number): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      buffer ??= Buffer.allocUnsafeSlow(bufferSize);
      return buffer.toString("latin1", 0, readSync(descriptor, buffer, 0, Math.min(length, bufferSize), 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return "";
  }
}

/**
 * The file's bytes, one letter for each (ISO 8859-1): to get and to search them takes a third of the time that the text
 * would, and any word of ASCII is found. Throws what the file system says.
 */
export function readBytes(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    buffer ??= Buffer.allocUnsafeSlow(bufferSize);
    for (let length = 0; ; ) {
      const read = readSync(descriptor, buffer, length, bufferSize - length, null);
      length += read;
      if (read === 0) return buffer.toString("latin1", 0, length);
      if (length === bufferSize) return buffer.toString("latin1") + readFileSync(descriptor, "latin1");
    }
  } finally {
    closeSync(descriptor);
  }
}

/** One for all files, as nearly all of them fit; a new one for each would take longer than to read them. */
let buffer: Buffer | undefined;
const bufferSize = 1 << 20;

/** The text of bytes read as above: UTF-8, or UTF-16 by its byte order mark, as the TypeScript compiler reads files. */
export function textOfBytes(bytes: string): string {
  if (bytes.startsWith("\u00FF\u00FE")) return new TextDecoder("utf-16le").decode(Buffer.from(bytes, "latin1"));
  if (bytes.startsWith("\u00FE\u00FF")) return new TextDecoder("utf-16be").decode(Buffer.from(bytes, "latin1"));
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8").replace(/^\uFEFF/u, "") : bytes;
}

export function isUtf16(bytes: string): boolean {
  return bytes.startsWith("\u00FF\u00FE") || bytes.startsWith("\u00FE\u00FF");
}
