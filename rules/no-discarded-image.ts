import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** The reference of an image that a call made is dropped, so that what is deployed is another one. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow dropping the reference of an image that was just built or named" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-discarded-image", context),
};

export default rule;
