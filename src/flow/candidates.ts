import type { FileFacts, FunctionIndex } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";

/** A function that may be a root: it stands in the module itself or in a class there. */
export interface Candidate {
  readonly function: FunctionIndex;
  readonly name: string | undefined;
  /** The class whose method it is. */
  readonly class?: number | undefined;
  readonly key?: string | undefined;
  readonly isStatic?: boolean | undefined;
}

/** The functions of a file that can be called from outside of a function, those that no other one names first. */
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
  const named = namesInFunctions(facts);
  const isNamed = (candidate: Candidate): boolean => candidate.name !== undefined && named.has(candidate.name);
  const all = [...functions, ...methods].sort((left, right) => left.function - right.function);
  return [...all.filter((candidate) => !isNamed(candidate)), ...all.filter(isNamed)];
}

/** Names of variables and members that functions of the file read: whoever is among them has a caller, perhaps. */
function namesInFunctions(facts: FileFacts): ReadonlySet<string> {
  const names = new Set<string>();
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
