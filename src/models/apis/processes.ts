import type { ApiRow } from "./row.js";

type Line = Extract<ApiRow["effect"], { kind: "process" }>["line"];

/** Libraries that run command lines. */
export const processRows: readonly ApiRow[] = [
  ...processes("shell", "output", ["child_process.exec", "child-process-promise.exec", "promisify-child-process.exec", "child_process/promises.exec", "shelljs.exec", "shelljs/shell.exec", "exec", "execa.execaCommand", "execa.execaCommandSync", "execa.command", "execa.commandSync", "execa-compat.execaCommand", "@actions/exec.exec", "@actions/exec.getExecOutput", "exec-sh", "dax-sh.$", "async-shelljs.exec"]),
  ...processes("shell", "text", ["child_process.execSync"]),
  ...processes("file", "output", [
    "child_process.execFile",
    "child_process.spawn",
    "child_process.spawnSync",
    "child_process.fork",
    "child-process-promise.execFile",
    "child-process-promise.spawn",
    "promisify-child-process.spawn",
    "promisify-child-process.execFile",
    "execa",
    "execa.execa",
    "execa.execaSync",
    "execa.sync",
    "tinyexec",
    "tinyexec.x",
    "tinyexec.exec",
    "nano-spawn",
    "nano-spawn.spawn",
    "cross-spawn",
    "cross-spawn.sync",
    "cross-spawn.spawn",
    "cross-spawn-promise",
    "@npmcli/promise-spawn",
    "spawn-async",
    "@expo/spawn-async",
    "Deno.Command",
  ]),
  ...processes("file", "text", ["child_process.execFileSync"]),
  ...processes("template", "output", ["execa.$", "execa.$.sync", "execa.execa.sync", "zx.$", "zx.$.sync", "zx/core.$", "$", "bun.$", "Bun.$", "dax", "dax.$", "@david/dax", "@david/dax.$"]),
  ...processes("words", "output", ["shelljs.cmd", "shelljs/shell.cmd"]),
  ...processes("list", "output", ["Bun.spawn", "Bun.spawnSync", "bun.spawn", "bun.spawnSync", "Deno.run"]),
];

function processes(line: Line, result: "output" | "text", paths: readonly string[]): readonly ApiRow[] {
  return paths.map((path) => ({ path, effect: { kind: "process", line, result } }));
}
