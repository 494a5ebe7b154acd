import type { Span } from "../facts/facts.js";
import type { ManifestPath } from "../project/configuration.js";

/**
 * What Kubernetes manifests say of images: which kind of object holds pod specifications or images, and where.
 *
 * The rows are used on YAML and JSON text and on object values in code alike, so they work on an abstract tree whose
 * scalars are of type `T`: text with its place for YAML, a value for code.
 */
export type ManifestNode<T> =
  | ManifestMap<T>
  | { readonly kind: "list"; readonly items: readonly ManifestNode<T>[]; readonly at?: Span | undefined }
  | ManifestLeaf<T>
  | { readonly kind: "unknown"; readonly at?: Span | undefined };

export interface ManifestMap<T> {
  readonly kind: "map";
  /** Each key once. */
  readonly entries: readonly { readonly key: string; readonly value: ManifestNode<T> }[];
  readonly at?: Span | undefined;
}

export interface ManifestLeaf<T> {
  readonly kind: "scalar";
  readonly value: T;
  readonly at?: Span | undefined;
}

export interface ManifestObject<T> {
  /** Undefined for a fragment: a pod specification or a patch that names no kind. */
  readonly kind: string | undefined;
  readonly apiVersion: string | undefined;
  readonly name: T | undefined;
  readonly namespace: T | undefined;
  readonly at: Span | undefined;
  readonly images: readonly ImageUse<T>[];
}

export interface ImageUse<T> {
  readonly image: T;
  readonly policy?: T | undefined;
  readonly containerName?: T | undefined;
  /** From the object's root: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly containerKind: ContainerKind;
}

export type ContainerKind = "container" | "init" | "ephemeral" | "volume" | "custom";

interface KindRow {
  readonly kinds: readonly string[];
  /** API groups, without the version; the core group is "". */
  readonly groups: readonly string[];
  /**
   * Paths from the object's root, with `[]` for each item of a list and `*` for each value of a map, of a pod
   * specification, ...
   */
  readonly podSpecs?: readonly string[] | undefined;
  /** ... of a map with an `image` of its own, ... */
  readonly containers?: readonly string[] | undefined;
  /** ... or of the scalar that is the reference. */
  readonly images?: readonly string[] | undefined;
}

/** A Tekton task specification's containers, below `path`. */
function taskContainers(path: string): readonly string[] {
  return ["steps[]", "sidecars[]", "stepTemplate"].map((container) => `${path}.${container}`);
}

/** The containers of Argo Workflows' templates, in the workflow specification at `path`. */
function workflowContainers(path: string): readonly string[] {
  return ["templates[]", "templateDefaults"].flatMap((template) =>
    ["container", "script", "initContainers[]", "sidecars[]", "containerSet.containers[]"].map((container) => `${path}.${template}.${container}`),
  );
}

