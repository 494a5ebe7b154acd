import type { HoleForm } from "./hole-forms.js";
import type { Capture, Choice, HoleOrigin, Joined, JoinedPart, Literal, LiteralSource, Place, Text, Value } from "./value.js";

const openMark = "\u0001";
const closeMark = "\u0002";
const largestUnion = 12;

/** A text that is known letter by letter. */
export function literal(text: string, source?: LiteralSource): Literal {
  return { kind: "literal", key: text, text, source };
}

/** A hole; `identity` says which one: the same identity is the same text at run time. */
export function hole(identity: string, origin: HoleOrigin, form?: HoleForm): Text {
  return { kind: "hole", key: `${openMark}${shortened(identity)}${closeMark}`, origin, ...(form === undefined ? {} : { form }) };
}

const longestIdentity = 80;
const longIdentities = new Map<string, string>();

/** Identities are made of others: a long one is given a number, so that keys do not grow with the way of a value. */
function shortened(identity: string): string {
  if (identity.length <= longestIdentity) return identity;
  const known = longIdentities.get(identity);
  if (known !== undefined) return known;
  const short = `long ${longIdentities.size}`;
  longIdentities.set(identity, short);
  return short;
}

/** Forgets what `shortened` has given out; no value of before may be compared with one of after. */
export function forgetIdentities(): void {
  longIdentities.clear();
}

/** Whether a key is that of a text that is known letter by letter, and so is these letters. */
export function isKeyOfLetters(key: string): boolean {
  return !key.includes(openMark);
}

export function unknown(identity: string, reason: string): Text {
  return hole(`unknown:${identity}`, { kind: "unknown", reason });
}

/** A hole that is a function of other values: the same operation on the same values is the same text. */
export function derived(operation: string, of: readonly Value[], form?: HoleForm): Text {
  // A part of a fresh text is fresh; a part of a text that has letters too may be just these.
  const isFresh = of.some((value) => isText(value) && isFreshHole(uncaptured(value)));
  return hole(`${operation}(${of.map(keyOf).join(",")})`, { kind: "derived", operation, of, isFresh }, form);
}

let choices = 0;

/** One of several values; equal ones are counted once. A single one is itself. `identity` says how it is decided: the same identity is decided alike. */
export function choice(values: readonly Value[], identity?: string): Value {
  const alternatives = new Map<string, Value>();
  for (const value of values) {
    // A choice that is decided by something known stays one alternative: it may be compared as a whole.
    const isOpen = value.kind === "choice" && !value.isDecided;
    for (const alternative of isOpen ? value.alternatives : [value]) alternatives.set(keyOf(alternative), alternative);
  }
  // Choices of choices grow with every step: what is large is laid out flat, and what is large then is not listed.
  if (weightOf(alternatives.values()) > heaviestChoice) for (const [key, alternative] of [...alternatives]) if (alternative.kind === "choice") layOut(alternatives, key, alternative);
  const [first] = alternatives.values();
  if (alternatives.size === 1 && first !== undefined) return first;
  const largest = values.find((value) => value.kind === "choice" && !value.isDecided && value.alternatives.length === alternatives.size);
  if (largest !== undefined) return largest;
  choices += 1;
  if (alternatives.size > largestUnion) return unknown(`choice${choices}`, "too many possible values");
  return { kind: "choice", key: `${openMark}choice ${identity === undefined ? choices : shortened(identity)}${closeMark}`, alternatives: [...alternatives.values()], isDecided: identity !== undefined, weight: weightOf(alternatives.values()) } satisfies Choice;
}

const heaviestChoice = 48;

function weightOf(values: Iterable<Value>): number {
  let weight = 0;
  for (const value of values) weight += value.kind === "choice" ? value.weight : 1;
  return weight;
}

/** Puts what is in a choice, also in the choices in it, in its place. */
function layOut(alternatives: Map<string, Value>, key: string, whole: Choice): void {
  alternatives.delete(key);
  for (const alternative of whole.alternatives) {
    if (alternative.kind === "choice") layOut(alternatives, alternative.key, alternative);
    else alternatives.set(keyOf(alternative), alternative);
  }
}

