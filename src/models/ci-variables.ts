/**
 * What build servers call the repository that they build, by the variable or context that they set. The names are those of the
 * project's own repository (`owner/repository`), of which a variable gives all or a part.
 */
export const repositoryVariables: Readonly<Record<string, (name: string) => string>> = {
  // https://docs.github.com/en/actions/reference/workflows-and-actions/variables
  GITHUB_REPOSITORY: (name) => name,
  GITHUB_REPOSITORY_OWNER: ownerOf,
  "github.repository_owner": ownerOf,
  "github.event.repository.name": lastOf,
  // https://docs.gitlab.com/ci/variables/predefined_variables/
  CI_PROJECT_PATH: (name) => name,
  CI_PROJECT_NAMESPACE: ownerOf,
  CI_PROJECT_ROOT_NAMESPACE: ownerOf,
  CI_PROJECT_NAME: lastOf,
  CI_REGISTRY_IMAGE: (name) => `registry.gitlab.com/${name}`,
  // https://circleci.com/docs/reference/variables/
  CIRCLE_PROJECT_USERNAME: ownerOf,
  CIRCLE_PROJECT_REPONAME: lastOf,
  // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
  BITBUCKET_REPO_FULL_NAME: (name) => name,
  BITBUCKET_WORKSPACE: ownerOf,
  BITBUCKET_REPO_SLUG: lastOf,
  // https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables
  BUILD_REPOSITORY_NAME: (name) => name,
};

function ownerOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf("/"), 0));
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
