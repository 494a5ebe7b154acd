import { predefinedVariable } from "../../models/gitlab-variables.js";
import type { GitLabEvent, GitLabVariable } from "../../models/gitlab-variables.js";
import { substring } from "../../values/patterns.js";
import { choice, encodedLength, hole, isText, join, literal, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import { namedEntries } from "../pipelines/trees.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import { lettersAt, textAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** A variable as a file defines it: others are put into it, unless it says that it is raw. */
export interface Definition {
  readonly text: Text;
  readonly isRaw: boolean;
}

export type Definitions = ReadonlyMap<string, Definition>;

export const noDefinitions: Definitions = new Map();

/** A `variables:` map, whose values are texts or `{ value, expand }` (https://docs.gitlab.com/ci/yaml/#variables). */
export function definitionsIn(tree: YamlTree | undefined): Definitions {
  return new Map(
    namedEntries(tree).flatMap(({ name, value }): readonly (readonly [string, Definition])[] => {
      const text = value.kind === "scalar" ? (value.type === "null" ? literal("") : value.text) : textAt(value, "value");
      return text === undefined ? [] : [[name, { text, isRaw: lettersAt(value, "expand") === "false" }]];
    }),
  );
}

/** Variables that hold what somebody has put together already: nothing is put into them. */
export function rawDefinitions(values: ReadonlyMap<string, Text>): Definitions {
  return new Map([...values].map(([name, text]) => [name, { text, isRaw: true }]));
}

/** Layers of variables, those that count before others behind them. */
export function definitionsOver(...layers: readonly Definitions[]): Definitions {
  return new Map(layers.flatMap((layer) => [...layer]));
}

/** Variables with what the server sets; `fresh` gives what differs in each job. */
export interface Variables {
  readonly definitions: Definitions;
  readonly event: GitLabEvent;
  readonly fresh: (name: string) => Text;
  /** Values that have been put together: each variable may hold others many times over. */
  readonly memory: Map<string, Text>;
}

/** What a job's commands get. */
export function environmentIn(variables: Variables): ProcessEnvironment {
  const known = new Map<string, GivenText | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, givenBy(variables, name));
    return known.get(name);
  };
}

/** What is put together of a variable and others in a script is repaired there: only the whole of a value has its place here. */
function givenBy(variables: Variables, name: string): GivenText | undefined {
  const value = valueOf(variables, name, []);
  return value === undefined ? undefined : { value };
}

/** A text of the file with the variables in it (https://docs.gitlab.com/ci/variables/where_variables_can_be_used/). */
export function expanded(variables: Variables, text: Text, within: readonly string[] = []): Text {
  return withMarks(text, mark, ([whole, braced, bare]) => {
    const name = braced ?? bare;
    if (name === undefined) return whole === "$$" ? literal("$") : undefined;
    return valueOf(variables, name, within) ?? environment(name);
  });
}

const mark = /\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/gu;

/** The value of a variable; undefined for one that only the settings of the project may hold. */
export function valueOf(variables: Variables, name: string, within: readonly string[] = []): Text | undefined {
  const defined = within.includes(name) ? undefined : variables.definitions.get(name);
  if (defined === undefined) {
    const known = predefinedVariable(name, variables.event);
    return known === undefined ? undefined : predefinedText(variables, name, known);
  }
  if (defined.isRaw) return defined.text;
  const known = variables.memory.get(name);
  if (known !== undefined) return known;
  const text = within.length >= deepest ? undefined : expanded(variables, defined.text, [...within, name]);
  const value = text === undefined || encodedLength(text) > longest ? unknown(`variable ${name} of ${defined.text.key}`, "a variable that holds too many others") : text;
  variables.memory.set(name, value);
  return value;
}

/** Variables in variables; each may hold others more than once. */
const deepest = 12;
const longest = 4_000;

function predefinedText(variables: Variables, name: string, known: GitLabVariable): Text {
  const other = (wanted: string): Text => valueOf(variables, wanted, [name]) ?? environment(wanted);
  switch (known.kind) {
    case "same":
      return other(known.name);
    case "part": {
      const part = substring(other(known.name), 0, known.length);
      // The same text as `${CI_COMMIT_SHA:0:8}`, under the name that people know.
      return part?.kind === "hole" ? { ...part, origin: { kind: "environment", name } } : (part ?? environment(name));
    }
    case "path":
      return join([{ text: other(known.names[0]) }, { text: literal("/") }, { text: other(known.names[1]) }]);
    case "letters":
      return literal(known.letters);
    case "per job":
      return variables.fresh(name);
    case "one of": {
      const chosen = choice(known.letters.map((letters) => literal(letters)), `env ${name}`);
      return isText(chosen) ? chosen : environment(name);
    }
    case "given":
      return { ...hole(`env ${name}`, { kind: "environment", name }, known.form), ...(known.isSet === true ? { isSet: true as const } : {}) };
  }
}
