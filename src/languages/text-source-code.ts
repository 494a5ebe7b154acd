import { CallMethodStep, ConfigCommentParser, Directive, TextSourceCodeBase } from "@eslint/plugin-kit";
import type { DirectiveType, SourceLocation, SourceRange, TextSourceCode as SourceCodeOf, TraversalStep } from "@eslint/plugin-kit";
import type { Directive as DirectiveComment } from "../facts/facts.js";
import { ruleNames } from "../report/report.js";
import { noSyntax } from "./no-syntax.js";

/** The only node of a file: ESLint needs a tree, our rules look at none. */
export interface FileNode {
  readonly type: "File";
  readonly loc: SourceLocation;
  readonly range: SourceRange;
  /** As empty as everything else that a rule for JavaScript might look for, see `noSyntax`. */
  readonly body: readonly never[];
  readonly tokens: readonly never[];
  readonly comments: readonly never[];
}

/** A comment that says something to ESLint. */
export interface CommentNode {
  readonly type: "Comment";
  readonly form: DirectiveComment["form"];
  /** Without the comment's marks. */
  readonly value: string;
  readonly loc: SourceLocation;
  readonly range: SourceRange;
}

interface Options {
  LangOptions: Record<string, unknown>;
  RootNode: FileNode;
  SyntaxElementWithLoc: FileNode | CommentNode;
  ConfigNode: CommentNode;
}

type InlineConfiguration = ReturnType<NonNullable<SourceCodeOf<Options>["applyInlineConfig"]>>;
type DisableDirectives = ReturnType<NonNullable<SourceCodeOf<Options>["getDisableDirectives"]>>;

/** The file's one node, as the parse of a language gives it. */
export function fileNode(text: string): FileNode {
  const lines = text.split(lineEnding);
  return {
    type: "File",
    loc: { start: { line: 1, column: 0 }, end: { line: lines.length, column: lines.at(-1)?.length ?? 0 } },
    range: [0, text.length],
    body: [],
    tokens: [],
    comments: [],
  };
}

/**
 * What ESLint and its rules see of a file in a language without a parser of ours: the text, one node, and the comments
 * that speak of our rules. Rules for JavaScript may be configured for all files; they must find nothing here, and must not crash.
 */
export class TextSourceCode extends TextSourceCodeBase<Options> {
  readonly hasBOM: boolean;
  readonly visitorKeys = { File: [] };
  readonly #directivesOf: (text: string) => readonly DirectiveComment[];
  #comments: readonly CommentNode[] | undefined;

  constructor(options: { readonly text: string; readonly hasBOM: boolean; readonly ast: FileNode; readonly directivesOf: (text: string) => readonly DirectiveComment[] }) {
    super({ text: options.text, ast: options.ast, lineEndingPattern: lineEnding });
    this.hasBOM = options.hasBOM;
    this.#directivesOf = options.directivesOf;
    Object.assign(this, noSyntax(options.ast));
  }

  override getParent(): undefined {
    return undefined;
  }

  /** Only rules that listen for the end of a `File`, as ours do, are called: a node would be visited by every rule that listens for any (`*`), or for the root by its type. */
  override traverse(): Iterable<TraversalStep> {
    return [new CallMethodStep({ target: `${this.ast.type}:exit`, args: [this.ast] })];
  }

