import { messages, reportFindings, type ImageRule } from "../src/rule.js";

/** Two equal literals, one at the build and one at the deploy, will drift apart. */
export const noHardcodedImage: ImageRule = {
  meta: {
    type: "suggestion",
    docs: { description: "disallow typing the reference of a built image again at its deploy" },
    hasSuggestions: true,
    languages: ["*"],
    schema: [],
    messages,
  },
  create: reportFindings("no-hardcoded-image"),
};
