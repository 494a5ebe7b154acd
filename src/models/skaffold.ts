/** How Skaffold reads its configuration: https://skaffold.dev/docs/references/yaml/ */

/** What `requires` and the command look for in a folder. */
export const skaffoldFile = "skaffold.yaml";

/** Where manifests lie if no configuration says it (skaffold, pkg/skaffold/constants: DefaultKubectlManifests). */
export const defaultManifests: readonly string[] = ["k8s/*.yaml"];

/** Parts of a configuration that a profile takes the place of, field by field (https://skaffold.dev/docs/environment/profiles/). */
export const profiledParts: readonly string[] = ["build", "test", "deploy", "manifests"];

/** The paths of a profile's patches that change what is built or deployed. */
export const decidingPatch = /^\/(?:build\/artifacts(?:\/(?:-|\d+)(?:\/image)?)?|manifests|deploy)(?:$|\/)/u;

/** Lists of manifests, by the path of their key: those of versions before and after `manifests` came to be. */
export const manifestLists: readonly (readonly string[])[] = [
  ["manifests", "rawYaml"],
  ["deploy", "kubectl", "manifests"],
];

/** Folders of kustomizations, in lists and alone. */
export const kustomizeLists: readonly (readonly string[])[] = [
  ["manifests", "kustomize", "paths"],
  ["deploy", "kustomize", "paths"],
  ["deploy", "kustomize", "path"],
  ["deploy", "kustomize", "kustomizePath"],
];

/** Ways to deploy whose manifests are not seen. */
export const unseenDeployers: readonly (readonly string[])[] = [
  ["manifests", "kpt"],
  ["deploy", "kpt"],
  ["deploy", "kubectl", "remoteManifests"],
  ["manifests", "helm"],
  ["deploy", "helm"],
  ["deploy", "cloudrun"],
  ["deploy", "docker"],
];
