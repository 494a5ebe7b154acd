import { posix } from "node:path";
import type { FileFacts } from "../../facts/facts.js";
import type { GoParser } from "../../frontends/go/grammar.js";
import { fieldOf, fieldsOf, operandsOf, operatorOf, unwrap } from "../../frontends/go/syntax.js";
import { parseTree, type SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import { meantAt, textOf, type BoundFile, type Variable } from "./bound-file.js";
import { isPackageText } from "./orphans.js";

/** What is known of types without a compiler; types are as they are written. */
export interface Types {
  /** Of a call; undefined where they are not known, or where functions of one name differ. */
  readonly resultsOf: (bound: BoundFile, call: SyntaxNode) => readonly string[] | undefined;
  /** Of the function that a call calls, that of a variadic one with its dots. */
  readonly parametersOf: (bound: BoundFile, call: SyntaxNode) => readonly string[] | undefined;
  /** Whether an expression is known to be a `string`. */
  readonly isString: (bound: BoundFile, expression: SyntaxNode) => boolean;
}

interface Signature {
  readonly parameters: readonly string[];
  readonly results: readonly string[];
}

/**
 * Reads types from declarations: of functions by their name, in the calling file's package if it has one of that name,
 * else anywhere in the project; of fields by theirs.
 */
export function createTypes(source: { readonly facts: ReadonlyMap<string, FileFacts | undefined>; readonly text: (file: string) => string | undefined }, grammar: GoParser, file: string): Types {
  const folder = posix.dirname(file);
  const goFacts = [...source.facts].flatMap(([path, facts]) => (facts?.language === "go" ? [{ path, facts }] : []));

  const signatureOfName = (name: string): Signature | undefined => {
    const declared = goFacts.flatMap(({ path, facts }) => facts.functions.filter((one) => one.name === name).map(({ at }) => ({ path, at })));
    const near = declared.filter(({ path }) => posix.dirname(path) === folder);
    const [first, ...others] = (near.length > 0 ? near : declared).slice(0, mostCandidates).map(({ path, at: [start, end] }) => declaredSignature(grammar, source.text(path)?.slice(start, end)));
    return first !== undefined && others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
  };

  const signatureOf = (bound: BoundFile, callee: SyntaxNode | undefined, depth: number): Signature | undefined => {
    const inner = callee === undefined ? undefined : unwrap(callee);
    if (inner === undefined || depth === 0) return undefined;
    if (inner.type === "func_literal") return signatureIn(bound.text, inner);
    const field = inner.type === "selector_expression" ? inner.children.at(-1) : undefined;
    if (field !== undefined) return signatureOfName(textOf(bound, field));
    if (inner.type !== "identifier") return undefined;
    const name = textOf(bound, inner);
    const meaning = meantAt(bound, name, inner, inner.start);
    if (meaning === undefined || meaning.kind === "function") return signatureOfName(name);
    const given = valueOf(bound, meaning);
    if (given?.value.type !== "call_expression") return given?.count === 1 ? signatureOf(bound, given.value, depth - 1) : undefined;
    const made = signatureOf(bound, given.value.children[0], depth - 1)?.results[given.index];
    return made?.startsWith("func") === true ? declaredSignature(grammar, made) : undefined;
  };

  const resultsOf: Types["resultsOf"] = (bound, call) => (isPackageText(bound, call) ? ["string"] : signatureOf(bound, call.children[0], deepestAlias)?.results);

  const isStringVariable = (bound: BoundFile, variable: Variable, depth: number): boolean => {
    const declaration = bound.parents.get(variable.declaration);
    const type = declaration === undefined ? undefined : fieldOf(declaration, "type");
    if (type !== undefined) return textOf(bound, type) === "string" && declaration?.type !== "variadic_parameter_declaration";
    const given = valueOf(bound, variable);
    if (given === undefined || depth === 0) return false;
    return given.count === 1 && given.targets > 1 ? resultsOf(bound, given.value)?.[given.index] === "string" : isStringAt(bound, given.value, depth - 1);
  };

  const isStringAt = (bound: BoundFile, expression: SyntaxNode, depth: number): boolean => {
    const inner = unwrap(expression);
    switch (inner.type) {
      case "interpreted_string_literal":
      case "raw_string_literal":
        return true;
      case "binary_expression":
        // Both sides have one type: where one is written as a text, it is hardly ever another one than `string`.
        return operatorOf(inner) === "+" && operandsOf(inner).some((operand) => isStringAt(bound, operand, depth));
      case "call_expression": {
        const results = resultsOf(bound, inner);
        return results?.length === 1 && results[0] === "string";
      }
      case "identifier": {
        const meaning = meantAt(bound, textOf(bound, inner), inner, inner.start);
        return meaning === undefined ? isForeignConstant(textOf(bound, inner)) : isStringVariable(bound, meaning, depth);
      }
      case "selector_expression":
        return isStringField(inner.children.at(-1), bound);
      default:
        return false;
    }
  };

  /** What the package declares elsewhere: a constant or variable that is a text from the beginning. */
  const isForeignConstant = (name: string): boolean =>
    goFacts.some(({ path, facts }) => posix.dirname(path) === folder && facts.body.some((statement) => statement.kind === "bind" && statement.target.kind === "variable" && facts.variables[statement.target.variable]?.name === name && statement.value?.kind === "literal" && typeof statement.value.value === "string"));

  /** A field's facts have the zero value of its type: a literal for `string`, but not for a named type. */
  const isStringField = (field: SyntaxNode | undefined, bound: BoundFile): boolean => {
    const name = field === undefined ? "" : textOf(bound, field);
    const fields = goFacts.flatMap(({ facts }) => facts.classes.flatMap((one) => one.fields.filter(({ key }) => key === name)));
    return fields.length > 0 && fields.every(({ value }) => value?.kind === "literal" && value.value === "");
  };

  return {
    resultsOf,
    parametersOf: (bound, call) => signatureOf(bound, call.children[0], deepestAlias)?.parameters,
    isString: (bound, expression) => isStringAt(bound, expression, deepestAlias),
  };
}

const mostCandidates = 20;
const deepestAlias = 5;

/** The signature of a function's text, or of a function type's. */
function declaredSignature(grammar: GoParser, text: string | undefined): Signature | undefined {
  if (text === undefined) return undefined;
  for (const source of [`package p\n${text}`, `package p\nfunc f${text.slice("func".length)}`]) {
    const { root, problems } = parseTree(grammar, source);
    const declaration = root.children.find(({ type }) => type === "function_declaration" || type === "method_declaration");
    if (declaration !== undefined && problems.length === 0) return signatureIn(source, declaration);
  }
  return undefined;
}

function signatureIn(text: string, declaration: SyntaxNode): Signature {
  return { parameters: typesIn(text, fieldOf(declaration, "parameters")), results: typesIn(text, fieldOf(declaration, "result")) };
}

/** One for each name; a result may be a type alone. */
function typesIn(text: string, list: SyntaxNode | undefined): readonly string[] {
  if (list?.type !== "parameter_list") return list === undefined ? [] : [text.slice(list.start, list.end)];
  return list.children.flatMap((declaration) => {
    const type = fieldOf(declaration, "type");
    const written = type === undefined ? "" : `${declaration.type === "variadic_parameter_declaration" ? "..." : ""}${text.slice(type.start, type.end)}`;
    return Array.from({ length: Math.max(1, fieldsOf(declaration, "name").length) }, () => written);
  });
}

/** What a variable is declared with: `a, b := f()` has one value for two. */
function valueOf({ parents }: BoundFile, { declaration }: Variable): { readonly value: SyntaxNode; readonly index: number; readonly count: number; readonly targets: number } | undefined {
  const around = parents.get(declaration);
  const statement = around?.type === "expression_list" ? parents.get(around) : around;
  if (around === undefined || !(statement?.type === "short_var_declaration" || statement?.type === "var_spec" || statement?.type === "const_spec")) return undefined;
  const targets = statement.type === "short_var_declaration" ? around.children : fieldsOf(statement, "name");
  const list = statement.type === "short_var_declaration" ? statement.children[2] : fieldOf(statement, "value");
  const index = targets.indexOf(declaration);
  const value = list?.children.length === 1 ? list.children[0] : list?.children[index];
  return value === undefined || list === undefined ? undefined : { value, index, count: list.children.length, targets: targets.length };
}
