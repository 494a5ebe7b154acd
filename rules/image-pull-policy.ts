import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** A pull policy that can never work: the image is only loaded and is always pulled, or is only in a registry and never pulled. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow pull policies that can never work with where the image is" },
    languages: ["*"],
    schema: [],
    ...reporting,
  },
  create: (context) => reportFindings("image-pull-policy", context),
};

export default rule;
