/**
 * minikube (kubernetes/minikube, cmd/minikube). Without `--profile` the cluster is `minikube`, or what `minikube profile` set: it is left undefined.
 *
 * `minikube docker-env` only prints; which later `docker build` then works inside the cluster is not for one line to say.
 */
import type { ClusterName, CommandEffect, Slice } from "../command-effect.js";
import { isOn, namesIn, nothing, operandsOf, textOf, valueOf, valuesOf, type Effects, type Line, type Program } from "./program.js";
import { containsHole, isArchiveName, unlessStandard } from "./slices.js";

/** Those after which a value may stand in the next word; the others are not needed to find the profile. */
const startOptions = {
  valued: "--driver|--vm-driver --kubernetes-version --cpus --memory --nodes|-n --container-runtime|-c --cni --addons --extra-config --feature-gates --image-repository --base-image --disk-size --wait --wait-timeout --insecure-registry --registry-mirror --apiserver-names --apiserver-ips --namespace --mount-string --network --ports --subnet",
  flags: "--keep-context --embed-certs --force --install-addons --mount --preload --interactive --download-only --delete-on-failure --ha",
};

export const minikube: Program = {
  names: ["minikube"],
  options: {
    valued: "--profile|-p --bootstrapper|-b --user --log_dir --log_file --log_file_max_size --stderrthreshold --v|-v --vmodule --log_backtrace_at",
    flags: "--rootless --skip-audit --alsologtostderr --logtostderr --add_dir_header --one_output --skip_headers --skip_log_headers",
  },
  commands: [
    { paths: ["image load"], options: { flags: "--daemon --remote --overwrite --pull" }, effects: load },
    { paths: ["cache add"], options: { flags: "--all" }, effects: line => operandsOf(line)?.map(reference => loadOf(line, reference)) },
    {
      paths: ["image build"],
      options: { valued: "--tag|-t --file|-f --build-env --build-opt --node|-n", flags: "--all --push" },
      effects: build,
    },
    { paths: ["image push"], effects: line => operandsOf(line)?.map(reference => ({ kind: "push", reference, engine: undefined, how: line.command })) },
    { paths: ["image tag"], effects: tag },
    { paths: ["image rm", "image remove", "image unload"], effects: line => operandsOf(line)?.map(reference => ({ kind: "remove", reference, how: line.command })) },
    { paths: ["image save"], options: { flags: "--daemon --remote" }, effects: save },
    // The row of kubectl reads `kubectl -- apply -f x`.
    { paths: ["kubectl"], operandsEndOptions: true, effects: line => [{ kind: "words", from: line.commandAt, cluster: { tool: "minikube", name: nameOf(line) } }] },
    { paths: ["start"], options: startOptions, effects: start },
    { paths: ["delete"], options: { flags: "--all --purge" }, effects: line => [{ kind: "delete-cluster", tool: "minikube", name: nameOf(line) }] },
    // `minikube profile NAME`; `minikube profile list` changes nothing.
    { paths: ["profile"], effects: useProfile },
    { paths: ["profile list"], options: { valued: "--output|-o", flags: "--light|-l" }, effects: nothing },
    { paths: ["docker-env", "podman-env"], options: { valued: "--shell", flags: "--unset|-u --ssh-host --ssh-add --no-proxy" }, effects: line => (isOn(line, "--unset") ? [] : [{ kind: "share-engine", tool: "minikube" }]) },
    { paths: ["update-context"], effects: line => [{ kind: "use-cluster", tool: "minikube", name: nameOf(line), kubeconfig: undefined, becomesDefault: false }] },
  ],
  harmless: [
    ...namesIn(`
      status stop dashboard pause unpause addons config service tunnel mount node cp ssh-host ip logs update-check
      version options completion license`),
    ..."image ls,image list,image pull,cache list,cache delete,cache reload".split(","),
  ],
};

/** Without a virtual machine and a container around it, its engine is this machine's (https://minikube.sigs.k8s.io/docs/drivers/none/). */
function start(line: Line): Effects {
  const driver = valueOf(line, "--driver");
  const isShared = driver !== undefined && (textOf(line, driver) === "none" || containsHole(textOf(line, driver)));
  return [
    { kind: "create-cluster", tool: "minikube", name: nameOf(line), config: undefined, kubeconfig: undefined, isChosen: !isOn(line, "--keep-context"), how: line.command },
    ...(isShared ? [{ kind: "share-engine", tool: "minikube" } as const] : []),
  ];
}

function nameOf(line: Line): ClusterName {
  return valueOf(line, "--profile") ?? "default";
}

function useProfile(line: Line): Effects {
  const [name] = operandsOf(line) ?? [];
  return name === undefined ? [] : [{ kind: "use-cluster", tool: "minikube", name, kubeconfig: undefined, becomesDefault: true }];
}

function loadOf(line: Line, reference: Slice): CommandEffect {
  return { kind: "load", reference, cluster: valueOf(line, "--profile"), tool: "minikube", how: line.command };
}

function load(line: Line): Effects {
  return operandsOf(line)?.map(operand =>
    isArchiveName(textOf(line, operand))
      ? { kind: "load-archive", archive: unlessStandard(line, operand), cluster: valueOf(line, "--profile"), tool: "minikube", engine: undefined, how: line.command }
      : loadOf(line, operand),
  );
}

/** The image is built by the cluster's own runtime, so that it is loaded as well. */
function build(line: Line): Effects {
  const tags = valuesOf(line, "--tag");
  return tags.flatMap((reference): readonly CommandEffect[] => [
    { kind: "build", reference, engine: undefined, how: `${line.command} -t` },
    loadOf(line, reference),
    ...(isOn(line, "--push") ? [{ kind: "push", reference, engine: undefined, how: `${line.command} --push` } as const] : []),
  ]);
}

function tag(line: Line): Effects {
  const [source, target] = operandsOf(line) ?? [];
  return source === undefined || target === undefined ? undefined : [{ kind: "tag", source, target, engine: undefined, how: line.command }];
}

/** Without a file the image goes to minikube's own cache. */
function save(line: Line): Effects {
  const operands = operandsOf(line);
  if (operands === undefined) return undefined;
  const [reference, archive] = operands;
  if (reference === undefined || archive === undefined) return [];
  return [{ kind: "save", references: [reference], archive: unlessStandard(line, archive), engine: undefined, how: line.command }];
}
