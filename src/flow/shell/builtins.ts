import { posix } from "node:path";
import { readCommandLine } from "../../frontends/shell/read.js";
import { encodeText } from "../../values/encoding.js";
import { isProjectFolder, projectFolderName } from "../../values/project-folder.js";
import { isText, join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { runCommand } from "../commands.js";
import type { CommandContext, CommandWord } from "../commands.js";
import { escape } from "../escapes.js";
import { projectFileAt } from "../files.js";
import { newUnknown, nextOrder } from "../run.js";
import { runWords } from "./commands.js";
import { testWords } from "./conditions.js";
import { fieldsOf } from "./fields.js";
import { print } from "./output.js";
import { sourceFile } from "./run-shell.js";
import { changeFolder, folderOf, givenValue, pathFrom, setVariable, unsetVariable } from "./shell.js";
import type { Shell } from "./shell.js";
import { assignFields, done, linesOf, runStatements, separatorsFor } from "./statements.js";
import type { Outcome, Status } from "./statements.js";
import { printedFolder } from "./words.js";

/** What a command of the shell itself does; the words begin with its name. */
type Builtin = (shell: Shell, words: readonly CommandWord[], context: CommandContext) => Outcome;

/** Commands that change the shell they run in, and some whose answer depends on it (https://www.gnu.org/software/bash/manual/bash.html#Shell-Builtin-Commands). */
export const builtins: Readonly<Record<string, Builtin | undefined>> = {
  ":": () => done,
  true: () => done,
  false: () => answer(false),
  cd: (shell, words) => goTo(shell, words),
  pushd: (shell, words) => {
    const before = folderOf(shell) ?? literal("/");
    const stack = givenValue(shell, folderStack);
    const items = stack?.kind === "object" ? (stack.object.items?.value ?? []) : [];
    setVariable(shell, folderStack, { kind: "object", object: shell.frame.run.store.createObject("array", { items: [...items, { value: before, isOptional: false }] }) });
    return goTo(shell, words);
  },
  popd: (shell) => {
    const stack = givenValue(shell, folderStack);
    const items = stack?.kind === "object" ? (stack.object.items?.value ?? []) : [];
    const last = items.at(-1)?.value;
    setVariable(shell, folderStack, { kind: "object", object: shell.frame.run.store.createObject("array", { items: items.slice(0, -1) }) });
    if (last !== undefined && isText(last)) changeFolder(shell, last);
    return done;
  },
  pwd: (shell) => prints(shell, printedFolder(shell)),
  realpath: (shell, words) => prints(shell, pathFrom(shell, lastOperand(words))),
  readlink: (shell, words) => prints(shell, pathFrom(shell, lastOperand(words))),
  dirname: (shell, words, context) => pathPart(shell, words, context, (path) => posix.dirname(path)),
  basename: (shell, words, context) => (words.length === 2 && isProjectFolder(words[1]?.text ?? literal("")) ? prints(shell, projectFolderName) : pathPart(shell, words, context, (path) => posix.basename(path))),
  let: (shell, words) => {
    for (const { text } of words.slice(1)) setVariable(shell, /^\w+/u.exec(literalText(text) ?? "")?.[0] ?? "", newUnknown(shell.frame.run, "arithmetic"));
    return answer(undefined);
  },
  exit: (shell, words) => leaveProcess(shell, literalText(words[1]?.text ?? literal("0"))),
  return: (shell, words) => leave(shell, "function", words),
  break: (shell, words) => leave(shell, "loop", words),
  continue: (shell) => {
    const loop = shell.targets.findLast((target) => target.kind === "loop");
    if (loop === undefined) return done;
    loop.continues.push(shell.frame.run.store.changesSince(loop.start));
    return { ...done, goesOn: false };
  },
  shift: (shell, words) => {
    const { items } = shell.positional;
    const count = Number(literalText(words[1]?.text ?? literal("1")) ?? 1);
    if (items !== undefined) shell.frame.run.store.writeItems(items, items.value.slice(count));
    return done;
  },
  set: (shell, words) => setOptions(shell, words),
  unset: (shell, words) => {
    for (const { text } of words.slice(1)) unsetVariable(shell, literalText(text) ?? "");
    return done;
  },
  source: readIn,
  ".": readIn,
  eval: evaluate,
  exec: (shell, words, context) => {
    if (words.length < 2) return done;
    runWords(shell, words.slice(1), context);
    return leaveProcess(shell, undefined);
  },
  command: (shell, words, context) => (literalText(words[1]?.text ?? literal(""))?.startsWith("-") === true ? whereIs(shell, words) : runWords(shell, words.slice(1), context)),
  which: (shell, words) => whereIs(shell, words),
  builtin: (shell, words, context) => runWords(shell, words.slice(1), context),
  time: (shell, words, context) => runWords(shell, words.slice(1), context),
  "[": (shell, words) => answer(testWords(shell, texts(words.slice(1, -1)), false)),
  "[[": (shell, words) => answer(testWords(shell, texts(words.slice(1, -1)), true)),
  test: (shell, words) => answer(testWords(shell, texts(words.slice(1)), false)),
  read: readLine,
  mapfile: readLines,
  readarray: readLines,
  printf: (shell, words, context) => {
    if (literalText(words[1]?.text ?? literal("")) !== "-v") return prints(shell, runCommand(shell.frame, words, context));
    const name = literalText(words[2]?.text ?? literal(""));
    const [program] = words;
    if (name !== undefined && program !== undefined) setVariable(shell, name, runCommand(shell.frame, [program, ...words.slice(3)], context));
    return done;
  },
  trap: () => done,
  umask: () => done,
  shopt: () => done,
  alias: () => done,
  ulimit: () => done,
  wait: () => done,
  xargs: (shell, words, context) => forEachArgument(shell, words, context),
};

/** `dirname path`; anything else than one known path is the program's. */
function pathPart(shell: Shell, words: readonly CommandWord[], context: CommandContext, part: (path: string) => string): Outcome {
  const path = words.length === 2 ? literalText(words[1]?.text ?? literal("")) : undefined;
  return prints(shell, path === undefined ? runCommand(shell.frame, words, context) : literal(part(path)));
}

const folderStack = "stack of working folders";

/** `command -v docker`, `which docker`: the program's path, if there is such a program. */
function whereIs(shell: Shell, words: readonly CommandWord[]): Outcome {
  print(shell, join([{ text: newUnknown(shell.frame.run, "the folder of a program") }, { text: literal("/") }, { text: lastOperand(words) }]));
  return answer(undefined);
}

function answer(status: Status): Outcome {
  return { status, goesOn: true };
}

function prints(shell: Shell, output: Text): Outcome {
  print(shell, output);
  return done;
}

function texts(words: readonly CommandWord[]): readonly Text[] {
  return words.map(({ text }) => text);
}

function lastOperand(words: readonly CommandWord[]): Text {
  return words.slice(1).findLast(({ text }) => literalText(text)?.startsWith("-") !== true)?.text ?? literal(".");
}

function goTo(shell: Shell, words: readonly CommandWord[]): Outcome {
  const target = words.slice(1).find(({ text }) => literalText(text)?.startsWith("-") !== true)?.text;
  if (target !== undefined) changeFolder(shell, target);
  else if (words.length === 1 || literalText(words[1]?.text ?? literal("")) === "-") changeFolder(shell, newUnknown(shell.frame.run, "the folder that was left"));
  return done;
}

/** A process that fails is what a script ends for, or what its caller does not expect: what follows from it is not followed. */
function leaveProcess(shell: Shell, code: string | undefined): Outcome {
  if (code === undefined || code === "0") shell.process.ends.push(shell.frame.run.store.changesSince(shell.process.start));
  return { status: code === undefined ? undefined : code === "0", goesOn: false };
}

function leave(shell: Shell, kind: "function" | "loop", words: readonly CommandWord[]): Outcome {
  const target = shell.targets.findLast((one) => one.kind === kind);
  const code = literalText(words[1]?.text ?? literal("0"));
  // A function that fails under `set -e` ends the script; what it prints counts all the same.
  if (target === undefined) return { ...done, goesOn: false };
  target.ends.push(shell.frame.run.store.changesSince(target.start));
  return { status: code === undefined ? undefined : code === "0", goesOn: false };
}

/** `set -a`, `set -- words`. */
function setOptions(shell: Shell, words: readonly CommandWord[]): Outcome {
  const { store } = shell.frame.run;
  const known = words.map(({ text }) => literalText(text));
  const separator = known.indexOf("--");
  if (separator > 0 && shell.positional.items !== undefined) {
    store.writeItems(shell.positional.items, words.slice(separator + 1).map(({ text }) => ({ value: text, isOptional: false })));
    store.writeFlag(shell.positional.open, undefined);
  }
  if (known.some((word, index) => (word !== undefined && /^-[a-z]*a/u.test(word)) || (word === "allexport" && known[index - 1] === "-o"))) store.write(shell.scope.exportsAll, literal("all"));
  if (known.some((word, index) => word === "+a" || (word === "allexport" && known[index - 1] === "+o"))) store.write(shell.scope.exportsAll, undefined);
  return done;
}

/** A file that is read in may set anything; one that is not in the project leaves variables as they are. */
function readIn(shell: Shell, words: readonly CommandWord[], context: CommandContext): Outcome {
  const [, path, ...rest] = words;
  const file = path === undefined ? undefined : projectFileAt(shell.frame, path.text, folderOf(shell));
  const outcome = file === undefined || shell.depth > deepestSource ? undefined : sourceFile(shell, file, texts(rest), context.place);
  return outcome ?? answer(undefined);
}

const deepestSource = 12;

/** `eval words`: their text is a script of this shell. */
function evaluate(shell: Shell, words: readonly CommandWord[], context: CommandContext): Outcome {
  const { run } = shell.frame;
  const script = join(words.slice(1).flatMap(({ text }, index) => (index === 0 ? [{ text }] : [{ text: literal(" ") }, { text }])));
  const source = encodeText(script);
  if (source === undefined || run.project.shell === undefined || (literalText(script) === undefined && source.encoded.trim().length === 1)) {
    escape(run, [script], context.place, "`eval`");
    run.opaqueCommands.push({ name: "eval", place: context.place, order: nextOrder(run) });
    return answer(undefined);
  }
  return runStatements({ ...shell, source, depth: shell.depth + 1, context: { ...shell.context, place: context.place }, isFile: false }, readCommandLine(run.project.shell, source.encoded).statements, context.input);
}

/** `read -r a b`, `read -a list`, `IFS=, read …`. */
function readLine(shell: Shell, words: readonly CommandWord[], { input, environment }: CommandContext): Outcome {
  const known = words.slice(1).map(({ text }) => literalText(text) ?? "");
  const names = known.filter((word) => /^[A-Za-z_]\w*$/u.test(word));
  const line = input === undefined ? undefined : (linesOf(input) ?? [input])[0];
  if (line === undefined) {
    for (const name of names) setVariable(shell, name, newUnknown(shell.frame.run, "a line that is read"));
    return answer(undefined);
  }
  const separators = separatorsFor(shell, environment?.("IFS")?.value);
  const [list] = names;
  if (known.some((word) => /^-\w*a$/u.test(word)) && list !== undefined) {
    const fields = separators === undefined ? undefined : fieldsOf(line, separators, Number.POSITIVE_INFINITY);
    const { store } = shell.frame.run;
    setVariable(shell, list, { kind: "object", object: store.createObject("array", fields === undefined ? { open: "a list that is read" } : { items: fields.map((value) => ({ value, isOptional: false })) }) });
    return answer(undefined);
  }
  assignFields(shell, names, line, separators);
  return answer(undefined);
}

/** `mapfile -t LIST < <(…)` */
function readLines(shell: Shell, words: readonly CommandWord[], { input }: CommandContext): Outcome {
  const name = words.slice(1).map(({ text }) => literalText(text) ?? "").findLast((word) => /^[A-Za-z_]\w*$/u.test(word)) ?? "MAPFILE";
  const lines = input === undefined ? undefined : linesOf(input);
  setVariable(shell, name, { kind: "object", object: shell.frame.run.store.createObject("array", lines === undefined ? { open: "lines that are read" } : { items: lines.map((value) => ({ value, isOptional: false })) }) });
  return done;
}

const valuedXargs: ReadonlySet<string> = new Set(["-n", "-P", "-L", "-d", "-s", "-E", "--max-args", "--max-procs", "--delimiter"]);

/** `… | xargs -n1 kind load docker-image`: the command runs for each word, or once with all of them. */
function forEachArgument(shell: Shell, words: readonly CommandWord[], context: CommandContext): Outcome {
  let index = 1;
  let replaced: string | undefined;
  let isEach = false;
  for (; index < words.length; index += 1) {
    const word = literalText(words[index]?.text ?? literal(""));
    if (word === undefined || !word.startsWith("-")) break;
    if (word === "-I" || word === "-i") replaced = word === "-I" ? literalText(words[(index += 1)]?.text ?? literal("{}")) : "{}";
    else if (/^-I./u.test(word)) replaced = word.slice(2);
    else if (valuedXargs.has(word)) index += 1;
    isEach ||= /^-(?:n|L)/u.test(word);
  }
  const command = words.slice(index);
  const { input } = context;
  const known = input === undefined ? undefined : linesOf(input)?.flatMap((line) => (replaced === undefined ? (literalText(line)?.split(/\s+/u).filter((word) => word !== "").map((word) => literal(word)) ?? [line]) : [line]));
  const inner: CommandContext = { ...context, input: undefined };
  if (known === undefined) {
    return runWords(shell, [...command, { text: newUnknown(shell.frame.run, "the input of xargs") }], inner);
  }
  const mark = replaced;
  const lines = mark !== undefined ? known.map((item) => command.map((word) => replacedWord(word, mark, item))) : isEach ? known.map((item) => [...command, { text: item }]) : [[...command, ...known.map((text) => ({ text }))]];
  let outcome = done;
  for (const line of lines.slice(0, 100)) outcome = runWords(shell, line, inner);
  return outcome;
}

function replacedWord(word: CommandWord, mark: string, item: Text): CommandWord {
  const known = literalText(word.text);
  if (known?.includes(mark) !== true) return word;
  const pieces = known.split(mark);
  return { text: join(pieces.flatMap((piece, index) => [...(index === 0 ? [] : [{ text: item }]), { text: literal(piece) }])) };
}
