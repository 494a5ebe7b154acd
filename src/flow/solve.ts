import type { FileFacts } from "../facts/facts.js";
import { forgetIdentities } from "../values/text.js";
import type { CallPath, ClassValue, Place, Value } from "../values/value.js";
import { callFunction, constructValue, defineClass, functionsIn } from "./call.js";
import { use } from "./captures.js";
import { escape } from "./escapes.js";
import { isReadKey } from "./files.js";
import { namesInFunctions, rootCandidates } from "./candidates.js";
import type { Candidate } from "./candidates.js";
import { newContexts } from "./clusters.js";
import { deployObjects } from "./manifests.js";
import { isGoTest, loadModule, loadPackage } from "./modules.js";
import { ownPackage, packageMember } from "./packages.js";
import { pipelineRoots } from "./pipelines/roots.js";
import { isInstallKey } from "./helm/install.js";
import { chartRoots } from "./helm/roots.js";
import { BudgetSpent, WayEnds, largestProjectSteps, largestSteps, limits, newFrame, largestPipelineSteps, smallestSteps } from "./run.js";
import type { Frame, ProjectFacts, Run, Scheduled } from "./run.js";
import { readProperty } from "./properties.js";
import { newThreads } from "./races.js";
import type { ImageGraph, RootRun } from "./site.js";
import { bakeRoots } from "./bake/roots.js";
import { composeRoots } from "./compose/roots.js";
import { devcontainerRoots } from "./devcontainer/roots.js";
import { dockerfileRoots } from "./dockerfile/roots.js";
import { goreleaserRoots } from "./goreleaser/roots.js";
import { kustomizationRoots, makeRoots, manifestRoots, shellRoots } from "./script-roots.js";
import type { ScriptRoot } from "./script-roots.js";
import { createStore } from "./store.js";
import type { Store } from "./store.js";
import { endWaiting } from "./threads.js";
import { toolRoots } from "./tools/roots.js";
import { workflowRoots } from "./workflows/roots.js";

/**
 * Runs every root of the project: first the modules that nobody imports, as they are loaded; then each function that no
 * root has run, with parameters that are not known. `files` are the modules that may hold sites, in order.
 */
