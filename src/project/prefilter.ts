import { extname } from "node:path";
import type { Language } from "../facts/facts.js";
import type { Configuration, FunctionPattern } from "./configuration.js";

/** The language of a file by its name; undefined if it is none that is analysed. */
export function languageOf(file: string): Language | undefined {
  return languages.get(extname(file))?.language;
}

export function isSourceFile(file: string): boolean {
  return languages.has(extname(file));
}

/** Whether the text of a TypeScript or JavaScript file speaks of images, under the empty configuration. */
export function mentionsImages(text: string): boolean {
  return typescript.test(text);
}

/**
 * The question whether a file's text may hold a site: a command that builds, loads or deploys, an `image` key, a container
 * library, or a function or kind of object that the configuration names. It rather answers yes once too often than no; callers
 * that hold none of the words are found by the names of the functions they call, not here.
 */
export function imageMentions(configuration: Configuration): (file: string, text: string) => boolean {
  const names = namePattern(configuration);
  return (file, text) => {
    const language = languages.get(extname(file));
    return language !== undefined && (language.mentions.test(text) || names?.test(text) === true);
  };
}

/**
 * The same question of a part of a file, for which the rest of the file is known: an `image` key alone makes a site only
 * where a file speaks of pods.
 */
export function siteMentions(configuration: Configuration): (part: string, isOfPods: boolean) => boolean {
  const names = namePattern(configuration);
  return (part, isOfPods) => sites.test(part) || names?.test(part) === true || (isOfPods && imageKey.test(part));
}

/** Whether a file is what a bundler has put together from others, by the names of its helpers. */
export function isBundle(text: string): boolean {
  return /\b__(?:commonJS|toESM|toCommonJS|webpack_require__|esModuleInterop)\b\s*[=(]/.test(text.slice(0, 20_000));
}

/** Whether a file's text speaks of pods and their containers. */
export function mentionsPods(text: string): boolean {
  return pods.test(text);
}

interface SourceLanguage {
  readonly language: Language;
  readonly extensions: readonly string[];
  readonly mentions: RegExp;
}

/** Programs of the command models, and the first words of their lines that concern images. */
const commandLines: readonly { readonly programs: string; readonly verbs: string }[] = [
  {
    programs: "docker podman nerdctl buildah docker-compose podman-compose",
    verbs: "bud build build-using-dockerfile builder buildx commit compose container create exec farm from image import kube load manifest play pull push rmi run save service stack tag up",
  },
  {
    programs: "kubectl oc helm helm3 helm4 minikube k3d k3s k0s microk8s",
    verbs: "apply cache create ctr debug helm helm3 image images install kubectl patch replace run secrets set template upgrade",
  },
  { programs: "skopeo crane gcrane regctl ctr", verbs: "append copy cp flatten i image images mutate pull push rebase tag" },
];

/** Programs whose names are ordinary words: only whole command lines of them count. */
const plainWords = "(?<![\\w/.-])(?:pack\\s+build|buildctl\\s+build|gcloud\\s+(?:alpha\\s+|beta\\s+)?(?:builds|run))\\b";

/** Verbs by which the command models know a line whose program is a variable's value. */
const verbsOfVariables = "apply build builder buildx create image load patch push replace run save set tag up upgrade";
const verbsInLists = "apply build builder buildx image load push save tag upgrade";

/** A key, a property that is written, a parameter or a shorthand: `image:`, `.image =`, `{ name, image }`. */
const imageKey = new RegExp("\\b[iI]mage\\\\?[\"'`]?\\]?\\s*(?:[:,}]|[?|+]*=(?![=>]))");

const pods = /\b(?:c|[a-z]+C)ontainers\b|\bapiVersion\b|\bPodSpec\b|\bV1[A-Z]/;

const sites = new RegExp(
  [
    // A command line; or the program as a word of its own, the verb being elsewhere; or options or a substitution between the two.
    ...commandLines.map(({ programs, verbs }) => `\\b(?:${anyWord(programs)})(?:[-_@]v?[\\d$][\\w.{}]{0,40})?(?:\\.exe)?(?:["'\`]|\\s+(?:["'\`$\\\\-]|(?:${anyWord(verbs)})\\b))`),
    // The same with a variable for the program: `${engine} build`, `[engine, "build",`, `(engine, ["build",`. What stands before
    // the verb is looked at last, because a search that begins with any word is slow.
    `\\$\\{[^{}]{1,80}\\}\\s+(?:${anyWord(verbsOfVariables)})\\b`,
    `["'\`](?:${anyWord(verbsInLists)})["'\`](?=\\s*,)(?<=\\[\\s*(?:[\\w.()]{1,60}\\s*,\\s*)?["'\`][a-z]{1,7}["'\`])`,
    plainWords,
    // `kind` alone is an English word and a key of every manifest.
    "\\bkind\\s+load\\b|\\b(?:docker-image|image-archive|node-image)\\b",
    // Libraries of containers and clusters.
    "\\b(?:testcontainers|dockerode|node-docker-api|GenericContainer|fromDockerfile|DockerComposeEnvironment|buildImage|createContainer|getImage)\\b",
    // Of the Kubernetes client what writes objects; many only read with it.
    "\\b(?:KubernetesObjectApi|CustomObjectsApi|(?:create|replace|patch)Namespaced[A-Z])",
    // Functions that are known by their names.
    "(?:[bB]uild|[lL]oad|[pP]ush|[tT]ag|[dD]eploy)[A-Za-z]{0,40}Image",
    // A pod template is put together here.
    "\\b(?:c|initC|ephemeralC)ontainers[\"'`]?\\s*:",
  ].join("|"),
);

const typescript = new RegExp(`${sites.source}|${imageKey.source}`);

const languages: ReadonlyMap<string, SourceLanguage> = new Map(
  ([{ language: "typescript", extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"], mentions: typescript }] satisfies readonly SourceLanguage[]).flatMap(
    (language) => language.extensions.map((extension) => [extension, language] as const),
  ),
);

function anyWord(words: string): string {
  return words.split(" ").map(escapeRegExp).join("|");
}

/** What the configuration adds: functions by their names, and kinds of objects as manifests and object literals write them. */
function namePattern({ producers = [], generators = [], consumers = [], manifestPaths = [] }: Configuration): RegExp | undefined {
  const functions = [...producers, ...generators, ...consumers].map(lastName);
  const kinds = manifestPaths.map(({ kind }) => kind);
  const patterns = [
    ...(functions.length === 0 ? [] : [`(?<![\\w$])(?:${functions.map(escapeRegExp).join("|")})(?![\\w$])`]),
    ...(kinds.length === 0 ? [] : [`\\bkind\\\\?["'\`]?\\s*:\\s*\\\\?["'\`]?(?:${kinds.map(escapeRegExp).join("|")})(?![\\w$])`]),
  ];
  return patterns.length === 0 ? undefined : new RegExp(patterns.join("|"));
}

/** The name that a call is written with: `Class.method` is called as `.method`. */
function lastName(pattern: FunctionPattern): string {
  const name = typeof pattern === "string" ? pattern : pattern.name;
  return name.slice(name.lastIndexOf(".") + 1);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
