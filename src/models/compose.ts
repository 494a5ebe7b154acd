/** What is known of compose files (https://github.com/compose-spec/compose-spec/blob/main/spec.md). */

/** The names that compose looks for by itself, preferred first (https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file). */
export const composeNames: readonly string[] = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/** What is put over the default file without being named (https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/). */
export const overrideNames: readonly string[] = ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml", "docker-compose.override.yml"];

/** Pull policies by which an image is never pulled (https://docs.docker.com/reference/compose-file/services/#pull_policy); by any other, and where it is built too, it is pulled or built as needed. */
export const localPolicies: ReadonlySet<string> = new Set(["never", "build"]);

/** The name of a project as compose writes it (https://docs.docker.com/compose/how-tos/project-name/). */
export function projectNameOf(folder: string): string {
  return folder.toLowerCase().replace(/[^a-z0-9_-]/gu, "").replace(/^[_-]+/u, "");
}
