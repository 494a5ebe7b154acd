import { posix } from "node:path";

/** Whether a file is a kustomization: kustomize reads only what has one of these names (https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization). */
export function isKustomization(file: string): boolean {
  return kustomizationNames.includes(posix.basename(file));
}

export const kustomizationNames: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/**
 * Whether a text, YAML or JSON, holds Kubernetes objects, by the two fields that each must have
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields). Definitions of resources describe
 * objects, at length, and are none that run: a text of nothing else holds none.
 */
export function holdsObjects(text: string): boolean {
  if (!text.includes("apiVersion") || !apiVersionField.test(text)) return false;
  let isOfDefinitions = false;
  for (const [, kind] of text.matchAll(kindField)) {
    if (kind !== "CustomResourceDefinition") return true;
    isOfDefinitions = true;
  }
  return !isOfDefinitions && text.includes('"kind"');
}

/** At the start of a line, also behind a byte order mark (as text, or byte by byte) or in a list; in JSON anywhere. */
const apiVersionField = /^(?:- +|\uFEFF|\u00EF\u00BB\u00BF)?apiVersion[ \t]*:|["']apiVersion["']\s*:/mu;
const kindField = /^(?:- +| {2})?kind[ \t]*:[ \t]*["']?([^\s"']+)/gmu;

/** Whether a file is a template of a Helm chart, which is no YAML before it is rendered (https://helm.sh/docs/topics/charts/#the-chart-file-structure). */
export function isChartTemplate(file: string, isFile: (file: string) => boolean): boolean {
  const parts = file.split("/");
  return parts.some((part, index) => part === "templates" && index < parts.length - 1 && isFile([...parts.slice(0, index), "Chart.yaml"].join("/")));
}
