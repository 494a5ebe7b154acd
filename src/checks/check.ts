import type { Site } from "../flow/site.js";
import type { Place } from "../values/value.js";
import type { Outcome, RuleName } from "../report/report.js";
import type { JudgedGraph } from "./judgement.js";

/** A place in words, seen from the defect's own: `line 12`, or `test/setup.ts:12`. */
export type Where = (place: Place) => string;

/** A defect as a check finds it; places become lines and columns in the report. */
export interface Defect {
  readonly rule: RuleName;
  /** For people; where it speaks of another place, `where` gives its file and line. */
  readonly message: string | ((where: Where) => string);
  readonly place: Place;
  /** What is said beside the place in a picture, where it is not what is said of the rule. */
  readonly label?: string | undefined;
  readonly built?: string | undefined;
  readonly deployed?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  readonly repair?: Repair | undefined;
  /** Only the preset `strict` reports it. */
  readonly isStrict?: true | undefined;
}

/** What an edit needs to know. */
export type Repair =
  /** Keep what the call gives, and deploy that. */
  | { readonly kind: "capture"; readonly call: Place; readonly deploys: readonly Site[] }
  /**
   * Deploy what was built: the expression that the build was given, or what one of `results` (calls) gave. `generated`
   * says which two calls made the parts that differ.
   */
  | { readonly kind: "replace"; readonly deploys: readonly Site[]; readonly built: Site; readonly results: readonly Place[]; readonly generated?: { readonly first: Place | undefined; readonly again: Place } | undefined };

/** One check: the judged image graph in, defects out. `explained` are deploys that an earlier check has explained. */
export type Check = (judged: JudgedGraph, explained: Explained, texts: ProjectTexts) => readonly Defect[];

/** Gives those of the words that stand anywhere in the project's texts, of whatever language, outside of the places that are excepted. Reads all of them, so ask once. */
export type ProjectTexts = (words: readonly { readonly word: string; readonly except: readonly Place[] }[]) => ReadonlySet<string>;

/** Deploys (by root and order) that have their finding already. */
export interface Explained {
  readonly has: (root: number, order: number) => boolean;
  readonly add: (root: number, order: number) => void;
}
