import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

// The part of the Language Server Protocol that a session of an editor with the VS Code ESLint extension's server needs:
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/

export interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  /** 1 is an error, 2 a warning. */
  readonly severity?: number;
  readonly range: Range;
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

interface CodeAction {
  readonly title: string;
  readonly command: { readonly command: string; readonly arguments: readonly unknown[] };
}

interface WorkspaceEdit {
  readonly documentChanges: readonly { readonly edits: readonly { readonly range: Range; readonly newText: string }[] }[];
}

/** A file as a user has it open. */
export interface OpenFile {
  readonly text: () => string;
  /** What is underlined in it. */
  readonly diagnostics: () => Promise<readonly Diagnostic[]>;
  /** The titles of what the light bulb offers for a diagnostic. */
  readonly quickFixes: (diagnostic: Diagnostic) => Promise<readonly string[]>;
  /** Chooses one of them; the file is changed and not saved. */
  readonly applyQuickFix: (diagnostic: Diagnostic, title: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
}

export interface EditorSession {
  readonly open: (file: string) => Promise<OpenFile>;
  /** What the server logged as an error. */
  readonly complaints: readonly string[];
}

/** Opens the folder in an editor with the VS Code ESLint extension's server and flat configuration; it is closed when the test is over. */
export async function editorIn(root: string): Promise<EditorSession> {
  const server = spawn(process.execPath, [serverCommand, "--stdio"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const complaints: string[] = [];
  const edits: WorkspaceEdit[] = [];
  connection.onNotification("window/logMessage", ({ type, message }: { type: number; message: string }) => {
    if (type === 1) complaints.push(message);
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", ({ items }: { items: readonly unknown[] }) => items.map(() => settingsFor(root)));
  connection.onRequest("workspace/diagnostic/refresh", () => null);
  connection.onRequest("workspace/applyEdit", ({ edit }: { edit: WorkspaceEdit }) => {
    edits.push(edit);
    return { applied: true };
  });
  connection.listen();
  onTestFinished(() => {
    connection.dispose();
    server.kill();
  });
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: uriOf(root), workspaceFolders: [folderOf(root)], capabilities });
  await connection.sendNotification("initialized", {});
  return {
    complaints,
    open: async (file) => {
      const uri = uriOf(join(root, file));
      let text = readFileSync(join(root, file), "utf8");
      let version = 1;
      await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: languageIds[extname(file)] ?? "plaintext", version, text } });
      const type = async (changed: string): Promise<void> => {
        text = changed;
        version += 1;
        await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
      };
      const actionsFor = (diagnostic: Diagnostic): Promise<readonly CodeAction[]> =>
        connection.sendRequest("textDocument/codeAction", { textDocument: { uri }, range: diagnostic.range, context: { diagnostics: [diagnostic], only: ["quickfix"] } });
      return {
        text: () => text,
        type,
        diagnostics: async () => {
          let items: readonly Diagnostic[] = [];
          // The first answer does not wait for the index for ever: what is missing comes with the next validation.
          for (let validation = 0; validation < mostValidations && items.length === 0; validation += 1) {
            if (validation > 0) await setTimeout(pause);
            ({ items } = await connection.sendRequest<{ items: readonly Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri } }));
          }
          return items;
        },
        quickFixes: async (diagnostic) => (await actionsFor(diagnostic)).map((action) => action.title),
        applyQuickFix: async (diagnostic, title) => {
          const action = (await actionsFor(diagnostic)).find((candidate) => candidate.title === title);
          if (action === undefined) throw new Error(`No quick fix is called ${title}.`);
          edits.length = 0;
          await connection.sendRequest("workspace/executeCommand", { command: action.command.command, arguments: action.command.arguments });
          await type(edits.flatMap((edit) => edit.documentChanges).flatMap((change) => change.edits).reduce(withEdit, text));
        },
      };
    },
  };
}

const mostValidations = 3;
const pause = 1500;

/** What editors call the languages of files: https://code.visualstudio.com/docs/languages/identifiers */
const languageIds: Readonly<Record<string, string>> = { ".ts": "typescript", ".go": "go", ".yaml": "yaml", ".sh": "shellscript" };

const packageOfServers = createRequire(import.meta.url).resolve("vscode-langservers-extracted/package.json");
const serverCommand = join(dirname(packageOfServers), "bin/vscode-eslint-language-server");

const capabilities = {
  workspace: { applyEdit: true, configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true } },
  textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } } },
};

/** What the VS Code extension sends for a user who changed nothing, or who has other files validated, as by `"eslint.validate": ["go"]` (https://github.com/microsoft/vscode-eslint#settings-options). */
function settingsFor(root: string): unknown {
  return {
    validate: "on",
    run: "onType",
    useESLintClass: true,
    useFlatConfig: true,
    experimental: { useFlatConfig: false },
    packageManager: "npm",
    nodePath: null,
    workspaceFolder: folderOf(root),
    workingDirectory: { directory: root },
    options: {},
    quiet: false,
    format: false,
    onIgnoredFiles: "off",
    rulesCustomizations: [],
    problems: { shortenToSingleLine: false },
    codeActionOnSave: { mode: "all" },
    codeAction: { disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" }, showDocumentation: { enable: true } },
  };
}

function folderOf(root: string): { readonly name: string; readonly uri: string } {
  return { name: "project", uri: uriOf(root) };
}

function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

function withEdit(text: string, { range, newText }: { readonly range: Range; readonly newText: string }): string {
  return text.slice(0, offsetAt(text, range.start)) + newText + text.slice(offsetAt(text, range.end));
}

function offsetAt(text: string, { line, character }: Range["start"]): number {
  const before = text.split("\n").slice(0, line);
  return before.reduce((offset, { length }) => offset + length + 1, 0) + character;
}
