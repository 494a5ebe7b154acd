import { posix } from "node:path";
import { composeNames, overrideNames, projectNameOf } from "../../models/compose.js";
import { hole, isText, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent, projectFileAt } from "../files.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import type { Frame } from "../run.js";
import { withDefault } from "../texts/interpolation.js";
import { itemsAt, textAt, treesOf, valueAt } from "../yaml-tree.js";
import type { YamlEntry, YamlTree } from "../yaml-tree.js";
import { variablesIn } from "./env-file.js";
import { mergeService } from "./model.js";
import type { Service } from "./model.js";
import { keysOf, readService, textIn } from "./read-service.js";
import type { Reading } from "./read-service.js";

/** What compose is told to read. */
export interface ComposeFiles {
  /** None: those that `COMPOSE_FILE` names, or the default file with its override. */
  readonly files: readonly Text[];
  readonly envFiles: readonly Text[];
  /** `--project-directory` */
  readonly directory: Text | undefined;
  /** `--project-name` */
  readonly name: Text | undefined;
  /** Variables that it is given beside those of the process. */
  readonly environment: ProcessEnvironment | undefined;
  /** Where it runs. */
  readonly folder: Text | undefined;
}

/** A compose project: all of its files as one. */
export interface ComposeProject {
  readonly name: Text;
  readonly services: ReadonlyMap<string, Service>;
  readonly variables: (name: string) => GivenText | undefined;
  /** A part of it could not be read. */
  readonly isOpen: boolean;
}

const mostFiles = 200;

/** Reads a compose project; undefined where the project has no such file. */
export function readComposeProject(frame: Frame, given: ComposeFiles): ComposeProject | undefined {
  const found = filesOf(frame, given);
  const [first] = found;
  if (first === undefined) return undefined;
  const folder = given.directory === undefined ? folderOf(first.file) : folderNamed(given.directory, given.folder);
  const variables = variablesOf(frame, given, folder);
  const loading: Loading = { frame, read: new Map(), isOpen: found.some(({ content }) => content === undefined), left: mostFiles };
  const services = loadFiles(loading, found, { variables, folder });
  return { name: nameOf(given, found, variables, folder), services, variables, isOpen: loading.isOpen };
}

interface FoundFile {
  /** Relative to the project's root; undefined for one that the run has written. */
  readonly file: string | undefined;
  readonly content: Text | undefined;
}

interface Loading {
  readonly frame: Frame;
  /** Trees by their files: one that is extended twice is read once. */
  readonly read: Map<string, YamlTree>;
  isOpen: boolean;
  left: number;
}

// ------------------------------------------------------------------------------------------------ finding files

function filesOf(frame: Frame, { files, environment: given, folder }: ComposeFiles): readonly FoundFile[] {
  const named = files.length > 0 ? files : namedInEnvironment(frame, given, folder);
  if (named.length > 0) return named.filter((file) => literalText(file) !== "-").map((file) => find(frame, file, folder) ?? { file: undefined, content: undefined }).filter(({ content }, index) => content !== undefined || index > 0);
  const first = firstOf(frame, composeNames, folder);
  if (first === undefined) return [];
  const beside = overrideNames.map((name) => literal(first.file === undefined ? name : posix.join("/", posix.dirname(first.file), name)));
  const over = beside.map((name) => find(frame, name, folder)).find((one) => one !== undefined);
  return over === undefined ? [first] : [first, over];
}

function firstOf(frame: Frame, names: readonly string[], folder: Text | undefined): FoundFile | undefined {
  for (const name of names) {
    const one = find(frame, literal(name), folder);
    if (one !== undefined) return one;
  }
  return undefined;
}

/** `COMPOSE_FILE=a.yaml:b.yaml` (https://docs.docker.com/compose/how-tos/environment-variables/envvars/#compose_file) */
function namedInEnvironment(frame: Frame, given: ProcessEnvironment | undefined, folder: Text | undefined): readonly Text[] {
  const dotenv = find(frame, literal(".env"), folder)?.content;
  const value = given?.("COMPOSE_FILE")?.value ?? (dotenv === undefined ? undefined : variablesIn(dotenv, () => undefined).get("COMPOSE_FILE"));
  const letters = value === undefined ? undefined : literalText(value);
  return letters === undefined || letters === "" ? [] : letters.split(":").map((file) => literal(file));
}

