import { derived, isText, join, literal, literalText, slice, splitPart } from "../../../values/text.js";
import type { Item, JoinedPart, Text, Value } from "../../../values/value.js";
import { use } from "../../captures.js";
import type { ExternalCall } from "../../external.js";
import { itemsOf, textOf } from "../../properties.js";
import { newUnknown } from "../../run.js";
import { listBuiltins } from "../lists.js";
import { textBuiltins } from "../texts.js";
import type { Builtin } from "../table.js";
import { endsWith, fieldsOf, includes, quotedText, replaceText, startsWith, trimLetters, trimPrefix, trimSuffix } from "./pieces.js";
import { printedText, textArgument } from "./print.js";
import { anyError, argument, boolean, newList, newTyped, nil, number, results, withError } from "./results.js";

const replacerType = "go:strings.Replacer";

/** What `strings` and `bytes` have alike (https://pkg.go.dev/strings). Texts that are not known keep what is known of them. */
const functions: Readonly<Record<string, Builtin>> = {
  Replace: (call) => {
    const count = argument(call, 3);
    return replaceText(textArgument(call, 0), textArgument(call, 1), given(call, 2), count.kind === "number" && count.number >= 0 ? count.number : Infinity);
  },
  ReplaceAll: (call) => replaceText(textArgument(call, 0), textArgument(call, 1), given(call, 2)),
  TrimPrefix: (call) => trimPrefix(textArgument(call, 0), textArgument(call, 1)),
  TrimSuffix: (call) => trimSuffix(textArgument(call, 0), textArgument(call, 1)),
  CutPrefix: (call) => results(call, trimPrefix(textArgument(call, 0), textArgument(call, 1)), whether(call, startsWith)),
  CutSuffix: (call) => results(call, trimSuffix(textArgument(call, 0), textArgument(call, 1)), whether(call, endsWith)),
  TrimSpace: (call) => trimLetters(textArgument(call, 0), (letter) => /\s/u.test(letter), "both"),
  Trim: (call) => trimSet(call, "both"),
  TrimLeft: (call) => trimSet(call, "left"),
  TrimRight: (call) => trimSet(call, "right"),
  Split: (call) => split(call),
  SplitN: (call) => split(call, call.items[2]?.value),
  Fields: (call) => newList(call, fieldsOf(textArgument(call, 0)).map((value) => ({ value, isOptional: false }))),
  Join: (call) => {
    const list = listBuiltins["Array#join"];
    return list === undefined ? nil : list({ ...call, receiver: argument(call, 0), items: call.items.slice(1) });
  },
  Cut: cut,
  ToLower: (call) => ofText("String#toLowerCase", call, []),
  ToUpper: (call) => ofText("String#toUpperCase", call, []),
  ToTitle: (call) => ofText("String#toUpperCase", call, []),
  Title: (call) => {
    const known = literalText(textArgument(call, 0));
    return known === undefined ? derived("Title", [textArgument(call, 0)]) : literal(known.replace(/(^|\s)(\S)/gu, (_all, before: string, letter: string) => before + letter.toUpperCase()));
  },
  Contains: (call) => whether(call, includes),
  HasPrefix: (call) => whether(call, startsWith),
  HasSuffix: (call) => whether(call, endsWith),
  ContainsAny: (call) => whether(call, (text, letters) => (literalText(text) === undefined ? undefined : Array.from(letters).some((letter) => includes(text, letter) === true))),
  ContainsRune: (call) => condition(call),
  EqualFold: (call) => {
    const [left, right] = [literalText(textArgument(call, 0)), literalText(textArgument(call, 1))];
    return left === undefined || right === undefined ? condition(call) : boolean(left.toLowerCase() === right.toLowerCase());
  },
  Equal: (call) => {
    const [left, right] = [literalText(textArgument(call, 0)), literalText(textArgument(call, 1))];
    return left === undefined || right === undefined ? condition(call) : boolean(left === right);
  },
  Compare: (call) => derived("Compare", call.items.map((item) => item.value)),
  Repeat: (call) => ofText("String#repeat", call, call.items.slice(1)),
  Index: (call) => ofText("String#indexOf", call, call.items.slice(1)),
  LastIndex: (call) => ofText("String#lastIndexOf", call, call.items.slice(1)),
  IndexByte: (call) => ofText("String#indexOf", call, call.items.slice(1).map(letterOf)),
  LastIndexByte: (call) => ofText("String#lastIndexOf", call, call.items.slice(1).map(letterOf)),
  IndexRune: (call) => ofText("String#indexOf", call, call.items.slice(1).map(letterOf)),
  Count: (call) => {
    const [text, part] = [literalText(textArgument(call, 0)), literalText(textArgument(call, 1))];
    return text === undefined || part === undefined || part === "" ? newUnknown(call.frame.run, "a count") : number(text.split(part).length - 1);
  },
  Map: (call) => derived("Map", [textArgument(call, 1)]),
  Clone: (call) => argument(call, 0),
};

