/**
 * Files that GitHub, Gitea and Forgejo read as workflows: those in one folder at the repository's root
 * (https://docs.github.com/en/actions/concepts/workflows-and-actions/workflows, https://docs.gitea.com/usage/actions/faq,
 * https://forgejo.org/docs/latest/user/actions/). The path is relative to the project's root.
 */
export function isWorkflowFile(file: string): boolean {
  return workflowFiles.test(file);
}

/** A composite or container action of the repository, by the names that are looked for (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax). */
export const actionFileNames: readonly string[] = ["action.yml", "action.yaml"];

/** Whether a file describes an action of the repository. */
export function isActionFile(file: string): boolean {
  return actionFiles.test(file);
}

const actionFiles = /(?:^|\/)action\.ya?ml$/u;
const workflowFiles = /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/u;

/**
 * Whether a workflow may have to do with images: it names a program, an action or a variable of theirs, or runs make, a
 * script or another file of the repository, which may.
 */
export function mayConcernImages(text: string): boolean {
  return concerns.test(text);
}

const concerns = /docker|podman|buildah|nerdctl|kaniko|\bkind\b|k3d|minikube|kubectl|kustomize|helm|skaffold|goreleaser|\bimages?\b|IMAGE|\bIMG\b|k8s|cloudrun|\becs\b|\bko\b|\bmake\b|\.sh\b|uses:[ \t]*["']?\.\//u;
