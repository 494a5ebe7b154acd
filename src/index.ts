import { packageVersion } from "./package-version.js";
import type { ESLint, Linter } from "eslint";
import imageNaming from "../rules/image-naming.js";
import imagePullPolicy from "../rules/image-pull-policy.js";
import noDeadOverride from "../rules/no-dead-override.js";
import noDiscardedImage from "../rules/no-discarded-image.js";
import noHardcodedImage from "../rules/no-hardcoded-image.js";
import noImageMismatch from "../rules/no-image-mismatch.js";
import noRacyImage from "../rules/no-racy-image.js";
import noRegeneratedTag from "../rules/no-regenerated-tag.js";
import noUnloadedImage from "../rules/no-unloaded-image.js";
import noUnusedImage from "../rules/no-unused-image.js";
import { severityOf, type Preset } from "./checks/severities.js";
import { door } from "./engine/worker-door.js";
import type { Language } from "./facts/facts.js";
import { textLanguage, type TextLanguage } from "./languages/language.js";
import { ruleNames, type RuleName } from "./report/report.js";

export interface ImagePlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Record<RuleName, NonNullable<ESLint.Plugin["rules"]>[string]>;
  readonly languages: Record<Language, TextLanguage>;
  readonly configs: Record<Preset | Language, Linter.Config>;
}

const namespace = "tag-consistency";

/**
 * The ESLint plugin. `configs.recommended` and `configs.strict` set the rules, for any file that has a parser or a language,
 * `configs.typescript` the language of TypeScript files for those who have no parser; `configs.go`, `configs.yaml`,
 * `configs.shell`, `configs.make` and `configs.tool` set language and rules of such files.
 */
const plugin: ImagePlugin = {
  meta: { name: "eslint-plugin-tag-consistency", version: packageVersion(), namespace },
  rules: {
    "no-discarded-image": noDiscardedImage,
    "no-regenerated-tag": noRegeneratedTag,
    "no-racy-image": noRacyImage,
    "no-dead-override": noDeadOverride,
    "no-unloaded-image": noUnloadedImage,
    "no-image-mismatch": noImageMismatch,
    "image-pull-policy": imagePullPolicy,
    "no-hardcoded-image": noHardcodedImage,
    "no-unused-image": noUnusedImage,
    "image-naming": imageNaming,
  },
  languages: { typescript: language(), go: language(), yaml: language(), shell: language(), make: language(), dockerfile: language(), hcl: language(), tool: language(), helm: language() },
  // Getters, because the configurations hold the plugin itself: ESLint takes two objects under one name for a conflict.
  configs: {
    get recommended() {
      return preset("recommended");
    },
    get strict() {
      return preset("strict");
    },
    get typescript() {
      return languageConfiguration("typescript");
    },
    get go() {
      return languageConfiguration("go");
    },
    get yaml() {
      return languageConfiguration("yaml");
    },
    get shell() {
      return languageConfiguration("shell");
    },
    get dockerfile() {
      return languageConfiguration("dockerfile");
    },
    get hcl() {
      return languageConfiguration("hcl");
    },
    get make() {
      return languageConfiguration("make");
    },
    get tool() {
      return languageConfiguration("tool");
    },
    get helm() {
      return languageConfiguration("helm");
    },
  },
};

// `require` gives what is exported under this name: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
export { plugin as default, plugin as "module.exports" };

function language(): TextLanguage {
  return textLanguage((file, text) => door.directivesOf({ file, text, cwd: process.cwd() }));
}

function preset(name: Preset): Linter.Config {
  return { name: `${namespace}/${name}`, plugins: { [namespace]: plugin }, rules: rulesOf(name) };
}

function rulesOf(name: Preset): Linter.RulesRecord {
  return Object.fromEntries(ruleNames.map((rule) => {
    const severity = eslintSeverities[severityOf(rule, name)];
    const options = name === "strict" ? strictOptions[rule] : undefined;
    return [`${namespace}/${rule}`, options === undefined ? severity : [severity, options]];
  }));
}

/** What the preset `strict` looks at beside what the recommended one does. */
const strictOptions: Readonly<Partial<Record<RuleName, object>>> = { "no-dead-override": { checkThirdParty: true } };

const eslintSeverities = { error: "error", warning: "warn" } as const;

function languageConfiguration(name: Language): Linter.Config {
  return { name: `${namespace}/${name}`, plugins: { [namespace]: plugin }, language: `${namespace}/${name}`, ...languageFiles[name] };
}

/** The files of each language, and what their configuration sets beside the language. */
const languageFiles: Readonly<Record<Language, Linter.Config>> = {
  typescript: {
    files: ["**/*.ts", "**/*.tsx", "**/*.mts", "**/*.cts"],
    // No other rule looks into these files, so a general `eslint-disable` would be called unused in each of them.
    linterOptions: { reportUnusedDisableDirectives: "off" },
  },
  // Nothing else in ESLint is about these, so this is all that their files need.
  go: { files: ["**/*.go"], rules: rulesOf("recommended") },
  shell: { files: ["**/*.sh", "**/*.bash", "**/*.ksh", "**/*.zsh"], rules: rulesOf("recommended") },
  make: { files: ["**/Makefile", "**/makefile", "**/GNUmakefile", "**/Makefile.*", "**/*.mk", "**/*.mak"], rules: rulesOf("recommended") },
  dockerfile: { files: ["**/Dockerfile", "**/dockerfile", "**/Containerfile", "**/Dockerfile.*", "**/Containerfile.*", "**/*.Dockerfile", "**/*.dockerfile", "**/*.Containerfile"], ignores: ["**/*.dockerignore"], rules: rulesOf("recommended") },
  // package.json is left to the plugins for JSON.
  tool: { files: ["**/Tiltfile", "**/*.tiltfile", "**/Tiltfile.*", "**/justfile", "**/Justfile", "**/.justfile", "**/*.just", "**/BUILD", "**/BUILD.bazel", "**/pom.xml", "**/build.gradle", "**/build.gradle.kts"], rules: rulesOf("recommended") },
  // Behind `yaml`, which would take the templates too.
  helm: { files: ["**/templates/**/*.yaml", "**/templates/**/*.yml", "**/templates/**/*.tpl", "**/templates/**/NOTES.txt"], rules: rulesOf("recommended") },
  // Bake files; what else is HCL is of other tools.
  hcl: { files: ["**/*bake*.hcl"], rules: rulesOf("recommended") },
  // For those who have no other plugin for YAML: a file has one language. JSON is left to those that there are.
  yaml: { files: ["**/*.yaml", "**/*.yml"], rules: rulesOf("recommended") },
};
