import { describe, expect, test } from "vitest";
import { formatFamiliar, formatReference } from "../src/reference/format.js";
import { normalizeReference, parseReference } from "../src/reference/parse.js";
import { cutNormalized, readsAsDomain, type Reference } from "../src/reference/parts.js";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const identifier = "0123456789abcdef".repeat(4);

/** Text, what Docker reads in it, and the short text of that. */
const readings: readonly (readonly [text: string, full: string, familiar: string])[] = [
  ["busybox", "docker.io/library/busybox", "busybox"],
  ["busybox:1.36", "docker.io/library/busybox:1.36", "busybox:1.36"],
  [`busybox@${digest}`, `docker.io/library/busybox@${digest}`, `busybox@${digest}`],
  [`busybox:1.36@${digest}`, `docker.io/library/busybox:1.36@${digest}`, `busybox:1.36@${digest}`],
  ["library/busybox", "docker.io/library/busybox", "busybox"],
  ["docker.io/busybox", "docker.io/library/busybox", "busybox"],
  ["docker.io/library/busybox", "docker.io/library/busybox", "busybox"],
  ["index.docker.io/busybox", "docker.io/library/busybox", "busybox"],
  ["index.docker.io/acme/app", "docker.io/acme/app", "acme/app"],
  ["index.docker.io:443/app", "index.docker.io:443/app", "index.docker.io:443/app"],
  ["acme/app", "docker.io/acme/app", "acme/app"],
  ["acme/team/app:1", "docker.io/acme/team/app:1", "acme/team/app:1"],
  ["ac_me/app", "docker.io/ac_me/app", "ac_me/app"],
  ["library/team/app", "docker.io/library/team/app", "library/team/app"],
  ["acme/library", "docker.io/acme/library", "acme/library"],

  // A single component is never a domain.
  ["localhost", "docker.io/library/localhost", "localhost"],
  ["localhost:5000", "docker.io/library/localhost:5000", "localhost:5000"],
  ["registry.example", "docker.io/library/registry.example", "registry.example"],
  // The first of several is one with a dot, a colon or an upper-case letter, or as localhost.
  ["localhost/app", "localhost/app", "localhost/app"],
  ["localhost:5000/app", "localhost:5000/app", "localhost:5000/app"],
  ["registry.example/app", "registry.example/app", "registry.example/app"],
  ["registry:80/library/app", "registry:80/library/app", "registry:80/library/app"],
  ["[::1]/app", "[::1]/app", "[::1]/app"],
  ["Acme/app", "Acme/app", "Acme/app"],
  ["ACME/team/app", "ACME/team/app", "ACME/team/app"],
  ["DOCKER.io/app", "DOCKER.io/app", "DOCKER.io/app"],
  // What has a dot but is no domain is a path, to which nothing is added.
  ["ac_me.example/app", "ac_me.example/app", "ac_me.example/app"],

  // The short form of these would be read as another image.
  ["docker.io/localhost/app", "docker.io/localhost/app", "docker.io/localhost/app"],
  ["docker.io/registry.example/app", "docker.io/registry.example/app", "docker.io/registry.example/app"],
  ["docker.io/docker.io/app", "docker.io/docker.io/app", "docker.io/docker.io/app"],
  [`docker.io/${identifier}`, `docker.io/library/${identifier}`, `library/${identifier}`],
  [`${identifier}:1`, `docker.io/library/${identifier}:1`, `${identifier}:1`],

  [identifier.slice(1), `docker.io/library/${identifier.slice(1)}`, identifier.slice(1)],
  [`${identifier.slice(1)}g`, `docker.io/library/${identifier.slice(1)}g`, `${identifier.slice(1)}g`],
  ["a".repeat(247), `docker.io/library/${"a".repeat(247)}`, "a".repeat(247)],
];

describe("Docker reads", () => {
  test.each(readings)("%s as %s, in short %s", (text, full, familiar) => {
    const reference = valid(text);
    expect(formatReference(reference)).toBe(full);
    expect(formatFamiliar(reference)).toBe(familiar);
  });
});

