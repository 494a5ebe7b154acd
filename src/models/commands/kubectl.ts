/** kubectl (kubernetes/kubectl, pkg/cmd) and oc, which takes the same commands. What only prints (`--dry-run=client`, `--local`) deploys nothing. */
import type { ClusterConnection, CommandEffect, ObjectName, Slice } from "../command-effect.js";
import { isOn, namesIn, operandsOf, textOf, valueOf, valuesOf, type Command, type Effects, type Line, type Program } from "./program.js";
import { containsHole, isHidden, splitAtCommas, splitPair, unlessStandard } from "./slices.js";

const connectionOptions = {
  valued: `
    --namespace|-n --context --cluster --user --kubeconfig --server|-s --token --as --as-group --as-uid --as-user-extra --request-timeout
    --certificate-authority --client-certificate --client-key --tls-server-name --username --password --profile --profile-output
    --cache-dir --kuberc --v|-v --vmodule --log-file --log-file-max-size --log-dir --log-flush-frequency --log-backtrace-at --stderrthreshold`,
  flags: `
    --insecure-skip-tls-verify --match-server-version --disable-compression --warnings-as-errors --alsologtostderr --logtostderr
    --skip-headers --skip-log-headers --add-dir-header --one-output`,
};

const outputOptions = "--output|-o --template --field-manager --selector|-l --subresource";
const resultFlags = "--dry-run --show-managed-fields --allow-missing-template-keys --save-config --record --validate --recursive|-R";

const manifestOptions = {
  valued: `
    --filename|-f --kustomize|-k ${outputOptions} --applyset --chunk-size --prune-allowlist --prune-whitelist --grace-period --timeout --raw`,
  flags: `
    ${resultFlags} --all --all-namespaces|-A --prune --force --force-conflicts --server-side --overwrite --openapi-patch --wait --cascade
    --edit --windows-line-endings --show-events`,
};

const createOptions = {
  valued: `--image --port --replicas|-r --schedule --restart --from ${outputOptions}`,
  flags: resultFlags,
};

/** Kinds that run no image (`kubectl create --help`). */
const kindsWithoutImages = namesIn(`
  clusterrole clusterrolebinding configmap cm ingress ing namespace ns poddisruptionbudget pdb priorityclass pc quota resourcequota role
  rolebinding secret service svc serviceaccount sa`);

const createPlainOptions = {
  valued: `
    --from-literal --from-file --from-env-file --type --docker-server --docker-username --docker-password --docker-email --cert --key
    --verb --resource --resource-name --non-resource-url --aggregation-rule --role --clusterrole --user --group --serviceaccount --tcp
    --clusterip --node-port --external-name --rule --class --annotation --default-backend --min-available --max-unavailable --value
    --description --preemption-policy --hard --scopes ${outputOptions}`,
  flags: `--append-hash --global-default ${resultFlags}`,
};

const commands: readonly Command[] = [
  { paths: ["apply", "create", "replace"], options: manifestOptions, effects: apply },
  { paths: kindsWithoutImages.map(name => `create ${name}`), options: createPlainOptions, effects: line => (printsManifest(line) ? [{ kind: "manifest", object: undefined, images: [], policy: undefined }] : []) },
  {
    paths: ["create deployment", "create deploy", "create deployments", "create job", "create cronjob", "create cj", "create deploymentconfig", "create dc"],
    options: createOptions,
    effects: line => deploy(line),
  },
  {
    paths: ["run"],
    options: {
      valued: `--image --image-pull-policy --annotations --detach-keys --env|-e --labels --limits --requests --overrides --override-type
        --pod-running-timeout --port --restart --serviceaccount --hostport --replicas|-r --generator --schedule --grace-period --timeout
        --cascade --filename|-f --kustomize|-k ${outputOptions}`,
      flags: `--attach --command --expose --force --leave-stdin-open --privileged --quiet|-q --rm --stdin|-i --tty|-t --wait ${resultFlags}`,
    },
    effects: line => deploy(line),
  },
  {
    paths: ["debug"],
    options: {
      valued: `--image --image-pull-policy --container|-c --copy-to --custom --env --profile --set-image --target --filename|-f ${outputOptions}`,
      flags: `--arguments-only --attach --keep-annotations --keep-init-containers --keep-labels --keep-liveness --keep-readiness --keep-startup
        --quiet|-q --replace --same-node --share-processes --stdin|-i --tty|-t`,
    },
    effects: debug,
  },
  {
    paths: ["set image"],
    options: { valued: `--filename|-f --kustomize|-k ${outputOptions}`, flags: `--all --local --source ${resultFlags}` },
    effects: setImage,
  },
  {
    paths: ["delete"],
    options: {
      valued: `--filename|-f --kustomize|-k --selector|-l --field-selector --grace-period --timeout --raw --output|-o`,
      flags: "--all --all-namespaces|-A --cascade --dry-run --force --ignore-not-found --interactive|-i --now --recursive|-R --wait",
    },
    effects: deleteObjects,
  },
  {
    paths: ["kustomize"],
    options: { valued: "--output|-o --load-restrictor --env|-e --helm-command --mount --network-name", flags: "--enable-alpha-plugins --enable-helm --network --reorder --as-current-user" },
    effects: line => (valueOf(line, "--output") === undefined ? [{ kind: "kustomize-build", folder: operandsOf(line)?.[0] }] : undefined),
  },
  {
    paths: ["patch"],
    options: { valued: `--patch|-p --patch-file --type --filename|-f --kustomize|-k ${outputOptions}`, flags: `--local ${resultFlags}` },
    effects: patch,
  },
  {
    paths: ["config use-context", "config use"],
    effects: line => [{ kind: "use-context", context: operandsOf(line)?.[0], kubeconfig: valueOf(line, "--kubeconfig") }],
  },
];