/** Texts, numbers as texts, regular expressions. */
export const goTextBuiltins: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries(["strings", "bytes"].flatMap((name) => Object.entries(functions).map(([member, builtin]) => [`go:${name}.${member}`, builtin]))),
  "go:strings.NewReplacer": (call) => newTyped(call, replacerType, { pairs: newList(call, call.items) }),
  [`${replacerType}#Replace`]: (call) => {
    const pairs = call.receiver?.kind === "object" ? (itemsOf(call.frame, call.receiver.object.properties.get("pairs")?.value ?? nil) ?? []) : [];
    let text = textArgument(call, 0);
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      const [found, put] = [pairs[index], pairs[index + 1]];
      if (found !== undefined && put !== undefined) text = replaceText(text, printedText(call, found.value), given({ ...call, items: [put] }, 0));
    }
    return text;
  },
  "go:strconv.Itoa": (call) => textArgument(call, 0),
  "go:strconv.FormatInt": (call) => inBase(call),
  "go:strconv.FormatUint": (call) => inBase(call),
  "go:strconv.FormatBool": (call) => textArgument(call, 0),
  "go:strconv.FormatFloat": (call) => derived("FormatFloat", call.items.map((item) => item.value)),
  "go:strconv.Quote": (call) => join(quotedText(textArgument(call, 0)).map((text) => ({ text }))),
  "go:strconv.Unquote": (call) => {
    const known = literalText(textArgument(call, 0));
    const [, inner] = known === undefined ? [] : (/^(?:"([^"\\\n]*)"|`[^`]*`)$/u.exec(known) ?? []);
    return inner === undefined || known === undefined ? withError(call, derived("Unquote", [textArgument(call, 0)])) : results(call, slice(textArgument(call, 0), 1, known.length - 1), nil);
  },
  "go:strconv.Atoi": (call) => parsedNumber(call, 10),
  "go:strconv.ParseInt": (call) => parsedNumber(call, baseAt(call)),
  "go:strconv.ParseUint": (call) => parsedNumber(call, baseAt(call)),
  "go:strconv.ParseFloat": (call) => parsedNumber(call, undefined),
  "go:strconv.ParseBool": (call) => {
    const known = literalText(textArgument(call, 0));
    if (known !== undefined && /^(?:1|t|T|true|TRUE|True)$/u.test(known)) return results(call, boolean(true), nil);
    if (known !== undefined && /^(?:0|f|F|false|FALSE|False)$/u.test(known)) return results(call, boolean(false), nil);
    return withError(call, derived("ParseBool", [textArgument(call, 0)]));
  },
  "go:regexp.MustCompile": (call) => expression(call),
  "go:regexp.Compile": (call) => results(call, expression(call), anyError(call)),
  "RegExp#ReplaceAllString": (call) => replaceExpression(call),
  "RegExp#ReplaceAllLiteralString": (call) => replaceExpression(call),
  "RegExp#ReplaceAll": (call) => replaceExpression(call),
  "RegExp#MatchString": (call) => matches(call),
  "RegExp#Match": (call) => matches(call),
  "RegExp#FindString": (call) => derived("FindString", [call.receiver ?? nil, textArgument(call, 0)]),
  "RegExp#FindStringSubmatch": (call) => {
    const known = literalText(textArgument(call, 0));
    const found = known === undefined || call.receiver?.kind !== "regexp" || !isCheap(call.receiver.source) ? undefined : new RegExp(call.receiver.source, "u").exec(known);
    return found === undefined || found === null ? derived("FindStringSubmatch", [call.receiver ?? nil, textArgument(call, 0)]) : newList(call, found.map((text) => ({ value: literal((text as string | undefined) ?? ""), isOptional: false })));
  },
  "go:unicode/utf8.RuneCountInString": (call) => lengthOf(call),
  "go:unicode/utf8.RuneCount": (call) => lengthOf(call),
  "go:html.EscapeString": (call) => argument(call, 0),
  "go:net/url.QueryEscape": (call) => derived("QueryEscape", [textArgument(call, 0)]),
  "go:net/url.PathEscape": (call) => derived("PathEscape", [textArgument(call, 0)]),
};

/** The same as a method of JavaScript's strings does. */
function ofText(name: string, call: ExternalCall, items: readonly Item[]): Value {
  return textBuiltins[name]?.({ ...call, path: name, receiver: textArgument(call, 0), items }) ?? nil;
}

/** An argument as a part of a text, with its place. */
function given(call: ExternalCall, index: number): JoinedPart {
  const item = call.items[index];
  return { text: textArgument(call, index), ...(item?.origin === undefined || item.value.kind === "literal" ? {} : { use: item.origin }) };
}

function whether(call: ExternalCall, test: (text: Text, part: string) => boolean | undefined): Value {
  const part = literalText(textArgument(call, 1));
  const truth = part === undefined ? undefined : test(textArgument(call, 0), part);
  if (truth !== undefined) return boolean(truth);
  return condition(call);
}

function condition(call: ExternalCall): Value {
  for (const item of call.items) use(item.value);
  return derived(call.path, call.items.map((item) => item.value));
}

