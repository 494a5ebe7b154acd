import { newContexts } from "../clusters.js";
import type { Frame, Run } from "../run.js";

/** The same frame on a machine of its own: files, clusters and what was chosen there are none of another job's. Sites are the root's. */
export function onOwnMachine(frame: Frame): Frame {
  const run: Run = { ...frame.run, files: new Map(), archives: new Map(), contexts: newContexts(), connection: undefined, kustomizeEdits: { all: [], byFolder: new Map() } };
  return { ...frame, run };
}
