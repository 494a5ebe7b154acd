/** kind (kubernetes-sigs/kind, pkg/cmd). Without `--name` the cluster is `kind`, or KIND_CLUSTER_NAME: it is left undefined. */
import type { ClusterName } from "../command-effect.js";
import { operandsOf, valueOf, valuesOf, type Line, type Program } from "./program.js";

const loadOptions = { valued: "--name|-n --nodes" };

const connectionOptions = { valued: "--name|-n --kubeconfig" };

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
    {
      // The node image of `--image` comes from kind's own releases.
      paths: ["create cluster"],
      options: { valued: "--name|-n --config --image --kubeconfig --wait", flags: "--retain" },
      effects: line => [
        { kind: "create-cluster", tool: "kind", name: nameOf(line), config: valueOf(line, "--config"), kubeconfig: valueOf(line, "--kubeconfig"), isChosen: true, how: line.command },
      ],
    },
    { paths: ["delete cluster"], options: connectionOptions, effects: line => [{ kind: "delete-cluster", tool: "kind", name: nameOf(line) }] },
    {
      paths: ["export kubeconfig"],
      options: { ...connectionOptions, flags: "--internal" },
      effects: line => [{ kind: "use-cluster", tool: "kind", name: nameOf(line), kubeconfig: valueOf(line, "--kubeconfig"), becomesDefault: false }],
    },
    {
      paths: ["get kubeconfig"],
      options: { valued: "--name|-n", flags: "--internal" },
      effects: line => [{ kind: "print-kubeconfig", tool: "kind", name: nameOf(line), form: "text" }],
    },
  ],
  harmless: ["create", "delete", "export", "get", "version", "completion"],
};

function nameOf(line: Line): ClusterName {
  return clusterOf(line) ?? "default";
}

function clusterOf(line: Line) {
  return valueOf(line, "--name");
}