function trimSet(call: ExternalCall, sides: "both" | "left" | "right"): Value {
  const letters = literalText(textArgument(call, 1));
  return letters === undefined ? derived("Trim", [textArgument(call, 0), textArgument(call, 1)]) : trimLetters(textArgument(call, 0), (letter) => letters.includes(letter), sides);
}

function split(call: ExternalCall, most?: Value): Value {
  const parts = ofText("String#split", call, call.items.slice(1, 2));
  const items = itemsOf(call.frame, parts);
  const limit = most?.kind === "number" && most.number > 0 ? most.number : undefined;
  if (items === undefined || limit === undefined || items.length <= limit) return parts;
  const rest = items.slice(limit - 1);
  const separator = textArgument(call, 1);
  const last = join(rest.flatMap((item, index) => [...(index === 0 ? [] : [{ text: separator }]), { text: textOf(call.frame, item.value) }]));
  return newList(call, [...items.slice(0, limit - 1), { value: last, isOptional: false }]);
}

/** `before, after, found := strings.Cut(text, separator)` */
function cut(call: ExternalCall): Value {
  const [text, separator] = [textArgument(call, 0), textArgument(call, 1)];
  const [known, mark] = [literalText(text), literalText(separator)];
  if (mark === undefined) return results(call, derived("Cut 0", [text, separator]), derived("Cut 1", [text, separator]), condition(call));
  if (known !== undefined) {
    const at = known.indexOf(mark);
    return at < 0 ? results(call, text, literal(""), boolean(false)) : results(call, slice(text, 0, at), slice(text, at + mark.length, known.length), boolean(true));
  }
  const [before, ...rest] = itemsOf(call.frame, split({ ...call, items: call.items.slice(0, 2) }, number(2))) ?? [];
  const isFound = includes(text, mark) === true ? boolean(true) : condition(call);
  return results(call, before?.value ?? splitPart(text, mark, 0), rest[0]?.value ?? splitPart(text, mark, 1), isFound);
}

function letterOf(item: Item): Item {
  return item.value.kind === "number" ? { ...item, value: literal(String.fromCodePoint(item.value.number)) } : item;
}

function inBase(call: ExternalCall): Value {
  const base = baseAt(call);
  const value = argument(call, 0);
  if (base === 10) return textArgument(call, 0);
  return value.kind === "number" && base !== undefined && base >= 2 && base <= 36 ? literal(value.number.toString(base)) : derived(`base ${base ?? "?"}`, [textArgument(call, 0)]);
}

function baseAt(call: ExternalCall): number | undefined {
  const base = argument(call, 1);
  return base.kind === "number" ? base.number || 10 : undefined;
}

function parsedNumber(call: ExternalCall, base: number | undefined): Value {
  const text = textArgument(call, 0);
  const known = literalText(text);
  const parsed = known === undefined || !/^[+-]?[\w.]+$/u.test(known) ? NaN : base === undefined ? Number(known) : parseInt(known, base);
  return Number.isNaN(parsed) ? withError(call, derived("number", [text])) : results(call, number(parsed), nil);
}

function lengthOf(call: ExternalCall): Value {
  const known = literalText(textArgument(call, 0));
  return known === undefined ? newUnknown(call.frame.run, "the length of a text") : number(Array.from(known).length);
}

/** Go's expressions (RE2) are written like JavaScript's but for named groups and flags. */
function expression(call: ExternalCall): Value {
  const source = literalText(textArgument(call, 0));
  if (source === undefined) return newUnknown(call.frame.run, "a regular expression");
  const [, flags = "", rest = source] = /^\(\?([ims]+)\)(.*)$/su.exec(source) ?? [];
  return { kind: "regexp", source: rest.replaceAll("(?P<", "(?<"), flags };
}

function replaceExpression(call: ExternalCall): Value {
  const { receiver } = call;
  if (receiver?.kind !== "regexp") return derived("ReplaceAllString", [receiver ?? nil, ...call.items.map((item) => item.value)]);
  const put = argument(call, 1);
  // `$1` in the replacement stands for a group.
  if (isText(put) && (literalText(put) ?? "").includes("$") && !call.path.includes("Literal")) return derived("ReplaceAllString", [receiver, textArgument(call, 0), put]);
  return ofText("String#replaceAll", call, [{ value: { ...receiver, flags: `${receiver.flags}g` }, isOptional: false }, ...call.items.slice(1, 2)]);
}

function matches(call: ExternalCall): Value {
  const { receiver } = call;
  const known = literalText(textArgument(call, 0));
  return known === undefined || receiver?.kind !== "regexp" || !isCheap(receiver.source) ? derived("MatchString", [receiver ?? nil, textArgument(call, 0)]) : boolean(new RegExp(receiver.source, "u").test(known));
}

const longestPattern = 200;

/** A pattern of the analysed program is only run if it cannot take more than linear time. */
function isCheap(source: string): boolean {
  if (source.length > longestPattern || /\)[*+{]|[*+}][^)|]*[*+{][^)|]*[*+{]/u.test(source)) return false;
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}
