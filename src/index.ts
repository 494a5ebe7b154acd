import { packageVersion } from "./package-version.js";
import type { ESLint, Linter } from "eslint";
import imageNaming from "../rules/image-naming.js";
import noDiscardedImage from "../rules/no-discarded-image.js";
import noHardcodedImage from "../rules/no-hardcoded-image.js";
import noImageMismatch from "../rules/no-image-mismatch.js";
import noRegeneratedTag from "../rules/no-regenerated-tag.js";
import { severityOf, type Preset } from "./checks/severities.js";
import { door } from "./engine/worker-door.js";
import { textLanguage, type Language } from "./languages/language.js";
import { ruleNames, type RuleName } from "./report/report.js";

export interface ImagePlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Record<RuleName, NonNullable<ESLint.Plugin["rules"]>[string]>;
  readonly languages: Record<"typescript", Language>;
  readonly configs: Record<Preset | "typescript", Linter.Config>;
}

const namespace = "tag-consistency";

/** The ESLint plugin. `configs.recommended` and `configs.strict` set the rules, `configs.typescript` the language of TypeScript files for those who have no parser. */
const plugin: ImagePlugin = {
  meta: { name: "eslint-plugin-tag-consistency", version: packageVersion(), namespace },
  rules: {
    "no-discarded-image": noDiscardedImage,
    "no-regenerated-tag": noRegeneratedTag,
    "no-image-mismatch": noImageMismatch,
    "no-hardcoded-image": noHardcodedImage,
    "image-naming": imageNaming,
  },
  languages: {
    typescript: textLanguage((file, text) => door.directivesOf({ file, text, settings: undefined, cwd: process.cwd() })),
  },
  // Getters, because the configurations hold the plugin itself: ESLint takes two objects under one name for a conflict.
  configs: {
    get recommended() {
      return preset("recommended");
    },
    get strict() {
      return preset("strict");
    },
    get typescript() {
      return typescript();
    },
  },
};

// `require` gives what is exported under this name: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
export { plugin as default, plugin as "module.exports" };

function preset(name: Preset): Linter.Config {
  const rules = ruleNames.map((rule) => [`${namespace}/${rule}`, eslintSeverities[severityOf(rule, name)]] as const);
  return { name: `${namespace}/${name}`, plugins: { [namespace]: plugin }, rules: Object.fromEntries(rules) };
}

const eslintSeverities = { error: "error", warning: "warn" } as const;

function typescript(): Linter.Config {
  return {
    name: `${namespace}/typescript`,
    files: ["**/*.ts", "**/*.tsx", "**/*.mts", "**/*.cts"],
    plugins: { [namespace]: plugin },
    language: `${namespace}/typescript`,
    // No other rule looks into these files, so a general `eslint-disable` would be called unused in each of them.
    linterOptions: { reportUnusedDisableDirectives: "off" },
  };
}
