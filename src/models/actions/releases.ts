import { join, literal } from "../../values/text.js";
import type { Action } from "./action.js";

/** Actions that make releases. */
export const releaseActions: readonly Action[] = [
  {
    names: ["goreleaser/goreleaser-action"],
    documentation: "https://github.com/goreleaser/goreleaser-action#inputs",
    effects: (call) => {
      const given = call.text("args");
      return given === undefined || call.flag("install-only") === true ? [] : [{ kind: "script", script: join([{ text: literal("goreleaser ") }, { text: given }]), folder: call.text("workdir") }];
    },
  },
];
