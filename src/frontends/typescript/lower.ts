import { ts } from "ts-morph";
import type { FileFacts, Statement, SyntaxProblem } from "../../facts/facts.js";
import { declareBlock, declareVars } from "./declarations.js";
import { readDirectives } from "./directives.js";
import { beginLowering, spanOf, tooDeep, type Lowering } from "./lowering.js";
import { lowerFunctionDeclaration, lowerStatement } from "./statements.js";
import { isFunctionDeclaration } from "./syntax.js";

/**
 * Lowers one file of TypeScript or JavaScript; nothing but its text is looked at.
 *
 * @param text the whole file, as it stands in the editor or on disk
 * @param fileName says the dialect by its extension (`.ts`, `.mts`, `.cts`, `.tsx`, `.js`, `.mjs`, `.cjs`, `.jsx`)
 * @returns the file's facts; what is not understood is in them as `unknown`, what is not even syntax as a problem
 */
export function lowerTypeScript(text: string, fileName: string): FileFacts {
  const binary = text.slice(0, prefixForBinary).indexOf("\0");
  if (binary !== -1) return withoutFacts({ offset: binary, message: "This is a binary file: it holds a NUL character." });
  const source = parse(text, fileName);
  if (source === undefined) return withoutFacts({ offset: 0, message: "The code is nested too deeply to be parsed." });
  const lowering = beginLowering(text, source);
  // A declaration file describes what is elsewhere, and nothing in it runs.
  const body = source.isDeclarationFile ? [] : lowerModule(lowering);
  const { variables, functions, classes, imports, exports } = lowering;
  return { language: "typescript", variables, functions, classes, body, imports, exports, directives: readDirectives(text, source), problems: readProblems(source) };
}

/** How much of a file git looks at to tell binary from text (buffer_is_binary). */
const prefixForBinary = 8000;

/** More syntax errors than this say nothing more to anybody. */
const maximumProblems = 100;

/** Half-typed and broken code parses; only nesting that exhausts the parser's stack does not. */
function parse(text: string, fileName: string): ts.SourceFile | undefined {
  try {
    return ts.createSourceFile(fileName, text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone, setExternalModuleIndicator: asModule }, false);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Scripts that import and export nothing may still wait at their top level: `await (…)` is no call of a function then. */
function asModule(file: ts.SourceFile): void {
  Object.assign(file, { externalModuleIndicator: true });
}

function withoutFacts(problem: SyntaxProblem): FileFacts {
  return { language: "typescript", variables: [], functions: [], classes: [], body: [], imports: [], exports: [], directives: [], problems: [problem] };
}

/** As a function's body; a statement that is nested too deeply for the stack costs only itself. */
function lowerModule(lowering: Lowering): Statement[] {
  const { statements } = lowering.source;
  declareBlock(lowering, statements);
  const out: Statement[] = [];
  for (const statement of statements) guarded(lowering, statement, out, () => out.push(...declareVars(lowering, [statement])));
  for (const statement of statements) {
    if (isFunctionDeclaration(statement)) guarded(lowering, statement, out, () => { lowerFunctionDeclaration(lowering, statement, out); });
  }
  for (const statement of statements) {
    if (!isFunctionDeclaration(statement)) guarded(lowering, statement, out, () => { lowerStatement(lowering, statement, out, undefined); });
  }
  return out;
}

function guarded(lowering: Lowering, statement: ts.Statement, out: Statement[], lower: () => unknown): void {
  const { scope, owner, exports, depth } = lowering;
  const { length } = out;
  try {
    lower();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    lowering.scope = scope;
    lowering.owner = owner;
    lowering.exports = exports;
    lowering.depth = depth;
    out.length = length;
    const at = spanOf(lowering, statement);
    out.push({ kind: "evaluate", expression: { kind: "unknown", reason: tooDeep, parts: [], at }, at });
  }
}

/** The parser keeps its errors in a property that the compiler's public types do not show. */
function readProblems(source: ts.SourceFile): SyntaxProblem[] {
  const diagnostics: unknown = "parseDiagnostics" in source ? source.parseDiagnostics : undefined;
  if (!Array.isArray(diagnostics)) return [];
  return diagnostics.slice(0, maximumProblems).filter(isDiagnostic).map(({ start, messageText }) => ({ offset: start, message: ts.flattenDiagnosticMessageText(messageText, " ") }));
}

function isDiagnostic(value: unknown): value is ts.DiagnosticWithLocation {
  return typeof value === "object" && value !== null && "start" in value && typeof value.start === "number" && "messageText" in value;
}
