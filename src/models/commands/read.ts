/**
 * The command-line model: what a command line of any language does to images, by the rows of this folder. Nothing is
 * guessed: a line that no row understands is not known, and what it was given may have been built or deployed there.
 */
import { isHole, type CommandEffect, type CommandReading } from "../command-effect.js";
import { bazel } from "./bazel.js";
import { buildctl, gcloud, kaniko, ko, pack, tkn } from "./builders.js";
import { chartTesting } from "./chart-testing.js";
import { compose, podmanCompose } from "./compose.js";
import { crictl, ctr, distributions } from "./containerd.js";
import { docker, enginePrograms } from "./docker.js";
import { goreleaser } from "./goreleaser.js";
import { gradle } from "./gradle.js";
import { helm } from "./helm.js";
import { just } from "./just.js";
import { k3d } from "./k3d.js";
import { kind } from "./kind.js";
import { kubectl, oc } from "./kubectl.js";
import { make } from "./make.js";
import { maven } from "./maven.js";
import { minikube } from "./minikube.js";
import { parseLine } from "./parse.js";
import type { Effects, Program } from "./program.js";
import { skaffold } from "./skaffold.js";
import { task } from "./task.js";
import { tilt } from "./tilt.js";
import { crane, regctl, skopeo } from "./registry-copy.js";
import { developerTools, shellPrograms } from "./shell.js";
import { isHidden } from "./slices.js";
import { kustomize, textTools } from "./text-tools.js";
import { countAssignments, wrapperPrograms } from "./wrappers.js";

/** Tools of the trade are known from every folder (`./bin/kind-v0.20`), and without the `sudo` that a variable may hold. */
const tools: readonly Program[] = [
  ...enginePrograms,
  compose,
  podmanCompose,
  kind,
  minikube,
  k3d,
  kubectl,
  oc,
  helm,
  chartTesting,
  skopeo,
  crane,
  regctl,
  ctr,
  crictl,
  ...distributions,
  pack,
  buildctl,
  kaniko,
  gcloud,
  ko,
  just,
  skaffold,
  task,
  tilt,
  bazel,
  maven,
  gradle,
  goreleaser,
  tkn,
  ...developerTools,
  ...textTools,
];

/**
 * Reads one command line: its words, without redirections, as the program gets them; leading `NAME=value` words are
 * passed over. Holes stand in the words as described in `command-effect.ts`. Slices of the result point into `words`. The
 * time is linear in the length of the words.
 */
export function readCommand(words: readonly string[]): CommandReading {
  const at = countAssignments(words);
  const word = words[at];
  if (word === undefined) return { known: true, effects: [] };
  const program = programOf(word);
  if (program !== undefined) return readLine(program, words, at);
  if (isHidden(word)) {
    const effects = readHiddenProgram(words, at);
    if (effects !== undefined) return { known: true, effects };
  }
  return { known: false, name: shown(word) };
}

function readLine(program: Program, words: readonly string[], at: number): CommandReading {
  const name = program.names.find(candidate => candidate === baseName(words[at] ?? "")) ?? program.names[0] ?? "";
  const parsed = parseLine(program, words, at + 1, name);
  switch (parsed.kind) {
    case "bare":
      return { known: true, effects: [] };
    case "unlisted":
      return { known: false, name: shown(parsed.name) };
    case "command": {
      if (parsed.line.given.some(option => option.name === "--help")) return { known: true, effects: [] };
      const effects = parsed.row.effects?.(parsed.line);
      return effects === undefined ? { known: false, name: shown(parsed.line.command) } : { known: true, effects };
    }
  }
}

// ------------------------------------------------------------------------------------------------- programs by name

const toolsByName = byName(tools);
const everydayByName = byName([...wrapperPrograms, ...shellPrograms, make]);

/** A name of everyday (`test`, `install`) under a folder of the project is a program of the project. */
function programOf(word: string): Program | undefined {
  const name = baseName(word);
  const tool = toolsByName.get(name) ?? toolsByName.get(withoutVersion(name));
  if (tool !== undefined) return tool;
  return name === word || /^(?:\/usr(?:\/local)?)?\/s?bin\/[^/]*$/.test(word) ? everydayByName.get(name) : undefined;
}

function byName(programs: readonly Program[]): ReadonlyMap<string, Program> {
  return new Map(programs.flatMap(program => program.names.map(name => [name, program] as const)));
}

/** A module of Go's has its major version behind its name: `goreleaser/v2@latest` (https://go.dev/ref/mod#major-version-suffixes). */
function baseName(word: string): string {
  const path = word.replace(/\/v\d+(?=@[^/]*$)/u, "");
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return name.replace(/\.(?:exe|cmd|bat)$/i, "");
}

