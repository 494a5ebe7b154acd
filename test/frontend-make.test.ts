import { describe, expect, test } from "vitest";
import { lowerMake } from "../src/frontends/make/lower.js";
import { readMakefile, readMakeText } from "../src/frontends/make/read.js";
import { misplaced, misplacedTexts, printMakefile, printText } from "./print-makefile.js";

/** The lines of a Makefile in which make finds nothing wrong. */
function read(text: string): readonly string[] {
  const makefile = readMakefile(text);
  expect(misplaced(text, makefile)).toEqual([]);
  expect(makefile.problems).toEqual([]);
  return printMakefile(makefile);
}

interface Example {
  readonly title: string;
  readonly text: string;
  readonly lines: readonly string[];
}

test("a Makefile as a person writes it", () => {
  const text = [
    "# Image URL to use all building/pushing image targets",
    "IMG ?= controller:latest",
    "export CONTAINER_TOOL ?= docker",
    "",
    ".PHONY: docker-build",
    "docker-build: test ## Build the image.",
    "\t$(CONTAINER_TOOL) build -t ${IMG} .",
    "",
    "ifndef ignore-not-found",
    "  ignore-not-found = false",
    "endif",
    "",
    "deploy: manifests | bin",
    "\tcd config/manager && $(KUSTOMIZE) edit set image controller=${IMG}",
    "\t@for i in a b; do \\",
    "\t\techo $$i; \\",
    "\tdone # all",
    "-include local.mk",
    "",
  ].join("\n");
  expect(read(text)).toEqual([
    "IMG ?= controller:latest",
    "export CONTAINER_TOOL ?= docker",
    "rule .PHONY: docker-build",
    "rule docker-build: test",
    "> {CONTAINER_TOOL} build -t {IMG} .",
    "unless defined ignore-not-found",
    "  ignore-not-found = false",
    "endif",
    "rule deploy: manifests | bin",
    "> cd config/manager && {KUSTOMIZE} edit set image controller={IMG}",
    "> @for i in a b; do \\\n\techo $i; \\\ndone # all",
    "include? local.mk",
  ]);
});

const assignments: readonly Example[] = [
  { title: "every operator, with blanks around it or not", text: "A=1\nB := 2\nC ::= 3\nD :::= 4\nE?=5\nF += 6\nG!=ls\n", lines: ["A = 1", "B := 2", "C := 3", "D :::= 4", "E ?= 5", "F += 6", "G != ls"] },
  { title: "blanks before the value do not count, blanks behind it do", text: "A =   a b  # why\nB =\nC = \t\n", lines: ["A = a b  ", "B = ", "C = "] },
  { title: "a # is a letter behind a backslash and in an expansion", text: "A = a\\#b # c\nB = $(shell grep '#' x) # d\nC = a\\\\# e\n", lines: ["A = a#b ", "B = {shell|grep '#' x} ", "C = a\\"] },
  { title: "a continued line is one blank, whatever is around it", text: "A = a  \\\n\t  b \\\n \\\n c\nB = a\\\\\\\n b\nC = a\\\\\nD = d \\", lines: ["A = a b c", "B = a\\ b", "C = a\\\\", "D = d \\"] },
  { title: "a comment is continued too", text: "A = a # one \\\n two = 2\n# three \\\nB = b\n", lines: ["A = a "] },
  { title: "$ before a continued line joins without a blank", text: "A = a$\\\n  b\n", lines: ["A = a{ }b"] },
  { title: "CRLF", text: "A = a \\\r\n b\r\nt: ; x\r\n\ty \\\r\n\tz\r\n", lines: ["A = a b", "rule t: ; x", "> y \\\nz"] },
  { title: "what is not a line break", text: "A = a\rb\fc\n", lines: ["A = a\rb\fc"] },
  { title: "the mark of UTF-8 is skipped", text: "\uFEFFA = a\n", lines: ["A = a"] },
  { title: "names with expansions, points, slashes, and directives' names", text: "$(A)_$(B) = 1\na.b/c-d = 2\nifeq = 3\ndefine = 4\nexport = 5\n$(A:x=y) := 6\n", lines: ["{A}_{B} = 1", "a.b/c-d = 2", "ifeq = 3", "define = 4", "export = 5", "{A:x=>y} := 6"] },
  { title: "words before the name, in any order", text: "override export A := 1\nexport override private B=2\nprivate C = 3\nunexport D = 4\n", lines: ["export override A := 1", "export override private B = 2", "private C = 3", "D = 4"] },
  { title: "a value with = and : and ;", text: "A = b=c: d; e\n", lines: ["A = b=c: d; e"] },
  { title: "indented with blanks, and with a tab where no rule is open", text: "  A = 1\n\tB = 2\nt:\nC = 3\n\tD = 4\n", lines: ["A = 1", "B = 2", "rule t:", "C = 3", "D = 4"] },
];

