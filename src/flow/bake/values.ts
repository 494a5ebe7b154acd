import type { Place, Text } from "../../values/value.js";

/** What an expression of a bake file gives. */
export type BakeValue =
  /** A number is its digits. */
  | { readonly kind: "text"; readonly text: Text; readonly place: Place | undefined }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly BakeValue[] }
  /** `keys`: where its keys are written. */
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, BakeValue>; readonly keys?: ReadonlyMap<string, Place> | undefined }
  | { readonly kind: "unknown"; readonly reason: string };

export const nothingKnown: BakeValue = { kind: "unknown", reason: "an expression of a bake file that the analysis does not follow" };

/** The texts of a list; of a text, itself. */
export function textsOf(value: BakeValue | undefined): readonly Extract<BakeValue, { kind: "text" }>[] {
  switch (value?.kind) {
    case "text":
      return [value];
    case "list":
      return value.items.flatMap(textsOf);
    default:
      return [];
  }
}
