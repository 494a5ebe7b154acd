import { anyWord, clusterLines, commandLines, escapeRegExp, plainWords, possibleClusterLines, program, verbsInLists, verbsOfVariables } from "./command-words.js";
import type { CommandWords } from "./command-words.js";
import { readGoHeader } from "./go-header.js";
import type { Mentions } from "./mentions.js";

/** Libraries that make, move and run images, by how their import paths begin. */
const libraries: readonly string[] = [
  "github.com/testcontainers/testcontainers-go",
  "github.com/ory/dockertest",
  "github.com/docker/docker/client",
  "github.com/docker/docker/api/types",
  "github.com/docker/go-sdk",
  "github.com/moby/moby/client",
  "github.com/moby/moby/api/types",
  "github.com/moby/buildkit/client",
  "github.com/fsouza/go-dockerclient",
  "github.com/containers/podman",
  "github.com/containers/buildah",
  "github.com/containers/image",
  "github.com/google/go-containerregistry/pkg/crane",
  "github.com/google/go-containerregistry/pkg/v1/daemon",
  "github.com/google/go-containerregistry/pkg/v1/remote",
  "github.com/google/go-containerregistry/pkg/v1/tarball",
  "github.com/google/ko/pkg",
  "github.com/k3d-io/k3d",
  "github.com/containerd/nerdctl",
  "helm.sh/helm",
  "sigs.k8s.io/e2e-framework/klient/decoder",
  "sigs.k8s.io/e2e-framework/pkg/envfuncs",
  "sigs.k8s.io/e2e-framework/support",
  "sigs.k8s.io/e2e-framework/third_party",
  "sigs.k8s.io/kind/pkg/cluster/nodeutils",
];

/** Words given as arguments: flags and variables may stand before the verb. */
const beforeVerb = '(?:\\s*,\\s*(?:"-[^"\\n]{0,80}"|[\\w.()]{1,80}))*\\s*,\\s*';

/** Where a text begins that is for people: logged, printed, said of a failure, the title of a test. */
const forPeople =
  "(?:\\b(?:[lL]og|[lL]ogger|klog|t|b)\\.\\w+|\\b[pP]rint(?:f|ln)?|Fprint(?:f|ln)?\\((?:os\\.Std\\w+|GinkgoWriter|writer)|Errorf|errors\\.\\w+|Fatalf?|Logf?|(?:Info|Warn|Debug|Error)\\w{0,10}|Skipf?|\\bBy|\\b[FPX]?It|Entry|Describe\\w{0,10}|Context|When|Specify|Fail|To|NotTo|ToNot|Should(?:Not)?)";
const notForPeople = `(?<!${forPeople}[(,][^"\`\\n]*["\`][^"\`\\n]*)`;

/** A command line; or the program as a word of its own, unless what follows says that no image is concerned; or options or a substitution between the two. */
function lineOf(row: CommandWords): string {
  const harmless = row.harmless.split(" ").map((words) => words.split("_").map(escapeRegExp).join('"\\s*,\\s*"'));
  const word = `["\`](?<=["\`/\\\\]${program(row)}["\`])(?!${beforeVerb}"(?:${harmless.join("|")})")`;
  return `${program(row)}(?:${word}|\\s+(?:["'\`$%\\\\-]|(?:${anyWord(row.verbs)})\\b)${notForPeople})`;
}

/** Go's own names of what writes to a cluster or to an engine through a client: the verbs are methods of many things. */
const kindsOfPods = "Pods Deployments StatefulSets DaemonSets ReplicaSets Jobs CronJobs ReplicationControllers";

/** Names of targets in makefiles that build or deploy, as people choose them. */
const makeTargets = "[\\w.-]{0,40}(?:docker|image|deploy|load|push|kind|e2e|install)";

const found = [
  ...commandLines.map(lineOf),
  // `exec.Command(engine, "build"`, `[]string{"build"`, `"build", "-t"`; in texts `%s build -t`, `$ENGINE build -t`.
  `\\bCommand(?:Context)?\\(\\s*(?:[\\w.()]{1,60}\\s*,\\s*){1,2}"(?:${anyWord(verbsOfVariables)})"`,
  `\\[\\]string\\{\\s*"(?:${anyWord(verbsInLists)})"`,
  `"(?:${anyWord(verbsInLists)})"\\s*,\\s*"-`,
  `(?:%(?:\\[\\d\\])?[svq]|\\$\\{?\\w{1,60}\\}?)\\s+(?:${anyWord(verbsInLists)})\\s+[-%$]`,
  plainWords,
  clusterLines,
  // `kind` alone is an English word and a key of every manifest.
  `\\bkind\\s+load\\b|"kind"\\s*,\\s*"load"|\\b(?:docker-image|image-archive|node-image)\\b|"kind"(?=\\s*,\\s*[^"\\s])(?<=(?:Command|[rR]un|[eE]xec|[cC]md|Output|Shell)\\w{0,20}\\(\\s*(?:[\\w.()]{1,60}\\s*,\\s*)?"kind")`,
  // The project's own makefiles and scripts.
  `"make"(?=\\s*[,)}])|\\bmake\\s+(?:-[A-Za-z]\\s|${makeTargets})`,
  "\\bCommand(?:Context)?\\([^\\n]{0,120}\\.sh[\"`]",
  // Clients of engines and clusters.
  "\\.(?:Image(?:Build|Create|Import|Load|Pull|Push|Tag)|ContainerCreate|CreateContainer)\\(",
  `\\b(?:${anyWord(kindsOfPods)})\\([^\\n]{0,80}\\)\\s*\\.\\s*(?:Create|Update|Patch|Apply)\\(`,
  "/containers/(?:\\d+|%d)/image\\b",
  // Functions that are known by their names.
  "(?:\\b(?:build|load|push|tag|deploy)|Build|Load|Push|Tag|Deploy(?!ment))\\w{0,40}Image\\w{0,40}\\(",
].join("|");

