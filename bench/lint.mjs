// Lints a folder with ESLint: `node lint.mjs <folder> [--ours] [--others]`, with our rules, with those and the parser that a
// project of TypeScript files has anyway, or with both. Prints the wall time of our rules and of the whole, as JSON, in
// milliseconds.
import javascript from "@eslint/js";
import { ESLint } from "eslint";
import { parseArgs } from "node:util";
import tseslint from "typescript-eslint";

const { values: which, positionals: [folder] } = parseArgs({ allowPositionals: true, options: { ours: { type: "boolean" }, others: { type: "boolean" } } });

/** What is left of ESLint is what it does for any file: a parser that sees nothing in it, and a rule that does nothing. */
const bare = {
  files: ["**/*.ts"],
  languageOptions: {
    parser: {
      parseForESLint: (text) => ({ ast: { type: "Program", sourceType: "module", body: [], comments: [], tokens: [], range: [0, text.length], loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } } } }),
    },
  },
  plugins: { bare: { rules: { nothing: { create: () => ({ "Program:exit": () => undefined }) } } } },
  rules: { "bare/nothing": "error" },
};

let ours = 0;
const start = performance.now();
const plugin = which.ours ? await loadPlugin() : undefined;
const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    ...(which.others ? [javascript.configs.recommended, ...tseslint.configs.recommended] : [bare]),
    ...(plugin === undefined ? [] : [{ plugins: { "tag-consistency": plugin }, rules: plugin.configs.recommended.rules }]),
  ],
});
const results = await eslint.lintFiles(["."]);
const findings = results.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId?.startsWith("tag-consistency/")).length;
console.log(JSON.stringify({ wall: performance.now() - start, ours, files: results.length, findings }));

/** The plugin, with rules that measure themselves. */
async function loadPlugin() {
  const begin = performance.now();
  const { default: plugin } = await import("eslint-plugin-tag-consistency");
  ours += performance.now() - begin;
  return { ...plugin, configs: plugin.configs, rules: Object.fromEntries(Object.entries(plugin.rules).map(([name, rule]) => [name, { ...rule, create: timed((context) => timedListeners(rule.create(context))) }])) };
}

function timedListeners(listeners) {
  return Object.fromEntries(Object.entries(listeners).map(([event, listen]) => [event, timed(listen)]));
}

function timed(work) {
  return (...given) => {
    const begin = performance.now();
    try {
      return work(...given);
    } finally {
      ours += performance.now() - begin;
    }
  };
}
