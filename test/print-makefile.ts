import type { Span } from "../src/facts/facts.js";
import type { Makefile, MakeAssignment, MakeLine, MakePart, MakeTest, MakeText } from "../src/facts/makefile.js";

/** A Makefile as compact lines, for tests: `{NAME}` is a variable, `{shell|ls}` a call, `{@}` an automatic variable, `[a b]` the targets of an assignment. */
export function printMakefile({ lines }: Makefile): readonly string[] {
  return printLines(lines);
}

/** A text with its expansions, as `printMakefile` shows it. */
export function printText({ parts }: MakeText): string {
  return parts.map(printPart).join("");
}

function printLines(lines: readonly MakeLine[]): readonly string[] {
  return lines.flatMap(printLine);
}

function printLine(line: MakeLine): readonly string[] {
  switch (line.kind) {
    case "assignment":
      return [printAssignment(line)];
    case "rule": {
      const pattern = line.targetPattern === undefined ? "" : ` ${printText(line.targetPattern)}:`;
      const orderOnly = line.orderOnly.parts.length === 0 ? "" : ` | ${printText(line.orderOnly)}`;
      const recipe = line.recipe === undefined ? "" : ` ; ${printText(line.recipe)}`;
      return [`rule ${printText(line.targets)}${line.isDouble ? "::" : ":"}${pattern} ${printText(line.prerequisites)}`.trimEnd() + orderOnly + recipe];
    }
    case "recipe":
      return [`> ${printText(line.text)}`];
    case "conditional": {
      const branches = line.branches.flatMap(({ test, lines }, index) => [`${index === 0 ? "" : "else "}${printTest(test)}`, ...printLines(lines).map((one) => `  ${one}`)]);
      const otherwise = line.otherwise.length === 0 ? [] : ["else", ...printLines(line.otherwise).map((one) => `  ${one}`)];
      return [...branches, ...otherwise, "endif"];
    }
    case "include":
      return [`include${line.isOptional ? "?" : ""} ${printText(line.files)}`];
    case "export":
    case "unexport":
    case "undefine":
      return [`${line.kind} ${printText(line.names)}`.trimEnd()];
    case "expression":
      return [`expand ${printText(line.text)}`];
  }
}

function printAssignment(line: MakeAssignment): string {
  const words = [
    ...(line.targets === undefined ? [] : [`[${printText(line.targets)}]`]),
    ...(line.isExported ? ["export"] : []),
    ...(line.isOverride ? ["override"] : []),
    ...(line.isPrivate ? ["private"] : []),
    ...(line.isDefine ? ["define"] : []),
    printText(line.name),
    line.operator,
    printText(line.value),
  ];
  return words.join(" ");
}

function printTest(test: MakeTest): string {
  const word = test.isNegated ? "unless" : "if";
  return test.kind === "defined" ? `${word} defined ${printText(test.name)}` : `${word} <${printText(test.left)}> = <${printText(test.right)}>`;
}

function printPart(part: MakePart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "variable": {
      const substitution = part.substitution === undefined ? "" : `:${printText(part.substitution.from)}=>${printText(part.substitution.to)}`;
      return `{${printText(part.name)}${substitution}}`;
    }
    case "call":
      return `{${[part.function, ...part.arguments.map(printText)].join("|")}}`;
  }
}

/**
 * What of a Makefile does not stand where it says: text is letter by letter what is there, or one letter for a longer place;
 * the parts of a text cover it; lines stand one behind the other.
 */
export function misplaced(source: string, { lines, problems }: Makefile): readonly string[] {
  const offsets = problems.map(({ offset }): Span => [offset, offset]);
  return [...misplacedLines(source, lines, [0, source.length]), ...unordered("problem", offsets, [0, source.length])];
}

/** The same of texts that stand one behind the other in a place. */
export function misplacedTexts(source: string, texts: readonly MakeText[], outer: Span): readonly string[] {
  return [
    ...unordered("text", texts.map(({ at }) => at), outer),
    ...texts.flatMap(({ parts, at }) => {
      const gaps = [at[0], ...parts.map((part) => part.at[1])].flatMap((end, index) => (end === (parts[index]?.at[0] ?? at[1]) ? [] : [`a gap at ${end}`]));
      return [...gaps, ...parts.flatMap((part) => misplacedPart(source, part))];
    }),
  ];
}

function misplacedLines(source: string, lines: readonly MakeLine[], outer: Span): readonly string[] {
  return [...unordered("line", lines.map(({ at }) => at), outer), ...lines.flatMap((line) => misplacedInLine(source, line))];
}

function misplacedInLine(source: string, line: MakeLine): readonly string[] {
  switch (line.kind) {
    case "assignment":
      return misplacedTexts(source, [...(line.targets === undefined ? [] : [line.targets]), line.name, line.value], line.at);
    case "rule":
      return misplacedTexts(source, [line.targets, ...(line.targetPattern === undefined ? [] : [line.targetPattern]), line.prerequisites, line.orderOnly, ...(line.recipe === undefined ? [] : [line.recipe])], line.at);
    case "conditional":
      return [
        ...line.branches.flatMap(({ test }) => misplacedTexts(source, test.kind === "defined" ? [test.name] : [test.left, test.right], line.at)),
        ...misplacedLines(source, [...line.branches.flatMap((branch) => branch.lines), ...line.otherwise], line.at),
      ];
    case "include":
      return misplacedTexts(source, [line.files], line.at);
    case "export":
    case "unexport":
    case "undefine":
      return misplacedTexts(source, [line.names], line.at);
    case "recipe":
    case "expression":
      return misplacedTexts(source, [line.text], line.at);
  }
}

function misplacedPart(source: string, part: MakePart): readonly string[] {
  const written = source.slice(...part.at);
  switch (part.kind) {
    case "text":
      return part.text === written || (part.text.length === 1 && written.length > 1) ? [] : [`${JSON.stringify(part.text)} is ${JSON.stringify(written)}`];
    case "variable":
      return [
        ...((part.isLetter ? /^\$./su : /^\$(?:\(.*\)|\{.*\})$/su).test(written) ? [] : [`a variable is ${JSON.stringify(written)}`]),
        ...misplacedTexts(source, [part.name, ...(part.substitution === undefined ? [] : [part.substitution.from, part.substitution.to])], part.at),
      ];
    case "call":
      return [...(written.slice(2).startsWith(part.function) ? [] : [`a call is ${JSON.stringify(written)}`]), ...misplacedTexts(source, part.arguments, part.at)];
  }
}

function unordered(what: string, spans: readonly Span[], [start, end]: Span): readonly string[] {
  return spans.flatMap((span, index) => {
    const before = spans[index - 1]?.[1] ?? start;
    return before <= span[0] && span[0] <= span[1] && span[1] <= end ? [] : [`a ${what} at ${span.join("-")}, behind ${before}, before ${end}`];
  });
}
