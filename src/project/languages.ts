import { basename, extname } from "node:path";
import type { Language } from "../facts/facts.js";
import { toolFileOf } from "../models/tool-files.js";

/**
 * The language of a file (posix path) by its name, or by the `#!` of its text where the name has no dot and so says
 * nothing; undefined if it is none that is analysed. Of the text the first line is enough.
 */
export function languageOf(file: string, text?: string): Language | undefined {
  const name = basename(file);
  if (toolFileOf(file) !== undefined) return "tool";
  const language = languagesByExtension.get(extname(name)) ?? languagesByName.find(({ names }) => names.test(name))?.language;
  if (language === undefined && partsOfCharts.test(file)) return "helm";
  if (language !== undefined) return isNamedForOtherTools(name, language) ? undefined : language;
  return text !== undefined && mayBeScript(file) && shellShebang.test(text) ? "shell" : undefined;
}

/** Whether it takes the text to know the language of a file: its name has no dot, and is that of no language. */
export function mayBeScript(file: string): boolean {
  return !basename(file).includes(".") && languageOf(file) === undefined;
}

/** How many letters of a text it takes at most: Linux reads 256 bytes of a `#!` line, and people write far fewer (execve(2)). */
export const longestShebang = 100;

/** `#!/bin/sh -e`, `#!/usr/bin/env -S bash`, `#!/bin/busybox sh`. */
const shellShebang = /^#![ \t]*(?:\S*\/)?(?:(?:env|busybox)[ \t]+(?:(?:-\S+|\w+=\S*)[ \t]+)*(?:\S*\/)?)?(?:a|ba|da|k|mk|z)?sh(?![\w.-])/u;

const extensions: Readonly<Record<Language, readonly string[]>> = {
  typescript: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  go: [".go"],
  yaml: [".yaml", ".yml", ".json"],
  shell: [".sh", ".bash", ".ksh", ".zsh"],
  make: [".mk", ".mak"],
  dockerfile: [],
  // Told by their whole names.
  tool: [],
  helm: [],
  hcl: [],
};

const languagesByExtension: ReadonlyMap<string, Language> = new Map(
  (["typescript", "go", "yaml", "shell", "make"] as const).flatMap((language) => extensions[language].map((extension) => [extension, language] as const)),
);

const languagesByName: readonly { readonly language: Language; readonly names: RegExp }[] = [
  // What make reads by itself, and names that people give to what these include (https://www.gnu.org/software/make/manual/make.html#Makefile-Names).
  { language: "make", names: /^(?:GNUmakefile|[Mm]akefile)(?:\.[\w-]+)?$/u },
  // What the builders read by themselves, and how people call further ones (https://docs.docker.com/build/concepts/dockerfile/#filename).
  { language: "dockerfile", names: /^(?:docker|container)file(?:[._-].*)?$|\.(?:docker|container)file$/iu },
  // https://docs.docker.com/build/bake/reference/#file-format; other files of HCL are of other tools.
  { language: "hcl", names: /bake[\w.-]*\.hcl$/iu },
  // https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization
  { language: "yaml", names: /^Kustomization$/u },
];

/** What a chart has below `templates/` and no other language takes (https://helm.sh/docs/topics/charts/#the-chart-file-structure). */
const partsOfCharts = /(?:^|\/)templates\/(?:.*\/)?(?:[^/]*\.tpl|NOTES\.txt)$/u;

/** Whether a file may be a template of the chart that is in the folder above its `templates/`; the folder is given, empty for the project's own. */
export function folderOfChartTemplate(file: string): string | undefined {
  const found = /^(?:(.*?)\/)?templates\/.*\.(?:ya?ml|tpl|txt|json)$/u.exec(file);
  return found === null ? undefined : (found[1] ?? "");
}

/** Names of a language's files that are never what is looked for in it: the configuration of other tools, and templates of Makefiles. */
const otherTools: Partial<Readonly<Record<Language, RegExp>>> = {
  yaml: /^(?:package-lock|npm-shrinkwrap|composer|(?:ts|js)config(?:[.-].*)?|deno|.*\.schema|\.(?!devcontainer\.json$).*|tag-consistency\.config)\.json$|^(?:pnpm-lock|.*[.-]lock)\.(?:ya?ml|json)$/u,
  dockerfile: /\.(?:(?:docker|container)?ignore|in|md|rst|txt|html|adoc|orig|bak|rej|erb|tmpl|tpl|template|j2|jinja2?|py|rb|rs|java|kt|lua|pl|ps1|cue|toml|lock|xml|svg|png)$/iu,
  make: /\.(?:am|in|md|orig|bak|rej|tmpl|tpl|j2)$/u,
};

function isNamedForOtherTools(name: string, language: Language): boolean {
  return otherTools[language]?.test(name) === true;
}
