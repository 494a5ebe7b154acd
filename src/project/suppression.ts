import { ConfigCommentParser } from "@eslint/plugin-kit";
import type { Directive } from "../facts/facts.js";

const prefix = "tag-consistency/";
const parser = new ConfigCommentParser();

/**
 * Whether ESLint's directives in a file's comments silence a rule on a line (1-based): `eslint-disable-line`,
 * `eslint-disable-next-line`, and `eslint-disable` up to the next `eslint-enable`
 * (https://eslint.org/docs/latest/use/configure/rules#disabling-rules).
 */
export function isSuppressed(directives: readonly Directive[], rule: string, line: number, lineOf: (offset: number) => number): boolean {
  let isDisabled = false;
  for (const directive of directives) {
    const parsed = parser.parseDirective(directive.text);
    if (parsed === undefined) continue;
    const concerns = namesRule(parsed.value, rule);
    const [first, last] = [lineOf(directive.at[0]), lineOf(directive.at[1])];
    if (!concerns) continue;
    switch (parsed.label) {
      case "eslint-disable-line":
        if (first === line) return true;
        break;
      case "eslint-disable-next-line":
        if (last + 1 === line) return true;
        break;
      case "eslint-disable":
        if (directive.form === "block" && last <= line) isDisabled = true;
        break;
      case "eslint-enable":
        if (directive.form === "block" && last <= line) isDisabled = false;
        break;
      default:
        break;
    }
  }
  return isDisabled;
}

/** No names at all mean every rule. */
function namesRule(value: string, rule: string): boolean {
  const names = Object.keys(parser.parseListConfig(value));
  return names.length === 0 || names.includes(prefix + rule);
}
