import { devspaceNames } from "./devspace.js";
import { gardenNames } from "./garden.js";
import { goreleaserFiles, imagesOfGoreleaser } from "./goreleaser.js";
import { callOf } from "./tool-files.js";
import { werfNames } from "./werf.js";

/** The build tools and task runners whose files are YAML. */
export type YamlTool = "skaffold" | "task" | "garden" | "werf" | "devspace" | "goreleaser";

/** Tells the tool that reads a file by the file's name (a posix path) and by searches in its text; undefined for a file of none. */
export function yamlToolOf(file: string, text: string): YamlTool | undefined {
  return rows.find(({ names, holds }) => names?.test(file) !== false && holds?.test(text) !== false)?.tool;
}

/** How the programs are called that read such a file, as a part of a regular expression; undefined for a file of no tool. */
export function programsOfYamlTool(file: string, text: string): string | undefined {
  const tool = yamlToolOf(file, text);
  return tool === undefined ? undefined : programs[tool];
}

const programs: Readonly<Record<YamlTool, string>> = {
  skaffold: callOf("skaffold", "(?:run|dev|build|deploy|debug|render)\\b"),
  task: callOf("task|go-task", "[\\w$]"),
  garden: callOf("garden", "(?:build|deploy|run|test|workflow)\\b"),
  werf: callOf("werf", "(?:converge|build|bundle|plan|render|compose|kube-run)\\b"),
  devspace: callOf("devspace", "(?:build|deploy|dev|render|run|run-pipeline)\\b"),
  // By its name alone it makes a release.
  goreleaser: "(?:[\\w./${}()-]{0,200}/)?goreleaser\\b|\\$[({]\\w*GORELEASER\\w*[)}]",
};

/** What Task looks for (https://taskfile.dev/docs/guide#supported-file-names), and how people call what these include. */
const taskfileNames = /(?:^|\/)[Tt]askfile(?:[._-][\w-]+)*\.ya?ml$/u;

export function isTaskfile(file: string): boolean {
  return taskfileNames.test(file);
}

interface Row {
  readonly tool: YamlTool;
  readonly names?: RegExp | undefined;
  readonly holds?: RegExp | undefined;
}

const rows: readonly Row[] = [
  // https://skaffold.dev/docs/references/yaml/: the first two fields of each document
  { tool: "skaffold", names: /\.ya?ml(?:\.\w+)?$/u, holds: /^["']?apiVersion["']?[ \t]*:[ \t]*["']?skaffold\//mu },
  // https://docs.garden.io/using-garden/configuration-overview
  { tool: "garden", names: gardenNames, holds: /^["']?kind["']?[ \t]*:/mu },
  // https://werf.io/docs/v2/reference/werf_yaml.html: the field that the first document must have
  { tool: "werf", names: werfNames, holds: /^["']?configVersion["']?[ \t]*:/mu },
  // https://www.devspace.sh/docs/configuration/reference: the field that it must have
  { tool: "devspace", names: devspaceNames, holds: /^["']?version["']?[ \t]*:[ \t]*["']?v\d/mu },
  { tool: "goreleaser", names: goreleaserFiles, holds: imagesOfGoreleaser },
  { tool: "task", names: taskfileNames, holds: /^(?:tasks|includes):/mu },
];
