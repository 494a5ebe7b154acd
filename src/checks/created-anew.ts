import type { Deletion, KubernetesObject, RootRun, Site } from "../flow/site.js";
import { literalText, uncaptured } from "../values/text.js";
import type { CallPath } from "../values/value.js";

/**
 * Whether the object that a deploy creates is deleted by the same test, hook or program, which then creates it again: what
 * the first one was given does not matter any more.
 */
export function isCreatedAnew(deploy: Site, root: RootRun): boolean {
  const { object } = deploy;
  if (object === undefined) return false;
  return root.deletions.some(
    (deletion) =>
      deletion.order > deploy.order &&
      isSameObject(deletion.object, object) &&
      root.sites.some((later) => later.kind === "deploy" && later.order > deletion.order && later.object !== undefined && isSameObject(later.object, object) && isReplacement(deploy, deletion, later)),
  );
}

/** A namespace that one of them does not say may be the other's. */
function isSameObject(one: KubernetesObject, other: KubernetesObject): boolean {
  if (one.kind !== other.kind || uncaptured(one.name).key !== uncaptured(other.name).key) return false;
  const [mine, its] = [one, other].map(({ namespace }) => (namespace === undefined ? undefined : literalText(namespace)));
  return mine === undefined || its === undefined || mine === its;
}

/** A deletion that belongs more to the first deploy than to the second is the first one's clean-up: what it had was in use before. */
function isReplacement(deploy: Site, { path }: Deletion, later: Site): boolean {
  const outermost = (one: CallPath | undefined): CallPath | undefined => callsOf(one)[0];
  if (outermost(deploy.path) !== outermost(path) || outermost(path) !== outermost(later.path)) return false;
  return sharedCalls(deploy.path, path) <= sharedCalls(path, later.path);
}

function sharedCalls(one: CallPath | undefined, other: CallPath | undefined): number {
  const [calls, others] = [callsOf(one), callsOf(other)];
  const different = calls.findIndex((call, index) => call !== others[index]);
  return different < 0 ? calls.length : different;
}

/** Outermost first; each call of a function is one of its own. */
function callsOf(path: CallPath | undefined): readonly CallPath[] {
  const calls: CallPath[] = [];
  for (let call = path; call !== undefined; call = call.outer) calls.push(call);
  return calls.reverse();
}
