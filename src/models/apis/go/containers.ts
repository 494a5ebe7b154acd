import type { ApiEffect, ApiRow } from "../row.js";

/** The libraries of these rows, as they are imported; without the version that a path may hold (`/v2`). */
const containerModules = [
  "github.com/docker/docker/client",
  "github.com/moby/moby/client",
  "github.com/fsouza/go-dockerclient",
  "github.com/containers/podman/pkg/bindings",
  "github.com/containers/podman/pkg/specgen",
  "github.com/containers/buildah",
  "github.com/testcontainers/testcontainers-go",
  "github.com/ory/dockertest",
  "github.com/google/go-containerregistry",
  "github.com/gruntwork-io/terratest/modules/docker",
  "sigs.k8s.io/kind/pkg",
  "sigs.k8s.io/e2e-framework/pkg/envfuncs",
  "sigs.k8s.io/e2e-framework/support",
  "sigs.k8s.io/e2e-framework/third_party",
  "github.com/containerd/containerd",
  "github.com/k3d-io/k3d",
];

/** Whether an import path is one of a library that makes, loads or runs images. */
export function isGoContainerModule(specifier: string): boolean {
  const plain = specifier.replace(/\/v\d+(?=\/|$)/gu, "");
  return containerModules.some((module) => plain === module || plain.startsWith(`${module}/`));
}

const withError = (of: ApiEffect): ApiEffect => ({ kind: "results", of, gives: "value and error" });
const onlyError = (of: ApiEffect): ApiEffect => ({ kind: "results", of, gives: "error" });
const harmless: ApiEffect = { kind: "harmless" };
const site = (kind: "build" | "tag" | "load" | "push" | "deploy", reference: string, how: string, source?: string, type?: string): ApiEffect => ({ kind: "site", site: kind, reference, how, source, type });
const command = (...words: readonly (string | { readonly at: string })[]): ApiEffect => ({ kind: "command", words });
const at = (path: string): { readonly at: string } => ({ at: path });
const on = (types: readonly string[], methods: Readonly<Record<string, ApiEffect>>): readonly ApiRow[] => types.flatMap((type) => Object.entries(methods).map(([name, effect]) => ({ path: `go:${type}#${name}`, effect })));

const later = (path: string, effect: ApiEffect): readonly ApiRow[] => [{ path, effect: { kind: "later" } }, { path: `${path}()`, effect: { kind: "results", of: effect, gives: "value and error" } }];

const dockerClients = ["github.com/docker/docker/client.Client", "github.com/docker/docker/client.APIClient", "github.com/docker/docker/client.CommonAPIClient", "github.com/docker/docker/client.ImageAPIClient", "github.com/docker/docker/client.ContainerAPIClient", "github.com/moby/moby/client.Client", "github.com/moby/moby/client.APIClient"];

/** Modules of testcontainers-go: https://golang.testcontainers.org/modules/ */
const testcontainerModules = "aerospike arangodb artemis atlasdb azure azurite cassandra chroma clickhouse cockroachdb consul couchbase databend dind dockermcpgateway dockermodelrunner dolt dynamodb elasticsearch etcd gcloud grafana-lgtm inbucket influxdb k3s k6 kafka localstack mariadb meilisearch memcached milvus minio mockserver mongodb mssql mysql nats nebulagraph neo4j ollama openfga openldap opensearch pinecone postgres pulsar qdrant rabbitmq redis redpanda registry scylladb socat solace surrealdb toxiproxy valkey vault vearch weaviate yugabytedb".split(" ");

