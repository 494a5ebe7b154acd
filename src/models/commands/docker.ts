/**
 * Docker and the engines that speak its language. One table of options serves all of them: no name takes a value in one
 * and none in another. Sources: the command references of docker/cli, docker/buildx, containers/podman,
 * containers/buildah and containerd/nerdctl.
 *
 * `docker pull` makes nothing: the image then exists, but the project did not make it.
 */
import type { CommandEffect, ContainerEngine, Slice } from "../command-effect.js";
import { buildArguments } from "./build-arguments.js";
import { outputOf } from "./build-output.js";
import { composeCommands, composeHarmless, composeOf } from "./compose.js";
import { isOn, namesIn, operandsOf, textOf, valueOf, valuesOf, type Command, type Effects, type Line, type OptionNames, type Program } from "./program.js";
import { isHidden, partOf, splitPair, unlessStandard, withoutPrefix } from "./slices.js";

const engineOptions: OptionNames = {
  valued: `
    --address|-a --bridge-ip --cdi-spec-dir --cdi-spec-dirs --cgroup-manager --cni-netconfpath --cni-path --config --conmon --connection
    --context|-c --cpu-profile --data-root --default-mounts-file --events-backend --hooks-dir --host|-H --host-gateway-ip --hosts-dir
    --identity --imagestore --log-level|-l --max-workers --memory-profile --module --namespace|-n --out --network-backend --network-config-dir
    --registries-conf --registries-conf-dir --root --runroot --runtime --runtime-flag --short-name-alias-conf --snapshotter --ssh
    --storage-driver --storage-opt --tls-ca --tls-cert --tls-details --tls-key --tlscacert --tlscert --tlskey --tmpdir --url --userns-remap
    --userns-gid-map --userns-uid-map --volumepath`,
  flags: `
    --debug|-D --debug-full --experimental --insecure-registry --kube-hide-dupe --noout --remote|-r --selinux-enabled --syslog --tls
    --tlsverify --trace --transient-store --version|-v`,
};

const buildOptions: OptionNames = {
  valued: `
    --tag|-t --file|-f --output|-o --manifest --build-arg --build-arg-file --build-context --builder --buildkit-host --platform --target
    --add-host --allow --annotation --arch --attest --authfile --blob-cache --cache-from --cache-to --cache-ttl --call --cap-add --cap-drop
    --cdi-config-dir --cert-dir --cgroup-parent --cgroupns --compression-format --compression-level --cpp-flag --cpu-period --cpu-quota
    --cpu-shares|-c --cpuset-cpus --cpuset-mems --creds --cw --decryption-key --device --dns --dns-option --dns-search --env --format
    --from --group-add --hooks-dir --ignorefile --iidfile --iidfile-raw --ipc --isolation --jobs --label --layer-label --logfile --loglevel
    --memory|-m --memory-swap --metadata-file --mount --network --net --no-cache-filter --os --os-feature --os-version --pid --policy
    --print --progress --provenance --resource --retry --retry-delay --runtime --runtime-flag --rusage-logfile --sbom --sbom-image-output
    --sbom-image-purl-output --sbom-merge-strategy --sbom-output --sbom-purl-output --sbom-scanner-command --sbom-scanner-image --secret
    --security-opt --shm-size --sign-by --signature-policy --source-date-epoch --source-policy-file --ssh --timestamp --ulimit
    --unsetannotation --unsetenv --unsetlabel --userns --userns-gid-map --userns-gid-map-group --userns-uid-map --userns-uid-map-user
    --uts --variant --volume|-v`,
  flags: `
    --push --load --quiet|-q --pull --check --all-platforms --compat-volumes --compress --created-annotation --debug|-D
    --disable-compression --disable-content-trust --force-compression --force-rm --http-proxy --identity-label --inherit-annotations
    --inherit-labels --layers --log-rusage --logsplit --no-cache --no-hostname --no-hosts --omit-history --pull-always --pull-never
    --rewrite-timestamp --rm --save-stages --skip-unused-stages --squash --squash-all --stage-labels --stdin --tls-verify`,
};

