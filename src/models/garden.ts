/** How Garden reads its configuration: https://docs.garden.io/reference, for projects of both APIs (`garden.io/v0` to `v2`). */

/** https://docs.garden.io/using-garden/configuration-overview: `garden.yml`, `api.garden.yml` */
export const gardenNames = /(?:^|\/)(?:[\w.-]+\.)?garden\.ya?ml$/u;

/** What a reference to a build's outputs says of its image (https://docs.garden.io/reference/action-types/build/container#outputs). */
export const imageOutputs: ReadonlyMap<string, "reference" | "name"> = new Map(
  ["deployment", "local"].flatMap((where) => [
    [`${where}ImageId`, "reference"] as const,
    [`${where}-image-id`, "reference"] as const,
    [`${where}ImageName`, "name"] as const,
    [`${where}-image-name`, "name"] as const,
  ]),
);

/** Types of Build actions that make a container image (https://docs.garden.io/reference/action-types/build). */
export const imageBuildTypes: ReadonlySet<string> = new Set(["container", "jib-container"]);

/** Lists of manifests below `spec`, of which Garden fills in the second kind's templates (https://docs.garden.io/reference/action-types/deploy/kubernetes). */
export const manifestLists: readonly string[] = ["files", "manifestFiles", "manifestTemplates"];
