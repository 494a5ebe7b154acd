import { messages, reportFindings, type ImageRule } from "../src/rule.js";

/** What is deployed can be none of the images that the project builds or loads. */
export const noImageMismatch: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow deploying an image under a reference that nothing in the project builds" },
    hasSuggestions: true,
    languages: ["*"],
    schema: [],
    messages,
  },
  create: reportFindings("no-image-mismatch"),
};
