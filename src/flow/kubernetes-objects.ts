import { literalText, uncaptured } from "../values/text.js";
import type { KubernetesObject } from "./site.js";

/** A namespace that one of them does not say may be the other's. */
export function isSameObject(one: KubernetesObject, other: KubernetesObject): boolean {
  if (one.kind !== other.kind || uncaptured(one.name).key !== uncaptured(other.name).key) return false;
  const [mine, its] = [one, other].map(({ namespace }) => (namespace === undefined ? undefined : literalText(namespace)));
  return mine === undefined || its === undefined || mine === its;
}
