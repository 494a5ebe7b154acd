import type { BuildArgument, CommandEffect, Slice } from "../../models/command-effect.js";
import { isText, literalText } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import type { Frame } from "../run.js";
import { buildFromDockerfile } from "./build.js";
import type { GivenArgument } from "./build.js";

/** What a command line gives to a build, and what it is given itself. */
export interface BuildLine {
  readonly textOf: (part: Slice) => Text;
  /** The expression or letters that give a part. */
  readonly originOf: (part: Slice) => Place | undefined;
  readonly variables: ProcessEnvironment | undefined;
  readonly input: Text | undefined;
  readonly folder: Text | undefined;
}

/** `docker build`, and the commands that are alike. */
export function buildFromCommand(frame: Frame, effect: Extract<CommandEffect, { kind: "build-dockerfile" }>, line: BuildLine, place: Place): void {
  const { textOf, input, folder } = line;
  const [context, file] = [effect.context, effect.file].map((part) => (part === undefined ? undefined : textOf(part)));
  // `-f -`, and `docker build -` with a text that is no archive: the Dockerfile is what is typed.
  const isInput = [file ?? context].some((text) => text !== undefined && literalText(text) === "-");
  if (isInput && input === undefined) return;
  buildFromDockerfile(
    frame,
    {
      context,
      file,
      inline: isInput ? input : undefined,
      target: effect.target === undefined ? undefined : textOf(effect.target),
      buildArgs: givenArguments(frame, effect.buildArgs, line, place),
      buildContexts: givenArguments(frame, effect.buildContexts, line, place),
      isOpen: effect.isOpen,
      engine: effect.engine,
      folder,
    },
    place,
  );
}

/** `NAME=value`; without a value it is that of the environment. @param fallback the place of a name that has none of its own */
export function givenArguments(frame: Frame, given: readonly BuildArgument[], { textOf, originOf, variables }: BuildLine, fallback: Place | undefined): ReadonlyMap<string, GivenArgument> {
  return new Map(given.map(({ name, key, value }): readonly [string, GivenArgument] => {
    const written = originOf(key) ?? fallback;
    if (value !== undefined) return [name, { value: textOf(value), origin: originOf(value), written }];
    const ofProgram = frame.run.files.get(`env ${name}`)?.value;
    return [name, { ...(variables?.(name) ?? { value: ofProgram !== undefined && isText(ofProgram) ? ofProgram : environment(name) }), written }];
  }));
}
