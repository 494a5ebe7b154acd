import type { CommandEffect } from "../../models/command-effect.js";
import type { Place } from "../../values/value.js";
import { givenArguments } from "../dockerfile/command.js";
import type { BuildLine } from "../dockerfile/command.js";
import type { Frame } from "../run.js";
import { runCompose } from "./run.js";

/** `docker compose`, `docker stack deploy` and the commands that are alike. */
export function composeFromCommand(frame: Frame, effect: Extract<CommandEffect, { kind: "compose" }>, line: BuildLine, place: Place): void {
  const { textOf } = line;
  runCompose(
    frame,
    {
      files: effect.files.map(textOf),
      envFiles: effect.envFiles.map(textOf),
      directory: effect.directory === undefined ? undefined : textOf(effect.directory),
      name: effect.name === undefined ? undefined : textOf(effect.name),
      services: effect.services.map(textOf),
      profiles: effect.profiles.map(textOf),
      builds: effect.builds,
      pushes: effect.pushes,
      pulls: effect.pulls,
      starts: effect.starts,
      buildArgs: givenArguments(frame, effect.buildArgs, { ...line, originOf: () => undefined }, undefined),
      engine: effect.engine,
      separator: effect.separator,
      environment: line.variables,
      folder: line.folder,
      how: effect.how,
    },
    place,
  );
}
