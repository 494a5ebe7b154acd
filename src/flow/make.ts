import type { ContainerEngine } from "../models/command-effect.js";
import { isPlainRecipe, meaningsOf } from "../models/commands/make.js";
import type { TargetMeaning } from "../models/commands/make.js";
import { choice, isText, join, literal, literalText, placeOf } from "../values/text.js";
import type { HeapObject, Place, Text } from "../values/value.js";
import { fileContent } from "./files.js";
import { environment } from "./properties.js";
import type { Frame } from "./run.js";
import { recordSite } from "./sites.js";

/** A call of make, as the line and its surroundings give it. */
export interface MakeCall {
  readonly targets: readonly Text[];
  readonly variables: ReadonlyMap<string, Given>;
  readonly file: Text | undefined;
  /** `-C` */
  readonly below: Text | undefined;
  /** Where make itself is called. */
  readonly folder: Text | undefined;
  readonly environment: HeapObject | undefined;
  readonly place: Place;
  readonly how: string;
}

interface Given {
  readonly reference: Text;
  readonly origin?: Place | undefined;
}

/** Does what the wanted targets of the project's Makefile do to images, as far as that is known; gives whether it is all known. */
export function runMake(frame: Frame, call: MakeCall): boolean {
  const makefile = makefileOf(frame, call);
  const wanted = call.targets.map((target) => literalText(target));
  if (makefile === undefined || wanted.length === 0) return false;
  const run: MakeRun = { frame, call, makefile, rules: rulesOf(makefile), made: new Set() };
  return wanted.map((target) => target !== undefined && make(run, target, "wanted")).every((isKnown) => isKnown);
}

interface MakeRun {
  readonly frame: Frame;
  readonly call: MakeCall;
  readonly makefile: string;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Each target is made once. */
  readonly made: Set<string>;
}

interface Rule {
  readonly prerequisites: readonly string[];
  readonly recipe: string;
}

function makefileOf(frame: Frame, { file, below, folder }: MakeCall): string | undefined {
  for (const name of file === undefined ? [literal("GNUmakefile"), literal("makefile"), literal("Makefile")] : [file]) {
    const content = fileContent(frame, below === undefined ? name : join([{ text: below }, { text: literal("/") }, { text: name }]), folder);
    const text = content === undefined ? undefined : literalText(content);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The rules of a Makefile by their targets; what is put together from variables and patterns is left out. */
function rulesOf(makefile: string): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  let targets: readonly string[] = [];
  for (const line of makefile.replace(/\\\r?\n/gu, " ").split(/\r?\n/u)) {
    const recipe = line.startsWith("\t") ? `${line.slice(1)}\n` : "";
    const [, names, prerequisites = ""] = recipe === "" ? (/^([^\s:=#][^:=#]*):(?![:=])([^=#;]*)(?:[#;].*)?$/u.exec(line) ?? []) : [];
    if (names !== undefined) targets = namesIn(names);
    else if (recipe === "" && /^[^\s#]/u.test(line)) targets = [];
    for (const target of targets) {
      const before = rules.get(target) ?? { prerequisites: [], recipe: "" };
      rules.set(target, { prerequisites: [...before.prerequisites, ...namesIn(prerequisites.replace("|", " "))], recipe: before.recipe + recipe });
    }
  }
  return rules;
}

function namesIn(list: string): readonly string[] {
  return list.split(/\s+/u).filter((name) => name !== "");
}

/** Makes a target, those first that it needs; gives whether it is known what all of them do. */
function make(run: MakeRun, target: string, reason: "wanted" | "needed"): boolean {
  if (run.made.has(target)) return true;
  run.made.add(target);
  const rule = run.rules.get(target);
  // A file, or what a rule with variables makes: tools that are fetched.
  if (rule === undefined) return reason === "needed";
  const areKnown = rule.prerequisites.map((prerequisite) => make(run, prerequisite, "needed")).every((isKnown) => isKnown);
  const meanings = meaningsOf(target) ?? (reason === "needed" ? ["nothing"] : undefined);
  if (meanings === undefined) return false;
  return meanings.map((meaning) => (meaning === "nothing" ? isPlainRecipe(rule.recipe) : recordMeaning(run, rule.recipe, target, meaning))).every((isKnown) => isKnown) && areKnown;
}

/** A recipe that names one image by a variable of its own: `-t ${IMG}`, `controller=$(IMG)`. */
const imageVariable = /(?<=[\s="'])\$[({](\w*IM(?:G|AGE))[)}](?=[\s"']|$)/gu;

function recordMeaning({ frame, call, makefile }: MakeRun, recipe: string, target: string, meaning: Exclude<TargetMeaning, "nothing">): boolean {
  const names = new Set([...recipe.matchAll(imageVariable)].map(([, name = ""]) => name));
  const [name] = names;
  if (name === undefined || names.size > 1) return false;
  const { place, how } = call;
  const site = { ...variableOf(frame, call, makefile, name), place, how: `${how} ${target}` };
  switch (meaning) {
    case "build":
    case "push":
      recordSite(frame, { ...site, kind: meaning, engine: engineOf(call, makefile, recipe) });
      return true;
    case "load":
      recordSite(frame, { ...site, kind: "load", tool: "kind" });
      return true;
    case "deploy":
      recordSite(frame, { ...site, kind: "deploy", runtime: "cluster" });
      return true;
  }
}

/** The line's variable, else the environment's, else the Makefile's own, which `?=` lets the environment replace. */
function variableOf(frame: Frame, { variables, environment: given }: MakeCall, makefile: string, name: string): Given {
  const ofLine = variables.get(name);
  if (ofLine !== undefined) return ofLine;
  const cell = given?.properties.get(name);
  const set = cell?.value ?? frame.run.files.get(`env ${name}`)?.value;
  const own = definitionOf(makefile, name);
  const ofEnvironment = set !== undefined && isText(set) ? { reference: set, origin: placeOf(set) ?? cell?.origin } : undefined;
  if (own !== undefined && (own.operator !== "?=" || ofEnvironment === undefined)) {
    const value = literal(own.value);
    if (own.operator !== "?=") return { reference: value };
    const either = choice([environment(name), value], `${name}:-${own.value}`);
    return { reference: isText(either) ? either : value };
  }
  return ofEnvironment ?? { reference: environment(name) };
}

function definitionOf(makefile: string, name: string): { readonly operator: string; readonly value: string } | undefined {
  const [, operator, value] = new RegExp(`^(?:export )? *${name} *(\\?=|:{0,2}=) *([^$#\\s]+) *(?:#.*)?\\r?$`, "mu").exec(makefile) ?? [];
  return operator === undefined || value === undefined ? undefined : { operator, value };
}

const engines: readonly ContainerEngine[] = ["docker", "podman", "nerdctl", "buildah"];

/** The engine that the recipe names, or a variable in it (`$(CONTAINER_TOOL)`). */
function engineOf({ variables }: MakeCall, makefile: string, recipe: string): ContainerEngine | undefined {
  const words = recipe.match(/\$[({]\w+[)}]|[\w-]+/gu) ?? [];
  for (const word of words) {
    const [, name] = /^\$[({](\w+)[)}]$/u.exec(word) ?? [];
    const ofLine = name === undefined ? undefined : variables.get(name)?.reference;
    const value = name === undefined ? word : ofLine === undefined ? definitionOf(makefile, name)?.value : literalText(ofLine);
    const engine = engines.find((one) => one === value);
    if (engine !== undefined) return engine;
  }
  return undefined;
}
