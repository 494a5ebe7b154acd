import type { Operand, Pipeline, TemplateNode } from "../../facts/template.js";
import type { NamedTemplate, TemplateSource } from "./evaluate.js";

/**
 * The question whether a template may give an image: it speaks of one, or calls a template that does, or one that is not
 * known or has no fixed name.
 */
export function templatesThatSpeak(templates: ReadonlyMap<string, NamedTemplate>): (source: TemplateSource) => boolean {
  const known = new Map<string, boolean>();
  const named = (name: string): boolean => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const template = templates.get(name);
    if (template === undefined) return true;
    // One that calls itself says nothing new.
    known.set(name, false);
    const speaks = bodySpeaks(template.source, template.body) || callsIn(template.body).some((called) => called === undefined || named(called));
    known.set(name, speaks);
    return speaks;
  };
  return (source) => /image/iu.test(source.text.encoded) || callsIn(source.nodes).some((called) => called === undefined || named(called));
}

function bodySpeaks({ text }: TemplateSource, body: readonly TemplateNode[]): boolean {
  const [first, last] = [body[0], body.at(-1)];
  return first !== undefined && last !== undefined && /image/iu.test(text.encoded.slice(first.at[0], endOf(last)));
}

function endOf(node: TemplateNode): number {
  const inner = node.kind === "if" || node.kind === "with" || node.kind === "range" ? [...node.then, ...node.otherwise] : node.kind === "define" ? node.body : [];
  const last = inner.at(-1);
  return last === undefined ? node.at[1] : Math.max(node.at[1], endOf(last));
}

/** The names of the templates that nodes call; undefined for one that is made. */
export function callsIn(nodes: readonly TemplateNode[]): readonly (string | undefined)[] {
  const calls: (string | undefined)[] = [];
  const ofPipeline = (pipeline: Pipeline): void => {
    for (const { operands } of pipeline.commands) {
      const [first, second] = operands;
      if (first?.kind === "function" && first.name === "include") calls.push(second?.kind === "string" ? second.text : undefined);
      operands.forEach(ofOperand);
    }
  };
  const ofOperand = (operand: Operand): void => {
    if (operand.kind === "group") ofPipeline(operand.pipeline);
  };
  const ofNodes = (list: readonly TemplateNode[]): void => {
    for (const node of list) {
      if (node.kind === "template") calls.push(node.name);
      if ("pipeline" in node) ofPipeline(node.pipeline);
      if (node.kind === "if" || node.kind === "with" || node.kind === "range") {
        ofNodes(node.then);
        ofNodes(node.otherwise);
      }
    }
  };
  ofNodes(nodes);
  return calls;
}
