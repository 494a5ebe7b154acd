import type { Language } from "../facts/facts.js";
import type { Configuration, FunctionPattern } from "./configuration.js";

/** The language of a file by its name; undefined if it is none that is analysed. */
export function languageOf(file: string): Language | undefined {
  return languages.get(extensionOf(file))?.language;
}

export function isSourceFile(file: string): boolean {
  return languages.has(extensionOf(file));
}

/** Whether the text of a TypeScript or JavaScript file speaks of images, under the empty configuration. */
export function mentionsImages(text: string): boolean {
  return typescript.test(text);
}

/**
 * The question whether a file's text may hold a site: a command that builds, loads or deploys, an `image` key, a container
 * library, or a function that the configuration names. It answers yes too often and never no where there is one; callers
 * that hold none of the words are found by the names of the functions they call, not here.
 */
export function imageMentions(configuration: Configuration): (file: string, text: string) => boolean {
  const named = [configuration.producers, configuration.generators, configuration.consumers].flatMap((patterns) => (patterns ?? []).map(lastName));
  const names = named.length === 0 ? undefined : new RegExp(`\\b(?:${named.map(escapeRegExp).join("|")})\\b`);
  return (file, text) => languages.get(extensionOf(file))?.mentions.test(text) === true || names?.test(text) === true;
}

interface SourceLanguage {
  readonly language: Language;
  readonly extensions: readonly string[];
  readonly mentions: RegExp;
}

/** After a program's name: the end of a quoted word, an option, a substitution, a line continuation, or one of its verbs. */
const containerVerbs = "attach|build|builder|buildx|bud|commit|compose|container|cp|create|image|images|import|kube|load|manifest|play|pull|push|rmi|run|save|service|stack|start|tag|up";
const clusterVerbs = "apply|cluster|create|debug|dependency|edit|image|install|kustomize|package|patch|pull|push|replace|run|set|template|upgrade";

const typescript = new RegExp(
  [
    // Command lines, and the same as lists of words.
    `\\b(?:docker|podman|nerdctl|buildah|docker-compose|podman-compose)(?:\\.exe)?(?:["'\`]|\\s+(?:[-$\\\\]|(?:${containerVerbs})\\b))`,
    `\\b(?:kubectl|oc|helm|minikube|k3d)(?:\\.exe)?(?:["'\`]|\\s+(?:[-$\\\\]|(?:${clusterVerbs})\\b))`,
    // `kind` alone is an English word and a key of every manifest.
    "\\bkind\\s+load\\b|\\bdocker-image\\b|\\bimage-archive\\b",
    // A key, a property that is written, a parameter or a shorthand: `image:`, `.image =`, `{ name, image }`.
    "\\b[iI]mage\\\\?[\"'`]?\\]?\\s*(?:[:,}]|[?|+]*=(?![=>]))",
    // Libraries of containers and clusters.
    "\\b(?:testcontainers|dockerode|GenericContainer|fromDockerfile|DockerComposeEnvironment|buildImage|createContainer|getImage|client-node)\\b",
    // Functions that are known by their names.
    "(?:[bB]uild|[lL]oad|[pP]ush|[tT]ag|[dD]eploy)[A-Za-z]{0,40}Image",
  ].join("|"),
);

const languages: ReadonlyMap<string, SourceLanguage> = new Map(
  ([{ language: "typescript", extensions: ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"], mentions: typescript }] satisfies readonly SourceLanguage[]).flatMap(
    (language) => language.extensions.map((extension) => [extension, language] as const),
  ),
);

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf(".") + 1);
}

/** The name that a call is written with: `Class.method` is called as `.method`. */
function lastName(pattern: FunctionPattern): string {
  const name = typeof pattern === "string" ? pattern : pattern.name;
  return name.slice(name.lastIndexOf(".") + 1);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
