/** Skaffold (https://skaffold.dev/docs/references/cli/): what is built and deployed stands in its configuration. */
import { isOn, namesIn, valueOf, valuesOf, type Command, type Effects, type Line, type Program } from "./program.js";
import { splitAtCommas } from "./slices.js";

const options = {
  valued: `
    --filename|-f --profile|-p --module|-m --tag|-t --default-repo|-d --namespace|-n --kube-context --kubeconfig --label|-l --build-image|-b
    --cache-artifacts --cache-file --config|-c --event-log-file --file-output --build-artifacts|-a --images|-i --insecure-registry --mute-logs
    --platform --remote-cache-dir --rpc-http-port --rpc-port --status-check --sync-remote-cache --tail --timestamps --toot --trigger
    --verbosity|-v --watch-image|-w --wait-for-connection --watch-poll-interval|-i --output|-o --template --cloud-run-location --cloud-run-project
    --iterative-status-check --port-forward --add-skaffold-labels --digest-source --offline --propagate-profiles --push --tolerate-failures-until-deadline`,
  flags: `
    --cleanup --detect-minikube --disable-multi-platform-build --dry-run --enable-rpc --force --keep-running-on-failure --no-prune
    --no-prune-children --profile-auto-activation --quiet|-q --skip-tests --assume-yes --auto-build --auto-create-config --auto-deploy
    --auto-sync --check-cluster-node-platforms --enable-platform-node-affinity --interactive --load-images --skip-render --hydration-dir`,
};

export const skaffold: Program = {
  names: ["skaffold"],
  options: { valued: "--verbosity|-v --color --update-check", flags: "--interactive --timestamps" },
  commands: [command("run dev debug", true, true), command("build", true, false), command("deploy render", false, true)],
  harmless: namesIn("completion config credits delete diagnose fix init inspect lint options schema survey test verify version exec"),
};

function command(paths: string, builds: boolean, deploys: boolean): Command {
  return { paths: paths.split(" "), options, effects: (line) => read(line, builds, deploys) };
}

function read(line: Line, builds: boolean, deploys: boolean): Effects {
  if (line.isDoubtful || isOn(line, "--dry-run")) return line.isDoubtful ? undefined : [];
  const listed = (name: string): ReturnType<typeof valuesOf> => valuesOf(line, name).flatMap((value) => splitAtCommas(line, value));
  const call = { tool: "skaffold", file: valueOf(line, "--filename"), profiles: listed("--profile"), modules: listed("--module"), tag: valueOf(line, "--tag"), isElsewhere: valueOf(line, "--default-repo") !== undefined, builds, deploys } as const;
  return [{ kind: "tool", call, how: line.command }];
}
