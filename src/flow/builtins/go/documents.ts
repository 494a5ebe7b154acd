import { goFieldName } from "../../../models/apis/go/kubernetes.js";
import { isText, literalText } from "../../../values/text.js";
import type { HeapObject, Item, Text, Value } from "../../../values/value.js";
import type { ExternalCall } from "../../external.js";
import { textOfJson, valueOfJson } from "../../manifests.js";
import { writeThroughPointers } from "../../outputs.js";
import { assignThrough, pointedAt } from "../../pointers.js";
import { readProperty } from "../../properties.js";
import { newUnknown } from "../../run.js";
import type { Builtin } from "../table.js";
import { printedText, textArgument } from "./print.js";
import { anyError, argument, newTyped, nil, results } from "./results.js";
import { readText, writeText } from "./streams.js";

const decoderType = "go:document decoder";
const encoderType = "go:document encoder";
const unstructuredType = "go:k8s.io/apimachinery/pkg/apis/meta/unstructured.Unstructured";

const yamlPackages = ["sigs.k8s.io/yaml", "gopkg.in/yaml", "gopkg.in/yaml.v2", "gopkg.in/yaml.v3", "go.yaml.in/yaml", "github.com/ghodss/yaml", "github.com/goccy/go-yaml", "k8s.io/apimachinery/pkg/util/yaml"];
const jsonPackages = ["encoding/json", "github.com/json-iterator/go", "k8s.io/apimachinery/pkg/util/json", "sigs.k8s.io/json", "github.com/goccy/go-json"];

/** Values written as JSON or YAML, and read from it. */
export const goDocumentBuiltins: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries([...yamlPackages, ...jsonPackages].flatMap((path): readonly (readonly [string, Builtin])[] => {
    const form = yamlPackages.includes(path) ? "yaml" : "json";
    return [
      [`go:${path}.Marshal`, (call) => results(call, textOfJson(call.frame, plainOf(call, argument(call, 0))), nil)],
      [`go:${path}.MarshalIndent`, (call) => results(call, textOfJson(call.frame, plainOf(call, argument(call, 0))), nil)],
      [`go:${path}.Unmarshal`, (call) => read(call, textArgument(call, 0), argument(call, 1), form)],
      [`go:${path}.UnmarshalStrict`, (call) => read(call, textArgument(call, 0), argument(call, 1), form)],
      [`go:${path}.NewDecoder`, (call) => newTyped(call, decoderType, { reader: argument(call, 0) })],
      [`go:${path}.NewEncoder`, (call) => newTyped(call, encoderType, { writer: argument(call, 0) })],
      [`go:${path}.NewYAMLOrJSONDecoder`, (call) => newTyped(call, decoderType, { reader: argument(call, 0) })],
      [`go:${path}.NewYAMLToJSONDecoder`, (call) => newTyped(call, decoderType, { reader: argument(call, 0) })],
      [`go:${path}.YAMLToJSON`, (call) => results(call, argument(call, 0), anyError(call))],
      [`go:${path}.JSONToYAML`, (call) => results(call, argument(call, 0), anyError(call))],
      [`go:${path}.ToJSON`, (call) => results(call, argument(call, 0), anyError(call))],
      [`go:${path}.Valid`, (call) => newUnknown(call.frame.run, "a condition")],
    ];
  })),
  [`${decoderType}#Decode`]: (call) => {
    const reader = call.receiver === undefined ? nil : readProperty(call.frame, call.receiver, "reader");
    return read(call, readText(call.frame, reader) ?? newUnknown(call.frame.run, "what a reader gives"), argument(call, 0), "yaml");
  },
  [`${decoderType}#DisallowUnknownFields`]: () => nil,
  [`${decoderType}#KnownFields`]: () => nil,
  [`${encoderType}#Encode`]: (call) => {
    if (call.receiver !== undefined) writeText(call.frame, readProperty(call.frame, call.receiver, "writer"), { text: textOfJson(call.frame, plainOf(call, argument(call, 0))) });
    return anyError(call);
  },
  [`${encoderType}#SetIndent`]: () => nil,
  [`${encoderType}#SetEscapeHTML`]: () => nil,
  [`${encoderType}#Close`]: anyError,

  // https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1/unstructured
  "go:k8s.io/apimachinery/pkg/apis/meta/unstructured.SetNestedField": (call) => {
    setNested(call, argument(call, 0), call.items[1], call.items.slice(2));
    return anyError(call);
  },
  "go:k8s.io/apimachinery/pkg/apis/meta/unstructured.SetNestedSlice": (call) => {
    setNested(call, argument(call, 0), call.items[1], call.items.slice(2));
    return anyError(call);
  },
  "go:k8s.io/apimachinery/pkg/apis/meta/unstructured.SetNestedMap": (call) => {
    setNested(call, argument(call, 0), call.items[1], call.items.slice(2));
    return anyError(call);
  },
  ...Object.fromEntries(["NestedString", "NestedFieldNoCopy", "NestedFieldCopy", "NestedSlice", "NestedMap"].map((name) => [`go:k8s.io/apimachinery/pkg/apis/meta/unstructured.${name}`, (call: ExternalCall) => {
    const found = call.items.slice(1).reduce((value, item) => readProperty(call.frame, value, literalText(printedText(call, item.value))), argument(call, 0));
    return results(call, found, newUnknown(call.frame.run, "a condition"), newUnknown(call.frame.run, "an error"));
  }])),
  [`${unstructuredType}#SetNestedField`]: (call) => {
    setNested(call, contentOf(call), call.items[0], call.items.slice(1));
    return nil;
  },
  [`${unstructuredType}#UnstructuredContent`]: (call) => contentOf(call),
  [`${unstructuredType}#SetUnstructuredContent`]: (call) => {
    const object = pointedAt(call.frame, call.receiver ?? nil);
    if (object.kind === "object") call.frame.run.store.write(call.frame.run.store.property(object.object, "Object"), argument(call, 0), call.items[0]?.origin);
    return nil;
  },
  [`${unstructuredType}#UnmarshalJSON`]: (call) => read(call, textArgument(call, 0), call.receiver ?? nil, "json"),
  [`${unstructuredType}#MarshalJSON`]: (call) => results(call, textOfJson(call.frame, contentOf(call)), nil),
  [`${unstructuredType}#DeepCopy`]: (call) => call.receiver ?? nil,
};

