import type { RuleName } from "./report.js";

export interface RuleDescription {
  /** What the rule finds, as a phrase. */
  readonly finds: string;
  /** What stands at a finding's own place, as the label of a picture. */
  readonly label: string;
}

export const ruleDescriptions: Readonly<Record<RuleName, RuleDescription>> = {
  "no-discarded-image": { finds: "The reference of an image that was just built or named is dropped.", label: "the reference is dropped here" },
  "no-regenerated-tag": { finds: "A unique image name is generated again where the first one was meant.", label: "another name is made here" },
  "no-racy-image": { finds: "The reference of an image is assigned in concurrent code and read without waiting for it.", label: "read here, perhaps too early" },
  "no-dead-override": { finds: "A reference is to be changed where nothing has the name that is looked for, so that the old one is deployed.", label: "nothing reads this" },
  "no-unloaded-image": { finds: "An image is built but not loaded into the cluster it is deployed to, or loaded under another reference or into another cluster.", label: "not what is loaded" },
  "no-image-mismatch": { finds: "An image is deployed under a reference that nothing in the project builds or loads.", label: "deployed here" },
  "image-pull-policy": { finds: "The pull policy can never work with where the image is.", label: "deployed with this policy" },
  "no-hardcoded-image": { finds: "The reference of a built image is typed again at its deploy.", label: "typed again here" },
  "no-unused-image": { finds: "An image is built or loaded and never used.", label: "made for nobody" },
  "image-naming": { finds: "An image has a name that the reference grammar or the project's convention forbids.", label: "named here" },
};

/** Where a rule is explained. */
export function ruleAddress(rule: RuleName): string {
  return `https://www.npmjs.com/package/eslint-plugin-tag-consistency#${rule}`;
}
