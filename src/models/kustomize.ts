/**
 * What kustomize knows by heart: how its files are called, which fields it changes, how lists are merged.
 * Source: github.com/kubernetes-sigs/kustomize, api/konfig, api/internal/konfig/builtinpluginconsts and kyaml/openapi.
 */

/** A folder with one of these is a kustomization; with two of them it is none. */
export const kustomizationNames: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** API groups of a kustomization file, without the version; Flux has a `Kustomization` of its own, which is an object of the cluster. */
export const kustomizationGroup = "kustomize.config.k8s.io";

/** Where a kind of object holds an image, or another field that a transformer changes: a path of keys. */
export interface FieldSpec {
  /** Undefined: of every group, version or kind. */
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly kind: string | undefined;
  readonly path: readonly string[];
}

/** The fields of the image transformer beside those of `containerLists`, which it finds at any depth. */
export const imageFields: readonly FieldSpec[] = ["spec/volumes/image/reference", "spec/template/spec/volumes/image/reference"].map((path) => ({ group: undefined, version: undefined, kind: undefined, path: path.split("/") }));

/** Lists whose items' `image` the image transformer changes, wherever they are. */
export const containerLists: ReadonlySet<string> = new Set(["containers", "initContainers"]);

/** Its images are examples and descriptions: the image transformer leaves it alone. */
export const definitionKind = "CustomResourceDefinition";

/** Kinds that keep their names under a name prefix or suffix. */
export const unprefixedKinds: ReadonlySet<string> = new Set(["CustomResourceDefinition", "APIService", "Namespace"]);

/** Kinds of Kubernetes that belong to no namespace. */
export const clusterKinds: ReadonlySet<string> = new Set(
  (
    "APIService CertificateSigningRequest ClusterRole ClusterRoleBinding ComponentStatus CSIDriver CSINode CustomResourceDefinition FlowSchema IngressClass MutatingWebhookConfiguration Namespace Node " +
    "PersistentVolume PodSecurityPolicy PriorityClass PriorityLevelConfiguration RuntimeClass StorageClass ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttachment"
  ).split(" "),
);

/** Groups of Kubernetes' own kinds, whose lists kustomize merges item by item; a custom resource's list is replaced as a whole. */
export const nativeGroups: ReadonlySet<string> = new Set([
  "",
  "apps",
  "batch",
  "extensions",
  "policy",
  "autoscaling",
  ...["admissionregistration", "apiextensions", "apiregistration", "authentication", "authorization", "certificates", "coordination", "discovery", "events", "flowcontrol.apiserver", "networking", "node", "rbac.authorization", "scheduling", "storage"].map((group) => `${group}.k8s.io`),
]);

/** By which key the items of a list are told apart, by the list's name (`x-kubernetes-patch-merge-key` of Kubernetes' OpenAPI); of several the first one that all items have. */
export const mergeKeys: Readonly<Record<string, readonly string[] | undefined>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  ports: ["containerPort", "port"],
  imagePullSecrets: ["name"],
  secrets: ["name"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey"],
  webhooks: ["name"],
  conditions: ["type"],
  ownerReferences: ["uid"],
};

/** Where kinds that make pods hold the pods' metadata; labels and annotations for all objects go there too. */
export const templateMetadata: Readonly<Record<string, readonly string[] | undefined>> = {
  ...Object.fromEntries(["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "ReplicationController"].map((kind) => [kind, ["spec", "template", "metadata"]])),
  CronJob: ["spec", "jobTemplate", "spec", "template", "metadata"],
};

/** Fields that bring in objects or changes which cannot be seen here: charts, programs. */
export const opaqueFields: readonly string[] = ["helmCharts", "helmChartInflationGenerator", "generators"];

/** Transformers of kustomize itself, written as objects, which change no image (`apiVersion: builtin`). */
export const imagelessTransformers: ReadonlySet<string> = new Set([
  "AnnotationsTransformer",
  "HashTransformer",
  "LabelTransformer",
  "NamespaceTransformer",
  "PrefixTransformer",
  "PrefixSuffixTransformer",
  "SuffixTransformer",
  "ReplicaCountTransformer",
  "ValueAddTransformer",
]);

/** What kustomize fetches: an address with a scheme, `git@…`, `host.tld/…`, `…//path`, `…?ref=…` (api/internal/git). */
export const remotePath = /^[\w.+-]+::|^[\w+-]+:\/\/|^[\w.-]+@[\w.-]+:|^(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?[/:]|[^:]\/\/|\.git(?:[/?]|$)|\?(?:ref|version|timeout|submodules)=/u;

/** `kustomize edit VERB WHAT`: what it does to the kustomization. */
export interface EditRow {
  readonly verb: "set" | "add" | "remove";
  readonly what: string;
  /** `images`: `set image`; `value`: one word; `paths`: words; `list`: one word with commas; `patch`: flags; `nothing`: no image changes by it. */
  readonly form: "images" | "value" | "paths" | "list" | "patch" | "nothing";
  /** The kustomization's field. */
  readonly field: string;
}

function edit(verb: EditRow["verb"], what: string, form: EditRow["form"], field = ""): EditRow {
  return { verb, what, form, field };
}

/** https://github.com/kubernetes-sigs/kustomize, kustomize/commands/edit */
export const editRows: readonly EditRow[] = [
  edit("set", "image", "images", "images"),
  edit("set", "namespace", "value", "namespace"),
  edit("set", "nameprefix", "value", "namePrefix"),
  edit("set", "namesuffix", "value", "nameSuffix"),
  edit("add", "resource", "paths", "resources"),
  edit("add", "base", "list", "resources"),
  edit("add", "component", "paths", "components"),
  edit("add", "patch", "patch", "patches"),
  edit("add", "transformer", "paths", "transformers"),
  edit("add", "generator", "paths", "generators"),
  edit("add", "configuration", "paths", "configurations"),
  edit("remove", "resource", "paths", "resources"),
  edit("remove", "component", "paths", "components"),
  edit("remove", "patch", "patch", "patches"),
  edit("remove", "transformer", "paths", "transformers"),
  ...["replicas", "annotation", "label", "buildmetadata", "configmap", "secret"].map((what) => edit("set", what, "nothing")),
  ...["annotation", "label", "buildmetadata", "configmap", "secret"].flatMap((what) => [edit("add", what, "nothing"), edit("remove", what, "nothing")]),
];

/** The flags of `kustomize edit add patch` that say what the patch is for. */
export const patchTargetFlags: Readonly<Record<string, string | undefined>> = {
  group: "group",
  version: "version",
  kind: "kind",
  name: "name",
  namespace: "namespace",
  "annotation-selector": "annotationSelector",
  "label-selector": "labelSelector",
};
