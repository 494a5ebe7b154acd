/** k3d (k3d-io/k3d, cmd/image). Without `--cluster` the cluster is `k3s-default`: it is left undefined. */
import type { CommandEffect } from "../command-effect.js";
import { operandsOf, textOf, valuesOf, type Effects, type Line, type Program } from "./program.js";
import { isArchiveName, unlessStandard } from "./slices.js";

export const k3d: Program = {
  names: ["k3d"],
  options: { flags: "--verbose --trace --timestamps --version" },
  commands: [
    {
      paths: ["image import", "images import", "image load", "images load"],
      options: { valued: "--cluster|-c --mode|-m", flags: "--keep-tarball|-k --keep-tools|-t" },
      effects: load,
    },
  ],
  harmless: ["cluster", "node", "registry", "kubeconfig", "config", "version", "completion", "debug", "runtime-info"],
};

/** Each image goes to each of the clusters. */
function load(line: Line): Effects {
  const given = valuesOf(line, "--cluster");
  const clusters = given.length === 0 ? [undefined] : given;
  return operandsOf(line)?.flatMap(operand => {
    const isArchive = isArchiveName(textOf(line, operand));
    return clusters.map((cluster): CommandEffect =>
      isArchive
        ? { kind: "load-archive", archive: unlessStandard(line, operand), cluster, tool: "k3d", engine: undefined, how: line.command }
        : { kind: "load", reference: operand, cluster, tool: "k3d", how: line.command },
    );
  });
}
