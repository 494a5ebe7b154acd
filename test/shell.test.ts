import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadShellGrammar, readShell, type ShellParser } from "../src/frontends/shell/read.js";
import type { Part, ShellAssignment, ShellScript, ShellStatement, Word } from "../src/facts/shell-script.js";

let parser: ShellParser;
beforeAll(async () => { parser = await loadShellGrammar(); });

const hole = "\uE000";

function read(text: string): ShellScript {
  return readShell(parser, text);
}

/** The script in a notation of its own: words in ‹›, unknown parts as `$name`, `$(…)`, `hole`; redirections behind their command. */
function notation({ statements }: Pick<ShellScript, "statements">): string {
  return statements.map(statement).join("; ");
}

function statement(of: ShellStatement): string {
  const redirects = of.redirects.map(({ operator, descriptor, target }) => ` ${descriptor ?? ""}${operator}${word(target)}`).join("");
  return content(of) + redirects + (of.isBackground ? " &" : "");
}

function content(of: ShellStatement): string {
  switch (of.kind) {
    case "command":
      return [...of.assignments.map(assignment), ...of.words.map(word)].join(" ");
    case "assignment":
      return [of.keyword ?? "let", ...of.assignments.map(assignment), ...of.words.map(word)].join(" ");
    case "pipeline":
      return (of.isNegated ? "not " : "") + of.commands.map(statement).join(" | ");
    case "list":
      return of.statements.map((part, index) => (index === 0 ? "" : ` ${of.operators[index - 1] ?? ""} `) + statement(part)).join("");
    case "if":
      return `${of.branches.map(({ condition, body }) => `if ${block(condition)} then ${block(body)}`).join(" else ")} else ${block(of.otherwise)}`;
    case "while":
      return `${of.isUntil ? "until" : "while"} ${block(of.condition)} do ${block(of.body)}`;
    case "for":
      return `for ${of.variable} in ${of.words?.map(word).join(" ") ?? "arguments"} do ${block(of.body)}`;
    case "case":
      return `case ${word(of.subject)} ${of.items.map(({ patterns, body }) => `${patterns.map(word).join("|")} => ${block(body)}`).join(" ")}`;
    case "function":
      return `function ${of.name} ${block(of.body)}`;
    case "group":
      return (of.isSubshell ? "subshell " : "group ") + block(of.body);
    case "arithmetic":
      return "arithmetic";
  }
}

function block(statements: readonly ShellStatement[]): string {
  return `{${notation({ statements })}}`;
}

function assignment({ name, value, elements, isAppended }: ShellAssignment): string {
  return `${name}${isAppended ? "+=" : "="}${elements === undefined ? word(value) : `(${elements.map(word).join(" ")})`}`;
}

function word({ parts }: Word): string {
  return `‹${parts.map(part).join("")}›`;
}

function part(of: Part): string {
  switch (of.kind) {
    case "text":
      return of.text;
    case "variable": {
      const operation = of.operation === undefined ? "" : ` ${of.operation.operator} ${of.operation.operands.map(word).join(" ")}`;
      return `$${of.name}${of.index === undefined ? "" : `[${word(of.index)}]`}${of.defaultValue === undefined ? "" : `:-${word(of.defaultValue)}`}${operation}${of.quoted ? "" : "*"}`;
    }
    case "substitution":
      return `$${of.form === "command" ? "" : of.form}(${notation(of.script)})${of.quoted ? "" : "*"}`;
    case "hole":
      return of.quoted ? "hole" : "hole*";
    case "arithmetic":
      return "arithmetic";
    case "glob":
      return `glob:${of.text}`;
  }
}

