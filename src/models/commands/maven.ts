/** Maven (https://maven.apache.org/ref/current/maven-embedder/cli.html): which images its goals make stands in its project files. */
import type { Slice } from "../command-effect.js";
import { harmlessGoals, mavenGoal, packagingPhases } from "../maven.js";
import type { MavenCall } from "../tool-calls.js";
import { textOf, type Effects, type Line, type Program } from "./program.js";
import { containsHole, splitAtCommas } from "./slices.js";

export const maven: Program = {
  names: ["mvn", "mvnw", "mvnd"],
  commands: [{ paths: [""], effects: read }],
};

/** Options with a value; long and short ones alike may have it behind a `=`. */
const valued: ReadonlySet<string> = new Set(
  "-f --file -pl --projects -P --activate-profiles -s --settings -gs --global-settings -t --toolchains -gt -T --threads -l --log-file -rf --resume-from -b --builder -ep --encrypt-password -emp --color -D --define".split(" "),
);

interface Reading {
  readonly line: Line;
  readonly properties: { readonly name: string; readonly value: Slice }[];
  readonly goals: string[];
  readonly modules: Slice[];
  file: Slice | undefined;
}

function read(line: Line): Effects {
  const reading: Reading = { line, properties: [], goals: [], modules: [], file: undefined };
  for (let index = line.commandAt + 1; index < line.words.length; index++) {
    const word = line.words[index] ?? "";
    const rest = (from: number): Slice => ({ word: index, start: from, end: word.length });
    if (!word.startsWith("-")) reading.goals.push(word);
    else if (/^-D./u.test(word)) addOption(reading, "-D", rest(2));
    else if (/^-P./u.test(word)) addOption(reading, "-P", rest(2));
    else if (word.includes("=")) addOption(reading, word.slice(0, word.indexOf("=")), rest(word.indexOf("=") + 1));
    else if (valued.has(word)) {
      index += 1;
      addOption(reading, word, { word: index, start: 0, end: (line.words[index] ?? "").length });
    }
  }
  return effectsOf(reading);
}

function addOption(reading: Reading, option: string, value: Slice): void {
  const { line } = reading;
  if (option === "-f" || option === "--file") reading.file = value;
  if (option === "-pl" || option === "--projects") reading.modules.push(...splitAtCommas(line, value));
  if (option !== "-D" && option !== "--define") return;
  const text = textOf(line, value);
  const at = text.indexOf("=");
  if (at > 0) reading.properties.push({ name: text.slice(0, at), value: { ...value, start: value.start + at + 1 } });
}

function effectsOf({ line, file, properties, modules, goals }: Reading): Effects {
  const known = goals.flatMap((goal) => mavenGoal(goal) ?? []);
  const packages = goals.some((goal) => packagingPhases.has(goal));
  if (known.length === 0 && !packages) return goals.length > 0 && goals.every((goal) => harmlessGoals.has(goal)) ? [] : undefined;
  const isComplete = goals.every((goal) => mavenGoal(goal) !== undefined || harmlessGoals.has(goal) || packagingPhases.has(goal)) && !goals.some(containsHole);
  const call: MavenCall = { tool: "maven", file, goals: known, packages, properties, modules, isComplete };
  return [{ kind: "tool", call, how: [line.command, ...goals.filter((goal) => mavenGoal(goal) !== undefined)].join(" ") }];
}