export function solve(project: ProjectFacts, files: readonly string[]): ImageGraph {
  forgetIdentities();
  const budget = { left: largestProjectSteps };
  const ofScripts = { left: largestProjectSteps };
  const executed = new Set<string>();
  const loaded = new Set<string>();
  const roots: RootRun[] = [];
  const runModule = (file: string): void => {
    const run = newRun(project, roots.length, createStore(), executed, budget);
    runToEnd(run, () => {
      runModuleRoot(run, file);
    });
    budget.left -= run.counters.steps;
    for (const module of run.modules.keys()) loaded.add(module);
    roots.push(rootRun(run, file, file));
  };
  const imported = importedFiles(project, files);
  const isModule = (file: string): boolean => project.facts(file)?.language === "typescript";
  for (const file of files) if (isModule(file) && !imported.has(file)) runModule(file);
  // Modules that only import each other.
  for (const file of files) if (isModule(file) && !loaded.has(file)) runModule(file);
  for (const [id, members] of programs(project, files)) {
    const run = newRun(project, roots.length, createStore(), executed, budget);
    runToEnd(run, () => {
      runPackageRoot(run, id);
    });
    budget.left -= run.counters.steps;
    roots.push(rootRun(run, members[0] ?? id, id.replace(/^go:|#.*$/gu, "") || "the module's root"));
  }
  const ofPipelines = { left: largestPipelineSteps };
  const runScript = (one: ScriptRoot, ran: Set<string> = executed, steps: Budget = ofScripts): void => {
    if (executed.has(one.key)) return;
    executed.add(one.key);
    const run = newRun(project, roots.length, createStore(), ran, steps);
    runToEnd(run, () => {
      one.run(run);
    });
    steps.left -= run.counters.steps;
    const { chartDefault } = one;
    const isInstalled = chartDefault?.installed !== undefined && executed.has(chartDefault.installed);
    roots.push({ ...rootRun(run, one.file, one.name), pipeline: one.pipeline, chartDefault: chartDefault === undefined ? undefined : isInstalled ? "beside" : "alone" });
  };
  /** People run what a pipeline runs too: it stays a root of its own. What it only reads, it reads for all. */
  const runPipeline = (one: ScriptRoot): void => {
    const ran = new Set<string>();
    runScript(one, ran, ofPipelines);
    for (const key of ran) if (isReadKey(key) || isInstallKey(key)) executed.add(key);
  };
  for (const one of makeRoots(project, files, () => newRun(project, roots.length, createStore(), new Set(), ofScripts))) runScript(one);
  for (const one of shellRoots(project, files)) runScript(one);
  workflowRoots(project, files).forEach(runPipeline);
  pipelineRoots(project, files).forEach(runPipeline);
  // Functions that no other one names are where execution starts; what is left then has callers that were not run.
  const named = new Set(files.flatMap((file) => [...namesInFunctions(factsOr(project, file))]));
  const isNamed = (candidate: Candidate): boolean => candidate.name !== undefined && named.has(candidate.name);
  for (const wanted of [(candidate: Candidate): boolean => !isNamed(candidate), isNamed]) {
    for (const file of files) roots.push(...functionRoots(project, file, wanted, executed, roots.length, budget));
  }
  for (const one of [...toolRoots(project, files), ...goreleaserRoots(project, files), ...composeRoots(project, files), ...bakeRoots(project, files), ...devcontainerRoots(project, files), ...dockerfileRoots(project, files), ...kustomizationRoots(project, files), ...manifestRoots(project, files)]) runScript(one);
  for (const one of chartRoots(project, files, { packages: roots.flatMap((root) => root.chartPackages), edited: new Set(roots.flatMap((root) => [...root.editedCharts])) })) runScript(one);
  return { roots };
}

/** The Go packages among the files that are started: those with tests, and programs. */
function programs(project: ProjectFacts, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const packages = new Map<string, string[]>();
  for (const file of files) {
    if (project.facts(file)?.language !== "go") continue;
    const id = project.resolve(ownPackage, file);
    if (id === undefined || !(isGoTest(file) || id.endsWith("#main"))) continue;
    const members = packages.get(id);
    if (members === undefined) packages.set(id, [file]);
    else members.push(file);
  }
  return packages;
}

const noFacts: FileFacts = { language: "typescript", variables: [], functions: [], classes: [], body: [], imports: [], exports: [], directives: [], problems: [] };

function factsOr(project: ProjectFacts, file: string): FileFacts {
  return project.facts(file) ?? noFacts;
}

function importedFiles(project: ProjectFacts, files: readonly string[]): ReadonlySet<string> {
  const imported = new Set<string>();
  for (const file of files) {
    for (const specifier of specifiersOf(project.facts(file))) {
      const target = project.resolve(specifier, file);
      if (target !== undefined && target !== file) imported.add(target);
    }
  }
  return imported;
}

function specifiersOf(facts: FileFacts | undefined): readonly string[] {
  return [...(facts?.imports ?? []).map((one) => one.specifier), ...(facts?.exports ?? []).flatMap((one) => (one.kind === "local" ? [] : [one.specifier]))];
}

/** Steps that the roots of a project may still take. */
interface Budget {
  left: number;
}

function newRun(project: ProjectFacts, root: number, store: Store, executed: Set<string>, budget: Budget): Run {
  return {
    project,
    store,
    root,
    sites: [],
    siteCounts: new Map(),
    captures: [],
    escapes: [],
    pulls: [],
    saves: [],
    sharedEngines: [],
    overrides: [],
    contexts: newContexts(),
    connection: undefined,
    clusters: [],
    slips: [],
    misplaced: [],
    missingNames: [],
    scripts: [],
    kustomizeEdits: { all: [], byFolder: new Map() },
    deletions: [],
    opaqueCommands: [],
    limits: new Set(),
    modules: new Map(),
    packages: new Map(),
    loading: { depth: 0, later: [] },
    waiting: [],
    threads: newThreads(),
    channels: { last: undefined },
    kept: new Set(),
    expectations: { failures: 0 },
    mocks: { isUsed: false },
    holeObjects: new Map(),
    json: new Map(),
    files: new Map(),
    archives: new Map(),
    chartPackages: [],
    editedCharts: new Set(),
    executed,
    testContext: { kind: "object", object: store.createObject("plain", { open: "the context of a test" }) },
    scheduled: { before: [], tests: [], after: [] },
    ways: [],
    active: new Map(),
    runs: new Map(),
    results: new Map(),
    counters: { steps: 0, limit: Math.max(smallestSteps, Math.min(largestSteps, Math.ceil(budget.left / 4))), order: 0, identity: 0, received: 0 },
  };
}

/** Runs until the end, or until a bound is reached; a way that ends is an ordinary end. */
function runToEnd(run: Run, body: () => void): void {
  try {
    body();
  } catch (error) {
    if (error instanceof BudgetSpent) run.limits.add("steps");
    else if (error instanceof RangeError) run.limits.add("depth of the analysis");
    else if (!(error instanceof WayEnds)) throw error;
  }
}

/** A module's own statements, then what it registered with a test framework, then what it exports is used by whoever imports it. */
function runModuleRoot(run: Run, file: string): void {
  const module = loadModule(run, file);
  if (module === undefined) return;
  const { before, tests, after } = run.scheduled;
  for (const phase of [before, tests, after]) {
    for (const { callback, place, path, items } of phase) {
      runToEnd(run, () => {
        callFunction(run, callback, items, place, path, "unknown");
      });
    }
  }
  const facts = run.project.facts(file);
  const { cells } = module.activation();
  for (const exported of facts?.exports ?? []) {
    const value = exported.kind === "local" ? cells.get(exported.variable)?.value : undefined;
    if (value !== undefined) use(value);
  }
  for (const cell of module.exports.properties.values()) if (cell.value !== undefined) use(cell.value);
}

/** What `go test` or `go run` do: the package's files are initialised, then set-up, tests and tear-down run, or `main`. */
function runPackageRoot(run: Run, id: string): void {
  loadPackage(run, id, "with tests");
  const started = startedFunctions(run, id);
  const { before, tests, after } = run.scheduled;
  const call = ({ callback, place, path, items, next }: Scheduled): void => {
    runToEnd(run, () => {
      const result = callFunction(run, callback, items, place, path, "unknown");
      use(result);
      if (next !== undefined) callFunction(run, next, [{ value: result, isOptional: false }], place, path, "unknown");
    });
  };
  for (const phase of [started.filter((one) => one.isSetup), before, started.filter((one) => !one.isSetup), tests, after]) phase.forEach(call);
  runToEnd(run, () => {
    endWaiting(run);
  });
}

/** `main`, `TestMain`, and the functions that `go test` runs, in the order of the files (https://pkg.go.dev/cmd/go#hdr-Testing_functions). */
function startedFunctions(run: Run, id: string): readonly (Scheduled & { readonly isSetup: boolean })[] {
  return run.project.packageFiles(id).flatMap((file) => {
    const facts = run.project.relevantFiles.has(file) ? run.project.facts(file) : undefined;
    return (facts?.exports ?? []).flatMap((one) => {
      if (one.kind !== "local" || !(isGoTest(file) ? testName.test(one.exported) : one.exported === "main" && id.endsWith("#main"))) return [];
      const callback = run.modules.get(file)?.activation().cells.get(one.variable)?.value;
      if (callback?.kind !== "function") return [];
      const [start, end] = facts?.functions[callback.function]?.at ?? [0, 0];
      return [{ callback, place: { file, start, end }, path: undefined, items: [], isSetup: one.exported === "TestMain" }];
    });
  });
}

const testName = /^(?:Test|Benchmark|Fuzz|Example)(?!\p{Ll})/u;

function rootRun(run: Run, file: string, name: string): RootRun {
  const { root, sites, captures, escapes, pulls, saves, sharedEngines, overrides, clusters, slips, misplaced, missingNames, deletions, opaqueCommands, chartPackages, editedCharts, threads: { races } } = run;
  return { root, file, name, isMocked: run.mocks.isUsed, sites, captures, escapes, pulls, saves, sharedEngines, overrides, clusters, slips, misplaced, missingNames, deletions, opaqueCommands, chartPackages, editedCharts, races, limits: [...run.limits].map((reached) => ({ name: reached, mayHideSites: limits[reached] })) };
}

/** The functions of one file that nobody has called. */
function functionRoots(project: ProjectFacts, file: string, isWanted: (candidate: Candidate) => boolean, executed: Set<string>, firstRoot: number, budget: Budget): readonly RootRun[] {
  const facts = factsOr(project, file);
  const isUnexecuted = ({ function: index }: Candidate): boolean => !executed.has(`${file}#${index}`) && project.slice.isRelevant(file, index);
  const candidates = rootCandidates(facts).filter((candidate) => isUnexecuted(candidate) && isWanted(candidate));
  if (candidates.length === 0) return [];
  const store = createStore();
  const base = newRun(project, firstRoot, store, executed, budget);
  runToEnd(base, () => {
    loadModule(base, file);
    const own = facts.language === "go" ? project.resolve(ownPackage, file) : undefined;
    if (own !== undefined) loadPackage(base, own, isGoTest(file) ? "with tests" : "without tests");
  });
  const roots: RootRun[] = [];
  for (const candidate of candidates) {
    if (!isUnexecuted(candidate)) continue;
    const start = store.mark();
    // What the module did when it was loaded has happened in this root too.
    const run: Run = { ...newRun(project, firstRoot + roots.length, store, executed, budget), modules: base.modules, packages: base.packages, json: base.json, holeObjects: base.holeObjects, mocks: base.mocks, contexts: base.contexts, files: new Map(base.files), archives: new Map(base.archives), sites: base.sites.filter((site) => site.kind !== "deploy") };
    run.counters.order = base.counters.order;
    const inherited = run.sites.length;
    runToEnd(run, () => {
      runFunctionRoot(run, file, facts, candidate);
    });
    budget.left -= run.counters.steps;
    store.rollBack(start);
    if (run.sites.length > inherited || run.captures.length > 0) roots.push(rootRun(run, file, candidate.name ?? `a function of ${file}`));
  }
  return roots;
}

function runFunctionRoot(run: Run, file: string, facts: FileFacts, candidate: Candidate): void {
  const module = loadModule(run, file);
  const [start, end] = facts.functions[candidate.function]?.at ?? [0, 0];
  if (module === undefined) return;
  const place: Place = { file, start, end };
  const scope = module.activation();
  const frame = newFrame(run, scope);
  const receiver = receiverOf(frame, candidate, place);
  const callee = candidate.key === undefined || receiver === undefined ? undefined : readProperty(frame, receiver, candidate.key);
  const called = callee?.kind === "function" ? callee : ({ kind: "function", module, function: candidate.function, scope, receiver } as const);
  const result = callFunction(run, called, [], place, undefined, "unknown");
  endWaiting(run);
  handOut(run, result, place, undefined, candidate.name ?? "a function");
}

/** An instance of the class whose method is the root, made with arguments that are not known. */
function receiverOf(frame: Frame, candidate: Candidate, place: Place): Value | undefined {
  if (candidate.type !== undefined) {
    const type = packageTypeOf(frame, candidate.type);
    return type === undefined ? undefined : { kind: "object", object: frame.run.store.createObject("plain", { class: type, open: "fields of an object that is not known", place }) };
  }
  if (candidate.class === undefined) return undefined;
  const type = defineClass(frame, candidate.class);
  if (candidate.isStatic) return type;
  const object: Value = { kind: "object", object: frame.run.store.createObject("plain", { class: type, open: "fields of an object that is not known", place }) };
  try {
    constructValue(frame, type, [], place, object, "unknown");
  } catch (error) {
    if (!(error instanceof WayEnds)) throw error;
  }
  return object;
}

function packageTypeOf(frame: Frame, name: string): ClassValue | undefined {
  const id = frame.run.project.resolve(ownPackage, frame.activation.module.file);
  const member = id === undefined ? undefined : packageMember(frame.run, id, name);
  const value = member === undefined ? undefined : "cell" in member ? member.cell.value : member.value;
  return value?.kind === "class" ? value : undefined;
}

/** What a root gives leaves the project: it is used, manifests in it are deployed, functions in it are called. */
function handOut(run: Run, result: Value, place: Place, path: CallPath | undefined, name: string): void {
  escape(run, [result], place, "whoever calls it");
  const [module] = run.modules.values();
  if (module === undefined) return;
  const frame = newFrame(run, { ...module.activation(), path });
  deployObjects(frame, result, place, `the result of ${name}`);
  for (const callback of functionsIn(result)) callFunction(run, callback, [], place, path, "unknown");
}
