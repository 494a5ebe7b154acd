/**
 * Everyday programs: those that print what they are given, those whose result differs at every run or never does, and
 * those that neither make nor use an image.
 *
 * Not listed on purpose, so that what they are given counts as handed on: just, task, `npm run`, `go test`, ginkgo,
 * pytest and scripts, which run anything; interpreters, also awk and perl.
 */
import { abbreviatedCommitForm, commitForm, type HoleForm } from "../../values/hole-forms.js";
import type { CommandEffect, Slice } from "../command-effect.js";
import { isOn, namesIn, nothing, operandsOf, textOf, valueOf, type Command, type Effects, type Line, type Program } from "./program.js";
import { containsHole } from "./slices.js";

/** One row for several programs without subcommands. */
function program(names: string, row: Omit<Command, "paths">): Program {
  return { names: namesIn(names), commands: [{ paths: [""], ...row }] };
}

const harmlessPrograms = program(
  `: [ [[ true false test cd pushd popd pwd mkdir rmdir rm ln touch chmod chown chgrp install ls dir stat file find du df sleep wait kill
  pkill killall pgrep ps top jobs fg bg disown set unset export local declare typeset readonly shift getopts read readarray mapfile exit return
  break continue trap umask ulimit alias unalias hash type which whereis help shopt let bind complete compgen history times
  grep egrep fgrep rg ag ack diff cmp comm wc nl paste join fold fmt column expand split tac tsort seq yes strings less
  more realpath readlink sync mount umount lsof ss netstat ip ifconfig ping nc ncat dig nslookup host getent systemctl service journalctl
  dmesg free uptime lscpu sysctl modprobe iptables groups useradd usermod groupadd sha1sum sha256sum sha512sum md5sum shasum cksum sum base64
  base32 tar zip unzip cpio ar rsync scp chcon restorecon setfacl tput clear reset stty printenv locale clear figlet cowsay
  apt apt-get apt-key dpkg apk yum dnf rpm zypper brew port snap pacman pip pip3 pipx gem gpg ssh-keygen ssh-add ssh-agent ssh-keyscan
  tsc eslint prettier golangci-lint gofmt goimports shellcheck shfmt hadolint yamllint kubeval kubeconform kube-linter conftest
  trivy grype syft dive cosign notation snyk kind-config stern kubens k9s kubectl-ns mkcert
  psql pg_isready pg_dump pg_dumpall pg_restore pg_ctl initdb createdb dropdb createuser mysql mysqladmin mysqldump mysqlshow mariadb
  mariadb-admin mariadb-dump mongosh mongo mongodump mongorestore mongoimport sqlite3 cqlsh redis-cli redis-benchmark valkey-cli etcdctl
  clickhouse-client kcat kafkacat nats influx telnet nmap tcpdump traceroute vmstat iostat htop who w hostnamectl timedatectl loginctl
  hey ab wrk vegeta k6 protoc buf mockgen stringer gofumpt staticcheck govulncheck gosec revive`,
  { operandsEndOptions: true, effects: nothing },
);

/** Their result is made of their words alone, or of the machine. */
const stablePrograms = program("hostname whoami uname id arch nproc logname tty", {
  operandsEndOptions: true,
  effects: line => [{ kind: "stable", what: line.command, form: commitIn(line) }],
});

const freshPrograms = program("mktemp shuf pwgen mcookie", { operandsEndOptions: true, effects: line => [{ kind: "fresh", what: line.command }] });

/** Name-based identifiers (RFC 9562, versions 3 and 5) are the same for the same name. */
const uuidgen = program("uuidgen", {
  options: { valued: "--namespace|-n --name|-N", flags: "--random|-r --time|-t --md5|-m --sha1|-s" },
  effects: line => [isOn(line, "--md5", "--sha1") ? { kind: "stable", what: line.command } : { kind: "fresh", what: line.command }],
});

const openssl: Program = {
  names: ["openssl"],
  commands: [
    { paths: ["rand"], effects: line => [{ kind: "fresh", what: line.command }] },
    { paths: [""], effects: nothing },
  ],
};

const date = program("date", {
  options: {
    valued: "--date|-d --reference|-r --file|-f --set|-s --iso-8601|-I --rfc-3339 -v",
    flags: "--utc|--universal|-u --rfc-email|--rfc-2822|-R --debug -j -n",
  },
  effects: readDate,
});

