import type { Operand, Pipeline, TemplateNode } from "../../facts/template.js";
import { imageValues, plainFunctions } from "../../models/werf.js";
import { placeOf } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import type { TemplateSource } from "../helm/evaluate.js";

/** An image that a template asks werf for by its name. */
export interface AskedImage {
  readonly name: string;
  readonly place: Place;
}

/** The images that a template prints as those of containers, on every way through it: not under a condition, in a loop or in a named template. */
export function askedImages({ text, nodes }: TemplateSource): readonly AskedImage[] {
  return nodes.flatMap((node) => {
    const name = nameIn(node);
    const place = node.kind === "print" && imageKey.test(text.encoded.slice(text.encoded.lastIndexOf("\n", node.at[0] - 1) + 1, node.at[0])) ? placeOf(text.at(...node.pipeline.at)) : undefined;
    return name === undefined || place === undefined ? [] : [{ name, place }];
  });
}

/** What stands before the name of a container's image in its line. */
const imageKey = /^[ \t]*(?:-[ \t]+)?image[ \t]*:[^#]*$/u;

function nameIn(node: TemplateNode): string | undefined {
  if (node.kind !== "print") return undefined;
  const [first, ...others] = node.pipeline.commands;
  const isPlain = others.every(({ operands: [called, ...given] }) => called?.kind === "function" && given.length === 0 && plainFunctions.has(called.name));
  return first === undefined || !isPlain ? undefined : nameAsked(first);
}

/** `.Values.werf.image.web`, `index .Values.werf.image "web"`, `quote .Values.werf.image.web`. */
function nameAsked({ operands: [called, ...given] }: Pipeline["commands"][number]): string | undefined {
  if (called === undefined) return undefined;
  if (given.length === 0) return nameBehind(called);
  const [first, second, ...others] = given;
  if (called.kind !== "function" || first === undefined) return undefined;
  if (plainFunctions.has(called.name) && second === undefined) return nameBehind(first);
  const isOfImages = imageValues.some((path) => pathOf(first)?.join() === path.join());
  return called.name === "index" && isOfImages && second?.kind === "string" && others.length === 0 ? second.text : undefined;
}

function nameBehind(operand: Operand): string | undefined {
  const path = pathOf(operand);
  return path !== undefined && imageValues.some((values) => path.length === values.length + 1 && values.every((step, index) => path[index] === step)) ? path.at(-1) : undefined;
}

function pathOf(operand: Operand): readonly string[] | undefined {
  return operand.kind === "field" || (operand.kind === "variable" && operand.name === "") ? operand.path : undefined;
}