const definitions: readonly Example[] = [
  { title: "lines stay lines, comments stay, continued lines are blanks", text: "define A\na # b\n\tc \\\n\t d\n\nendef\nB = 1\n", lines: ["define A = a # b\n\tc d\n", "B = 1"] },
  { title: "with an operator, words before and a comment", text: "override define A +=\na\nendef # A\nexport define B := # B\nendef\n", lines: ["override define A += a", "export define B := "] },
  { title: "nested", text: "define A\ndefine B\n  endef\n  define C\nendef\n\tendef\nendefs\nendef\nD = 1\n", lines: ["define A = define B\n  endef\n  define C\nendef\n\tendef\nendefs", "D = 1"] },
  { title: "the name is an expansion", text: "define $(A)_b\na\nendef\n", lines: ["define {A}_b = a"] },
  { title: "expansions over several lines, and a rule in it", text: "define A\n$(1): $(2)\n\t$(foreach i,\n  $(3),$$i)\nendef\n", lines: ["define A = {1}: {2}\n\t{foreach|i|\n  {3}|$i}"] },
  { title: "CRLF", text: "define A\r\na\r\nb\r\nendef\r\nB = 1\r\n", lines: ["define A = a\nb", "B = 1"] },
  { title: "undefine", text: "undefine A\noverride undefine $(B) C # D\n", lines: ["undefine A", "undefine {B} C"] },
];

const rules: readonly Example[] = [
  { title: "prerequisites, and those that only have to be there", text: "a b: c $(D) | e f # g\nh:|i\nj : # k\n", lines: ["rule a b: c {D} | e f", "rule h: | i", "rule j:"] },
  { title: "double colons, grouped targets", text: "a:: b\na:: c\nd e&: f\ng &:: h\n", lines: ["rule a:: b", "rule a:: c", "rule d e: f", "rule g:: h"] },
  { title: "patterns, and static patterns", text: "%.o: %.c\n$(OBJECTS): %.o: %.c | x\na:%:b\n", lines: ["rule %.o: %.c", "rule {OBJECTS}: %.o: %.c | x", "rule a: %: b"] },
  { title: "a colon in an expansion is not the rule's", text: "$(A:=.image): b\n$(call f,a:b) c: $(D:%=%.d)\n", lines: ["rule {A:=>.image}: b", "rule {call|f|a:b} c: {D:%=>%.d}"] },
  { title: "a colon behind a backslash is a letter", text: "a\\:v1: b\\:v2\n", lines: ["rule a:v1: b:v2"] },
  { title: "a recipe on the rule's own line, in which # belongs to the shell", text: "a: b ; echo $@ # c\n\td\ne:;\nf: # g; h\n", lines: ["rule a: b ; echo {@} # c", "> d", "rule e: ; ", "rule f:"] },
  { title: "continued", text: "a: b \\\n   c \\\n; d \\\n\te\n", lines: ["rule a: b c ; d \\\ne"] },
  { title: "= among the prerequisites", text: "a: b c=d\n", lines: ["rule a: b c=d"] },
];

