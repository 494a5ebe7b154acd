import { expect, test } from "vitest";
import { loadShellGrammar, lowerShell } from "../src/frontends/shell/lower.js";

const grammar = await loadShellGrammar();

/** The directives of a script, with what they are written as. */
function directivesOf(text: string): readonly object[] {
  return lowerShell(grammar, text).directives.map(({ text: directive, form, at }) => ({ directive, form, source: text.slice(...at) }));
}

test("comments that speak to ESLint: alone on their line they may open a part of the file, behind a command they speak of its line", () => {
  const script = `#!/bin/sh
# eslint-disable tag-consistency/image-naming -- why
docker build . # eslint-disable-line
if true; then
  ## eslint-disable-next-line tag-consistency/no-image-mismatch
  docker build . # eslint-disable
fi
# eslint is a tool
	#eslint-enable
`;
  expect(directivesOf(script)).toEqual([
    { directive: "eslint-disable tag-consistency/image-naming -- why", form: "block", source: "# eslint-disable tag-consistency/image-naming -- why" },
    { directive: "eslint-disable-line", form: "line", source: "# eslint-disable-line" },
    { directive: "eslint-disable-next-line tag-consistency/no-image-mismatch", form: "line", source: "## eslint-disable-next-line tag-consistency/no-image-mismatch" },
    { directive: "eslint-disable", form: "line", source: "# eslint-disable" },
    { directive: "eslint is a tool", form: "block", source: "# eslint is a tool" },
    { directive: "eslint-enable", form: "block", source: "#eslint-enable" },
  ]);
});

test("comments in Windows' lines end before their line breaks", () => {
  expect(directivesOf("# eslint-disable\r\ndocker build .\r\n")).toEqual([{ directive: "eslint-disable", form: "block", source: "# eslint-disable" }]);
});

test.each([
  ["in a here-document", "kubectl apply -f - <<EOF\n# eslint-disable\nEOF\n"],
  ["in a here-document that is indented", "cat <<-'EOF' >a.yaml\n\t# eslint-disable\n\tEOF\n"],
  ["in quotes", "echo '\n# eslint-disable\n' \"\n# eslint-disable\n\"\n"],
  ["in a word", "echo a#eslint-disable ${#eslint}\n"],
  ["of another tool", "# shellcheck disable=SC2086 # not of eslint-disable\n"],
])("what looks like a comment is none %s", (_, script) => {
  expect(directivesOf(script)).toEqual([]);
});

test("comments are found although something else cannot be read", () => {
  expect(directivesOf("# eslint-disable tag-consistency/no-image-mismatch\nif docker build .\n# eslint-enable\necho '")).toMatchObject([{ form: "block" }, { form: "block" }]);
});
