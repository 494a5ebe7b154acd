import { loadGrammar, type Grammar } from "../tree-sitter/grammar.js";

/** The loaded grammar; see `loadGoGrammar`. */
export type GoParser = Grammar;

let loading: Promise<GoParser> | undefined;

/** Loads the grammar, once per process: some 10 ms. Throws if the package's WebAssembly file is missing. */
export function loadGoGrammar(): Promise<GoParser> {
  loading ??= loadGrammar("tree-sitter-go", reading);
  return loading;
}

/** The operators between and before operands; the other tokens say nothing that the nodes do not. */
export const operators: ReadonlySet<string> = new Set(
  ["+", "-", "*", "/", "%", "<<", ">>", "&", "&^", "|", "^"].flatMap((operator) => [operator, `${operator}=`]).concat("=", ":=", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "<-", "++", "--"),
);

/** The node types that hold one or more of the same and name no fields, or whose children are known by their order. */
const lists = [
  "argument_list",
  "binary_expression",
  "block",
  "call_expression",
  "composite_literal",
  "expression_list",
  "expression_statement",
  "field_declaration_list",
  "import_declaration",
  "import_spec_list",
  "index_expression",
  "keyed_element",
  "literal_element",
  "literal_value",
  "parameter_list",
  "parenthesized_expression",
  "pointer_type",
  "return_statement",
  "selector_expression",
  "short_var_declaration",
  "source_file",
  "statement_list",
  "struct_type",
  "type_elem",
  "unary_expression",
];

/** What has no children that matter: names, literals, and types whose values are nil at first. */
const leaves = [
  "blank_identifier",
  "channel_type",
  "dot",
  "fallthrough_statement",
  "false",
  "field_identifier",
  "float_literal",
  "function_type",
  "goto_statement",
  "identifier",
  "imaginary_literal",
  "int_literal",
  "interface_type",
  "interpreted_string_literal",
  "iota",
  "label_name",
  "nil",
  "package_identifier",
  "raw_string_literal",
  "rune_literal",
  "true",
  "type_constraint",
  "type_identifier",
];

const reading = { leaves: new Set(leaves), lists: new Set(lists), tokens: operators, leftOut: new Set(["comment", "empty_statement"]) };
