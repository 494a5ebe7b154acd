/** Gradle (https://docs.gradle.org/current/userguide/command_line_interface.html): which images its tasks make stands in its build files. */
import type { Slice } from "../command-effect.js";
import { gradleTasks, harmlessTasks } from "../gradle.js";
import { textOf, type Effects, type Line, type Program } from "./program.js";
import { containsHole } from "./slices.js";

export const gradle: Program = { names: ["gradle", "gradlew"], commands: [{ paths: [""], effects: read }] };

const valued: ReadonlySet<string> = new Set("-p --project-dir -P --project-prop -D --system-prop -x --exclude-task -I --init-script -g --gradle-user-home -b --build-file -c --settings-file --max-workers --console --image --imageName".split(" "));

function read(line: Line): Effects {
  const properties: { name: string; value: Slice }[] = [];
  const tasks: string[] = [];
  const options = new Map<string, Slice>();
  const add = (option: string, value: Slice): void => {
    options.set(option, value);
    if (!/^(?:-[PD]|--project-prop|--system-prop)$/u.test(option)) return;
    const text = textOf(line, value);
    const at = text.indexOf("=");
    if (at > 0) properties.push({ name: text.slice(0, at), value: { ...value, start: value.start + at + 1 } });
  };
  for (let index = line.commandAt + 1; index < line.words.length; index++) {
    const word = line.words[index] ?? "";
    const rest = (from: number): Slice => ({ word: index, start: from, end: word.length });
    if (!word.startsWith("-")) tasks.push(word);
    else if (/^-[PD]./u.test(word)) add(word.slice(0, 2), rest(2));
    else if (word.includes("=")) add(word.slice(0, word.indexOf("=")), rest(word.indexOf("=") + 1));
    else if (valued.has(word)) {
      index += 1;
      add(word, { word: index, start: 0, end: (line.words[index] ?? "").length });
    } else if (word === "--publishImage") options.set(word, rest(0));
  }
  const nameOf = (task: string): string => task.slice(task.lastIndexOf(":") + 1);
  if (!tasks.some((task) => Object.hasOwn(gradleTasks, nameOf(task)))) return tasks.length > 0 && tasks.every((task) => harmlessTasks.has(nameOf(task))) ? [] : undefined;
  const isComplete = !tasks.some(containsHole) && tasks.every((task) => Object.hasOwn(gradleTasks, nameOf(task)) || harmlessTasks.has(nameOf(task)));
  const call = { tool: "gradle", folder: options.get("-p") ?? options.get("--project-dir"), tasks, image: options.get("--image"), imageName: options.get("--imageName"), publishes: options.has("--publishImage"), properties, isComplete } as const;
  return [{ kind: "tool", call, how: line.command }];
}
