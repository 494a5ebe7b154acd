import { posix } from "node:path";
import { derived, hole, isText, join, literal, literalText } from "../../../values/text.js";
import type { Text, Value } from "../../../values/value.js";
import { use } from "../../captures.js";
import type { ExternalCall } from "../../external.js";
import { changeFolder, fileContent, writeFile } from "../../files.js";
import { environment } from "../../properties.js";
import { newFresh, newFromOutside, newUnknown } from "../../run.js";
import type { Builtin } from "../table.js";
import { printedText, textArgument } from "./print.js";
import { anyError, argument, boolean, newList, newTyped, nil, number, results, withError } from "./results.js";
import { fileType, readText, writeText } from "./streams.js";

/** Files, folders, environment variables and paths. */
export const fileBuiltins: Readonly<Record<string, Builtin>> = {
  ...both("ReadFile", (call) => withError(call, contentOf(call, textArgument(call, 0)))),
  ...both("WriteFile", (call) => {
    writeFile(call.frame, textArgument(call, 0), textArgument(call, 1));
    return anyError(call);
  }),
  // `//go:embed file` above a variable (https://pkg.go.dev/embed).
  "go:embed": (call) => contentOf(call, textArgument(call, 0)),
  "go:embed.FS#ReadFile": (call) => withError(call, contentOf(call, textArgument(call, 0))),
  "go:io/fs.ReadFile": (call) => withError(call, contentOf(call, textArgument(call, 1))),
  "go:os.Create": (call) => withError(call, newFile(call, textArgument(call, 0))),
  "go:os.Open": (call) => withError(call, newFile(call, textArgument(call, 0))),
  "go:os.OpenFile": (call) => withError(call, newFile(call, textArgument(call, 0))),
  "go:os.CreateTemp": (call) => withError(call, newFile(call, temporaryPath(call))),
  "go:io/ioutil.TempFile": (call) => withError(call, newFile(call, temporaryPath(call))),
  ...Object.fromEntries(["go:os.Chdir", "go:testing.T#Chdir", "go:testing.TB#Chdir", "go:testing.B#Chdir"].map((path) => [path, (call: ExternalCall) => {
    changeFolder(call.frame, textArgument(call, 0));
    return anyError(call);
  }])),
  "go:os.MkdirTemp": (call) => withError(call, temporaryPath(call)),
  "go:io/ioutil.TempDir": (call) => withError(call, temporaryPath(call)),
  "go:testing.T#TempDir": temporaryPath,
  "go:testing.TB#TempDir": temporaryPath,
  "go:os.TempDir": () => literal("/tmp"),
  "go:os.DirFS": (call) => newTyped(call, "go:os folder", { path: textArgument(call, 0) }),
  [`${fileType}#Name`]: (call) => (call.receiver?.kind === "object" ? (call.receiver.object.properties.get("path")?.value ?? nil) : nil),
  [`${fileType}#Write`]: writeToFile,
  [`${fileType}#WriteString`]: writeToFile,
  [`${fileType}#ReadFrom`]: (call) => {
    writeText(call.frame, call.receiver ?? nil, { text: readText(call.frame, argument(call, 0)) ?? newUnknown(call.frame.run, "what a reader gives") });
    return withError(call, newUnknown(call.frame.run, "a count"));
  },
  [`${fileType}#Close`]: anyError,
  [`${fileType}#Sync`]: anyError,
  [`${fileType}#Chmod`]: anyError,
  "go:os.Rename": (call) => {
    const content = fileContent(call.frame, textArgument(call, 0));
    if (content !== undefined) writeFile(call.frame, textArgument(call, 1), content);
    return anyError(call);
  },
  // A file of the project is there.
  "go:os.Stat": (call) => {
    const path = textArgument(call, 0);
    return results(call, newUnknown(call.frame.run, "what is known of a file"), isInProject(call, path) ? nil : anyError(call));
  },
  "go:os.Lstat": (call) => results(call, newUnknown(call.frame.run, "what is known of a file"), isInProject(call, textArgument(call, 0)) ? nil : anyError(call)),

  "go:os.Getenv": (call) => variable(call),
  "go:syscall.Getenv": (call) => results(call, variable(call), isSet(call)),
  "go:os.LookupEnv": (call) => results(call, variable(call), isSet(call)),
  "go:os.Setenv": setVariable,
  "go:testing.T#Setenv": setVariable,
  "go:testing.TB#Setenv": setVariable,
  "go:github.com/onsi/ginkgo.GinkgoT().Setenv": setVariable,
  "go:os.Unsetenv": (call) => {
    const { files, store } = call.frame.run;
    const name = literalText(textArgument(call, 0));
    if (name === undefined) return anyError(call);
    const cell = files.get(`env ${name}`) ?? { value: environment(name), origin: undefined };
    files.set(`env ${name}`, cell);
    store.write(cell, literal(""));
    return anyError(call);
  },
  // What a command is given beside this is what it has anyway.
  "go:os.Environ": (call) => newList(call, []),
  "go:os.ExpandEnv": (call) => {
    const known = literalText(textArgument(call, 0));
    if (known === undefined) return derived("ExpandEnv", [textArgument(call, 0)]);
    return join(known.split(/(\$\{\w+\}|\$\w+)/u).map((piece) => ({ text: /^\$/u.test(piece) ? variableNamed(call, piece.replace(/\W/gu, "")) : literal(piece) })));
  },
  "go:os.Hostname": (call) => withError(call, hole("host name", { kind: "unknown", reason: "the host's name" })),
  "go:os.Getpid": () => hole("process id", { kind: "unknown", reason: "the process' number" }),
  "go:os.UserHomeDir": (call) => withError(call, environment("HOME")),
  "go:os.Executable": (call) => withError(call, hole("executable", { kind: "unknown", reason: "the program's file" })),
  // Paths are taken from the project's root: going up from there stays there.
  "go:os.Getwd": (call) => withError(call, literal("/")),
  "go:runtime.Caller": (call) => results(call, newUnknown(call.frame.run, "a program counter"), literal(`/${call.frame.activation.module.file}`), newUnknown(call.frame.run, "a line"), boolean(true)),

  "go:path/filepath.Abs": (call) => {
    const path = textArgument(call, 0);
    const known = literalText(path);
    return withError(call, known === undefined || known.startsWith("/") ? path : literal(posix.join("/", known)));
  },
  "go:path/filepath.Ext": extension,
  "go:path.Ext": extension,
  "go:path/filepath.Rel": (call) => {
    const [from, to] = [literalText(textArgument(call, 0)), literalText(textArgument(call, 1))];
    return withError(call, from !== undefined && to !== undefined && from.startsWith("/") && to.startsWith("/") ? literal(posix.relative(from, to)) : derived("Rel", [textArgument(call, 0), textArgument(call, 1)]));
  },
  "go:path/filepath.EvalSymlinks": (call) => withError(call, argument(call, 0)),
  "go:path/filepath.IsAbs": (call) => {
    const known = literalText(textArgument(call, 0));
    return known === undefined ? newUnknown(call.frame.run, "a condition") : boolean(known.startsWith("/"));
  },
  "go:path/filepath.Split": (call) => {
    const known = literalText(textArgument(call, 0));
    const slash = (known ?? "").lastIndexOf("/") + 1;
    return known === undefined ? results(call, derived("folder-name", [textArgument(call, 0)]), derived("base-name", [textArgument(call, 0)])) : results(call, literal(known.slice(0, slash)), literal(known.slice(slash)));
  },
};

