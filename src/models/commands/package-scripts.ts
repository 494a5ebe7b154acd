/**
 * The package managers' ways to run a script of a `package.json`:
 * https://docs.npmjs.com/cli/v11/commands/npm-run, https://pnpm.io/cli/run, https://yarnpkg.com/cli/run, https://bun.sh/docs/cli/run
 */
import type { PackageCall, PackageListCall } from "../tool-calls.js";
import { isOn, operandsOf, textOf, valueOf, valuesOf, type Command, type Effects, type Line, type OptionNames, type Program } from "./program.js";

type Manager = PackageCall["manager"];

const npmOptions: OptionNames = {
  valued: "--prefix|-C --workspace|-w --loglevel --script-shell",
  flags: "--workspaces|-ws --include-workspace-root --if-present --silent|-s --quiet|-q --ignore-scripts --foreground-scripts",
};
const pnpmOptions: OptionNames = {
  valued: "--filter|-F --dir|-C --loglevel --reporter --workspace-concurrency",
  flags: "--recursive|-r --workspace-root|-w --silent|-s --parallel --stream --if-present --aggregate-output --no-bail --sequential",
};
const yarnOptions: OptionNames = { valued: "--cwd", flags: "--silent|-s --top-level|-T --binaries-only|-B" };
const bunOptions: OptionNames = { valued: "--cwd --filter", flags: "--bun|-b --silent --if-present --hot --watch" };

export const npmScripts: readonly Command[] = [
  { paths: ["run", "run-script", "rum", "urn"], options: npmOptions, effects: (line) => runNamed(line, "npm", undefined) },
  ...lifecycle("npm", npmOptions, { test: "test t tst", start: "start", stop: "stop", restart: "restart" }),
];

export const pnpmScripts: readonly Command[] = [
  { paths: ["run", "run-script"], options: pnpmOptions, operandsEndOptions: true, effects: (line) => runNamed(line, "pnpm", undefined) },
  ...lifecycle("pnpm", pnpmOptions, { test: "test t tst", start: "start" }),
  { paths: [""], options: pnpmOptions, operandsEndOptions: true, effects: (line) => runNamed(line, "pnpm", "program") },
];

export const yarnScripts: readonly Command[] = [
  { paths: ["run"], options: yarnOptions, operandsEndOptions: true, effects: (line) => runNamed(line, "yarn", "program") },
  { paths: ["workspace"], options: yarnOptions, operandsEndOptions: true, effects: runInWorkspace },
  // Which ones are meant by its options takes the workspaces' dependencies to know.
  { paths: ["workspaces foreach", "workspaces run"], effects: () => undefined },
  { paths: [""], options: yarnOptions, operandsEndOptions: true, effects: (line) => runNamed(line, "yarn", "program") },
];

export const bunScripts: readonly Command[] = [
  { paths: ["run"], options: bunOptions, operandsEndOptions: true, effects: (line) => runNamed(line, "bun", "program") },
  { paths: ["test"], effects: () => undefined },
  { paths: [""], options: bunOptions, operandsEndOptions: true, effects: (line) => runNamed(line, "bun", "program") },
];

/**
 * Programs that run several scripts (https://github.com/mysticatea/npm-run-all, https://github.com/bcomnes/npm-run-all2) or
 * command lines (https://github.com/open-cli-tools/concurrently).
 */
export const scriptLists: readonly Program[] = [
  list(["npm-run-all", "npm-run-all2", "run-s", "run-p"], "names", {
    valued: "--max-parallel --npm-path",
    flags: "--parallel|-p --sequential|--serial|-s --continue-on-error|-c --print-label|-l --print-name|-n --silent --race|-r --aggregate-output",
  }),
  list(["concurrently", "conc"], "lines", {
    valued: "--names|-n --prefix|-p --prefix-colors|-c --prefix-length|-l --max-processes|-m --success|-s --restart-tries --restart-after --name-separator --hide --default-input-target --timestamp-format|-t --cwd",
    flags: "--kill-others|-k --kill-others-on-fail --raw|-r --no-color --group|-g --handle-input|-i --passthrough-arguments|-P --timings",
  }),
];

function list(names: readonly string[], form: PackageListCall["form"], options: OptionNames): Program {
  return {
    names,
    commands: [
      {
        paths: [""],
        options,
        effects: (line) => {
          const entries = operandsOf(line);
          return entries === undefined ? undefined : [{ kind: "tool", call: { tool: "package-list", entries, form }, how: line.command }];
        },
      },
    ],
  };
}

/** Subcommands that are names of scripts, each with its short forms. */
function lifecycle(manager: Manager, options: OptionNames, names: Readonly<Record<string, string>>): readonly Command[] {
  return Object.entries(names).map(([script, spellings]) => ({
    paths: spellings.split(" "),
    options,
    effects: (line) => {
      const operands = operandsOf(line);
      return operands === undefined ? undefined : [callOf(line, { manager, script, arguments: operands, program: undefined })];
    },
  }));
}

/** @param otherwise whether a name that no script has is that of a program */
function runNamed(line: Line, manager: Manager, otherwise: "program" | undefined): Effects {
  const [script, ...rest] = operandsOf(line) ?? [];
  // Without a name the scripts are listed, or packages installed.
  if (script === undefined) return line.isDoubtful ? undefined : [];
  return [callOf(line, { manager, script, arguments: withoutSeparator(line, rest), program: otherwise === undefined ? undefined : script.word })];
}

/** `yarn workspace NAME run SCRIPT`, where `run` may be left out. */
function runInWorkspace(line: Line): Effects {
  const [workspace, first, ...others] = operandsOf(line) ?? [];
  if (workspace === undefined || first === undefined) return undefined;
  const [script, rest] = textOf(line, first) === "run" ? [others[0], others.slice(1)] : [first, others];
  if (script === undefined) return undefined;
  return [{ kind: "tool", call: { tool: "package", manager: "yarn", script, arguments: withoutSeparator(line, rest), folder: undefined, workspaces: [workspace], program: script.word }, how: line.command }];
}

function callOf(line: Line, given: Pick<PackageCall, "manager" | "script" | "arguments" | "program">): NonNullable<Effects>[number] {
  const workspaces = isOn(line, "--workspaces", "--recursive") ? "all" : valuesOf(line, ...(given.manager === "pnpm" || given.manager === "bun" ? ["--filter"] : ["--workspace"]));
  return { kind: "tool", call: { tool: "package", ...given, folder: valueOf(line, "--prefix", "--dir", "--cwd"), workspaces }, how: line.command };
}

/** A `--` before the arguments is the manager's own. */
function withoutSeparator(line: Line, rest: PackageCall["arguments"]): PackageCall["arguments"] {
  const [first, ...others] = rest;
  return first !== undefined && textOf(line, first) === "--" ? others : rest;
}
