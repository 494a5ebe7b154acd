import type { Language } from "../facts/facts.js";
import { escapeRegExp } from "./command-words.js";
import type { Configuration, FunctionPattern } from "./configuration.js";
import { languageOf } from "./languages.js";
import { goMentions } from "./mentions-go.js";
import { scriptMentions } from "./mentions-scripts.js";
import { typescriptMentions } from "./mentions-typescript.js";
import { mentionsImagesInTool } from "./mentions-tools.js";
import { mentionsImagesInChart, mentionsImagesInYaml } from "./mentions-yaml.js";
import type { Mentions } from "./mentions.js";
import { wordSearch } from "./word-automaton.js";

/**
 * The question whether a file's text may hold a site: a command that builds, loads or deploys, an `image` key, a container
 * library, or a function or kind of object that the configuration names. It rather answers yes once too often than no; callers
 * that hold none of the words are found by the names of the functions they call, not here.
 */
export function imageMentions(configuration: Configuration): (file: string, text: string) => boolean {
  const searches = searchesFor(configuration);
  const mentionsIn = (language: Language, file: string, text: string): boolean => {
    switch (language) {
      case "yaml":
        return mentionsImagesInYaml(file, text, configuration, searches("tool").isIn);
      case "tool":
        return mentionsImagesInTool(file, text, searches("tool").isIn);
      case "helm":
        return mentionsImagesInChart(text);
      case "dockerfile":
        return /^[ \t]*FROM\s/im.test(text);
      case "hcl":
        return /\btarget\b/.test(text);
      default:
        return searches(language).isIn(text);
    }
  };
  return (file, text) => {
    const language = languageOf(file, text);
    return language !== undefined && mentionsIn(language, file, text);
  };
}

/**
 * The question where the text of code may hold sites: offsets into it, ascending. The rest of the file is known here: an
 * `image` key alone makes a site only where the file speaks of pods.
 */
export function mentionPlaces(configuration: Configuration): (file: string, text: string) => readonly number[] {
  const searches = searchesFor(configuration);
  return (file, text) => {
    const language = languageOf(file, text);
    return language === undefined || language === "yaml" || language === "dockerfile" || language === "hcl" || language === "helm" ? [] : searches(language).placesIn(text);
  };
}

/** Whether a file is what a bundler has put together from others, by the names of its helpers. */
export function isBundle(text: string): boolean {
  return /\b__(?:commonJS|toESM|toCommonJS|webpack_require__|esModuleInterop)\b\s*[=(]/.test(text.slice(0, 20_000));
}

const mentions: Readonly<Record<Exclude<Language, "yaml" | "dockerfile" | "hcl" | "helm">, Mentions>> = { typescript: typescriptMentions, go: goMentions, shell: scriptMentions, make: scriptMentions, tool: scriptMentions };

interface Search {
  readonly isIn: (text: string) => boolean;
  readonly placesIn: (text: string) => readonly number[];
}

/** Regular expressions are made once for each language and configuration. */
function searchesFor(configuration: Configuration): (language: keyof typeof mentions) => Search {
  const made: Partial<Record<Language, Search>> = {};
  return (language) => (made[language] ??= searchFor(mentions[language], configuration));
}

function searchFor(language: Mentions, configuration: Configuration): Search {
  const names = namesIn(configuration, language);
  const named = namePattern(language, names);
  const pattern = (parts: readonly (string | undefined)[], flags = "m"): RegExp => new RegExp(parts.filter((part) => part !== undefined).join("|"), flags);
  const sites = pattern([language.sites, named]);
  const sitesAndKeys = pattern([language.sites, named, language.imageKey]);
  const [everySite, everySiteAndKey] = [new RegExp(sites, "gm"), new RegExp(sitesAndKeys, "gm")];
  const possible = language.possible === undefined ? undefined : pattern([language.possible.pattern.source, named]);
  const mayBePossible = language.possible === undefined ? undefined : wordSearch([...language.possible.words, ...[...names.functions, ...names.kinds].map(escapeRegExp)]);
  return {
    isIn: (text) => {
      if (mayBePossible?.(text) === false || possible?.test(text) === false) return false;
      const library = language.ofLibraries?.(text);
      return library !== undefined || (language.isImageKeyEnough || language.pods.test(text) ? sitesAndKeys : sites).test(text);
    },
    placesIn: (text) => {
      const library = language.ofLibraries?.(text);
      const isOfPods = library !== undefined || language.pods.test(text);
      const all = library === undefined ? (isOfPods ? everySiteAndKey : everySite) : pattern([sitesAndKeys.source, library], "gm");
      return [...text.matchAll(all)].map(({ index }) => index);
    },
  };
}

interface Names {
  readonly functions: readonly string[];
  readonly kinds: readonly string[];
}

/** What the configuration adds: functions by their names, and kinds of objects. */
function namesIn({ producers = [], generators = [], consumers = [], manifestPaths = [] }: Configuration, { hasFunctions }: Mentions): Names {
  return { functions: hasFunctions ? [...producers, ...generators, ...consumers].map(lastName) : [], kinds: manifestPaths.map(({ kind }) => kind) };
}

/** Functions as they are called, and kinds as manifests and literals write them. */
function namePattern(language: Mentions, { functions, kinds }: Names): string | undefined {
  const patterns = [
    ...(functions.length === 0 ? [] : [`(?<![\\w$])(?:${functions.map(escapeRegExp).join("|")})(?![\\w$])`]),
    ...(kinds.length === 0 ? [] : [language.ofKinds(kinds.map(escapeRegExp).join("|"))]),
  ];
  return patterns.length === 0 ? undefined : patterns.join("|");
}

/** The name that a call is written with: `Class.method` is called as `.method`. */
function lastName(pattern: FunctionPattern): string {
  const name = typeof pattern === "string" ? pattern : pattern.name;
  return name.slice(name.lastIndexOf(".") + 1);
}
