import { messages, reportFindings, type ImageRule } from "../src/rule.js";

/** A generator of unique names is called a second time, which names an image that nobody built. */
export const noRegeneratedTag: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow generating a unique image name again where the first one was meant" },
    hasSuggestions: true,
    languages: ["*"],
    schema: [],
    messages,
  },
  create: reportFindings("no-regenerated-tag"),
};
