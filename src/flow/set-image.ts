import { display, literalText, placeOf } from "../values/text.js";
import type { Text } from "../values/value.js";
import { isSameObject } from "./kubernetes-objects.js";
import { newUnknown } from "./run.js";
import type { Frame } from "./run.js";
import type { KubernetesObject, Override, Site } from "./site.js";
import type { NewSite } from "./sites.js";
import { recordSite } from "./sites.js";
import { record } from "./text-commands.js";

/**
 * `kubectl set image OBJECT CONTAINER=IMAGE`: a container that is there already gets another image, and keeps its pull
 * policy. Where the object has no container of the name, kubectl fails (`unable to find container named …`).
 */
export function setImage(frame: Frame, site: Omit<NewSite, "kind" | "container">, container: Text): void {
  const deploys = frame.run.sites.filter((other) => other.kind === "deploy" && other.runtime === "cluster" && other.indirect === undefined);
  if (site.object !== undefined) {
    record(frame, {
      how: "kubectl set image",
      key: display(container),
      value: site.reference,
      place: placeOf(container) ?? site.place,
      ...whatIsThere(site.object, container, deploys),
      target: `${site.object.kind} "${display(site.object.name)}"`,
      otherwise: "fails",
    });
  }
  recordSite(frame, { kind: "deploy", ...site, container, isReplacement: true, policy: newUnknown(frame.run, "the policy that the container has already") });
}

/** All containers of an object are known where the same root has created it, and nothing that may be a part of it is unknown. */
function whatIsThere(object: KubernetesObject, container: Text, deploys: readonly Site[]): Pick<Override, "isRead" | "candidates"> {
  const created = deploys.filter((site) => site.isReplacement !== true);
  const own = created.filter((site) => site.object !== undefined && isSameObject(site.object, object));
  const names = own.map((site) => (site.container === undefined ? undefined : literalText(site.container)));
  const name = literalText(container);
  if (name === "*" || (name !== undefined && names.includes(name))) return { isRead: "yes", candidates: [] };
  // A namespace that only the line gives may be another one than the present one, into which the object went.
  const isSure = own.every((site) => site.object?.namespace?.key === object.namespace?.key);
  const isKnown = name !== undefined && own.length > 0 && isSure && literalText(object.name) !== undefined && !names.includes(undefined) && created.every((site) => site.object !== undefined);
  // One that has been given its image is not the one that is meant here.
  const given = new Set(deploys.flatMap((site) => (site.isReplacement === true && site.object !== undefined && isSameObject(site.object, object) ? [site.container?.key] : [])));
  const open = own.filter((site) => !given.has(site.container?.key));
  const candidates = new Map((open.length > 0 ? open : own).map((site) => [site.container?.key, { name: site.container === undefined ? "" : display(site.container), reference: site.reference, place: site.place }]));
  return { isRead: isKnown ? "no" : "unknown", candidates: isKnown ? [...candidates.values()] : [] };
}