/** The result of a producer's call. */
export function captured(capture: Capture, text: Text): Text {
  return { kind: "captured", key: text.key, capture, text };
}

/** Concatenation. */
export function join(parts: readonly JoinedPart[]): Text {
  const present = rejoinSplits(parts.filter(({ text }) => text.key !== ""));
  const [only] = present;
  if (only === undefined) return literal("");
  if (present.length === 1 && only.use === undefined) return only.text;
  let key = "";
  let length = 0;
  for (const { text } of present) {
    key += text.key;
    length += encodedLength(text);
  }
  return { kind: "joined", key, parts: present, length } satisfies Joined;
}

/** The part of a text before (0) or after (1) the separator at which a program splits it in two. */
export function splitPart(text: Text, separator: string, side: 0 | 1): Text {
  return derived(`split ${JSON.stringify(separator)} ${side}`, [text]);
}

/** Both parts of one split, joined again by the separator, are the text that was split. */
function rejoinSplits(parts: readonly JoinedPart[]): readonly JoinedPart[] {
  for (let index = 0; index + 2 < parts.length; index += 1) {
    const [before, between, after] = [parts[index], parts[index + 1], parts[index + 2]];
    if (before === undefined || between === undefined || after === undefined) break;
    const whole = splitOrigin(before.text, "0");
    if (whole === undefined || literalText(between.text) !== whole.separator || splitOrigin(after.text, "1")?.key !== whole.key) continue;
    return rejoinSplits([...parts.slice(0, index), { text: whole.text, use: before.use }, ...parts.slice(index + 3)]);
  }
  return parts;
}

function splitOrigin(text: Text, side: "0" | "1"): { readonly key: string; readonly separator: string; readonly text: Text } | undefined {
  const hole = uncaptured(text);
  if (hole.kind !== "hole" || hole.origin.kind !== "derived") return undefined;
  const [operation, separator, splitSide] = hole.origin.operation.split(" ");
  const [whole] = hole.origin.of;
  if (operation !== "split" || separator === undefined || splitSide !== side || whole === undefined || !isText(whole)) return undefined;
  return { key: `${separator}${whole.key}`, separator: JSON.parse(separator) as string, text: whole };
}

export function isText(value: Value): value is Text {
  return value.kind === "literal" || value.kind === "hole" || value.kind === "joined" || value.kind === "choice" || value.kind === "captured";
}

/** A string that says which value it is; equal keys are equal values. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case "literal":
    case "hole":
    case "joined":
    case "choice":
    case "captured":
      return value.key;
    case "number":
      return `${openMark}number ${value.number}${closeMark}`;
    case "constant":
      return `${openMark}${String(value.constant)}${closeMark}`;
    case "object":
      return `${openMark}object ${value.object.id}${closeMark}`;
    case "function":
      return `${openMark}function ${value.module.file} ${value.function} ${scopeKey(value.scope)} ${value.receiver === undefined ? "" : keyOf(value.receiver)}${(value.bound ?? []).map(keyOf).join()}${closeMark}`;
    case "class":
      return `${openMark}class ${value.module.file} ${value.class} ${scopeKey(value.scope)}${closeMark}`;
    case "external":
      return `${openMark}external ${value.path} ${value.receiver === undefined ? "" : keyOf(value.receiver)}${(value.held ?? []).map(keyOf).join()}${closeMark}`;
    case "regexp":
      return `${openMark}regexp ${value.source}/${value.flags}${closeMark}`;
  }
}

const scopeNumbers = new WeakMap<object, number>();
let scopes = 0;

function scopeKey(scope: object): number {
  const known = scopeNumbers.get(scope);
  if (known !== undefined) return known;
  scopes += 1;
  scopeNumbers.set(scope, scopes);
  return scopes;
}

/** The text itself, without the captures and places around it. */
export function uncaptured(text: Text): Text {
  if (text.kind === "captured") return uncaptured(text.text);
  const [only] = text.kind === "joined" ? text.parts : [];
  return only !== undefined && text.kind === "joined" && text.parts.length === 1 ? uncaptured(only.text) : text;
}

/** The one literal that a text consists of, if it was written in one piece. */
export function soleLiteral(text: Text): Literal | undefined {
  const plain = uncaptured(text);
  return plain.kind === "literal" ? plain : undefined;
}

