import { anyWord, commandLines, plainWords, program, verbsOfVariables } from "./command-words.js";
import type { Mentions } from "./mentions.js";

/** Programs that run compilers and package managers, as variables name them: they build, and no images. */
const otherBuilders = "BAZEL\\w*|CARGO|CMAKE|GO\\w*|GRADLE\\w*|MAKE|MVN\\w*|NINJA|NODE\\w*|NPM|PNPM|POETRY|PYTHON\\w*|UV|YARN";

/** Programs that are not among the command lines of code, with what they are told. */
const programsOfScripts = [
  "\\bkustomize\\b|\\$[({]?\\w*KUSTOMIZE\\w*[)}]?[\"']?\\s+(?:build|edit)\\b",
  "\\bkind\\s+load\\b|\\b(?:docker-image|image-archive|node-image)\\b",
  "\\b(?:skaffold|tilt)\\s+(?:apply|build|ci|debug|deploy|dev|run|up)\\b",
  "\\bmvn[wd]?(?:\\.cmd)?\\s[^\\n]{0,400}\\b(?:jib|docker|spring-boot|jib-maven-plugin)[\\w.:-]*:(?:build|push|dockerBuild)",
  "\\bgradlew?(?:\\.bat)?\\s[^\\n]{0,400}\\b(?:jib|jibDockerBuild|bootBuildImage)\\b",
  "\\bbazel(?:isk)?\\s[^\\n]{0,200}\\brun\\b",
  "\\bko\\s+(?:apply|build|create|publish|resolve|run)\\b",
  "\\boperator-sdk\\s+(?:bundle|run)\\b|\\bopm\\s+index\\b",
  "\\baz\\s+acr\\s+(?:build|import)\\b|\\bimg\\s+build\\b|\\bkaniko\\b",
];

/** Not in a line that is a comment; in one that ends with a comment, any word counts. Bounded, as lines may be long. */
const outsideComments = "(?<!^[ \\t@-]*#[^\\n]{0,200})";

/** How shell scripts and Makefiles speak of images. There are few of them: what might be a mention is one. */
export const scriptMentions: Mentions = {
  sites: `(?:${[
    ...commandLines.map((row) => `${program(row)}(?:["'\`]|\\s+(?:["'\`$\\\\-]|(?:${anyWord(row.verbs)})\\b))`),
    // `$(DOCKER) build`, `"${ENGINE}" push`, `$KUBECTL apply`.
    `\\$[({]?(?!(?:${otherBuilders})\\b)\\w{1,60}[)}]?["']?\\s+(?:${anyWord(verbsOfVariables)})\\b`,
    plainWords,
    ...programsOfScripts,
    // Variables that hold a reference, and a path of yq.
    "IMAGE|\\bIMG\\b|_IMG\\b|\\.image\\b",
  ].join("|")})${outsideComments}`,
  imageKey: `\\bimage\\\\?["']?\\s*:${outsideComments}`,
  pods: { test: () => true },
  isImageKeyEnough: true,
  hasFunctions: false,
  ofKinds: (kinds) => `\\bkind\\\\?["']?\\s*:\\s*\\\\?["']?(?:${kinds})(?![\\w$])`,
};