/** https://github.com/ahmetb/kubectx: `kubectx NAME` chooses a context, `kubectx` alone lists them. */
const kubectx = program("kubectx", {
  options: { flags: "--current|-c --unset|-u --delete|-d" },
  effects: line => (line.given.length > 0 || line.operands.length === 0 ? [] : [{ kind: "use-context", context: line.operands[0], kubeconfig: undefined }]),
});

// ------------------------------------------------------------------------------------------------- printing

const echo = program("echo", { operandsEndOptions: true, effects: printWords });
const printf = program("printf", { options: { valued: "-v" }, operandsEndOptions: true, effects: printFormatted });

const cat = program("cat bat zcat gzcat zstdcat xzcat bzcat pv", {
  options: {
    valued: "--language|-l --rate-limit|-L --size|-s",
    flags: "--number|-n --number-nonblank|-b --show-all|-A --show-ends|-E --squeeze-blank --show-tabs|-T --show-nonprinting|-v -e -t -u --plain|-p --quiet|-q",
  },
  effects: printFiles,
});

/** Packed text is the same text, as `kind load image-archive` and `docker load` unpack by themselves. */
const compressors = program("gzip gunzip pigz unpigz zstd unzstd xz unxz bzip2 bunzip2 lz4", {
  options: {
    valued: "--suffix|-S --threads|-T --processes|-p --output|-o",
    flags: `
      --stdout|--to-stdout|-c --decompress|-d --force|-f --keep|-k --quiet|-q --verbose|-v --fast --best -1 -2 -3 -4 -5 -6 -7 -8 -9 -n -r -t`,
  },
  effects: line => (line.operands.length === 0 || isOn(line, "--stdout") ? printFiles(line) : []),
});

const tee = program("tee", {
  options: { flags: "--append|-a --ignore-interrupts|-i -p --output-error" },
  effects: line => operandsOf(line) && [{ kind: "print", from: "input", words: [], format: undefined, files: [], to: line.operands }],
});

/** Readers of a part of a file: what they give is not known, unless it is random. */
const readers = program("od xxd hexdump dd", {
  effects: line => (line.operands.some(operand => /^(?:if=)?\/dev\/u?random$/.test(textOf(line, operand))) ? [{ kind: "fresh", what: line.command }] : []),
});

function printWords(line: Line): Effects {
  // bash(1): a first word of other letters than these is no option but text.
  const first = line.words.findIndex((word, index) => index > line.commandAt && !/^-[neE]+$/.test(word));
  const words = first < 0 ? [] : line.words.slice(first).map((word, offset): Slice => ({ word: first + offset, start: 0, end: word.length }));
  return [{ kind: "print", from: "words", words, format: undefined, files: [], to: [] }];
}

/** `printf -v NAME` prints nothing; that the variable changes is not for one line to say. */
function printFormatted(line: Line): Effects {
  const [format, ...words] = line.operands;
  if (format === undefined || valueOf(line, "-v") !== undefined) return undefined;
  return [{ kind: "print", from: "words", words, format, files: [], to: [] }];
}

function printFiles(line: Line): Effects {
  const files = operandsOf(line);
  if (files === undefined) return undefined;
  if (files.some(file => /^\/dev\/u?random$/.test(textOf(line, file)))) return [{ kind: "fresh", what: line.command }];
  return [{ kind: "print", from: files.length === 0 ? "input" : "files", words: [], format: undefined, files, to: [] }];
}

// ------------------------------------------------------------------------------------------------- time

type Grain = "second" | "hour" | "day";

/** The conversions of date(1) and strftime(3) by the time after which their result is another. */
const grains: ReadonlyMap<string, Grain> = new Map([
  ...namesIn("s N S T c r X f +").map(conversion => [conversion, "second"] as const),
  ...namesIn("M R H I k l p P").map(conversion => [conversion, "hour"] as const),
]);

