import { encodeText } from "../../../values/encoding.js";
import { choice, isText, join, keyOf, literal } from "../../../values/text.js";
import type { JoinedPart, Place, Text, Value } from "../../../values/value.js";

/** How a template reads the values that it is given. */
export interface TemplateData {
  readonly field: (value: Value, name: string) => { readonly value: Value; readonly origin: Place | undefined };
  readonly elements: (value: Value) => readonly { readonly value: Value; readonly origin?: Place | undefined }[] | undefined;
  readonly print: (value: Value) => Text;
  readonly truth: (value: Value) => boolean | undefined;
  readonly call: (name: string, values: readonly Value[]) => Value | undefined;
  readonly unknown: (reason: string) => Text;
}

/**
 * What a literal template (https://pkg.go.dev/text/template) makes of its data: letters and fields keep their places.
 * An action that is not understood is a part that is not known.
 */
export function fillTemplate(text: Text, data: Value, reading: TemplateData, delimiters: readonly [string, string] = ["{{", "}}"]): Text {
  const source = encodeText(text);
  if (source === undefined || text.kind === "hole") return reading.unknown("a template that is not known");
  const nodes = parse(tokensOf(source.encoded, delimiters));
  return fill(nodes, { dot: data, root: data, variables: new Map() }, { ...reading, at: source.at });
}

// ---------------------------------------------------------------------------------------------------- reading it

type Token = { readonly kind: "text"; readonly start: number; readonly end: number } | { readonly kind: "action"; readonly source: string };

type Node =
  | { readonly kind: "text"; readonly start: number; readonly end: number }
  | { readonly kind: "print" | "set"; readonly source: string }
  | { readonly kind: "block"; readonly word: "if" | "range" | "with" | "define" | "block"; readonly source: string; readonly then: readonly Node[]; readonly otherwise: readonly Node[] };

function tokensOf(template: string, [open, close]: readonly [string, string]): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (let at = template.indexOf(open); at >= 0; at = template.indexOf(open, from)) {
    const end = template.indexOf(close, at + open.length);
    if (end < 0) break;
    const inner = template.slice(at + open.length, end);
    // `{{-` and `-}}` take the blanks away that stand next to them.
    const textEnd = /^-\s/u.test(inner) ? from + template.slice(from, at).trimEnd().length : at;
    tokens.push({ kind: "text", start: from, end: Math.max(textEnd, from) });
    tokens.push({ kind: "action", source: inner.replace(/^-\s/u, "").replace(/\s-$/u, "").trim() });
    from = end + close.length;
    if (/\s-$/u.test(inner)) from += template.length - from - template.slice(from).trimStart().length;
  }
  tokens.push({ kind: "text", start: from, end: template.length });
  return tokens;
}

function parse(tokens: readonly Token[]): readonly Node[] {
  let at = 0;
  const block = (): { readonly nodes: readonly Node[]; readonly end: string } => {
    const nodes: Node[] = [];
    for (;;) {
      const token = tokens[at];
      at += 1;
      if (token === undefined) return { nodes, end: "end" };
      if (token.kind === "text") {
        nodes.push(token);
        continue;
      }
      const [, word = "", rest = ""] = /^(\w*)\s*(.*)$/su.exec(token.source) ?? [];
      if (word === "end" || word === "else") return { nodes, end: token.source };
      if (token.source.startsWith("/*")) continue;
      if (word === "if" || word === "range" || word === "with" || word === "define" || word === "block") nodes.push(branches(word, rest));
      else nodes.push({ kind: /^\$\w*\s*:?=/u.test(token.source) ? "set" : "print", source: token.source });
    }
  };
  const branches = (word: Extract<Node, { kind: "block" }>["word"], source: string): Node => {
    const then = block();
    if (!then.end.startsWith("else")) return { kind: "block", word, source, then: then.nodes, otherwise: [] };
    // `{{ else if … }}` is a block of its own that ends where this one does.
    const [, nextWord, nextSource = ""] = /^else\s+(if|with)\s+(.*)$/su.exec(then.end) ?? [];
    if (nextWord === "if" || nextWord === "with") return { kind: "block", word, source, then: then.nodes, otherwise: [branches(nextWord, nextSource)] };
    return { kind: "block", word, source, then: then.nodes, otherwise: block().nodes };
  };
  const nodes: Node[] = [];
  while (at < tokens.length) nodes.push(...block().nodes);
  return nodes;
}

// ---------------------------------------------------------------------------------------------------- filling it

interface Scope {
  readonly dot: Value;
  readonly root: Value;
  readonly variables: Map<string, Value>;
}

interface Context extends TemplateData {
  readonly at: (start: number, end: number) => Text;
}

