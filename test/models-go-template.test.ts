import { describe, expect, it } from "vitest";
import { fillTemplate } from "../src/flow/builtins/go/template.js";
import type { TemplateData } from "../src/flow/builtins/go/template.js";
import { display, hole, isText, join, literal, literalText } from "../src/values/text.js";
import type { Place, Text, Value } from "../src/values/value.js";

const place: Place = { file: "render.go", start: 5, end: 10 };
const fresh = hole("fresh:1", { kind: "fresh", what: "time.Now", place, path: undefined, root: 0 });
const data: Readonly<Record<string, unknown>> = { Name: "api", Image: fresh, Debug: false, Ports: ["80", "443"], Pod: { Namespace: "e2e" }, Mode: hole("mode", { kind: "environment", name: "MODE" }) };

/** Values of the test as values of the analysis: objects are numbers into a list. */
const objects: unknown[] = [];

function valueOf(value: unknown): Value {
  if (typeof value === "string") return literal(value);
  if (typeof value === "boolean") return { kind: "constant", constant: value };
  if (value === undefined) return { kind: "constant", constant: null };
  if (value === fresh || value === data["Mode"]) return value === fresh ? fresh : hole("mode", { kind: "environment", name: "MODE" });
  objects.push(value);
  return { kind: "number", number: objects.length - 1 };
}

const reading: TemplateData = {
  field: (value, name) => {
    const object: unknown = value.kind === "number" ? objects[value.number] : undefined;
    const entry = typeof object === "object" && object !== null ? Object.entries(object).find(([key]) => key === name) : undefined;
    return { value: valueOf(entry?.[1]), origin: name === "Image" ? place : undefined };
  },
  elements: (value) => {
    const list: unknown = value.kind === "number" ? objects[value.number] : undefined;
    return Array.isArray(list) ? list.map((element) => ({ value: valueOf(element) })) : undefined;
  },
  print: (value): Text => (isText(value) ? value : literal(literalText(value) ?? "")),
  truth: (value) => (value.kind === "constant" ? value.constant === true : value.kind === "literal" ? value.text !== "" : undefined),
  call: (name, values) => (name === "quote" && values[0] !== undefined && isText(values[0]) ? join([{ text: literal('"') }, { text: values[0] }, { text: literal('"') }]) : undefined),
  unknown: (reason) => hole(reason, { kind: "unknown", reason }),
};

const filled = (template: string): string => display(fillTemplate(literal(template), valueOf(data), reading));

describe("text/template", () => {
  it.each([
    ["image: {{ .Image }}", "image: <fresh>"],
    ["image: {{.Image}}-{{ .Name }}", "image: <fresh>-api"],
    ["{{ $.Pod.Namespace }}/{{ .Name }}", "e2e/api"],
    ["a\n  {{- .Name -}}\n  b", "aapib"],
    ["{{/* nothing */}}{{ .Name | quote }}", '"api"'],
    ["{{ quote .Name }}", '"api"'],
    ['{{ "literal" }}', "literal"],
    ["{{ $name := .Name }}{{ $name }}!", "api!"],
    ["{{ if .Debug }}debug{{ else }}plain{{ end }}", "plain"],
    ["{{ if .Name }}{{ .Name }}{{ end }}", "api"],
    ["{{ range .Ports }}- {{ . }}\n{{ end }}", "- 80\n- 443\n"],
    ["{{ range $index, $port := .Ports }}{{ $index }}={{ $port }} {{ end }}", "0=80 1=443 "],
    ["{{ with .Pod }}{{ .Namespace }} of {{ $.Name }}{{ end }}", "e2e of api"],
    ["{{ if .Debug }}a{{ else if .Name }}b{{ else }}c{{ end }}", "b"],
    ["{{ .Name | strange }}", "<unknown>"],
  ])("fills %j", (template, text) => {
    expect(filled(template)).toBe(text);
  });

  it("is either way where a condition is not known", () => {
    const text = fillTemplate(literal("{{ if .Mode }}a{{ else }}b{{ end }}"), valueOf(data), reading);
    expect(text.kind === "choice" ? text.alternatives.map(literalText) : text).toEqual(["a", "b"]);
  });

  it("keeps the place of a field", () => {
    const text = fillTemplate(literal("image: {{ .Image }}"), valueOf(data), reading);
    expect(text.kind === "joined" ? text.parts.map((part) => part.use) : []).toEqual([undefined, place]);
  });

  it("has other delimiters where they are set", () => {
    expect(display(fillTemplate(literal("<< .Name >> {{ .Name }}"), valueOf(data), reading, ["<<", ">>"]))).toBe("api {{ .Name }}");
  });
});
