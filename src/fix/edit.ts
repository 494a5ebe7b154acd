import type { Suggestion } from "../report/report.js";

/** What stands between two UTF-16 offsets of a text is replaced. */
export type Edit = Suggestion["edits"][number];