/**
 * Fields of structs (`Image:` first in its line or after a brace or a comma), keys of manifests and of JSON, and what is
 * assigned to. Texts for people, as in `Printf("image: %s")`, are none of these.
 */
const imageKey = [
  "\\bImage\\s*:(?!=)(?<=(?:^|[{,])\\s*Image\\s*:)",
  "\\bimage\\\\?[\"']?\\s*:(?!=)(?<=(?:^|\\\\n|[`{,])[\\s\"'\\\\-]*image\\\\?[\"']?\\s*:)",
  "\\.Image\\s*\\+?=(?!=)|\\[\"image\"\\]\\s*=(?!=)",
].join("|");

/**
 * Words without which none of the above is found: a file that has none of them is not searched for the rest. They are made
 * to be searched for fast, and so begin with a letter and not with a boundary.
 */
const possible = [
  "[iI]mage|docker|podman|nerdctl|buildah|kubectl(?:[\"`.@]|[-_]v?[\\d$%]|\\s+(?:[-\"'`$%\\\\]|apply|create|debug|kubectl|patch|replace|run|set))|helm|minikube|k3d|k3s|k0s|skopeo|crane|regctl",
  `kind(?:"\\s*,\\s*(?:"load"|[^"\\s])|\\s+load)|"(?:oc|ctr|make)"|\\boc\\s|ctr\\s|make\\s+(?:-[A-Za-z]\\s|${makeTargets})|pack\\s+build|buildctl|gcloud\\s|Command(?:Context)?\\(`,
  `"(?:${anyWord(verbsInLists)})"|[%$]\\S{1,62}\\s+(?:${anyWord(verbsInLists)})\\s+[-%$]`,
  `(?:${anyWord(kindsOfPods)})\\(|ContainerCreate|CreateContainer`,
  "testcontainers|containerregistry|e2e-framework|moby/|google/ko/|nodeutils",
  possibleClusterLines,
];

/** The same, letter by letter: this is how far nearly all files are read. Some hold more than what is meant. */
const possibleWords = [
  ..."[iI]mage docker podman nerdctl buildah helm minikube k3d k3s k0s skopeo crane regctl buildctl testcontainers containerregistry e2e-framework nodeutils ContainerCreate CreateContainer use-context".split(" "),
  ...['kubectl["`.@_\\s-]', 'kind"[\\s,]', "kind\\s[\\sl]", '"oc"', '"ctr"', '"make"', "\\Woc\\s", "ctr\\s", "make\\s[\\s\\w.-]", "pack\\s", "gcloud\\s", "Command\\(", "CommandContext\\(", "moby/", "google/ko/"],
  ...verbsInLists.split(" ").flatMap((verb) => [`"${verb}"`, `\\s${verb}\\s[\\s%$-]`]),
  ...kindsOfPods.split(" ").map((kind) => `${kind}\\(`),
  ...["create", "cluster", "export"].map((word) => `${word}["'\`][\\s,]`),
  ...["create\\s[\\sc]", "export\\s[\\sk]"],
];

/** What no comment at the end of its line holds. A text may hold two slashes, but hardly after a blank. */
const outsideComments = "(?<!(?:^|\\s)//.*)";

/** How Go speaks of images. */
export const goMentions: Mentions = {
  possible: { words: possibleWords, pattern: new RegExp(possible.join("|")) },
  sites: `(?:${found})${outsideComments}`,
  imageKey: `(?:${imageKey})${outsideComments}`,
  // What is given to a client that only pretends reaches no cluster.
  pods: { test: (text) => pods.test(text) && !pretendedClient.test(text) },
  isImageKeyEnough: false,
  hasFunctions: true,
  ofKinds: (kinds) => `\\b[kK]ind\\\\?["'\`]?\\s*:\\s*\\\\?["'\`]?(?:${kinds})(?![\\w$])|\\b(?:${kinds})\\{`,
  ofLibraries: (text) => {
    const imported = readGoHeader(text).imports.filter(({ specifier }) => libraries.some((library) => specifier === library || specifier.startsWith(`${library}/`)));
    const names = imported.map(({ specifier, name }) => name ?? qualifierOf(specifier)).filter((name) => /^[a-zA-Z]\w*$/u.test(name));
    return imported.length === 0 ? undefined : `\\b(?:${["testcontainers", ...names].join("|")})\\.[A-Z]\\w*(?:\\[[^\\]\\n]*\\])?(?:\\s*[({]|(?<=[(,=:]\\s*[\\w.]+)\\s*[,)\\n])|(?<!\\b[bst])\\.(?:Run|RunWithOptions|BuildAndRun\\w{0,20})\\(`;
  },
};

/** The name of an imported package, guessed from its path: by convention the last part that is no version, without the language's name. */
function qualifierOf(path: string): string {
  const last = path.replace(/\/v\d+$/u, "").split("/").at(-1) ?? "";
  const plain = last.replace(/^go-|-go$/gu, "");
  return plain === "dockerclient" ? "docker" : (plain.split("-").at(-1) ?? plain);
}

const pods = /[cC]ontainers\b|\bapiVersion\b|\bPod(?:Spec|Template)|"k8s\.io\/api\/core\/v1"|\.(?:Ephemeral)?Container\b/;

/** https://pkg.go.dev/k8s.io/client-go/kubernetes/fake, https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/client/fake and those made like them. */
const pretendedClient = /"[\w./-]{1,200}\/fake"/;
