import { posix } from "node:path";
import type { BitbucketEvent } from "../../models/bitbucket-variables.js";
import { pipelineSystemOf } from "../../models/pipeline-files.js";
import { projectText } from "../files.js";
import { namedEntries } from "../pipelines/trees.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { treesOf, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { runBitbucketPipeline } from "./run-pipeline.js";

/** Each pipeline of the file is one root: the default, and those of branches, tags, pull requests and people (https://support.atlassian.com/bitbucket-cloud/docs/pipeline-start-conditions/). */
export function bitbucketRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => pipelineSystemOf(file, "") === "bitbucket")
    .flatMap((file) => {
      const [tree] = treesOf(projectText(file, project.readText(file) ?? "")).trees;
      const folder = posix.dirname(file);
      return pipelinesIn(valueAt(tree, "pipelines")).map(({ name, event, steps }) => ({
        file,
        name: `${file} (${name})`,
        key: `pipeline ${file} ${name}`,
        run: (run) => {
          runBitbucketPipeline(run, { file, folder: folder === "." ? "" : folder, event, steps, image: valueAt(tree, "image") });
        },
      }));
    });
}

interface NamedPipeline {
  readonly name: string;
  readonly event: BitbucketEvent;
  readonly steps: YamlTree;
}

const kinds: readonly (readonly [string, BitbucketEvent])[] = [
  ["branches", "branch"],
  ["tags", "tag"],
  ["bookmarks", "branch"],
  ["pull-requests", "pull request"],
  ["custom", "any"],
];

function pipelinesIn(pipelines: YamlTree | undefined): readonly NamedPipeline[] {
  const standard = valueAt(pipelines, "default");
  return [
    ...(standard === undefined ? [] : [{ name: "default", event: "branch" as const, steps: standard }]),
    ...kinds.flatMap(([kind, event]) => namedEntries(valueAt(pipelines, kind)).map(({ name, value }) => ({ name: `${kind} ${name}`, event, steps: value }))),
  ].slice(0, mostPipelines);
}

const mostPipelines = 100;