const runOptions: OptionNames = {
  valued: `
    --pull --name --env|-e --env-file --publish|-p --volume|-v --user|-u --workdir|-w --label|-l --label-file --network --net --entrypoint
    --platform --mount --add-host --annotation --arch --attach|-a --authfile --blkio-weight --blkio-weight-device --cap-add --cap-drop
    --cert-dir --cgroup-conf --cgroup-parent --cgroupns --cgroups --chrootdirs --cidfile --conmon-pidfile --cosign-certificate-identity
    --cosign-certificate-identity-regexp --cosign-certificate-oidc-issuer --cosign-certificate-oidc-issuer-regexp --cosign-key --cpu-count
    --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpu-shares|-c --cpus --cpuset-cpus --cpuset-mems --creds
    --decryption-key --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps
    --device-write-iops --dns --dns-opt --dns-option --dns-search --domainname --env-merge --expose --gidmap --gpus --group-add
    --group-entry --health-cmd --health-interval --health-log-destination --health-max-log-count --health-max-log-size
    --health-on-failure --health-retries --health-start-interval --health-start-period --health-startup-cmd --health-startup-interval
    --health-startup-retries --health-startup-success --health-startup-timeout --health-timeout --healthcheck-command
    --healthcheck-interval --healthcheck-retries --healthcheck-start-period --healthcheck-timeout --hostname|-h --hosts-file --hostuser
    --image-volume --init-binary --init-ctr --init-path --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --ipfs-address --isolation
    --kernel-memory --link --link-local-ip --log-driver --log-opt --mac-address --memory|-m --memory-reservation --memory-swap
    --memory-swappiness --net-alias --network-alias --oom-score-adj --os --passwd-entry --personality --pid --pidfile --pids-limit --pod
    --pod-id-file --preserve-fd --preserve-fds --rdt-class --requires --restart --retry --retry-delay --runtime --sdnotify
    --seccomp-policy --secret --security-opt --shm-size --shm-size-systemd --signature-policy --stop-signal --stop-timeout --storage-opt
    --subgidname --subuidname --sysctl --systemd --timeout --tmpfs --tz --uidmap --ulimit --umask --unsetenv --userns --uts --variant
    --verify --volume-driver --volumes-from`,
  flags: `
    --detach|-d --interactive|-i --tty|-t --rm --init --privileged --read-only --publish-all|-P --quiet|-q --disable-content-trust
    --env-host --http-proxy --no-healthcheck --no-hostname --no-hosts --oom-kill-disable --passwd --read-only-tmpfs --replace --rmi
    --rootfs --sig-proxy --tls-verify --unsetenv-all --use-api-socket`,
};

const serviceOptions: OptionNames = {
  valued: `
    --image --args --cap-add --cap-drop --config --config-add --config-rm --constraint --constraint-add --constraint-rm --container-label
    --container-label-add --container-label-rm --credential-spec --dns --dns-add --dns-option --dns-option-add --dns-option-rm --dns-rm
    --dns-search --dns-search-add --dns-search-rm --endpoint-mode --entrypoint --env|-e --env-add --env-file --env-rm --generic-resource
    --generic-resource-add --generic-resource-rm --group --group-add --group-rm --health-cmd --health-interval --health-retries
    --health-start-interval --health-start-period --health-timeout --host --host-add --host-rm --hostname --isolation --label|-l
    --label-add --label-rm --limit-cpu --limit-memory --limit-pids --log-driver --log-opt --max-concurrent --memory-swap
    --memory-swappiness --mode --mount --mount-add --mount-rm --name --network --network-add --network-rm --oom-score-adj
    --placement-pref --placement-pref-add --placement-pref-rm --publish|-p --publish-add --publish-rm --replicas --replicas-max-per-node
    --reserve-cpu --reserve-memory --restart-condition --restart-delay --restart-max-attempts --restart-window --rollback-delay
    --rollback-failure-action --rollback-max-failure-ratio --rollback-monitor --rollback-order --rollback-parallelism --secret
    --secret-add --secret-rm --stop-grace-period --stop-signal --sysctl --sysctl-add --sysctl-rm --ulimit --ulimit-add --ulimit-rm
    --update-delay --update-failure-action --update-max-failure-ratio --update-monitor --update-order --update-parallelism --user|-u
    --workdir|-w`,
  flags: "--detach|-d --force --init --no-healthcheck --no-resolve-image --quiet|-q --read-only --rollback --tty|-t --with-registry-auth",
};

