import type { FileFacts, VariableIndex } from "../facts/facts.js";
import type { Makefile } from "../facts/makefile.js";
import type { GradleItem } from "../facts/gradle.js";
import type { StarlarkFile } from "../facts/starlark.js";
import type { ShellScript } from "../facts/shell-script.js";
import type { ContainerEngine } from "../models/command-effect.js";
import type { Configuration } from "../project/configuration.js";
import type { ShellParser } from "../frontends/shell/read.js";
import { hole, unknown } from "../values/text.js";
import type { Activation, CallPath, Capture, Cell, ConstantValue, FunctionValue, HeapObject, Item, ModuleInstance, Place, Text, Value } from "../values/value.js";
import type { Connection, Contexts } from "./clusters.js";
import type { ChartPackage } from "./helm/packages.js";
import type { KustomizeEdits } from "./kustomizations.js";
import type { Cluster, Deletion, Escape, MisplacedReference, MissingName, Override, Pull, Save, SharedEngine, Site, Slip, Way } from "./site.js";
import type { Threads } from "./races.js";
import type { Slice } from "./slice.js";
import type { Changes, Store } from "./store.js";
import type { Waiting } from "./threads.js";

/** What the flow stage may ask of the project; all paths are posix and relative to its root. */
export interface ProjectFacts {
  readonly facts: (file: string) => FileFacts | undefined;
  /** The file that a module specifier means, or the id of a package; undefined for what is outside of the project. */
  readonly resolve: (specifier: string, from: string) => string | undefined;
  /** The files of a package that may declare a name (or a method, as `Type.method`). */
  readonly declaringFiles: (packageId: string, name: string) => readonly string[];
  readonly packageFiles: (packageId: string) => readonly string[];
  /** The text of any file of the project, for manifests that a program reads. */
  readonly readText: (file: string) => string | undefined;
  /** All files of the project. */
  readonly files: readonly string[];
  readonly configuration: Configuration;
  readonly shell: ShellParser | undefined;
  /** The statements of a shell script, whatever its file is called; undefined for what is no text. */
  readonly scriptOf: (file: string) => ShellScript | undefined;
  /** The lines of a Makefile, whatever its file is called. */
  readonly makefileOf: (file: string) => Makefile | undefined;
  /** What a file of Starlark says; undefined for one that is not in the project. */
  readonly starlarkOf: (file: string) => StarlarkFile | undefined;
  /** What a file of Gradle's sets. */
  readonly gradleOf: (file: string) => readonly GradleItem[] | undefined;
  readonly slice: Slice;
  readonly relevantFiles: ReadonlySet<string>;
}

