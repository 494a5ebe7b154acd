/** What yq (github.com/mikefarah/yq, version 4) is made of; the program of the same name that is written in Python speaks jq. */

/** How tightly operators bind, the tightest last; of two alike the one on the right comes first (pkg/yqlib/operation.go). */
export const yqOperators: Readonly<Record<string, number | undefined>> = {
  ",": 10,
  ";": 10,
  ":": 15,
  or: 20,
  and: 20,
  "|": 30,
  "=": 40,
  "|=": 40,
  "+=": 40,
  "*=": 40,
  "-=": 40,
  "//=": 40,
  "style=": 40,
  "==": 40,
  "!=": 40,
  ">": 40,
  "<": 40,
  ">=": 40,
  "<=": 40,
  "+": 42,
  "-": 42,
  "*": 42,
  "/": 42,
  "%": 42,
  "//": 42,
};

/** Other names of functions. */
export const yqSynonyms: Readonly<Record<string, string | undefined>> = {
  documentIndex: "di",
  document_index: "di",
  documentindex: "di",
  fileIndex: "fi",
  file_index: "fi",
  fileindex: "fi",
  tostring: "to_string",
  asciidowncase: "downcase",
  ascii_downcase: "downcase",
  asciiupcase: "upcase",
  ascii_upcase: "upcase",
  splitDoc: "split_doc",
  sortKeys: "sort_keys",
};

/** Functions that are followed; an expression with others is not understood. */
export const yqFunctions: ReadonlySet<string> = new Set(["select", "with", "del", "map", "di", "fi", "not", "has", "contains", "test", "sub", "to_string", "key", "explode", "sort_keys", "split_doc"]);

/** Functions that change nothing but how a document looks. */
export const yqLooks: ReadonlySet<string> = new Set(["explode", "sort_keys", "split_doc"]);

/** Beside values something may be assigned to how they look: `.. style=""`, `... comments=""`. */
export const yqAttributes: ReadonlySet<string> = new Set(["style", "comments", "line_comment", "lineComment", "head_comment", "headComment", "foot_comment", "footComment"]);

/** Fields that hold an image or a part of its name, in manifests, kustomizations and values of charts. */
export const imageKey = /image|tag$|newName|digest|repository|registry/iu;

/** Fields that hold a whole reference. */
export const referenceKey = /image$/iu;
