import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differingParts, similarity } from "../src/reference/compare.js";
import { formatFamiliar, formatReference } from "../src/reference/format.js";
import { normalizeReference, parseReference } from "../src/reference/parse.js";
import { cutNormalized, referenceParts } from "../src/reference/parts.js";

const digest = fc.constantFrom(`sha256:${"0".repeat(64)}`, `sha384:${"a".repeat(96)}`, `sha512:${"9f".repeat(64)}`);
const domain = fc.oneof(
  fc.constantFrom("localhost", "docker.io", "index.docker.io", "acme", "Acme", "[::1]", "registry.example", "ac--me.example"),
  fc.tuple(fc.constantFrom("localhost", "registry", "[fe80::]", "Registry.example"), fc.nat()).map(([host, port]) => `${host}:${port}`),
);
const component = fc.oneof(fc.constantFrom("library", "localhost", "docker.io", "ac_me.example", "d".repeat(64), "app"), fc.stringMatching(/^[a-z0-9]{1,4}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}$/));
const path = fc.array(component, { minLength: 1, maxLength: 3 }).map((components) => components.join("/"));
const tag = fc.stringMatching(/^\w[\w.-]{0,12}$/);

const validText = fc
  .tuple(fc.option(domain), path, fc.option(tag), fc.option(digest))
  .map(([domain, path, tag, digest]) => `${domain === null ? "" : `${domain}/`}${path}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`);