/** Options by which podman and buildah reach a registry. */
const transferOptions = `
  --authfile --cert-dir --compression-format --compression-level --creds --digestfile --encrypt-layer --encryption-key --format|-f
  --platform --retry --retry-delay --sign-by --sign-by-sigstore --sign-passphrase-file --signature-policy --blob-cache`;

const commands: readonly Command[] = [
  {
    paths: ["build", "image build", "buildx build", "builder build", "buildx b", "farm build", "bud", "build-using-dockerfile"],
    options: buildOptions,
    effects: build,
  },
  {
    paths: ["buildx bake", "buildx f", "bake"],
    options: {
      valued: "--file|-f --set --allow --builder --call --list --metadata-file --progress --provenance --sbom --var --output",
      flags: "--check --debug|-D --load --no-cache --print --pull --push",
    },
    effects: bake,
  },
  {
    paths: ["push", "image push"],
    options: {
      valued: `${transferOptions} --cosign-key --ipfs-address --notation-key-name --sign --soci-min-layer-size --soci-span-size`,
      flags: `--all-tags|-a --all --all-platforms --allow-nondistributable-artifacts --compress --disable-compression|-D --disable-content-trust
        --estargz --force-compression --ipfs-ensure-image --quiet|-q --remove-signatures --rm --tls-verify`,
    },
    effects: push,
  },
  {
    paths: ["manifest push"],
    options: {
      valued: `${transferOptions} --add-compression`,
      flags: "--all --force-compression --insecure --purge|-p --quiet|-q --remove-signatures --rm --tls-verify",
    },
    effects: push,
  },
  { paths: ["manifest create"], options: { valued: "--annotation", flags: "--all --amend|-a --insecure --tls-verify" }, effects: buildFirst },
  { paths: ["tag", "image tag"], options: { flags: "--force|-f" }, effects: tag },
  {
    paths: ["save", "image save"],
    options: { valued: "--output|-o --format --platform --signature-policy", flags: "--all-platforms --compress --multi-image-archive|-m --quiet|-q --uncompressed" },
    effects: save,
  },
  {
    paths: ["load", "image load"],
    options: { valued: "--input|-i --platform --signature-policy", flags: "--all-platforms --quiet|-q" },
    effects: load,
  },
  {
    paths: ["import", "image import"],
    options: { valued: "--change|-c --message|-m --platform --arch --os --variant --signature-policy", flags: "--quiet|-q" },
    effects: buildSecond,
  },
  {
    paths: ["commit", "container commit"],
    options: {
      valued: `--author|-a --change|-c --message|-m --config --iidfile --add-file --annotation --manifest --reference-time --timestamp --cw
        --source-date-epoch --compression --unsetenv --unsetannotation ${transferOptions}`,
      flags: `--pause|-p --no-pause --include-volumes --quiet|-q --squash|-s --rm --disable-compression|-D --omit-history --omit-timestamp
        --identity-label --created-annotation --rewrite-timestamp --pull --pull-always --pull-never --tls-verify --estargz --zstdchunked`,
    },
    effects: buildSecond,
  },
  { paths: ["run", "container run", "create", "container create"], options: runOptions, operandsEndOptions: true, effects: run },
  {
    paths: ["from"],
    options: {
      valued: `${transferOptions} --name --cidfile --suffix --arch --os --variant --platform --decryption-key --add-host --cap-add --cap-drop
        --cgroup-parent --cgroupns --cpu-period --cpu-quota --cpu-shares|-c --cpuset-cpus --cpuset-mems --device --dns --dns-option
        --dns-search --group-add --ipc --isolation --memory|-m --memory-swap --network --pid --security-opt --shm-size --ulimit --userns
        --userns-gid-map --userns-uid-map --uts --volume|-v`,
      flags: "--pull --pull-always --pull-never --quiet|-q --tls-verify --http-proxy",
    },
    effects: run,
  },
  { paths: ["service create"], options: serviceOptions, operandsEndOptions: true, effects: run },
  {
    paths: ["service update"],
    options: serviceOptions,
    effects: line => valuesOf(line, "--image").map(reference => deployOf(line, reference, "--image")),
  },
  {
    paths: ["stack deploy", "stack up"],
    options: { valued: "--compose-file|-c --resolve-image", flags: "--detach|-d --prune --quiet|-q --with-registry-auth" },
    effects: line => [composeOf(line, { starts: true }, [], valuesOf(line, "--compose-file"))],
  },
  {
    paths: ["exec", "container exec"],
    options: {
      valued: "--env|-e --env-file --user|-u --workdir|-w --detach-keys --cidfile --preserve-fd --preserve-fds --wait",
      flags: "--detach|-d --interactive|-i --tty|-t --privileged --latest|-l --no-session",
    },
    operandsEndOptions: true,
    effects: runInContainer,
  },
  { paths: ["pull", "image pull"], effects: pull },
  {
    paths: ["rmi", "image rm", "image remove"],
    options: { valued: "--platform", flags: "--all|-a --async --force|-f --ignore|-i --no-prune --prune|-p" },
    effects: remove,
  },
  {
    paths: ["buildx imagetools create"],
    options: {
      valued: "--tag|-t --annotation --builder --file|-f --metadata-file --platform|-p --progress",
      flags: "--append --debug|-D --dry-run --prefer-index",
    },
    effects: createInRegistry,
  },
  {
    paths: ["kube play", "play kube", "kube apply"],
    options: {
      valued: `--annotation --authfile --ca-cert-file --cert-dir --configmap --context-dir --creds --file|-f --ip --kubeconfig|-k
        --log-driver --log-opt --mac-address --network --net --ns --publish --seccomp-profile-root --service-exit-code-propagation
        --signature-policy --userns`,
      flags: `--build --down --force --no-hostname --no-hosts --no-pod-prefix --no-trunc --publish-all --quiet|-q --replace --service|-s
        --start --tls-verify --wait|-w`,
    },
    effects: playManifest,
  },
  { paths: ["buildx"], options: { valued: "--builder", flags: "--debug|-D" } },
  ...composeCommands("compose"),
];

