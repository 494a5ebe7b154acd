import { isSameObject } from "../flow/kubernetes-objects.js";
import type { Deletion, RootRun, Site } from "../flow/site.js";
import { literalText } from "../values/text.js";
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

/** Whether `kubectl set image` may give another image to the container of a deploy: what that has is never more than a start. */
export function mayReplace({ object, container }: Site, deploy: Site): boolean {
  if (deploy.isReplacement === true || deploy.runtime !== "cluster") return false;
  const name = container === undefined ? undefined : literalText(container);
  const other = deploy.container === undefined ? undefined : literalText(deploy.container);
  if (name !== undefined && name !== "*" && other !== undefined && name !== other) return false;
  const isNamed = object !== undefined && literalText(object.name) !== undefined;
  return !isNamed || deploy.object === undefined || isSameObject(object, deploy.object);
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
