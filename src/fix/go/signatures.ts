import { posix } from "node:path";
import type { FileFacts } from "../../facts/facts.js";
import type { GoParser } from "../../frontends/go/grammar.js";
import { fieldOf, fieldsOf, unwrap } from "../../frontends/go/syntax.js";
import { parseTree, type SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import { meantAt, textOf, type BoundFile } from "./bound-file.js";
import { isPackageText } from "./orphans.js";

/** The types of a call's results, as they are written; undefined where that is not known, or where functions of one name differ. */
export type ResultsOf = (bound: BoundFile, call: SyntaxNode) => readonly string[] | undefined;

/**
 * Reads the results of functions from their declarations: those of the called name in the calling file's package if there
 * are any, else anywhere in the project.
 */
export function createResultsOf(source: { readonly facts: ReadonlyMap<string, FileFacts | undefined>; readonly text: (file: string) => string | undefined }, grammar: GoParser, file: string): ResultsOf {
  const folder = posix.dirname(file);
  const resultsOfName = (name: string): readonly string[] | undefined => {
    const declared = [...source.facts].flatMap(([path, facts]) => (facts?.language === "go" ? facts.functions.filter((one) => one.name === name).map(({ at }) => ({ path, at })) : []));
    const near = declared.filter(({ path }) => posix.dirname(path) === folder);
    const [first, ...others] = (near.length > 0 ? near : declared).slice(0, mostCandidates).map(({ path, at: [start, end] }) => declaredResults(grammar, source.text(path)?.slice(start, end)));
    return first !== undefined && others.every((other) => other?.join() === first.join()) ? first : undefined;
  };
  const resultsOfFunction = (bound: BoundFile, callee: SyntaxNode, depth: number): readonly string[] | undefined => {
    const inner = unwrap(callee);
    if (inner.type === "func_literal") return resultTypes(bound.text, fieldOf(inner, "result"));
    if (inner.type === "selector_expression") {
      const field = inner.children.at(-1);
      return field === undefined ? undefined : resultsOfName(textOf(bound, field));
    }
    if (inner.type !== "identifier" || depth === 0) return undefined;
    const name = textOf(bound, inner);
    const meaning = meantAt(bound, name, inner, inner.start);
    if (meaning === undefined || meaning.kind === "function") return resultsOfName(name);
    const value = soleValue(bound, meaning.declaration);
    if (value === undefined) return undefined;
    if (value.type !== "call_expression") return resultsOfFunction(bound, value, depth - 1);
    const [maker] = value.children;
    const [made, ...others] = (maker === undefined ? undefined : resultsOfFunction(bound, maker, depth - 1)) ?? [];
    return made?.startsWith("func") === true && others.length === 0 ? declaredResults(grammar, made) : undefined;
  };
  return (bound, call) => {
    const [callee] = call.children;
    if (isPackageText(bound, call)) return ["string"];
    return call.type !== "call_expression" || callee === undefined ? undefined : resultsOfFunction(bound, callee, deepestAlias);
  };
}

const mostCandidates = 20;
const deepestAlias = 5;

/** The results of a function's text, or of a function type's. */
function declaredResults(grammar: GoParser, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  for (const source of [`package p\n${text}`, `package p\nfunc f${text.slice("func".length)}`]) {
    const { root, problems } = parseTree(grammar, source);
    const declaration = root.children.find(({ type }) => type === "function_declaration" || type === "method_declaration");
    if (declaration !== undefined && problems.length === 0) return resultTypes(source, fieldOf(declaration, "result"));
  }
  return undefined;
}

function resultTypes(text: string, result: SyntaxNode | undefined): readonly string[] {
  if (result?.type !== "parameter_list") return result === undefined ? [] : [text.slice(result.start, result.end)];
  return result.children.flatMap((declaration) => {
    const type = fieldOf(declaration, "type");
    const written = type === undefined ? "" : text.slice(type.start, type.end);
    return Array.from({ length: Math.max(1, fieldsOf(declaration, "name").length) }, () => written);
  });
}

/** `build := value` */
function soleValue({ parents }: BoundFile, declaration: SyntaxNode): SyntaxNode | undefined {
  const list = parents.get(declaration);
  const statement = list === undefined ? undefined : parents.get(list);
  if (list?.type === "var_spec") return fieldOf(list, "value")?.children[0];
  return statement?.type === "short_var_declaration" && list?.children.length === 1 ? statement.children[2]?.children[0] : undefined;
}