const harmless: readonly string[] = [
  ...namesIn(`
    add attach checkpoint config containers context copy cp diff events export healthcheck history images info inspect kill login logout
    logs mount network node pause plugin pod port prune ps rename restart rm sbom scout search secret start stats stop swarm system top
    umount unmount unpause untag update version volume wait`),
  "builder prune",
  ...below("buildx", "create dial-stdio du history inspect install ls policy prune rm stop uninstall use version"),
  "buildx imagetools inspect",
  ...below("container", "attach checkpoint cleanup cp diff exists export inspect kill list logs ls mount pause port prune ps rename restart"),
  ...below("container", "restore rm start stats stop top umount unmount unpause update wait"),
  ...below("image", "diff exists history inspect list ls mount prune search sign tree trust umount unmount untag"),
  ...below("kube", "down generate"),
  ...below("machine", "cp info init inspect list ls reset rm set start stop"),
  ...below("manifest", "add annotate exists inspect remove rm"),
  ...below("service", "inspect logs ls ps rm rollback scale"),
  ...below("stack", "config ls ps rm services"),
  ...composeHarmless("compose"),
];

/** Programs by their engine; buildah's `run`, `commit` and `from` work on a container that `from` made. */
export const docker = engineProgram("docker");
export const enginePrograms: readonly Program[] = [docker, engineProgram("podman"), engineProgram("nerdctl"), engineProgram("buildah")];