/** Mostly invalid: pieces of the grammar in any order. */
const anyText = fc.oneof(
  fc.array(fc.constantFrom("a", "0", "A", ".", "_", "__", "-", "/", ":", "@", "[", "]", "[::1]", "localhost", "docker.io", `sha256:${"0".repeat(64)}`, "\u{1F433}", " "), { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary" }),
);

const text = fc.oneof(validText, anyText);
const many = { numRuns: 3000 };

/**
 * The grammar as distribution/reference documents it, as an expression: it may backtrack for ever on long texts, which is
 * why nothing but this test has it.
 */
const [grammar, nameGrammar] = (() => {
  const hostComponent = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  const domain = String.raw`(?:${hostComponent}(?:\.${hostComponent})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
  const pathComponent = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  const path = `${pathComponent}(?:/${pathComponent})*`;
  const tag = String.raw`\w[\w.-]{0,127}`;
  const digest = "sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}";
  return [new RegExp(`^((?:${domain}/)?${path})(?::(${tag}))?(?:@(${digest}))?$`), new RegExp(`^(?:(${domain})/)?(${path})$`)] as const;
})();

test("parsing agrees with the grammar", () => {
  fc.assert(
    fc.property(text, (text) => {
      const match = grammar.exec(text);
      const [, domain, path] = nameGrammar.exec(match?.[1] ?? "") ?? [];
      const isValid = path !== undefined && path.length <= 255;
      const parsed = parseReference(text);
      expect(parsed.ok ? parsed.reference : undefined).toEqual(isValid ? { domain, path, tag: match?.[2], digest: match?.[3] } : undefined);
    }),
    many,
  );
});

test("what is parsed is formatted letter by letter", () => {
  fc.assert(
    fc.property(text, (text) => {
      const parsed = parseReference(text);
      fc.pre(parsed.ok);
      expect(formatReference(parsed.reference)).toBe(text);
    }),
    many,
  );
});

test("offsets slice the text to its parts", () => {
  fc.assert(
    fc.property(text, (text) => {
      const parsed = parseReference(text);
      fc.pre(parsed.ok);
      for (const part of referenceParts) expect(parsed.offsets[part] && text.slice(...parsed.offsets[part])).toBe(parsed.reference[part]);
    }),
    many,
  );
});

test("offsets of a normalised reference slice the text to what is written of its parts", () => {
  fc.assert(
    fc.property(text, (text) => {
      const { reference, offsets } = normalized(text);
      const written = { domain: offsets.domain && text.slice(...offsets.domain), path: text.slice(...offsets.path), tag: offsets.tag && text.slice(...offsets.tag), digest: offsets.digest && text.slice(...offsets.digest) };
      expect(formatReference(written)).toBe(text);
      expect([written.path, `library/${written.path}`]).toContain(reference.path);
      expect([written.tag, written.digest]).toEqual([reference.tag, reference.digest]);
    }),
    many,
  );
});

test("normalising twice is normalising once", () => {
  fc.assert(
    fc.property(text, (text) => {
      const { reference } = normalized(text);
      expect(normalized(formatReference(reference)).reference).toEqual(reference);
      expect(parseReference(formatReference(reference))).toMatchObject({ ok: true, reference });
    }),
    many,
  );
});

test("the short form is the same image, and not longer", () => {
  fc.assert(
    fc.property(text, (text) => {
      const { reference } = normalized(text);
      expect(normalized(formatFamiliar(reference)).reference).toEqual(reference);
      expect(formatFamiliar(reference).length).toBeLessThanOrEqual(formatReference(reference).length);
    }),
    many,
  );
});

test("cutting without checking finds the parts that normalising finds", () => {
  fc.assert(
    fc.property(text, (text) => {
      const { reference, offsets } = normalized(text);
      // What has a dot but is no domain is seen only by checking.
      fc.pre(reference.domain !== undefined);
      expect(cutNormalized(text)).toEqual({ reference, offsets });
    }),
    many,
  );
});

test("a refusal says where", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(parseReference, normalizeReference), (text, read) => {
      const result = read(text);
      fc.pre(!result.ok);
      const place = Number(/^[^\n\r]+ \(at character (\d+)\)\.$/.exec(result.reason)?.[1]);
      expect(place).toBeGreaterThanOrEqual(1);
      expect(place).toBeLessThanOrEqual(text.length + 1);
    }),
    many,
  );
});

test("references differ in no part exactly if they are as near as can be", () => {
  fc.assert(
    fc.property(validText, validText, (a, b) => {
      const parts = differingParts(normalized(a).reference, normalized(b).reference);
      expect(similarity(a, b) === 1).toBe(parts.length === 0);
      expect(similarity(a, b)).toBe(similarity(b, a));
      expect(similarity(a, b)).toBeGreaterThanOrEqual(0);
    }),
    many,
  );
});

test("one repository is nearer than another, whatever their tags", () => {
  fc.assert(
    fc.property(fc.tuple(domain, path, path), fc.tuple(tag, tag), ([domain, path, otherPath], [tag, otherTag]) => {
      fc.pre(path !== otherPath && !domain.endsWith("docker.io"));
      const text = `${domain}/${path}:${tag}`;
      expect(similarity(text, `${domain}/${path}:${otherTag}`)).toBeGreaterThan(similarity(text, `${domain}/${otherPath}:${tag}`));
    }),
    many,
  );
});

/** Texts that make a backtracking parser, or one that looks again at what it has seen, take for ever. */
const adversaries: readonly (readonly [name: string, text: (size: number) => string, isValid: boolean])[] = [
  ["letters", (size) => "a".repeat(size), false],
  ["letters before a wrong one", (size) => `${"a".repeat(size)}!`, false],
  ["letters with dashes", (size) => `${"a-".repeat(size / 2)}!`, false],
  ["dashes", (size) => `a${"-".repeat(size)}`, false],
  ["underscores", (size) => `a${"_".repeat(size)}a`, false],
  ["dots", (size) => ".".repeat(size), false],
  ["domain components before a wrong port", (size) => `${"a.".repeat(size / 2)}a:!/a`, false],
  ["a long domain", (size) => `${"a.".repeat(size / 2)}a/a`, true],
  ["a long port", (size) => `a:${"0".repeat(size)}/a`, true],
  ["a long IPv6 address", (size) => `[${":".repeat(size)}]:80/a`, true],
  ["an open IPv6 address", (size) => `[${":".repeat(size)}/a`, false],
  ["brackets", (size) => "[".repeat(size), false],
  ["path components", (size) => `${"a/".repeat(size / 2)}a`, false],
  ["path components before a wrong one", (size) => `${"a/".repeat(size / 2)}A`, false],
  ["slashes", (size) => "/".repeat(size), false],
  ["colons", (size) => `a${":".repeat(size)}`, false],
  ["tags and slashes", (size) => "a:0/".repeat(size / 4), false],
  ["a long tag", (size) => `a:${"a".repeat(size)}`, false],
  ["signs of digests", (size) => `a${"@".repeat(size)}`, false],
  ["a long algorithm", (size) => `a@${"sha256+".repeat(size / 8)}:${"0".repeat(64)}`, false],
  ["a long digest", (size) => `a@sha256:${"0".repeat(size)}`, false],
  ["schemes", (size) => "a://".repeat(size / 4), false],
  ["upper case", (size) => "A".repeat(size), false],
  ["surrogates", (size) => "\u{1F433}".repeat(size / 2), false],
];

describe.each([
  ["parsing", parseReference],
  ["normalising", normalizeReference],
])("%s 100,000 characters", (_, read) => {
  test.each(adversaries)("%s", (_, text, isValid) => {
    const result = read(text(100_000));
    expect(result.ok).toBe(isValid);
    if (!result.ok) expect(result.reason.length).toBeLessThan(200);
  });

  test.each(adversaries)("%s: sixteen times the text takes no more than about sixteen times the time", (_, text) => {
    const [small, large] = [text(20_000), text(320_000)];
    // Quadratic time would make it 256 times; the floor keeps the clock's grain out of what is refused at once.
    expect(shortestTime(() => read(large))).toBeLessThan(80 * Math.max(shortestTime(() => read(small)), 0.05));
  });
});

test("comparing long texts looks at their beginnings only", () => {
  const [a, b] = [`localhost/${"ab".repeat(50_000)}`, `localhost/${"ba".repeat(50_000)}`];
  expect(shortestTime(() => similarity(a, b))).toBeLessThan(80 * Math.max(shortestTime(() => similarity(a.slice(0, 6_000), b.slice(0, 6_000))), 0.05));
});

/** The shortest of several runs, in milliseconds: the one that was least disturbed. */
function shortestTime(run: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 7 }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}

function normalized(text: string): Extract<ReturnType<typeof normalizeReference>, { ok: true }> {
  const result = normalizeReference(text);
  fc.pre(result.ok);
  return result;
}
