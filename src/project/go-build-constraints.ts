import { basename } from "node:path";

/**
 * Whether a Go file is built on linux/amd64, as its name and the comments above its package clause say
 * (https://pkg.go.dev/cmd/go#hdr-Build_constraints): `built` with its package, `alone` (`//go:build ignore`: a program of one
 * file, which is named to `go run`), or `excluded`. Tags that are not known may be set or not: they exclude nothing.
 */
export function buildOf(file: string, comments: string): "built" | "alone" | "excluded" {
  const name = basename(file);
  if (/^[_.]/u.test(name) || !fitsByName(name)) return "excluded";
  const expressions = constraintsIn(comments);
  if (!expressions.some((one) => holds(one, isSet) === false)) return "built";
  return expressions.some((one) => holds(one, (tag) => tag === "ignore" || isSet(tag)) === false) ? "excluded" : "alone";
}

const systems: ReadonlySet<string> = new Set("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(" "));
const architectures: ReadonlySet<string> = new Set(
  "386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm".split(" "),
);
const set: ReadonlySet<string> = new Set(["linux", "amd64", "unix", "gc", "cgo"]);

/** Undefined for a tag that whoever builds may set. */
function isSet(tag: string): boolean | undefined {
  if (set.has(tag) || /^go1(?:\.\d+)?$/u.test(tag)) return true;
  return systems.has(tag) || architectures.has(tag) || tag === "gccgo" || tag === "ignore" ? false : undefined;
}

/** `name_windows.go`, `name_arm64_test.go`, `name_darwin_arm64.go`; a name that is nothing but a system (`linux.go`) is no constraint. */
function fitsByName(name: string): boolean {
  const parts = name.replace(/\.go$/u, "").replace(/_test$/u, "").split("_").slice(1);
  const last = parts.at(-1) ?? "";
  const system = architectures.has(last) ? parts.at(-2) : last;
  const isOther = (part: string | undefined, known: ReadonlySet<string>): boolean => part !== undefined && known.has(part) && !set.has(part);
  return !isOther(last, architectures) && !isOther(system, systems);
}

/** The expression of `//go:build`, or, where there is none, those of the older `// +build` lines, which hold together. */
function constraintsIn(comments: string): readonly string[] {
  if (!comments.includes("build")) return [];
  const expression = /^\/\/go:build[ \t]+(.*)$/mu.exec(comments)?.[1];
  if (expression !== undefined) return [expression];
  // A line without a blank one below it is a part of the package's documentation.
  const lines = [...comments.matchAll(/^\/\/[ \t]*\+build[ \t]+(.*)$(?=[\s\S]*\n\s*\n)/gmu)].map(([, line = ""]) => line.trim());
  return lines.map((line) => line.split(/\s+/u).map((option) => `(${option.split(",").join(" && ")})`).join(" || "));
}

type Truth = boolean | undefined;

/** The value of a constraint; undefined where it depends on tags whose value is not known, or cannot be read. */
function holds(expression: string, valueOf: (tag: string) => Truth): Truth {
  const tokens = expression.match(/&&|\|\||[!()]|[\w.\x80-\uffff]+/gu) ?? [];
  let at = 0;
  const takes = (token: string): boolean => tokens[at] === token && (at += 1) > 0;
  const either = (): Truth => {
    let value = both();
    while (takes("||")) value = or(value, both());
    return value;
  };
  const both = (): Truth => {
    let value = one();
    while (takes("&&")) value = not(or(not(value), not(one())));
    return value;
  };
  const one = (): Truth => {
    if (takes("!")) return not(one());
    if (takes("(")) {
      const value = either();
      takes(")");
      return value;
    }
    const tag = tokens[at];
    at += 1;
    return tag === undefined ? undefined : valueOf(tag);
  };
  return either();
}

function or(left: Truth, right: Truth): Truth {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}

function not(value: Truth): Truth {
  return value === undefined ? undefined : !value;
}
