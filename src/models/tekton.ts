/**
 * Tasks of Tekton's catalog (https://hub.tekton.dev, https://github.com/tektoncd/catalog) and of those who carry it on, for a
 * project that names one and does not hold it: the script that each amounts to, by what its documentation says of its parameters.
 */
export type KnownTask =
  /** It builds the image that a parameter names, and pushes it; its results `IMAGE_URL` and the like name it too. */
  | { readonly kind: "builds"; readonly names: RegExp; readonly parameter: string }
  /** A script with marks of Tekton's in it, `$(params.NAME)`. */
  | { readonly kind: "script"; readonly names: RegExp; readonly script: string; readonly defaults?: Readonly<Record<string, string>> | undefined }
  /** It checks a commit out. */
  | { readonly kind: "clones"; readonly names: RegExp }
  /** It has to do with no image. */
  | { readonly kind: "nothing"; readonly names: RegExp };

/** The row of a task by its name; undefined for one that does what nobody sees here. */
export function knownTask(name: string): KnownTask | undefined {
  return rows.find(({ names }) => names.test(name));
}

/** A result by which a task that builds says the name of its image. */
export const imageResult = /^(?:APP_)?IMAGE_URL$/u;

const rows: readonly KnownTask[] = [
  // https://github.com/tektoncd/catalog/tree/main/task/kaniko/0.6, …/task/jib-maven/0.5, …/task/jib-gradle/0.4
  { kind: "builds", names: /^(?:kaniko|jib-(?:maven|gradle))$/u, parameter: "IMAGE" },
  // https://github.com/tektoncd/catalog/tree/main/task/buildah/0.9, …/task/s2i/0.3; others name theirs after these: s2i-go, buildah-oci-ta
  { kind: "builds", names: /^(?:buildah(?!-manifest)|s2i)(?:-[a-z0-9-]+)?$/u, parameter: "IMAGE" },
  // https://github.com/tektoncd/catalog/tree/main/task/buildpacks/0.6, …/task/buildpacks-phases/0.3
  { kind: "builds", names: /^buildpacks(?:-phases)?$/u, parameter: "APP_IMAGE" },
  // https://github.com/tektoncd/catalog/tree/main/task/docker-build/0.1, …/task/dockerslim-build/0.1
  { kind: "builds", names: /^docker(?:slim)?-build$/u, parameter: "image" },
  // https://github.com/tektoncd/catalog/tree/main/task/skopeo-copy/0.4: either both, or a file of a workspace
  { kind: "script", names: /^skopeo-copy$/u, script: '[ -z "$(params.srcImageURL)" ] || skopeo copy "$(params.srcImageURL)" "$(params.destImageURL)"\n' },
  // https://github.com/tektoncd/catalog/tree/main/task/kubernetes-actions/0.2
  { kind: "script", names: /^kubernetes-actions$/u, script: "$(params.script)\n" },
  // https://github.com/tektoncd/catalog/tree/main/task/openshift-client/0.2
  { kind: "script", names: /^openshift-client(?:-kubecfg)?$/u, script: "$(params.SCRIPT)\n" },
  // https://github.com/tektoncd/catalog/tree/main/task/helm-upgrade-from-source/0.3
  {
    kind: "script",
    names: /^helm-upgrade-from-source$/u,
    script: 'SET="$(params.overwrite_values)"\nhelm upgrade --install --values "$(params.charts_dir)/$(params.values_file)" "$(params.release_name)" "$(params.charts_dir)" ${SET:+--set "$SET"} $(params.upgrade_extra_params)\n',
    defaults: { values_file: "values.yaml", overwrite_values: "", release_name: "helm-release", upgrade_extra_params: "" },
  },
  // https://github.com/tektoncd/catalog/tree/main/task/git-clone/0.9
  { kind: "clones", names: /^git-clone(?:-oci-ta)?$/u },
  // Of the catalog, what neither builds nor deploys.
  {
    kind: "nothing",
    names:
      /^(?:git-(?:cli|rebase|batch-merge|version)|github-[a-z-]+|gitlab-[a-z-]+|gitea-set-status|golang-(?:test|build|fuzz)|golangci-lint|pytest|pylint|flake8|mypy-lint|black|ruby-lint|ts-lint|eslint|prettier|markdown-lint|yaml-lint|hadolint|shellcheck|check-make|trivy-scanner|grype|syft|gitleaks|sonarqube-scanner|codecov|conftest|kubeval|kube-linter|datree|pluto|send-to-[a-z-]+|sendmail|curl|wget|jq|write-file|generate-build-id|clair-scan|clamav-scan|sast-[a-z-]+|show-sbom|summary|init|deprecated-image-check|prefetch-dependencies(?:-oci-ta)?|rpms-signature-scan|ecosystem-cert-preflight-checks)$/u,
  },
];

/** The result by which `git-clone` says what it has checked out (https://github.com/tektoncd/catalog/tree/main/task/git-clone/0.9#results). */
export const commitResult = "commit";

/** What events hand to the templates of Pipelines as Code, `{{ revision }}` (https://pipelinesascode.com/docs/guides/creating-pipelines/authoring/). */
export const commitsOfTemplates: ReadonlySet<string> = new Set(["revision"]);