function fill(nodes: readonly Node[], scope: Scope, context: Context): Text {
  return join(nodes.flatMap((node): readonly JoinedPart[] => {
    switch (node.kind) {
      case "text":
        return [{ text: context.at(node.start, node.end) }];
      case "print": {
        const { value, origin } = evaluate(node.source, scope, context);
        return [{ text: context.print(value), ...(origin === undefined ? {} : { use: origin }) }];
      }
      case "set": {
        const [, name = "", source = ""] = /^(\$\w*)\s*:?=\s*(.*)$/su.exec(node.source) ?? [];
        scope.variables.set(name, evaluate(source, scope, context).value);
        return [];
      }
      case "block":
        return [{ text: fillBlock(node, scope, context) }];
    }
  }));
}

function fillBlock(node: Extract<Node, { kind: "block" }>, scope: Scope, context: Context): Text {
  if (node.word === "define") return literal("");
  if (node.word === "block") return context.unknown("a block of a template");
  const [, name, key, source = ""] = /^(?:(?:(\$\w+)\s*,\s*)?(\$\w+)\s*:=\s*)?(.*)$/su.exec(node.source) ?? [];
  const { value } = evaluate(source, scope, context);
  const inner = (dot: Value): Scope => ({ ...scope, dot, variables: new Map(scope.variables) });
  if (node.word === "range") {
    const elements = context.elements(value);
    if (elements === undefined) return context.unknown("a loop of a template over an unknown list");
    if (elements.length === 0) return fill(node.otherwise, scope, context);
    return join(elements.map((element, index) => {
      const turn = inner(element.value);
      if (key !== undefined) turn.variables.set(key, element.value);
      if (name !== undefined) turn.variables.set(name, { kind: "number", number: index });
      return { text: fill(node.then, turn, context) };
    }));
  }
  const then = inner(node.word === "with" ? value : scope.dot);
  if (key !== undefined) then.variables.set(key, value);
  const truth = context.truth(value);
  if (truth !== undefined) return fill(truth ? node.then : node.otherwise, truth ? then : scope, context);
  const ways = choice([fill(node.then, then, context), fill(node.otherwise, scope, context)], `${keyOf(value)}{{${node.source}}}`);
  return isText(ways) ? ways : context.unknown("a condition of a template");
}

interface Evaluated {
  readonly value: Value;
  readonly origin: Place | undefined;
}

/** `.A.B`, `$`, `"text"`, `printf "%s" .A`, `.A | quote`; what else there is, is not known. */
function evaluate(source: string, scope: Scope, context: Context): Evaluated {
  const unknown = (): Evaluated => ({ value: context.unknown(`the template's action ${source}`), origin: undefined });
  let piped: Evaluated | undefined;
  for (const command of splitOutside(source, "|")) {
    const words = splitOutside(command, " ");
    const [name = "", ...rest] = words;
    const operands = rest.map((word) => operand(word, scope, context));
    if (words.length === 1 && piped === undefined) {
      const only = operand(name, scope, context);
      const called = only === undefined ? context.call(name, []) : undefined;
      if (only === undefined && called === undefined) return unknown();
      piped = only ?? { value: called ?? context.unknown("nothing"), origin: undefined };
      continue;
    }
    const values = operands.flatMap((one) => (one === undefined ? [] : [one.value]));
    const result = values.length < operands.length ? undefined : context.call(name, [...values, ...(piped === undefined ? [] : [piped.value])]);
    if (result === undefined) return unknown();
    piped = { value: result, origin: piped?.origin };
  }
  return piped ?? unknown();
}

function operand(word: string, scope: Scope, context: Context): Evaluated | undefined {
  if (word.startsWith("(") && word.endsWith(")")) return evaluate(word.slice(1, -1), scope, context);
  const quoted = /^"((?:[^"\\]|\\.)*)"$|^`([^`]*)`$/su.exec(word);
  if (quoted !== null) return { value: literal(quoted[2] ?? unescaped(quoted[1] ?? "")), origin: undefined };
  if (/^-?\d+$/u.test(word)) return { value: { kind: "number", number: Number(word) }, origin: undefined };
  if (word === "true" || word === "false") return { value: { kind: "constant", constant: word === "true" }, origin: undefined };
  const [, name, path = ""] = /^(\$\w*)?((?:\.\w*)*)$/u.exec(word) ?? [];
  if (name === undefined && !path.startsWith(".")) return undefined;
  const base = name === undefined ? scope.dot : name === "$" ? scope.root : scope.variables.get(name);
  if (base === undefined) return undefined;
  let found: Evaluated = { value: base, origin: undefined };
  for (const field of path.split(".").filter((one) => one !== "")) found = context.field(found.value, field);
  return found;
}

function unescaped(letters: string): string {
  try {
    const text: unknown = JSON.parse(`"${letters}"`);
    return typeof text === "string" ? text : letters;
  } catch {
    return letters;
  }
}

/** Cuts at a separator that is in no quotes and no parentheses. */
function splitOutside(source: string, separator: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  let quote = "";
  for (const letter of source) {
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "`") quote = letter;
    else if (letter === "(") depth += 1;
    else if (letter === ")") depth -= 1;
    if (quote === "" && depth === 0 && letter === separator) parts.push("");
    else parts[parts.length - 1] = `${parts[parts.length - 1] ?? ""}${letter}`;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
