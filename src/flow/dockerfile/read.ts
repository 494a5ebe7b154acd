import type { Dockerfile } from "../../facts/dockerfile.js";
import { readDockerfile } from "../../frontends/dockerfile/read.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { ProjectFacts } from "../run.js";

/** A Dockerfile and the text that it was read from. */
export interface ReadDockerfile {
  readonly dockerfile: Dockerfile;
  readonly source: EncodedText;
}

/** Reads a Dockerfile, whatever its file is called; undefined for a text with too many parts that are not known. */
export function dockerfileIn(project: ProjectFacts, file: string | undefined, content: Text): ReadDockerfile | undefined {
  const source = encodeText(content);
  if (source === undefined) return undefined;
  const known = file !== undefined && literalText(content) === project.readText(file) ? project.facts(file)?.dockerfile : undefined;
  return { dockerfile: known ?? readDockerfile(source.encoded).dockerfile, source };
}
