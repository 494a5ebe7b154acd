/** kind (kubernetes-sigs/kind, pkg/cmd). Without `--name` the cluster is `kind`, or KIND_CLUSTER_NAME: it is left undefined. */
import { operandsOf, valueOf, valuesOf, type Line, type Program } from "./program.js";

const loadOptions = { valued: "--name|-n --nodes" };

export const kind: Program = {
  names: ["kind"],
  options: { valued: "--verbosity|-v --loglevel", flags: "--quiet|-q --version" },
  commands: [
    {
      paths: ["load docker-image"],
      options: loadOptions,
      effects: line => operandsOf(line)?.map(reference => ({ kind: "load", reference, cluster: clusterOf(line), tool: "kind", how: line.command })),
    },
    {
      paths: ["load image-archive"],
      options: loadOptions,
      effects: line =>
        operandsOf(line)?.map(archive => ({
          kind: "load-archive",
          archive,
          cluster: clusterOf(line),
          tool: "kind",
          engine: undefined,
          how: line.command,
        })),
    },
    {
      // The default name, kindest/node:latest, is not on the line.
      paths: ["build node-image"],
      options: { valued: "--image --arch --base-image --type --kube-root" },
      effects: line => valuesOf(line, "--image").map(reference => ({ kind: "build", reference, engine: undefined, how: line.command })),
    },
  ],
  // The node image of `create cluster --image` comes from kind's own releases.
  harmless: ["create", "delete", "export", "get", "version", "completion"],
};

function clusterOf(line: Line) {
  return valueOf(line, "--name");
}
