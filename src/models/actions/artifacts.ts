import { literal } from "../../values/text.js";
import type { Action } from "./action.js";

/** Actions that hand files from one job to others of the same run. */
export const artifactActions: readonly Action[] = [
  {
    names: ["actions/upload-artifact"],
    documentation: "https://github.com/actions/upload-artifact#inputs",
    effects: (call) => [{ kind: "hand-over", name: call.text("name") ?? literal("artifact"), paths: call.items("path") }],
  },
  {
    names: ["actions/download-artifact"],
    documentation: "https://github.com/actions/download-artifact#inputs",
    effects: (call) => [{ kind: "take-over", name: call.text("name"), pattern: call.text("pattern"), folder: call.text("path"), merges: call.flag("merge-multiple") === true }],
  },
];
