import { beforeAll, expect, test } from "vitest";
import { loadShellGrammar, readShell, type ShellParser } from "../src/frontends/shell/read.js";

let parser: ShellParser;
beforeAll(async () => { parser = await loadShellGrammar(); });

test("a command is its words, quotes removed", () => {
  const { statements, problems } = readShell(parser, `docker build -t "localhost/app:v1" .`);
  expect(problems).toEqual([]);
  expect(statements).toMatchObject([{ kind: "command", words: ["docker", "build", "-t", "localhost/app:v1", "."].map((text) => ({ parts: [{ kind: "text", text }] })) }]);
});
