import { encodeText } from "../../values/encoding.js";
import { join } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { newUnknown, type Frame } from "../run.js";
import { sourceOf } from "./chart.js";
import { RenderingTooLarge, TemplateFails, renderTemplate } from "./evaluate.js";
import type { TemplateFunction } from "./functions.js";
import { newMap, type TemplateValue } from "./template-value.js";

/** A text of a tool's configuration that is a template of Go's, with names that the tool gives it. */
export interface PlainTemplate {
  readonly text: Text;
  /** What a name that stands in the template behind a dot is. */
  readonly valueOf: (name: string) => TemplateValue;
  /** The tool's own functions, which win over those of charts. */
  readonly functions?: Readonly<Record<string, TemplateFunction>> | undefined;
}

const mostSteps = 5_000;

/** What the template gives; a text without an action is itself. */
export function renderPlain(frame: Frame, { text, valueOf, functions }: PlainTemplate): Text {
  const encoded = encodeText(text)?.encoded ?? "";
  if (!encoded.includes("{{")) return text;
  const found = sourceOf(text);
  if (found === undefined || found.isBroken) return newUnknown(frame.run, "a template that cannot be read");
  const names = new Set([...encoded.matchAll(/\.([A-Za-z_]\w*)/gu)].map(([, name = ""]) => name));
  const root = newMap([...names].map((name) => [name, valueOf(name)] as const));
  try {
    return join([{ text: renderTemplate({ templates: new Map(), fileOf: () => undefined, read: (inner) => sourceOf(inner)?.source, steps: mostSteps, depth: 0, journal: [], jump: undefined, missing: new Set(), functions }, found.source, root) }]);
  } catch (error) {
    if (!(error instanceof TemplateFails) && !(error instanceof RenderingTooLarge) && !(error instanceof RangeError)) throw error;
    return newUnknown(frame.run, "a template that cannot be evaluated");
  }
}
