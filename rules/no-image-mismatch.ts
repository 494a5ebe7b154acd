import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** What is deployed can be none of the images that the project builds or loads. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow deploying an image under a reference that nothing in the project builds" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-image-mismatch", context),
};

export default rule;
