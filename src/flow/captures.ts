import { captured, choice, holesOf, isText, literalText, uncaptured } from "../values/text.js";
import type { CallPath, Capture, Item, Place, Text, Value } from "../values/value.js";
import { nextOrder } from "./run.js";
import type { Run } from "./run.js";
import type { Site } from "./site.js";
import { referencePattern } from "../values/compare.js";

const largestWalk = 2_000;
const largestKnown = 200;

/** Says that a value reaches something that uses it. */
export function use(value: Value): void {
  for (const capture of capturesIn(value)) capture.isUsed = true;
}

/** Says that a value was only written to a log. */
export function log(value: Value): void {
  for (const capture of capturesIn(value)) capture.isLogged = true;
}

/** The captured results in a value, also deep inside of objects. */
export function capturesIn(value: Value): ReadonlySet<Capture> {
  const found = new Set<Capture>();
  walkTexts(value, (text) => {
    if (text.kind === "captured") found.add(text.capture);
  });
  return found;
}

/** Visits every text in a value and in the objects that it reaches, each object once. */
export function walkTexts(value: Value, visit: (text: Text) => void, limit = largestWalk): void {
  const seen = new Set<unknown>();
  let steps = 0;
  const walk = (one: Value): void => {
    steps += 1;
    if (steps > limit) return;
    switch (one.kind) {
      case "literal":
        visit(one);
        return;
      case "hole":
        visit(one);
        if (one.origin.kind === "derived") for (const part of one.origin.of) walk(part);
        return;
      case "joined":
        visit(one);
        for (const part of one.parts) walk(part.text);
        return;
      case "captured":
        visit(one);
        walk(one.text);
        return;
      case "choice":
        visit(one);
        for (const alternative of one.alternatives) walk(alternative);
        return;
      case "object":
        if (seen.has(one.object)) return;
        seen.add(one.object);
        for (const cell of one.object.properties.values()) {
          if (steps > limit) return;
          if (cell.value !== undefined) walk(cell.value);
        }
        for (const item of one.object.items?.value ?? []) {
          if (steps > limit) return;
          walk(item.value);
        }
        return;
      case "function":
        // What a closure holds is used where it runs.
        return;
      case "external":
        if (one.receiver !== undefined) walk(one.receiver);
        for (const held of one.held ?? []) walk(held);
        return;
      case "number":
      case "constant":
      case "class":
      case "regexp":
        return;
    }
  };
  walk(value);
}

export interface ProducerCall {
  readonly place: Place;
  readonly path: CallPath | undefined;
  readonly name: string;
  /** Where the producer may have stored the reference: its arguments, its receiver, its module's variables. */
  readonly stores: readonly Value[];
  /** What the caller knew before the call. */
  readonly known: ReadonlyMap<string, Text>;
  /** The order of the root's events before the call. */
  readonly startOrder: number;
  /** The sites of the root before the call. */
  readonly sitesBefore: number;
  /** The call's name is in the list of producers. */
  readonly isNamed: boolean;
}

/**
 * The result of a call, captured if the call is a producer's: one of its possible results is a reference that was made
 * below it and that the caller could not know (DESIGN section 5, "Functions are summarised").
 */
