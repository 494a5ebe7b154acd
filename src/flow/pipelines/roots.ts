import { azureRoots } from "../azure/roots.js";
import { bitbucketRoots } from "../bitbucket/roots.js";
import { circleRoots } from "../circleci/roots.js";
import { cloudBuildRoots } from "../cloud-build/roots.js";
import { gitLabRoots } from "../gitlab/roots.js";
import { tektonRoots } from "../tekton/roots.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";

/** The project's pipelines, of all build servers but those that read workflows of GitHub's kind. */
export function pipelineRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return systems.flatMap((rootsOf) => rootsOf(project, files));
}

const systems: readonly ((project: ProjectFacts, files: readonly string[]) => readonly ScriptRoot[])[] = [gitLabRoots, azureRoots, bitbucketRoots, circleRoots, cloudBuildRoots, tektonRoots];
