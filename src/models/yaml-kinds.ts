import { devcontainerNames } from "./devcontainer.js";
import type { ManifestPath } from "../project/configuration.js";
import { yamlToolOf } from "./yaml-tools.js";

/**
 * What a YAML or JSON file is:
 * - `kubernetes`: objects for a cluster, definitions of resources among them
 * - `kustomization`: what kustomize builds from
 * - `helm-template`: a chart's template, which is no YAML before it is rendered
 * - `helm-values`: values for a chart
 * - `compose`: services of Docker Compose or of a Swarm stack
 * - `bake`: targets of `docker buildx bake`
 * - `devcontainer`: a development container, in JSON with comments
 * - `workflow`: what a build server runs
 * - `tool`: what a build tool or task runner reads; which one says `yamlToolOf`
 * - `other`: anything else, also files that only look like one of the above (OpenAPI, expectations of tests)
 */
export type YamlKind = "kubernetes" | "kustomization" | "helm-template" | "helm-values" | "compose" | "bake" | "devcontainer" | "workflow" | "tool" | "other";

/**
 * Tells the kind of a file by its name (a posix path; the more of it, the better) and by a few searches in its text, which is
 * not parsed. The first row that fits decides.
 */
export function kindOfYaml(file: string, text: string): YamlKind {
  return rows.find(({ names, holds }) => names?.test(file) !== false && holds?.(text, file) !== false)?.kind ?? "other";
}

/**
 * Whether a text of objects (`kubernetes`) may hold an image, so that it is worth parsing: any word with `image` in it, a
 * package of Crossplane, or a kind that the configuration names; and not only definitions of resources, whose schemas speak
 * of images at length.
 */
