import { describe, expect, test } from "vitest";
import { differingParts, nearestReference, similarity } from "../src/reference/compare.js";
import { parseReference } from "../src/reference/parse.js";
import { cutNormalized, type Reference } from "../src/reference/parts.js";

const digest = `sha256:${"a".repeat(64)}`;
const otherDigest = `sha256:${"b".repeat(64)}`;

describe("the parts that differ", () => {
  test.each([
    ["localhost/app:1", "localhost/app:1", []],
    ["localhost/app:1", "localhost/app:2", ["tag"]],
    ["localhost/app:1", "localhost/api:1", ["path"]],
    ["localhost/app:1", "quay.io/app:1", ["domain"]],
    ["localhost/kubernaut/datastorage:datastorage-1", "localhost/datastorage:gateway-2", ["path", "tag"]],
    ["busybox:1", "localhost/busybox:2", ["domain", "path", "tag"]],
    [`app:1@${digest}`, `app:1@${otherDigest}`, ["digest"]],
    [`app@${digest}`, "app:1", ["tag", "digest"]],
    // As Docker reads them, these are the same.
    ["busybox", "docker.io/library/busybox", []],
    ["busybox", "index.docker.io/busybox", []],
    ["acme/app", "docker.io/acme/app", []],
    ["app", "app:latest", []],
    // But a digest says which image, and there is no `latest` beside it.
    [`app@${digest}`, `app:latest@${digest}`, ["tag"]],
  ])("%s and %s", (a, b, parts) => {
    expect(differingParts(parsed(a), parsed(b))).toEqual(parts);
  });

  test("of texts with holes", () => {
    const [built, deployed] = [cutNormalized("localhost/kubernaut/datastorage:datastorage-<fresh>"), cutNormalized("localhost/datastorage:gateway-<fresh>")];
    expect(differingParts(built.reference, deployed.reference)).toEqual(["path", "tag"]);
  });
});

describe("of two, the first is nearer", () => {
  test.each([
    // One repository under any tag before another under the same tag, however little that one differs.
    ["localhost/app:1.0", "localhost/app:something-else-altogether", "localhost/apps:1.0"],
    ["localhost/app:1.0", `localhost/app@${digest}`, "localhost/apps:1.0"],
    ["localhost/app:1.0", "localhost/app:1.1", "localhost/app:2.7"],
    ["localhost/app:e2e-test", "localhost/app:e2e-test-datastorage", "localhost/app:latest"],
    // One name in another place before another name in the same place.
    ["localhost/datastorage:a", "localhost/kubernaut/datastorage:b", "localhost/gateway:a"],
    ["localhost/datastorage:a", "quay.io/kubernaut/datastorage:b", "localhost/gateway:a"],
    ["localhost/datastorage:a", "localhost/kubernaut-datastorage:b", "localhost/kubernaut-gateway:a"],
    ["localhost/signalprocessing-controller:a", "localhost/kubernaut-signalprocessing:b", "localhost/kubernaut-datastorage:a"],
    // Then one place before another.
    ["localhost/app:1", "localhost/api:1", "quay.io/api:1"],
    ["acme/app:1", "acme/api:1", "other/api:1"],
    // What Docker adds makes nothing alike.
    ["nginx:1", "quay.io/nginx:1", "redis:1"],
  ])("to %s: %s, %s", (text, nearer, farther) => {
    expect(similarity(text, nearer)).toBeGreaterThan(similarity(text, farther));
    expect(nearestReference(text, [farther, nearer])).toBe(nearer);
  });
});

describe("did you mean", () => {
  test.each([
    ["localhost/datastorage:e2e-test", ["localhost/gateway:e2e-test", "localhost/kubernaut-datastorage:e2e-test-datastorage"], "localhost/kubernaut-datastorage:e2e-test-datastorage"],
    ["localhost/datastorage:notification-<fresh>", ["localhost/notification:notification-<fresh>", "localhost/kubernaut-datastorage:e2e-test-datastorage"], "localhost/kubernaut-datastorage:e2e-test-datastorage"],
    ["ngnix:1", ["redis:1", "nginx:1"], "nginx:1"],
    // Of equally near ones the first.
    ["app:1", ["app:2", "app:3"], "app:2"],
    // Nothing that only shares its place and its tag.
    ["localhost/gateway:e2e-test", ["localhost/datastorage:e2e-test", "localhost/redis:e2e-test"], undefined],
    ["nginx", ["redis", "postgres"], undefined],
    ["nginx", [], undefined],
  ])("%s of %j: %s", (text, candidates, nearest) => {
    expect(nearestReference(text, candidates)).toBe(nearest);
  });
});

test("what Docker reads as one image is as near as can be", () => {
  expect(similarity("busybox", "docker.io/library/busybox:latest")).toBe(1);
});

function parsed(text: string): Reference {
  const read = parseReference(text);
  if (!read.ok) throw new Error(read.reason);
  return read.reference;
}
