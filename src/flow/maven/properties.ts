import type { XmlText } from "../../frontends/xml/read.js";
import { choice, isText, join, literal, slice, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import { newUnknown, type Run } from "../run.js";
import { childAt, childrenAt, textAt, type Pom } from "./pom.js";

/** What the expressions of a project file mean. */
export interface MavenScope {
  readonly run: Run;
  /** The project and its parents. */
  readonly chain: readonly Pom[];
  /** `-Dname=value` */
  readonly given: ReadonlyMap<string, Text>;
  readonly environment: ProcessEnvironment | undefined;
}

const deepest = 8;
const longestText = 2_000;

/** A text of a project file, with the values of its `${…}`. */
export function textOf(scope: MavenScope, file: string, written: XmlText, depth = 0): Text {
  const whole = writtenText(file, written);
  const parts: { text: Text }[] = [];
  let end = 0;
  for (const match of written.value.matchAll(/\$\{([^${}]+)\}/gu)) {
    parts.push({ text: slice(whole, end, match.index) }, { text: propertyOf(scope, match[1] ?? "", depth + 1) });
    end = match.index + match[0].length;
  }
  if (parts.length === 0) return whole;
  const text = join([...parts, { text: slice(whole, end, written.value.length) }]);
  return text.key.length > longestText ? newUnknown(scope.run, "a text that is too long") : text;
}

/** Where a text of a project file is written. */
export function placeIn(file: string, { at }: XmlText): Place {
  return { file, start: at?.[0] ?? 0, end: at?.[1] ?? 0 };
}

function writtenText(file: string, { value, at }: XmlText): Text {
  return at === undefined ? literal(value) : literal(value, { file, literal: { kind: "literal", value, at }, offset: 0 });
}

/** The value of an expression (https://maven.apache.org/ref/current/maven-model-builder/#model-interpolation). */
export function propertyOf(scope: MavenScope, name: string, depth = 0): Text {
  const given = scope.given.get(name);
  if (given !== undefined) return given;
  if (depth > deepest) return newUnknown(scope.run, "a property of Maven's that is made of itself");
  if (name.startsWith("env.")) return environmentOf(scope, name.slice("env.".length));
  const own = /^(?:project|pom)\.(.+)$/u.exec(name)?.[1];
  const found = own === undefined ? writtenProperty(scope, name, depth) : projectProperty(scope, own, depth);
  return found ?? unknown(`${scope.run.root} maven ${scope.chain[0]?.file ?? ""} ${name}`, `the property ${name} of Maven`);
}

function environmentOf(scope: MavenScope, name: string): Text {
  const value = scope.environment?.(name)?.value ?? environment(name);
  return isText(value) ? value : newUnknown(scope.run, `the variable ${name}`);
}

/** Of the nearest project that has it; where profiles give it other values, one of these. */
function writtenProperty(scope: MavenScope, name: string, depth: number): Text | undefined {
  for (const { file, tree } of scope.chain) {
    const values = [tree, ...childrenAt(tree, "profiles")].flatMap((part) => {
      const written = childAt(part, "properties")?.children.findLast((one) => one.name === name)?.text;
      return written === undefined ? [] : [textOf(scope, file, written, depth)];
    });
    if (values.length === 0) continue;
    const either = values.length === 1 ? values[0] : choice(values, `${file} ${name}`);
    return either !== undefined && isText(either) ? either : undefined;
  }
  return undefined;
}

/** `groupId` and `version` are the parent's where the project has none of its own. */
function projectProperty(scope: MavenScope, name: string, depth: number): Text | undefined {
  const [pom] = scope.chain;
  if (pom === undefined) return undefined;
  const path = name.split(".");
  const isInherited = name === "version" || name === "groupId";
  const written = textAt(pom.tree, ...path) ?? (isInherited ? textAt(pom.tree, "parent", name) : name === "name" ? textAt(pom.tree, "artifactId") : undefined);
  return written === undefined ? undefined : textOf(scope, pom.file, written, depth);
}