  getInlineConfigNodes(): CommentNode[] {
    this.#comments ??= mayHoldDirective(this.text) ? this.#directivesOf(this.text).map((comment) => this.#commentNode(comment)) : [];
    return [...this.#comments];
  }

  /** Only what concerns our rules: other rules do not run here, so their directives would be called unused, or unknown. */
  getDisableDirectives(): DisableDirectives {
    const directives: Directive[] = [];
    const problems: DisableDirectives["problems"] = [];
    for (const node of this.getInlineConfigNodes()) {
      const parsed = comments.parseDirective(node.value);
      const type = parsed === undefined ? undefined : disablingLabels[node.form].get(parsed.label);
      if (parsed === undefined || type === undefined) continue;
      if (type === "disable-line" && node.loc.start.line !== node.loc.end.line) {
        if (parsed.value === "" || listedRules(parsed.value).some(isOurRule)) problems.push({ ruleId: null, message: `${parsed.label} comment should not span multiple lines.`, loc: node.loc });
        continue;
      }
      for (const part of this.#aboutUs(node, parsed)) directives.push(new Directive({ type, justification: parsed.justification, ...part }));
    }
    return { directives, problems };
  }

  applyInlineConfig(): InlineConfiguration {
    const configs: InlineConfiguration["configs"] = [];
    const problems: InlineConfiguration["problems"] = [];
    for (const node of this.getInlineConfigNodes()) {
      const parsed = comments.parseDirective(node.value);
      if (parsed?.label !== "eslint" || node.form === "line") continue;
      const result = comments.parseJSONLikeConfig(parsed.value);
      if (result.ok) configs.push({ config: { rules: Object.fromEntries(Object.entries(result.config).filter(([rule]) => isOurRule(rule))) }, loc: node.loc });
      else problems.push({ ruleId: null, message: result.error.message, loc: node.loc });
    }
    return { configs, problems };
  }

  /**
   * The directive as it concerns our rules: whole, or for each of them where its list names others too. ESLint calls a
   * directive unused and removes its node's range, so that one is then the rule's place in the list.
   */
  #aboutUs(node: CommentNode, { label, value }: { readonly label: string; readonly value: string }): { readonly node: CommentNode; readonly value: string }[] {
    const items = [...value.matchAll(/[^,]+/gu)];
    const ours = items.filter(([item]) => listedRules(item).some(isOurRule));
    if (ours.length === items.length) return [{ node, value }];
    const [start, end] = node.range;
    const list = this.text.indexOf(value, this.text.indexOf(label, start) + label.length);
    return ours.map((item) => {
      const isLast = item === items.at(-1);
      // With the comma behind it, or before it, and the blanks around: ESLint puts one blank in the place.
      const before = this.text.slice(start, list + item.index - (isLast ? 1 : 0)).trimEnd();
      const behind = this.text.slice(list + item.index + item[0].length + (isLast ? 0 : 1), end).trimStart();
      return { node: { ...node, range: [start + before.length, end - behind.length] }, value: item[0].trim() };
    });
  }

  #commentNode({ text, form, at: [start, end] }: DirectiveComment): CommentNode {
    return { type: "Comment", form, value: text, loc: { start: this.getLocFromIndex(start), end: this.getLocFromIndex(end) }, range: [start, end] };
  }
}

/** The line terminators of ECMAScript, as ESLint counts lines in JavaScript. */
const lineEnding = /\r\n|[\r\n\u2028\u2029]/u;

const comments = new ConfigCommentParser();

const lineLabels: ReadonlyMap<string, DirectiveType> = new Map([
  ["eslint-disable-line", "disable-line"],
  ["eslint-disable-next-line", "disable-next-line"],
]);

/** As in JavaScript, a line comment can only speak of a line. */
const disablingLabels: Readonly<Record<DirectiveComment["form"], ReadonlyMap<string, DirectiveType>>> = {
  line: lineLabels,
  block: new Map([...lineLabels, ["eslint-disable", "disable"], ["eslint-enable", "enable"]]),
};

/** Whether the text has a directive that names no rule, or a word for linters and the name of one of our rules; linear in the text. */
function mayHoldDirective(text: string): boolean {
  if (!text.includes("eslint")) return false;
  return ruleNames.some((rule) => text.includes(`/${rule}`)) || text.split(lineEnding).some((line) => line.includes("eslint") && generalDirective.test(line));
}

const generalDirective = /\beslint(?:-(?:disable|enable)(?:-next-line|-line)?)?\s*(?:$|\*\/|--)/u;

function listedRules(list: string): readonly string[] {
  return Object.keys(comments.parseListConfig(list));
}

/** The plugin may be registered under another name than its own. */
function isOurRule(rule: string): boolean {
  return ruleNames.some((name) => rule.endsWith(`/${name}`));
}
