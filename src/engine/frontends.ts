import type { FileFacts, Language } from "../facts/facts.js";

/** Lowers the text of one file to facts. */
export type Lower = (text: string, file: string) => FileFacts;

const loaders: Readonly<Record<Language, () => Promise<Lower>>> = {
  typescript: async () => {
    const { lowerTypeScript } = await import("../frontends/typescript/lower.js");
    return lowerTypeScript;
  },
  go: async () => {
    const [{ lowerGo }, { loadGoGrammar }] = await Promise.all([import("../frontends/go/lower.js"), import("../frontends/go/grammar.js")]);
    const grammar = await loadGoGrammar();
    return (text, file) => lowerGo(grammar, text, file);
  },
  yaml: async () => {
    const { lowerYaml } = await import("../frontends/yaml/lower.js");
    return lowerYaml;
  },
  shell: async () => {
    const { lowerShell, loadShellGrammar } = await import("../frontends/shell/lower.js");
    const grammar = await loadShellGrammar();
    return (text) => lowerShell(grammar, text);
  },
  dockerfile: async () => {
    const { lowerDockerfile } = await import("../frontends/dockerfile/lower.js");
    return lowerDockerfile;
  },
  helm: async () => {
    const { lowerHelm } = await import("../frontends/helm/lower.js");
    return lowerHelm;
  },
  hcl: async () => {
    const { lowerHcl, loadHclGrammar } = await import("../frontends/hcl/lower.js");
    const grammar = await loadHclGrammar();
    return (text) => lowerHcl(grammar, text);
  },
  make: async () => {
    const { lowerMake } = await import("../frontends/make/lower.js");
    return lowerMake;
  },
  tool: async () => {
    const { lowerTool } = await import("../frontends/tools/lower.js");
    return lowerTool;
  },
};

const loading = new Map<Language, Promise<Lower>>();

/** Loads a language's frontend, with its compiler or grammar, once per process: nobody pays for a language that the project does not have. */
export function loadFrontend(language: Language): Promise<Lower> {
  const known = loading.get(language) ?? loaders[language]();
  loading.set(language, known);
  return known;
}
