import { posix } from "node:path";
import type { JustCall } from "../../models/tool-calls.js";
import { literalText, slice } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { projectFileAt } from "../files.js";
import type { GivenText } from "../process-environment.js";
import { newUnknown, type Frame } from "../run.js";
import { normalPath } from "../shell/shell.js";
import type { ToolLine } from "../tools/run-tool.js";
import { findRecipe, isJustfileName, justModule, recipesIn } from "./justfile.js";
import { newJustCall, runRecipe } from "./run-recipe.js";

/** `just TAG=dev build web push`; undefined where a recipe is not in the project, or its name is not known. */
export function callJust(frame: Frame, call: JustCall, { textOf, given, context }: ToolLine): Text | undefined {
  const { project } = frame.run;
  const file = call.file === undefined ? justfileAbove(frame, context.folder) : projectFileAt(frame, textOf(call.file), context.folder);
  const folder = call.folder === undefined ? undefined : literalText(textOf(call.folder));
  const module = file === undefined || (call.folder !== undefined && folder === undefined) ? undefined : justModule(project, file, folder === undefined ? undefined : normalPath(`/${folder}`).slice(1));
  if (module === undefined) return undefined;
  const words = call.words.map((word): GivenText => {
    const { reference, origin } = given(word);
    return { value: reference, origin };
  });
  const variables = new Map<string, GivenText>();
  let at = 0;
  for (let name = variableIn(words[at]); name !== undefined; name = variableIn(words[at])) {
    const word = words[at];
    if (word !== undefined) variables.set(name, { ...word, value: slice(word.value, name.length + 1, Infinity) });
    at += 1;
  }
  const started = newJustCall(context, variables);
  const first = recipesIn(module)[0]?.item.name;
  const rest = at < words.length ? words.slice(at) : undefined;
  if (rest === undefined) {
    const recipe = first === undefined ? undefined : findRecipe(project, module, first);
    if (recipe === undefined) return undefined;
    runRecipe(started, frame, recipe, [], context.place);
    return newUnknown(frame.run, "the output of just");
  }
  for (let next = 0; next < rest.length; ) {
    const name = nameOf(rest[next]);
    const below = nameOf(rest[next + 1]);
    const own = name === undefined ? undefined : findRecipe(project, module, name);
    // `just docker build`: a recipe of a module.
    const ofModule = name === undefined || below === undefined ? undefined : findRecipe(project, module, `${name}::${below}`);
    const recipe = own?.module === module ? own : (ofModule ?? own);
    if (recipe === undefined) return undefined;
    next += recipe === ofModule ? 2 : 1;
    const most = recipe.item.parameters.some(({ takes }) => takes !== "one") ? Infinity : recipe.item.parameters.length;
    const taken = rest.slice(next, next + most);
    next += taken.length;
    runRecipe(started, frame, recipe, taken, context.place);
  }
  return newUnknown(frame.run, "the output of just");
}

function nameOf(word: GivenText | undefined): string | undefined {
  return word === undefined ? undefined : literalText(word.value);
}

function variableIn(word: GivenText | undefined): string | undefined {
  const { value } = word ?? {};
  const beginning = value?.kind === "joined" ? value.parts[0]?.text : value;
  return beginning?.kind === "literal" ? /^([A-Za-z_][\w-]*)=/u.exec(beginning.text)?.[1] : undefined;
}

/** The justfile of a folder, or of the nearest one above it. */
function justfileAbove(frame: Frame, from: Text | undefined): string | undefined {
  const base = from === undefined ? "/" : literalText(from);
  if (base === undefined) return undefined;
  const files = frame.run.project.files.filter((file) => isJustfileName(posix.basename(file)));
  for (let folder = normalPath(`/${base}`); ; folder = posix.dirname(folder)) {
    const found = files.find((file) => posix.dirname(`/${file}`) === folder);
    if (found !== undefined || folder === "/") return found;
  }
}
