import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { alternativesOf, choice, isText, join, literal, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { appendToFile, fileContent } from "../files.js";
import type { Frame } from "../run.js";

/**
 * The files by which a step says what others shall know: it writes lines to them (`echo "name=value" >> "$GITHUB_OUTPUT"`,
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable).
 */
export interface CommandFile {
  readonly path: Text;
}

/** A file of a step's own; `name` tells it from others of the same run. */
export function commandFile(name: string): CommandFile {
  return { path: literal(`/.workflow/${name}`) };
}

/** Writes a name's value as a step does, whatever lines it has. */
export function writeValue(frame: Frame, file: CommandFile, name: string, value: Text): void {
  appendToFile(frame, file.path, join([{ text: literal(`${name}<<${delimiter}\n`) }, { text: value }, { text: literal(`\n${delimiter}`) }]));
}

/** As the toolkit of actions has it (https://github.com/actions/toolkit/blob/main/packages/core/src/file-command.ts). */
const delimiter = "ghadelimiter";

/** What has been written under a name so far; undefined if nothing was. */
export function valueIn(frame: Frame, file: CommandFile, name: string): Text | undefined {
  const content = fileContent(frame, file.path);
  return content === undefined || !isText(content) ? undefined : valueWritten(content, name);
}

/** What lines give a name. On ways that write nothing under it, it is what another way gives. */
export function valueWritten(content: Text, name: string): Text | undefined {
  const plain = uncaptured(content);
  if (plain.kind !== "choice") return assignmentsIn(plain).get(name);
  const found = plain.alternatives.flatMap((alternative) => (isText(alternative) ? (valueWritten(alternative, name) ?? []) : []));
  if (found.length === 0) return undefined;
  const chosen = choice(found, `${plain.key} of ${name} ${found.map(({ key }) => key).join()}`);
  return isText(chosen) ? chosen : undefined;
}

const memory = new WeakMap<Text, ReadonlyMap<string, Text>>();

function assignmentsIn(content: Text): ReadonlyMap<string, Text> {
  const known = memory.get(content) ?? readAssignments(content);
  memory.set(content, known);
  return known;
}

/** `name=value`, and `name<<END` with lines up to `END`; the last one counts. */
function readAssignments(content: Text): ReadonlyMap<string, Text> {
  const values = new Map<string, Text>();
  const source = encodeText(content);
  if (source === undefined) return values;
  const lines = linesIn(source);
  for (let index = 0; index < lines.length; index += 1) {
    const [start, end] = lines[index] ?? [0, 0];
    const written = source.encoded.slice(start, end);
    const [, name, mark] = /^[ \t]*([\w.-]+)(=|<<)/u.exec(written) ?? [];
    if (name === undefined || mark === undefined) continue;
    const from = start + written.indexOf(mark) + mark.length;
    if (mark === "=") {
      values.set(name, source.at(from, end));
      continue;
    }
    const closing = source.at(from, end).key;
    const first = index + 1;
    while (index + 1 < lines.length && source.at(...(lines[index + 1] ?? [0, 0])).key !== closing) index += 1;
    const [bodyStart] = lines[first] ?? [end, end];
    const bodyEnd = index < first ? bodyStart : (lines[index]?.[1] ?? bodyStart);
    values.set(name, source.at(bodyStart, bodyEnd));
    index += 1;
  }
  return values;
}

/** Each line without its end. */
function linesIn({ encoded }: EncodedText): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  for (let start = 0; start <= encoded.length; ) {
    const found = encoded.indexOf("\n", start);
    const end = found < 0 ? encoded.length : found;
    lines.push([start, encoded.charAt(end - 1) === "\r" && end > start ? end - 1 : end]);
    start = end + 1;
  }
  return lines;
}

/** `::set-output name=x::value`, which the runner once read from what a step prints. */
export function valuePrinted(output: Text, name: string): Text | undefined {
  for (const text of alternativesOf(output) ?? []) {
    const source = encodeText(text);
    const match = source === undefined ? null : new RegExp(`^::set-output name=${name.replace(/[^\w-]/gu, "\\$&")}::`, "mu").exec(source.encoded);
    if (source === undefined || match === null) continue;
    const start = match.index + match[0].length;
    const end = source.encoded.indexOf("\n", start);
    return source.at(start, end < 0 ? source.encoded.length : end);
  }
  return undefined;
}

