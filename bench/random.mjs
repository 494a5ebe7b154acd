/**
 * A source of numbers that gives the same ones for the same seed: the generator of Park and Miller, "Random number
 * generators: good ones are hard to find", Communications of the ACM 31 (1988).
 *
 * @param {number} seed
 * @returns {{ readonly below: (limit: number) => number, readonly oneOf: <T>(items: readonly T[]) => T }}
 */
export function randomFrom(seed) {
  let state = (seed % (modulus - 1)) + 1;
  const next = () => {
    state = (state * multiplier) % modulus;
    return state;
  };
  // The first numbers of neighbouring seeds are neighbours.
  next();
  next();
  const below = (limit) => Math.floor((next() / modulus) * limit);
  return { below, oneOf: (items) => items[below(items.length)] };
}

const modulus = 2 ** 31 - 1;
const multiplier = 48_271;