describe("what a script says", () => {
  const examples: readonly [string, string][] = [
    // Words, quotes and escapes
    [`docker build -t "localhost/app:v1" .`, `‹docker› ‹build› ‹-t› ‹localhost/app:v1› ‹.›`],
    [`docker tag 'a b'"c"d\\ e f\\:g`, `‹docker› ‹tag› ‹a bcd e› ‹f:g›`],
    [`echo "\\$A \\n \\"q\\" \\\\" '\\$A'`, `‹echo› ‹$A \\n "q" \\› ‹\\$A›`],
    [`echo $'a\\tb\\x41\\101'`, `‹echo› ‹a\tbAA›`],
    [`docker run --name= ""`, `‹docker› ‹run› ‹--name=› ‹›`],
    ["docker build \\\n  -t x\\\ny \\\n  .", `‹docker› ‹build› ‹-t› ‹xy› ‹.›`],
    [`docker ps --format {{.Names}} # it's all`, `‹docker› ‹ps› ‹--format› ‹{{.Names}}›`],
    [`docker push registry/{a,b} *.tar [ab]?`, `‹docker› ‹push› ‹registry/glob:{a,b}› ‹glob:*.tar› ‹glob:[ab]glob:?›`],
    // Variables
    [`docker build -t "$REPO/$NAME:\${TAG:-latest}" .`, `‹docker› ‹build› ‹-t› ‹$REPO/$NAME:$TAG:-‹latest›› ‹.›`],
    [`docker push $REPO/$NAME.tar:$1`, `‹docker› ‹push› ‹$REPO*/$NAME*.tar:$1*›`],
    ["IMAGE=$REPO/$NAME.v1", `let IMAGE=‹$REPO*/$NAME*.v1›`],
    ["echo ${A-x} ${A:=x} ${A:?no} ${A%%:*} ${A##*/} ${A/:/\\/} ${A,,} ${A:0:7} ${#A} ${!A} ${A[1]}", "‹echo› ‹$A:-‹x›*› ‹$A:-‹x›*› ‹$A :? ‹no›*› ‹$A %% ‹:*›*› ‹$A ## ‹*/›*› ‹$A / ‹:› ‹/›*› ‹$A ,, ‹›*› ‹$A : ‹0› ‹7›*› ‹$A length *› ‹$A indirect *› ‹$A[‹1›]*›"],
    ['echo "${A:-${B:-$(c "d")}}"', "‹echo› ‹$A:-‹$B:-‹$(‹c› ‹d›)›››"],
    [`echo $@ "$#" $? $$`, `‹echo› ‹$@*› ‹$#› ‹$?*› ‹$$*›`],
    ["kind load image-archive $((1 + $N))", "‹kind› ‹load› ‹image-archive› ‹arithmetic›"],
    // Substitutions
    ["docker run $(docker build -q \"$(pwd)\")", "‹docker› ‹run› ‹$(‹docker› ‹build› ‹-q› ‹$(‹pwd›)›)*›"],
    ["TAG=`git rev-parse HEAD`", "let TAG=‹$(‹git› ‹rev-parse› ‹HEAD›)*›"],
    ["kubectl apply -f <(sed s/a/b/ x.yaml)", "‹kubectl› ‹apply› ‹-f› ‹$input(‹sed› ‹s/a/b/› ‹x.yaml›)*›"],
    // Assignments
    ["A=b C='d e' make deploy IMG=x", "A=‹b› C=‹d e› ‹make› ‹deploy› ‹IMG=x›"],
    ["A=1; A+=2; L=(a \"b c\" $D)", "let A=‹1›; let A+=‹2›; let L=(‹a› ‹b c› ‹$D*›)"],
    ["export A=b C; local x=$1", "export A=‹b› ‹C›; local x=‹$1*›"],
    ["A=x B=y # both\n\nif a; then b; fi", "let A=‹x› B=‹y›; if {‹a›} then {‹b›} else {}"],
    // Joined commands
    ["a && b | c || d &", "‹a› && ‹b› | ‹c› || ‹d› &"],
    ["a & b; ! c | d", "‹a› &; ‹b›; not ‹c› | ‹d›"],
    ["x && a | b 2>&1 | c >f && d", "‹x› && ‹a› | ‹b› 2>&‹1› | ‹c› >‹f› && ‹d›"],
    ["(a; b) 2>&1 | { c; }", "subshell {‹a›; ‹b›} 2>&‹1› | group {‹c›}"],
    // Compound commands
    ["if a; then b; elif c; then d; else e; fi", "if {‹a›} then {‹b›} else if {‹c›} then {‹d›} else {‹e›}"],
    ["for i in a $b; do docker push $i; done", "for i in ‹a› ‹$b*› do {‹docker› ‹push› ‹$i*›}"],
    ["while read l; do x; done <f; until a; do b; done", "while {‹read› ‹l›} do {‹x›} <‹f›; until {‹a›} do {‹b›}"],
    ["case $1 in a|b) c;; *\" x \"*) d;; esac", "case ‹$1*› ‹a›|‹b› => {‹c›} ‹glob:* x glob:*› => {‹d›}"],
    ["build() { docker build -t $1 .; }; build x", "function build {‹docker› ‹build› ‹-t› ‹$1*› ‹.›}; ‹build› ‹x›"],
    [`[[ $A == b* ]] && [ -f x ] && ((N > 1))`, `‹[[› ‹$A*› ‹==› ‹bglob:*› ‹]]› && ‹[› ‹-f› ‹x› ‹]› && arithmetic`],
    // Redirections
    ["cmd >out word 2>&1 -n x <in", "‹cmd› ‹word› ‹-n› ‹x› >‹out› 2>&‹1› <‹in›"],
    ["kubectl apply -f - 2>/dev/null", "‹kubectl› ‹apply› ‹-f› ‹-› 2>‹/dev/null›"],
    [`kubectl apply -f - <<<"$MANIFEST"`, `‹kubectl› ‹apply› ‹-f› ‹-› <<<‹$MANIFEST›`],
    [`cat >f <<<"x" y`, `‹cat› ‹y› >‹f› <<<‹x›`],
  ];
  test.each(examples)("%s", (text, expected) => {
    const script = read(text);
    expect(notation(script)).toBe(expected);
    expect(script.problems).toEqual([]);
  });
});

