/** Build servers whose files are run as pipelines; GitHub's kind of workflows is told by `isWorkflowFile`. */
export type PipelineSystem = "gitlab" | "circleci" | "azure" | "bitbucket" | "cloudbuild" | "tekton";

/**
 * The build server that starts with a file, by its name and, where a team chooses the name itself, by what its text has.
 * Undefined for files that others include (templates), which are run where they are included. The path is posix.
 */
export function pipelineSystemOf(file: string, text: string): PipelineSystem | undefined {
  return rows.find(({ names, holds }) => names.test(file) && holds?.test(text) !== false)?.system;
}

/** Whether a file may be one that some build server starts with, by its name; objects of Tekton's are named as all others are. */
export function isPipelineFile(file: string): boolean {
  return rows.some(({ system, names }) => system !== "tekton" && names.test(file));
}

/**
 * Whether a pipeline may have to do with images: it names a program or task that builds or deploys them, runs make or a
 * script of the repository, includes another file of it, or runs in an image whose name is put together. The images of others
 * that its jobs run in are nobody's business.
 */
export function mayConcernImagesInPipeline(text: string): boolean {
  return concerns.test(text);
}

interface Row {
  readonly system: PipelineSystem;
  readonly names: RegExp;
  readonly holds?: RegExp;
}

const rows: readonly Row[] = [
  // https://docs.gitlab.com/ci/yaml/
  { system: "gitlab", names: /(?:^|\/)\.gitlab-ci\.ya?ml$/u },
  // https://circleci.com/docs/reference/configuration-reference/; a file that a setup workflow continues with has any name there
  { system: "circleci", names: /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/u, holds: /^jobs:|^workflows:/mu },
  // https://learn.microsoft.com/en-us/azure/devops/pipelines/yaml-schema/pipeline: the name is chosen in the portal, these are usual
  {
    system: "azure",
    names: /(?:^|\/)(?:[^/]*azure-?pipelines?[^/]*|\.?azure-?pipelines?\/(?:[^/]+\/)*[^/]+|\.?azure\/(?:[^/]+\/)*[^/]+|\.?pipelines\/(?:[^/]+\/)*[^/]+|\.?ado\/(?:[^/]+\/)*[^/]+)\.ya?ml$/iu,
    holds: /^(?:trigger|pr|pool|stages|jobs|steps|resources|extends|schedules):/mu,
  },
  // https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/
  { system: "bitbucket", names: /(?:^|\/)bitbucket-pipelines\.ya?ml$/u },
  // https://cloud.google.com/build/docs/build-config-file-schema: the first name is usual, any other is given to the trigger
  { system: "cloudbuild", names: /(?:^|\/)(?:[\w.-]*[-_.])?cloud-?build[\w.-]*\.(?:ya?ml|json)$/u, holds: /^["']?steps["']?:|"steps"\s*:/mu },
  // https://tekton.dev/docs/pipelines/pipelines/
  { system: "tekton", names: /\.ya?ml$/u, holds: /^apiVersion:[ \t]*["']?tekton\.dev\/v1(?:beta1)?["']?[ \t]*$/mu },
];

const concerns =
  /\b(?:docker|podman|nerdctl)(?:[ \t-]+(?:build|buildx|compose|push|tag|run|image|load|save|stack|service)\b|[@/])|docker-compose|\b(?:buildah|kaniko|kubectl|kustomize|helm|helmfile|skaffold|goreleaser|skopeo|crane|k3d|minikube|buildctl|earthly)\b|\b(?:Docker(?:Compose)?|Kubernetes(?:Manifest)?|HelmDeploy)@\d|\bkind[ \t]+(?:create|load)|\b(?:make|oc)[ \t]+\w|gcloud[ \t]+(?:builds|run)|\.sh\b|\bimage:[ \t]*["']?[^\s"']*[$<]|^[ \t]*(?:-[ \t]+)?(?:include|local|template):|\b(?:aws-)?ecr\b|\bgcr\b|docker-publish/mu;
