import { ts } from "ts-morph";

/** A file of TypeScript or JavaScript with the meaning of its names; no other file is looked at. */
export interface BoundFile {
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** Every identifier by its name, in the order of the text. */
  readonly identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
}

/** Parses the text and binds its names; `file` says the dialect by its extension. */
export function bindFile(file: string, text: string): BoundFile {
  const source = ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.ESNext, setExternalModuleIndicator: asModule }, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === file ? source : undefined),
    fileExists: (name) => name === file,
    readFile: () => undefined,
    writeFile: () => undefined,
    getDefaultLibFileName: () => "",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, allowJs: true, types: [], target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  return { text, source, checker: ts.createProgram({ rootNames: [file], options, host }).getTypeChecker(), identifiers: identifiersIn(source) };
}

/** As the facts are read: a script may wait at its top level, and its names are its own. */
function asModule(source: ts.SourceFile): void {
  Object.assign(source, { externalModuleIndicator: true });
}

function identifiersIn(source: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const identifiers = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const known = identifiers.get(node.text);
      if (known === undefined) identifiers.set(node.text, [node]);
      else known.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return identifiers;
}

/** The innermost expression that reaches from one offset to the other, without the white space and comments around it. */
export function expressionAt({ source }: BoundFile, start: number, end: number): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  for (let node = nodeAround(source, start, end); !ts.isSourceFile(node) && node.getStart(source) === start && node.end === end; node = node.parent) {
    if (ts.isExpression(node)) found ??= node;
  }
  return found;
}

/** The innermost node that holds everything between two offsets. */
export function nodeAround(source: ts.SourceFile, start: number, end: number): ts.Node {
  const descend = (node: ts.Node): ts.Node => ts.forEachChild(node, (child) => (child.getStart(source) <= start && end <= child.end ? descend(child) : undefined)) ?? node;
  return descend(source);
}

/** The variable, function, class or import that an identifier speaks of. */
export function meaningOf({ checker }: BoundFile, identifier: ts.Identifier): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(identifier.parent) ? checker.getShorthandAssignmentValueSymbol(identifier.parent) : checker.getSymbolAtLocation(identifier);
}

/** What a name means at a node, if it means anything there. */
export function visibleAt({ checker }: BoundFile, name: string, node: ts.Node): ts.Symbol | undefined {
  return checker.getSymbolsInScope(node, bindings).find((symbol) => symbol.name === name);
}

const bindings: ts.SymbolFlags = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