describe("here-documents", () => {
  const examples: readonly [string, string, string][] = [
    ["expand variables", "kubectl apply -f - <<EOF\nimage: $A\n${B:-x} \"q\" \\$C\nEOF\nnext", `‹kubectl› ‹apply› ‹-f› ‹-› <<‹image: $A\n$B:-‹x› "q" $C\n›; ‹next›`],
    ["are literal with a quoted delimiter", "cat <<'EOF' | kubectl apply -f -\nimage: $A `x`\nEOF\n", "‹cat› <<‹image: $A `x`\n› | ‹kubectl› ‹apply› ‹-f› ‹-›"],
    ["lose their tabs with <<-", "cat <<-EOF >f && kubectl apply -f f\n\timage: x\n\t  y\n\tEOF\n", "‹cat› <<-‹image: x\n  y\n› >‹f› && ‹kubectl› ‹apply› ‹-f› ‹f›"],
    ["leave the rest of their line alone", "cat <<EOF 2>&1 | tail -5; echo done\nx\nEOF", "‹cat› <<‹x\n› 2>&‹1› | ‹tail› ‹-5›; ‹echo› ‹done›"],
    ["stand in substitutions, and hold them", "A=$(cat <<X\na $(b <<Y\nc $D\nY\n) e\nX\n)", "let A=‹$(‹cat› <<‹a $(‹b› <<‹c $D\n›) e\n›)*›"],
    ["come two on a line", "diff <(cat <<A) - <<B\na\nA\nb\nB\n", "‹diff› ‹$input(‹cat› <<‹a\n›)*› ‹-› <<‹b\n›"],
    ["are not found in quotes, comments and arithmetic", "echo '<<A' \"<<B\" $((1<<C)) # <<D\nnext", "‹echo› ‹<<A› ‹<<B› ‹arithmetic›; ‹next›"],
    ["end at the end of a block", "if a; then\ncat <<EOF\nx\nEOF\nfi", "if {‹a›} then {‹cat› <<‹x\n›} else {}"],
    ["stand before a command", "<<EOF cat\nx\nEOF", "‹cat› <<‹x\n›"],
  ];
  test.each(examples)("%s", (_name, text, expected) => {
    const script = read(text);
    expect(notation(script)).toBe(expected);
    expect(script.problems).toEqual([]);
  });

  test("are the standard input of the command that they stand at", () => {
    const text = "helm template x | kubectl apply -f - <<EOF\nkind: Pod\nEOF";
    expect(read(text).statements).toMatchObject([{ commands: [{ kind: "command" }, { stdin: { form: "document", at: [43, 53] } }] }]);
    expect(text.slice(43, 53)).toBe("kind: Pod\n");
  });

  test("without their delimiter go on to the end, and that is a problem", () => {
    const script = read("cat <<EOF\nx\ny");
    expect(notation(script)).toBe("‹cat› <<‹x\ny›");
    expect(script.problems).toEqual([{ offset: 4, message: "this here-document has no line EOF at its end" }]);
  });

  test("with an indented delimiter end where their author meant", () => {
    const script = read("cat <<EOF | kubectl apply -f -\n    kind: Pod\n    EOF\n  echo done");
    expect(notation(script)).toBe("‹cat› <<‹    kind: Pod\n› | ‹kubectl› ‹apply› ‹-f› ‹-›; ‹echo› ‹done›");
    expect(script.problems).toMatchObject([{ offset: 4 }]);
  });
});

