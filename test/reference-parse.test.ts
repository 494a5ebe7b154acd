import { describe, expect, test } from "vitest";
import { parseReference } from "../src/reference/parse.js";

const sha256 = `sha256:${"0123456789abcdef".repeat(4)}`;
const sha384 = `sha384:${"0123456789abcdef".repeat(6)}`;
const sha512 = `sha512:${"0123456789abcdef".repeat(8)}`;

/** Text, then the parts that the bare grammar sees in it. */
const readings: readonly (readonly [text: string, parts: { domain?: string; path: string; tag?: string; digest?: string }])[] = [
  ["busybox", { path: "busybox" }],
  ["7", { path: "7" }],
  ["busybox:1.36", { path: "busybox", tag: "1.36" }],
  ["data_storage", { path: "data_storage" }],
  ["data__storage", { path: "data__storage" }],
  ["data---storage", { path: "data---storage" }],
  ["data.storage-v1_x", { path: "data.storage-v1_x" }],

  // The first of several components is the domain whenever it can be one.
  ["acme/app", { domain: "acme", path: "app" }],
  ["acme/team/app", { domain: "acme", path: "team/app" }],
  ["acme--inc/app", { domain: "acme--inc", path: "app" }],
  ["Acme/app", { domain: "Acme", path: "app" }],
  ["ACME.example/app:Tag", { domain: "ACME.example", path: "app", tag: "Tag" }],
  ["xn--bcher-kva.example/app", { domain: "xn--bcher-kva.example", path: "app" }],
  ["0.example/app", { domain: "0.example", path: "app" }],
  ["registry.example/other.example/app", { domain: "registry.example", path: "other.example/app" }],
  // An underscore is not for domains, but it is for paths.
  ["ac_me/app", { path: "ac_me/app" }],
  ["ac__me.example/app", { path: "ac__me.example/app" }],

  // What follows the colon of a single component is a tag, even if it looks like a port.
  ["localhost", { path: "localhost" }],
  ["localhost:5000", { path: "localhost", tag: "5000" }],
  ["registry.example:443", { path: "registry.example", tag: "443" }],
  ["ac_me.example:443", { path: "ac_me.example", tag: "443" }],
  ["127.0.0.1", { path: "127.0.0.1" }],
  ["localhost:5000/app", { domain: "localhost:5000", path: "app" }],
  ["localhost:5000/app:5000", { domain: "localhost:5000", path: "app", tag: "5000" }],
  ["127.0.0.1:8/team/app", { domain: "127.0.0.1:8", path: "team/app" }],
  // No port is too large for the grammar.
  ["registry.example:1234567/app", { domain: "registry.example:1234567", path: "app" }],

  ["[::1]/app", { domain: "[::1]", path: "app" }],
  ["[::1]:5000/team/app:x", { domain: "[::1]:5000", path: "team/app", tag: "x" }],
  ["[2001:DB8::]:80/app", { domain: "[2001:DB8::]:80", path: "app" }],
  // Nor is any number of groups too small.
  ["[cafe]/app", { domain: "[cafe]", path: "app" }],
  ["[:::::]/app", { domain: "[:::::]", path: "app" }],

  ["app:_", { path: "app", tag: "_" }],
  ["app:A", { path: "app", tag: "A" }],
  ["app:v1.2.3-rc.1_2", { path: "app", tag: "v1.2.3-rc.1_2" }],
  ["app:a-.", { path: "app", tag: "a-." }],
  [`app:${"x".repeat(128)}`, { path: "app", tag: "x".repeat(128) }],

  [`app@${sha256}`, { path: "app", digest: sha256 }],
  [`app@${sha384}`, { path: "app", digest: sha384 }],
  [`app@${sha512}`, { path: "app", digest: sha512 }],
  [`localhost@${sha256}`, { path: "localhost", digest: sha256 }],
  [`localhost:5000@${sha256}`, { path: "localhost", tag: "5000", digest: sha256 }],
  [`[::1]:5000/app:x@${sha256}`, { domain: "[::1]:5000", path: "app", tag: "x", digest: sha256 }],

  // 255 characters are for the path; domain and tag do not count.
  ["a".repeat(255), { path: "a".repeat(255) }],
  [`registry.example/${"a".repeat(255)}:tag`, { domain: "registry.example", path: "a".repeat(255), tag: "tag" }],
  [`${"a/".repeat(128)}a`, { domain: "a", path: `${"a/".repeat(127)}a` }],
  [`${"a".repeat(1000)}/app`, { domain: "a".repeat(1000), path: "app" }],

  // An identifier is a name like others here; only normalisation knows better.
  ["e".repeat(64), { path: "e".repeat(64) }],
];

