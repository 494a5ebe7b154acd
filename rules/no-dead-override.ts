import { reportFindings, reporting, type ImageRule } from "../src/rule.js";

/** A helm value, an entry of a kustomization, or a replacement by sed or yq looks for something that is not there. */
const rule: ImageRule = {
  meta: {
    type: "problem",
    docs: { description: "disallow changing a reference under a name that nothing has, so that the old reference is deployed" },
    languages: ["*"],
    schema: [{
      type: "object",
      properties: { checkThirdParty: { description: "Whether changes of references to images of others are looked at too; configs.strict says yes.", type: "boolean" } },
      additionalProperties: false,
    }],
    defaultOptions: [{ checkThirdParty: false }],
    ...reporting,
  },
  create: (context) => reportFindings("no-dead-override", context),
};

export default rule;
