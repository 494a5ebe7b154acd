import { describe, expect, it } from "vitest";
import { readCommand } from "../src/models/commands/read.js";

/** What a line tells GoReleaser to do, in short; undefined where it is not understood. */
function told(line: string): string | undefined {
  const words = line.split(" ");
  const reading = readCommand(words);
  if (!reading.known) return undefined;
  const [first] = reading.effects;
  if (first?.kind === "words") return told(words.slice(first.from).join(" "));
  return reading.effects.map((effect) => (effect.kind === "tool" && effect.call.tool === "goreleaser" ? ["release", ...(effect.call.isSnapshot ? ["snapshot"] : []), ...(effect.call.isNightly ? ["nightly"] : []), ...effect.call.skipped.map((part) => `without ${part}`)].join(" ") : effect.kind)).join();
}

describe("a command line of GoReleaser", () => {
  it.each([
    ["goreleaser release --clean", "release"],
    ["goreleaser", "release"],
    ["goreleaser --rm-dist --skip-publish", "release without publish"],
    ["./bin/goreleaser r --snapshot -f build/goreleaser.yml --parallelism 2", "release snapshot"],
    ["goreleaser release --skip=publish,docker --timeout 60m", "release without publish without docker"],
    ["go run github.com/goreleaser/goreleaser/v2@latest release --nightly", "release nightly"],
    ["goreleaser release --split", "release without publish without docker without ko"],
    ["goreleaser build --single-target --snapshot", ""],
    ["goreleaser check", ""],
    ["goreleaser --version", ""],
    ["goreleaser release now", undefined],
    ["goreleaser release --unlisted value", undefined],
  ])("%s", (line, expected) => {
    expect(told(line)).toBe(expected);
  });
});