function engineProgram(engine: ContainerEngine): Program {
  const own = engine === "buildah" ? commands.map(row => (row.paths[0] === "run" ? { ...row, effects: runInContainer } : row)) : commands;
  return { names: engine === "podman" ? [engine, "podman-remote"] : [engine], engine, options: engineOptions, commands: own, harmless };
}

function below(group: string, subcommands: string): readonly string[] {
  return namesIn(subcommands).map(subcommand => `${group} ${subcommand}`);
}

// ------------------------------------------------------------------------------------------------- making images

/** A build makes an image under each of its tags and output names; without any it makes none that has a name. */
function build(line: Line): Effects {
  const call = valueOf(line, "--call", "--print");
  if (isOn(line, "--check") || (call !== undefined && textOf(line, call) !== "build")) return [];
  const tags = valuesOf(line, "--tag", "--manifest");
  const outputs = valuesOf(line, "--output").map(output => outputOf(line, output));
  // BuildKit keeps no image where it is told to write files (https://docs.docker.com/reference/cli/docker/buildx/build/#output).
  if (line.engine === "docker" && outputs.length > 0 && outputs.every(output => output.isOnlyFiles)) return [];
  // Without a name of its own, an operand that only shows at run time may hide `-t`.
  if (tags.length === 0 && outputs.every(output => output.names.length === 0)) {
    return line.operands.some(operand => isHidden(textOf(line, operand))) ? undefined : [fromDockerfile(line)];
  }
  const effects: CommandEffect[] = [fromDockerfile(line)];
  for (const reference of tags) effects.push({ kind: "build", reference, engine: line.engine, how: `${line.command} -t` });
  const pushed = new Set<Slice>(isOn(line, "--push") ? tags : []);
  for (const output of outputs) {
    for (const reference of output.names) effects.push({ kind: "build", reference, engine: line.engine, how: `${line.command} --output` });
    const references = output.names.length > 0 ? output.names : tags;
    if (output.isPushed) for (const reference of references) pushed.add(reference);
    if (output.archive !== undefined) {
      effects.push({ kind: "save", references, archive: unlessStandard(line, output.archive), engine: line.engine, how: `${line.command} --output` });
    }
  }
  for (const reference of pushed) effects.push({ kind: "push", reference, engine: line.engine, how: `${line.command} --push` });
  return effects;
}

/** What is fetched from an address is somebody else's. */
function bake(line: Line): Effects {
  const targets = operandsOf(line);
  const call = valueOf(line, "--call");
  if (targets === undefined) return undefined;
  if (isOn(line, "--print", "--check") || valueOf(line, "--list") !== undefined || (call !== undefined && textOf(line, call) !== "build")) return [];
  if (targets.some(target => /:\/\/|^git@/.test(textOf(line, target)))) return undefined;
  const overrides = valuesOf(line, "--set").flatMap(value => splitPair(line, value) ?? []);
  return [{ kind: "bake", files: valuesOf(line, "--file"), targets, overrides, pushes: isOn(line, "--push"), engine: line.engine, how: line.command }];
}

