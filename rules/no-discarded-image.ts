import { messages, reportFindings, type ImageRule } from "../src/rule.js";

/** The reference of an image that a call made is dropped, so that what is deployed is another one. */
export const noDiscardedImage: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow dropping the reference of an image that was just built or named" },
    hasSuggestions: true,
    languages: ["*"],
    schema: [],
    messages,
  },
  create: reportFindings("no-discarded-image"),
};
