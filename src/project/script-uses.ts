import { posix } from "node:path";
import { isCode } from "../facts/facts.js";
import { toolFileOf } from "../models/tool-files.js";
import { programsOfYamlTool } from "../models/yaml-tools.js";
import type { ProjectFiles } from "./read-project.js";
import { remembering } from "./remembering.js";

/** A place where a file runs or includes a script or a Makefile of the project. */
export interface ScriptUse {
  /** The files that may be meant. */
  readonly scripts: readonly string[];
  /** Offset in the text of the user. */
  readonly place: number;
}

/**
 * The question which of the given scripts and Makefiles a file uses, by its text: it names one by its file name, or it calls
 * make where that would read it. Folders may stand in variables, so it rather answers once too often; but what code says in
 * comments and to people is no use.
 */
export function createScriptUses(project: ProjectFiles, scripts: readonly string[]): (user: string) => readonly ScriptUse[] {
  const tools = toolFilesAmong(project, scripts);
  // Who names what a tool reads does not run it.
  const named = nameFiles(scripts.filter((script) => !tools.callers.has(script)));
  const makefiles = scripts.filter((script) => isReadByMake(posix.basename(script)));
  const partsOfMakefiles = scripts.filter((script) => project.languageOf(script) === "make" && !isReadByMake(posix.basename(script)));
  const mayUse = codeSearch(named, makefiles.length > 0, tools.mayBeCalled);
  return (user) => {
    const language = project.languageOf(user);
    if (language === undefined || language === "dockerfile" || language === "hcl" || (language === "yaml" && project.yamlKindOf(user) !== "tool") || (isCode(language) && !mayUse(project.searchedText(user) ?? ""))) return [];
    const text = project.readText(user) ?? "";
    const reachable = remembering((target: string) => makefiles.filter((makefile) => makefile !== user && mayReach(user, text, makefile) && mayHaveTarget(project, makefile, target)));
    if (isCode(language)) {
      const uses = [...namesIn(text, user, named).filter(({ place }) => beforeRunPath.test(textBefore(text, place))), ...callsOfMake(text, makeCallInCode, reachable), ...callsOfTools(tools, text, user, commandStart)];
      return uses.filter(({ place }) => !isInCommentLine(text, place));
    }
    const included = language === "make" && openInclude.test(text) ? partsOfMakefiles.filter((part) => part !== user && isBelow(part, posix.dirname(user))) : [];
    return [...namesIn(text, user, named), ...callsOfMake(text, makeCallInScripts, reachable), ...callsOfTools(tools, text, user, beforeCommandInScripts), { scripts: included, place: 0 }];
  };
}

/** What make reads if it is not told (https://www.gnu.org/software/make/manual/make.html#Makefile-Names). */
function isReadByMake(name: string): boolean {
  return /^(?:GNUmakefile|[Mm]akefile)$/u.test(name);
}

/** The question whether a text of code may use one of them: few files do, and the rest are not looked through name by name. */
function codeSearch({ endings, hasPlainNames }: NamedFiles, withMake: boolean, mayCallTools: ((text: string) => boolean) | undefined): (text: string) => boolean {
  return (text) => mayCallTools?.(text) === true || endings.some((ending) => text.includes(ending)) || (withMake && makeWord.test(text)) || (hasPlainNames && (text.includes("exec") || text.includes("spawn")));
}

const makeWord = /make["'`\s]/;

/** A list of files that takes make to know: `include $(wildcard hack/*.mk)`. */
const openInclude = /^[ \t]*[-s]?include[ \t][^\n]*[$*?%]/m;

// ------------------------------------------------------------------------------------------------------------ names

interface NamedFiles {
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** How their names end: words to search for, which few texts have. */
  readonly endings: readonly string[];
  /** Names without an extension are ordinary words, unless they end a path. */
  readonly hasPlainNames: boolean;
}

function nameFiles(files: readonly string[]): NamedFiles {
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = posix.basename(file);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [file]);
    else known.push(file);
  }
  const extensions = new Set([...byName.keys()].map((name) => posix.extname(name)));
  const hasPlainNames = extensions.delete("");
  // A text is searched for each of them; people have two or three.
  return { byName, endings: extensions.size > mostEndings ? ["."] : [...extensions], hasPlainNames };
}

const mostEndings = 12;

/** The places where the names of files stand in a text. */
function namesIn(text: string, user: string, { byName, endings, hasPlainNames }: NamedFiles): readonly ScriptUse[] {
  const uses: ScriptUse[] = [];
  const filesAt = remembering((path: string) => {
    const files = (byName.get(posix.basename(path)) ?? []).filter((file) => file !== user);
    const folder = posix.dirname(path);
    return folder === "." ? files : files.filter((file) => posix.basename(posix.dirname(file)) === folder);
  });
  const addName = (start: number, end: number): void => {
    const name = text.slice(start, end);
    const scripts = byName.has(name) ? filesAt(posix.join(folderBefore(text, start), name)) : [];
    if (scripts.length > 0) uses.push({ scripts, place: start });
  };
  for (const ending of endings) {
    for (let at = text.indexOf(ending); at >= 0; at = text.indexOf(ending, at + 1)) addName(startOfName(text, at), ending === "." ? endOfName(text, at) : at + ending.length);
  }
  if (hasPlainNames) for (let at = text.indexOf("/"); at >= 0; at = text.indexOf("/", at + 1)) addName(at + 1, endOfName(text, at + 1));
  return uses;
}

