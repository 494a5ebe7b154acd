import type { ApiEffect, ApiRow } from "../row.js";

/**
 * The name under which a field of a Kubernetes struct of Go stands in JSON (the API types' tags are their names in lower
 * camel case but for these; k8s.io/api, k8s.io/apimachinery); undefined for one whose own fields stand in its place.
 */
export function jsonFieldName(field: string): string | undefined {
  if (inlined.has(field)) return undefined;
  return jsonNames.get(field) ?? field.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+(?=$|\d)|^[A-Z]/u, (letters) => letters.toLowerCase());
}

/** The name of the struct's field that a key of JSON is read into. */
export function goFieldName(key: string): string {
  return goNames.get(key) ?? key.charAt(0).toUpperCase() + key.slice(1);
}

/** Structs that are embedded with the tag `json:",inline"`. */
const inlined: ReadonlySet<string> = new Set(["TypeMeta", "EphemeralContainerCommon", "VolumeSource", "PersistentVolumeSource", "ProbeHandler", "Handler", "LocalObjectReference"]);

// Maps, for a program's own key may be called `constructor`.
const jsonNames: ReadonlyMap<string, string> = new Map([["ObjectMeta", "metadata"], ["ListMeta", "metadata"]]);
const goNames: ReadonlyMap<string, string> = new Map([["metadata", "ObjectMeta"], ["apiVersion", "APIVersion"]]);

/**
 * The kind and version of an object by its Go type's path (`go:k8s.io/api/apps.Deployment`: paths are without versions
 * but for those like `v1beta1`); undefined for what is no package of API types.
 */
export function kindOfType(path: string): { readonly kind: string; readonly apiVersion: string | undefined } | undefined {
  const [, folder = "", kind = ""] = /^go:(.+)\.(\w+)$/u.exec(path) ?? [];
  if (kind === "" || /(?:Spec|Status|Source|Template|Strategy|List|Options)$/u.test(kind)) return undefined;
  const [, group, version = "v1"] = /^k8s\.io\/(?:api|client-go\/applyconfigurations)\/([\w.]+)(?:\/(v\d\w*))?$/u.exec(folder) ?? [];
  if (group !== undefined) return { kind: kind.replace(/ApplyConfiguration$/u, ""), apiVersion: group === "core" ? version : `${group}/${version}` };
  return /\/(?:api|apis)\//u.test(`/${folder}/`) ? { kind, apiVersion: undefined } : undefined;
}

const withError = (of: ApiEffect): ApiEffect => ({ kind: "results", of, gives: "value and error" });
const onlyError = (of: ApiEffect): ApiEffect => ({ kind: "results", of, gives: "error" });
const harmless: ApiEffect = { kind: "harmless" };
const chain: ApiEffect = { kind: "chain" };
const apply = (how: string): ApiEffect => ({ kind: "apply", manifest: "*", how });

/** Methods of clients that give an object and an error, and hand none to the cluster. */
const readingVerbs = ["Get", "List", "Watch", "GetScale", "GetLogs", "GetList"];

const typedClients = [
  "go:k8s.io/client-go/kubernetes.Clientset",
  "go:k8s.io/client-go/kubernetes.Interface",
  "go:k8s.io/client-go/kubernetes/*",
  "go:k8s.io/client-go/dynamic.Interface",
  "go:k8s.io/client-go/dynamic.DynamicClient",
  "go:k8s.io/client-go/dynamic.*",
  "go:k8s.io/client-go/rest.RESTClient",
  "go:k8s.io/client-go/rest.Request",
];

const runtimeClients = ["go:sigs.k8s.io/controller-runtime/pkg/client.*", "go:sigs.k8s.io/e2e-framework/klient/k8s/resources.Resources", "go:sigs.k8s.io/e2e-framework/klient.Client", "go:sigs.k8s.io/e2e-framework/pkg/envconf.Config"];