/** Libraries that make, load and run images. */
export const goContainerRows: readonly ApiRow[] = [
  // https://pkg.go.dev/github.com/docker/docker/client
  ...["github.com/docker/docker/client", "github.com/moby/moby/client"].flatMap((path) => ["NewClientWithOpts", "NewEnvClient", "NewClient", "New"].map((name): ApiRow => ({ path: `go:${path}.${name}`, effect: withError({ kind: "make", type: `go:${path}.Client` }) }))),
  ...on(dockerClients, {
    ImageBuild: withError(site("build", "2.Tags", "client.ImageBuild")),
    // The client of github.com/moby/moby takes structs: https://pkg.go.dev/github.com/moby/moby/client
    ImageTag: onlyError(site("tag", "1.Target|2", "client.ImageTag", "1.Source|1")),
    ImagePush: withError(site("push", "1", "client.ImagePush")),
    ImageLoad: withError({ kind: "command", words: ["docker", "load"], input: "1" }),
    ImageSave: withError(command("docker", "save", at("1"))),
    ImagePull: withError(command("docker", "pull", at("1"))),
    ImageImport: withError(site("build", "2", "client.ImageImport")),
    ContainerCreate: withError(site("deploy", "1.Config.Image|1.Image", "client.ContainerCreate")),
    ContainerCommit: withError(site("build", "2.Reference", "client.ContainerCommit")),
    ServiceCreate: withError(site("deploy", "1.TaskTemplate.ContainerSpec.Image", "client.ServiceCreate")),
    "*": harmless,
  }),
  { path: "go:github.com/moby/moby/client.Client#ImageTag", effect: withError(site("tag", "1.Target|2", "client.ImageTag", "1.Source|1")) },
  { path: "go:github.com/moby/moby/client.APIClient#ImageTag", effect: withError(site("tag", "1.Target|2", "client.ImageTag", "1.Source|1")) },
  { path: "go:github.com/docker/docker/client.*", effect: harmless },
  { path: "go:github.com/moby/moby/client.*", effect: harmless },

  // https://pkg.go.dev/github.com/fsouza/go-dockerclient
  ...["NewClient", "NewClientFromEnv"].map((name): ApiRow => ({ path: `go:github.com/fsouza/go-dockerclient.${name}`, effect: withError({ kind: "make", type: "go:github.com/fsouza/go-dockerclient.Client" }) })),
  ...on(["github.com/fsouza/go-dockerclient.Client"], { BuildImage: onlyError(site("build", "0.Name", "client.BuildImage")), CreateContainer: withError(site("deploy", "0.Config.Image", "client.CreateContainer")), "*": harmless }),

  // https://pkg.go.dev/github.com/containers/podman/v5/pkg/bindings
  { path: "go:github.com/containers/podman/pkg/bindings/images.Build", effect: withError(command("podman", "build", "-t", at("2.BuildOptions.Output"), ".")) },
  { path: "go:github.com/containers/podman/pkg/bindings/images.Push", effect: onlyError(command("podman", "push", at("1"), at("2"))) },
  { path: "go:github.com/containers/podman/pkg/bindings/images.Load", effect: withError({ kind: "command", words: ["podman", "load"], input: "1" }) },
  { path: "go:github.com/containers/podman/pkg/bindings/images.*", effect: harmless },
  { path: "go:github.com/containers/podman/pkg/bindings/containers.*", effect: harmless },
  { path: "go:github.com/containers/podman/pkg/specgen.NewSpecGenerator", effect: command("podman", "run", at("0")) },

  // https://pkg.go.dev/github.com/testcontainers/testcontainers-go
  { path: "go:github.com/testcontainers/testcontainers-go.Run", effect: withError(site("deploy", "1", "testcontainers.Run", undefined, "go:github.com/testcontainers/testcontainers-go.Container")) },
  { path: "go:github.com/testcontainers/testcontainers-go.WithImage", effect: site("deploy", "0", "testcontainers.WithImage") },
  ...testcontainerModules.map((name): ApiRow => ({ path: `go:github.com/testcontainers/testcontainers-go/modules/${name}.Run`, effect: withError(site("deploy", "1", `${name}.Run`, undefined, "go:github.com/testcontainers/testcontainers-go.Container")) })),
  { path: "go:github.com/testcontainers/testcontainers-go.Container#*", effect: harmless },
  { path: "go:github.com/testcontainers/testcontainers-go*", effect: harmless },

  // https://pkg.go.dev/github.com/google/go-containerregistry
  ...["crane.Push", "crane.Copy", "crane.Save"].map((name): ApiRow => ({ path: `go:github.com/google/go-containerregistry/pkg/${name}`, effect: onlyError(name === "crane.Save" ? harmless : site("push", "1", name)) })),
  { path: "go:github.com/google/go-containerregistry/pkg/remote.Write", effect: onlyError(site("push", "0", "remote.Write")) },
  { path: "go:github.com/google/go-containerregistry/pkg/remote.Tag", effect: onlyError(site("push", "0", "remote.Tag")) },
  { path: "go:github.com/google/go-containerregistry/pkg/daemon.Write", effect: withError(site("build", "0", "daemon.Write")) },
  { path: "go:github.com/google/go-containerregistry/pkg/daemon.Tag", effect: onlyError(site("tag", "1", "daemon.Tag", "0")) },

  // https://pkg.go.dev/github.com/gruntwork-io/terratest/modules/docker
  { path: "go:github.com/gruntwork-io/terratest/modules/docker.Build", effect: site("build", "2.Tags", "docker.Build") },
  { path: "go:github.com/gruntwork-io/terratest/modules/docker.BuildE", effect: onlyError(site("build", "2.Tags", "docker.BuildE")) },
  { path: "go:github.com/gruntwork-io/terratest/modules/docker.Push", effect: site("push", "2", "docker.Push") },
  { path: "go:github.com/gruntwork-io/terratest/modules/docker.Run", effect: site("deploy", "1", "docker.Run") },
  { path: "go:github.com/gruntwork-io/terratest/modules/docker.RunAndReturnID", effect: site("deploy", "1", "docker.RunAndReturnID") },

  // https://pkg.go.dev/sigs.k8s.io/e2e-framework/pkg/envfuncs: they give functions that run kind's (or another provider's) command
  ...["LoadDockerImageToCluster", "LoadImageToCluster"].flatMap((name) => later(`go:sigs.k8s.io/e2e-framework/pkg/envfuncs.${name}`, command("kind", "load", "docker-image", at("receiver.1"), "--name", at("receiver.0")))),
  ...later("go:sigs.k8s.io/e2e-framework/pkg/envfuncs.LoadImageArchiveToCluster", command("kind", "load", "image-archive", at("receiver.1"), "--name", at("receiver.0"))),
  // Its kubeconfig is a file of its own.
  ...later("go:sigs.k8s.io/e2e-framework/pkg/envfuncs.CreateKindCluster", command("kind", "create", "cluster", "--name", at("receiver.0"), "--kubeconfig", at("receiver.kubeconfig"))),
  { path: "go:sigs.k8s.io/e2e-framework/pkg/envfuncs.*", effect: harmless },
  ...["sigs.k8s.io/e2e-framework/support/kind", "sigs.k8s.io/e2e-framework/support/k3d", "sigs.k8s.io/e2e-framework/support/kwok"].flatMap((path): readonly ApiRow[] => [
    { path: `go:${path}.NewCluster`, effect: { kind: "make", type: `go:${path}.Cluster` } },
    { path: `go:${path}.NewProvider`, effect: { kind: "make", type: `go:${path}.Cluster` } },
    { path: `go:${path}.Cluster#WithName`, effect: { kind: "chain", hold: "0" } },
    { path: `go:${path}.Cluster#SetDefaults`, effect: { kind: "chain" } },
    { path: `go:${path}.Cluster#LoadImage`, effect: onlyError(command("kind", "load", "docker-image", at("1"), "--name", at("receiver.0"))) },
    { path: `go:${path}.Cluster#LoadDockerImage`, effect: onlyError(command("kind", "load", "docker-image", at("1"), "--name", at("receiver.0"))) },
    { path: `go:${path}.Cluster#LoadImageArchive`, effect: onlyError(command("kind", "load", "image-archive", at("1"), "--name", at("receiver.0"))) },
    { path: `go:${path}.Cluster#*`, effect: harmless },
  ]),

  // https://pkg.go.dev/sigs.k8s.io/kind/pkg/cluster
  { path: "go:sigs.k8s.io/kind/pkg/cluster.NewProvider", effect: { kind: "make", type: "go:sigs.k8s.io/kind/pkg/cluster.Provider" } },
  // An option may name another kubeconfig than the default one.
  { path: "go:sigs.k8s.io/kind/pkg/cluster.Provider#Create", effect: onlyError(command("kind", "create", "cluster", "--name", at("0"), "--kubeconfig", at("1"))) },
  { path: "go:sigs.k8s.io/kind/pkg/cluster.Provider#*", effect: harmless },
  { path: "go:sigs.k8s.io/kind/pkg/cluster.*", effect: harmless },
];
