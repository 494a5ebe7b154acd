import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileFacts } from "../facts/facts.js";

/** Facts of file texts, on disk for the next process, or for another one that runs now. */
export interface FactsOnDisk {
  /** The facts of that text under that name; undefined if they are not known, or no longer readable. */
  readonly get: (file: string, text: string) => FileFacts | undefined;
  /** Keeps facts in memory until the next `flush`. */
  readonly set: (file: string, text: string, facts: FileFacts) => void;
  /** Writes what was set, then removes what was not used for longest until the folder holds no more than it may. */
  readonly flush: () => void;
}

export interface FactsCacheOptions {
  /** Absolute; made when something is written. It holds nothing else. */
  readonly folder: string;
  /** Of the frontends: facts of another version are not seen. */
  readonly version: string;
  /** 200 million if absent. */
  readonly mostBytes?: number | undefined;
}

/**
 * Facts that lie in a folder, one file each, named by what they depend on: the version, the file's path and its text. So
 * several processes may use the folder at once: a file appears whole, by being renamed, and whoever else makes it makes the
 * same one. A folder that cannot be written, and a file that somebody changed, are as good as none; nothing here throws.
 */
export function openFactsCache({ folder, version, mostBytes = 200_000_000 }: FactsCacheOptions): FactsOnDisk {
  const unwritten = new Map<string, FileFacts>();
  return {
    get: (file, text) => {
      const name = entryName(version, file, text);
      return unwritten.get(name) ?? readEntry(join(folder, name));
    },
    set: (file, text, facts) => {
      unwritten.set(entryName(version, file, text), facts);
    },
    flush: () => {
      if (unwritten.size === 0) return;
      try {
        mkdirSync(folder, { recursive: true });
        for (const [name, facts] of unwritten) writeEntry(join(folder, name), facts);
        removeUnused(folder, mostBytes);
      } catch {
        // Without its cache a run is slower, and no worse.
      }
      unwritten.clear();
    },
  };
}

function entryName(version: string, file: string, text: string): string {
  // UTF-16, because half surrogates, which an editor may send, are all the same in UTF-8.
  return `${createHash("sha256").update(`${version}\0${file}\0`).update(text, "utf16le").digest("hex")}${entryEnd}`;
}

const entryEnd = ".json";

/** What stands in an entry before the facts: their own hash, so that only what was written here is believed. */
function checksum(facts: Buffer | string): string {
  return createHash("sha256").update(facts).digest("hex");
}

const checksumLength = checksum("").length;

function readEntry(path: string): FileFacts | undefined {
  try {
    const content = readFileSync(path);
    const written = content.subarray(checksumLength);
    if (content.toString("latin1", 0, checksumLength) !== checksum(written)) return undefined;
    markAsUsed(path);
    const facts: unknown = JSON.parse(written.toString("utf8"));
    return isFacts(facts) ? facts : undefined;
  } catch {
    return undefined;
  }
}

/** The checksum says that the rest is as it was written. */
function isFacts(value: unknown): value is FileFacts {
  return typeof value === "object" && value !== null && "language" in value && "body" in value && Array.isArray(value.body);
}

/** The time of a file's last use is the one at which it was changed: reading times are not kept everywhere. */
function markAsUsed(path: string): void {
  const now = Date.now();
  if (now - statSync(path).mtimeMs > oneDay) utimesSync(path, new Date(now), new Date(now));
}

const oneDay = 24 * 60 * 60 * 1000;

function writeEntry(path: string, facts: FileFacts): void {
  const text = JSON.stringify(facts);
  const unfinished = `${path}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, checksum(text) + text, { flag: "wx" });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function removeUnused(folder: string, mostBytes: number): void {
  const entries = readdirSync(folder).flatMap((name) => {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    return stats?.isFile() === true ? [{ path: join(folder, name), bytes: stats.size, usedAt: stats.mtimeMs, isUnfinished: !name.endsWith(entryEnd) }] : [];
  });
  const isLeftBehind = (entry: (typeof entries)[number]): boolean => entry.isUnfinished && Date.now() - entry.usedAt > oneDay;
  let kept = 0;
  for (const entry of entries.toSorted((a, b) => b.usedAt - a.usedAt)) {
    kept += entry.bytes;
    if (kept > mostBytes || isLeftBehind(entry)) rmSync(entry.path, { force: true });
  }
}