export function captureResult(run: Run, call: ProducerCall, result: Value): Value {
  const made = run.sites.slice(call.sitesBefore).filter((site) => site.kind === "build" || site.kind === "tag" || site.kind === "load" || site.kind === "push");
  if (made.length === 0 && !call.isNamed) return result;
  const { known } = call;
  const references = new Map<string, Text>();
  for (const site of made) for (const alternative of flatten(site.reference)) if (alternative.key !== "" && !known.has(alternative.key)) references.set(alternative.key, alternative);
  if (references.size === 0 && !call.isNamed) return result;
  const inner = new Set<Capture>();
  const found = madeIn(result, references, known, call.isNamed);
  if (found === undefined) return result;
  for (const capture of capturesIn(result)) inner.add(capture);
  const capture = newCapture(run, {
    place: call.place,
    path: call.path,
    producer: call.name,
    reference: found.reference === undefined ? undefined : uncaptured(found.reference),
    isConstant: found.reference !== undefined && literalText(found.reference) !== undefined && !buildsOnArguments(found.reference, known),
    inner: [...inner],
    startOrder: call.startOrder,
  });
  for (const one of inner) one.isHandedOut = true;
  // It may have gone elsewhere too: to a file, out of the analysis' sight, or to a deploy that the call makes itself.
  if (isNeededBelow(run, call, [...(capture.reference === undefined ? [] : [capture.reference.key]), ...keysIn(result, references)])) capture.isStored = true;
  // The reference may have been stored as well: who reads it there uses what the call made.
  const isReference = (text: Text): boolean => flatten(text).some((one) => references.has(one.key));
  for (const value of call.stores) {
    if (value.kind !== "object" || !holds(value, isReference)) continue;
    capture.isStored = true;
    wrap(run, value, capture, isReference, 0);
  }
  return wrap(run, result, capture, found.isPiece, 0);
}

function keysIn(result: Value, references: ReadonlyMap<string, Text>): readonly string[] {
  const texts: Text[] = [];
  collectShallow(result, texts, 0);
  return texts.flatMap(flatten).flatMap((text) => (references.has(text.key) ? [text.key] : []));
}

function isNeededBelow(run: Run, call: ProducerCall, keys: readonly string[]): boolean {
  return keys.some(
    (key) =>
      run.kept.has(key) ||
      run.escapes.some((escape) => escape.order > call.startOrder && escape.keys.has(key)) ||
      run.sites.slice(call.sitesBefore).some((site) => site.kind === "deploy" && flatten(site.reference).some((one) => one.key === key)),
  );
}

/** Records a result that a producer's call gives, which nothing has used yet. */
export function newCapture(run: Run, result: Pick<Capture, "place" | "path" | "producer" | "reference" | "isConstant" | "inner" | "startOrder">): Capture {
  const capture: Capture = { ...result, root: run.root, order: nextOrder(run), isConcurrent: run.threads.current !== undefined, isUsed: false, isStored: false, isLogged: false, isHandedOut: false };
  run.captures.push(capture);
  return capture;
}

/** Says that the program keeps a value where the analysis does not look for it: whoever will look there finds it. */
export function keep(run: Run, value: Value): void {
  use(value);
  walkTexts(value, (text) => {
    run.kept.add(uncaptured(text).key);
  });
}

/** The texts that a caller knows before a call: those in its arguments and in the receiver. */
export function knownTexts(items: readonly Item[], receiver: Value | undefined): ReadonlyMap<string, Text> {
  const known = new Map<string, Text>();
  const add = (text: Text): void => {
    known.set(text.key, text);
  };
  for (const item of items) walkTexts(item.value, add, largestKnown);
  if (receiver !== undefined) walkTexts(receiver, add, largestKnown);
  return known;
}

function flatten(text: Text): readonly Text[] {
  const plain = uncaptured(text);
  return plain.kind === "choice" ? plain.alternatives.flatMap((alternative) => (isText(alternative) ? flatten(alternative) : [])) : [plain];
}

interface Made {
  readonly reference: Text | undefined;
  /** Which texts of the result carry the reference or a piece of it. */
  readonly isPiece: (text: Text) => boolean;
}

