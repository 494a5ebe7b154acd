/**
 * Programs that run the rest of their line as a command of its own, or a word of it as a script. `xargs`, `parallel` and
 * `ssh` are not listed: what they run is made of their input, or runs elsewhere.
 */
import { isHole } from "../command-effect.js";
import { bunScripts, npmScripts, pnpmScripts, scriptLists, yarnScripts } from "./package-scripts.js";
import { isOn, namesIn, operandsOf, textOf, valueOf, type Command, type Effects, type Line, type OptionNames, type Program } from "./program.js";

interface Wrapper {
  readonly names: readonly string[];
  /** Subcommands after which the command stands: `["exec", "dlx"]`; none if it stands after the program itself. */
  readonly subcommands?: readonly string[] | undefined;
  readonly options?: OptionNames | undefined;
  readonly subcommandOptions?: OptionNames | undefined;
  /** How many operands stand before the command: the duration of `timeout`. */
  readonly operandsBefore?: number | undefined;
  /** `NAME=value` operands stand before the command. */
  readonly takesAssignments?: boolean | undefined;
  /** The command stands after a `--`, with operands of the wrapper's own before it: `aws-vault exec PROFILE -- kubectl …`. */
  readonly standsAfterSeparator?: boolean | undefined;
  /** The option whose value is a script to run instead: `npx -c`. */
  readonly scriptOption?: string | undefined;
  readonly harmless?: string | undefined;
  /** Its other subcommands, which run no command. */
  readonly commands?: readonly Command[] | undefined;
}

const packageRunner: OptionNames = {
  valued: "--package|-p --call|-c --workspace|-w --cwd",
  flags: "--yes|-y --no --no-install --quiet|-q --silent|-s --ignore-existing --bun --prefer-offline",
};

const digits: OptionNames = { valued: "--adjustment|-n", flags: "-0 -1 -2 -3 -4 -5 -6 -7 -8 -9" };

const wrappers: readonly Wrapper[] = [
  {
    names: ["sudo"],
    options: {
      valued: "--user|-u --group|-g --host --prompt|-p --chdir|-D --chroot|-R --role|-r --type|-t --other-user|-U --close-from|-C --command-timeout|-T",
      flags: `
        --preserve-env|-E --set-home|-H --non-interactive|-n --background|-b --login|-i --shell|-s --stdin|-S --askpass|-A --bell|-B
        --preserve-groups|-P --reset-timestamp|-k --remove-timestamp|-K --validate|-v --list|-l --version|-V --edit|-e -h`,
    },
    takesAssignments: true,
  },
  { names: ["doas"], options: { valued: "-u -C", flags: "-n -s -L" } },
  { names: ["gosu", "su-exec"], operandsBefore: 1 },
  {
    names: ["env"],
    options: {
      valued: "--unset|-u --chdir|-C --split-string|-S",
      flags: `
        --ignore-environment|-i --null|-0 --debug|-v --block-signal --default-signal --ignore-signal --list-signal-handling`,
    },
    takesAssignments: true,
    scriptOption: "--split-string",
  },
  { names: ["time"], options: { valued: "--output|-o --format|-f", flags: "--portability|-p --verbose|-v --append|-a --quiet|-q" } },
  { names: ["timeout", "gtimeout"], options: { valued: "--kill-after|-k --signal|-s", flags: "--foreground|-f --preserve-status|-p --verbose|-v" }, operandsBefore: 1 },
  { names: ["nice"], options: digits },
  { names: ["ionice"], options: { valued: "--class|-c --classdata|-n", flags: "--ignore|-t" } },
  { names: ["nohup", "builtin", "chronic", "unbuffer", "dumb-init", "winpty", "fakeroot"] },
  { names: ["setsid"], options: { flags: "--ctty|-c --fork|-f --wait|-w" } },
  { names: ["stdbuf"], options: { valued: "--input|-i --output|-o --error|-e" } },
  { names: ["caffeinate"], options: { valued: "-t -w", flags: "-d -i -m -s -u" } },
  {
    names: ["flock"],
    options: {
      valued: "--wait|--timeout|-w --conflict-exit-code|-E --command|-c",
      flags: "--exclusive|-e|-x --shared|-s --nonblock|-n --close|-o --unlock|-u --verbose",
    },
    operandsBefore: 1,
    scriptOption: "--command",
  },
  { names: ["watch"], options: { valued: "--interval|-n", flags: "--differences|-d --no-title|-t --beep|-b --errexit|-e --chgexit|-g --color|-c --exec|-x" } },
  { names: ["exec"], options: { valued: "-a", flags: "-c -l" } },
  { names: ["cross-env"], takesAssignments: true },
  { names: ["dotenv", "dotenvx"], subcommands: ["", "run"], options: { valued: "-e -f -v -p -c", flags: "-o --quiet --overload" } },
  { names: ["npx", "bunx", "pnpx", "uvx"], options: packageRunner, scriptOption: "--call" },
  {
    names: ["npm"],
    subcommands: ["exec", "x"],
    options: { valued: "--prefix|-C --workspace|-w --loglevel", flags: "--workspaces|-ws --silent|-s --quiet" },
    subcommandOptions: packageRunner,
    scriptOption: "--call",
    commands: npmScripts,
    harmless: `
      access adduser audit bin cache ci clean-install config dedupe deprecate dist-tag docs doctor explain fund i info init install link
      list login logout ls outdated owner pack ping pkg prefix profile prune publish rebuild root search set shrinkwrap token uninstall
      unpublish update version view whoami`,
  },
  {
    names: ["pnpm"],
    subcommands: ["exec", "dlx"],
    options: { valued: "--filter|-F --dir|-C --loglevel", flags: "--recursive|-r --workspace-root|-w --silent|-s" },
    subcommandOptions: { valued: "--package", flags: "--shell-mode|-c --parallel --recursive|-r" },
    commands: pnpmScripts,
    harmless: `
      add audit config env fetch i import init install licenses link list ls outdated pack prune publish rebuild remove root setup store
      unlink up update why`,
  },
  {
    names: ["yarn"],
    subcommands: ["exec", "dlx"],
    options: { valued: "--cwd", flags: "--silent|-s" },
    subcommandOptions: { valued: "--package|-p", flags: "--quiet|-q" },
    commands: yarnScripts,
    harmless: "add audit cache config dedupe info init install licenses link list outdated pack publish remove set unlink up upgrade version why",
  },
  { names: ["bun"], subcommands: ["x"], options: { valued: "--cwd" }, subcommandOptions: packageRunner, commands: bunScripts, harmless: "add i init install link outdated pm publish remove update upgrade" },
  { names: ["corepack"], subcommands: [""], harmless: "enable disable prepare use up install pack" },
  {
    names: ["poetry", "pipenv", "uv", "pdm", "rye", "hatch"],
    subcommands: ["run"],
    options: {
      valued: "--directory|-C --project --python|-p --with --extra --group",
      flags: "--quiet|-q --verbose|-v --frozen --locked --no-sync",
    },
    harmless: "add build cache check config env export init install lock pip python publish remove show sync tool tree update venv version",
  },
  { names: ["bundle"], subcommands: ["exec"], harmless: "add check clean config doctor info init install list lock outdated package show update version" },
  { names: ["direnv"], subcommands: ["exec"], operandsBefore: 1 },
  {
    names: ["mise", "aws-vault", "doppler", "op", "infisical", "chamber"],
    subcommands: ["exec", "run", "x"],
    options: { valued: "--env|-e --project|-p --config|-c --duration|-d --region --env-file" },
    standsAfterSeparator: true,
  },
  { names: ["lima"] },
];

