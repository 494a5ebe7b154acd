/** What stands above the declarations of a Go file. */
export interface GoHeader {
  /** The name in the package clause; undefined where there is none yet. */
  readonly name: string | undefined;
  readonly imports: readonly GoImport[];
  /** The comments above the package clause. */
  readonly comments: string;
}

export interface GoImport {
  readonly specifier: string;
  /** The name given in the file: an identifier, `_` or `.`. */
  readonly name: string | undefined;
}

/** Reads the package clause and the imports of a Go file (https://go.dev/ref/spec#Source_file_organization). Reads no further, and never throws. */
export function readGoHeader(text: string): GoHeader {
  const reader = readerOf(text);
  reader.skip();
  const comments = text.slice(0, reader.at());
  const name = reader.take(/package\s+([^\s;/]+)/y)?.[1];
  const imports: GoImport[] = [];
  const takeSpecification = (): boolean => {
    const found = reader.take(/(?:([\w\x80-\uffff]+|\.)\s*)?(?:"([^"\n]*)"|`([^`]*)`)/y);
    const specifier = found?.[2] ?? found?.[3];
    if (specifier !== undefined) imports.push({ specifier, name: found?.[1] });
    return specifier !== undefined;
  };
  reader.skip();
  while (reader.take(/import(?![\w\x80-\uffff])/y) !== undefined) {
    reader.skip();
    if (reader.take(/\(/y) === undefined) takeSpecification();
    else {
      do reader.skip();
      while (takeSpecification());
      reader.take(/\)/y);
    }
    reader.skip();
  }
  return { name, imports, comments };
}

interface Reader {
  readonly at: () => number;
  /** What a sticky expression finds where the reader is, which then goes behind it. */
  readonly take: (expression: RegExp) => RegExpExecArray | undefined;
  /** Blanks, semicolons and comments. */
  readonly skip: () => void;
}

function readerOf(text: string): Reader {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const take: Reader["take"] = (expression) => {
    expression.lastIndex = at;
    const found = expression.exec(text) ?? undefined;
    if (found !== undefined) at = expression.lastIndex;
    return found;
  };
  const skip = (): void => {
    while (take(/[\s;]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y) !== undefined);
  };
  return { at: () => at, take, skip };
}