function find(frame: Frame, path: Text, folder: Text | undefined): FoundFile | undefined {
  const content = fileContent(frame, path, folder);
  if (content === undefined || !isText(content)) return undefined;
  const file = projectFileAt(frame, path, folder);
  return { file: placeOf(content)?.file === file ? file : undefined, content };
}

function folderOf(file: string | undefined): string | undefined {
  const folder = file === undefined ? undefined : posix.dirname(file);
  return folder === "." ? "" : folder;
}

function folderNamed(directory: Text, from: Text | undefined): string | undefined {
  const [letters, base] = [directory, from].map((text) => (text === undefined ? "" : literalText(text)));
  return letters === undefined || base === undefined ? undefined : posix.join("/", base, letters).slice(1);
}

// ---------------------------------------------------------------------------------------------------- variables

/** The environment wins over `.env` (https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/). */
function variablesOf(frame: Frame, { envFiles, environment: given, folder: from }: ComposeFiles, folder: string | undefined): (name: string) => GivenText | undefined {
  const process: ProcessEnvironment = (name) => {
    const own = given?.(name);
    if (own !== undefined) return own;
    const set = frame.run.files.get(`env ${name}`)?.value;
    return set !== undefined && isText(set) ? { value: set } : undefined;
  };
  const files = envFiles.length > 0 ? envFiles.map((file) => find(frame, file, from)) : [find(frame, literal(folder === undefined ? ".env" : `/${folder}/.env`), undefined)];
  const ofFiles = new Map<string, Text>();
  for (const file of files) if (file?.content !== undefined) for (const [name, value] of variablesIn(file.content, (one) => process(one) ?? { value: environment(one) })) ofFiles.set(name, value);
  return (name) => {
    const set = process(name);
    if (set !== undefined) return set;
    const value = ofFiles.get(name);
    return { value: value === undefined ? environment(name) : withDefault(environment(name), value) };
  };
}

function nameOf(given: ComposeFiles, files: readonly FoundFile[], variables: (name: string) => GivenText | undefined, folder: string | undefined): Text {
  const ofEnvironment = variables("COMPOSE_PROJECT_NAME")?.value;
  const set = ofEnvironment?.kind === "choice" ? ofEnvironment.alternatives.find((one) => one.kind === "literal") : ofEnvironment;
  const written = files.map(({ content }) => (content === undefined ? undefined : textAt(treesOf(content).trees[0], "name"))).findLast((name) => name !== undefined);
  const name = given.name ?? (set !== undefined && isText(set) && set.kind !== "hole" ? set : undefined) ?? (written === undefined ? undefined : textIn({ variables }, { kind: "scalar", text: written, type: "text" })?.value);
  if (name !== undefined) return name;
  const last = folder === undefined ? "" : projectNameOf(posix.basename(folder));
  return last === "" ? hole("name of the root folder", { kind: "unknown", reason: "the name of the folder that the project is in" }) : literal(last);
}

// ------------------------------------------------------------------------------------------------------ loading

type Scope = Pick<Reading, "variables" | "folder">;

function loadFiles(loading: Loading, files: readonly FoundFile[], scope: Scope): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const { file, content } of files) {
    const tree = content === undefined ? undefined : treeOf(loading, file, content);
    if (tree === undefined) continue;
    const reading: Reading = { ...scope, tagOf: tagReader(loading.frame) };
    for (const [name, service] of includedIn(loading, file, tree, scope)) services.set(name, mergeService(services.get(name), service));
    const own = valueAt(tree, "services");
    for (const name of keysOf(own)) {
      const service = serviceIn(loading, { file, tree, reading }, name, []);
      if (service !== undefined) services.set(name, mergeService(services.get(name), service));
    }
  }
  return services;
}

/** The first document of a file, read once. */
function treeOf(loading: Loading, file: string | undefined, content: Text): YamlTree | undefined {
  const known = file === undefined ? undefined : loading.read.get(file);
  if (known !== undefined) return known;
  loading.left -= 1;
  if (loading.left < 0) {
    loading.isOpen = true;
    return undefined;
  }
  const [tree] = treesOf(content).trees;
  if (file !== undefined && tree !== undefined) loading.read.set(file, tree);
  return tree;
}

