/** What is known of bake files (https://docs.docker.com/build/bake/reference/). */

/** What bake reads where it is not told, each over those before (https://docs.docker.com/build/bake/reference/#file-format). */
export const bakeNames: readonly string[] = [
  "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml",
  "docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl",
];

/** `group "default"`, or the target of that name (https://docs.docker.com/build/bake/targets/#default-target). */
export const defaultTarget = "default";

/** What a target has of the ones that it inherits from: maps are merged, anything else is taken where it has none itself (https://docs.docker.com/build/bake/inheritance/). */
export const mergedAttributes: ReadonlySet<string> = new Set(["args", "contexts", "labels"]);

/** Names of JSON files that hold targets. */
export function isBakeJson(file: string): boolean {
  return /bake[\w.-]*\.json$/iu.test(file);
}