/** `kind-v0.20`, `kubectl_1.30`, `helm@3` and `kind-${VERSION}` are the tool in some version; `kubectl-foo` is another program. */
function withoutVersion(name: string): string {
  for (let index = 1; index < name.length - 1; index++) {
    const separator = name.charAt(index);
    const next = name.charAt(index + 1);
    if (separator === "@") return name.slice(0, index);
    if ((separator === "-" || separator === "_") && (isHole(next) || /^v?\d/.test(name.slice(index + 1, index + 3)))) return name.slice(0, index);
  }
  return name;
}

/** Holes are shown as in reports. */
function shown(text: string): string {
  let result = "";
  for (const character of text) result += isHole(character) ? "<unknown>" : character;
  return result;
}

// ------------------------------------------------------------------------------------------------- programs in variables

interface Idiom {
  readonly program: Program;
  readonly commands: readonly string[];
  /** Whether the line is one of this program and not of another that has the same subcommand. */
  readonly accepts: (effects: readonly CommandEffect[], words: readonly string[]) => boolean;
}

const anyEngine: Program = { ...docker, engine: undefined };

/**
 * Lines whose program is a variable's value (`$(CONTAINER_TOOL) build -t x .`, `${KUBECTL} apply -f x`): the tools for
 * which that is customary, and the subcommands by which they are told from git, go, npm and each other.
 */
const idioms: readonly Idiom[] = [
  // `$(KUSTOMIZE) build config/default`: an engine is given options, or the folder that it is in.
  { program: kustomize, commands: ["build"], accepts: (effects, words) => effects.some(effect => effect.kind === "kustomize-build" && effect.folder !== undefined && /[\w/]/.test(words[effect.folder.word] ?? "")) && words.at(-2) === "build" },
  { program: kustomize, commands: ["edit"], accepts: (effects, words) => effects.some(effect => effect.kind === "kustomize-edit" && /^(?:set|add|remove|fix)$/.test(words[effect.words[0]?.word ?? -1] ?? "")) },
  // `-tags` is an option of `go build`, so that a tag written without a space is no sign of docker.
  {
    program: anyEngine,
    commands: ["build", "buildx build", "builder build", "image build"],
    accepts: (effects, words) =>
      effects.some(effect => effect.kind === "build") && effects.every(effect => effect.kind !== "build" || effect.reference.start === 0 || words[effect.reference.word]?.startsWith("--") === true),
  },
  // `git push origin main` has two operands, and so has `podman push NAME DESTINATION`.
  { program: anyEngine, commands: ["push", "image push", "tag", "image tag"], accepts: effects => effects.length === 1 },
  { program: anyEngine, commands: ["save", "image save", "load", "image load"], accepts: () => true },
  { program: kind, commands: ["load docker-image", "load image-archive"], accepts: () => true },
  { program: k3d, commands: ["image import"], accepts: effects => effects.some(effect => "cluster" in effect && effect.cluster !== undefined) },
  { program: minikube, commands: ["image load"], accepts: () => true },
  { program: kubectl, commands: ["apply", "create", "replace", "set image", "run", "create deployment", "create job", "create cronjob", "patch"], accepts: () => true },
  { program: helm, commands: ["upgrade"], accepts: () => true },
  { program: helm, commands: ["install"], accepts: effects => effects.some(effect => effect.kind === "helm" && effect.values.length + effect.files.length > 0) },
  { program: helm, commands: ["template"], accepts: effects => effects.some(effect => effect.kind === "helm" && effect.values.length + effect.files.length > 0) },
  {
    program: { ...compose, engine: undefined },
    commands: ["up", "build", "push"],
    accepts: effects => effects.some(effect => effect.kind === "compose" && effect.files.length > 0),
  },
];

function readHiddenProgram(words: readonly string[], at: number): Effects {
  const next = words[at + 1];
  // `$(SUDO) docker build …`: a variable before the program holds a wrapper, or nothing.
  if (next !== undefined && toolsByName.has(baseName(next))) return [{ kind: "words", from: at + 1 }];
  for (const { program, commands, accepts } of idioms) {
    const parsed = parseLine(program, words, at + 1, "");
    if (parsed.kind !== "command" || !commands.includes(parsed.line.command)) continue;
    const effects = parsed.row.effects?.(parsed.line);
    if (effects !== undefined && effects.length > 0 && accepts(effects, words)) return effects;
  }
  return undefined;
}
