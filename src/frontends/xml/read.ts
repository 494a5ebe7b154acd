import { parseXml, type XmlDocument, type XmlElement } from "@rgrove/parse-xml";
import type { Span } from "../../facts/facts.js";

/** An element of an XML file, without what stands in its attributes. */
export interface XmlTree {
  readonly name: string;
  readonly children: readonly XmlTree[];
  /** What is written in it, without the blanks around; undefined for one with elements in it. */
  readonly text: XmlText | undefined;
}

export interface XmlText {
  readonly value: string;
  /** Where its letters stand, as they are; undefined where entities or comments stand between them. */
  readonly at: Span | undefined;
}

/** Files of more letters are data. */
const longestFile = 1_000_000;

/** The first element of an XML file; undefined for what is none. Never throws. */
export function readXml(text: string): XmlTree | undefined {
  if (text.length > longestFile) return undefined;
  // The parser reads both ends of a line as one letter, and takes the mark at the beginning away: offsets are to stay.
  const marks = text.startsWith("\uFEFF") ? 1 : 0;
  const source = text.slice(marks).replaceAll("\r\n", " \n");
  try {
    const root = rootOf(parseXml(source, { includeOffsets: true, ignoreUndefinedEntities: true }));
    return root === undefined ? undefined : treeOf(root, source, marks);
  } catch {
    // It does not parse, or is nested too deeply.
    return undefined;
  }
}

function rootOf(document: XmlDocument): XmlElement | undefined {
  return document.children.find((child): child is XmlElement => child.type === "element");
}

function treeOf(element: XmlElement, source: string, marks: number): XmlTree {
  const children = element.children.filter((child): child is XmlElement => child.type === "element");
  return {
    name: element.name,
    children: children.map((child) => treeOf(child, source, marks)),
    text: children.length > 0 ? undefined : textOf(element, source, marks),
  };
}

function textOf(element: XmlElement, source: string, marks: number): XmlText {
  const value = element.text.trim();
  const [only, ...others] = element.children.filter(({ type }) => type === "text" || type === "cdata");
  const written = only === undefined || others.length > 0 ? "" : source.slice(only.start, only.end);
  const offset = value === "" ? -1 : written.indexOf(value);
  if (only === undefined || offset < 0) return { value, at: undefined };
  const start = marks + only.start + offset;
  return { value, at: [start, start + value.length] };
}
