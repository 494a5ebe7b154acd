/**
 * Programs that change texts: what comes out of them is not followed, and they neither make nor use an image. Sources: the
 * manuals of GNU sed, envsubst (GNU gettext) and jq; https://mikefarah.gitbook.io/yq; the command reference of kustomize.
 */
import { isOn, namesIn, operandsOf, textOf, valueOf, valuesOf, type Effects, type Line, type Program } from "./program.js";
import { containsHole } from "./slices.js";

const sed: Program = {
  names: ["sed", "gsed"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "--expression|-e --file|-f --line-length|-l",
        flags: `
          --in-place|-i --quiet|--silent|-n --regexp-extended|-E|-r --separate|-s --unbuffered|-u --null-data|-z --posix --debug
          --follow-symlinks --sandbox --version`,
      },
      effects: readSed,
    },
  ],
};

/** The value of `-i.bak` is a suffix, and `-i ''` is that of BSD. */
function readSed(line: Line): Effects {
  if (valueOf(line, "--file") !== undefined) return transform(line, 0);
  const given = valuesOf(line, "--expression");
  const operands = operandsOf(line)?.filter(operand => operand.end > operand.start);
  if (operands === undefined) return undefined;
  const [first, ...rest] = operands;
  const scripts = given.length > 0 ? given : first === undefined ? [] : [first];
  const files = given.length > 0 ? operands : rest;
  return [{ kind: "sed", scripts, isExtended: isOn(line, "--regexp-extended"), isQuiet: isOn(line, "--quiet"), isPerl: false, files, isInPlace: isOn(line, "--in-place") }];
}

/** `perl -pi -e 's/a/b/' file`; any other program of Perl may do anything. */
const perl: Program = {
  names: ["perl"],
  commands: [
    {
      paths: [""],
      options: { valued: "-e -E", flags: "-p -i -n -0 -w -s -l -a" },
      effects: line => {
        const scripts = valuesOf(line, "-e");
        const files = operandsOf(line);
        if (files === undefined || scripts.length === 0 || !isOn(line, "-p") || !scripts.every(script => /^\s*(?:s|tr)\W/.test(textOf(line, script)))) return undefined;
        return [{ kind: "sed", scripts, isExtended: true, isQuiet: false, isPerl: true, files, isInPlace: isOn(line, "-i") }];
      },
    },
  ],
};

const envsubst: Program = {
  names: ["envsubst"],
  commands: [{ paths: [""], options: { flags: "--variables|-v --version|-V" }, effects: line => (isOn(line, "--variables") ? undefined : [{ kind: "envsubst", only: operandsOf(line)?.[0] }]) }],
};

/** Tools that make one text of another, each a row of `flow/texts/text-tools`. */
const smallTools: Program = {
  names: ["tr", "cut", "basename", "dirname", "rev", "sort", "uniq", "head", "tail"],
  commands: [{ paths: [""], operandsEndOptions: true, effects: line => (line.operands.some(operand => /^(?:if=)?\/dev\/u?random$/.test(textOf(line, operand))) ? [{ kind: "fresh", what: line.command }] : [{ kind: "text-tool" }]) }],
};

const yqCommands: ReadonlySet<string> = new Set(namesIn("eval e eval-all ea read r write w delete d merge m"));

const yq: Program = {
  names: ["yq"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "--output-format|-o --input-format|-p --indent|-I --expression --from-file --split-exp --script",
        flags: `
          --in-place|--inplace|-i --null-input|-n --unwrapScalar|-r --exit-status|-e --prettyPrint|-P --colors|-C --no-colors|-M --no-doc|-N
          --tojson|-j --verbose|-v -y -Y -s -c`,
      },
      effects: readYq,
    },
  ],
};

/** Version 4 takes the expression first; version 3 a command, the file, the path and the value. */
function readYq(line: Line): Effects {
  const operands = operandsOf(line);
  if (operands === undefined) return undefined;
  const [first] = operands;
  const isNamed = first !== undefined && yqCommands.has(textOf(line, first));
  const own = valueOf(line, "--expression");
  const rest = isNamed ? operands.slice(1) : operands;
  const isOfVersion3 = first !== undefined && yqVersion3.has(textOf(line, first));
  if (isOfVersion3 || valueOf(line, "--from-file", "--script") !== undefined || isOn(line, "--null-input")) return transform(line, (isNamed ? 1 : 0) + (own === undefined ? 1 : 0));
  const expression = own ?? rest[0];
  if (expression === undefined) return [];
  return [{ kind: "yq", expression, files: own === undefined ? rest.slice(1) : rest, isInPlace: isOn(line, "--in-place") }];
}

