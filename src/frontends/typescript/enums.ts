import type { ts } from "ts-morph";
import type { Expression, ObjectEntry, Pattern, Statement } from "../../facts/facts.js";
import { lowerExpression } from "./expressions.js";
import { addVariable, inScope, spanOf, type Lowering } from "./lowering.js";
import { exportDeclared } from "./imports-and-exports.js";
import { lowerPropertyName } from "./patterns.js";

/** Appends an enum as a constant whose value is an object. Inside it, its members are known by their bare names. */
export function lowerEnum(lowering: Lowering, node: ts.EnumDeclaration, out: Statement[]): void {
  const at = spanOf(lowering, node);
  const target = exportDeclared(lowering, node);
  const entries = inScope(lowering, () => lowerMembers(lowering, node, out));
  out.push(...defineMembers(target, entries, isFirstDeclaration(lowering, target, node.name), at));
}

/** Defines the members of an enum or namespace; one that is declared in several parts is extended by the later ones. */
export function defineMembers(target: Pattern, entries: readonly Extract<ObjectEntry, { kind: "property" }>[], isFirst: boolean, at: Statement["at"]): Statement[] {
  if (isFirst || target.kind !== "variable") return [{ kind: "bind", target, value: { kind: "object", entries, at }, at }];
  const object: Expression = { kind: "variable", variable: target.variable, at: target.at };
  return entries.map((entry) => ({ kind: "evaluate", expression: { kind: "assign", target: { kind: "member", object, key: entry.key, at: entry.at }, value: entry.value, at: entry.at }, at: entry.at }));
}

/** Whether this is the place where the name was declared, and not a further part of it. */
export function isFirstDeclaration(lowering: Lowering, target: Pattern, name: ts.Node): boolean {
  return target.kind === "variable" && lowering.variables[target.variable]?.at[0] === spanOf(lowering, name)[0];
}

type Property = Extract<ObjectEntry, { kind: "property" }>;

function lowerMembers(lowering: Lowering, node: ts.EnumDeclaration, out: Statement[]): Property[] {
  const entries: Property[] = [];
  const names = new Map<string, Expression>();
  lowering.scope.names = names;
  let previous: Expression | undefined;
  for (const member of node.members) {
    const at = spanOf(lowering, member);
    const key = lowerPropertyName(lowering, member.name);
    // A computed member may speak of the enum itself (`Tag.base`): of the members that it has so far.
    if (speaksOf(lowering, member.initializer, node.name.text)) names.set(node.name.text, { kind: "object", entries: [...entries], at: spanOf(lowering, node.name) });
    const value = hold(lowering, member.initializer === undefined ? following(previous, at) : lowerExpression(lowering, member.initializer), out);
    previous = value;
    if (typeof key === "string") names.set(key, value);
    entries.push({ kind: "property", key, value, at });
    // A numeric enum can be asked for the name of a number.
    if (typeof key === "string" && value.kind === "literal" && typeof value.value === "number") {
      entries.push({ kind: "property", key: String(value.value), value: { kind: "literal", value: key, at: spanOf(lowering, member.name) }, at });
    }
  }
  return entries;
}

function speaksOf(lowering: Lowering, value: ts.Expression | undefined, name: string): boolean {
  const text = value === undefined ? "" : lowering.text.slice(value.pos, value.end);
  return text.includes(`${name}.`) || text.includes(`${name}[`);
}

/** A member without a value is one more than the member before it. */
function following(previous: Expression | undefined, at: Expression["at"]): Expression {
  if (previous === undefined) return { kind: "literal", value: 0, at };
  if (previous.kind === "literal" && typeof previous.value === "number") return { kind: "literal", value: previous.value + 1, at };
  return { kind: "arithmetic", operator: "+", left: previous, right: { kind: "literal", value: 1, at }, at };
}

/** A computed member is computed once, however often later members speak of it. */
function hold(lowering: Lowering, value: Expression, out: Statement[]): Expression {
  if (value.kind === "literal" || value.kind === "variable") return value;
  const { at } = value;
  const variable = addVariable(lowering, "", at, "constant");
  out.push({ kind: "bind", target: { kind: "variable", variable, at }, value, at });
  return { kind: "variable", variable, at };
}
