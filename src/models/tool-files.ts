/**
 * What build tools and task runners read: how their files are called, and the words without which a file of theirs is not
 * about images. Files in YAML are told apart in `yaml-kinds.ts` by `yamlToolOf`.
 */
import { posix } from "node:path";

/** The syntaxes of files that are no YAML. */
export type ToolSyntax = "package" | "just" | "starlark" | "maven" | "gradle" | "bazel";

export interface ToolFile {
  readonly syntax: ToolSyntax;
  /** Of the file's name. */
  readonly names: RegExp;
  /** What a text must hold to be about images; `commands` where any command line may be. */
  readonly words: RegExp | "commands";
  /** How the programs are called that read it, as a part of a regular expression; see `callOf`. */
  readonly programs: string;
  /** How its comments begin, where they end with their line. */
  readonly comments?: "#" | "//" | undefined;
}

/** How a script or code calls one of some programs: its name, perhaps options, and one of the words behind it. */
export function callOf(names: string, verbs: string): string {
  return `(?:${names})(?:[ \\t]+(?:-[^ \\t\\n]*[ \\t]+){0,4}|["'\`]\\s*,\\s*(?:\\[\\s*)?["'\`])(?:${verbs})`;
}

const rows: readonly ToolFile[] = [
  // https://docs.npmjs.com/cli/v11/configuring-npm/package-json#scripts
  { syntax: "package", names: /^package\.json$/u, words: "commands", programs: callOf("npm|pnpm|yarn|bun", "[\\w$]") },
  // https://just.systems/man/en/; files that are imported or modules end in `.just`
  { syntax: "just", names: /^\.?justfile$|^[\w.-]+\.just$/iu, words: "commands", programs: callOf("just", "[\\w$]"), comments: "#" },
  // https://docs.tilt.dev/api.html
  { syntax: "starlark", names: /^(?:Tiltfile(?:\.[\w.-]+)?|[\w.-]+\.[Tt]iltfile)$/u, words: /\b(?:docker_build|custom_build|k8s_yaml|docker_compose|local|helm_resource|include|load)\w*\(/u, programs: callOf("tilt", "(?:up|ci)\\b"), comments: "#" },
  // https://maven.apache.org/pom.html; the plugins of `models/maven.ts`
  { syntax: "maven", names: /^pom\.xml$/u, words: /<artifactId>\s*(?:jib-maven-plugin|docker-maven-plugin)\b|<artifactId>\s*spring-boot-maven-plugin\b[^]{0,4000}<image>/u, programs: "(?:mvn|mvnw|mvnd)(?:\\.cmd)?[ \\t][^\\n]{0,400}(?:(?:jib|docker|spring-boot):|(?:package|verify|install|deploy)\\b)" },
  // https://docs.gradle.org/current/userguide/writing_build_scripts.html; the plugins of `models/gradle.ts`
  { syntax: "gradle", names: /^build\.gradle(?:\.kts)?$/u, words: /\bjib\s*[{.]|\bbootBuildImage\b/u, programs: "(?:gradle|gradlew)(?:\\.bat)?[ \\t][^\\n]{0,400}(?:jib|jibDockerBuild|bootBuildImage)\\b", comments: "//" },
  // https://bazel.build/concepts/build-files; the rules of `models/bazel.ts`
  { syntax: "bazel", names: /^BUILD(?:\.bazel)?$/u, words: /\b(?:oci_load|oci_tarball|oci_push|container_push|container_image|container_bundle|docker_build)\s*\(/u, programs: callOf("bazel|bazelisk", "run\\b"), comments: "#" },
];

/** The row of a file (a posix path) by its name; undefined for one of no tool. */
export function toolFileOf(file: string): ToolFile | undefined {
  const name = posix.basename(file);
  return rows.find(({ names }) => names.test(name));
}
