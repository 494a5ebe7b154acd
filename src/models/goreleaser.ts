/** How GoReleaser reads its configuration (https://goreleaser.com/customization/), and what it does by default. */

/** What it looks for in its working folder; the first that is there counts (goreleaser, cmd/config.go). */
export const goreleaserNames: readonly string[] = [".config/goreleaser.yml", ".config/goreleaser.yaml", ".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml"];

/** How such files are called, those included that people name with `--config`. */
export const goreleaserFiles = /(?:^|\/)[\w.-]*goreleaser[\w.-]*\.ya?ml$/iu;

/** The keys under which a configuration makes images; without one of them it is of no interest. */
export const imagesOfGoreleaser = /^["']?(?:dockers|dockers_v2|docker_manifests|kos)["']?[ \t]*:/mu;

/** Parts of a configuration that may push images by commands or files which are not seen (https://goreleaser.com/customization/publishers/, …/includes/). */
export const unseenParts: readonly string[] = ["includes", "publishers"];

/** https://goreleaser.com/customization/snapshots/ */
export const snapshotVersion = "{{ .Version }}-SNAPSHOT-{{ .ShortCommit }}";

/** https://goreleaser.com/customization/dockers_v2/ */
export const defaultTags = "{{ .Tag }}";
export const defaultPlatforms: readonly string[] = ["linux/amd64", "linux/arm64"];

/** What ko tags images with that are given no tags (https://goreleaser.com/customization/ko/). */
export const defaultKoTag = "latest";

/**
 * Variables by which build servers, or people, say which git tag a run is about: the first that is set. `where` is another
 * variable, and what it must be.
 */
export const tagVariables: readonly { readonly name: string; readonly where?: readonly [name: string, value: string] | undefined }[] = [
  // https://goreleaser.com/customization/git/
  { name: "GORELEASER_CURRENT_TAG" },
  // https://docs.github.com/en/actions/reference/workflows-and-actions/variables
  { name: "GITHUB_REF_NAME", where: ["GITHUB_REF_TYPE", "tag"] },
  // https://docs.gitlab.com/ci/variables/predefined_variables/
  { name: "CI_COMMIT_TAG" },
  // https://circleci.com/docs/reference/variables/
  { name: "CIRCLE_TAG" },
  // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
  { name: "BITBUCKET_TAG" },
];

/** Variables that hold the commit that is built. */
export const commitVariables: readonly string[] = ["GITHUB_SHA", "CI_COMMIT_SHA", "CIRCLE_SHA1", "BITBUCKET_COMMIT"];
