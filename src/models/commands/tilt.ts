/** Tilt (https://docs.tilt.dev/cli/tilt.html): what is built and deployed stands in a Tiltfile. */
import { namesIn, valueOf, type Program } from "./program.js";

export const tilt: Program = {
  names: ["tilt"],
  options: { valued: "--klog --verbose-level", flags: "--debug|-d --verbose|-v" },
  commands: [
    {
      paths: ["up", "ci"],
      options: {
        valued: "--file|-f --context --namespace --host --port --output-snapshot-on-exit --timeout --webdev-port --web-mode --log-level --log-resource --log-source",
        flags: "--stream|-s --legacy --watch --update-mode --default-tui --hud",
      },
      // Words behind are resources, or arguments of the Tiltfile.
      effects: (line) => [{ kind: "tool", call: { tool: "tilt", file: valueOf(line, "--file") }, how: line.command }],
    },
  ],
  harmless: namesIn("alpha analytics api-resources apply args completion create delete demo describe disable docker-prune doctor down dump edit enable explain get help lsp logs patch snapshot status trigger verify-install version wait"),
};