/** The state of one root's run. */
export interface Run {
  readonly project: ProjectFacts;
  readonly store: Store;
  readonly root: number;
  readonly sites: Site[];
  /** How often each place has made each reference. */
  readonly siteCounts: Map<string, number>;
  readonly captures: Capture[];
  readonly escapes: Escape[];
  readonly pulls: Pull[];
  readonly saves: Save[];
  readonly sharedEngines: SharedEngine[];
  readonly overrides: Override[];
  /** Which clusters kubeconfigs name at this point. */
  readonly contexts: Contexts;
  /** How the command that is being run finds its cluster; undefined for what is no command. */
  readonly connection: Connection | undefined;
  /** What the tool that deploys makes of a reference; undefined where it leaves it. Without such a tool nothing is changed. */
  readonly rewriting?: ((reference: Text) => Text | undefined) | undefined;
  readonly clusters: { readonly cluster: Cluster; readonly place: Place; readonly order: number }[];
  readonly slips: Slip[];
  readonly misplaced: MisplacedReference[];
  readonly missingNames: MissingName[];
  /** Scripts that are running, outermost first. */
  readonly scripts: string[];
  readonly kustomizeEdits: KustomizeEdits;
  readonly deletions: Deletion[];
  readonly opaqueCommands: { readonly name: string; readonly place: Place; readonly order: number }[];
  readonly limits: Set<LimitName>;
  readonly modules: Map<string, ModuleInstance>;
  /** How many modules are being loaded, and what is done when all of them are. */
  readonly loading: { depth: number; readonly later: (() => boolean)[] };
  /** Namespaces of packages, by their ids. */
  readonly packages: Map<string, HeapObject>;
  /** Calls that run beside the rest and wait for something. */
  readonly waiting: Waiting[];
  readonly threads: Threads;
  /** The channel that was taken from last. */
  readonly channels: { last: HeapObject | undefined };
  /** Texts that the program has written to files. */
  readonly kept: Set<string>;
  /** How many assertions around expect a failure. */
  readonly expectations: { failures: number };
  /** Whether the root replaces modules or functions by mocks. */
  readonly mocks: { isUsed: boolean };
  /** What is written into values that are not known, by their keys. */
  readonly holeObjects: Map<string, HeapObject>;
  /** Values of imported JSON files. */
  readonly json: Map<string, Value>;
  /** Contents of files that the program writes, by the key of their path. */
  readonly files: Map<string, Cell>;
  /** Charts that the run packages. */
  readonly chartPackages: ChartPackage[];
  /** The folders of charts whose Chart.yaml or values.yaml the run writes. */
  readonly editedCharts: Set<string>;
  /** References in image archives, by the key of their path. */
  readonly archives: Map<string, Archive>;
  /** Functions that some root has run, as `file#index`. */
  readonly executed: Set<string>;
  /** What `this` is in them: one object that set-up and tests share. */
  readonly testContext: Value;
  /** Callbacks of test frameworks, run when the module has been loaded. */
  readonly scheduled: { readonly before: Scheduled[]; readonly tests: Scheduled[]; readonly after: Scheduled[] };
  /** The ways that are being tried, outermost first. */
  readonly ways: Way[];
  readonly active: Map<string, number>;
  /** How often each function has run. */
  readonly runs: Map<string, number>;
  readonly results: Map<string, { count: number; value: Value }>;
  readonly counters: { steps: number; limit: number; order: number; identity: number; received: number };
}

/** The bounds of the analysis, and whether there may be sites behind each. */
export const limits = {
  steps: true,
  "depth of the analysis": true,
  "depth of calls": true,
  "calls of one function": true,
  "instances of one site": true,
  // The sites of a function are known after its first run.
  recursion: false,
  "calls of one function with the same arguments": false,
  "length of functions without sites": false,
} as const;

export type LimitName = keyof typeof limits;

/** What an image archive holds, and the engine that wrote it. */
export interface Archive {
  readonly texts: readonly Text[];
  readonly engine: ContainerEngine | undefined;
}

export interface Scheduled {
  readonly callback: FunctionValue;
  readonly place: Place;
  readonly path: CallPath | undefined;
  readonly items: readonly Item[];
  /** What is called with its result afterwards: the second function of `SynchronizedBeforeSuite`. */
  readonly next?: FunctionValue | undefined;
}

/** One run of a function: its activation, and where its ways end. */
export interface Frame {
  readonly run: Run;
  readonly activation: Activation;
  /** Ways that end in a return. */
  readonly returns: { readonly value: Value; readonly changes: Changes; readonly isFailure: boolean }[];
  /** Calls that are made when the function ends. */
  readonly deferred: (() => boolean)[];
  readonly start: number;
  /** Enclosing loops, switches and labelled blocks, innermost last. */
  readonly targets: Target[];
  readonly catches: Catch[];
  readonly yields: Value[];
}

export interface Target {
  readonly label: string | undefined;
  readonly isLoop: boolean;
  readonly start: number;
  readonly breaks: Changes[];
  readonly continues: Changes[];
}

export interface Catch {
  readonly start: number;
  readonly throws: Changes[];
}

/** Thrown while an expression is evaluated whose way cannot go on (a callee that always throws). */
export class WayEnds extends Error {}

/** Thrown when a root has used up its steps. */
export class BudgetSpent extends Error {}

export const largestSteps = 250_000;

/** What all roots of a project may cost together; when it is spent, each still gets a little. */
export const largestProjectSteps = 2_000_000;
export const smallestSteps = 5_000;

