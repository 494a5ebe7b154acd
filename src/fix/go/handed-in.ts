import { fieldOf, fieldsOf } from "../../frontends/go/syntax.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Site } from "../../flow/site.js";
import type { Place } from "../../values/value.js";
import { expressionAt, functionAround, textOf, type BoundFile, type Variable } from "./bound-file.js";
import { isReassigned } from "./uses.js";

/**
 * Follows a reference that a caller hands in as an argument of its own through the functions that hand the parameter on:
 * `setUp(image)`, in there `deploy(image)`. Gives the expressions in the file that read it, outermost first.
 */
export function handedIn(site: Site, file: string, boundFile: (file: string) => BoundFile | undefined): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const calls = callsTo(site);
  let place: Place = site.argument;
  for (const [index, call] of calls.entries()) {
    const parameter = handedTo(call, place, calls[index + 1] ?? site.argument.via, boundFile);
    if (parameter === undefined) continue;
    const inner = boundFile(parameter.file);
    const reading = inner === undefined ? undefined : readingOf(inner, parameter.variable, calls[index + 1], site.argument.via);
    if (reading === undefined) return found;
    if (parameter.file === file) found.push(reading);
    place = { file: parameter.file, start: reading.start, end: reading.end };
  }
  return found;
}

/** Outermost first. */
function callsTo(site: Site): readonly Place[] {
  const calls: Place[] = [];
  for (let step = site.path; step !== undefined; step = step.outer) calls.unshift(step.call);
  return calls;
}

/** The parameter of the called function, in which the next place stands, that gets the argument at a place. */
function handedTo(call: Place, argument: Place, next: Place | undefined, boundFile: (file: string) => BoundFile | undefined): { readonly file: string; readonly variable: Variable } | undefined {
  const [outer, inner] = [boundFile(call.file), next === undefined ? undefined : boundFile(next.file)];
  if (outer === undefined || inner === undefined || next === undefined || argument.file !== call.file) return undefined;
  const list = expressionAt(outer, call.start, call.end)?.children.at(-1);
  const index = list?.type === "argument_list" ? list.children.findIndex(({ start, end }) => start === argument.start && end === argument.end) : -1;
  const reading = expressionAt(inner, next.start, next.end);
  const around = reading === undefined ? undefined : functionAround(inner, reading);
  const parameters = around === undefined ? undefined : fieldOf(around, "parameters");
  const name = parameters?.children.flatMap((declaration) => (declaration.type === "parameter_declaration" ? fieldsOf(declaration, "name") : []))[index];
  const variable = around === undefined || name === undefined ? undefined : inner.scopes.get(around)?.find(({ declaration }) => declaration === name);
  return variable === undefined || isReassigned(inner, variable) ? undefined : { file: next.file, variable };
}

/** The only argument of the next call that is the parameter; without a next call, the parameter where it is read in the end. */
function readingOf(inner: BoundFile, parameter: Variable, next: Place | undefined, via: Place | undefined): SyntaxNode | undefined {
  if (next === undefined) {
    const read = via === undefined ? undefined : expressionAt(inner, via.start, via.end);
    return read !== undefined && inner.meanings.get(read) === parameter ? read : undefined;
  }
  const list = expressionAt(inner, next.start, next.end)?.children.at(-1);
  const readings = list?.type === "argument_list" ? list.children.filter((argument) => inner.meanings.get(argument) === parameter && textOf(inner, argument) === parameter.name) : [];
  return readings.length === 1 ? readings[0] : undefined;
}
