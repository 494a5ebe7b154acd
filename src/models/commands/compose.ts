/** Docker Compose (docker/compose, podman-compose, `nerdctl compose`): a program of its own, or a subcommand of an engine. */
import type { CommandEffect, Slice } from "../command-effect.js";
import { buildArguments } from "./build-arguments.js";
import { isOn, namesIn, operandsOf, valueOf, valuesOf, type Command, type Effects, type Line, type Program } from "./program.js";

const projectOptions = {
  valued: `
    --file|-f --project-name|-p --project-directory --profile --env-file --ansi --parallel --progress --context|-c --host|-H
    --ipfs-address --podman-args --podman-path`,
  flags: "--all-resources --compatibility --dry-run --verbose --no-ansi --version|-v --in-pod --no-pod",
};

const startOptions = {
  valued: "--attach --exit-code-from --no-attach --pull --scale --timeout|-t --wait-timeout --policy",
  flags: `--abort-on-container-exit --abort-on-container-failure --always-recreate-deps --attach-dependencies --build --detach|-d
    --dry-run --force-recreate --ipfs --menu --no-build --no-color --no-deps --no-log-prefix --no-recreate --no-start --no-up --prune
    --quiet --quiet-build --quiet-pull --remove-orphans --renew-anon-volumes|-V --timestamps --wait --watch|-w --yes|-y`,
};

const containerOptions = {
  valued: "--cap-add --cap-drop --entrypoint --env|-e --env-from-file --index --label|-l --name --publish|-p --pull --user|-u --volume|-v --workdir|-w",
  flags: `--build --detach|-d --dry-run --interactive|-i --no-build --no-color --no-deps --no-log-prefix --no-tty|-T --no-TTY --privileged
    --quiet|-q --quiet-build --quiet-pull --remove-orphans --rm --service-ports|-P --tty|-t --use-aliases`,
};

/** The rows of compose below a group of subcommand words, `""` for the program itself. */
export function composeCommands(group: string): readonly Command[] {
  const at = (subcommand: string): string => `${group} ${subcommand}`.trim();
  return [
    { paths: [group], options: projectOptions },
    { paths: ["up", "create", "watch"].map(at), options: startOptions, effects: start },
    {
      paths: [at("build")],
      options: {
        valued: "--build-arg --builder --memory|-m --progress --provenance --sbom --ssh",
        flags: "--check --compress --dry-run --force-rm --no-cache --no-rm --parallel --print --pull --push --quiet|-q --with-dependencies",
      },
      effects: line => effectsOf(line, { builds: true, pushes: isOn(line, "--push") }),
    },
    {
      paths: [at("push")],
      options: { flags: "--dry-run --ignore-push-failures --include-deps --quiet|-q" },
      effects: line => effectsOf(line, { pushes: true }),
    },
    {
      paths: [at("pull")],
      options: { valued: "--parallel --policy", flags: "--dry-run --ignore-buildable --ignore-pull-failures --include-deps --no-parallel --quiet|-q" },
      effects: line => effectsOf(line, { pulls: true }),
    },
    { paths: [at("run")], options: containerOptions, operandsEndOptions: true, effects: runService },
    { paths: [at("exec")], options: containerOptions, operandsEndOptions: true, effects: runInService },
  ];
}

/** Subcommands of compose that make nothing and start nothing that was not there before. */
export function composeHarmless(group: string): readonly string[] {
  const subcommands = namesIn(`
    attach config convert cp down events export images kill logs ls pause port ps restart rm scale start stats stop top unpause version
    volumes wait`);
  return subcommands.map(subcommand => `${group} ${subcommand}`.trim());
}

export const compose: Program = { names: ["docker-compose"], engine: "docker", commands: composeCommands(""), harmless: composeHarmless("") };
export const podmanCompose: Program = { ...compose, names: ["podman-compose"], engine: "podman" };

interface Actions {
  readonly builds?: boolean;
  readonly pushes?: boolean;
  readonly pulls?: boolean;
  readonly starts?: boolean;
}

/** What a service has to run and is missing is built first, unless `--no-build` is given. */
function start(line: Line): Effects {
  return effectsOf(line, { builds: !isOn(line, "--no-build"), starts: !isOn(line, "--no-start") || line.command.endsWith("create") });
}

function effectsOf(line: Line, actions: Actions, operands = operandsOf(line)): Effects {
  if (operands === undefined) return undefined;
  if (isOn(line, "--dry-run", "--print", "--check")) return [];
  return [composeOf(line, actions, operands)];
}

/** What a line does with a compose project. Images without a name of their own are called as the version has it: the second one, a subcommand of docker, puts `-` between project and service. */
export function composeOf(line: Line, actions: Actions, services: readonly Slice[], files = valuesOf(line, "--file")): CommandEffect {
  const isPodman = line.engine === "podman";
  return {
    kind: "compose",
    files,
    envFiles: valuesOf(line, "--env-file"),
    directory: valueOf(line, "--project-directory"),
    name: valueOf(line, "--project-name"),
    profiles: valuesOf(line, "--profile"),
    services,
    builds: actions.builds === true,
    pushes: actions.pushes === true,
    pulls: actions.pulls === true,
    starts: actions.starts === true,
    buildArgs: buildArguments(line, valuesOf(line, "--build-arg")),
    engine: line.engine,
    separator: isPodman ? "_" : / compose\b/.test(line.command) ? "-" : undefined,
    how: line.command,
  };
}

function runService(line: Line): Effects {
  const operands = operandsOf(line);
  const [service, ...rest] = operands ?? [];
  if (service === undefined) return undefined;
  const started = effectsOf(line, { builds: true, starts: true }, [service]);
  return started === undefined || rest.length === 0 ? started : [...started, { kind: "escape", words: rest, to: `the container of ${line.command}` }];
}

function runInService(line: Line): Effects {
  return operandsOf(line)?.slice(1, 2).map(first => ({ kind: "words", from: first.word, isContained: true }));
}