function startOfName(text: string, end: number): number {
  let start = end;
  while (end - start < longestName && isOfName(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function endOfName(text: string, start: number): number {
  let end = start;
  while (end - start < longestName && isOfName(text.charCodeAt(end))) end += 1;
  return end;
}

/** File systems allow no longer one. */
const longestName = 255;

/** Letters, digits, and signs that people put in names of files. */
function isOfName(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || signsOfNames.has(code);
}

const signsOfNames: ReadonlySet<number> = new Set(["_", "-", ".", "+", "@"].map((sign) => sign.charCodeAt(0)));

/** The name of the folder that stands before a file's name; `.` where it is not known. */
function folderBefore(text: string, start: number): string {
  if (text[start - 1] !== "/") return ".";
  const [, sign = "", name = ""] = /(^|[^\w.-])([\w-][\w.-]*)\/$/.exec(textBefore(text, start)) ?? [];
  return name === "" || sign === "$" || sign === "{" ? "." : name;
}

/** As much of a text as a path before that place may take. */
function textBefore(text: string, place: number): string {
  return text.slice(Math.max(0, place - longestName), place);
}

/** How code begins a text, unlike a quotation in one; and where a shell in it would begin a command. */
const commandStart = "(?:(?:[(,=[{+:?|&>$]|\\breturn)\\s{0,99}[\"'`]|[;&|(]\\s{0,99}|^[ \\t]{0,99})";

/** A path begins a text, or stands where a shell would run it. */
const beforeRunPath = new RegExp(`(?:${commandStart}|\\b(?:sh|bash|dash|ksh|zsh|source|exec|env|sudo|time)\\s+(?:-\\S+\\s+)*)[\\w.+@\${}()%/-]*$`, "m");

function isInCommentLine(text: string, place: number): boolean {
  const before = textBefore(text, place);
  return /^\s*(?:\/\/|\/?\*)/.test(before.slice(before.lastIndexOf("\n") + 1));
}

// ------------------------------------------------------------------------------------------------------- calls of make

const makeCallInScripts = /(?<=^|[\s;&|("'`@])(?:g?make|\$[({]MAKE[)}])(?=$|[\s"'`)])/gm;

/** `"make"` as a word of a command line, or a command line in a text, whose first word may be a target. */
const makeCallInCode = new RegExp(`make(?<=["'\`/]make)["'\`]|make(?<=${commandStart}make)[ \\t]+([-\\w$]\\S*)`, "gm");

function callsOfMake(text: string, call: RegExp, reachable: (target: string) => readonly string[]): readonly ScriptUse[] {
  return [...text.matchAll(call)].map(({ 1: word = "", index }) => ({ scripts: reachable(/^[a-z][\w-]*/i.exec(word)?.[0] ?? ""), place: index }));
}

// -------------------------------------------------------------------------------------------------- calls of tools

/** Files that a tool reads which is called by its name, with the programs that read each. */
interface ToolFiles {
  readonly callers: ReadonlyMap<string, string>;
  /** Undefined where there are none. */
  readonly mayBeCalled: ((text: string) => boolean) | undefined;
}

function toolFilesAmong(project: ProjectFiles, scripts: readonly string[]): ToolFiles {
  const callers = new Map(scripts.flatMap((file) => {
    const programs = toolFileOf(file)?.programs ?? (project.languageOf(file) === "yaml" ? programsOfYamlTool(file, project.readText(file) ?? "") : undefined);
    return programs === undefined ? [] : [[file, programs] as const];
  }));
  const anyCaller = new RegExp(`["'\`](?:${[...new Set(callers.values())].join("|")})`, "u");
  return { callers, mayBeCalled: callers.size === 0 ? undefined : (text) => anyCaller.test(text) };
}

const beforeCommandInScripts = "(?:^|[\\s;&|(\"'`@])";

/** The files that lie beside the user or above it, or whose folder the user names, where it calls their program. */
function callsOfTools({ callers }: ToolFiles, text: string, user: string, before: string): readonly ScriptUse[] {
  const byPrograms = new Map<string, string[]>();
  for (const [file, programs] of callers) if (file !== user && mayReach(user, text, file)) byPrograms.set(programs, [...(byPrograms.get(programs) ?? []), file]);
  return [...byPrograms].flatMap(([programs, files]) => [...text.matchAll(new RegExp(`(?<=${before})${programs}`, "gmu"))].map(({ index }) => ({ scripts: files, place: index })));
}

/** The Makefile lies beside the user or above it, or the user names its folder. */
function mayReach(user: string, text: string, makefile: string): boolean {
  const folder = posix.dirname(makefile);
  return isBelow(user, folder) || text.includes(posix.basename(folder));
}

function isBelow(file: string, folder: string): boolean {
  return folder === "." || file.startsWith(`${folder}/`);
}

/** An empty target is one that is not known. */
function mayHaveTarget(project: ProjectFiles, makefile: string, target: string): boolean {
  return (project.searchedText(makefile) ?? "").includes(target);
}
