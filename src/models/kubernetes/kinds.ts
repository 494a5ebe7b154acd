import { customKinds } from "./custom-kinds.js";

/** Which kind of object says something of images, and where. Paths are those of `nodesAt`, from the object's root. */
export interface KindRow {
  readonly kinds: readonly string[];
  /** API groups, without the version; the core group is "". */
  readonly groups: readonly string[];
  /** Pod specifications. */
  readonly podSpecs?: readonly string[] | undefined;
  /** Maps with an `image` of their own. */
  readonly containers?: readonly string[] | undefined;
  /** Scalars that are references. */
  readonly images?: readonly string[] | undefined;
  /** OpenShift's object references: where their `kind` is `DockerImage`, their `name` is a reference. */
  readonly objectReferences?: readonly string[] | undefined;
  /** Scalars that name what the cluster builds. */
  readonly outputs?: readonly string[] | undefined;
  /** Object references that do, of an image or of an image stream's tag. */
  readonly outputReferences?: readonly string[] | undefined;
  /** Scalars that may be manifests, or whatever else somebody reads. */
  readonly texts?: readonly string[] | undefined;
}

/** The rows for an object; those for the kind in all groups where it does not say its `apiVersion`. */
export function rowsFor(kind: string, apiVersion: string | undefined): readonly KindRow[] {
  const rows = rowsByKind.get(kind) ?? [];
  const group = groupOf(apiVersion);
  return group === undefined ? rows : rows.filter((row) => row.groups.includes(group));
}

/** The core group has no name: `v1` has the group "". */
export function groupOf(apiVersion: string | undefined): string | undefined {
  return apiVersion === undefined ? undefined : apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Whether an object of this kind only describes or carries others, so that what looks like a container in it is none. */
export function runsNothing(kind: string, apiVersion: string | undefined): boolean {
  const group = groupOf(apiVersion);
  return kindsWithoutImages.has(kind) || (group !== undefined && groupsWithoutImages.has(group));
}

const kindsWithoutImages: ReadonlySet<string> = new Set(["CustomResourceDefinition", "CompositeResourceDefinition", "ConfigMap", "Secret"]);

/** Policies hold patterns that the objects of others are compared with (Kyverno, Gatekeeper, Sigstore's policy-controller), tests what they expect (Chainsaw, KUTTL). */
const groupsWithoutImages: ReadonlySet<string> = new Set([
  "kyverno.io",
  "policies.kyverno.io",
  "cli.kyverno.io",
  "constraints.gatekeeper.sh",
  "templates.gatekeeper.sh",
  "mutations.gatekeeper.sh",
  "policy.sigstore.dev",
  "chainsaw.kyverno.io",
  "kuttl.dev",
]);

/** Keys whose values are schemas, examples, what is given to a Helm chart, or what a cluster has noted: nothing in them is deployed by the object. */
export const describingKeys: ReadonlySet<string> = new Set([
  "openAPIV3Schema",
  "schema",
  "schemas",
  "definitions",
  "example",
  "examples",
  "values",
  "valuesObject",
  "managedFields",
  "status",
]);

/** Kubernetes API reference: workload resources, and the objects that hold texts. */
const builtInKinds: readonly KindRow[] = [
  { kinds: ["Pod"], groups: [""], podSpecs: ["spec"] },
  { kinds: ["PodTemplate"], groups: [""], podSpecs: ["template.spec"] },
  { kinds: ["ReplicationController"], groups: [""], podSpecs: ["spec.template.spec"] },
  { kinds: ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"], groups: ["apps", "extensions"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Job"], groups: ["batch"], podSpecs: ["spec.template.spec"] },
  { kinds: ["CronJob"], groups: ["batch"], podSpecs: ["spec.jobTemplate.spec.template.spec"] },
  { kinds: ["ConfigMap"], groups: [""], texts: ["data.*"] },
  { kinds: ["Secret"], groups: [""], texts: ["stringData.*"] },
];

const rowsByKind: ReadonlyMap<string, readonly KindRow[]> = byKind([...builtInKinds, ...customKinds]);

function byKind(rows: readonly KindRow[]): ReadonlyMap<string, readonly KindRow[]> {
  const found = new Map<string, KindRow[]>();
  for (const row of rows) {
    for (const kind of row.kinds) {
      const known = found.get(kind);
      if (known === undefined) found.set(kind, [row]);
      else known.push(row);
    }
  }
  return found;
}