function both(name: string, builtin: Builtin): Readonly<Record<string, Builtin>> {
  return { [`go:os.${name}`]: builtin, [`go:io/ioutil.${name}`]: builtin };
}

function contentOf(call: ExternalCall, path: Text): Value {
  const content = fileContent(call.frame, path);
  return content !== undefined && isText(content) ? content : newFromOutside(call.frame.run, "the content of a file");
}

function newFile(call: ExternalCall, path: Value): Value {
  return newTyped(call, fileType, { path });
}

function temporaryPath(call: ExternalCall): Text {
  return newFresh(call.frame.run, "a temporary file", call.place, call.frame.activation.path);
}

function writeToFile(call: ExternalCall): Value {
  const origin = call.items[0]?.origin;
  writeText(call.frame, call.receiver ?? nil, { text: textArgument(call, 0), ...(origin === undefined || argument(call, 0).kind === "literal" ? {} : { use: origin }) });
  return results(call, number(1), anyError(call));
}

function isInProject(call: ExternalCall, path: Text): boolean {
  const known = literalText(path);
  return known !== undefined && fileContent(call.frame, path) !== undefined;
}

function variable(call: ExternalCall): Value {
  const name = literalText(textArgument(call, 0));
  return name === undefined ? derived("Getenv", [textArgument(call, 0)]) : variableNamed(call, name);
}

function variableNamed(call: ExternalCall, name: string): Text {
  const written = call.frame.run.files.get(`env ${name}`)?.value;
  return written === undefined ? environment(name) : printedText(call, written);
}

function isSet(call: ExternalCall): Value {
  const name = literalText(textArgument(call, 0));
  return name !== undefined && call.frame.run.files.get(`env ${name}`)?.value !== undefined ? boolean(true) : derived("is set", [textArgument(call, 0)]);
}

function setVariable(call: ExternalCall): Value {
  const { files, store } = call.frame.run;
  const name = literalText(textArgument(call, 0));
  use(argument(call, 1));
  if (name === undefined) return anyError(call);
  // On a way that does not write it, it is what the environment gave.
  const cell = files.get(`env ${name}`) ?? { value: environment(name), origin: undefined };
  files.set(`env ${name}`, cell);
  store.write(cell, textArgument(call, 1), call.items[1]?.origin);
  return anyError(call);
}

function extension(call: ExternalCall): Value {
  const known = literalText(textArgument(call, 0));
  return known === undefined ? derived("Ext", [textArgument(call, 0)]) : literal(/\.[^./]*$/u.exec(known)?.[0] ?? "");
}
