/** A schema of values: https://helm.sh/docs/topics/charts/#schema-files */
interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly isClosed: boolean;
  /** It says more than its properties do: a pattern, a choice, another schema. */
  readonly isOpenOtherwise: boolean;
}

/** Whether the schema does not allow a key, so that Helm refuses the values. */
export function forbidsKey(text: string, path: readonly string[]): boolean {
  return walk(text, path) === "forbidden";
}

/** Whether the schema knows a key. */
export function namesKey(text: string, path: readonly string[]): boolean {
  return walk(text, path) === "named";
}

function walk(text: string, path: readonly string[]): "named" | "forbidden" | "free" {
  let schema = schemaOf(parsed(text));
  for (const step of path) {
    if (schema === undefined) return "free";
    const next = Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
    if (next === undefined) return schema.isClosed && !schema.isOpenOtherwise ? "forbidden" : schema.isOpenOtherwise ? "named" : "free";
    schema = schemaOf(next);
  }
  return "named";
}

const remembered = new Map<string, unknown>();
const mostRemembered = 50;

function parsed(text: string): unknown {
  if (remembered.has(text)) return remembered.get(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, value);
  return value;
}

function schemaOf(value: unknown): Schema | undefined {
  if (!isRecord(value)) return undefined;
  const { properties, additionalProperties, patternProperties, $ref, allOf, anyOf, oneOf } = value;
  return {
    properties: isRecord(properties) ? properties : {},
    isClosed: additionalProperties === false,
    isOpenOtherwise: [patternProperties, $ref, allOf, anyOf, oneOf].some((part) => part !== undefined),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
