import type { Place } from "../values/value.js";
import type { Outcome, RuleName } from "../report/report.js";
import type { JudgedGraph } from "./judgement.js";

/** A defect as a check finds it; places become lines and columns in the report. */
export interface Defect {
  readonly rule: RuleName;
  readonly message: string;
  readonly place: Place;
  readonly built?: string | undefined;
  readonly deployed?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  readonly repair?: Repair | undefined;
}

/** What an edit needs to know. */
export type Repair =
  /** Capture the result of the call, and put it where `deployed` is, if both are in one function. */
  | { readonly kind: "capture"; readonly call: Place; readonly deployed: Place | undefined }
  /** Put what was built at the place: an expression of the program that has its value there. */
  | { readonly kind: "replace"; readonly place: Place; readonly built: Place };

/** One check: the judged image graph in, defects out. `explained` are deploys that an earlier check has explained. */
export type Check = (judged: JudgedGraph, explained: Explained) => readonly Defect[];

/** Deploys (by root and order) that have their finding already. */
export interface Explained {
  readonly has: (root: number, order: number) => boolean;
  readonly add: (root: number, order: number) => void;
}
