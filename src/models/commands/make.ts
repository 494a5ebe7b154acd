/** make (https://www.gnu.org/software/make/manual/make.html#Running): which targets are wanted, and which variables are given on the line. */
import { isOn, operandsOf, textOf, valueOf, type Effects, type Line, type Program } from "./program.js";
import { splitPair } from "./slices.js";

export const make: Program = {
  names: ["make", "gmake"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "--directory|-C --file|--makefile|-f --include-dir|-I --old-file|-o --what-if|-W --eval",
        flags: `
          --always-make|-B --debug|-d --environment-overrides|-e --ignore-errors|-i --jobs|-j --keep-going|-k --load-average|-l
          --just-print|--dry-run|-n --question|-q --no-builtin-rules|-r --no-builtin-variables|-R --silent|--quiet|-s --touch|-t --trace
          --version|-v --print-directory|-w --no-print-directory --output-sync|-O --warn-undefined-variables
          -0 -1 -2 -3 -4 -5 -6 -7 -8 -9`,
      },
      effects: readLine,
    },
  ],
};

function readLine(line: Line): Effects {
  if (isOn(line, "--just-print", "--question", "--touch")) return [];
  // The number of `-j 4` may as well be left out.
  const operands = operandsOf(line)?.filter(operand => !/^\d+$/.test(textOf(line, operand)));
  if (operands === undefined) return undefined;
  const variables = operands.flatMap(operand => {
    const pair = splitPair(line, operand);
    return pair === undefined ? [] : [{ name: textOf(line, pair.key).replace(/[:?+]$/, ""), value: pair.value }];
  });
  const targets = operands.filter(operand => splitPair(line, operand) === undefined);
  return [{ kind: "make", targets, variables, folder: valueOf(line, "--directory"), file: valueOf(line, "--file"), how: line.command }];
}

export type TargetMeaning = "build" | "push" | "load" | "deploy" | "nothing";

/**
 * What the targets do that kubebuilder and operator-sdk write into a Makefile (https://book.kubebuilder.io), and those that
 * projects add to them by custom; only if the Makefile has them, and the image's variable in them.
 */
const meanings: Readonly<Record<string, readonly TargetMeaning[]>> = {
  "bundle-build": ["build"],
  "docker-build": ["build"],
  "docker-buildx": ["build", "push"],
  "docker-push": ["push"],
  "docker-load": ["load"],
  "kind-load": ["load"],
  "kind-load-image": ["load"],
  "kind-image-load": ["load"],
  "load-image": ["load"],
  deploy: ["deploy"],
  ...Object.fromEntries(["fmt", "generate", "help", "install", "lint", "lint-config", "lint-fix", "manifests", "setup-envtest", "test", "undeploy", "uninstall", "vet"].map(name => [name, ["nothing"]])),
};

/** Undefined for a target that may do anything. */
export function meaningsOf(target: string): readonly TargetMeaning[] | undefined {
  return Object.hasOwn(meanings, target) ? meanings[target] : undefined;
}

/** What a recipe may build by, or run that may do anything. */
const builders = /\b(?:docker|podman|nerdctl|buildah|buildctl|kaniko|skaffold|tilt|ko|pack|make|npm|bazel)\b|\$[({](?:CONTAINER_TOOL|CONTAINER_ENGINE|DOCKER|MAKE)[)}]|\.sh\b/;

export function isPlainRecipe(recipe: string): boolean {
  return !builders.test(recipe);
}
