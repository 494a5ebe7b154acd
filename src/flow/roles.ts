import { consumerRole, generatorRole, isClassWithRole, producerRole } from "../models/producers.js";
import type { FunctionRole, NamedCall } from "../models/producers.js";
import { isFreshHole, isText, join, uncaptured } from "../values/text.js";
import type { CallPath, ClassValue, Item, Place, Text, Value } from "../values/value.js";
import { hasFreshPart } from "./captures.js";
import { somewhere } from "./clusters.js";
import { itemsOf, readProperty } from "./properties.js";
import { factsOf, newFresh, newUnknown, nothing } from "./run.js";
import type { Frame, Run } from "./run.js";
import { recordSite } from "./sites.js";

/** What the configuration says of one called function; undefined for what it does not say. */
export interface Roles {
  readonly producer: FunctionRole | undefined;
  readonly generator: FunctionRole | undefined;
  readonly consumer: FunctionRole | undefined;
}

/** The roles of a function or class under the name that a call has for it. */
export function rolesOf(frame: Frame, callee: Value, name: string): Roles {
  const { run } = frame;
  const { configuration } = run.project;
  const call: NamedCall = { name, module: undefined, resolve: (specifier) => run.project.resolve(specifier, frame.activation.module.file), ...identityOf(run, callee) };
  return { producer: producerRole(call, configuration), generator: generatorRole(call, configuration), consumer: consumerRole(call, configuration) };
}

/** Whether the configuration speaks of methods of a class that the project does not define. */
export function hasMethodsWithRoles(run: Run, path: string): boolean {
  return isClassWithRole(path, run.project.configuration);
}

function identityOf(run: Run, callee: Value): Partial<NamedCall> {
  switch (callee.kind) {
    case "function":
      return { module: callee.module.file, declared: factsOf(run, callee.module.file).functions[callee.function]?.name, classes: namesOf(run, callee.home) };
    case "class":
      return { module: callee.module.file, declared: namesOf(run, callee)[0], classes: [] };
    case "external":
      // What is called on a value that is not known is taken for a method of a text.
      return callee.path.startsWith("String#") ? {} : { path: callee.path };
    default:
      return {};
  }
}

/** The names of a class and of those that it extends. */
function namesOf(run: Run, type: ClassValue | undefined): readonly string[] {
  if (type === undefined) return [];
  const name = factsOf(run, type.module.file).classes[type.class]?.name;
  const inherited = type.base?.kind === "class" ? namesOf(run, type.base) : type.base?.kind === "external" ? [type.base.path.split(/[.#]/u).at(-1) ?? ""] : [];
  return [...(name === undefined ? [] : [name]), ...inherited];
}

/** A function that the configuration says to deploy what it is given. */
export function consume(frame: Frame, role: FunctionRole, items: readonly Item[], place: Place, name: string): void {
  for (const { value, origin } of referencesIn(frame, role.argument ?? "0", items)) {
    recordSite(somewhere(frame), { kind: "deploy", reference: value, origin, place, how: name, runtime: "cluster", policy: newUnknown(frame.run, `the policy that ${name} sets`) });
  }
}

/** A function that the configuration says to build under the reference that it is given; what its own body builds is seen there. */
export function buildGiven(frame: Frame, argument: string, items: readonly Item[], place: Place, name: string, sitesBefore: number): void {
  for (const { value, origin } of referencesIn(frame, argument, items)) {
    if (!isMadeSince(frame.run, value, sitesBefore)) recordSite(frame, { kind: "build", reference: value, origin, place, how: name });
  }
}

/** The texts at a path in the arguments: one, or those of a list. */
function referencesIn(frame: Frame, argument: string, items: readonly Item[]): readonly { readonly value: Text; readonly origin: Place | undefined }[] {
  const { value, origin } = argumentIn(frame, items, argument);
  const list = value.kind === "object" ? (itemsOf(frame, value) ?? []) : [{ value, origin }];
  return list.flatMap((item) => (isText(item.value) ? [{ value: item.value, origin: item.origin ?? origin }] : []));
}

function isMadeSince(run: Run, reference: Text, sitesBefore: number): boolean {
  const { key } = uncaptured(reference);
  return run.sites.slice(sitesBefore).some((site) => (site.kind === "build" || site.kind === "tag") && uncaptured(site.reference).key === key);
}

/** The value at a path in the arguments (`0.image`), and where it is given. */
export function argumentIn(frame: Frame, items: readonly Item[], path: string): { readonly value: Value; readonly origin: Place | undefined } {
  const [first, ...keys] = path.split(".");
  const item = items[Number(first)];
  let value: Value = item?.value ?? nothing;
  let origin = item?.origin;
  for (const key of keys) {
    origin = (value.kind === "object" ? value.object.properties.get(key)?.origin : undefined) ?? origin;
    value = readProperty(frame, value, key);
  }
  return { value, origin };
}

/** What a generator gives: what its body shows, the parts that are not known being new at each call; with no body, a new text. */
export function generated(frame: Frame, role: FunctionRole, result: Value | undefined, name: string, place: Place): Value {
  const { run, activation } = frame;
  if (role.result === undefined) return freshOf(run, result, name, place, activation.path);
  const known = result?.kind === "object" ? result.object : undefined;
  const object = known ?? run.store.createObject("plain", { open: `the result of ${name}` });
  run.store.write(run.store.property(object, role.result), freshOf(run, known?.properties.get(role.result)?.value, name, place, activation.path));
  return { kind: "object", object };
}

function freshOf(run: Run, value: Value | undefined, name: string, place: Place, path: CallPath | undefined): Value {
  if (value === undefined || !isText(value)) return newFresh(run, name, place, path);
  if (hasFreshPart(value)) return value;
  const { text, isNew } = refreshed(run, value, name, place, path);
  return isNew ? text : newFresh(run, name, place, path);
}

function refreshed(run: Run, text: Text, name: string, place: Place, path: CallPath | undefined): { readonly text: Text; readonly isNew: boolean } {
  const plain = uncaptured(text);
  if (plain.kind === "joined") {
    const parts = plain.parts.map((part) => ({ part, inner: refreshed(run, part.text, name, place, path) }));
    return { text: join(parts.map(({ part, inner }) => ({ ...part, text: inner.text }))), isNew: parts.some(({ inner }) => inner.isNew) };
  }
  const isOpen = plain.kind === "choice" || (plain.kind === "hole" && !isFreshHole(plain) && (plain.origin.kind === "unknown" || plain.origin.kind === "derived"));
  return isOpen ? { text: newFresh(run, name, place, path), isNew: true } : { text, isNew: false };
}

/** What a producer without a body gives that is told under which name to build: the name, where the configuration says that it gives it back. */
export function givenBack(frame: Frame, role: FunctionRole, argument: string, items: readonly Item[], name: string): Value {
  const unknown = newUnknown(frame.run, `the result of ${name}`);
  if (role.result === undefined) return unknown;
  const object = frame.run.store.createObject("plain", { open: `the result of ${name}` });
  const { value, origin } = argumentIn(frame, items, argument);
  frame.run.store.write(frame.run.store.property(object, role.result), value, origin);
  return { kind: "object", object };
}
