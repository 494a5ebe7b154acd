/** Rules of Bazel's that give images names: https://github.com/bazel-contrib/rules_oci/tree/main/docs, https://github.com/bazelbuild/rules_docker */

/** How a rule names its images. */
export type BazelRule =
  /** `repo_tags = ["a:1"]`: loaded into Docker */
  | "loads tags"
  /** `repository`, `remote_tags` */
  | "pushes tags"
  /** `registry`, `repository`, `tag` */
  | "pushes one"
  /** Loaded into Docker as `bazel/package:name`. */
  | "loads itself"
  /** `images = { "a:1": ":image" }` */
  | "loads map";

const rules: ReadonlyMap<string, BazelRule> = new Map([
  ["oci_load", "loads tags"],
  ["oci_tarball", "loads tags"],
  ["oci_push", "pushes tags"],
  ["container_push", "pushes one"],
  ["container_image", "loads itself"],
  ["docker_build", "loads itself"],
  ["container_bundle", "loads map"],
]);

export function bazelRule(name: string): BazelRule | undefined {
  return rules.get(name);
}

export const buildFiles: readonly string[] = ["BUILD.bazel", "BUILD"];
/** What marks the folder that labels begin at (https://bazel.build/concepts/build-ref#repositories). */
export const workspaceFiles = /(?:^|\/)(?:MODULE\.bazel|REPO\.bazel|WORKSPACE(?:\.bazel)?)$/u;
