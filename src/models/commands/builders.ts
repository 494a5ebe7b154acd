/**
 * Builders that are no container engine. Not listed, so that what they are given may have been built there: `az acr build`
 * (the reference is the registry of `-r` before the name of `-t`, and stands nowhere on the line), and all that read the
 * names of images from a file of their own: skaffold, tilt, `ko apply`, bazel, earthly, werf.
 */
import type { CommandEffect } from "../command-effect.js";
import { outputOf } from "./build-output.js";
import { isOn, namesIn, operandsOf, valueOf, valuesOf, type Effects, type Line, type Program } from "./program.js";

/** Cloud Native Buildpacks (buildpacks/pack, internal/commands/build.go). */
export const pack: Program = {
  names: ["pack"],
  options: { flags: "--no-color --force-color --quiet|-q --timestamps --verbose|-v --version" },
  commands: [
    {
      paths: ["build"],
      options: {
        valued: `
          --tag|-t --builder|-B --buildpack|-b --buildpack-registry|-r --cache --cache-image --creation-time --default-process|-D --descriptor|-d
          --docker-host --env|-e --env-file --exec-env --extension --gid --uid --insecure-registry --lifecycle-image --network --path|-p
          --platform --post-buildpack --pre-buildpack --previous-image --pull-policy --report-output-dir --run-image --sbom-output-dir
          --volume --workspace`,
        flags: "--publish --clear-cache --disable-system-buildpacks --interactive --sparse --trust-builder --trust-extra-buildpacks --userns-host",
      },
      effects: packBuild,
    },
  ],
  harmless: ["builder inspect", "builder suggest", "config", "inspect", "inspect-image", "report", "sbom", "completion", "version", "stack"],
};

/** BuildKit's own client (moby/buildkit, cmd/buildctl): names only stand in the output. */
export const buildctl: Program = {
  names: ["buildctl"],
  options: { valued: "--addr --log-format --timeout --tlsservername --tlscacert --tlscert --tlskey --tlsdir", flags: "--debug --wait" },
  commands: [
    {
      paths: ["build", "b"],
      options: {
        valued: `
          --output|-o --frontend --opt --local --oci-layout --progress --trace --secret --allow --ssh --metadata-file --source-policy-file
          --ref-file --registry-auth-tlscontext --export-cache --import-cache`,
        flags: "--no-cache --debug-json-cache-metrics",
      },
      effects: buildctlBuild,
    },
  ],
  harmless: ["du", "prune", "debug", "history"],
};

/** Google Cloud: `builds submit --tag` builds in the cloud and pushes; `run deploy` starts a service. */
export const gcloud: Program = {
  names: ["gcloud"],
  options: {
    valued: "--project --account --format --verbosity --configuration --impersonate-service-account --billing-project",
    flags: "--quiet|-q --log-http",
  },
  commands: [
    {
      paths: ["builds submit", "beta builds submit", "alpha builds submit"],
      options: { valued: "--tag|-t --config --timeout --region --machine-type --substitutions" },
      effects: submit,
    },
    {
      paths: ["run deploy", "beta run deploy", "alpha run deploy", "run services update", "run jobs deploy", "run jobs create", "run jobs update"],
      options: { valued: "--image --region --platform --source" },
      effects: deployToCloudRun,
    },
    // Each makes a context for a cluster of Google's, and chooses it.
    { paths: ["container clusters get-credentials", "container clusters create", "container clusters create-auto"], effects: () => [{ kind: "use-context", context: undefined, kubeconfig: undefined }] },
  ],
  harmless: [
    ...namesIn("auth config components container compute iam info init projects secrets services storage version"),
    ...["container clusters", "artifacts repositories", "artifacts docker images list", "artifacts docker images describe"],
    ...["run services describe", "run services list", "builds list", "builds describe", "builds log"],
  ],
};

/** ko (https://ko.build/reference/ko/) names images after import paths, by hashes, and prints what it has published: in a registry, or in Docker's own store. */
export const ko: Program = {
  names: ["ko"],
  options: { flags: "--verbose|-v" },
  commands: [{ paths: ["build", "publish"], effects: line => [{ kind: "build-unnamed", engine: "docker", how: line.command }] }],
  harmless: ["login", "version", "completion", "delete"],
};

