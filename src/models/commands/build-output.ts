/** The `--output` of BuildKit's clients (docker/buildx docs, exporters of moby/buildkit). */
import type { Slice } from "../command-effect.js";
import { textOf, type Line } from "./program.js";
import { containsHole, partOf, splitAtCommas, splitPair } from "./slices.js";

export interface BuildOutput {
  readonly names: readonly Slice[];
  readonly isPushed: boolean;
  /** Where an output of images goes that is a file. */
  readonly archive: Slice | undefined;
  /** Only files are written, and no image is kept: `type=local,dest=out`, `type=tar`, or a plain path. */
  readonly isOnlyFiles: boolean;
}

/** An exporter as buildx writes it: `type=image,name=a,push=true`, `type=image,"name=a,b"`, `type=docker,dest=a.tar`; a plain path is a folder. */
export function outputOf(line: Line, output: Slice): BuildOutput {
  let type = "";
  let names: readonly Slice[] = [];
  let isPushed = false;
  let destination: Slice | undefined;
  for (const quoted of splitAtCommas(line, output, "quotes")) {
    const pair = splitPair(line, unquoted(line, quoted));
    if (pair === undefined) continue;
    const value = textOf(line, pair.value);
    const key = textOf(line, pair.key);
    if (key === "type") type = value;
    else if (key === "name") names = splitAtCommas(line, pair.value);
    else if (key === "push") isPushed = value !== "false";
    else if (key === "dest") destination = pair.value;
  }
  const makesImages = ["image", "registry", "docker", "oci"].includes(type);
  return {
    names: makesImages ? names : [],
    isPushed: type === "registry" || (type === "image" && isPushed),
    isOnlyFiles: ["local", "tar", "cacheonly"].includes(type) || (type === "" && !containsHole(textOf(line, output)) && splitPair(line, output) === undefined),
    archive: type === "docker" || type === "oci" ? destination : undefined,
  };
}

function unquoted(line: Line, slice: Slice): Slice {
  const text = textOf(line, slice);
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? partOf(slice, 1, text.length - 1) : slice;
}
