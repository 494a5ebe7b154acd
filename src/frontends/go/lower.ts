import type { ExportFacts, FileFacts, FunctionIndex, Statement, SyntaxProblem, VariableIndex } from "../../facts/facts.js";
import { mostProblems, parseTree, type SyntaxNode, type SyntaxTree } from "../tree-sitter/syntax-tree.js";
import { bindConstants, bindType, bindVariables, constantSpecs, constantValues, declareNames, namesOf, typeSpecs, variableSpecs, variableValues, type ConstantSpec } from "./declarations.js";
import { readDirectives } from "./directives.js";
import { addFunction, receiverType } from "./functions.js";
import type { GoParser } from "./grammar.js";
import { lowerImports } from "./imports.js";
import { beginLowering, declare, resolveHere, textOf, tooDeep, unknown, type Lowering } from "./lowering.js";
import { lowerNamedTarget } from "./names.js";
import { inOrderOfUse } from "./order-of-use.js";
import { scanText } from "./scan.js";
import { fieldOf, spanOf } from "./syntax.js";

/**
 * Lowers one file of Go; nothing but its text is looked at. Never throws.
 *
 * @param parser see `loadGoGrammar`
 * @param text the whole file, as it stands in the editor or on disk, without a byte order mark
 * @param fileName for messages only
 * @returns the file's facts; what is not understood is in them as `unknown`, what is not even syntax as a problem
 */
export function lowerGo(parser: GoParser, text: string, fileName: string): FileFacts {
  const binary = text.slice(0, prefixForBinary).indexOf("\0");
  if (binary !== -1) return withoutFacts({ offset: binary, message: "This is a binary file: it holds a NUL character." });
  try {
    return lowerFile(parser, text);
  } catch (error) {
    return withoutFacts({ offset: 0, message: `${fileName} cannot be read: ${error instanceof Error ? error.message : String(error)}` });
  }
}

/** How much of a file git looks at to tell binary from text (buffer_is_binary). */
const prefixForBinary = 8000;

function withoutFacts(problem: SyntaxProblem): FileFacts {
  return { language: "go", variables: [], functions: [], classes: [], methods: [], body: [], imports: [], exports: [], directives: [], problems: [problem] };
}

function lowerFile(parser: GoParser, text: string): FileFacts {
  const trees = parseFile(parser, text);
  const lowering = beginLowering(text, trees.some((tree) => tree.problems.length > 0));
  const declarations = declarationsIn(trees.map((tree) => tree.root));
  const body = lowerDeclarations(lowering, declarations);
  const { variables, functions, classes, methods, imports, packageNames } = lowering;
  if (packageNames.size > 0) imports.push({ specifier: ".", at: packagePlace(declarations), bindings: [...packageNames].map(([imported, variable]) => ({ imported, variable })) });
  return {
    language: "go",
    variables,
    functions,
    classes,
    methods,
    body,
    imports,
    exports: exportsOf(lowering),
    directives: readDirectives(text, trees.map((tree) => tree.root)),
    problems: trees.flatMap((tree) => tree.problems).slice(0, mostProblems),
  };
}

/**
 * In a file that cannot be read as a whole, each declaration with an error is read again on its own, so that what is half
 * typed in an editor takes nothing from the others; and what it has not closed yet is closed for it.
 */
function parseFile(parser: GoParser, text: string): readonly SyntaxTree[] {
  const whole = parseTree(parser, text);
  if (whole.problems.length === 0) return [whole];
  const declarations = new Map(whole.root.children.filter((node) => declarationTypes.has(node.type)).map((node) => [node.start, node]));
  let problem = 0;
  return scanText(text).sections.map(({ at: [start, end], openBraces }): SyntaxTree => {
    const first = problem;
    while ((whole.problems[problem]?.offset ?? text.length) < end) problem += 1;
    const known = declarations.get(start);
    if (known !== undefined && problem === first && known.end <= end) return { root: { ...whole.root, start, end, children: [known] }, problems: [] };
    const { root, problems } = parseTree(parser, text.slice(start, end) + "}".repeat(openBraces), { offset: start, limit: end });
    return { root, problems: openBraces === 0 ? problems : [...problems, { offset: Math.max(start, end - 1), message: "} is missing" }] };
  });
}

const declarationTypes: ReadonlySet<string> = new Set(["package_clause", "import_declaration", "function_declaration", "method_declaration", "const_declaration", "var_declaration", "type_declaration"]);

/** The declarations at the file's top; also those among what could not be read. */
function declarationsIn(roots: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return roots.flatMap((root) => root.children).flatMap((node) => (node.type === "ERROR" ? node.children : [node])).filter((node) => declarationTypes.has(node.type));
}

function packagePlace(declarations: readonly SyntaxNode[]): readonly [number, number] {
  const clause = declarations.find((node) => node.type === "package_clause");
  return clause === undefined ? [0, 0] : spanOf(clause);
}

interface Value {
  readonly spec: SyntaxNode;
  /** For constants. */
  readonly constant: ConstantSpec | undefined;
}

