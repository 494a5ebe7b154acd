/**
 * How functions of templates read the values that they are given, as far as that matters for the question which values a
 * chart reads at all. A function that is not here prints what it is given, or hands it on whole: all of it is read.
 */
export type FunctionReading =
  /** It gives its arguments, or what is in them: what is done with these is read. `from`: the first argument that it gives. */
  | { readonly kind: "gives"; readonly from: number }
  /** It only asks what the argument is: nothing below it is read. */
  | { readonly kind: "asks" }
  /** `get map "key"`, `index map "a" "b"`: the keys from the second argument on. */
  | { readonly kind: "field"; readonly several: boolean }
  /** `dig "a" "b" default map` */
  | { readonly kind: "dig" }
  /** `pluck "key" map map` */
  | { readonly kind: "pluck" }
  /** `hasKey map "key"` */
  | { readonly kind: "asks field" }
  | { readonly kind: "dict" }
  | { readonly kind: "list" }
  /** `set map "key" value` */
  | { readonly kind: "set" }
  | { readonly kind: "elements" }
  | { readonly kind: "include" }
  | { readonly kind: "tpl" };

const gives: FunctionReading = { kind: "gives", from: 0 };
const asks: FunctionReading = { kind: "asks" };

/** https://pkg.go.dev/text/template#hdr-Functions, https://masterminds.github.io/sprig/, https://helm.sh/docs/chart_template_guide/function_list/ */
export const functionReadings: Readonly<Record<string, FunctionReading>> = {
  and: gives,
  or: gives,
  default: gives,
  coalesce: gives,
  ternary: gives,
  required: { kind: "gives", from: 1 },
  deepCopy: gives,
  mustDeepCopy: gives,
  merge: gives,
  mustMerge: gives,
  mergeOverwrite: gives,
  mustMergeOverwrite: gives,
  pick: { kind: "gives", from: 0 },
  omit: { kind: "gives", from: 0 },
  unset: { kind: "gives", from: 0 },
  append: gives,
  prepend: gives,
  concat: gives,
  compact: gives,
  uniq: gives,
  reverse: gives,
  initial: gives,
  rest: gives,
  not: asks,
  empty: asks,
  len: asks,
  kindIs: asks,
  kindOf: asks,
  typeOf: asks,
  typeIs: asks,
  typeIsLike: asks,
  get: { kind: "field", several: false },
  index: { kind: "field", several: true },
  dig: { kind: "dig" },
  pluck: { kind: "pluck" },
  hasKey: { kind: "asks field" },
  dict: { kind: "dict" },
  list: { kind: "list" },
  tuple: { kind: "list" },
  set: { kind: "set" },
  first: { kind: "elements" },
  last: { kind: "elements" },
  values: { kind: "elements" },
  include: { kind: "include" },
  tpl: { kind: "tpl" },
};
