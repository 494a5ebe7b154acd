/** Helm (helm/helm, pkg/cmd; the grammar of `--set` in pkg/strvals). `helm template` prints, and `--dry-run` is of no use to anyone. */
import type { ChartValue, CommandEffect, Slice } from "../command-effect.js";
import { isOn, namesIn, operandsOf, textOf, valueOf, valuesOf, type Effects, type GivenOption, type Line, type Program } from "./program.js";
import { containsHole, isHidden, partOf, splitAtCommas, splitPair } from "./slices.js";

const installOptions = {
  valued: `
    --set --set-string --set-file --set-json --set-literal --values|-f --version --repo --timeout --description --output|-o --labels|-l
    --name --name-template --history-max --post-renderer --post-renderer-args --ca-file --cert-file --key-file --keyring --username --password`,
  flags: `
    --install|-i --generate-name|-g --wait --wait-for-jobs --atomic --rollback-on-failure --create-namespace --dependency-update --devel
    --dry-run --force --force-replace --force-conflicts --server-side --no-hooks --skip-crds --skip-schema-validation --skip-tests
    --reuse-values --reset-values --reset-then-reuse-values --cleanup-on-fail --disable-openapi-validation --enable-dns --hide-notes
    --hide-secret --insecure-skip-tls-verify --pass-credentials --plain-http --render-subchart-notes --replace --take-ownership --verify
    --recreate-pods`,
};

/** https://helm.sh/docs/helm/helm_template/ */
const templateOptions = {
  valued: `${installOptions.valued} --show-only|-s --api-versions|-a --kube-version --output-dir`,
  flags: `${installOptions.flags} --include-crds --is-upgrade --validate --release-name`,
};

/** https://helm.sh/docs/helm/helm_package/ */
const packageOptions = {
  valued: "--app-version --version --destination|-d --key --keyring --passphrase-file --ca-file --cert-file --key-file --username --password",
  flags: "--dependency-update|-u --sign --insecure-skip-tls-verify --plain-http --save",
};

export const helm: Program = {
  names: ["helm", "helm3", "helm4"],
  options: {
    valued: `
      --namespace|-n --kube-context --kubeconfig --kube-apiserver --kube-as-user --kube-as-group --kube-ca-file --kube-token
      --kube-tls-server-name --registry-config --repository-cache --repository-config --content-cache --burst-limit --qps --color --colour`,
    flags: "--debug --kube-insecure-skip-tls-verify",
  },
  commands: [
    { paths: ["install", "upgrade", "secrets install", "secrets upgrade"], options: installOptions, effects: install },
    { paths: ["template", "secrets template"], options: templateOptions, effects: print },
    { paths: ["package"], options: packageOptions, effects: packageCharts },
  ],
  harmless: [
    ...namesIn(`
      lint test uninstall delete del un status history hist list ls get show inspect search repo dependency dep pull fetch
      push registry rollback create verify version env plugin completion diff`),
  ],
};

function install(line: Line): Effects {
  const operands = operandsOf(line);
  // A post-renderer rewrites the manifests, their images too.
  if (operands === undefined || valuesOf(line, "--post-renderer").length > 0) return undefined;
  const isDry = isDryRun(line);
  if (isDry === undefined || isDry) return isDry === undefined ? undefined : [];
  return [chartOf(line, operands, false)];
}

function packageCharts(line: Line): Effects {
  const [version, appVersion] = [valueOf(line, "--version"), valueOf(line, "--app-version")];
  return operandsOf(line)?.map((chart) => ({ kind: "package-chart", chart, version, appVersion }));
}

/** What is written into a folder, or is only a part, is not followed. */
function print(line: Line): Effects {
  const operands = operandsOf(line);
  if (operands === undefined || valuesOf(line, "--post-renderer", "--output-dir", "--show-only").length > 0) return [];
  return [chartOf(line, operands, true)];
}

function chartOf(line: Line, operands: readonly Slice[], prints: boolean): Extract<CommandEffect, { kind: "helm" }> {
  const { named, hidden } = splitOperands(line, operands);
  const [first, second] = named;
  return {
    kind: "helm",
    prints,
    // A release's name may be left out with `--generate-name`; Helm 2 had it in `--name`.
    release: valueOf(line, "--name") ?? (second === undefined ? undefined : first),
    chart: second ?? first,
    values: [...line.given.flatMap(option => chartValues(line, option)), ...hidden.map(word => anyValue(word))],
    files: valuesOf(line, "--values").flatMap(files => splitAtCommas(line, files)),
    keepsEarlierValues: isOn(line, "--reuse-values", "--reset-then-reuse-values"),
    connection: valuesOf(line, "--kube-apiserver").length > 0 ? "elsewhere" : { context: valueOf(line, "--kube-context"), kubeconfig: valueOf(line, "--kubeconfig") },
    how: /^helm/u.test(line.command) ? line.command : `helm ${line.command}`,
  };
}

/** A word too many that only shows when the program runs holds options, values among them. */
function splitOperands(line: Line, operands: readonly Slice[]): { readonly named: readonly Slice[]; readonly hidden: readonly Slice[] } {
  const hidden: Slice[] = [];
  const named = [...operands];
  for (let index = named.length - 1; index >= 0 && named.length > 2; index--) {
    const operand = named[index];
    if (operand !== undefined && isHidden(textOf(line, operand))) hidden.unshift(...named.splice(index, 1));
  }
  return { named, hidden };
}

function isDryRun(line: Line): boolean | undefined {
  const mode = line.given.findLast(option => option.name === "--dry-run");
  if (mode?.value === undefined) return mode !== undefined;
  const text = textOf(line, mode.value);
  return containsHole(text) ? undefined : text !== "none" && isOn(line, "--dry-run");
}

/** Which options set values, and how what they are given is written. */
const setOptions: Readonly<Record<string, (line: Line, given: Slice) => readonly ChartValue[]>> = {
  "--set": (line, given) => splitAtCommas(line, given, "chart").map(pair => chartValue(line, pair, "text")),
  "--set-string": (line, given) => splitAtCommas(line, given, "chart").map(pair => chartValue(line, pair, "string")),
  "--set-literal": (line, given) => [chartValue(line, given, "literal")],
  "--set-file": (line, given) => splitAtCommas(line, given, "chart").map(pair => chartValue(line, pair, "file")),
  "--set-json": (line, given) =>
    textOf(line, given).trimStart().startsWith("{")
      ? [{ key: partOf(given, 0, 0), value: given, form: "json" }]
      : splitAtCommas(line, given, "json").map(pair => chartValue(line, pair, "json")),
};

function chartValues(line: Line, option: GivenOption): readonly ChartValue[] {
  return option.value === undefined ? [] : (setOptions[option.name]?.(line, option.value) ?? []);
}

function chartValue(line: Line, pair: Slice, form: ChartValue["form"]): ChartValue {
  const parts = splitPair(line, pair);
  return parts === undefined ? anyValue(pair) : { ...parts, form };
}

function anyValue(word: Slice): ChartValue {
  const length = word.end - word.start;
  return { key: word, value: partOf(word, length, length), form: "text" };
}
