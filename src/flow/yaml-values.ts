import { readYamlValue, readYamlValues } from "../frontends/yaml/read-yaml.js";
import type { ManifestScalar } from "../frontends/yaml/read-yaml.js";
import type { ManifestNode } from "../models/kubernetes.js";
import { encodeText } from "../values/encoding.js";
import type { EncodedText } from "../values/encoding.js";
import type { Item, Text, Value } from "../values/value.js";
import { newUnknown, nothing } from "./run.js";
import type { Frame } from "./run.js";

/** All scalars of the first document of a YAML text, by the dotted path of their keys (list indexes too). */
export function readYamlTexts(text: Text): readonly (readonly [string, Text])[] {
  const source = encodeText(text);
  if (source === undefined) return [];
  const found: (readonly [string, Text])[] = [];
  const walk = (node: ManifestNode<ManifestScalar> | undefined, path: string): void => {
    if (node?.kind === "map") for (const entry of node.entries) walk(entry.value, path === "" ? entry.key : `${path}.${entry.key}`);
    else if (node?.kind === "list") node.items.forEach((item, index) => { walk(item, `${path}.${index}`); });
    else if (node?.kind === "scalar") found.push([path, scalarText(source, node.value)]);
  };
  walk(readYamlValue(source.encoded).value, "");
  return found;
}

/** What a YAML or JSON parser gives the program: the first document, or a list of all. */
export function parsedValue(frame: Frame, text: Text, form: "yaml" | "yaml-all" | "json"): Value {
  const source = encodeText(text);
  const isOpen = source === undefined || (source.encoded.length === 1 && text.kind !== "literal");
  if (isOpen) return newUnknown(frame.run, "what a parser makes of a text that is not known");
  const { values } = readYamlValues(source.encoded);
  if (form !== "yaml-all") return values[0] === undefined ? nothing : valueOf(frame, source, values[0]);
  const items = values.map((value): Item => ({ value: valueOf(frame, source, value), isOptional: false }));
  return { kind: "object", object: frame.run.store.createObject("array", { items }) };
}

/** The text of a scalar, with its places where it stands letter by letter. */
export function scalarText(source: EncodedText, scalar: ManifestScalar): Text {
  const [start, end] = scalar.at;
  return source.encoded.slice(start, end) === scalar.value ? source.at(start, end) : source.changed(scalar.value);
}

function valueOf(frame: Frame, source: EncodedText, node: ManifestNode<ManifestScalar>): Value {
  const { store } = frame.run;
  switch (node.kind) {
    case "map": {
      const object = store.createObject("plain");
      for (const entry of node.entries) store.write(store.property(object, entry.key), valueOf(frame, source, entry.value));
      return { kind: "object", object };
    }
    case "list":
      return { kind: "object", object: store.createObject("array", { items: node.items.map((item) => ({ value: valueOf(frame, source, item), isOptional: false })) }) };
    case "scalar": {
      const { parsed } = node.value;
      if (typeof parsed === "string") return scalarText(source, node.value);
      return typeof parsed === "number" ? { kind: "number", number: parsed } : { kind: "constant", constant: parsed };
    }
    case "unknown":
      return newUnknown(frame.run, "a part of a text that is not YAML");
  }
}

