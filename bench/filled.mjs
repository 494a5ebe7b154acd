/**
 * A text with pieces after it, until it has reached a size that chance takes between the two of `sizes` (in characters,
 * before the last piece), and with `end` behind all.
 *
 * @template Entity
 * @param {string} text
 * @param {(entity: Entity, index: number, random: ReturnType<typeof import("./random.mjs").randomFrom>) => string} piece `index` counts from 1
 * @param {{ readonly entity: Entity, readonly random: ReturnType<typeof import("./random.mjs").randomFrom>, readonly sizes: readonly [smallest: number, largest: number], readonly end: string }} how
 */
export function filled(text, piece, { entity, random, sizes: [smallest, largest], end }) {
  const size = smallest + random.below(largest - smallest);
  const pieces = [text];
  for (let [length, index] = [text.length, 1]; length < size; index += 1) {
    const added = piece(entity, index, random);
    pieces.push(added);
    length += added.length;
  }
  return pieces.join("\n") + end;
}
