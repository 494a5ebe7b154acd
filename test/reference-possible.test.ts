import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseReference } from "../src/reference/parse.js";
import { canBeReference } from "../src/reference/possible.js";

/** A text as a person writes it, `…` for what is not known. */
function pieces(text: string): readonly (string | undefined)[] {
  return text.split("…").flatMap((piece, index) => (index === 0 ? [piece] : [undefined, piece]));
}

describe("what is known may be a reference", () => {
  test.each([
    "…",
    "localhost/shop:…",
    "localhost/…:e2e",
    "…/shop",
    "…:e2e",
    "shop…",
    "shop@…",
    // The unknown piece may hold an organisation, a port and more.
    "shop:…/gateway",
    "Shop…/gateway",
    "localhost:…/shop:e2e",
    "shop:…@sha256:…",
    "shop:…-",
    "…@sha256:…00",
    "[::1…/shop",
    "a…-b.c_d",
  ])("%s", (text) => {
    expect(canBeReference(pieces(text))).toBe(true);
  });
});

describe("whatever becomes of what is not known, this is no reference", () => {
  test.each([
    "localhost/Shop:…",
    "…/Shop",
    "localhost/shop …",
    "localhost/shop:…:e2e",
    "shop:…:",
    "…/shop:",
    "shop/…/-",
    "…@sha256:00",
    "/…",
    "shop:e2e/…",
    "localhost//…",
    "…@e2e",
    "shop:v1+…",
    "http://…",
    "-…",
  ])("%s", (text) => {
    expect(canBeReference(pieces(text))).toBe(false);
  });
});

const component = fc.stringMatching(/^[a-z0-9]{1,4}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
const reference = fc
  .tuple(fc.constantFrom("", "localhost/", "Registry.example:5000/", "[::1]/"), fc.array(component, { minLength: 1, maxLength: 3 }), fc.constantFrom("", ":e2e", ":V1.2-a"), fc.constantFrom("", `@sha256:${"0".repeat(64)}`))
  .map(([domain, path, tag, digest]) => domain + path.join("/") + tag + digest);

test("a reference can be one, whichever parts of it are known", () => {
  fc.assert(
    fc.property(reference, fc.array(fc.tuple(fc.nat(), fc.nat())), (text, cuts) => {
      const offsets = cuts.map(([at, length]): [number, number] => [at % (text.length + 1), length % 6]).sort(([left], [right]) => left - right);
      const known: (string | undefined)[] = [];
      let from = 0;
      for (const [at, length] of offsets) {
        if (at < from) continue;
        known.push(text.slice(from, at), undefined);
        from = Math.min(at + length, text.length);
      }
      known.push(text.slice(from));
      expect(canBeReference(known)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("what is known as a whole can be a reference if the parser takes it, and no other text can", () => {
  const text = fc.array(fc.constantFrom("a", "0", "A", ".", "_", "-", "/", ":", "[", "]", " ", "localhost"), { maxLength: 10 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (text) => {
      expect(canBeReference([text])).toBe(parseReference(text).ok);
    }),
    { numRuns: 3000 },
  );
});
