import type { ApiRow } from "./row.js";

/** Libraries that run callbacks: now, once, with the results handed back. */
export const libraryRows: readonly ApiRow[] = [
  { path: "p-map", effect: { kind: "map", list: 0, callback: 1 } },
  { path: "p-map-series", effect: { kind: "map", list: 0, callback: 1 } },
  { path: "p-all", effect: { kind: "map", list: 0, callback: -1 } },
  { path: "p-series", effect: { kind: "map", list: 0, callback: -1 } },
  { path: "p-each-series", effect: { kind: "map", list: 0, callback: 1 } },
  { path: "async.map", effect: { kind: "map", list: 0, callback: 1 } },
  { path: "bluebird.map", effect: { kind: "map", list: 0, callback: 1 } },
  { path: "p-limit", effect: { kind: "make-function", path: "limiter()" } },
  { path: "p-queue", effect: { kind: "make", type: "queue" } },
  { path: "p-queue.PQueue", effect: { kind: "make", type: "queue" } },
  { path: "p-queue.default", effect: { kind: "make", type: "queue" } },
  { path: "queue#add", effect: { kind: "call", callback: 0, given: [] } },
  { path: "queue#addAll", effect: { kind: "map", list: 0, callback: -1 } },
  { path: "queue#*", effect: { kind: "harmless" } },
  { path: "limiter()", effect: { kind: "call", callback: 0, given: ["1", "2", "3"] } },
  { path: "nanoid.customAlphabet", effect: { kind: "make-function", path: "nanoid.customAlphabet()" } },
  { path: "debug", effect: { kind: "make-function", path: "console.debug" } },
  { path: "util.debuglog", effect: { kind: "make-function", path: "console.debug" } },
  { path: "limiter#*", effect: { kind: "harmless" } },
  ...["p-retry", "async-retry", "promise-retry", "p-timeout", "p-try", "p-memoize", "ts-retry-promise.retry", "exponential-backoff.backOff"].map((path): ApiRow => ({ path, effect: { kind: "call", callback: 0, given: [] } })),
];