/** The kinds that run images. Sources: the Kubernetes API reference, and the API references of the projects named. */
export const kindRows: readonly KindRow[] = [
  { kinds: ["Pod"], groups: [""], podSpecs: ["spec"] },
  { kinds: ["PodTemplate"], groups: [""], podSpecs: ["template.spec"] },
  { kinds: ["ReplicationController"], groups: [""], podSpecs: ["spec.template.spec"] },
  { kinds: ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"], groups: ["apps", "extensions"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Job"], groups: ["batch"], podSpecs: ["spec.template.spec"] },
  { kinds: ["CronJob"], groups: ["batch"], podSpecs: ["spec.jobTemplate.spec.template.spec"] },
  // OpenShift
  { kinds: ["DeploymentConfig"], groups: ["apps.openshift.io", ""], podSpecs: ["spec.template.spec"] },
  // Knative
  { kinds: ["Service", "Configuration"], groups: ["serving.knative.dev"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Revision"], groups: ["serving.knative.dev"], podSpecs: ["spec"] },
  { kinds: ["ContainerSource"], groups: ["sources.knative.dev"], podSpecs: ["spec.template.spec"] },
  // Argo Rollouts and Workflows
  { kinds: ["Rollout"], groups: ["argoproj.io"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"], groups: ["argoproj.io"], containers: workflowContainers("spec") },
  { kinds: ["CronWorkflow"], groups: ["argoproj.io"], containers: workflowContainers("spec.workflowSpec") },
  // Tekton
  { kinds: ["Task", "ClusterTask"], groups: ["tekton.dev"], containers: taskContainers("spec") },
  { kinds: ["TaskRun"], groups: ["tekton.dev"], containers: taskContainers("spec.taskSpec") },
  { kinds: ["Pipeline"], groups: ["tekton.dev"], containers: ["tasks[]", "finally[]"].flatMap((tasks) => taskContainers(`spec.${tasks}.taskSpec`)) },
  { kinds: ["PipelineRun"], groups: ["tekton.dev"], containers: ["tasks[]", "finally[]"].flatMap((tasks) => taskContainers(`spec.pipelineSpec.${tasks}.taskSpec`)) },
  { kinds: ["StepAction"], groups: ["tekton.dev"], containers: ["spec"] },
  // Strimzi
  {
    kinds: ["Kafka"],
    groups: ["kafka.strimzi.io"],
    images: ["spec.kafka.image", "spec.zookeeper.image", "spec.cruiseControl.image", "spec.kafkaExporter.image", "spec.jmxTrans.image", "spec.entityOperator.*.image"],
  },
  { kinds: ["KafkaConnect", "KafkaBridge", "KafkaMirrorMaker", "KafkaMirrorMaker2"], groups: ["kafka.strimzi.io"], images: ["spec.image"] },
  // OpenKruise
  { kinds: ["CloneSet", "StatefulSet", "DaemonSet", "BroadcastJob"], groups: ["apps.kruise.io"], podSpecs: ["spec.template.spec"] },
  { kinds: ["AdvancedCronJob"], groups: ["apps.kruise.io"], podSpecs: ["spec.template.jobTemplate.spec.template.spec", "spec.template.broadcastJobTemplate.spec.template.spec"] },
  { kinds: ["SidecarSet"], groups: ["apps.kruise.io"], podSpecs: ["spec"] },
  // KEDA, Volcano, JobSet
  { kinds: ["ScaledJob"], groups: ["keda.sh"], podSpecs: ["spec.jobTargetRef.template.spec"] },
  { kinds: ["Job"], groups: ["batch.volcano.sh"], podSpecs: ["spec.tasks[].template.spec"] },
  { kinds: ["JobSet"], groups: ["jobset.x-k8s.io"], podSpecs: ["spec.replicatedJobs[].template.spec.template.spec"] },
  // Prometheus Operator
  { kinds: ["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"], groups: ["monitoring.coreos.com"], podSpecs: ["spec"], containers: ["spec"] },
];

interface ContainerField {
  /** From the pod specification. */
  readonly path: string;
  readonly containerKind: ContainerKind;
  readonly image: string;
  readonly policy: string;
}

/** Where a pod specification holds images (Kubernetes API reference, PodSpec, Container, ImageVolumeSource). */
const containerFields: readonly ContainerField[] = [
  { path: "containers[]", containerKind: "container", image: "image", policy: "imagePullPolicy" },
  { path: "initContainers[]", containerKind: "init", image: "image", policy: "imagePullPolicy" },
  { path: "ephemeralContainers[]", containerKind: "ephemeral", image: "image", policy: "imagePullPolicy" },
  { path: "volumes[].image", containerKind: "volume", image: "reference", policy: "pullPolicy" },
];

/** What a map in a list `containers` has beside its image if it is a container of a pod, and not of something else. */
const containerKeys: ReadonlySet<string> = new Set(
  "name imagePullPolicy command args env envFrom ports resources volumeMounts livenessProbe readinessProbe startupProbe lifecycle securityContext workingDir stdin tty".split(" "),
);

/** Kinds whose content describes or carries other objects and runs nothing. */
const kindsWithoutImages: ReadonlySet<string> = new Set(["CustomResourceDefinition", "ConfigMap", "Secret"]);

export interface ManifestReading<T> {
  /** The scalar's text, if it is known; it may hold holes. */
  readonly textOf: (value: T) => string | undefined;
  /** Further rows, from the configuration. */
  readonly manifestPaths?: readonly ManifestPath[] | undefined;
}

/**
 * The images that a tree deploys: by the rows where it names its kind, else by the shape of a pod template, which is
 * recognised at any depth. Also the operations of a JSON patch on images.
 */
export function imagePathsOf<T>(tree: ManifestNode<T>, reading: ManifestReading<T>): readonly ImageUse<T>[] {
  return manifestObjectsOf(tree, reading).flatMap(({ images }) => images);
}

/** The objects in a tree, the items of lists (`kind: List`, OpenShift templates) on their own; a fragment only if it has images. */
export function manifestObjectsOf<T>(tree: ManifestNode<T>, reading: ManifestReading<T>): readonly ManifestObject<T>[] {
  if (tree.kind === "list") {
    const patched = jsonPatchImages(tree.items, reading);
    return patched.length > 0 ? [fragment(tree.at, patched)] : tree.items.flatMap((item) => manifestObjectsOf(item, reading));
  }
  if (tree.kind !== "map") return [];
  const held = heldObjects(tree, reading);
  if (held !== undefined) return held.flatMap((item) => manifestObjectsOf(item, reading));
  const object = objectOf(tree, reading);
  return object.kind !== undefined || object.images.length > 0 ? [object] : [];
}

/** Objects that are nothing but a list of others. */
const holders: readonly { readonly kind: RegExp; readonly key: string }[] = [
  { kind: /List$/, key: "items" },
  { kind: /^Template$/, key: "objects" },
];

function heldObjects<T>(map: ManifestMap<T>, reading: ManifestReading<T>): readonly ManifestNode<T>[] | undefined {
  const kind = textAt(map, "kind", reading);
  if (kind === undefined) return undefined;
  const holder = holders.find((row) => row.kind.test(kind));
  const held = holder === undefined ? undefined : entry(map, holder.key);
  return held?.kind === "list" ? held.items : undefined;
}

function objectOf<T>(map: ManifestMap<T>, reading: ManifestReading<T>): ManifestObject<T> {
  const metadata = entry(map, "metadata");
  const inMetadata = (key: string): T | undefined => (metadata?.kind === "map" ? scalarAt(metadata, key) : undefined);
  return {
    kind: textAt(map, "kind", reading),
    apiVersion: textAt(map, "apiVersion", reading),
    name: inMetadata("name"),
    namespace: inMetadata("namespace"),
    at: map.at,
    images: imagesIn(map, "", reading),
  };
}

function fragment<T>(at: Span | undefined, images: readonly ImageUse<T>[]): ManifestObject<T> {
  return { kind: undefined, apiVersion: undefined, name: undefined, namespace: undefined, at, images };
}

function imagesIn<T>(node: ManifestNode<T>, path: string, reading: ManifestReading<T>): readonly ImageUse<T>[] {
  if (node.kind === "list") return node.items.flatMap((item, index) => imagesIn(item, `${path}[${index}]`, reading));
  if (node.kind !== "map") return [];
  const kind = textAt(node, "kind", reading);
  if (kind !== undefined && kindsWithoutImages.has(kind)) return [];
  const apiVersion = textAt(node, "apiVersion", reading);
  const rows = kind === undefined ? [] : rowsFor(kind, apiVersion);
  const known = rows.length > 0 ? rows.flatMap((row) => imagesByRow(node, path, row)) : imagesByShape(node, path, reading);
  const configured = kind === undefined ? [] : configuredPaths(kind, apiVersion, reading).flatMap((imagePath) => imagesAt(node, path, imagePath));
  return [...known, ...configured.filter((image) => !known.some((other) => other.path === image.path))];
}

interface Row {
  readonly podSpecs: readonly string[];
  readonly containers: readonly string[];
  readonly images: readonly string[];
}

function rowsFor(kind: string, apiVersion: string | undefined): readonly Row[] {
  const group = groupOf(apiVersion);
  const known = kindRows.filter((row) => row.kinds.includes(kind) && (group === undefined || row.groups.includes(group)));
  return known.map(({ podSpecs = [], containers = [], images = [] }) => ({ podSpecs, containers, images }));
}

/** The paths of the configuration stand beside what is known of a kind, or is recognised by its shape. */
function configuredPaths<T>(kind: string, apiVersion: string | undefined, { manifestPaths = [] }: ManifestReading<T>): readonly string[] {
  const wanted = manifestPaths.filter((row) => row.kind === kind && (row.apiVersion === undefined || row.apiVersion === apiVersion || row.apiVersion === groupOf(apiVersion)));
  return wanted.map(({ path }) => path);
}

/** The core group has no name: `v1` has the group "". */
function groupOf(apiVersion: string | undefined): string | undefined {
  return apiVersion === undefined ? undefined : apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

function imagesByRow<T>(object: ManifestMap<T>, path: string, row: Row): readonly ImageUse<T>[] {
  return [
    ...row.podSpecs.flatMap((podSpec) => nodesAt(object, path, podSpec)).flatMap((found) => imagesOfPod(found.node, found.path)),
    ...row.containers.flatMap((container) => nodesAt(object, path, container)).flatMap((found) => imageOfMap(found.node, found.path, customContainer)),
    ...row.images.flatMap((image) => imagesAt(object, path, image)),
  ];
}

const customContainer = { containerKind: "custom", image: "image", policy: "imagePullPolicy" } as const;

function imagesOfPod<T>(podSpec: ManifestNode<T>, path: string): readonly ImageUse<T>[] {
  return containerFields.flatMap((field) => nodesAt(podSpec, path, field.path).flatMap((found) => imageOfMap(found.node, found.path, field)));
}

function imageOfMap<T>(node: ManifestNode<T>, path: string, field: Omit<ContainerField, "path">): readonly ImageUse<T>[] {
  const image = node.kind === "map" ? scalarAt(node, field.image) : undefined;
  if (node.kind !== "map" || image === undefined) return [];
  const policy = scalarAt(node, field.policy);
  const containerName = scalarAt(node, "name");
  return [
    {
      image,
      ...(policy === undefined ? {} : { policy }),
      ...(containerName === undefined ? {} : { containerName }),
      path: below(path, field.image),
      containerKind: field.containerKind,
    },
  ];
}

/** A path that ends at the scalar itself, its pull policy and name beside it, or at the scalars of a list or map (`images[]`, `images.*`). */
function imagesAt<T>(object: ManifestMap<T>, path: string, imagePath: string): readonly ImageUse<T>[] {
  if (/(?:\[\]|(?:^|\.)\*)$/u.test(imagePath)) {
    return nodesAt(object, path, imagePath).flatMap((found) => (found.node.kind === "scalar" ? [{ image: found.node.value, path: found.path, containerKind: customContainer.containerKind }] : []));
  }
  const [, parent = "", image = ""] = /^(?:(.*)\.)?([^.]*)$/s.exec(imagePath) ?? [];
  const field = containerFields.find((known) => parent === known.path || parent.endsWith(`.${known.path}`)) ?? customContainer;
  return nodesAt(object, path, parent).flatMap((found) => imageOfMap(found.node, found.path, { ...field, image }));
}

interface Found<T> {
  readonly node: ManifestNode<T>;
  readonly path: string;
}

/** The nodes at a path as the rows write it: names, `*`, and `[]` behind them, joined by dots. */
function nodesAt<T>(node: ManifestNode<T>, path: string, rowPath: string): readonly Found<T>[] {
  const steps = rowPath === "" ? [] : rowPath.replaceAll("[]", ".[]").split(".").filter((step) => step !== "");
  let found: readonly Found<T>[] = [{ node, path }];
  for (const step of steps) found = found.flatMap((from) => stepFrom(from, step));
  return found;
}

function stepFrom<T>({ node, path }: Found<T>, step: string): readonly Found<T>[] {
  if (step === "[]") return node.kind === "list" ? node.items.map((item, index) => ({ node: item, path: `${path}[${index}]` })) : [];
  if (node.kind !== "map") return [];
  return node.entries.filter(({ key }) => step === "*" || key === step).map(({ key, value }) => ({ node: value, path: below(path, key) }));
}

/** Maps that look like a pod specification, and objects that name their kind, wherever they are. */
function imagesByShape<T>(map: ManifestMap<T>, path: string, reading: ManifestReading<T>): readonly ImageUse<T>[] {
  const own = containerFields.flatMap((field) =>
    nodesAt(map, path, field.path).flatMap((found) => (looksLikeContainer(found.node, field.containerKind) ? imageOfMap(found.node, found.path, field) : [])),
  );
  return [...own, ...map.entries.flatMap(({ key, value }) => imagesIn(value, below(path, key), reading))];
}

function looksLikeContainer<T>(node: ManifestNode<T>, containerKind: ContainerKind): boolean {
  return node.kind === "map" && (containerKind === "volume" || node.entries.some(({ key }) => containerKeys.has(key)));
}

const patchedImage = /\/(?:(c)ontainers|(i)nitContainers|(e)phemeralContainers)\/[^/]+\/image$/;

/** `[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": …}]` (RFC 6902). */
function jsonPatchImages<T>(items: readonly ManifestNode<T>[], reading: ManifestReading<T>): readonly ImageUse<T>[] {
  return items.flatMap((item) => {
    const path = item.kind === "map" && entry(item, "op") !== undefined ? textAt(item, "path", reading) : undefined;
    const image = item.kind === "map" ? scalarAt(item, "value") : undefined;
    const [, container, init] = patchedImage.exec(path ?? "") ?? [undefined, undefined, undefined];
    if (path === undefined || image === undefined || !patchedImage.test(path)) return [];
    const containerKind: ContainerKind = container !== undefined ? "container" : init !== undefined ? "init" : "ephemeral";
    return [{ image, path: path.slice(1).replace(/\/(\d+|-)(?=\/|$)/g, "[$1]").replaceAll("/", "."), containerKind }];
  });
}

function below(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function entry<T>(map: ManifestMap<T>, key: string): ManifestNode<T> | undefined {
  return map.entries.find((candidate) => candidate.key === key)?.value;
}

function scalarAt<T>(map: ManifestMap<T>, key: string): T | undefined {
  const node = entry(map, key);
  return node?.kind === "scalar" ? node.value : undefined;
}

function textAt<T>(map: ManifestMap<T>, key: string, reading: ManifestReading<T>): string | undefined {
  const value = scalarAt(map, key);
  return value === undefined ? undefined : reading.textOf(value);
}
