/**
 * An expression of a workflow (`${{ … }}`) as plain data: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions.
 */
export type WorkflowExpression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** `github`, `steps`: in lower case. */
  | { readonly kind: "context"; readonly name: string }
  /** `x.y`, `x['y']`; `*` stands for all that is in it. */
  | { readonly kind: "index"; readonly of: WorkflowExpression; readonly index: WorkflowExpression | "*" }
  /** In lower case. */
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly WorkflowExpression[] }
  | { readonly kind: "not"; readonly of: WorkflowExpression }
  | { readonly kind: "and" | "or"; readonly operands: readonly WorkflowExpression[] }
  | { readonly kind: "compare"; readonly operator: ComparisonOperator; readonly left: WorkflowExpression; readonly right: WorkflowExpression };

export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
