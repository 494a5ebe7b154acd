import type { TSESLint } from "@typescript-eslint/utils";
import type { Door, FileAnswer } from "./engine/door.js";
import { door } from "./engine/worker-door.js";
import type { Finding, RuleName } from "./report/report.js";

/**
 * A rule of this plugin. It works in every language and with every parser, because it looks at no syntax: of ESLint's context
 * it uses only what all languages have.
 */
export interface ImageRule {
  readonly meta: TSESLint.RuleMetaData<MessageId, unknown, object[]>;
  readonly create: (context: LintContext) => Record<string, () => void>;
}

export type MessageId = keyof (typeof reporting)["messages"];

export interface LintContext {
  readonly filename: string;
  readonly physicalFilename: string;
  readonly cwd: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Those of the rule, as the user wrote them. */
  readonly options?: readonly unknown[] | undefined;
  /** Another class in every language. */
  readonly sourceCode: object;
  report(descriptor: ReportDescriptor): void;
}

/** What both ESLint's own types and those of typescript-eslint take for a report. */
interface ReportDescriptor {
  loc: { start: Position; end: Position };
  messageId: MessageId;
  data: Record<string, string>;
  suggest?: { messageId: MessageId; data: Record<string, string>; fix: () => { range: [number, number]; text: string }[] }[];
}

interface Position {
  line: number;
  column: number;
}

/** The part of each rule's `meta` that follows from how findings are reported. */
export const reporting = {
  hasSuggestions: true,
  /** A finding, a repair that the editor offers, and why there are no findings. */
  messages: { finding: "{{ message }}", repair: "{{ description }}", failure: "tag-consistency could not analyse this project: {{ reason }}" },
};

/**
 * What the rule with that name does in one lint of a file: it reports the findings of its check that have their primary
 * location there, with their repairs as suggestions. One answer of the engine serves all rules of the lint.
 *
 * @throws Error, when the file is visited, if the project's configuration or ESLint's settings are invalid.
 */
export function reportFindings(rule: RuleName, context: LintContext, from: Door = door): Record<string, () => void> {
  const source = lintedSource(context.sourceCode);
  // Asked when the root node is left, so that the time is this rule's in ESLint's statistics.
  return source === undefined ? {} : { [`${source.rootType}:exit`]: () => { report(rule, context, source, from); } };
}

interface LintedSource {
  readonly text: string;
  readonly rootType: string;
  /** The location of the first character: languages count lines and columns from 0 or from 1. */
  readonly origin: Position;
}

function lintedSource(sourceCode: object): LintedSource | undefined {
  if (!("text" in sourceCode && typeof sourceCode.text === "string" && "ast" in sourceCode)) return undefined;
  const { ast, text } = sourceCode;
  if (!(typeof ast === "object" && ast !== null && "type" in ast && typeof ast.type === "string")) return undefined;
  return { text, rootType: ast.type, origin: originOf(sourceCode) };
}

function originOf(sourceCode: object): Position {
  const origin = knowsLocations(sourceCode) ? sourceCode.getLocFromIndex(0) : undefined;
  return isPosition(origin) ? origin : { line: 1, column: 0 };
}

function knowsLocations(sourceCode: object): sourceCode is { getLocFromIndex(index: number): unknown } {
  return "getLocFromIndex" in sourceCode && typeof sourceCode.getLocFromIndex === "function";
}

function isPosition(value: unknown): value is Position {
  return typeof value === "object" && value !== null && "line" in value && typeof value.line === "number" && "column" in value && typeof value.column === "number";
}

function report(rule: RuleName, context: LintContext, source: LintedSource, from: Door): void {
  const { answer, isFirst } = answerFor(context, source, from);
  switch (answer.kind) {
    case "invalid-configuration":
      throw new Error(answer.message);
    case "failure":
      // Said once per file, by whichever rule asks first.
      if (isFirst) context.report({ loc: { start: source.origin, end: source.origin }, messageId: "failure", data: { reason: answer.message } });
      return;
    case "findings":
      for (const finding of answer.findings) if (finding.rule === rule && (finding.isStrict !== true || checksThirdParty(context))) reportFinding(finding, context, source.origin);
  }
}

/** The preset `strict` of the command, as an option of a rule. */
function checksThirdParty({ options = [] }: LintContext): boolean {
  const [option] = options;
  return typeof option === "object" && option !== null && "checkThirdParty" in option && option.checkThirdParty === true;
}

/** ESLint gives all rules of one lint the same source code object, and every lint a new one. */
const answers = new WeakMap<object, FileAnswer>();

function answerFor(context: LintContext, source: LintedSource, from: Door): { readonly answer: FileAnswer; readonly isFirst: boolean } {
  const known = answers.get(context.sourceCode);
  if (known !== undefined) return { answer: known, isFirst: false };
  // A block of code that a processor took out of another file (an example in Markdown) is no file of the project.
  const answer: FileAnswer = context.filename === context.physicalFilename
    ? from.findingsOf({ file: context.filename, text: source.text, settings: context.settings[settingsKey], cwd: context.cwd })
    : { kind: "findings", findings: [] };
  answers.set(context.sourceCode, answer);
  return { answer, isFirst: true };
}

const settingsKey = "tag-consistency";

function reportFinding(finding: Finding, context: LintContext, origin: Position): void {
  const position = (line: number, column: number): Position => ({ line: line - 1 + origin.line, column: column - 1 + origin.column });
  context.report({
    loc: { start: position(finding.line, finding.column), end: position(finding.endLine, finding.endColumn) },
    messageId: "finding",
    data: { message: finding.message },
    suggest: (finding.suggestions ?? []).map(({ description, edits }) => ({
      messageId: "repair",
      data: { description },
      fix: () => edits.map(({ start, end, text }) => ({ range: [start, end], text })),
    })),
  });
}
