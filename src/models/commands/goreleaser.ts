/** GoReleaser (https://goreleaser.com/cmd/goreleaser/): what is built and pushed stands in its configuration. */
import { isHidden } from "./slices.js";
import { isOn, namesIn, operandsOf, textOf, valueOf, valuesOf, type Effects, type Line, type Program } from "./program.js";

export const goreleaser: Program = {
  names: ["goreleaser", "goreleaser-pro"],
  commands: [
    {
      // Without a subcommand it releases; what was prepared or split before is released by the last two.
      paths: ["", "release", "r", "publish", "continue"],
      options: {
        valued: "--config|-f --skip --parallelism|-p --timeout --release-notes --release-header --release-footer --release-notes-tmpl --release-header-tmpl --release-footer-tmpl --key|-k --id --dist|-d",
        flags: `
          --snapshot --nightly --auto-snapshot --clean --rm-dist --single-target --draft --fail-fast --deprecated --verbose --debug --quiet
          --soft --prepare --split --merge --skip-publish --skip-docker --skip-ko --skip-announce --skip-sign --skip-validate --skip-before
          --skip-sbom --skip-snapcraft --skip-post-hooks --skip-token-check --skip-homebrew --skip-nfpm`,
      },
      effects: read,
    },
  ],
  // `build` makes programs only.
  harmless: namesIn("build b changelog c check completion healthcheck help init i jsonschema man mcp schema subscribe verify-license announce"),
};

/** A word that only shows at run time may be one of its options. */
function read(line: Line): Effects {
  const operands = operandsOf(line);
  if (operands === undefined || operands.some((operand) => !isHidden(textOf(line, operand)))) return undefined;
  if (isOn(line, "--version")) return [];
  const skipped = [
    ...valuesOf(line, "--skip").flatMap((value) => textOf(line, value).split(",")),
    ...["publish", "docker", "ko"].filter((part) => isOn(line, `--skip-${part}`)),
    // What is only prepared is published by another call.
    ...(isOn(line, "--prepare") ? ["publish"] : isOn(line, "--split") ? ["publish", "docker", "ko"] : []),
  ];
  return [{ kind: "tool", call: { tool: "goreleaser", file: valueOf(line, "--config"), isSnapshot: isOn(line, "--snapshot"), isNightly: isOn(line, "--nightly"), skipped }, how: line.command }];
}
