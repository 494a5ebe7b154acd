import type { ProjectFiles } from "./read-project.js";

/**
 * Whether a file can only use images that others publish: a Dockerfile, or a compose file or development container that builds nothing. Where a project has no
 * other files that speak of images, nothing can be wrong in them. Names that nobody can pull are another matter.
 */
export function onlyUsesImages(project: ProjectFiles, file: string): boolean {
  const isDockerfile = project.languageOf(file) === "dockerfile";
  if (!isDockerfile && project.yamlKindOf(file) !== "compose" && project.yamlKindOf(file) !== "devcontainer") return false;
  const text = project.searchedText(file) ?? "";
  return !unpullable.test(text) && (isDockerfile || !/\bbuild["']?[ \t]*:/m.test(text));
}

/** Domains that nobody can pull from (see `localDomains` in models/image-sources), and the policy never to do it. */
const unpullable = /\b(?:localhost|kind\.local|ko\.local)\/|pull_policy/;