export function mayHoldImages(text: string, manifestPaths: readonly ManifestPath[] = []): boolean {
  if (!/image|IMAGE|Image|\bpackage["']?[ \t]*:/u.test(text) && !manifestPaths.some(({ kind }) => text.includes(kind))) return false;
  const kinds = [...text.matchAll(topmostKind)].map(([, kind]) => kind);
  return kinds.length === 0 || kinds.some((kind) => kind !== "CustomResourceDefinition");
}

interface Row {
  readonly kind: YamlKind;
  /** Of the path. */
  readonly names?: RegExp | undefined;
  readonly holds?: ((text: string, file: string) => boolean) | undefined;
}

/** Names that tools look for, then what a text must have for a tool. */
const rows: readonly Row[] = [
  // https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization
  { kind: "kustomization", names: /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/u },
  { kind: "tool", holds: (text, file) => yamlToolOf(file, text) !== undefined },
  // https://helm.sh/docs/topics/charts/#the-chart-file-structure, https://helmfile.readthedocs.io
  { kind: "other", names: /(?:^|\/)(?:Chart|requirements|helmfile)\.ya?ml$|\.lock$|\.schema\.json$/u },
  // GitHub (also Gitea's and Forgejo's), GitLab, CircleCI, Azure Pipelines and others, by the name that each one reads
  {
    kind: "workflow",
    names:
      /(?:^|\/)(?:\.(?:github|gitea|forgejo)\/(?:workflows|actions)\/.*\.ya?ml|[\w.-]*\.?gitlab-ci\.ya?ml|\.gitlab\/ci\/.*\.ya?ml|\.circleci\/.*\.ya?ml|[\w.-]*azure-pipelines?[\w.-]*\.ya?ml|\.azure-?pipelines\/.*\.ya?ml|bitbucket-pipelines\.ya?ml|\.(?:drone|travis|woodpecker|cirrus)\.ya?ml|\.(?:woodpecker|buildkite|semaphore|tekton-ci)\/.*\.ya?ml|(?:[\w.-]*[-_.])?cloud-?build[\w.-]*\.(?:ya?ml|json)|buildspec\.ya?ml|appveyor\.ya?ml)$/u,
  },
  // https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
  { kind: "workflow", names: /(?:^|\/)action\.ya?ml$/u, holds: (text) => /^runs:/mu.test(text) },
  { kind: "workflow", names: /\.ya?ml$/u, holds: (text) => /^(?:on|"on"|'on'):/mu.test(text) && /^jobs:/mu.test(text) },
  // What KUTTL and Chainsaw compare a cluster with: https://kuttl.dev/docs/testing/asserts-errors.html
  { kind: "other", names: /(?:^|\/)(?:\d+-)?(?:assert|errors)(?:-[\w-]+)?\.ya?ml$/u },
  // https://containers.dev/implementors/spec/#devcontainerjson
  { kind: "devcontainer", names: devcontainerNames },
  // https://docs.docker.com/build/bake/reference/#file-format
  { kind: "bake", names: /bake[\w.-]*\.json$/iu, holds: (text) => /"target"\s*:\s*\{/u.test(text) },
  // https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file
  { kind: "compose", names: /(?:^|\/)(?:docker-)?compose(?:[._-][\w.-]*)?\.ya?ml$/u },
  // https://helm.sh/docs/chart_template_guide/values_files/; what is in them may be a template that the chart expands
  { kind: "helm-values", names: /(?:^|\/)values(?:[._-][\w.-]*)?\.ya?ml$/u, holds: (text) => !holdsObjects(text) },
  { kind: "helm-template", holds: (text, file) => text.includes("{{") && ((/(?:^|\/)templates\/.*\.(?:ya?ml|json)$/u.test(file) && holdsObjects(text)) || helmAction.test(text)) },
  { kind: "helm-template", names: /(?:^|\/)templates\/.*\.ya?ml$/u, holds: (text) => /^[ \t]*\{\{-? *(?:if|range|with|include|define|template)\b/mu.test(text) },
  { kind: "kustomization", holds: (text) => /^["']?apiVersion["']?[ \t]*:[ \t]*["']?kustomize\.config\.k8s\.io\//mu.test(text) },
  { kind: "other", holds: (text) => isOfOtherApis(text) || describesInterface(text) },
  { kind: "kubernetes", holds: holdsObjects },
  // How people call further files of values
  { kind: "helm-values", names: /[._-]values\.ya?ml$/u },
  { kind: "compose", names: /\.ya?ml$/u, holds: (text) => /^services:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]+["']?[\w.-]+["']?:[ \t]*\r?\n/mu.test(text) && /^[ \t]+(?:image|build):/mu.test(text) },
];

/** What only Helm's templates have (https://helm.sh/docs/chart_template_guide/builtin_objects/). */
const helmAction = /\{\{[^\n{}]{0,300}(?:\.(?:Values|Release|Chart|Capabilities)\b|\b(?:include|template|tpl)[ \t]+["(.$])/u;

/** The two fields that each object must have (https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields), at the top of a document or of a JSON text. */
function holdsObjects(text: string): boolean {
  if (isInBraces(text)) return /["']?\bapiVersion["']?\s*:\s*["']?[\w$]/u.test(text) && /["']?\bkind["']?\s*:\s*["']?[\w$]/u.test(text);
  return /^\uFEFF?["']?apiVersion["']?[ \t]*:/mu.test(text) && /^\uFEFF?["']?kind["']?[ \t]*:/mu.test(text);
}

/** JSON, or a YAML flow mapping; no template action. */
function isInBraces(text: string): boolean {
  return /^\uFEFF?\s*\{(?!\{)/u.test(text);
}

const topmostKind = /^["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/gmu;
const topmostApiVersion = /^\uFEFF?["']?apiVersion["']?[ \t]*:[ \t]*["']?([\w./-]*)/gmu;

/** Whether all documents are of APIs that no cluster ever serves. */
function isOfOtherApis(text: string): boolean {
  const versions = [...text.matchAll(topmostApiVersion)].map(([, version = ""]) => version);
  return versions.length > 0 && versions.every((version) => version === "builtin" || otherApis.has(version.split("/")[0] ?? ""));
}

/** Configurations of command-line tools, of Kubernetes' own programs and of portals. */
const otherApis: ReadonlySet<string> = new Set([
  "kind.x-k8s.io",
  "k3d.io",
  "ctlptl.dev",
  "tilt.dev",
  "backstage.io",
  "kubeadm.k8s.io",
  "kubelet.config.k8s.io",
  "kubeproxy.config.k8s.io",
  "kubescheduler.config.k8s.io",
  "apiserver.config.k8s.io",
  "audit.k8s.io",
  "client.authentication.k8s.io",
  "chainsaw.kyverno.io",
  "cli.kyverno.io",
  "kuttl.dev",
  "mirror.openshift.io",
]);

/** An OpenAPI document or a JSON Schema. */
function describesInterface(text: string): boolean {
  if (!/openapi|swagger|json-schema/u.test(text)) return false;
  if (!isInBraces(text)) return /^["']?(?:openapi|swagger)["']?[ \t]*:/mu.test(text);
  return /^[ \t]{0,8}\{?["'](?:openapi|swagger)["']\s*:/mu.test(text) || /["']\$schema["']\s*:\s*["']https?:\/\/json-schema\.org/u.test(text);
}
