/** Tools that copy images between registries, engines and files: skopeo (containers/skopeo), crane (google/go-containerregistry), regctl. */
import type { CommandEffect, Slice } from "../command-effect.js";
import { isOn, operandsOf, textOf, valuesOf, type Effects, type Line, type Program } from "./program.js";
import { partOf, unlessStandard, withoutPrefix } from "./slices.js";

export const skopeo: Program = {
  names: ["skopeo"],
  options: {
    valued: `
      --command-timeout --override-arch --override-os --override-variant --policy --registries.d --registries-conf --tls-details --tmpdir
      --user-agent-prefix`,
    flags: "--debug --insecure-policy --require-signed --version|-v",
  },
  commands: [
    {
      paths: ["copy"],
      options: {
        valued: `
          --additional-tag --authfile --src-authfile --dest-authfile --dest-shared-blob-dir --src-shared-blob-dir --digestfile --encrypt-layer
          --encryption-key --decryption-key --format|-f --multi-arch --sign-by --sign-by-sigstore --sign-by-sigstore-private-key
          --sign-by-sq-fingerprint --sign-passphrase-file --sign-identity --src-creds --dest-creds --src-cert-dir --dest-cert-dir
          --src-daemon-host --dest-daemon-host --dest-compress-format --dest-compress-level --src-registry-token --dest-registry-token
          --retry-times --retry-delay --src-username --src-password --dest-username --dest-password --image-parallel-copies`,
        flags: `
          --all|-a --preserve-digests --quiet|-q --remove-signatures --dest-compress --dest-decompress --dest-oci-accept-uncompressed-layers
          --src-no-creds --dest-no-creds --src-tls-verify --dest-tls-verify --dest-force-compress-format --dest-precompute-digests`,
      },
      effects: copyBetweenTransports,
    },
  ],
  harmless: ["inspect", "delete", "list-tags", "login", "logout", "manifest-digest", "standalone-sign", "standalone-verify", "generate-sigstore-key"],
};

const craneOptions = { valued: "--platform --jobs|-j", flags: "--allow-nondistributable-artifacts --insecure --verbose|-v" };

/** `crane tag IMAGE TAG` is not listed: the new reference, IMAGE's repository with TAG, stands nowhere on the line. */
export const crane: Program = {
  names: ["crane", "gcrane"],
  options: craneOptions,
  commands: [
    { paths: ["copy", "cp"], options: { flags: "--all-tags|-a --no-clobber|-n" }, effects: copyInRegistry },
    {
      paths: ["push"],
      options: { valued: "--image-refs", flags: "--index" },
      effects: line => operandsOf(line)?.slice(1, 2).map(reference => pushOf(line, reference)),
    },
    {
      paths: ["append"],
      options: { valued: "--new_tag|-t --base|-b --new_layer|-f --output|-o", flags: "--oci-empty-base --set-base-image-annotations" },
      effects: line => valuesOf(line, "--new_tag").flatMap(reference => builtAndPushed(line, reference)),
    },
    {
      paths: ["mutate"],
      options: {
        valued: `
          --tag|-t --annotation|-a --append --cmd --entrypoint --env|-e --exposed-ports --label|-l --output|-o --repo --set-platform
          --user|-u --workdir|-w`,
      },
      effects: line => valuesOf(line, "--tag").flatMap(reference => builtAndPushed(line, reference)),
    },
    {
      paths: ["rebase", "flatten"],
      options: { valued: "--tag|-t --new_base --old_base --original --rebased" },
      effects: line => valuesOf(line, "--tag", "--rebased").flatMap(reference => builtAndPushed(line, reference)),
    },
    { paths: ["pull"], options: { valued: "--cache_path|-c --format", flags: "--annotate-ref" }, effects: saveFromRegistry },
  ],
  harmless: ["auth", "blob", "catalog", "config", "delete", "digest", "export", "ls", "manifest", "registry", "validate", "version"],
};

export const regctl: Program = {
  names: ["regctl"],
  options: { valued: "--host --logopt --user-agent --verbosity|-v" },
  commands: [
    {
      paths: ["image copy", "image cp"],
      options: {
        valued: "--digest --platform --platforms --referrers-src --referrers-tgt",
        flags: "--digest-tags --fast --force-recursive --include-external --referrers",
      },
      effects: copyInRegistry,
    },
  ],
  harmless: ["registry", "repo", "tag ls", "image digest", "image inspect", "image manifest", "manifest get", "version"],
};

function pushOf(line: Line, reference: Slice): CommandEffect {
  return { kind: "push", reference, engine: undefined, how: line.command };
}

function builtAndPushed(line: Line, reference: Slice): readonly CommandEffect[] {
  return [{ kind: "build", reference, engine: undefined, how: line.command }, pushOf(line, reference)];
}

function copyInRegistry(line: Line): Effects {
  const [source, target] = operandsOf(line) ?? [];
  if (source === undefined || target === undefined || isOn(line, "--all-tags")) return undefined;
  return [{ kind: "tag", source, target, engine: undefined, how: line.command }, pushOf(line, target)];
}

function saveFromRegistry(line: Line): Effects {
  const operands = operandsOf(line);
  const archive = operands?.at(-1);
  if (operands === undefined || archive === undefined || operands.length < 2) return undefined;
  return [{ kind: "save", references: operands.slice(0, -1), archive: unlessStandard(line, archive), engine: undefined, how: line.command }];
}

// The transports of containers-transports(5) that name an image, and those that name a file with one.
const imageTransports = ["docker://", "docker-daemon:", "containers-storage:"] as const;
const archiveTransports = ["docker-archive:", "oci-archive:"] as const;

function copyBetweenTransports(line: Line): Effects {
  const [from, to] = operandsOf(line) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const source = namedImage(line, from)?.image;
  const target = namedImage(line, to);
  if (target !== undefined) {
    const arrived: CommandEffect =
      source === undefined
        ? { kind: "build", reference: target.image, engine: undefined, how: line.command }
        : { kind: "tag", source, target: target.image, engine: undefined, how: line.command };
    return target.transport === "docker://" ? [arrived, pushOf(line, target.image)] : [arrived];
  }
  const archive = archiveTransports.map(prefix => withoutPrefix(line, to, prefix)).find(found => found !== undefined);
  if (archive === undefined) return [];
  const separator = textOf(line, archive).indexOf(":");
  const ownName = separator < 0 ? source : partOf(archive, separator + 1, archive.end - archive.start);
  return [
    {
      kind: "save",
      references: [...(ownName === undefined ? [] : [ownName]), ...valuesOf(line, "--additional-tag")],
      archive: unlessStandard(line, separator < 0 ? archive : partOf(archive, 0, separator)),
      engine: undefined,
      how: line.command,
    },
  ];
}

function namedImage(line: Line, operand: Slice): { readonly transport: (typeof imageTransports)[number]; readonly image: Slice } | undefined {
  for (const transport of imageTransports) {
    const image = withoutPrefix(line, operand, transport);
    if (image !== undefined) return { transport, image };
  }
  return undefined;
}