/** The context is the only operand; a word that only shows at run time may be it, or hold options. */
function fromDockerfile(line: Line): CommandEffect {
  const known = line.operands.filter(operand => !isHidden(textOf(line, operand)));
  const context = known.length > 0 ? known.at(-1) : line.operands.at(-1);
  return {
    kind: "build-dockerfile",
    context,
    file: valueOf(line, "--file"),
    target: valueOf(line, "--target"),
    buildArgs: buildArguments(line, valuesOf(line, "--build-arg")),
    buildContexts: buildArguments(line, valuesOf(line, "--build-context")),
    isOpen: line.isDoubtful || line.operands.some(operand => operand !== context) || line.given.some(option => option.name === "--build-arg-file" || isHidden(option.name)),
    engine: line.engine,
    how: line.command,
  };
}

/** `docker import FILE [NAME]`, `docker commit CONTAINER [NAME]`. */
function buildSecond(line: Line): Effects {
  const operands = operandsOf(line);
  if (operands === undefined) return undefined;
  return operands.slice(1, 2).flatMap(target => arriving(line, target, undefined));
}

/** `docker manifest create NAME IMAGE…`. */
function buildFirst(line: Line): Effects {
  return operandsOf(line)?.slice(0, 1).map(reference => ({ kind: "build", reference, engine: line.engine, how: line.command }));
}

/** Docker renames to one target, podman and buildah to several. */
function tag(line: Line): Effects {
  const operands = operandsOf(line);
  if (operands === undefined) return undefined;
  const [source, ...targets] = line.engine === "podman" || line.engine === "buildah" ? operands : operandsOnly(line, operands, 2);
  if (source === undefined || targets.length === 0) return undefined;
  return targets.map(target => ({ kind: "tag", source, target, engine: line.engine, how: line.command }));
}

/** Leaves out words that only show at run time, and may be options, where more operands stand than there can be. */
function operandsOnly(line: Line, operands: readonly Slice[], count: number): readonly Slice[] {
  let surplus = operands.length - count;
  return operands.filter(operand => !(surplus > 0 && isHidden(textOf(line, operand)) && surplus-- > 0));
}

/** Docker pushes each operand; podman and buildah push the first one to the second. Which tags `--all-tags` pushes is not on the line. */
function push(line: Line): Effects {
  // `--tls-verify false`: a flag takes its value behind `=`, and what people write so is no image.
  const operands = operandsOf(line)?.filter(operand => !/^(?:true|false)$/.test(textOf(line, operand)));
  if (operands === undefined || operands.length === 0 || isOn(line, "--all-tags")) return undefined;
  const [source, destination] = operands;
  if (source !== undefined && destination !== undefined && (line.engine === "podman" || line.engine === "buildah")) {
    return arriving(line, destination, source).flatMap((effect): readonly CommandEffect[] => (effect.kind === "push" ? [{ kind: "tag", source, target: effect.reference, engine: line.engine, how: line.command }, effect] : [effect]));
  }
  return operands.map(reference => ({ kind: "push", reference: withoutPrefix(line, reference, "docker://") ?? reference, engine: line.engine, how: line.command }));
}

/** An image that comes to a destination as podman and buildah write it: a transport (containers-transports(5)) and a name. */
function arriving(line: Line, destination: Slice, source: Slice | undefined): readonly CommandEffect[] {
  const how = line.command;
  const registry = withoutPrefix(line, destination, "docker://");
  if (registry !== undefined) return [{ kind: "push", reference: registry, engine: line.engine, how }];
  const archive = withoutPrefix(line, destination, "docker-archive:") ?? withoutPrefix(line, destination, "oci-archive:");
  if (archive !== undefined) {
    const separator = textOf(line, archive).indexOf(":");
    const length = archive.end - archive.start;
    const name = separator < 0 ? source : partOf(archive, separator + 1, length);
    return [{ kind: "save", references: name === undefined ? [] : [name], archive: separator < 0 ? archive : partOf(archive, 0, separator), engine: line.engine, how }];
  }
  if (/^(?:dir|oci):/.test(textOf(line, destination))) return [];
  const local = withoutPrefix(line, destination, "containers-storage:") ?? withoutPrefix(line, destination, "docker-daemon:");
  if (source === undefined) return [{ kind: "build", reference: local ?? destination, engine: line.engine, how }];
  return [local === undefined ? { kind: "push", reference: destination, engine: line.engine, how } : { kind: "tag", source, target: local, engine: line.engine, how }];
}

