/** How werf reads its configuration and its chart: https://werf.io/docs/v2/reference/werf_yaml.html */

/** `werf.yaml`, and those that people name with `--config` (https://werf.io/docs/v2/reference/cli/werf_converge.html). */
export const werfNames = /(?:^|\/)werf(?:[-.][\w.-]+)?\.ya?ml$/u;

/** Where the chart is if `deploy.helmChartDir` says nothing. */
export const werfChart = ".helm";

/** What stands before the name of an image in a chart's template: the reference, and its tag alone (https://werf.io/docs/v2/usage/deploy/values.html#service-values-provided-by-werf). */
export const imageValues: readonly (readonly string[])[] = [
  ["Values", "werf", "image"],
  ["Values", "werf", "tag"],
  ["Values", "global", "werf", "image"],
  ["Values", "global", "werf", "tag"],
];

/** Functions that hand on what they are given, or nothing where they are given nothing. */
export const plainFunctions: ReadonlySet<string> = new Set(["quote", "squote", "toString", "trim"]);
