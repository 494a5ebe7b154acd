import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** An image is built or loaded, and nothing uses it. */
const rule: ImageRule = {
  meta: {
    type: "suggestion",
    docs: { description: "disallow building or loading an image that nothing uses" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-unused-image", context),
};

export default rule;
