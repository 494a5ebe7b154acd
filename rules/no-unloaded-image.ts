import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** An image does not reach the cluster that it is deployed to: not loaded, loaded under another reference, or into another cluster. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow deploying an image to a cluster that it was not loaded into, and loading one that was not built" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-unloaded-image", context),
};

export default rule;
