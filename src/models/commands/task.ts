/** Task (https://taskfile.dev/docs/reference/cli): which tasks are wanted, and which variables are given on the line. */
import type { Slice } from "../command-effect.js";
import { isOn, operandsOf, textOf, valueOf, type Effects, type Line, type Program } from "./program.js";
import { splitPair } from "./slices.js";

export const task: Program = {
  names: ["task", "go-task"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "--taskfile|-t --dir|-d --output|-o --output-group-begin --output-group-end --concurrency|-C --interval|-I --sort --completion --cacert --cert --cert-key --timeout --expiry --remote-cache-dir --trusted-hosts --temp-dir",
        flags: `
          --color|-c --dry|-n --exit-code|-x --experiments --force|-f --force-all --global|-g --init|-i --insecure --list|-l --list-all|-a --json|-j
          --no-status --nested --parallel|-p --silent|-s --status --summary --verbose|-v --version --watch|-w --yes|-y --download --offline
          --clear-cache --disable-fuzzy --failfast|-F --interactive --output-group-error-only`,
      },
      effects: readLine,
    },
  ],
};

function readLine(line: Line): Effects {
  if (isOn(line, "--dry", "--list", "--list-all", "--summary", "--status", "--init", "--version")) return [];
  const operands = operandsOf(line);
  // The Taskfile of the home folder is none of the project's.
  if (operands === undefined || isOn(line, "--global")) return undefined;
  const separator = line.words.indexOf("--");
  const isBefore = ({ word }: Slice): boolean => separator < 0 || word < separator;
  const own = operands.filter((operand) => isBefore(operand) && textOf(line, operand) !== "--");
  const variables = own.flatMap((operand) => {
    const pair = splitPair(line, operand);
    return pair === undefined ? [] : [{ name: textOf(line, pair.key), value: pair.value }];
  });
  const tasks = own.filter((operand) => splitPair(line, operand) === undefined);
  const rest = separator < 0 ? [] : line.words.slice(separator + 1).map((letters, index) => ({ word: separator + 1 + index, start: 0, end: letters.length }));
  return [{ kind: "tool", call: { tool: "task", tasks, variables, arguments: rest, folder: valueOf(line, "--dir"), file: valueOf(line, "--taskfile") }, how: line.command }];
}