/** Clients of Kubernetes: https://pkg.go.dev/k8s.io/client-go, https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/client */
export const goKubernetesRows: readonly ApiRow[] = [
  { path: "go:k8s.io/client-go/kubernetes.NewForConfigOrDie", effect: { kind: "make", type: "go:k8s.io/client-go/kubernetes.Clientset" } },
  { path: "go:k8s.io/client-go/dynamic.NewForConfigOrDie", effect: { kind: "make", type: "go:k8s.io/client-go/dynamic.DynamicClient" } },
  ...typedClients.flatMap((type): readonly ApiRow[] => [
    ...["Create", "Update", "Patch", "Apply", "UpdateEphemeralContainers"].map((verb) => ({ path: `${type}#${verb}`, effect: withError(apply(`${verb} in the Kubernetes API`)) })),
    ...["UpdateStatus", "ApplyStatus", "UpdateScale", "ApplyScale", ...readingVerbs].map((verb) => ({ path: `${type}#${verb}`, effect: withError(harmless) })),
    ...["Delete", "DeleteCollection", "Evict", "Bind"].map((verb) => ({ path: `${type}#${verb}`, effect: onlyError(harmless) })),
    { path: `${type}#*`, effect: chain },
  ]),
  ...runtimeClients.flatMap((type): readonly ApiRow[] => [
    ...["Create", "Update", "Patch", "Apply"].map((verb) => ({ path: `${type}#${verb}`, effect: onlyError(apply(`${verb} in the Kubernetes API`)) })),
    ...["Get", "List", "Delete", "DeleteAllOf", "Watch"].map((verb) => ({ path: `${type}#${verb}`, effect: onlyError(harmless) })),
    { path: `${type}#*`, effect: chain },
  ]),
  // A status says nothing that runs.
  ...["SubResourceWriter", "StatusWriter", "SubResourceClient"].flatMap((name) => ["Create", "Update", "Patch"].map((verb) => ({ path: `go:sigs.k8s.io/controller-runtime/pkg/client.${name}#${verb}`, effect: onlyError(harmless) }))),
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.Client#Status", effect: { kind: "make", type: "go:sigs.k8s.io/controller-runtime/pkg/client.StatusWriter" } },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.Client#SubResource", effect: { kind: "make", type: "go:sigs.k8s.io/controller-runtime/pkg/client.StatusWriter" } },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.Client#Scheme", effect: harmless },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.ObjectKeyFromObject", effect: harmless },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.MergeFrom", effect: harmless },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.StrategicMergeFrom", effect: harmless },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.ForceOwnership", effect: harmless },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.FieldOwner", effect: harmless },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/client.InNamespace", effect: harmless },
  // Every API type has these.
  ...["DeepCopy", "DeepCopyObject"].map((name) => ({ path: `go:*#${name}`, effect: { kind: "copy" } as const })),
  // https://pkg.go.dev/k8s.io/client-go/applyconfigurations: builders of what is applied
  { path: "go:k8s.io/client-go/applyconfigurations/*#With*", effect: { kind: "with-field", lists: ["Containers", "InitContainers", "EphemeralContainers", "Volumes"] } },
  { path: "go:k8s.io/client-go/applyconfigurations/*", effect: { kind: "make", type: "*" } },
  // Manifests as text or as a file's content.
  ...["DecodeString", "DecodeBytes", "Decode", "DecodeFile"].map((name) => ({ path: `go:sigs.k8s.io/e2e-framework/klient/decoder.${name}`, effect: onlyError(harmless) })),
  ...["KubectlApplyFromString"].map((name) => ({ path: `go:github.com/gruntwork-io/terratest/modules/k8s.${name}`, effect: { kind: "apply", manifest: "2", how: `k8s.${name}` } as const })),
  ...["KubectlApplyFromStringE"].map((name) => ({ path: `go:github.com/gruntwork-io/terratest/modules/k8s.${name}`, effect: onlyError({ kind: "apply", manifest: "2", how: `k8s.${name}` }) })),
  { path: "go:github.com/gruntwork-io/terratest/modules/k8s.KubectlApply", effect: { kind: "command", words: ["kubectl", "apply", "-f", { at: "2" }] } },
  { path: "go:github.com/gruntwork-io/terratest/modules/k8s.KubectlApplyE", effect: onlyError({ kind: "command", words: ["kubectl", "apply", "-f", { at: "2" }] }) },
  // What is neither made nor run.
  ...["SetControllerReference", "SetOwnerReference", "AddFinalizer", "RemoveFinalizer", "ContainsFinalizer", "HasControllerReference"].map((name) => ({ path: `go:sigs.k8s.io/controller-runtime/pkg/controller/controllerutil.${name}`, effect: onlyError(harmless) })),
  ...["k8s.io/apimachinery/pkg/api/errors.*", "k8s.io/apimachinery/pkg/api/equality.*", "k8s.io/apimachinery/pkg/api/meta.*", "k8s.io/apimachinery/pkg/api/resource.*", "k8s.io/apimachinery/pkg/labels.*", "k8s.io/apimachinery/pkg/fields.*", "k8s.io/apimachinery/pkg/types.*", "k8s.io/apimachinery/pkg/util/intstr.*", "k8s.io/apimachinery/pkg/runtime.*", "k8s.io/apimachinery/pkg/runtime/schema.*", "k8s.io/client-go/tools/clientcmd.*", "k8s.io/client-go/kubernetes/scheme.*", "sigs.k8s.io/controller-runtime/pkg/client/config.*", "sigs.k8s.io/e2e-framework/klient/wait.*", "sigs.k8s.io/e2e-framework/klient/wait/conditions.*"].map((path) => ({ path: `go:${path}`, effect: harmless })),
];
