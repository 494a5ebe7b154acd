import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** Two equal literals, one at the build and one at the deploy, will drift apart. */
const rule: ImageRule = {
  meta: {
    type: "suggestion",
    docs: { description: "disallow typing the reference of a built image again at its deploy" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-hardcoded-image", context),
};

export default rule;
