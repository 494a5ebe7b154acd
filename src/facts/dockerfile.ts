/**
 * A Dockerfile as plain data: the instructions by which images and build arguments come into it, in order, as they are
 * written. What a variable holds is decided where the file is built
 * (https://docs.docker.com/reference/dockerfile/).
 *
 * The text that was read may hold holes: text that is not known before the program runs stands in it as one character
 * (see `isHole` in models/command-effect). All offsets are UTF-16 offsets into the text that was read.
 */
import type { Span, SyntaxProblem } from "./facts.js";

export interface Dockerfile {
  readonly instructions: readonly DockerInstruction[];
  /** What continues a line and takes its meaning from a letter: `\`, or what the directive `escape` says. */
  readonly escape: "\\" | "`";
  /** By offset; what could be read is in the instructions all the same. */
  readonly problems: readonly SyntaxProblem[];
}

export type DockerInstruction = DockerArgument | DockerStage | DockerSource;

/** One name of `ARG NAME[=default] …`; those before the first `FROM` are what a `FROM` may use. */
export interface DockerArgument {
  readonly kind: "argument";
  readonly name: string;
  /** The default as it is written, with its quotes. */
  readonly value: Span | undefined;
  readonly at: Span;
}

/** `FROM [--platform=…] image [AS name]` */
export interface DockerStage {
  readonly kind: "stage";
  readonly image: Span;
  /** In lower case, as stages are found. */
  readonly name: string | undefined;
  readonly at: Span;
}

/** `COPY --from=…`, `RUN --mount=…,from=…`: a stage by its name or number, a named context, or an image. */
export interface DockerSource {
  readonly kind: "source";
  readonly from: Span;
  readonly by: "COPY --from" | "RUN --mount from";
  /** `ONBUILD`: done where an image is built from this one. */
  readonly isTrigger: boolean;
  readonly at: Span;
}
