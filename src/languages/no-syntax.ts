/**
 * The empty answers to everything that a rule for JavaScript may ask of a source code while it starts
 * (https://eslint.org/docs/latest/extend/custom-rules#accessing-the-source-code): configurations without `files` bring
 * such rules to every language, and a missing answer ends the run. `ast` is the file's only node.
 */
export function noSyntax(ast: object): Readonly<Record<string, unknown>> {
  const globalScope: Record<string, unknown> = {
    type: "global", isStrict: false, block: ast, upper: null, childScopes: [], set: new Map(), variables: [], references: [], through: [],
    implicit: { set: new Map(), variables: [], left: [] }, functionExpressionScope: false,
  };
  globalScope["variableScope"] = globalScope;
  const none = (): null => null;
  return {
    ...Object.fromEntries(namesOfLists.map((name) => [name, (): unknown[] => []])),
    ...Object.fromEntries(namesOfThings.map((name) => [name, none])),
    ...Object.fromEntries(namesOfClaims.map((name) => [name, () => false])),
    getScope: () => globalScope,
    scopeManager: { scopes: [globalScope], globalScope, getDeclaredVariables: () => [], acquire: none, acquireAll: none },
    parserServices: noTypes(),
    isESTree: false,
    tokensAndComments: [],
  };
}

/** A program without files, for rules that ask for types while they start (https://typescript-eslint.io/developers/custom-rules#typed-rules). */
function noTypes(): Readonly<Record<string, unknown>> {
  const none = (): undefined => undefined;
  // Without `strict` some of these rules report that they need it.
  const program = { getTypeChecker: () => ({}), getCompilerOptions: () => ({ strict: true }), getSourceFile: none, getSourceFiles: () => [] };
  return { program, esTreeNodeToTSNodeMap: new Map(), tsNodeToESTreeNodeMap: new Map(), getSymbolAtLocation: none, getTypeAtLocation: none };
}

const namesOfLists = [
  "getAllComments", "getCommentsBefore", "getCommentsAfter", "getCommentsInside", "getDeclaredVariables",
  "getTokens", "getTokensBefore", "getTokensAfter", "getTokensBetween",
  "getFirstTokens", "getFirstTokensBetween", "getLastTokens", "getLastTokensBetween",
];

const namesOfThings = [
  "getFirstToken", "getLastToken", "getTokenBefore", "getTokenAfter", "getFirstTokenBetween", "getLastTokenBetween",
  "getTokenByRangeStart", "getNodeByRangeIndex",
];

const namesOfClaims = ["commentsExistBetween", "isSpaceBetween", "isSpaceBetweenTokens", "isGlobalReference", "markVariableAsUsed"];