const targetSpecific: readonly Example[] = [
  { title: "for targets and patterns", text: "a b: X := y\n%.push: IMG ?= z # why\na:X+=$(Y)\nc:: X = 1\n", lines: ["[a b] X := y", "[%.push] IMG ?= z ", "[a] X += {Y}", "[c] X = 1"] },
  { title: "with words before", text: "a: export X = 1\na: override export X = 2\na: private X=3\n", lines: ["[a] export X = 1", "[a] export override X = 2", "[a] private X = 3"] },
  { title: "what stands behind ; is part of the value, also a comment", text: "a: X = b; c # d\na: X = e # f; g\n", lines: ["[a] X = b; c # d", "[a] X = e "] },
  { title: "a recipe line cannot follow", text: "a: X = 1\n\tY = 2\n", lines: ["[a] X = 1", "Y = 2"] },
];

const recipes: readonly Example[] = [
  { title: "whatever stands between a rule and a line with a tab, but no other rule and no assignment", text: "a:\n\tb\n\n# c\n   # d\n\te\nf:\n", lines: ["rule a:", "> b", "> e", "rule f:"] },
  { title: "a tab makes it a recipe line, whatever it says", text: "a:\n\tifeq (a,b)\n\tA = 1\n\t# b\n\t  c\n\t\n", lines: ["rule a:", "> ifeq (a,b)", "> A = 1", "> # b", ">   c", "> "] },
  { title: "backslash and line break stay, one tab behind them goes", text: "a:\n\tb \\\n\t\tc \\\n  d \\\\\n\te\n", lines: ["rule a:", "> b \\\n\tc \\\n  d \\\\", "> e"] },
  { title: "in an expansion a continued line is a blank, also in one of the shell", text: "a:\n\t$(call f, \\\n\t  b) $${c \\\n\t} $$(d \\\n\t\te) \\\n\tf\n", lines: ["rule a:", "> {call|f| b} ${c } $(d e) \\\nf"] },
  { title: "behind a conditional too, if the rule is open in one of its branches", text: "ifdef A\na: b\nelse\nB = 1\nendif\n\tc\n", lines: ["if defined A", "  rule a: b", "else", "  B = 1", "endif", "> c"] },
  { title: "not behind include, export, vpath or an expansion", text: "a:\ninclude b\n\tA = 1\na:\nexport\n\tB = 2\na:\nvpath %.c src\n\tC = 3\na:\n$(info d)\n\tD = 4\n", lines: ["rule a:", "include b", "A = 1", "rule a:", "export", "B = 2", "rule a:", "C = 3", "rule a:", "expand {info|d}", "D = 4"] },
  { title: "a rule without targets has none, as make has it", text: ": a\n\tb\n", lines: [] },
  { title: "another prefix", text: ".RECIPEPREFIX = >\na:\n>b \\\n>c\n\t# d\n.RECIPEPREFIX :=\ne: \n\tf\n", lines: [".RECIPEPREFIX = >", "rule a:", "> b \\\nc", ".RECIPEPREFIX := ", "rule e:", "> f"] },
];

const conditionals: readonly Example[] = [
  { title: "parentheses and quotes", text: "ifeq ($(A) , b c)\nendif\nifneq \"$(A)\" 'b'\nendif\nifeq ( a,(b,c) )\nendif\nifeq (,$(call f,(x),y)) # c\nendif\n", lines: ["if <{A}> = <b c>", "endif", "unless <{A}> = <b>", "endif", "if < a> = <(b,c) >", "endif", "if <> = <{call|f|(x)|y}>", "endif"] },
  { title: "ifdef and ifndef", text: "ifdef A # why\nendif\nifndef $(A)_B\nendif\n", lines: ["if defined A", "endif", "unless defined {A}_B", "endif"] },
  {
    title: "else, nested, indented",
    text: "ifeq (a,$(A))\nB = 1\nelse ifneq (b,$(A))\n  ifdef C\n  B = 2\n  else # C\n  B = 3\n  endif\nelse\nB = 4\nendif # A\n",
    lines: ["if <a> = <{A}>", "  B = 1", "else unless <b> = <{A}>", "  if defined C", "    B = 2", "  else", "    B = 3", "  endif", "else", "  B = 4", "endif"],
  },
  { title: "recipe lines in it", text: "a:\n\tb\nifdef C\n\td\nelse\n\te\nendif\n\tf\n", lines: ["rule a:", "> b", "if defined C", "  > d", "else", "  > e", "endif", "> f"] },
  { title: "a tab before it, where no rule is open", text: "A = 1\n\tifdef B\n\t$(error c)\n\tendif\n", lines: ["A = 1", "if defined B", "  expand {error|c}", "endif"] },
  { title: "a define in it", text: "ifdef A\ndefine B\nendif\nendef\nendif\n", lines: ["if defined A", "  define B = endif", "endif"] },
];