/** Whether the text is known letter by letter. */
export function literalText(value: Value): string | undefined {
  switch (value.kind) {
    case "literal":
      return value.text;
    case "captured":
      return literalText(value.text);
    case "joined":
      return value.key.includes(openMark) ? undefined : value.key;
    case "number":
      return String(value.number);
    case "constant":
      return String(value.constant);
    default:
      return undefined;
  }
}

/** The holes and choices in a text, in order. */
export function holesOf(text: Text): readonly Exclude<Text, Literal | Joined>[] {
  switch (text.kind) {
    case "literal":
      return [];
    case "hole":
    case "choice":
      return [text];
    case "captured":
      return holesOf(text.text);
    case "joined":
      return text.parts.flatMap((part) => holesOf(part.text));
  }
}

type FreshOrigin = Extract<HoleOrigin, { kind: "fresh" }>;

/** Where the random and timed parts of a text were born. */
export function freshOrigins(text: Text): readonly FreshOrigin[] {
  return (alternativesOf(text) ?? [text]).flatMap(holesOf).flatMap((one) => (one.kind === "hole" ? originsOf(one.origin) : []));
}

function originsOf(origin: HoleOrigin): readonly FreshOrigin[] {
  if (origin.kind === "fresh") return [origin];
  return origin.kind === "derived" ? origin.of.flatMap((value) => (isText(value) ? freshOrigins(value) : [])) : [];
}

export function isFreshHole(text: Text): boolean {
  return text.kind === "hole" && (text.origin.kind === "fresh" || (text.origin.kind === "derived" && text.origin.isFresh));
}

const largestProduct = 64;
const knownAlternatives = new WeakMap<Text, { readonly texts: readonly Text[] | undefined }>();

/** The texts that a text may be, without choices inside; undefined if they are too many to list. */
export function alternativesOf(text: Text): readonly Text[] | undefined {
  if (text.kind === "literal" || text.kind === "hole") return [text];
  // Choices share parts: each is expanded once.
  const known = knownAlternatives.get(text);
  if (known !== undefined) return known.texts;
  const texts = expand(text, largestProduct);
  knownAlternatives.set(text, { texts });
  return texts;
}

function expand(text: Text, limit: number): readonly Text[] | undefined {
  switch (text.kind) {
    case "literal":
    case "hole":
      return [text];
    case "captured": {
      const inner = alternativesOf(text.text);
      return inner?.map((alternative) => captured(text.capture, alternative));
    }
    case "choice": {
      // What is decided in several steps may come to the same on several ways.
      const all = new Map<string, Text>();
      for (const alternative of text.alternatives) {
        if (!isText(alternative)) {
          const plain = literalText(alternative);
          // A look-up that failed is unknown, not an empty text.
          if (plain !== undefined && alternative.kind === "number") all.set(plain, literal(plain));
          continue;
        }
        const inner = alternativesOf(alternative);
        if (inner === undefined) return undefined;
        for (const one of inner) if (!all.has(one.key)) all.set(one.key, one);
      }
      return all.size > limit ? undefined : [...all.values()];
    }
    case "joined": {
      if (!text.parts.some((part) => holesOf(part.text).some((hole) => hole.kind === "choice"))) return [text];
      // The same choice at two places is decided once: expand by choice, not by place.
      const decisions = new Map<string, Choice>();
      for (const hole of holesOf(text)) if (hole.kind === "choice") decisions.set(hole.key, hole);
      return decisionsOf(decisions, limit)?.map((row) => decide(text, row));
    }
  }
}

/** Every way in which some choices may be decided together; undefined if there are more than the limit. */
function decisionsOf(choices: ReadonlyMap<string, Choice>, limit: number): readonly ReadonlyMap<string, Text>[] | undefined {
  let rows: readonly ReadonlyMap<string, Text>[] = [new Map()];
  for (const [key, decision] of choices) {
    const options = alternativesOf(decision);
    if (options === undefined || rows.length * options.length > limit) return undefined;
    rows = rows.flatMap((row) => options.map((option) => new Map([...row, [key, option]])));
  }
  return rows;
}