/** Kaniko (https://github.com/GoogleContainerTools/kaniko#additional-flags) builds in a container and pushes at once. */
export const kaniko: Program = {
  names: ["executor", "kaniko"],
  commands: [
    {
      paths: [""],
      options: {
        valued: `
          --destination|-d --context|-c --dockerfile|-f --build-arg --cache-dir --cache-repo --cache-ttl --cache-run-layers --compressed-caching
          --context-sub-path --custom-platform --customPlatform --digest-file --git --image-name-tag-with-digest-file --image-name-with-digest-file
          --image-fs-extract-retry --ignore-path --label --log-format --log-timestamp --oci-layout-path --push-retry --registry-certificate
          --registry-client-cert --registry-map --registry-mirror --skip-tls-verify-registry --insecure-registry --snapshot-mode --snapshotMode
          --tar-path --tarPath --target --verbosity|-v --image-download-retry --kaniko-dir --secret`,
        flags: `
          --cache --cache-copy-layers --cleanup --force --insecure --insecure-pull --no-push --no-push-cache --push-ignore-immutable-tag-errors
          --reproducible --single-snapshot --skip-push-permission-check --skip-tls-verify --skip-tls-verify-pull --skip-unused-stages
          --use-new-run --ignore-var-run --skip-default-registry-fallback --materialize --preserve-context`,
      },
      effects: kanikoBuild,
    },
  ],
};

/** Tekton (tektoncd/cli, docs/cmd): a bundle is an image of manifests, which is pushed; what a pipeline does that is started is not on the line. */
export const tkn: Program = {
  names: ["tkn"],
  options: { valued: "--namespace|-n --kubeconfig|-k --context|-c", flags: "--no-color|-C" },
  commands: [
    {
      paths: ["bundle push", "tkb push", "bundles push"],
      options: { valued: "--filenames|-f --annotate --label --ctime --remote-bearer --remote-username --remote-password", flags: "--remote-skip-tls" },
      effects: line => operandsOf(line)?.slice(0, 1).map(reference => ({ kind: "push", reference, engine: undefined, how: line.command })),
    },
  ],
  harmless: [
    ...namesIn("version completion hub"),
    ...["bundle", "pipeline", "pipelinerun", "pr", "task", "taskrun", "tr", "eventlistener", "triggertemplate", "triggerbinding"].flatMap(group =>
      namesIn("list ls describe desc logs delete rm cancel export").map(name => `${group} ${name}`),
    ),
  ],
};

function packBuild(line: Line): Effects {
  const [name] = operandsOf(line) ?? [];
  if (name === undefined) return undefined;
  return [name, ...valuesOf(line, "--tag")].flatMap((reference): readonly CommandEffect[] => [
    { kind: "build", reference, engine: undefined, how: line.command },
    ...(isOn(line, "--publish") ? [{ kind: "push", reference, engine: undefined, how: `${line.command} --publish` } as const] : []),
  ]);
}

function buildctlBuild(line: Line): Effects {
  return valuesOf(line, "--output")
    .map(output => outputOf(line, output))
    .flatMap((output): readonly CommandEffect[] => [
      ...output.names.map((reference): CommandEffect => ({ kind: "build", reference, engine: undefined, how: line.command })),
      ...(output.isPushed ? output.names.map((reference): CommandEffect => ({ kind: "push", reference, engine: undefined, how: line.command })) : []),
      ...(output.archive === undefined ? [] : [{ kind: "save", references: output.names, archive: output.archive, engine: undefined, how: line.command } as const]),
    ]);
}

function kanikoBuild(line: Line): Effects {
  return valuesOf(line, "--destination").flatMap((reference): readonly CommandEffect[] => [
    { kind: "build", reference, engine: undefined, how: `${line.command} --destination` },
    ...(isOn(line, "--no-push") ? [] : [{ kind: "push", reference, engine: undefined, how: `${line.command} --destination` } as const]),
  ]);
}

/** Without `--tag` a configuration file names the images. */
function submit(line: Line): Effects {
  const reference = valueOf(line, "--tag");
  if (reference === undefined) return undefined;
  return [
    { kind: "build", reference, engine: undefined, how: `${line.command} --tag` },
    { kind: "push", reference, engine: undefined, how: `${line.command} --tag` },
  ];
}

/** Without `--image` a build from source makes one whose name is not on the line. */
function deployToCloudRun(line: Line): Effects {
  const reference = valueOf(line, "--image");
  if (reference === undefined) return line.command.includes(" update") ? [] : undefined;
  return [{ kind: "deploy", reference, policy: undefined, runtime: "cluster", engine: undefined, connection: "elsewhere", how: `${line.command} --image` }];
}
