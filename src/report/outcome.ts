import type { Outcome } from "./report.js";

/**
 * What a person sees on the cluster, and why. The states are those that the kubelet reports
 * (kubernetes.io/docs/concepts/containers/images).
 */
export function sayOutcome(outcome: Outcome): string {
  return outcomes[outcome];
}

const outcomes: Readonly<Record<Outcome, string>> = {
  ErrImageNeverPull: "the pod will sit in ErrImageNeverPull: its pull policy is Never, and the node has no image of this name",
  ImagePullBackOff: "the pod will sit in ImagePullBackOff: the node has no image of this name, and there is nothing to pull it from",
};
