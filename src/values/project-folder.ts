import { givenNameForm } from "./hole-forms.js";
import { hole, literalText } from "./text.js";
import type { Text } from "./value.js";

/** The project's own folder is written `/`. What it is called depends on where somebody has put it, and is the same everywhere in it. */
export const projectFolderName: Text = hole("name of the project's folder", { kind: "unknown", reason: "the name of the project's folder" }, givenNameForm);

export function isProjectFolder(path: Text): boolean {
  return literalText(path) === "/";
}
