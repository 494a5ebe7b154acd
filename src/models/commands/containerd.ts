/** What speaks to containerd on a cluster's node: ctr (containerd/containerd, cmd/ctr), crictl, and what carries them (k3s, k0s, microk8s, colima). */
import type { CommandEffect, Slice } from "../command-effect.js";
import { namesIn, operandsOf, type Command, type Effects, type Line, type Program } from "./program.js";
import { unlessStandard } from "./slices.js";

const registryOptions = "--user|-u --refresh --hosts-dir --tlscacert --tlscert --tlskey --manifest --manifest-type --max-concurrent-uploaded-layers";

export const ctr: Program = {
  names: ["ctr"],
  options: { valued: "--namespace|-n --address|-a --timeout --connect-timeout", flags: "--debug --version|-v" },
  commands: ["images", "image", "i"].flatMap((group): readonly Command[] => [
    {
      paths: [`${group} import`],
      options: {
        valued: "--base-name --index-name --platform --snapshotter --label",
        flags: "--digests --skip-digest-for-named --all-platforms --no-unpack --local --compress-blobs --discard-unpacked-layers --sync-fs",
      },
      effects: line => operandsOf(line)?.map(archive => loadOf(line, archive)),
    },
    {
      paths: [`${group} export`],
      options: { valued: "--platform", flags: "--all-platforms --local --skip-manifest-json --skip-non-distributable" },
      effects: save,
    },
    { paths: [`${group} tag`], options: { flags: "--force --local --skip-reference-check" }, effects: tag },
    {
      paths: [`${group} push`],
      options: {
        valued: `${registryOptions} --platform`,
        flags: "--skip-verify|-k --plain-http --local --http-dump --http-trace --allow-non-distributable-blobs",
      },
      effects: line => operandsOf(line)?.slice(0, 1).map(reference => ({ kind: "push", reference, engine: undefined, how: line.command })),
    },
    {
      paths: [`${group} pull`],
      options: {
        valued: `${registryOptions} --platform --snapshotter --label`,
        flags: "--skip-verify|-k --plain-http --all-platforms --all-metadata --print-chainid --local --http-dump --http-trace",
      },
      effects: line => operandsOf(line)?.slice(0, 1).map(reference => ({ kind: "pull", reference, how: line.command })),
    },
    {
      paths: [`${group} rm`, `${group} remove`, `${group} delete`],
      options: { flags: "--sync" },
      effects: line => operandsOf(line)?.map(reference => ({ kind: "remove", reference, how: line.command })),
    },
  ]),
  harmless: [
    ...["images", "image", "i"].flatMap(group => ["ls", "list", "check", "label", "inspect", "usage", "mount", "unmount"].map(name => `${group} ${name}`)),
    ...namesIn("containers container c content events leases namespaces namespace ns snapshots snapshot tasks task t version plugins"),
  ],
};

/** crictl (kubernetes-sigs/cri-tools, docs/crictl.md) makes no image; pods and containers are described in files. */
export const crictl: Program = {
  names: ["crictl"],
  options: { valued: "--config|-c --image-endpoint|-i --runtime-endpoint|-r --timeout|-t", flags: "--debug|-D" },
  commands: [
    {
      paths: ["pull"],
      options: { valued: "--auth --creds --annotation|-a --pod-config --pull-timeout" },
      effects: line => operandsOf(line)?.slice(0, 1).map(reference => ({ kind: "pull", reference, how: line.command })),
    },
    {
      paths: ["rmi"],
      options: { flags: "--all|-a --prune|-q" },
      effects: line => operandsOf(line)?.map(reference => ({ kind: "remove", reference, how: line.command })),
    },
  ],
  harmless: namesIn(`
    attach config events exec images image img imagefsinfo info inspect inspecti inspectp logs metricdescs metricsp pods port-forward ps
    rm rmp runtime-config start stats statsp stop stopp update version`),
};

/** Distributions and virtual machines: the rest of the line is a command of the tool that they carry. */
export const distributions: readonly Program[] = [
  {
    names: ["k3s"],
    commands: [{ paths: ["kubectl", "ctr", "crictl"], operandsEndOptions: true, effects: carried }],
    harmless: ["check-config", "certificate", "etcd-snapshot", "token"],
  },
  {
    names: ["k0s"],
    commands: [{ paths: ["kubectl", "ctr"], operandsEndOptions: true, effects: carried }],
    harmless: ["status", "token", "version", "kubeconfig"],
  },
  {
    names: ["colima"],
    options: { valued: "--profile|-p" },
    commands: [{ paths: ["nerdctl"], operandsEndOptions: true, effects: carried }],
    harmless: ["start", "stop", "status", "list", "delete", "restart", "version", "prune", "kubernetes"],
  },
  {
    names: ["microk8s"],
    commands: [{ paths: ["kubectl", "ctr", "helm", "helm3"], operandsEndOptions: true, effects: carried }],
    harmless: ["status", "start", "stop", "enable", "disable", "config", "inspect", "version", "reset", "addons"],
  },
];

function loadOf(line: Line, archive: Slice): CommandEffect {
  return { kind: "load-archive", archive: unlessStandard(line, archive), cluster: undefined, tool: undefined, engine: undefined, how: line.command };
}

function save(line: Line): Effects {
  const [archive, ...references] = operandsOf(line) ?? [];
  if (archive === undefined || references.length === 0) return undefined;
  return [{ kind: "save", references, archive: unlessStandard(line, archive), engine: undefined, how: line.command }];
}

function tag(line: Line): Effects {
  const [source, ...targets] = operandsOf(line) ?? [];
  if (source === undefined || targets.length === 0) return undefined;
  return targets.map(target => ({ kind: "tag", source, target, engine: undefined, how: line.command }));
}

function carried(line: Line): Effects {
  return [{ kind: "words", from: line.commandAt, cluster: "elsewhere" }];
}