describe("holes", () => {
  const examples: readonly [string, string][] = [
    ["§", "‹hole*›"],
    ["docker build -t §:§ --flag=§ \"a §b\" '§'", "‹docker› ‹build› ‹-t› ‹hole*:hole*› ‹--flag=hole*› ‹a holeb› ‹hole›"],
    ["§ && §; § | §", "‹hole*› && ‹hole*›; ‹hole*› | ‹hole*›"],
    ["A=§ §=b C=\"x§\" § cmd", "A=‹hole*› \uE000=‹b› C=‹xhole› ‹hole*› ‹cmd›"],
    ["echo $§ ${§} ${§:-x} $A§ \"${A:-§}\"", "‹echo› ‹$\uE000*› ‹$\uE000*› ‹$\uE000:-‹x›*› ‹$A*hole*› ‹$A:-‹hole››"],
    ["cat <<EOF\nimage: §\n§\n$A§\nEOF", "‹cat› <<‹image: hole\nhole\n$Ahole\n›"],
    ["cat <<§\nx\n§\nnext", "‹cat› <<‹x\n›; ‹next›"],
    ["for § in §; do §; done", "for \uE000 in ‹hole*› do {‹hole*›}"],
    ["kubectl apply -f - <<<§ >§ 2>§", "‹kubectl› ‹apply› ‹-f› ‹-› <<<‹hole*› >‹hole*› 2>‹hole*›"],
    ["sh -c 'docker build -t § .'", "‹sh› ‹-c› ‹docker build -t hole .›"],
    ["$(§)`§`$((§))", "‹$(‹hole*›)*$(‹hole*›)*arithmetic›"],
  ];
  test.each(examples)("%s", (text, expected) => {
    const script = read(text.replaceAll("§", hole));
    expect(notation(script)).toBe(expected);
    expect(script.problems).toEqual([]);
  });
});