function madeIn(result: Value, references: ReadonlyMap<string, Text>, known: ReadonlyMap<string, Text>, isNamed: boolean): Made | undefined {
  const texts: Text[] = [];
  collectShallow(result, texts, 0);
  const whole = texts.flatMap(flatten).find((text) => references.has(text.key));
  if (whole !== undefined) {
    const pieces = piecesOf(references.values());
    return { reference: references.get(whole.key), isPiece: (text) => flatten(text).some((one) => references.has(one.key) || (pieces.has(one.key) && !known.has(one.key))) };
  }
  // `{ imageName, imageVersion }`: repository and tag in two fields.
  for (const reference of references.values()) {
    const pieces = piecesOf([reference]);
    const held = texts.flatMap(flatten).filter((text) => pieces.has(text.key) && !known.has(text.key));
    if (new Set(held.map((text) => text.key)).size >= 2) return { reference, isPiece: (text) => flatten(text).some((one) => pieces.has(one.key)) };
  }
  if (isNamed && texts.length > 0) return { reference: [...references.values()][0], isPiece: () => true };
  return undefined;
}

/** Repository and tag of references, as texts with holes. */
function piecesOf(references: Iterable<Text>): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const reference of references) {
    const { key } = reference;
    const colon = key.lastIndexOf(":");
    if (colon > key.lastIndexOf("/") && referencePattern(reference).tagText !== undefined) {
      pieces.add(key.slice(0, colon));
      pieces.add(key.slice(colon + 1));
    }
  }
  return pieces;
}

function collectShallow(value: Value, texts: Text[], depth: number): void {
  if (depth > 2) return;
  if (isText(value)) {
    texts.push(value);
    if (value.kind === "choice") for (const alternative of value.alternatives) if (!isText(alternative)) collectShallow(alternative, texts, depth);
  } else if (value.kind === "object") {
    for (const cell of value.object.properties.values()) if (cell.value !== undefined) collectShallow(cell.value, texts, depth + 1);
    for (const item of value.object.items?.value ?? []) collectShallow(item.value, texts, depth + 1);
  }
}

/** A literal that was put together from what the caller gave carries something new: the way it is put together. */
function buildsOnArguments(reference: Text, known: ReadonlyMap<string, Text>): boolean {
  const text = literalText(reference) ?? "";
  return [...known.values()].some((part) => {
    const piece = literalText(part);
    return piece !== undefined && piece.length > 1 && piece !== text && text.includes(piece);
  });
}

function holds(value: Value, isReference: (text: Text) => boolean): boolean {
  const texts: Text[] = [];
  collectShallow(value, texts, 0);
  return texts.some(isReference);
}

/** Marks the texts of a result that carry the reference as captured. */
function wrap(run: Run, value: Value, capture: Capture, isPiece: (text: Text) => boolean, depth: number): Value {
  if (depth > 2) return value;
  if (isText(value)) {
    // One call's result stays that call's, wherever it is handed through.
    if (value.kind === "captured" && value.capture !== capture && !capture.inner.includes(value.capture)) return value;
    if (value.kind === "choice" && !value.alternatives.every(isText)) return choice(value.alternatives.map((alternative) => wrap(run, alternative, capture, isPiece, depth)), `${value.key} captured ${capture.order}`);
    return isPiece(value) ? captured(capture, value) : value;
  }
  if (value.kind === "object") {
    for (const cell of value.object.properties.values()) if (cell.value !== undefined) run.store.write(cell, wrap(run, cell.value, capture, isPiece, depth + 1), cell.origin);
    if (value.object.items !== undefined) run.store.writeItems(value.object.items, value.object.items.value.map((item) => ({ ...item, value: wrap(run, item.value, capture, isPiece, depth + 1) })));
  }
  return value;
}

/** Whether a site's reference came out of a capture, and which. */
export function captureOf(site: Site): Capture | undefined {
  let found: Capture | undefined;
  walkTexts(site.reference, (text) => {
    if (text.kind === "captured") found ??= text.capture;
  });
  return found;
}

/** Whether any part of a text is born of randomness or time. */
export function hasFreshPart(text: Text): boolean {
  return holesOf(text).some((hole) => hole.kind === "hole" && (hole.origin.kind === "fresh" || (hole.origin.kind === "derived" && hole.origin.isFresh)));
}