const otherLines: readonly Example[] = [
  { title: "includes", text: "include a.mk $(B)/*.mk # c\n-include d\nsinclude e\n", lines: ["include a.mk {B}/*.mk", "include? d", "include? e"] },
  { title: "exports", text: "export\nexport A B\nunexport $(C)\nexport D = 1\n", lines: ["export", "export A B", "unexport {C}", "export D = 1"] },
  { title: "expansions on their own", text: "$(info a: b)\n$(eval $(call f,a))\n${foreach a,b c,$(eval $(a): d)} # e\n  $(A) $(B)\n", lines: ["expand {info|a: b}", "expand {eval|{call|f|a}}", "expand {foreach|a|b c|{eval|{a}: d}}", "expand {A} {B}"] },
  { title: "a directive's name that is a target", text: "include: a\nexport:\n", lines: ["rule include: a", "rule export:"] },
  { title: "nothing", text: "", lines: [] },
  { title: "a hole and no colon may be anything; with one it is a target's name", text: "a \uE000\n\uE001: b\nc = \uE002\n", lines: ["expand a \uE000", "rule \uE001: b", "c = \uE002"] },
];

describe.each([
  { subject: "assignments", examples: assignments },
  { subject: "define", examples: definitions },
  { subject: "rules", examples: rules },
  { subject: "target-specific assignments", examples: targetSpecific },
  { subject: "recipe lines", examples: recipes },
  { subject: "conditionals", examples: conditionals },
  { subject: "other lines", examples: otherLines },
])("$subject", ({ examples }) => {
  test.each(examples)("$title", ({ text, lines }) => {
    expect(read(text)).toEqual(lines);
  });
});

test.each([
  { title: "both brackets, one letter, a dollar", text: "$(A)${B}$C $VERSION $$D $", printed: "{A}{B}{C} {V}ERSION $D $" },
  { title: "automatic variables and their parts", text: "$@ $< $^ $* $? $+ $| $(@D) $(<F)", printed: "{@} {<} {^} {*} {?} {+} {|} {@D} {<F}" },
  { title: "computed names", text: "$($(A)_B) ${$A:x=y} $(A_$(B:c=d))", printed: "{{A}_B} {{A}:x=>y} {A_{B:c=>d}}" },
  { title: "substitutions", text: "$(A:b=c) $(A:=.c) $(A:%.o=%.c=) $(A:$(B)=$(C)) $(A:b)", printed: "{A:b=>c} {A:=>.c} {A:%.o=>%.c=} {A:{B}=>{C}} {A:b}" },
  { title: "a function's name needs white space behind it", text: "$(shell ls) $(shell) $(shell\tls) $( shell ls) $(shells ls) $(my function)", printed: "{shell|ls} {shell} {shell|ls} { shell ls} {shells ls} {my function}" },
  { title: "arguments: blanks before the first one do not count", text: "$(subst  a , b, c ) $(if a,,b) $(call f,) $(call f)", printed: "{subst|a | b| c } {if|a||b} {call|f|} {call|f}" },
  { title: "a comma in brackets of the same kind is not the function's", text: "$(call f,(a,b),${c,d}) ${call f,(a,b),${c,d}}", printed: "{call|f|(a,b)|${c|d}} {call|f|(a|b)|{c,d}}" },
  { title: "a function that takes no more arguments has commas in its last one", text: "$(shell a, b) $(info a,b) $(subst a,b,c,d) $(if a,b,c,d)", printed: "{shell|a, b} {info|a,b} {subst|a|b|c,d} {if|a|b|c,d}" },
  { title: "a name without $ in it ends at the first bracket", text: "$(a(b)c) $(a($b)c)", printed: "{a(b}c) {a({b})c}" },
])("expansions: $title", ({ text, printed }) => {
  const value = readMakeText(text, "value");
  expect(misplacedTexts(text, [value], [0, text.length])).toEqual([]);
  expect(printText(value)).toBe(printed);
});