describe("the bare grammar reads", () => {
  test.each(readings)("%s", (text, parts) => {
    expect(parseReference(text)).toMatchObject({ ok: true, reference: { domain: undefined, tag: undefined, digest: undefined, ...parts } });
  });
});

/** Text, then the reason. */
const refusals: readonly (readonly [text: string, reason: string])[] = [
  ["", "The path is empty: a repository name is missing (at character 1)."],
  [":1.0", "The path is empty: a repository name is missing (at character 1)."],
  [`@${sha256}`, "The path is empty: a repository name is missing (at character 1)."],
  ["localhost:5000/", "The path is empty: a repository name is missing (at character 16)."],
  ["/app", "A component of the path is empty (at character 1)."],
  ["acme//app", "A component of the path is empty (at character 6)."],
  ["acme/app/", "A component of the path is empty (at character 10)."],

  ["App", 'The repository name must be lower case, but has "A" (at character 1).'],
  ["App:tag", 'The repository name must be lower case, but has "A" (at character 1).'],
  ["localhost:5000/Team/app:tag", 'The repository name must be lower case, but has "T" (at character 16).'],
  ["acme/App", 'The repository name must be lower case, but has "A" (at character 6).'],

  ["-app", 'A component of the path must begin with a letter or a digit, not with "-" (at character 1).'],
  ["acme/_app", 'A component of the path must begin with a letter or a digit, not with "_" (at character 6).'],
  [".acme/app", 'A component of the path must begin with a letter or a digit, not with "." (at character 1).'],
  ["app-", 'A component of the path must end with a letter or a digit, not with "-" (at character 4).'],
  ["acme./app", 'A component of the path must end with a letter or a digit, not with "." (at character 5).'],
  ["____/____", 'A component of the path must begin with a letter or a digit, not with "_" (at character 1).'],
  ["ap..p", 'A separator in the path is one ".", one or two "_" or any number of "-", nothing else (at character 4).'],
  ["ap___p", 'A separator in the path is one ".", one or two "_" or any number of "-", nothing else (at character 5).'],
  ["acme/ap-_p", 'A separator in the path is one ".", one or two "_" or any number of "-", nothing else (at character 9).'],
  ["acme/ap_-p", 'A separator in the path is one ".", one or two "_" or any number of "-", nothing else (at character 9).'],
  ["acme/a$p", '"$" is not allowed in a repository name (at character 7).'],
  ["acme/ä", '"ä" is not allowed in a repository name (at character 6).'],
  [" app", "A space is not allowed in a repository name (at character 1)."],
  ["app\n", "A line break is not allowed in a repository name (at character 4)."],
  ["ap\u0000p", "The character U+0000 is not allowed in a repository name (at character 3)."],
  ["ap\uD83Dp", "The character U+D83D is not allowed in a repository name (at character 3)."],
  ["\u212Aubernaut", '"\u212A" is not allowed in a repository name (at character 1).'],
  ["a".repeat(256), "The path is 256 characters long, more than the 255 that are allowed (at character 1)."],
  [`acme/${"a".repeat(256)}`, "The path is 256 characters long, more than the 255 that are allowed (at character 6)."],

  ["https://registry.example/app", 'A reference begins with its registry or its path, not with a scheme and "://" (at character 6).'],
  ["Ac_me/app", '"_" is not allowed in a domain (at character 3).'],
  ["ac_me:80/app", '"_" is not allowed in a domain (at character 3).'],
  ["ac_me.example:80/app", '"_" is not allowed in a domain (at character 3).'],
  ["Acme-/app", 'A component of the domain must not end with "-" (at character 5).'],
  ["acme.-example:80/app", 'A component of the domain must not begin with "-" (at character 6).'],
  ["acme..example:80/app", "A component of the domain is empty (at character 6)."],
  ["acme.:80/app", "A component of the domain is empty (at character 6)."],
  [":80/app", "A component of the domain is empty (at character 1)."],
  ["localhost:http/app", '"h" is not allowed in a port (at character 11).'],
  ["localhost:/app", "The port of the domain is empty (at character 11)."],
  ["localhost:80:80/app", '":" is not allowed in a port (at character 13).'],
  ["::1:5000/app", "A component of the domain is empty (at character 1)."],
  ["[::1]", '"[" is not allowed in a repository name (at character 1).'],
  ["[::1]:5000", '"[" is not allowed in a repository name (at character 1).'],
  ["[::1/app", 'The IPv6 address of the domain lacks its closing "]" (at character 1).'],
  ["[]/app", "The IPv6 address of the domain is empty (at character 2)."],
  ["[fe80::1%eth0]/app", '"%" is not allowed in an IPv6 address (at character 9).'],
  ["[::ffff:192.0.2.1]/app", '"." is not allowed in an IPv6 address (at character 12).'],
  ["[::1]80/app", '"8" is not allowed after the IPv6 address of a domain (at character 6).'],
  ["[::1]::80/app", '":" is not allowed in a port (at character 7).'],

  ["app:", "The tag is empty (at character 5)."],
  ["app:.1", '"." is not allowed as the first character of a tag (at character 5).'],
  ["app:-1", '"-" is not allowed as the first character of a tag (at character 5).'],
  ["app:1~2", '"~" is not allowed in a tag (at character 6).'],
  ["app:1:2", '":" is not allowed in a tag (at character 6).'],
  ["app:1+build", '"+" is not allowed in a tag (at character 6).'],
  ["app:é", '"é" is not allowed in a tag (at character 5).'],
  ["app:${TAG}", '"$" is not allowed in a tag (at character 5).'],
  [`app:${"x".repeat(129)}`, "The tag is 129 characters long, more than the 128 that are allowed (at character 5)."],

  ["app@", 'A digest is an algorithm, ":" and hexadecimal digits, but there is no ":" (at character 5).'],
  ["app@latest", 'A digest is an algorithm, ":" and hexadecimal digits, but there is no ":" (at character 5).'],
  [`app@md5:${"0".repeat(32)}`, "The algorithm of the digest must be sha256 or sha384 or sha512 (at character 5)."],
  [`app@SHA256:${"0".repeat(64)}`, "The algorithm of the digest must be sha256 or sha384 or sha512 (at character 5)."],
  [`app@sha256+b64:${"0".repeat(64)}`, "The algorithm of the digest must be sha256 or sha384 or sha512 (at character 5)."],
  ["app@sha256:", "A sha256 digest has 64 hexadecimal digits, but there are 0 (at character 12)."],
  [`app@sha256:${"0".repeat(63)}`, "A sha256 digest has 64 hexadecimal digits, but there are 63 (at character 12)."],
  [`app@sha512:${"0".repeat(64)}`, "A sha512 digest has 128 hexadecimal digits, but there are 64 (at character 12)."],
  [`app@sha256:${"0".repeat(63)}F`, '"F" is not allowed in a digest, which has lower-case hexadecimal digits (at character 75).'],
  [`app@${sha256}@${sha256}`, '"@" is not allowed in a digest, which has lower-case hexadecimal digits (at character 76).'],
  [`app@${sha256}:tag`, '":" is not allowed in a digest, which has lower-case hexadecimal digits (at character 76).'],
];

describe("the bare grammar refuses", () => {
  test.each(refusals)("%s", (text, reason) => {
    expect(parseReference(text)).toEqual({ ok: false, reason });
  });
});

test("offsets say where each part is written", () => {
  //             0         1         2         3
  const text = `[::1]:5000/team/app:1.0@${sha256}`;
  expect(parseReference(text)).toMatchObject({ offsets: { domain: [0, 10], path: [11, 19], tag: [20, 23], digest: [24, 95] } });
  expect(parseReference("busybox")).toMatchObject({ offsets: { domain: undefined, path: [0, 7], tag: undefined, digest: undefined } });
});

test("parts that are absent are there as undefined", () => {
  expect(parseReference("busybox")).toStrictEqual({
    ok: true,
    reference: { domain: undefined, path: "busybox", tag: undefined, digest: undefined },
    offsets: { domain: undefined, path: [0, 7], tag: undefined, digest: undefined },
  });
});