const yqVersion3: ReadonlySet<string> = new Set(namesIn("r read w write d delete m merge"));

/** https://jqlang.org/manual/#invoking-jq */
const jq: Program = {
  names: ["jq", "gojq", "jaq"],
  commands: [
    {
      paths: [""],
      options: {
        valued: "--from-file|-f --indent --library-path|-L",
        flags: `
          --raw-output|-r --join-output|-j --compact-output|-c --exit-status|-e --monochrome-output|-M --color-output|-C --sort-keys|-S --tab
          --ascii-output|-a --slurp|-s --null-input|-n --raw-input|-R --unbuffered --seq --stream --arg --argjson --args --jsonargs --slurpfile --rawfile`,
      },
      effects: readJq,
    },
  ],
};

/** Options by which jq does not read one JSON text after the other, or knows more than these. */
const otherInput: readonly string[] = ["--slurp", "--null-input", "--raw-input", "--seq", "--stream", "--arg", "--argjson", "--args", "--jsonargs", "--slurpfile", "--rawfile", "--sort-keys", "--ascii-output", "--tab"];

function readJq(line: Line): Effects {
  const [filter, ...files] = operandsOf(line) ?? [];
  if (filter === undefined || isOn(line, ...otherInput) || valuesOf(line, "--from-file", "--indent").length > 0) return [{ kind: "transform", files: [] }];
  return [{ kind: "jq", filter, files, isRaw: isOn(line, "--raw-output"), isJoined: isOn(line, "--join-output"), isCompact: isOn(line, "--compact-output") }];
}

const readers: Program = { names: ["gomplate"], commands: [{ paths: [""], operandsEndOptions: true, effects: () => [{ kind: "transform", files: [] }] }] };

/** https://kubectl.docs.kubernetes.io/references/kustomize/cmd/ */
export const kustomize: Program = {
  names: ["kustomize"],
  commands: [
    {
      paths: ["build"],
      options: {
        valued: "--output|-o --load-restrictor --env|-e --helm-command --mount --network-name",
        flags: "--enable-alpha-plugins --enable-exec --enable-helm --enable-star --network --reorder --as-current-user",
      },
      effects: line => {
        const folders = operandsOf(line);
        const output = valueOf(line, "--output");
        return folders === undefined || output !== undefined ? undefined : [{ kind: "kustomize-build", folder: folders[0] }];
      },
    },
    { paths: ["edit"], operandsEndOptions: true, effects: line => [{ kind: "kustomize-edit", words: line.words.slice(line.commandAt + 1).map((word, index) => ({ word: line.commandAt + 1 + index, start: 0, end: word.length })) }] },
  ],
  harmless: ["cfg", "create", "localize", "version", "completion"],
};

/** `cp a b`, `mv a b`, `install a b`; several files go into a folder. */
const copies: Program = {
  names: ["cp", "mv"],
  commands: [
    {
      paths: [""],
      options: { valued: "--target-directory|-t --suffix|-S", flags: "--archive|-a --force|-f --interactive|-i --no-clobber|-n --recursive|-R|-r --update|-u --verbose|-v --preserve|-p --dereference|-L -d -T" },
      effects: line => {
        const operands = operandsOf(line);
        const to = operands?.at(-1);
        return operands === undefined || to === undefined || operands.length < 2 || valueOf(line, "--target-directory") !== undefined ? [] : [{ kind: "copy", from: operands.slice(0, -1), to }];
      },
    },
  ],
};

export const textTools: readonly Program[] = [sed, perl, yq, envsubst, jq, readers, smallTools, kustomize, copies];

/** In place, the operands behind the program's own are files; one that only shows at run time may be any. */
function transform(line: Line, own: number): Effects {
  if (!isOn(line, "--in-place")) return [{ kind: "transform", files: [] }];
  const files = operandsOf(line)?.slice(own);
  return files === undefined || files.some(file => containsHole(textOf(line, file))) ? undefined : [{ kind: "transform", files }];
}