/** Shells: the value of `-c` is a script; a file, or the standard input where there is none, is not on the line. */
const shells: Program = {
  names: ["sh", "bash", "zsh", "dash", "ash", "ksh"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "-o -O +O --rcfile|--init-file",
        flags: "-a -b -c -e -f -h -i -k -l -m -n -p -r -s -t -u -v -x -B -C -D -E -H -P -T --login --norc --noprofile --posix --restricted --verbose --version",
      },
      operandsEndOptions: true,
      effects: runShell,
    },
  ],
};

const evaluate: Program = { names: ["eval"], commands: [{ paths: [""], operandsEndOptions: true, effects: runWordsAsScript }] };

/** `command -v NAME` only looks the name up. */
const commandBuiltin: Program = {
  names: ["command"],
  commands: [
    {
      paths: [""],
      options: { flags: "-p -v -V" },
      operandsEndOptions: true,
      effects: line => (isOn(line, "-v", "-V") ? [] : operandsOf(line)?.slice(0, 1).map(first => ({ kind: "words", from: first.word }))),
    },
  ],
};

export const wrapperPrograms: readonly Program[] = [...wrappers.map(programOf), ...scriptLists, shells, evaluate, commandBuiltin];

function programOf(wrapper: Wrapper): Program {
  const subcommands = wrapper.subcommands ?? [""];
  const command: Command = {
    paths: subcommands,
    options: subcommands.includes("") ? wrapper.options : wrapper.subcommandOptions,
    operandsEndOptions: true,
    effects: line => runRest(line, wrapper),
  };
  return { names: wrapper.names, options: wrapper.options, commands: [command, ...(wrapper.commands ?? [])], harmless: wrapper.harmless === undefined ? [] : namesIn(wrapper.harmless) };
}

function runRest(line: Line, wrapper: Wrapper): Effects {
  const operands = operandsOf(line);
  if (operands === undefined) return undefined;
  const script = wrapper.scriptOption === undefined ? undefined : valueOf(line, wrapper.scriptOption);
  if (script !== undefined) return [{ kind: "script", script }];
  let rest = operands.slice(wrapper.operandsBefore ?? 0);
  if (wrapper.takesAssignments === true) rest = rest.slice(countAssignments(rest.map(operand => textOf(line, operand))));
  // Without operands before it, the separator has already been read.
  const separator = wrapper.standsAfterSeparator === true ? rest.findIndex(operand => textOf(line, operand) === "--") : -1;
  const [first] = rest.slice(separator + 1);
  return first === undefined ? [] : [{ kind: "words", from: first.word }];
}

/** How many words at the start are `NAME=value`, as the shell and `env` take them. */
export function countAssignments(words: readonly string[]): number {
  const first = words.findIndex(word => !/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(word));
  return first < 0 ? words.length : first;
}

function runShell(line: Line): Effects {
  if (isOn(line, "--version") || isOn(line, "-n")) return [];
  const operands = operandsOf(line);
  const [script] = operands ?? [];
  if (script === undefined) return operands === undefined || isOn(line, "-i") ? undefined : [{ kind: "script-input" }];
  return [isOn(line, "-c") ? { kind: "script", script } : { kind: "script-file", script, from: script.word + 1 }];
}

/** `eval` joins its words by spaces and reads the result as a script: one word is that script, and words without any shell syntax stay themselves. */
function runWordsAsScript(line: Line): Effects {
  const [first, ...rest] = line.operands;
  if (first === undefined) return [];
  if (rest.length === 0) return [{ kind: "script", script: first }];
  return line.operands.every(operand => isPlain(textOf(line, operand))) ? [{ kind: "words", from: first.word }] : undefined;
}

function isPlain(word: string): boolean {
  for (const character of word) if (!isHole(character) && !/[\w@%+=:,./-]/.test(character)) return false;
  return word !== "";
}
