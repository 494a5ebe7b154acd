import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** A generator of unique names is called a second time, which names an image that nobody built. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow generating a unique image name again where the first one was meant" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-regenerated-tag", context),
};

export default rule;
