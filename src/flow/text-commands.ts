import type { CommandEffect, Slice } from "../models/command-effect.js";
import { isText, join, literal, literalText } from "../values/text.js";
import type { Text } from "../values/value.js";
import { use } from "./captures.js";
import type { CommandContext } from "./commands.js";
import { fileContent, pathInFolder, writeFile } from "./files.js";
import { environment } from "./properties.js";
import { newUnknown, nextOrder } from "./run.js";
import type { Frame } from "./run.js";
import type { Override } from "./site.js";
import { envsubst } from "./texts/envsubst.js";
import { applyJq } from "./texts/jq.js";
import { nearestLines } from "./texts/nearest-lines.js";
import { applySed } from "./texts/sed.js";
import { applyYq } from "./yq/apply.js";

type EffectOf<Kind extends CommandEffect["kind"]> = Extract<CommandEffect, { kind: Kind }>;

/** sed changes the files, or prints what it makes of its input; a substitution that finds nothing is an override that nothing reads. */
export function runSed(frame: Frame, effect: EffectOf<"sed">, textOf: (part: Slice) => Text, context: CommandContext): Text | undefined {
  const { run } = frame;
  const scripts = effect.scripts.map(textOf);
  const apply = (input: Text, target: string): Text => {
    const { output, substitutions } = applySed({ scripts, isExtended: effect.isExtended, isQuiet: effect.isQuiet, isPerl: effect.isPerl, input });
    for (const { pattern, place, replacement, isRead } of substitutions) {
      const candidates = isRead === "no" ? nearestLines(input, pattern).filter(({ shown }) => namesImage.test(shown)).map((line) => ({ name: literalText(line.text)?.trim() ?? "", reference: referenceIn(line.text), place: line.place })) : [];
      record(frame, { how: effect.isPerl ? "perl" : "sed", key: pattern, value: referenceIn(replacement), place: place ?? context.place, isRead, candidates, target, otherwise: "keeps" });
    }
    return output ?? newUnknown(run, `what ${effect.isPerl ? "perl" : "sed"} makes of a text`);
  };
  if (effect.files.length === 0) {
    if (context.input === undefined) return newUnknown(run, "what sed makes of a text");
    use(context.input);
    return apply(context.input, "its input");
  }
  const outputs: Text[] = [];
  for (const file of effect.files.map(textOf)) {
    const content = fileContent(frame, file, context.folder);
    const changed = content === undefined || !isText(content) ? newUnknown(run, "what sed makes of a file") : apply(content, literalText(file) ?? "a file");
    if (effect.isInPlace) writeFile(frame, pathInFolder(file, context.folder), changed);
    else outputs.push(changed);
  }
  return effect.isInPlace ? literal("") : joined(outputs);
}

/** A line with an image's key or variable, or one that is a reference, or may be. */
const namesImage = /image|img|^\S*[/:]\S*$/iu;

function joined(texts: readonly Text[]): Text | undefined {
  const [only] = texts;
  return texts.length <= 1 ? only : join(texts.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal("\n") }, { text }])));
}

