import { expect, test } from "vitest";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";
import { printFacts } from "./print-facts.js";

test("a helper that builds an image and gives its reference back", () => {
  expect(lowered(`export async function build(service: string) { const image = \`localhost/\${service}:e2e\`; await run("docker", ["build", "-t", image]); return image; }`)).toBe(
    lines(
      `bind build#0 = async function build(service#1) {`,
      `  bind image#2 = template("localhost/" service#1 ":e2e")`,
      `  await global.run("docker", ["build", "-t", image#2])`,
      `  return image#2`,
      `}`,
      `export build=build#0`,
    ),
  );
});

function lowered(text: string, fileName = "example.ts"): string {
  return printFacts(lowerTypeScript(text, fileName));
}

function lines(...expected: readonly string[]): string {
  return expected.join("\n");
}
