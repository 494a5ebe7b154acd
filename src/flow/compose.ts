import { choice, isText, join, literal, literalText, slice } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import { fileContent } from "./files.js";
import type { ProcessEnvironment } from "./process-environment.js";
import { environment } from "./properties.js";
import type { Frame } from "./run.js";
import { recordSite } from "./sites.js";
import { readYamlTexts } from "./yaml-values.js";

/** The compose specification's default file names, preferred first. */
const defaultFiles = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

export interface ComposeRun {
  /** None: the default file. */
  readonly files: readonly Text[];
  /** None: all. */
  readonly services: readonly Text[];
  readonly builds: boolean;
  readonly starts: boolean;
  readonly how: string;
  /** Variables that it is given beside those of the process. */
  readonly environment: ProcessEnvironment | undefined;
}

/** Starts a compose project: a service with an image runs it; one with `build` too makes it under that name first. */
export function deployCompose(frame: Frame, { files, services: wanted, builds, starts, how, environment: given }: ComposeRun, place: Place): void {
  const candidates = files.length > 0 ? files : defaultFiles.map((file) => literal(file));
  const contents = candidates.map((file) => fileContent(frame, file)).filter((content): content is Text => content !== undefined && isText(content));
  const services = new Map<string, Map<string, Text>>();
  for (const content of files.length > 0 ? contents : contents.slice(0, 1)) {
    for (const [key, value] of readYamlTexts(content)) {
      const [top, service, ...rest] = key.split(".");
      if (top !== "services" || service === undefined) continue;
      const known = services.get(service) ?? new Map<string, Text>();
      services.set(service, known.set(rest.join("."), value));
    }
  }
  const names = wanted.map((service) => literalText(service));
  for (const [service, keys] of services) {
    if (names.length > 0 && !names.includes(service) && !names.includes(undefined)) continue;
    const image = keys.get("image");
    if (image === undefined) continue;
    const { text: reference, origin } = interpolate(image, given);
    const isBuilt = [...keys.keys()].some((key) => key === "build" || key.startsWith("build."));
    if (isBuilt && builds) recordSite(frame, { kind: "build", engine: "docker", reference, place, how: `${how}, service "${service}" with build` });
    if (starts) recordSite(frame, { kind: "deploy", engine: "docker", reference, origin, place, how, runtime: "engine", policy: keys.get("pull_policy") });
  }
}

/** `${NAME}`, `${NAME:-default}`, `$NAME`, `$$` (compose specification, "Interpolation"); `origin` is where a variable was given. */
function interpolate(text: Text, given: ProcessEnvironment | undefined): { readonly text: Text; readonly origin: Place | undefined } {
  if (text.kind !== "literal") return { text, origin: undefined };
  const parts: { readonly text: Text }[] = [];
  let from = 0;
  let origin: Place | undefined;
  for (const match of text.text.matchAll(/\$(?:\$|(\w+)|\{(\w+)(?::?-([^}]*))?[^}]*\})/gu)) {
    parts.push({ text: slice(text, from, match.index) });
    const name = match[1] ?? match[2];
    const set = name === undefined ? undefined : given?.(name);
    if (name === undefined) parts.push({ text: literal("$") });
    else if (set !== undefined) {
      parts.push({ text: set.value });
      origin = set.origin;
    } else {
      const either = match[3] === undefined ? environment(name) : choice([environment(name), literal(match[3])], `${name}:-${match[3]}`);
      if (isText(either)) parts.push({ text: either });
    }
    from = match.index + match[0].length;
  }
  return from === 0 ? { text, origin } : { text: join([...parts, { text: slice(text, from, text.text.length) }]), origin };
}