/** Text, then the reason. */
const refusals: readonly (readonly [text: string, reason: string])[] = [
  ["", "The path is empty: a repository name is missing (at character 1)."],
  [identifier, "A repository name of 64 hexadecimal digits would be read as the identifier of an image (at character 1)."],
  ["App", 'The repository name must be lower case, but has "A" (at character 1).'],
  ["acme/App", 'The repository name must be lower case, but has "A" (at character 6).'],
  ["docker.io/acme/App", 'The repository name must be lower case, but has "A" (at character 16).'],
  ["docker.io/", "The path is empty: a repository name is missing (at character 11)."],
  ["index.docker.io/:1", "The path is empty: a repository name is missing (at character 17)."],
  ["localhost/", "The path is empty: a repository name is missing (at character 11)."],
  ["docker.io//app", "A component of the path is empty (at character 11)."],
  ["https://registry.example/app", 'A reference begins with its registry or its path, not with a scheme and "://" (at character 6).'],
  ["acme-/app", 'A component of the path must end with a letter or a digit, not with "-" (at character 5).'],
  ["localhost:http/app", '"h" is not allowed in a port (at character 11).'],
  ["[::1]", '"[" is not allowed in a repository name (at character 1).'],
  ["ac_me.example:80/app", '"_" is not allowed in a domain (at character 3).'],
  ["app:v1/2", '"v" is not allowed in a port (at character 5).'],
  [`app@${digest}/x`, '"/" is not allowed in a digest, which has lower-case hexadecimal digits (at character 76).'],
  // The `library/` that is added counts.
  ["a".repeat(248), "The path is 256 characters long, more than the 255 that are allowed (at character 1)."],
];

describe("Docker refuses", () => {
  test.each(refusals)("%s", (text, reason) => {
    expect(normalizeReference(text)).toEqual({ ok: false, reason });
  });
});

test("offsets are into the text that was given, and what was added has none", () => {
  expect(normalizeReference("busybox:1")).toMatchObject({ reference: { domain: "docker.io", path: "library/busybox" }, offsets: { domain: undefined, path: [0, 7], tag: [8, 9], digest: undefined } });
  expect(normalizeReference("acme/app")).toMatchObject({ reference: { domain: "docker.io", path: "acme/app" }, offsets: { domain: undefined, path: [0, 8] } });
  expect(normalizeReference("index.docker.io/app")).toMatchObject({ reference: { domain: "docker.io", path: "library/app" }, offsets: { domain: [0, 15], path: [16, 19] } });
  expect(normalizeReference("ac_me.example/app")).toMatchObject({ reference: { domain: undefined, path: "ac_me.example/app" }, offsets: { domain: undefined, path: [0, 17] } });
});

test("a reference of the bare grammar has a short form too", () => {
  const bare = parseReference("index.docker.io/library/busybox");
  expect(bare.ok && formatFamiliar(bare.reference)).toBe("busybox");
});

test("what Docker does not read is its own short form", () => {
  const bare = parseReference(identifier);
  expect(bare.ok && formatFamiliar(bare.reference)).toBe(identifier);
});

test("a text with holes is cut like a reference", () => {
  expect(cutNormalized("localhost:5000/<parameter name>:<fresh>")).toEqual({
    reference: { domain: "localhost:5000", path: "<parameter name>", tag: "<fresh>", digest: undefined },
    offsets: { domain: [0, 14], path: [15, 31], tag: [32, 39], digest: undefined },
  });
  expect(cutNormalized("\uE000@\uE001").reference).toEqual({ domain: "docker.io", path: "library/\uE000", tag: undefined, digest: "\uE001" });
  expect(cutNormalized("").reference).toEqual({ domain: "docker.io", path: "library/", tag: undefined, digest: undefined });
});

test.each([
  ["localhost", true],
  ["kind.local", true],
  ["registry:80", true],
  ["Acme", true],
  ["acme", false],
  ["local-host", false],
])("%s reads as a domain: %s", (component, isDomain) => {
  expect(readsAsDomain(component)).toBe(isDomain);
});

function valid(text: string): Reference {
  const read = normalizeReference(text);
  if (!read.ok) throw new Error(read.reason);
  return read.reference;
}
