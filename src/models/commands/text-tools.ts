/**
 * Programs that change texts: what comes out of them is not followed, and they neither make nor use an image. Sources: the
 * manuals of GNU sed, envsubst (GNU gettext) and jq; https://mikefarah.gitbook.io/yq; the command reference of kustomize.
 */
import { isOn, namesIn, operandsOf, textOf, valueOf, type Effects, type Line, type Program } from "./program.js";
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
      effects: line => transform(line, valueOf(line, "--expression", "--file") === undefined ? 1 : 0),
    },
  ],
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
      effects: line => {
        const [first] = line.operands;
        const isNamed = first !== undefined && yqCommands.has(textOf(line, first));
        return transform(line, (isNamed ? 1 : 0) + (valueOf(line, "--expression", "--from-file", "--script") === undefined ? 1 : 0));
      },
    },
  ],
};

const readers: Program = { names: ["jq", "gojq", "jaq", "envsubst", "gomplate"], commands: [{ paths: [""], operandsEndOptions: true, effects: () => [{ kind: "transform", files: [] }] }] };

/** What is built of a kustomization is not known, so that nothing reads what `edit` writes into it. */
const kustomize: Program = {
  names: ["kustomize"],
  commands: [{ paths: ["edit"], operandsEndOptions: true, effects: () => [{ kind: "transform", files: [] }] }],
  harmless: ["build", "cfg", "create", "localize", "version", "completion"],
};

export const textTools: readonly Program[] = [sed, yq, readers, kustomize];

/** In place, the operands behind the program's own are files; one that only shows at run time may be any. */
function transform(line: Line, own: number): Effects {
  if (!isOn(line, "--in-place")) return [{ kind: "transform", files: [] }];
  const files = operandsOf(line)?.slice(own);
  return files === undefined || files.some(file => containsHole(textOf(line, file))) ? undefined : [{ kind: "transform", files }];
}
