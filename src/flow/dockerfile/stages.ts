import { encodeText } from "../../values/encoding.js";
import { alternativesOf, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** The stages that a name may mean. */
export interface MeantStages {
  readonly indexes: ReadonlySet<number>;
  /** It means one of these and nothing else. */
  readonly isCertain: boolean;
}

/** The earlier stages that a `FROM` or a `--from` means; only the latter also finds them by number. */
export function stagesMeant(text: Text, names: readonly (string | undefined)[], by: "name" | "name or number"): MeantStages {
  const alternatives = alternativesOf(text) ?? [text];
  const found = alternatives.map((alternative) => indexesOf(alternative, names, by));
  return { indexes: new Set(found.flat()), isCertain: found.every((indexes, index) => indexes.length > 0 && literalText(alternatives[index] ?? text) !== undefined) };
}

function indexesOf(text: Text, names: readonly (string | undefined)[], by: "name" | "name or number"): readonly number[] {
  const letters = literalText(text)?.toLowerCase();
  if (letters === undefined) {
    const pattern = patternOf(text);
    return names.flatMap((name, index) => (name !== undefined && pattern?.test(name) !== false ? [index] : []));
  }
  const last = names.lastIndexOf(letters);
  if (last >= 0) return [last];
  const number = by === "name or number" && /^\d+$/u.test(letters) ? Number(letters) : names.length;
  return number < names.length ? [number] : [];
}

/** What is known of a text, holes standing for any letters. */
function patternOf(text: Text): RegExp | undefined {
  const encoded = encodeText(text)?.encoded.toLowerCase();
  return encoded === undefined || encoded.length > longestName ? undefined : new RegExp(`^${encoded.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&").replace(/[\uE000-\uF8FF]+/gu, ".*")}$`, "u");
}

const longestName = 200;

/**
 * The stages that a build of the target needs: it, and what it begins with or copies from
 * (https://docs.docker.com/build/building/multi-stage/#differences-between-legacy-builder-and-buildkit). All of them where the target is not known.
 */
export function neededStages(names: readonly (string | undefined)[], uses: readonly (readonly number[])[], target: Text | undefined): ReadonlySet<number> {
  const wanted = target === undefined ? [names.length - 1] : [...stagesMeant(target, names, "name or number").indexes];
  if (wanted.length === 0) return new Set(names.keys());
  const needed = new Set<number>();
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    wanted.push(...(uses[next] ?? []));
  }
  return needed;
}