function decide(text: Text, decisions: ReadonlyMap<string, Text>): Text {
  switch (text.kind) {
    case "choice":
      return decisions.get(text.key) ?? text;
    case "captured":
      return captured(text.capture, decide(text.text, decisions));
    case "joined":
      return join(text.parts.map((part) => ({ ...part, text: decide(part.text, decisions) })));
    default:
      return text;
  }
}

const deepestDisplay = 6;

function hasChoice(text: Text): boolean {
  return text.kind !== "literal" && holesOf(text).some((hole) => hole.kind === "choice");
}

/** The pairs of texts that two texts may be together: a choice that both share is decided alike in both. */
export function jointAlternatives(left: Text, right: Text): readonly (readonly [Text, Text])[] | undefined {
  if (!hasChoice(left) && !hasChoice(right)) return [[left, right]];
  const decisions = new Map<string, Choice>();
  for (const text of [left, right]) for (const hole of holesOf(text)) if (hole.kind === "choice") decisions.set(hole.key, hole);
  return decisionsOf(decisions, largestProduct)?.map((row) => [decide(left, row), decide(right, row)]);
}

/**
 * The ways a text may be read where some of its choices hold what a parser must see (blanks, line breaks, nothing at all):
 * these are decided, others stay. Undefined if they are too many.
 */
export function expandChoices(text: Text, isShaping: (alternative: Text) => boolean, limit = 12): readonly Text[] | undefined {
  const shaping = new Map<string, Choice>();
  for (const hole of holesOf(text)) if (hole.kind === "choice" && hole.alternatives.some((alternative) => !isText(alternative) || isShaping(alternative))) shaping.set(hole.key, hole);
  return decisionsOf(shaping, limit)?.map((row) => (row.size === 0 ? text : decide(text, row)));
}

/** The ways in which several texts may be read together, without choices in them: a choice that they share is decided alike. Undefined if they are too many. */
export function decidedTogether(texts: readonly Text[], limit = 12): readonly (readonly Text[])[] | undefined {
  if (!texts.some(hasChoice)) return [texts];
  const decisions = new Map<string, Choice>();
  for (const text of texts) for (const hole of holesOf(text)) if (hole.kind === "choice") decisions.set(hole.key, hole);
  return decisionsOf(decisions, limit)?.map((row) => texts.map((text) => decide(text, row)));
}

/** How people read it: holes as `<fresh>`, `<env NAME>`, `<parameter NAME>`, `<unknown>`. */
export function display(text: Text, depth = 0): string {
  switch (text.kind) {
    case "literal":
      return text.text;
    case "captured":
      return display(text.text, depth);
    case "joined":
      return text.parts.map((part) => display(part.text, depth)).join("");
    case "choice": {
      if (depth > deepestDisplay) return "<unknown>";
      const shown = [...new Set(text.alternatives.flatMap((alternative) => (isText(alternative) ? [display(alternative, depth + 1)] : [])))];
      const [only] = shown;
      if (shown.length === 1 && only !== undefined) return only;
      // One that is known letter by letter says most; `<fresh>` says more than nothing.
      return text.alternatives.map(literalText).find((known) => known !== undefined && known !== "" && known !== "undefined") ?? (shown.includes("<fresh>") ? "<fresh>" : "<unknown>");
    }
    case "hole":
      return displayHole(text.origin);
  }
}

function displayHole(origin: HoleOrigin): string {
  switch (origin.kind) {
    case "environment":
      return `<env ${origin.name}>`;
    case "parameter":
      return `<parameter ${origin.name}>`;
    case "fresh":
      return "<fresh>";
    case "unknown":
      return "<unknown>";
    case "derived":
      return origin.isFresh ? "<fresh>" : shownDerived(origin);
  }
}

/** What is made of what the surroundings give, where people have a name for it: the first letters of the commit, the version in a tag. */
function shownDerived({ operation, of }: Extract<HoleOrigin, { kind: "derived" }>): string {
  const [whole] = of;
  const given = whole?.kind === "hole" && whole.origin.kind === "environment" ? whole.origin.name : undefined;
  if (given === undefined) return "<unknown>";
  const [, name] = /^the (version|major|minor|patch)\b/u.exec(operation) ?? [];
  if (name !== undefined) return `<env ${given} ${name}>`;
  const [, from, length] = /^part (\d+) (\d+)$/u.exec(operation) ?? [];
  return from === undefined || length === undefined ? "<unknown>" : `<env ${given}:${from}:${length}>`;
}