/** Reads a text into what a pointer points to. */
function read(call: ExternalCall, text: Text, pointer: Value, form: "yaml" | "json"): Value {
  const { frame } = call;
  const { store } = frame.run;
  const value = valueOfJson(frame, text, form);
  const target = pointedAt(frame, pointer);
  if (target.kind !== "object") {
    assignThrough(frame, pointer, value, call.items[0]?.origin);
    return anyError(call);
  }
  const { object } = target;
  if (object.type === unstructuredType) store.write(store.property(object, "Object"), value);
  else if (object.class === undefined && object.type === undefined) assignThrough(frame, pointer, value, call.items[0]?.origin);
  else if (value.kind !== "object") writeThroughPointers(frame, [{ value: pointer, isOptional: false }], "Unmarshal");
  else for (const [key, cell] of value.object.properties) if (cell.value !== undefined) store.write(store.property(object, goFieldName(key)), maps.has(key) ? cell.value : structured(call, cell.value), cell.origin);
  return anyError(call);
}

/** Fields of the API that are maps: their keys are no names of fields. */
const maps: ReadonlySet<string> = new Set(["labels", "annotations", "matchLabels", "data", "stringData", "binaryData", "nodeSelector", "limits", "requests", "parameters"]);

/** Keys of a text as the names of Go's fields; the types of inner structs are not known. */
function structured(call: ExternalCall, value: Value): Value {
  const { store } = call.frame.run;
  if (value.kind !== "object") return value;
  if (value.object.items !== undefined) return { kind: "object", object: store.createObject("array", { items: value.object.items.value.map((item): Item => ({ ...item, value: structured(call, item.value) })) }) };
  const object: HeapObject = store.createObject("plain");
  for (const [key, cell] of value.object.properties) {
    if (cell.value !== undefined) store.write(store.property(object, goFieldName(key)), maps.has(key) ? cell.value : structured(call, cell.value), cell.origin);
  }
  return { kind: "object", object };
}

function plainOf(call: ExternalCall, value: Value): Value {
  const plain = pointedAt(call.frame, value);
  return plain.kind === "object" && plain.object.type === unstructuredType ? (plain.object.properties.get("Object")?.value ?? plain) : plain;
}

function contentOf(call: ExternalCall): Value {
  const object = pointedAt(call.frame, call.receiver ?? nil);
  return object.kind === "object" ? (object.object.properties.get("Object")?.value ?? nil) : nil;
}

function setNested(call: ExternalCall, map: Value, item: Item | undefined, path: readonly Item[]): void {
  const { store } = call.frame.run;
  const names = path.map(({ value }) => (isText(value) ? literalText(value) : undefined));
  let target = map;
  for (const [index, name] of names.entries()) {
    if (target.kind !== "object" || name === undefined || item === undefined) return;
    const cell = store.property(target.object, name);
    if (index === names.length - 1) store.write(cell, item.value, item.origin);
    else if (cell.value?.kind !== "object") store.write(cell, { kind: "object", object: store.createObject("plain") });
    target = cell.value ?? nil;
  }
}
