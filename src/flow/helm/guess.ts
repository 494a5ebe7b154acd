import { readYamlTexts } from "../yaml-values.js";
import { isText, join, literal, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { fileContent } from "../files.js";
import { newUnknown } from "../run.js";
import type { Frame } from "../run.js";
import { recordSite } from "../sites.js";
import type { ChartInstall } from "./install.js";

/**
 * The images that an installation of a chart that is not in the project is given in its values, by the names that charts use
 * (`helm create` scaffolds `image.repository`, `image.tag`; many take `image` or `image.registry` too). Later values win.
 */
export function deployGivenImages(frame: Frame, install: ChartInstall, place: Place): void {
  const values = new Map<string, { readonly value: Text; readonly origin: Place | undefined }>();
  for (const file of install.files) {
    const content = fileContent(frame, file, install.folder);
    if (content === undefined || !isText(content)) continue;
    for (const [key, value] of readYamlTexts(content)) values.set(key, { value, origin: undefined });
  }
  for (const { key, value, origin, form } of install.values) if (key !== undefined && form !== "json" && form !== "file") values.set(key, { value, origin });
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