/** What stands behind `image:` in a line of a manifest, or the text itself. */
function referenceIn(text: Text): Text | undefined {
  const parts = text.kind === "joined" ? text.parts : [{ text }];
  const [first, ...rest] = parts;
  const known = first === undefined ? undefined : literalText(first.text);
  if (first === undefined || known === undefined) return text;
  const [, key] = /^(.*\bimage["']?\s*:\s*["']?)/u.exec(known) ?? [];
  if (key === undefined) return text;
  return join([{ text: first.text.kind === "literal" && first.text.source !== undefined ? literal(known.slice(key.length), { ...first.text.source, offset: first.text.source.offset + key.length }) : literal(known.slice(key.length)) }, ...rest]);
}

export function record({ run, activation }: Frame, override: Omit<Override, "path" | "order">): void {
  run.overrides.push({ ...override, path: activation.path, order: nextOrder(run) });
}

/** yq changes the documents of the files, or prints what it makes of them or of its input; an assignment whose path nothing has is an override that nothing reads. */
export function runYq(frame: Frame, effect: EffectOf<"yq">, textOf: (part: Slice) => Text, context: CommandContext): Text | undefined {
  const { run } = frame;
  const expression = textOf(effect.expression);
  const apply = (documents: Text, target: string): Text => {
    const { output, overrides } = applyYq({ expression, documents, environment: (name) => context.environment?.(name)?.value ?? written(frame, name), place: context.place, target });
    for (const override of overrides) record(frame, override);
    return output ?? newUnknown(run, "what yq makes of a text");
  };
  if (effect.files.length === 0) {
    if (context.input === undefined) return newUnknown(run, "what yq makes of a text");
    use(context.input);
    return apply(context.input, "its input");
  }
  const outputs = effect.files.map(textOf).map((file): Text => {
    const content = fileContent(frame, file, context.folder);
    if (effect.isInPlace && content !== undefined && isText(content) && isSchemaOnly(content)) return content;
    const made = content === undefined || !isText(content) ? newUnknown(run, "what yq makes of a file") : apply(content, literalText(file) ?? "a file");
    if (effect.isInPlace) writeFile(frame, pathInFolder(file, context.folder), made);
    return made;
  });
  return effect.isInPlace ? literal("") : joined(outputs);
}

/** Definitions of resources are long, and deploy nothing however they are changed. */
function isSchemaOnly(documents: Text): boolean {
  const kinds = [...(literalText(documents) ?? "").matchAll(/^kind:[ \t]*(\S*)/gmu)].map(([, kind]) => kind);
  return kinds.length > 0 && kinds.every((kind) => kind === "CustomResourceDefinition");
}

/** jq prints what it makes of its input, or of files; undefined where that is not known. */
export function runJq(frame: Frame, { filter, files, ...printing }: EffectOf<"jq">, textOf: (part: Slice) => Text, { input, folder, isContained }: CommandContext): Text | undefined {
  const program = literalText(textOf(filter));
  if (program === undefined || (files.length > 0 && isContained === true)) return undefined;
  const inputs = files.length === 0 ? [input] : files.map((file) => fileContent(frame, textOf(file), folder));
  const outputs = inputs.map((text) => (text === undefined || !isText(text) ? undefined : applyJq({ filter: program, input: text, ...printing })));
  return outputs.every((output) => output !== undefined) ? joined(outputs) : undefined;
}

/** envsubst puts the environment's variables into its input. */
export function runEnvsubst(frame: Frame, effect: EffectOf<"envsubst">, textOf: (part: Slice) => Text, { input, environment: given }: CommandContext): Text {
  if (input === undefined) return newUnknown(frame.run, "what envsubst makes of a text");
  const list = effect.only === undefined ? undefined : literalText(textOf(effect.only));
  const only = list === undefined ? undefined : new Set([...list.matchAll(/\$\{?(\w+)\}?/gu)].map(([, name = ""]) => name));
  return envsubst(input, (name) => given?.(name)?.value ?? written(frame, name) ?? environment(name), only).output;
}

function written({ run }: Frame, name: string): Text | undefined {
  const value = run.files.get(`env ${name}`)?.value;
  return value !== undefined && isText(value) ? value : undefined;
}

/** Files are copied: whoever reads the copy finds what the first one held. */
export function runCopy(frame: Frame, effect: EffectOf<"copy">, textOf: (part: Slice) => Text, { folder }: CommandContext): void {
  const to = textOf(effect.to);
  const known = literalText(to);
  for (const from of effect.from.map(textOf)) {
    const content = fileContent(frame, from, folder);
    const source = literalText(from);
    if (content === undefined || source === undefined) continue;
    const isFolder = known === undefined || known.endsWith("/") || effect.from.length > 1 || !/\.\w+$/u.test(known);
    const target = isFolder ? join([{ text: to }, { text: literal(known?.endsWith("/") === true ? "" : "/") }, { text: literal(source.slice(source.lastIndexOf("/") + 1)) }]) : to;
    writeFile(frame, pathInFolder(target, folder), content);
  }
}