/** Two readings within a day are equal if nothing finer than the day is printed; within an hour it cannot be said. */
function readDate(line: Line): Effects {
  const what = line.command;
  if (line.isDoubtful || valueOf(line, "--date", "--reference", "--file", "--set", "-v") !== undefined) return [];
  const grain = grainOf(line);
  const effects: Readonly<Record<Grain, readonly CommandEffect[]>> = { second: [{ kind: "fresh", what }], hour: [], day: [{ kind: "stable", what }] };
  return grain === undefined ? [] : effects[grain];
}

function grainOf(line: Line): Grain | undefined {
  const iso = line.given.findLast(option => option.name === "--iso-8601" || option.name === "--rfc-3339");
  if (iso !== undefined) {
    const precision = iso.value === undefined ? "date" : textOf(line, iso.value);
    return /^(?:s|n)/.test(precision) ? "second" : /^[hm]/.test(precision) ? "hour" : containsHole(precision) ? undefined : "day";
  }
  const [format] = line.operands;
  const text = format === undefined ? "" : textOf(line, format);
  if (containsHole(text)) return undefined;
  return text.startsWith("+") ? grainOfFormat(text) : "second";
}

function grainOfFormat(format: string): Grain {
  let grain: Grain = "day";
  for (const [, conversion = ""] of format.matchAll(/%[-_0-9^#:EO+]*([A-Za-z+%])/g)) {
    const own = grains.get(conversion);
    if (own === "second") return own;
    grain = own ?? grain;
  }
  return grain;
}

// ------------------------------------------------------------------------------------------------- programs with subcommands

/** What git tells of a commit stays the same while the project's commands run. */
const git: Program = {
  names: ["git"],
  options: { valued: "-C -c --git-dir --work-tree --namespace --exec-path", flags: "--no-pager|-P --paginate|-p --bare --no-optional-locks --version|-v" },
  commands: [
    {
      paths: namesIn(`
        rev-parse describe log show symbolic-ref branch rev-list ls-remote ls-files ls-tree config remote tag name-rev merge-base
        hash-object cat-file var diff status shortlog show-ref for-each-ref`),
      effects: line => [line.words.includes("--show-toplevel") ? { kind: "project-folder" } : { kind: "stable", what: line.command, form: commitIn(line) }],
    },
    { paths: [""], effects: nothing },
  ],
};

/** How a commit is printed that one revision names: whole, or its first letters (https://git-scm.com/docs/git-rev-parse#Documentation/git-rev-parse.txt---shortlength, git-log's placeholders `%H` and `%h`). */
function commitIn(line: Line): HoleForm | undefined {
  const text = line.words.join(" ");
  const ofLog = /\b(?:log|show)\b/u.test(line.command) && /\s(?:-1|-n\s?1|--max-count=1)(?:\s|$)|\bshow\b.*\s(?:-s|--no-patch)(?:\s|$)/u.test(text) ? /\s--(?:pretty|format)[= ](?:format:|tformat:)?%([hH])(?:\s|$)/u.exec(text)?.[1] : undefined;
  if (ofLog !== undefined) return ofLog === "H" ? commitForm : abbreviatedCommitForm();
  const [, short, length, revision] = /^git(?: -C \S+)? rev-parse(?: --verify)?(?: (--short)(?:=(\d+))?)?(?: --verify)? (\S+)$/u.exec(text) ?? [];
  if (revision === undefined || !/^[\w./@^~{}\uE000-\uF8FF-]+$/u.test(revision) || revision.startsWith("-")) return undefined;
  if (short === undefined) return commitForm;
  return abbreviatedCommitForm(length === undefined ? undefined : Number(length));
}

const curl = program("curl", {
  options: {
    valued: `
      --data|-d --data-raw --data-binary --data-urlencode --data-ascii --json --form|-F --form-string --upload-file|-T --request|-X
      --output|-o --header|-H --user|-u --max-time|-m --write-out|-w --cacert --cert|-E --key --retry --retry-delay --connect-timeout
      --user-agent|-A --cookie|-b --cookie-jar|-c --referer|-e --range|-r --proxy|-x --config|-K --url --resolve`,
    flags: `
      --silent|-s --show-error|-S --fail|-f --location|-L --insecure|-k --verbose|-v --remote-name|-O --remote-header-name|-J --head|-I
      --include|-i --get|-G --compressed --progress-bar|-# -4 -6 -0 -1 -2 -3 -j -n -N -q -a -g -l -p -R -Z`,
  },
  effects: request,
});

const wget = program("wget", {
  options: { valued: "--post-data --post-file --body-data --body-file --method --output-document|-O --directory-prefix|-P --header --tries|-t --timeout|-T" },
  effects: request,
});

/** A server may build or deploy what it is sent the name of. */
function request(line: Line): Effects {
  const sends = line.given.some(option => /^--(?:data|json|form|upload|post|body)/.test(option.name));
  return sends ? [{ kind: "escape", words: [...line.given.flatMap(option => option.value ?? []), ...line.operands], to: `a server, by ${line.command}` }] : [{ kind: "fetched", what: line.command }];
}

/** Programs of which some subcommands are harmless and all others not known. */
const withSubcommands: readonly Program[] = [
  {
    ...listed("go", "build clean doc env fix fmt get help install list mod telemetry tool version vet work", { valued: "-C" }),
    commands: [{ paths: ["run"], operandsEndOptions: true, effects: runPackage }],
  },
  listed("cargo", `
    add build check clean clippy doc fetch fmt generate-lockfile help init install login metadata new remove search tree uninstall update
    version`, { flags: "--quiet|-q --verbose|-v" }),
  listed("buildx", "create du inspect ls prune rm stop use version", {}),
  {
    ...listed("aws", "sts s3 s3api configure eks iam ec2 secretsmanager ssm logs kms route53 rds elbv2 dynamodb", {
      valued: "--region --profile --output --query --endpoint-url --cli-read-timeout --cli-connect-timeout",
      flags: "--no-cli-pager --debug --no-verify-ssl --no-sign-request",
    }),
    commands: [
      {
        paths: namesIn(`
          get-login-password get-login get-authorization-token describe-repositories describe-images list-images create-repository
          delete-repository set-repository-policy batch-get-image batch-delete-image wait`)
          .flatMap(name => [`ecr ${name}`, `ecr-public ${name}`]),
        effects: nothing,
      },
      { paths: ["eks update-kubeconfig"], effects: chooseElsewhere },
    ],
  },
  {
    ...listed("az", "login logout account group configure keyvault storage network vm ad role version extension", {
      valued: "--output|-o --query --subscription",
      flags: "--debug --verbose --only-show-errors",
    }),
    commands: [
      { paths: ["acr login", "acr show", "acr list", "acr create", "acr repository"], effects: nothing },
      { paths: ["aks get-credentials"], effects: chooseElsewhere },
      { paths: ["aks show", "aks create", "aks delete", "aks list", "aks start", "aks stop"], effects: nothing },
    ],
  },
];

/** A context for a cluster in the cloud is made and chosen. */
function chooseElsewhere(): Effects {
  return [{ kind: "use-context", context: undefined, kubeconfig: undefined }];
}

/** `go run HOST/PATH/TOOL@VERSION …` is that tool; a package of the project may do anything. */
function runPackage(line: Line): Effects {
  const [first] = line.operands;
  return first !== undefined && /^[\w-]+(?:\.[\w-]+)+\/\S+$/.test(textOf(line, first)) ? [{ kind: "words", from: first.word }] : undefined;
}

/** Tools that generate code or set up what tests need, known from every folder (`./bin/controller-gen`). */
export const developerTools: readonly Program[] = [
  program("golangci-lint yamlfmt addlicense mockery ginkgo-junit setup-envtest controller-gen conversion-gen deepcopy-gen client-gen crd-ref-docs kwokctl clusterctl istioctl cilium calicoctl linkerd cmctl", { operandsEndOptions: true, effects: nothing }),
  // https://book.kubebuilder.io/reference/reference: a scaffold is only written.
  listed("kubebuilder", "init create edit alpha completion version help", {}),
];

function listed(name: string, subcommands: string, options: NonNullable<Program["options"]>): Program {
  return { names: [name], options, commands: [], harmless: namesIn(subcommands) };
}

export const shellPrograms: readonly Program[] = [
  harmlessPrograms,
  stablePrograms,
  freshPrograms,
  uuidgen,
  openssl,
  date,
  kubectx,
  echo,
  printf,
  cat,
  compressors,
  tee,
  readers,
  git,
  curl,
  wget,
  ...withSubcommands,
];
