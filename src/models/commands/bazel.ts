/** Bazel (https://bazel.build/docs/user-manual#running-executables): a target that is run loads its images, or pushes them. */
import { namesIn, operandsOf, type Program } from "./program.js";

export const bazel: Program = {
  names: ["bazel", "bazelisk"],
  options: { valued: "--output_base --output_user_root --bazelrc", flags: "--nohome_rc --noworkspace_rc --batch" },
  commands: [
    {
      paths: ["run"],
      options: { valued: "--config --platforms --jobs -j -c --compilation_mode --define --script_path", flags: "--stamp --nostamp" },
      // Words behind the target are its program's.
      operandsEndOptions: true,
      effects: (line) => {
        const [target, ...others] = operandsOf(line) ?? [];
        return target === undefined || others.length > 0 ? undefined : [{ kind: "tool", call: { tool: "bazel", target }, how: line.command }];
      },
    },
  ],
  harmless: namesIn("build query cquery aquery info clean version shutdown fetch sync help mod"),
};
