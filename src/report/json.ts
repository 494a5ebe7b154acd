import type { Format } from "./format.js";

/** The report itself: the contract of `schemas/report.schema.json`. */
export const formatJson: Format = (report) => `${JSON.stringify(report, null, 2)}\n`;