/** `include`: files with paths and variables of their own (https://docs.docker.com/reference/compose-file/include/). */
function includedIn(loading: Loading, file: string | undefined, tree: YamlTree, scope: Scope): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const item of itemsAt(tree, "include")) {
    const paths = item.kind === "scalar" ? [item] : valueAt(item, "path")?.kind === "list" ? itemsAt(item, "path") : [valueAt(item, "path")].flatMap((one) => one ?? []);
    const found = paths.flatMap((path) => fileBeside(loading, file, textIn(scope, path)?.value) ?? []);
    const fresh = found.filter((one) => one.file === undefined || !loading.read.has(one.file));
    if (found.length < paths.length) loading.isOpen = true;
    const [first] = found;
    for (const [name, service] of first === undefined ? [] : loadFiles(loading, fresh, { ...scope, folder: folderOf(first.file) ?? scope.folder })) services.set(name, service);
  }
  return services;
}

function fileBeside(loading: Loading, file: string | undefined, path: Text | undefined): FoundFile | undefined {
  const letters = path === undefined ? undefined : literalText(path);
  if (letters === undefined) return undefined;
  return find(loading.frame, literal(file === undefined ? letters : posix.join("/", posix.dirname(file), letters)), undefined);
}

interface ServiceFile {
  readonly file: string | undefined;
  readonly tree: YamlTree;
  readonly reading: Reading;
}

const deepestExtends = 20;

/** A service with what it extends (https://docs.docker.com/reference/compose-file/services/#extends). */
function serviceIn(loading: Loading, from: ServiceFile, name: string, above: readonly string[]): Service | undefined {
  const entry = servicesIn(from).get(name);
  if (entry === undefined) return undefined;
  const { key: written, value: tree } = entry;
  const own = { ...readService(from.reading, name, tree), place: placeOf(written) };
  const extended = valueAt(tree, "extends");
  if (extended === undefined) return own;
  const text = (key: string): string | undefined => literalText(textIn(from.reading, valueAt(extended, key))?.value ?? literal("")) ?? undefined;
  const service = extended.kind === "scalar" ? literalText(extended.text) : text("service");
  const id = `${from.file ?? ""} ${name}`;
  if (service === undefined || above.includes(id) || above.length > deepestExtends) return own;
  const path = extended.kind === "map" ? text("file") : "";
  const other = path === "" || path === undefined ? from : otherFile(loading, from, path);
  const base = other === undefined ? undefined : serviceIn(loading, other, service, [...above, id]);
  if (base === undefined) {
    loading.isOpen = true;
    return own;
  }
  // What the other service needs to be started is not taken over.
  return mergeService({ ...base, name, place: own.place, needs: [], profiles: [] }, own);
}

const byName = new WeakMap<YamlTree, ReadonlyMap<string, YamlEntry>>();

/** The services of a file by their names. */
function servicesIn({ tree }: ServiceFile): ReadonlyMap<string, YamlEntry> {
  const services = valueAt(tree, "services");
  const entries = services?.kind === "map" ? services.entries : [];
  const known = byName.get(tree) ?? new Map(entries.map((entry) => [literalText(entry.key) ?? entry.key.key, entry]));
  byName.set(tree, known);
  return known;
}

function otherFile(loading: Loading, from: ServiceFile, path: string): ServiceFile | undefined {
  const found = fileBeside(loading, from.file, literal(path));
  const tree = found?.content === undefined ? undefined : treeOf(loading, found.file, found.content);
  return tree === undefined ? undefined : { file: found?.file, tree, reading: { ...from.reading, folder: folderOf(found?.file) ?? from.reading.folder } };
}

/** The parser leaves tags out, so they are looked up where they are written (https://docs.docker.com/reference/compose-file/merge/#reset-value). */
function tagReader({ run }: Frame): Reading["tagOf"] {
  return ({ place }) => {
    if (place === undefined) return undefined;
    const text = run.project.readText(place.file) ?? "";
    return /!(?:reset|override)(?=[ \t\r\n]*["']?$)/u.exec(text.slice(Math.max(0, place.start - longestGap), place.start))?.[0];
  };
}

const longestGap = 200;