/** What runs when the package is loaded: all names are known everywhere in the file, so they are declared before anything is read. */
function lowerDeclarations(lowering: Lowering, declarations: readonly SyntaxNode[]): Statement[] {
  const values: Value[] = [];
  const types: SyntaxNode[] = [];
  for (const node of declarations) {
    if (node.type === "import_declaration") lowerImports(lowering, node);
    else if (node.type === "function_declaration") declareFunction(lowering, node);
    else if (node.type === "const_declaration") values.push(...constantSpecs(node).map((constant) => ({ spec: constant.spec, constant })));
    else if (node.type === "var_declaration") values.push(...variableSpecs(node).map((spec) => ({ spec, constant: undefined })));
    else if (node.type === "type_declaration") types.push(...typeSpecs(node));
  }
  for (const spec of types) declareType(lowering, spec);
  for (const { spec, constant } of values) declareNames(lowering, spec, constant === undefined ? "variable" : "constant", spanOf(spec));
  const out: Statement[] = [];
  const initializers: Statement[] = [];
  for (const node of declarations) {
    if (node.type === "function_declaration") lowerFunction(lowering, node, out, initializers);
    else if (node.type === "method_declaration") lowerMethod(lowering, node);
  }
  for (const spec of types) out.push(...bindType(lowering, spec));
  for (const { spec, constant } of inOrder(lowering, values)) {
    const read = (): Statement[] => (constant === undefined ? bindVariables(lowering, spec, variableValues(lowering, spec)) : bindConstants(lowering, constant, constantValues(lowering, constant)));
    out.push(...guarded(lowering, read, () => namesOf(spec).map((name): Statement => ({ kind: "bind", target: lowerNamedTarget(lowering, name), value: unknown(tooDeep, spanOf(spec)), at: spanOf(spec) }))));
  }
  return [...out, ...initializers];
}

/** Names that nothing else can speak of. */
function isReachable(name: string): boolean {
  return name !== "_" && name !== "init" && name !== "";
}

function declareFunction(lowering: Lowering, node: SyntaxNode): void {
  const name = fieldOf(node, "name");
  if (name !== undefined && isReachable(textOf(lowering, name))) declare(lowering, textOf(lowering, name), spanOf(name), "function");
}

function declareType(lowering: Lowering, spec: SyntaxNode): void {
  declareNames(lowering, spec, "class", spanOf(spec));
  const [name] = namesOf(spec);
  const type = fieldOf(spec, "type");
  const variable = name === undefined ? undefined : resolveHere(lowering, textOf(lowering, name));
  if (typeof variable === "number" && type !== undefined) lowering.types.set(variable, type);
}

function lowerFunction(lowering: Lowering, node: SyntaxNode, out: Statement[], initializers: Statement[]): void {
  const at = spanOf(node);
  const nameNode = fieldOf(node, "name");
  const name = nameNode === undefined ? "" : textOf(lowering, nameNode);
  const index = addGuarded(lowering, node, name);
  const value = { kind: "function", function: index, at } as const;
  if (name === "init") initializers.push({ kind: "evaluate", expression: { kind: "call", callee: value, arguments: [], construct: false, optional: false, at }, at });
  const variable = resolveHere(lowering, name);
  if (typeof variable === "number" && nameNode !== undefined) out.push({ kind: "bind", target: { kind: "variable", variable, at: spanOf(nameNode) }, value, at });
}

function lowerMethod(lowering: Lowering, node: SyntaxNode): void {
  const nameNode = fieldOf(node, "name");
  const type = receiverType(lowering, node);
  const name = nameNode === undefined ? "" : textOf(lowering, nameNode);
  const index = addGuarded(lowering, node, name);
  if (type !== undefined && name !== "") lowering.methods.push({ type, key: name, function: index });
}

function addGuarded(lowering: Lowering, node: SyntaxNode, name: string): FunctionIndex {
  const { functions } = lowering;
  const index = functions.length;
  return guarded(lowering, () => addFunction(lowering, node, name), () => {
    const at = spanOf(node);
    functions.length = index;
    functions.push({ name, at, parameters: [], body: [{ kind: "evaluate", expression: unknown(tooDeep, at), at }], isAsync: false, isGenerator: false, hasOwnThis: node.type === "method_declaration" });
    return index;
  });
}

/** What is nested too deeply for the stack costs only the declaration that it is in. */
function guarded<Result>(lowering: Lowering, read: () => Result, otherwise: () => Result): Result {
  const { scope, owner, results, present, iota, depth } = lowering;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    Object.assign(lowering, { scope, owner, results, present, iota, depth });
    return otherwise();
  }
}

/** A value that speaks of a later one stands behind it (https://go.dev/ref/spec#Package_initialization). */
function inOrder(lowering: Lowering, values: readonly Value[]): readonly Value[] {
  return inOrderOfUse(values, ({ spec }) => namesOf(spec).map((name) => textOf(lowering, name)), ({ spec, constant }) => (constant === undefined ? [fieldOf(spec, "value")] : constant.values), lowering.text);
}

/** All names of the file: those in lower case are the package's own. */
function exportsOf({ scope, variables }: Lowering): ExportFacts[] {
  return [...(scope.names ?? [])].flatMap(([exported, variable]): ExportFacts[] => (typeof variable === "number" && isDeclared(variables[variable]) ? [{ kind: "local", exported, variable }] : []));
}

function isDeclared(variable: Lowering["variables"][VariableIndex] | undefined): boolean {
  return variable !== undefined && variable.kind !== "import";
}
