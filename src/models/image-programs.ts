/**
 * The program that an image starts by itself, where whoever runs it gives only arguments; by the repository of the image.
 * Undefined for images that start nothing, or nothing that is known.
 */
export function programOfImage(reference: string): string | undefined {
  const [repository = ""] = reference.split("@");
  const name = repository.replace(/:[^:/]*$/u, "");
  for (const { images, program } of rows) {
    const found = images.exec(name);
    if (found !== null) return program ?? found[1];
  }
  return undefined;
}

interface Row {
  readonly images: RegExp;
  /** Undefined: the pattern's first group. */
  readonly program?: string | undefined;
}

const rows: readonly Row[] = [
  // https://github.com/GoogleContainerTools/kaniko#running-kaniko
  { images: /(?:^|\/)kaniko-project\/executor$|(?:^|\/)kaniko(?:-executor)?(?:\/executor)?$/u, program: "executor" },
  // https://github.com/GoogleCloudPlatform/cloud-builders: each is called like the tool that it starts
  { images: /^(?:gcr\.io|[\w-]+-docker\.pkg\.dev)\/cloud-builders\/(docker|kubectl|gcloud|go|npm|yarn|mvn|gradle|git|curl|wget|bazel)$/u },
  // https://github.com/GoogleContainerTools/skaffold/blob/main/deploy/skaffold/Dockerfile has none; these have
  { images: /(?:^|\/)(?:bitnami|rancher|registry\.k8s\.io)\/kubectl$/u, program: "kubectl" },
  { images: /^(?:docker\.io\/)?alpine\/helm$/u, program: "helm" },
  { images: /^(?:docker\.io\/)?(?:library\/)?docker$/u, program: "docker" },
  { images: /^quay\.io\/(?:containers\/skopeo|skopeo\/(?:stable|upstream))$/u, program: "skopeo" },
  { images: /^gcr\.io\/go-containerregistry\/(g?crane)$/u },
];