// ------------------------------------------------------------------------------------------- text with holes as text

const firstHole = 0xe000;

/** The length of the text as `encodeAll` writes it. */
export function encodedLength(text: Text): number {
  switch (text.kind) {
    case "literal":
      return text.text.length;
    case "joined":
      return text.length;
    case "captured":
      return encodedLength(text.text);
    default:
      return 1;
  }
}

/** The part of a text between two offsets of its encoded form, with its places. */
export function slice(text: Text, start: number, end: number): Text {
  if (start >= end) return literal("");
  if (start <= 0 && end >= encodedLength(text)) return text;
  switch (text.kind) {
    case "literal":
      return literal(text.text.slice(start, end), text.source === undefined ? undefined : { ...text.source, offset: text.source.offset + start });
    case "captured":
      return captured(text.capture, slice(text.text, start, end));
    case "joined": {
      const parts: JoinedPart[] = [];
      let at = 0;
      for (const part of text.parts) {
        const length = encodedLength(part.text);
        const from = Math.max(start - at, 0);
        const to = Math.min(end - at, length);
        // A part that is cut is no longer what the expression put there.
        if (from < to) parts.push(from === 0 && to === length ? part : { text: slice(part.text, from, to) });
        at += length;
      }
      return join(parts);
    }
    default:
      return text;
  }
}

/**
 * The text that encoded text stands for, when it is a changed copy (unquoted, unescaped) of what was encoded: holes are
 * put back, the letters lose their places.
 */
export function decode(text: string, holes: readonly Text[]): Text {
  const parts: JoinedPart[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const hole = holes[text.charCodeAt(at) - firstHole];
    if (hole === undefined) continue;
    parts.push({ text: literal(text.slice(from, at)) }, { text: hole });
    from = at + 1;
  }
  parts.push({ text: literal(text.slice(from)) });
  return join(parts);
}

/** What a text is joined of, down to what is not joined. */
export function partsIn(text: Text): readonly Text[] {
  const plain = uncaptured(text);
  return plain.kind === "joined" ? plain.parts.flatMap((part) => partsIn(part.text)) : [plain];
}

/** Where a text stands in the program: the expression that put it there, or the letters of a literal. */
export function placeOf(text: Text): Place | undefined {
  switch (text.kind) {
    case "literal":
      return text.source === undefined ? undefined : { file: text.source.file, start: literalOffset(text.source, 0), end: literalOffset(text.source, text.text.length) };
    case "captured":
      return placeOf(text.text);
    case "joined": {
      let first: Place | undefined;
      let last: Place | undefined;
      // What a caller hands in is the caller's to repair; what stands around it here serves them all.
      const handedIn = text.parts.filter((part) => part.use?.via !== undefined);
      for (const part of handedIn.length > 0 ? handedIn : text.parts) {
        const place = part.use ?? placeOf(part.text);
        if (place === undefined) continue;
        first ??= place;
        if (place.file === first.file) last = place;
      }
      if (first === undefined || last === undefined || first === last) return first;
      return last.end >= first.start && last.start >= first.start ? { file: first.file, start: first.start, end: last.end } : first;
    }
    default:
      return undefined;
  }
}

/** Where a caller gave what a text is made of; undefined for one that nobody handed in. */
export function handedInAt(text: Text): Place | undefined {
  return text.kind === "joined" ? text.parts.find((part) => part.use?.via !== undefined)?.use : undefined;
}

function literalOffset(source: LiteralSource, offset: number): number {
  const { literal: expression } = source;
  const wanted = source.offset + offset;
  const start = expression.at[0] + (expression.quoted === true ? 1 : 0);
  if (expression.map === undefined) return start + wanted;
  let [valueAt, fileAt] = [0, start];
  for (const [value, file] of expression.map) {
    if (value > wanted) break;
    [valueAt, fileAt] = [value, file];
  }
  return fileAt + wanted - valueAt;
}
