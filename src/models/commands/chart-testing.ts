/** chart-testing (https://github.com/helm/chart-testing/blob/main/doc/ct_install.md): it installs each chart with helm. */
import type { Slice } from "../command-effect.js";
import { textOf, valueOf, valuesOf, type Effects, type Line, type Program } from "./program.js";
import { containsHole, splitAtCommas } from "./slices.js";

const options = {
  valued: `
    --build-id --chart-dirs --chart-repos --charts --config --excluded-charts --helm-extra-args --helm-extra-set-args --helm-repo-extra-args
    --helm-lint-extra-args --namespace --release-label --release-name --remote --since --target-branch --kubectl-timeout --additional-commands
    --chart-yaml-schema --lint-conf --max-helm-history`,
  flags: `
    --all --debug --exclude-deprecated --github-groups --print-config --print-logs --skip-clean-up --skip-missing-values --upgrade --use-helmignore
    --check-version-increment --validate-chart-schema --validate-maintainers --validate-yaml --skip-helm-dependencies`,
};

export const chartTesting: Program = {
  names: ["ct"],
  commands: [{ paths: ["install", "lint-and-install"], options, effects: install }],
  harmless: ["lint", "list-changed", "version", "completion"],
};

function install(line: Line): Effects {
  const lists = (name: string): readonly Slice[] => valuesOf(line, name).flatMap(list => splitAtCommas(line, list));
  const charts = lists("--charts");
  // Which charts these are only shows when it runs.
  if (charts.some(chart => textOf(line, chart) !== "" && containsHole(textOf(line, chart)))) return undefined;
  return [{ kind: "chart-testing", charts, folders: lists("--chart-dirs"), configuration: valueOf(line, "--config"), arguments: valuesOf(line, "--helm-extra-args", "--helm-extra-set-args"), how: line.command }];
}
