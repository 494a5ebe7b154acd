import type { ActionEffect } from "../../models/actions/action.js";
import { isText, literalText, placeOf, uncaptured } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { createCluster, leaveClusters } from "../clusters.js";
import { escape } from "../escapes.js";
import { fileContent, pathInFolder } from "../files.js";
import { deployManifests } from "../manifests.js";
import { runPipelineScript } from "../pipelines/run-script.js";
import { nextOrder } from "../run.js";
import { recordSite } from "../sites.js";
import { bakeByAction, buildByAction } from "./action-builds.js";
import { handOver, takeOver } from "./artifacts.js";
import { workspaceOf } from "./run-steps.js";
import type { Step } from "./workflow.js";

/** Does what the row of an action says; `how` names the action, `place` is where it stands. */
export function applyEffects(step: Step, effects: readonly ActionEffect[], how: string, place: Place): void {
  for (const effect of effects) applyEffect(step, effect, how, place);
}

function applyEffect(step: Step, effect: ActionEffect, how: string, place: Place): void {
  const { list, environment } = step;
  const { frame } = list;
  const { run } = frame;
  switch (effect.kind) {
    case "build":
    case "push":
      recordSite(frame, { kind: effect.kind, reference: effect.reference, origin: placeOf(effect.reference), place, how, engine: effect.engine });
      return;
    case "tag":
      recordSite(frame, { kind: "tag", reference: effect.target, source: effect.source, origin: placeOf(effect.target), place, how, engine: effect.engine });
      return;
    case "deploy":
      recordSite(frame, { kind: "deploy", reference: effect.reference, origin: placeOf(effect.reference), place, how, runtime: effect.runtime, engine: effect.runtime === "engine" ? "docker" : undefined });
      return;
    case "pull":
      run.pulls.push({ reference: effect.reference, place, argument: placeOf(effect.reference) ?? place, how, order: nextOrder(run) });
      return;
    case "create-cluster":
      createCluster(frame, { tool: effect.tool, name: effect.name, config: effect.config, folder: workspaceOf(step) }, (effect.name === undefined ? undefined : placeOf(effect.name)) ?? place);
      return;
    case "connect-elsewhere":
      leaveClusters(frame);
      return;
    case "apply":
      applyManifest(step, effect, how, place);
      return;
    case "save":
      for (const reference of effect.references) run.saves.push({ reference, place, order: nextOrder(run) });
      run.archives.set(uncaptured(pathInFolder(effect.archive, workspaceOf(step))).key, { texts: effect.references, engine: "docker" });
      run.archives.set(uncaptured(effect.archive).key, { texts: effect.references, engine: "docker" });
      return;
    case "hand-over":
      handOver(frame, list.workflow.artifacts, effect);
      return;
    case "take-over":
      takeOver(frame, list.workflow.artifacts, effect);
      return;
    case "foreign-folder":
      list.foreign.add((effect.folder === undefined ? "" : (literalText(effect.folder) ?? "?")).replace(/^\.\/|\/$/gu, ""));
      return;
    case "script":
      runPipelineScript(frame, { text: effect.script, environment, folder: effect.folder === undefined ? workspaceOf(step) : pathInFolder(effect.folder, workspaceOf(step)), place });
      return;
    case "build-dockerfile":
      buildByAction(step, effect, place);
      return;
    case "bake":
      bakeByAction(step, effect, how, place);
      return;
    case "escape":
      escape(run, effect.texts, place, how);
      return;
  }
}

/** The images that an action puts into a manifest stand for those of the same repository; only where it gets none is it applied as it is. */
function applyManifest(step: Step, { manifest, images }: Extract<ActionEffect, { kind: "apply" }>, how: string, place: Place): void {
  const content = fileContent(step.list.frame, manifest, workspaceOf(step));
  if (content !== undefined && isText(content) && images.length === 0) deployManifests(step.list.frame, content, place, how);
}

