import type { ActionOutput } from "../../models/actions/action.js";
import { join, literal, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { writeFile } from "../files.js";
import { textValue } from "./values.js";
import type { Result, Step } from "./workflow.js";

/** The outputs of an action as expressions read them. A list is known as a list by who reads it as one. */
export function expressedOutputs(step: Step, outputs: ReadonlyMap<string, ActionOutput> | undefined, otherwise: Result["output"]): Result["output"] {
  if (outputs === undefined) return otherwise;
  const texts = new Map([...outputs].map(([name, output]) => [name.toLowerCase(), textOf(step, output)] as const));
  return (name) => {
    const text = texts.get(name.toLowerCase());
    return text === undefined ? otherwise(name) : textValue(text);
  };
}

function textOf(step: Step, output: ActionOutput): Text {
  switch (output.kind) {
    case "text":
      return output.text;
    case "file": {
      const path = literal(`/tmp/${step.list.name}/${step.name}/${output.name}`);
      writeFile(step.list.frame, path, output.content);
      return path;
    }
    case "list":
      return listText(step, output);
  }
}

/** The items, those too that may be missing on some runs: what is made of them may be made. */
function listText({ list }: Step, { items, separator }: Extract<ActionOutput, { kind: "list" }>): Text {
  const text = join(items.flatMap(({ text: item }, index) => [...(index === 0 ? [] : [{ text: literal(separator) }]), { text: item }]));
  if (items.length > 0) list.workflow.lists.set(uncaptured(text).key, items.map(({ text: item }) => item));
  return text;
}
