import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { toolFileOf } from "../../models/tool-files.js";
import { hashDirectives } from "../hash-comments.js";

/** The facts of a file of a build tool or task runner: the comments that speak to ESLint. What else is in it is read where it runs. Never throws. */
export function lowerTool(text: string, file: string): FileFacts {
  const mark = /eslint/u.test(text) ? toolFileOf(file)?.comments : undefined;
  return scriptFacts("tool", { directives: mark === undefined ? [] : hashDirectives(commentsIn(text, mark)), problems: [] });
}

/** Comments that stand alone on their lines, or behind something and speak of its line. */
function commentsIn(text: string, mark: "#" | "//"): Parameters<typeof hashDirectives>[0] {
  return [...text.matchAll(mark === "#" ? /^([^\n#]*)#([^\n]*)/gmu : /^([^\n]*?)\/\/([^\n]*)/gmu)].map((match) => {
    const [whole, before = "", content = ""] = match;
    return { text: content, at: [match.index + before.length, match.index + whole.length], isAlone: before.trim() === "" };
  });
}
