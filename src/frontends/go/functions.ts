import type { Expression, FunctionFacts, FunctionIndex, Parameter, Span, Statement, VariableIndex } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { addVariable, declare, inScope, setName, textOf, type Lowering, type Results } from "./lowering.js";
import { lowerStatements } from "./statements.js";
import { declareTypeParameters, lowerTypeName, zeroOf } from "./types.js";
import { childOf, fieldOf, fieldsOf, operandsOf, spanOf, unwrap } from "./syntax.js";

/** A function literal, whose activation is inside that of the function around it. */
export function lowerFunctionLiteral(lowering: Lowering, node: SyntaxNode, name: string | undefined): Expression {
  return { kind: "function", function: addFunction(lowering, node, name), at: spanOf(node) };
}

/** Adds a function or method to the file's facts: its parameters, its named results, and its body. */
export function addFunction(lowering: Lowering, node: SyntaxNode, name: string | undefined): FunctionIndex {
  // The outer function stands before the functions in it: its place is kept until its parts are known.
  const index = lowering.functions.push(placeholder) - 1;
  const { owner, results } = lowering;
  lowering.owner = index;
  const receiver = fieldOf(node, "receiver");
  const block = fieldOf(node, "body");
  const { parameters, names, body } = inScope(lowering, () => {
    declareTypeParameters(lowering, fieldOf(node, "type_parameters"));
    const receiving = receiver === undefined ? [] : bindReceiver(lowering, receiver);
    const parameters = lowerParameters(lowering, fieldOf(node, "parameters"));
    const naming = declareResults(lowering, fieldOf(node, "result"));
    const { names } = lowering.results;
    return { parameters, names, body: [...receiving, ...naming, ...lowerStatements(lowering, block)] };
  });
  lowering.owner = owner;
  lowering.results = results;
  lowering.functions[index] = { name, at: spanOf(node), parameters, body, isAsync: false, isGenerator: false, hasOwnThis: receiver !== undefined, results: names.length === 0 ? undefined : names, bodyAt: bodyPlace(block) };
  return index;
}

const placeholder: FunctionFacts = { at: [0, 0], parameters: [], body: [], isAsync: false, isGenerator: false, hasOwnThis: true };

/** The type that a method belongs to. */
export function receiverType(lowering: Lowering, method: SyntaxNode): string | undefined {
  const type = typeOfReceiver(fieldOf(method, "receiver"));
  return type === undefined ? undefined : textOf(lowering, type.type === "generic_type" ? (fieldOf(type, "type") ?? type) : type);
}

function typeOfReceiver(receiver: SyntaxNode | undefined): SyntaxNode | undefined {
  const type = declarationOf(receiver);
  if (type === undefined) return undefined;
  const inner = unwrap(type);
  return inner.type === "pointer_type" ? operandsOf(inner)[0] : inner;
}

function declarationOf(receiver: SyntaxNode | undefined): SyntaxNode | undefined {
  const declaration = receiver === undefined ? undefined : childOf(receiver, "parameter_declaration");
  return declaration === undefined ? undefined : fieldOf(declaration, "type");
}

function bindReceiver(lowering: Lowering, receiver: SyntaxNode): Statement[] {
  const type = declarationOf(receiver);
  const named = typeOfReceiver(receiver);
  for (const parameter of (named === undefined ? undefined : fieldOf(named, "type_arguments"))?.children ?? []) setName(lowering, textOf(lowering, parameter), "type parameter");
  const name = childOf(receiver, "parameter_declaration")?.children.find((child) => child.field === "name");
  if (type === undefined || name === undefined || textOf(lowering, name) === "_") return [];
  const at = spanOf(name);
  const variable = declare(lowering, textOf(lowering, name), at, "parameter");
  const value: Expression = { kind: unwrap(type).type === "pointer_type" ? "address" : "dereference", value: { kind: "this", at }, at };
  return [{ kind: "bind", target: { kind: "variable", variable, at }, value, at }];
}

function lowerParameters(lowering: Lowering, list: SyntaxNode | undefined): Parameter[] {
  const parameters: Parameter[] = [];
  for (const declaration of list?.children ?? []) {
    const isRest = declaration.type === "variadic_parameter_declaration";
    if (!isRest && declaration.type !== "parameter_declaration") continue;
    const typeNode = fieldOf(declaration, "type");
    const names = fieldsOf(declaration, "name");
    const type = isRest ? undefined : lowerTypeName(lowering, typeNode);
    for (const name of names) parameters.push({ target: lowerParameterName(lowering, name), isRest, type });
    if (names.length === 0) parameters.push({ target: { kind: "ignore", at: spanOf(declaration) }, isRest, type });
  }
  return parameters;
}

function lowerParameterName(lowering: Lowering, node: SyntaxNode): Parameter["target"] {
  const at = spanOf(node);
  const name = textOf(lowering, node);
  if (name === "_" || name === "") return { kind: "ignore", at };
  return { kind: "variable", variable: declare(lowering, name, at, "parameter"), at };
}

/** Named results are variables, which are zero at first. A blank one is a variable that no name reaches. */
function declareResults(lowering: Lowering, result: SyntaxNode | undefined): Statement[] {
  const names: VariableIndex[] = [];
  const statements: Statement[] = [];
  let last = result;
  if (result?.type === "parameter_list") {
    for (const declaration of result.children) {
      const type = fieldOf(declaration, "type");
      if (type !== undefined) last = type;
      for (const node of fieldsOf(declaration, "name")) {
        const at = spanOf(node);
        const name = textOf(lowering, node);
        const variable = name === "_" ? addVariable(lowering, "", at, "variable") : declare(lowering, name, at, "variable");
        names.push(variable);
        statements.push({ kind: "bind", target: { kind: "variable", variable, at }, value: zeroOf(lowering, type, at), at });
      }
    }
  }
  const results: Results = { names, endWithError: last?.type === "type_identifier" && textOf(lowering, last) === "error" };
  lowering.results = results;
  return statements;
}

/** Before the first statement, or just behind the opening brace. */
function bodyPlace(block: SyntaxNode | undefined): Span | undefined {
  if (block === undefined) return undefined;
  const first = childOf(block, "statement_list")?.children[0];
  const place = first?.start ?? block.start + 1;
  return [place, place];
}
