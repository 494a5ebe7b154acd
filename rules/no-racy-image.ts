import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** A variable that holds a reference is assigned in concurrent code and read without waiting for that code. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow reading an image's reference without waiting for the concurrent code that assigns it" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("no-racy-image", context),
};

export default rule;
