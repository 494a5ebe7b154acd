import type { DockerInstruction } from "../../facts/dockerfile.js";
import { buildArgumentOverride, isPredefinedArgument } from "../../models/dockerfile.js";
import { placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { nextOrder } from "../run.js";
import type { Frame } from "../run.js";
import { interpolate } from "../texts/interpolation.js";
import type { ReadDockerfile } from "./read.js";

interface NamedArgument {
  readonly name: string;
  readonly value: Text;
  readonly place: Place;
}

/** Records a build argument as a change of the image that the Dockerfile begins with: without an `ARG` of its name it changes nothing. */
export function recordArgument({ run, activation }: Frame, { dockerfile, source }: ReadDockerfile, file: string, { name, value, place }: NamedArgument): void {
  if (isPredefinedArgument(name)) return;
  const isDeclared = dockerfile.instructions.some((instruction) => instruction.kind === "argument" && instruction.name === name);
  const isRead = isDeclared ? "yes" : dockerfile.problems.length > 0 || dockerfile.instructions.length === 0 ? "unknown" : "no";
  const candidates = isDeclared ? [] : dockerfile.instructions.flatMap((instruction) => candidateIn({ dockerfile, source }, instruction));
  run.overrides.push({ how: buildArgumentOverride, key: name, value, place, isRead, candidates, target: file, otherwise: "keeps", path: activation.path, order: nextOrder(run) });
}

/** What may have been meant: another argument with a default, or the image of a stage. */
function candidateIn({ dockerfile: { escape }, source }: ReadDockerfile, instruction: DockerInstruction): readonly { readonly name: string; readonly reference: Text; readonly place: Place | undefined }[] {
  const span = instruction.kind === "argument" ? instruction.value : instruction.kind === "stage" ? instruction.image : undefined;
  if (span === undefined) return [];
  const written = source.at(...span);
  const reference = interpolate(written, { valueOf: () => undefined, escape }).text;
  return reference.key === "" ? [] : [{ name: instruction.kind === "argument" ? instruction.name : `FROM ${source.encoded.slice(...span)}`, reference, place: placeOf(written) }];
}
