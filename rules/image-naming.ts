import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** A name that no engine takes, or that the project does not want. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "enforce the reference grammar and the project's naming conventions for images" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("image-naming", context),
};

export default rule;