describe("places", () => {
  test("a part is where its text is, quotes left out", () => {
    const text = `docker tag "a:$V" b`;
    expect(read(text).statements).toMatchObject([{ words: [{ at: [0, 6] }, { at: [7, 10] }, { at: [11, 17], parts: [{ text: "a:", at: [12, 14] }, { name: "V", at: [14, 16] }] }, { at: [18, 19] }] }]);
  });

  test("a text that is not its source letter by letter has a map", () => {
    expect(read(`echo a"b"\\:c`).statements).toMatchObject([{ words: [{}, { parts: [{ text: "ab:c", at: [5, 12], map: [[0, 5], [1, 7], [2, 10]] }] }] }]);
  });

  test("a here-document without tabs has a map", () => {
    expect(read("cat <<-E\n\ta\n\tb\n\tE").statements).toMatchObject([{ stdin: { content: { parts: [{ text: "a\nb\n", map: [[0, 10], [2, 13]] }] } } }]);
  });
});

describe("what cannot be read", () => {
  test.each([
    [`docker build -t "x`, `‹docker› ‹build› ‹-t› ‹x›`],
    ["docker build 'x", "‹docker›"],
    ["a; b) ; c", "‹a›; ‹b›; ‹c›"],
    ["if a; then b", ""],
    ["a | | b", "‹a› | ‹b›"],
    ["cat <<; b", "‹cat›"],
  ])("is a problem, and the rest is there: %s", (text, expected) => {
    const script = read(text);
    expect(script.problems.length).toBeGreaterThan(0);
    for (const { offset } of script.problems) expect(offset).toBeLessThanOrEqual(text.length);
    if (expected !== "") expect(notation(script)).toContain(expected);
  });

  test("Windows text is read as a shell reads it", () => {
    expect(notation(read("C:\\tools\\docker.exe build\r\nnext\r\n"))).toBe("‹C:toolsdocker.exe› ‹build›; ‹next›");
  });

  test("nothing throws, all offsets lie in the text, and texts are found where they say", () => {
    const pieces = fc.constantFrom("'", '"', "`", "\\", "$", "(", ")", "{", "}", "[", "]", "<", ">", "|", "&", ";", "#", "!", "=", ":", "*", "~", " ", "\n", "\t", "-", "$(", "${", "$((", "<<E", "\nE\n", "<<<", "case x in", "esac", "if ", "then ", "fi", "for ", "do ", "done", "A=", "docker", hole, "${A:-", "&&", "||", "é", "\u{1F600}");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (chosen) => {
        const text = chosen.join("");
        const script = read(text);
        for (const { offset } of script.problems) expect(offset).toBeLessThanOrEqual(text.length);
        for (const found of partsIn(script)) {
          expect(found.at[0]).toBeLessThanOrEqual(found.at[1]);
          expect(found.at[1]).toBeLessThanOrEqual(text.length);
          if (found.kind === "text" && found.map === undefined) expect(text.slice(...found.at)).toBe(found.text);
          if (found.kind === "hole") expect(text.slice(...found.at)).toBe(hole);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["commands", `docker build -t "localhost/app:$TAG" --build-arg A=${hole} . && kind load docker-image x\n`],
    ["here-documents", "cat <<EOF | kubectl apply -f -\nimage: $A ${B:-x}\nEOF\n"],
    ["one quoted text", `abc $A ${hole}\n`],
    ["prose", "it's a text (of sorts) with `stuff` & more; \"yes\n"],
    ["nesting", "$("],
    ["unclosed here-documents", "<<A\n"],
  ])("a megabyte of %s takes seconds", { timeout: 20_000 }, (name, line) => {
    const text = line.repeat(Math.ceil(1_000_000 / line.length));
    expect(read(name === "one quoted text" ? `echo "${text}"` : text).statements).toBeInstanceOf(Array);
  });
});

/** All parts, those in operands and substitutions too. */
function partsIn(value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap(partsIn);
  if (typeof value !== "object" || value === null) return [];
  return [...(isPart(value) ? [value] : []), ...Object.values(value).flatMap(partsIn)];
}

function isPart(value: object): value is Part {
  return "kind" in value && "at" in value && ["text", "variable", "substitution", "hole", "arithmetic", "glob"].includes(String(value.kind)) && !("redirects" in value);
}
