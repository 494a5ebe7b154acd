/** k3d (k3d-io/k3d, cmd/image, cmd/cluster, cmd/kubeconfig). Without `--cluster` the cluster is `k3s-default`: it is left undefined. */
import type { ClusterName, CommandEffect } from "../command-effect.js";
import { isOn, operandsOf, textOf, valueOf, valuesOf, type Effects, type Line, type Program } from "./program.js";
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
    {
      paths: ["cluster create"],
      options: {
        valued: `--agents|-a --agents-memory --api-port --config|-c --env|-e --gpus --host-alias --image|-i --k3s-arg --k3s-server-arg
          --k3s-agent-arg --k3s-node-label --label|-l --lb-config-override --network --port|-p --registry-config --registry-create
          --registry-use --runtime-label --runtime-ulimit --servers|-s --servers-memory --subnet --timeout --token --volume|-v`,
        flags: `--host-pid-mode --kubeconfig-switch-context --kubeconfig-update-default --no-hostip --no-image-volume --no-lb --no-rollback
          --wait`,
      },
      effects: line => [
        {
          kind: "create-cluster",
          tool: "k3d",
          name: nameOf(line),
          config: valueOf(line, "--config"),
          kubeconfig: undefined,
          isChosen: !isOff(line, "--kubeconfig-switch-context") && !isOff(line, "--kubeconfig-update-default"),
          how: line.command,
        },
      ],
    },
    { paths: ["cluster delete"], options: { valued: "--config|-c", flags: "--all|-a" }, effects: line => [{ kind: "delete-cluster", tool: "k3d", name: nameOf(line) }] },
    { paths: ["kubeconfig get"], options: { flags: "--all|-a" }, effects: line => [{ kind: "print-kubeconfig", tool: "k3d", name: nameOf(line), form: "text" }] },
    {
      paths: ["kubeconfig merge", "kubeconfig write"],
      options: { valued: "--output|-o", flags: "--all|-a --kubeconfig-merge-default|-d --kubeconfig-switch-context|-s --overwrite --update|-u" },
      effects: mergeKubeconfig,
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

function nameOf(line: Line): ClusterName {
  const operands = operandsOf(line);
  return operands === undefined || operands.length > 1 ? "unknown" : (operands[0] ?? "default");
}

function isOff(line: Line, flag: string): boolean {
  return line.given.some(option => option.name === flag) && !isOn(line, flag);
}

/** Into a file of the cluster's own, or into the default kubeconfig, whose context changes then. */
function mergeKubeconfig(line: Line): Effects {
  const [tool, name] = ["k3d" as const, nameOf(line)];
  const output = valueOf(line, "--output");
  if (output === undefined && !isOn(line, "--kubeconfig-merge-default")) return [{ kind: "print-kubeconfig", tool, name, form: "path" }];
  return isOff(line, "--kubeconfig-switch-context") ? [] : [{ kind: "use-cluster", tool, name, kubeconfig: output, becomesDefault: false }];
}
