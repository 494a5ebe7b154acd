import { commitForm, countForm } from "../values/hole-forms.js";
import type { HoleForm } from "../values/hole-forms.js";
import { hole, literal } from "../values/text.js";
import type { Text } from "../values/value.js";

/**
 * What the agent sets by itself, by the name that programs get (https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables); undefined for
 * what is no such variable.
 */
export function predefinedAzureVariable(key: string): Text | undefined {
  const letters = Object.hasOwn(known, key) ? known[key] : undefined;
  if (letters !== undefined) return literal(letters);
  if (!/^(?:AGENT|BUILD|SYSTEM|PIPELINE|ENVIRONMENT|RELEASE|STRATEGY|CHECKS|TF)_/u.test(key)) return undefined;
  return hole(`env ${key}`, { kind: "environment", name: key }, forms.get(key));
}

const forms: ReadonlyMap<string, HoleForm> = new Map([
  ["BUILD_SOURCEVERSION", commitForm],
  ["BUILD_BUILDID", countForm],
  ["SYSTEM_PULLREQUEST_PULLREQUESTID", countForm],
  ["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", countForm],
]);

/** Folders that the repository lies in. */
const known: Readonly<Record<string, string>> = {
  BUILD_SOURCESDIRECTORY: "/",
  BUILD_REPOSITORY_LOCALPATH: "/",
  SYSTEM_DEFAULTWORKINGDIRECTORY: "/",
  TF_BUILD: "True",
};
