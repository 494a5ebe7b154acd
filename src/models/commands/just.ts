/** just (https://just.systems/man/en/): which recipes are wanted, with their arguments, and which variables are given on the line. */
import { isOn, operandsOf, valuesOf, valueOf, type Effects, type Line, type Program } from "./program.js";

export const just: Program = {
  names: ["just"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "--justfile|-f --working-directory|-d --chooser --color --command-color --dotenv-filename --dotenv-path|-E --dump-format --list-heading --list-prefix --shell --shell-arg --timestamp-format --cygpath --tempdir --group --indentation",
        flags: `
          --check --dry-run|-n --no-highlight --highlight --quiet|-q --unstable --verbose|-v --yes --no-dotenv --no-deps --one --explain --timestamp
          --alias-style --allow-missing --clear-shell-args --shell-command --changelog --choose --dump --edit|-e --evaluate --fmt --init --list|-l
          --summary --variables --version|-V --list-submodules --unsorted|-u --time --no-aliases --global-justfile|-g --command|-c --set --show|-s --usage --completions --man --groups`,
      },
      operandsEndOptions: true,
      effects: readLine,
    },
  ],
};

function readLine(line: Line): Effects {
  if (isOn(line, "--dry-run", "--list", "--summary", "--show", "--dump", "--evaluate", "--fmt", "--init", "--edit", "--variables", "--version", "--changelog", "--groups", "--usage", "--completions", "--man")) return [];
  const operands = operandsOf(line);
  // `--set` takes two words, and a command of its own is none of the justfile's.
  if (operands === undefined || isOn(line, "--global-justfile", "--set", "--command", "--choose") || valuesOf(line, "--shell").length > 0) return undefined;
  return [{ kind: "tool", call: { tool: "just", words: operands, folder: valueOf(line, "--working-directory"), file: valueOf(line, "--justfile") }, how: line.command }];
}
