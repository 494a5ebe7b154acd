import { readYamlTexts } from "./yaml-values.js";
import { isText, join, literal, placeOf } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import { fileContent } from "./files.js";
import { newUnknown } from "./run.js";
import type { Frame } from "./run.js";
import { recordSite } from "./sites.js";

export interface ChartValue {
  /** Undefined for a key that is not known. */
  readonly key: string | undefined;
  readonly value: Text;
  readonly origin: Place | undefined;
}

export interface ChartInstall {
  readonly values: readonly ChartValue[];
  readonly files: readonly Text[];
  readonly how: string;
}

/**
 * The images that an installation is given in its values, by the names that charts use (`helm create` scaffolds
 * `image.repository`, `image.tag`; many take `image` or `image.registry` too). Later values win.
 */
export function deployChart(frame: Frame, install: ChartInstall, place: Place): void {
  const values = new Map<string, ChartValue>();
  for (const file of install.files) {
    const content = fileContent(frame, file);
    if (content === undefined || !isText(content)) continue;
    for (const [key, value] of readYamlTexts(content)) values.set(key, { key, value, origin: undefined });
  }
  for (const value of install.values) if (value.key !== undefined) values.set(value.key, value);
  const groups = new Set([...values.keys()].flatMap(groupOf));
  for (const group of groups) {
    const [registry, repository, tag, digest] = ["registry", "repository", "tag", "digest"].map((part) => values.get(`${group}.${part}`));
    const whole = values.get(group);
    const name = repository ?? whole;
    if (name === undefined) continue;
    const parts = [
      ...(registry === undefined ? [] : [{ text: registry.value }, { text: literal("/") }]),
      { text: name.value },
      ...(tag === undefined ? (whole === undefined && digest === undefined ? [{ text: literal(":") }, { text: newUnknown(frame.run, "the chart's default tag") }] : []) : [{ text: literal(":") }, { text: tag.value }]),
      ...(digest === undefined ? [] : [{ text: literal("@") }, { text: digest.value }]),
    ];
    const policy = values.get(`${group}.pullPolicy`);
    recordSite(frame, { kind: "deploy", reference: join(parts), origin: (tag ?? name).origin ?? placeOf((tag ?? name).value), place, how: install.how, runtime: "cluster", policy: policy?.value ?? newUnknown(frame.run, "the chart's default policy") });
  }
}

/** `api.image.tag` belongs to `api.image`; `image` and `apiImage` hold a reference themselves. */
function groupOf(key: string): readonly string[] {
  const part = /^(.*image)\.(?:registry|repository|tag|digest|pullPolicy)$/iu.exec(key);
  if (part?.[1] !== undefined) return [part[1]];
  return /(?:^|\.)(?:\w*image)$/iu.test(key) ? [key] : [];
}
