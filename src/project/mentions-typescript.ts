import { anyWord, clusterLines, commandLines, plainWords, program, verbsInLists, verbsOfVariables } from "./command-words.js";
import type { Mentions } from "./mentions.js";

/** A command line; or the program as a word of its own, the verb being elsewhere; or options or a substitution between the two. */
const lines = commandLines.map((row) => `${program(row)}(?:["'\`]|\\s+(?:["'\`$\\\\-]|(?:${anyWord(row.verbs)})\\b))`);

/** How TypeScript and JavaScript speak of images. */
export const typescriptMentions: Mentions = {
  sites: [
    ...lines,
    // The same with a variable for the program: `${engine} build`, `[engine, "build",`, `(engine, ["build",`. What stands before
    // the verb is looked at last, because a search that begins with any word is slow.
    `\\$\\{[^{}]{1,80}\\}\\s+(?:${anyWord(verbsOfVariables)})\\b`,
    `["'\`](?:${anyWord(verbsInLists)})["'\`](?=\\s*,)(?<=\\[\\s*(?:[\\w.()]{1,60}\\s*,\\s*)?["'\`][a-z]{1,7}["'\`])`,
    plainWords,
    clusterLines,
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
  // A key, a property that is written, a parameter or a shorthand: `image:`, `.image =`, `{ name, image }`.
  imageKey: "\\b[iI]mage\\\\?[\"'`]?\\]?\\s*(?:[:,}]|[?|+]*=(?![=>]))",
  pods: /\b(?:c|[a-z]+C)ontainers\b|\bapiVersion\b|\bPodSpec\b|\bV1[A-Z]/,
  isImageKeyEnough: true,
  hasFunctions: true,
  ofKinds: (kinds) => `\\bkind\\\\?["'\`]?\\s*:\\s*\\\\?["'\`]?(?:${kinds})(?![\\w$])`,
};
