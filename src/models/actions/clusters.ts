import { literal } from "../../values/text.js";
import type { ClusterTool } from "../command-effect.js";
import type { Action, ActionCall, ActionEffect } from "./action.js";

/** Actions that make clusters on the runner, by the input that names the cluster, and the name that it has else. */
interface ClusterAction {
  readonly names: readonly string[];
  readonly documentation: string;
  readonly tool: ClusterTool;
  readonly input: string;
  readonly fallback: string;
}

const rows: readonly ClusterAction[] = [
  { names: ["helm/kind-action"], documentation: "https://github.com/helm/kind-action#inputs", tool: "kind", input: "cluster_name", fallback: "chart-testing" },
  { names: ["engineerd/setup-kind"], documentation: "https://github.com/engineerd/setup-kind#inputs", tool: "kind", input: "name", fallback: "kind" },
  { names: ["container-tools/kind-action"], documentation: "https://github.com/container-tools/kind-action#inputs", tool: "kind", input: "cluster_name", fallback: "kind" },
  { names: ["absaoss/k3d-action"], documentation: "https://github.com/AbsaOSS/k3d-action#inputs", tool: "k3d", input: "cluster-name", fallback: "k3s-default" },
  { names: ["nolar/setup-k3d-k3s"], documentation: "https://github.com/nolar/setup-k3d-k3s#inputs", tool: "k3d", input: "k3d-name", fallback: "k3s-default" },
  { names: ["medyagh/setup-minikube", "manusa/actions-setup-minikube"], documentation: "https://github.com/medyagh/setup-minikube#usage", tool: "minikube", input: "profile", fallback: "minikube" },
];

export const clusterActions: readonly Action[] = [
  ...rows.map(({ names, documentation, tool, input, fallback }): Action => ({ names, documentation, effects: (call) => clusterOf(call, tool, input, fallback) })),
  {
    // None of these is made by a tool on this machine; an image comes there from a registry.
    names: ["azure/k8s-set-context", "azure/aks-set-context", "google-github-actions/get-gke-credentials", "digitalocean/action-doctl", "tale/kubectl-action", "actions-hub/kubectl", "debianmaster/actions-k3s"],
    documentation: "https://github.com/Azure/k8s-set-context#action-inputs",
    effects: () => [{ kind: "connect-elsewhere" }],
  },
];

function clusterOf(call: ActionCall, tool: ClusterTool, input: string, fallback: string): readonly ActionEffect[] {
  if (call.flag("install_only") === true || call.flag("skipClusterCreation") === true) return [];
  const given = call.text(input);
  const config = call.text("config");
  // A file may name it where no input does, and where the action's own default is the tool's.
  if (given === undefined && config !== undefined && fallback === defaultNames[tool]) return [{ kind: "create-cluster", tool, name: undefined, config }];
  return [{ kind: "create-cluster", tool, name: given ?? literal(fallback) }];
}

const defaultNames: Readonly<Record<ClusterTool, string>> = { kind: "kind", k3d: "k3s-default", minikube: "minikube" };
