/** Calls of task runners and build tools, which read from files of the project what to do. */
import type { Slice } from "./command-effect.js";
import type { MavenGoal } from "./maven.js";

export type ToolCall = PackageCall | PackageListCall | SkaffoldCall | TiltCall | TaskCall | JustCall | MavenCall | GradleCall | BazelCall | GoreleaserCall;

/** A script of a `package.json` is run. */
export interface PackageCall {
  readonly tool: "package";
  readonly manager: "npm" | "pnpm" | "yarn" | "bun";
  /** Letters where the subcommand is the name (`npm test`). */
  readonly script: Slice | string;
  readonly arguments: readonly Slice[];
  /** `--prefix`, `--cwd`, `-C` */
  readonly folder: Slice | undefined;
  /** Workspaces by their packages' names or folders; `all` for each of them. */
  readonly workspaces: readonly Slice[] | "all";
  /** Where there is no such script, the rest of the line from this word on is a command of its own (`yarn tsc`). */
  readonly program: number | undefined;
}

/** Several scripts of one `package.json` (`run-s clean build:*`), or whole command lines (`concurrently "npm:build"`). */
export interface PackageListCall {
  readonly tool: "package-list";
  readonly entries: readonly Slice[];
  readonly form: "names" | "lines";
}

/** Skaffold builds artifacts, or deploys manifests, or both. */
export interface SkaffoldCall {
  readonly tool: "skaffold";
  readonly file: Slice | undefined;
  readonly profiles: readonly Slice[];
  readonly modules: readonly Slice[];
  readonly tag: Slice | undefined;
  readonly isElsewhere: boolean;
  readonly builds: boolean;
  readonly deploys: boolean;
}

/** A Tiltfile is run. */
export interface TiltCall {
  readonly tool: "tilt";
  readonly file: Slice | undefined;
}

/** Tasks of a Taskfile are run. */
export interface TaskCall {
  readonly tool: "task";
  readonly tasks: readonly Slice[];
  readonly variables: readonly { readonly name: string; readonly value: Slice }[];
  /** What stands behind `--`. */
  readonly arguments: readonly Slice[];
  readonly folder: Slice | undefined;
  readonly file: Slice | undefined;
}

/** Recipes of a justfile are run. */
export interface JustCall {
  readonly tool: "just";
  /** Variables (`NAME=value`), then recipes with their arguments. */
  readonly words: readonly Slice[];
  readonly folder: Slice | undefined;
  readonly file: Slice | undefined;
}

/** Goals of Maven's that make images, or phases that may run such. */
export interface MavenCall {
  readonly tool: "maven";
  readonly file: Slice | undefined;
  readonly goals: readonly MavenGoal[];
  /** What is bound to the phase `package` is run. */
  readonly packages: boolean;
  /** `-Dname=value` */
  readonly properties: readonly { readonly name: string; readonly value: Slice }[];
  /** `-pl`: only these modules, by their folders or as `group:artifact`. */
  readonly modules: readonly Slice[];
  /** Whether all its goals are known. */
  readonly isComplete: boolean;
}

/** Tasks of Gradle's of which some make images. */
export interface GradleCall {
  readonly tool: "gradle";
  /** `-p` */
  readonly folder: Slice | undefined;
  /** As they are written: `jib`, `:web:jibDockerBuild`. */
  readonly tasks: readonly string[];
  /** `--image` of Jib's, `--imageName` of Spring Boot's */
  readonly image: Slice | undefined;
  readonly imageName: Slice | undefined;
  readonly publishes: boolean;
  /** `-Pname=value`, `-Dname=value` */
  readonly properties: readonly { readonly name: string; readonly value: Slice }[];
  readonly isComplete: boolean;
}

/** A target of Bazel's is run, by its label. */
export interface BazelCall {
  readonly tool: "bazel";
  readonly target: Slice;
}

/** GoReleaser makes a release of a project. */
export interface GoreleaserCall {
  readonly tool: "goreleaser";
  readonly file: Slice | undefined;
  /** Nothing is published, and the version is that of a snapshot. */
  readonly isSnapshot: boolean;
  /** The version is made up for the night. */
  readonly isNightly: boolean;
  /** What of its work is left out: `publish`, `docker`, `ko`. */
  readonly skipped: readonly string[];
}