/** What pipelines may cost together: what they call is run as a root of its own too. */
export const largestPipelineSteps = 300_000;

/** What a function may cost in which no site can be. */
const largestHelperSteps = 1_500;

/**
 * Runs something in which no site can be, for its value: up to a bound. Beyond it everything is taken back, and `abort`
 * says what is left.
 */
export function withinHelperBounds<T>(run: Run, body: () => T, abort: () => T): T {
  const { counters, store } = run;
  const outer = counters.limit;
  const own = counters.steps + largestHelperSteps;
  // Inside of such a run everything shares its bound.
  if (own >= outer) return body();
  const start = store.mark();
  counters.limit = own;
  try {
    return body();
  } catch (error) {
    if (!(error instanceof BudgetSpent) || counters.steps >= outer) throw error;
    store.rollBack(start);
    run.limits.add("length of functions without sites");
    return abort();
  } finally {
    counters.limit = outer;
  }
}

export const nothing: ConstantValue = { kind: "constant", constant: undefined };

export function spend(run: Run): void {
  run.counters.steps += 1;
  if (run.counters.steps > run.counters.limit) throw new BudgetSpent("steps");
}

export function nextOrder(run: Run): number {
  run.counters.order += 1;
  return run.counters.order;
}

/** A hole that is unlike any other. */
export function newUnknown(run: Run, reason: string): Text {
  return unknown(newIdentity(run), reason);
}

/** A hole for what somebody outside of the analysis has written. */
export function newFromOutside(run: Run, reason: string): Text {
  return hole(`outside ${newIdentity(run)}`, { kind: "unknown", reason, isFromOutside: true });
}

/** A hole for what is downloaded. */
export function newFetched(run: Run, reason: string): Text {
  return hole(`fetched ${newIdentity(run)}`, { kind: "unknown", reason, isFetched: true });
}

export function newFresh(run: Run, what: string, place: Place, path: CallPath | undefined): Text {
  return hole(`fresh:${newIdentity(run)}`, { kind: "fresh", what, place, path, root: run.root });
}

function newIdentity(run: Run): string {
  run.counters.identity += 1;
  return `${run.root}.${run.counters.identity}`;
}

export function factsOf(run: Run, file: string): FileFacts {
  const facts = run.project.facts(file);
  if (facts === undefined) throw new Error(`no facts of ${file}`);
  return facts;
}

/** A run of an activation that begins at the present state. */
export function newFrame(run: Run, activation: Activation): Frame {
  return { run, activation, returns: [], deferred: [], start: run.store.mark(), targets: [], catches: [], yields: [] };
}

/** Whether a run is in a file of Go, whose values differ: structs are copied, there is nil and no undefined, conditions are booleans. */
export function isGo(frame: Frame): boolean {
  return factsOf(frame.run, frame.activation.module.file).language === "go";
}

export function placeIn(frame: Frame, at: readonly [number, number]): Place {
  return { file: frame.activation.module.file, start: at[0], end: at[1] };
}

/** The cell of a variable, in the activation that holds it. */
export function cellOf(activation: Activation, variable: VariableIndex, run: Run): Cell {
  return cellIn(holderOf(activation, variable, run), variable);
}

/** The activation that holds a variable. */
export function holderOf(activation: Activation, variable: VariableIndex, run: Run): Activation {
  const facts = factsOf(run, activation.module.file).variables[variable];
  let holder: Activation = activation;
  for (let candidate: Activation | undefined = activation; candidate !== undefined; candidate = candidate.parent) {
    holder = candidate;
    if (candidate.function !== facts?.owner) continue;
    if (candidate.block === undefined || (facts !== undefined && facts.at[0] >= candidate.block[0] && facts.at[1] <= candidate.block[1])) break;
  }
  return holder;
}

export function cellIn(holder: Activation, variable: VariableIndex): Cell {
  const known = holder.cells.get(variable);
  if (known !== undefined) return known;
  const cell: Cell = { value: undefined, origin: undefined };
  holder.cells.set(variable, cell);
  return cell;
}