/** `docker buildx imagetools create -t NEW SOURCE…` works in the registry alone. */
function createInRegistry(line: Line): Effects {
  const sources = operandsOf(line);
  if (sources === undefined) return undefined;
  if (isOn(line, "--dry-run")) return [];
  return valuesOf(line, "--tag").flatMap((target): readonly CommandEffect[] => {
    const pushed: CommandEffect = { kind: "push", reference: target, engine: line.engine, how: `${line.command} -t` };
    const [source] = sources;
    return source !== undefined && sources.length === 1 ? [{ kind: "tag", source, target, engine: line.engine, how: `${line.command} -t` }, pushed] : [pushed];
  });
}

// ------------------------------------------------------------------------------------------------- archives

function save(line: Line): Effects {
  const references = operandsOf(line);
  if (references === undefined || references.length === 0) return undefined;
  return [{ kind: "save", references, archive: unlessStandard(line, valueOf(line, "--output")), engine: line.engine, how: line.command }];
}

function load(line: Line): Effects {
  if (operandsOf(line)?.length !== 0) return undefined;
  return [{ kind: "load-archive", archive: unlessStandard(line, valueOf(line, "--input")), cluster: undefined, tool: undefined, engine: line.engine, how: line.command }];
}

/** `podman pull docker-archive:FILE` reads an archive; any other pull brings what is in a registry. */
function pull(line: Line): Effects {
  return line.operands.flatMap((operand): readonly CommandEffect[] => {
    const archive = withoutPrefix(line, operand, "docker-archive:") ?? withoutPrefix(line, operand, "oci-archive:");
    return archive === undefined ? [{ kind: "pull", reference: operand, how: line.command }] : [{ kind: "load-archive", archive, cluster: undefined, tool: undefined, engine: line.engine, how: line.command }];
  });
}

function remove(line: Line): Effects {
  return operandsOf(line)?.map(reference => ({ kind: "remove", reference, how: line.command }));
}

// ------------------------------------------------------------------------------------------------- containers

function run(line: Line): Effects {
  const operands = operandsOf(line);
  const [image, ...rest] = operands ?? [];
  if (operands === undefined || image === undefined) return undefined;
  // A container's root may also be a folder (`podman run --rootfs FOLDER`) or empty (`buildah from scratch`).
  if (isOn(line, "--rootfs") || (line.command.endsWith(" from") && textOf(line, image) === "scratch")) return [];
  const deploy = deployOf(line, withoutPrefix(line, image, "docker://") ?? image, undefined);
  return rest.length === 0 ? [deploy] : [deploy, { kind: "escape", words: rest, to: `the container of ${line.command}` }];
}

function deployOf(line: Line, reference: Slice, option: string | undefined): CommandEffect {
  const how = option === undefined ? line.command : `${line.command} ${option}`;
  return { kind: "deploy", reference, policy: valueOf(line, "--pull"), runtime: "engine", engine: line.engine, how };
}

/** What runs in a container is a command line of its own: `docker exec kind-control-plane ctr images import …`. */
function runInContainer(line: Line): Effects {
  const [, first, second] = operandsOf(line) ?? [];
  const start = first !== undefined && textOf(line, first) === "--" ? second : first;
  return line.isDoubtful || start === undefined ? undefined : [{ kind: "words", from: start.word, isContained: true }];
}

function playManifest(line: Line): Effects {
  if (isOn(line, "--down")) return [];
  const files = line.command.endsWith("kube apply") ? valuesOf(line, "--file") : operandsOf(line);
  return files?.map(file => ({ kind: "apply", manifest: unlessStandard(line, file), form: "file", connection: "elsewhere", how: line.command }));
}