const harmless: readonly string[] = [
  ...namesIn(`
    get describe edit rollout scale autoscale expose logs attach exec port-forward proxy cp auth events diff wait label
    annotate completion certificate cluster-info top cordon uncordon drain taint explain api-resources api-versions config plugin version
    options alpha krew`),
  ..."set env,set resources,set selector,set serviceaccount,set sa,set subject,apply view-last-applied,apply set-last-applied,apply edit-last-applied".split(","),
];

export const kubectl: Program = { names: ["kubectl"], options: connectionOptions, commands, harmless };

/** What oc has beside kubectl's commands; its `new-app`, `start-build`, `import-image` and `tag` are not listed, for they make images. */
export const oc: Program = {
  ...kubectl,
  names: ["oc"],
  // It makes a context for the server, and chooses it.
  commands: [...commands, { paths: ["login"], effects: line => [{ kind: "use-context", context: undefined, kubeconfig: valueOf(line, "--kubeconfig") }] }],
  harmless: [
    ...harmless,
    ...namesIn("logout project projects new-project whoami status adm policy process rsh rsync extract registry secrets observe"),
  ],
};

/** Which cluster the line speaks to; a cluster or server that it names itself is none of a context. */
function connectionOf(line: Line): ClusterConnection {
  return valuesOf(line, "--server", "--cluster").length > 0 ? "elsewhere" : { context: valueOf(line, "--context"), kubeconfig: valueOf(line, "--kubeconfig") };
}

/** Undefined where the mode only shows when the program runs. */
function isDryRun(line: Line): boolean | undefined {
  if (isOn(line, "--local")) return true;
  const mode = line.given.findLast(option => option.name === "--dry-run");
  if (mode?.value === undefined) return mode !== undefined;
  const text = textOf(line, mode.value);
  return containsHole(text) ? undefined : text !== "none" && text !== "false";
}

function unlessDryRun(line: Line, effects: () => Effects, dry: () => readonly CommandEffect[] = () => []): Effects {
  const isDry = isDryRun(line);
  return isDry === undefined ? undefined : isDry ? dry() : effects();
}

/** `-o yaml` prints what was created, or would be. */
function printsManifest(line: Line): boolean {
  const output = valueOf(line, "--output");
  return output !== undefined && /^(?:ya?ml|json)$/.test(textOf(line, output));
}

function apply(line: Line): Effects {
  const files = valuesOf(line, "--filename").flatMap(list => splitAtCommas(line, list));
  return unlessDryRun(
    line,
    () => [
      ...files.map((file): CommandEffect => ({ kind: "apply", manifest: unlessStandard(line, file), form: "file", connection: connectionOf(line), how: `${line.command} -f` })),
      ...valuesOf(line, "--kustomize").map((folder): CommandEffect => ({ kind: "apply", manifest: folder, form: "kustomization", connection: connectionOf(line), how: `${line.command} -k` })),
    ],
    () => (printsManifest(line) && files.length > 0 ? [{ kind: "print", from: "files", words: [], format: undefined, files, to: [] }] : []),
  );
}

function deploy(line: Line): Effects {
  const images = valuesOf(line, "--image").flatMap(list => (line.command.endsWith(" run") ? [list] : splitAtCommas(line, list)));
  return unlessDryRun(
    line,
    () => images.map(reference => deployOf(line, reference, "--image")),
    () => (printsManifest(line) ? [{ kind: "manifest", object: createdObject(line), images, policy: valueOf(line, "--image-pull-policy") }] : []),
  );
}

function deployOf(line: Line, reference: Slice, option: string | undefined): Extract<CommandEffect, { kind: "deploy" }> {
  const how = option === undefined ? line.command : `${line.command} ${option}`;
  return { kind: "deploy", reference, policy: valueOf(line, "--image-pull-policy"), runtime: "cluster", engine: undefined, object: createdObject(line), connection: connectionOf(line), how };
}

