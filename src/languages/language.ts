import type { ESLint } from "eslint";
import type { Directive } from "../facts/facts.js";
import { fileNode, TextSourceCode } from "./text-source-code.js";

export type TextLanguage = NonNullable<ESLint.Plugin["languages"]>[string];

/**
 * An ESLint language for files that ESLint has no parser for: their text is not parsed here, and any text is accepted.
 * `directivesOf` gives the comments of a file (absolute path, text without a byte order mark) that hold ESLint directives.
 */
export function textLanguage(directivesOf: (file: string, text: string) => readonly Directive[]): TextLanguage {
  return {
    fileType: "text",
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: "type",
    visitorKeys: { File: [] },
    // What rules for JavaScript read when they start; see `noSyntax`.
    defaultLanguageOptions: { ecmaVersion: 2026, sourceType: "module", parserOptions: {} },
    // Options that a configuration sets for all files (a parser, globals) are none of this language's business.
    validateLanguageOptions: () => undefined,
    parse: ({ body }) => ({ ok: true, ast: fileNode(textOf(body)) }),
    createSourceCode: ({ body, bom, path, physicalPath }) => {
      const text = textOf(body);
      // A block of code that a processor took out of another file has no findings, so its comments silence none.
      const isFile = path === physicalPath;
      return new TextSourceCode({ text, hasBOM: bom, ast: fileNode(text), directivesOf: () => (isFile ? directivesOf(path, text) : []) });
    },
  };
}

function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
