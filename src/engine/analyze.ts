import type { Configuration } from "../project/configuration.js";
import type { Report } from "../report/report.js";

export interface AnalysisRequest {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Texts that stand in for files on disk: posix paths relative to the root. */
  readonly overlay?: ReadonlyMap<string, string> | undefined;
  /** Replaces the configuration file of the project. */
  readonly configuration?: Configuration | undefined;
  /** Which severities the findings get; "recommended" if absent. */
  readonly preset?: "recommended" | "strict" | undefined;
}

/** The whole way of the data, from the files below the root to the report. */
export function analyzeProject(_request: AnalysisRequest): Promise<Report> {
  return Promise.resolve({
    version: 1,
    summary: { files: 0, builds: 0, loads: 0, deploys: 0, consistent: 0, thirdParty: 0, unknown: 0, inconsistent: 0 },
    findings: [],
    sites: [],
    errors: [],
  });
}
