import type { FileFacts, FunctionIndex } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";

/** A function that may be a root: it stands in the module itself or in a class there. */
export interface Candidate {
  readonly function: FunctionIndex;
  readonly name: string | undefined;
  /** The class whose method it is. */
  readonly class?: number | undefined;
  /** Go: the type whose method it is. */
  readonly type?: string | undefined;
  readonly key?: string | undefined;
  readonly isStatic?: boolean | undefined;
}

/** The functions of a file that can be called from outside of a function, in the order in which they stand. */
export function rootCandidates(facts: FileFacts): readonly Candidate[] {
  const functions: Candidate[] = [];
  const methods: Candidate[] = [];
  visitFacts(facts.body, {
    expression: (expression) => {
      if (expression.kind === "function") functions.push({ function: expression.function, name: facts.functions[expression.function]?.name });
      if (expression.kind !== "class") return;
      for (const method of facts.classes[expression.class]?.methods ?? []) {
        if (method.kind === "method" && typeof method.key === "string") methods.push({ function: method.function, name: method.key, class: expression.class, key: method.key, isStatic: method.isStatic });
      }
    },
  });
  for (const method of facts.methods ?? []) methods.push({ function: method.function, name: method.key, type: method.type, key: method.key });
  return [...functions, ...methods].sort((left, right) => left.function - right.function);
}

/** Names of variables, imports and members that functions of the file read: whoever is among them has a caller, perhaps. */
export function namesInFunctions(facts: FileFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of facts.imports) for (const binding of one.bindings) names.add(binding.imported);
  for (const one of facts.functions) {
    visitFacts(one.body, {
      expression: (expression) => {
        if (expression.kind === "variable") names.add(facts.variables[expression.variable]?.name ?? "");
        if (expression.kind === "member" && typeof expression.key === "string") names.add(expression.key);
      },
    });
  }
  return names;
}