test("a text that is read alone: a value is as it is, a recipe line is what the shell gets", () => {
  const text = "$(A) \\\n\tb $(call c, \\\n\td)";
  expect(printText(readMakeText(text, "value"))).toBe("{A} \\\n\tb {call|c| \\\n\td}");
  expect(printText(readMakeText(text, "recipe"))).toBe("{A} \\\nb {call|c| d}");
});

test("places are those of the file, also where letters are left out", () => {
  const text = "IMG = a\\\n  b\\#$$c$(D:e=f)\n";
  const [line] = readMakefile(text).lines;
  expect(line).toEqual({
    kind: "assignment",
    name: { parts: [{ kind: "text", text: "IMG", at: [0, 3] }], at: [0, 3] },
    operator: "=",
    value: {
      parts: [
        { kind: "text", text: "a", at: [6, 7] },
        { kind: "text", text: " ", at: [7, 11] },
        { kind: "text", text: "b", at: [11, 12] },
        { kind: "text", text: "#", at: [12, 14] },
        { kind: "text", text: "$", at: [14, 16] },
        { kind: "text", text: "c", at: [16, 17] },
        {
          kind: "variable",
          name: { parts: [{ kind: "text", text: "D", at: [19, 20] }], at: [19, 20] },
          substitution: { from: { parts: [{ kind: "text", text: "e", at: [21, 22] }], at: [21, 22] }, to: { parts: [{ kind: "text", text: "f", at: [23, 24] }], at: [23, 24] } },
          isLetter: false,
          at: [17, 25],
        },
      ],
      at: [6, 25],
    },
    isDefine: false,
    isExported: false,
    isOverride: false,
    isPrivate: false,
    at: [0, 25],
  });
});

/** The directives of a Makefile, each with the text at its place. */
function directivesOf(text: string): readonly string[] {
  return lowerMake(text).directives.map(({ text: directive, form, at }) => `${form} ${directive} @ ${text.slice(...at)}`);
}

test("comments that speak to ESLint, of make and of the shell", () => {
  expect(directivesOf("# eslint-disable tag-consistency/a -- why\nA = 1 # eslint-disable-line\n# eslint-disable-next-line tag-consistency/b\na: b ; c # eslint-disable-line\n\td '# eslint-disable-line' # eslint-disable-line tag-consistency/c\r\n\t@# eslint-disable-next-line\n\te # eslint-disable\n## eslint-enable\n# eslint is a tool\n")).toEqual([
    "block eslint-disable tag-consistency/a -- why @ # eslint-disable tag-consistency/a -- why",
    "line eslint-disable-line @ # eslint-disable-line",
    "line eslint-disable-next-line tag-consistency/b @ # eslint-disable-next-line tag-consistency/b",
    "line eslint-disable-line @ # eslint-disable-line",
    "line eslint-disable-line tag-consistency/c @ # eslint-disable-line tag-consistency/c",
    "line eslint-disable-next-line @ # eslint-disable-next-line",
    "line eslint-disable @ # eslint-disable",
    "block eslint-enable @ ## eslint-enable",
    "line eslint is a tool @ # eslint is a tool",
  ]);
});

test("directives in a define, and texts that look like comments", () => {
  expect(directivesOf("define A\n# eslint-disable-line\n\techo it's # eslint-disable-next-line\n\tb # eslint-disable-line\nendef\nB = $(shell # eslint-disable-line)\nC = \\# eslint-disable-line\na:\n\tb\\# eslint-disable-line\n\techo c# eslint-disable-line\n")).toEqual([
    "line eslint-disable-line @ # eslint-disable-line",
    "line eslint-disable-line @ # eslint-disable-line",
  ]);
});