/** `kubectl run NAME`, `kubectl create deployment NAME`. */
function createdObject(line: Line): ObjectName | undefined {
  const [, kind] = /(?:create (\w+)|run)$/u.exec(line.command) ?? ["", undefined];
  const [name] = operandsOf(line) ?? [];
  if (name === undefined || !/ (?:create \w+|run)$/u.test(line.command)) return undefined;
  return { kind: kind === undefined ? "pod" : kindOf(kind), name, namespace: valueOf(line, "--namespace") };
}

/** `kubectl debug POD --image=X`, `--set-image=container=image,other=image` for the copy. */
function debug(line: Line): Effects {
  return [
    ...valuesOf(line, "--image").map(reference => deployOf(line, reference, "--image")),
    ...valuesOf(line, "--set-image")
      .flatMap(pairs => splitAtCommas(line, pairs))
      .flatMap(pair => splitPair(line, pair)?.value ?? [])
      .map(reference => deployOf(line, reference, "--set-image")),
  ];
}

/** `kubectl set image (-f FILE | TYPE NAME | TYPE/NAME) CONTAINER=IMAGE…`; a container of `*` is all of them. */
function setImage(line: Line): Effects {
  return unlessDryRun(line, () => {
    const operands = operandsOf(line);
    const pairs = operands?.flatMap(operand => splitPair(line, operand) ?? []);
    if (operands === undefined || pairs === undefined) return undefined;
    if (pairs.length === 0 && operands.some(operand => isHidden(textOf(line, operand)))) return undefined;
    const object = changedObject(line, operands.filter(operand => splitPair(line, operand) === undefined));
    return pairs.map(pair => ({ ...deployOf(line, pair.value, undefined), container: pair.key, object }));
  });
}

/** `TYPE NAME` or `TYPE/NAME`; undefined where the line names several, or a file of them. */
function changedObject(line: Line, operands: readonly Slice[]): ObjectName | undefined {
  const [first, second, ...others] = operands;
  if (first === undefined || others.length > 0) return undefined;
  const pair = splitPair(line, first, "/");
  const [type, name] = pair === undefined ? [first, second] : [pair.key, second === undefined ? pair.value : undefined];
  return name === undefined || containsHole(textOf(line, type)) ? undefined : { kind: kindOf(textOf(line, type)), name, namespace: valueOf(line, "--namespace") };
}

function patch(line: Line): Effects {
  return unlessDryRun(line, () => [
    ...valuesOf(line, "--patch").map((text): CommandEffect => ({ kind: "apply", manifest: text, form: "patch-text", connection: connectionOf(line), how: `${line.command} -p` })),
    ...valuesOf(line, "--patch-file").map((file): CommandEffect => {
      return { kind: "apply", manifest: unlessStandard(line, file), form: "patch-file", connection: connectionOf(line), how: `${line.command} --patch-file` };
    }),
  ]);
}

/** `kubectl delete (-f FILE | TYPE[,TYPE] NAME… | TYPE/NAME…)`; which objects a selector takes is not on the line. */
function deleteObjects(line: Line): Effects {
  if (isDryRun(line) !== false) return [];
  const operands = operandsOf(line) ?? [];
  const files = valuesOf(line, "--filename").flatMap(files => splitAtCommas(line, files));
  const pairs = operands.flatMap(operand => splitPair(line, operand, "/") ?? []);
  const [types, ...names] = pairs.length > 0 ? [] : operands;
  const kinds = types === undefined ? [] : splitAtCommas(line, types).slice(0, largestList).map(type => textOf(line, type));
  const objects = [...pairs.map(({ key, value }) => ({ type: textOf(line, key), name: value })), ...kinds.flatMap(type => names.map(name => ({ type, name })))];
  return [
    ...files.map((file): CommandEffect => ({ kind: "delete-manifest", manifest: unlessStandard(line, file), how: `${line.command} -f` })),
    ...objects
      .filter(({ type }) => !containsHole(type))
      .map(({ type, name }): CommandEffect => ({ kind: "delete", object: { kind: kindOf(type), name, namespace: valueOf(line, "--namespace") }, how: line.command })),
  ];
}

/** Short names of the kinds that run images (`kubectl api-resources`). */
const shortNames: Readonly<Record<string, string>> = { po: "pod", deploy: "deployment", ds: "daemonset", sts: "statefulset", rs: "replicaset", rc: "replicationcontroller", cj: "cronjob", dc: "deploymentconfig", ksvc: "service" };

/** Of more kinds on one line the first ones have to do. */
const largestList = 20;

/** `deploy`, `Deployments` and `deployment.apps` are of the kind `deployment`. */
function kindOf(type: string): string {
  const [name = ""] = type.toLowerCase().split(".", 1);
  return shortNames[name] ?? name.replace(/(?<!s)s$/u, "");
}
