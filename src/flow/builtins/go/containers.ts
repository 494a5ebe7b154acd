import { isText, join, literal, literalText } from "../../../values/text.js";
import type { Item, Place, Text, Value } from "../../../values/value.js";
import { callFunction, functionsIn } from "../../call.js";
import { runCommand } from "../../commands.js";
import type { ExternalCall } from "../../external.js";
import { deployObjects } from "../../manifests.js";
import { pointedAt } from "../../pointers.js";
import { itemsOf, readProperty } from "../../properties.js";
import { newUnknown } from "../../run.js";
import { recordSite } from "../../sites.js";
import type { Builtin } from "../table.js";
import { printedText, textArgument } from "./print.js";
import { anyError, argument, newTyped, nil, withError } from "./results.js";
import { readText } from "./streams.js";

const containerType = "go:github.com/testcontainers/testcontainers-go.Container";
const resourceType = "go:github.com/ory/dockertest.Resource";

/** Libraries of containers, where a row does not say enough: references in two fields, images that are built and run at once, archives as streams. */
export const goContainerBuiltins: Readonly<Record<string, Builtin>> = {
  // https://golang.testcontainers.org/features/creating_container
  "go:github.com/testcontainers/testcontainers-go.GenericContainer": (call) => {
    startRequest(call, readProperty(call.frame, argument(call, 1), "ContainerRequest"), "testcontainers.GenericContainer");
    return withError(call, newTyped(call, containerType));
  },
  "go:github.com/testcontainers/testcontainers-go.ParallelContainers": (call) => {
    for (const item of itemsOf(call.frame, argument(call, 1)) ?? []) startRequest(call, readProperty(call.frame, item.value, "ContainerRequest"), "testcontainers.ParallelContainers");
    return withError(call, nil);
  },
  "go:github.com/testcontainers/testcontainers-go.DockerProvider#RunContainer": (call) => {
    startRequest(call, argument(call, 1), "testcontainers.RunContainer");
    return withError(call, newTyped(call, containerType));
  },
  "go:github.com/testcontainers/testcontainers-go.WithDockerfile": (call) => {
    buildRequest(call, argument(call, 0), "testcontainers.WithDockerfile");
    return nil;
  },

  // https://pkg.go.dev/github.com/ory/dockertest/v3
  "go:github.com/ory/dockertest.NewPool": (call) => withError(call, newTyped(call, "go:github.com/ory/dockertest.Pool")),
  "go:github.com/ory/dockertest.Pool#Run": (call) => {
    deploy(call, inTwo(call, call.items[0], call.items[1]), "pool.Run");
    return withError(call, newTyped(call, resourceType));
  },
  "go:github.com/ory/dockertest.Pool#RunWithOptions": (call) => {
    deploy(call, inFields(call, argument(call, 0), "Repository", "Tag"), "pool.RunWithOptions");
    return withError(call, newTyped(call, resourceType));
  },
  "go:github.com/ory/dockertest.Pool#BuildAndRun": (call) => {
    buildAndRun(call, { text: textArgument(call, 0), use: call.items[0]?.origin }, "pool.BuildAndRun");
    return withError(call, newTyped(call, resourceType));
  },
  "go:github.com/ory/dockertest.Pool#BuildAndRunWithOptions": (call) => {
    buildAndRun(call, fieldOf(call, argument(call, 1), "Name"), "pool.BuildAndRunWithOptions");
    return withError(call, newTyped(call, resourceType));
  },
  "go:github.com/ory/dockertest.Pool#BuildAndRunWithBuildOptions": (call) => {
    buildAndRun(call, fieldOf(call, argument(call, 1), "Name"), "pool.BuildAndRunWithBuildOptions");
    return withError(call, newTyped(call, resourceType));
  },
  "go:github.com/ory/dockertest.Pool#Retry": (call) => {
    for (const callback of functionsIn(argument(call, 0))) callFunction(call.frame.run, callback, [], call.place, call.frame.activation.path);
    return anyError(call);
  },

  // https://pkg.go.dev/github.com/fsouza/go-dockerclient
  "go:github.com/fsouza/go-dockerclient.Client#TagImage": (call) => {
    const options = argument(call, 1);
    const target = inFields(call, options, "Repo", "Tag");
    if (target !== undefined) recordSite(call.frame, { kind: "tag", reference: target.text, source: textArgument(call, 0), origin: target.use, place: call.place, how: "client.TagImage", engine: "docker" });
    return anyError(call);
  },
  "go:github.com/fsouza/go-dockerclient.Client#PushImage": (call) => {
    const pushed = inFields(call, argument(call, 0), "Name", "Tag");
    if (pushed !== undefined) recordSite(call.frame, { kind: "push", reference: pushed.text, origin: pushed.use, place: call.place, how: "client.PushImage", engine: "docker" });
    return anyError(call);
  },

  // https://pkg.go.dev/github.com/containers/podman/v5/pkg/bindings/images#Tag: (ctx, image, tag, repository, options)
  "go:github.com/containers/podman/pkg/bindings/images.Tag": (call) => {
    const target = inTwo(call, call.items[3], call.items[2]);
    if (target !== undefined) recordSite(call.frame, { kind: "tag", reference: target.text, source: textArgument(call, 1), origin: target.use, place: call.place, how: "images.Tag", engine: "podman" });
    return anyError(call);
  },

  // https://pkg.go.dev/sigs.k8s.io/kind/pkg/cluster/nodeutils: an archive, as a stream or by its file, goes into one node
  "go:sigs.k8s.io/kind/pkg/cluster/nodeutils.LoadImageArchive": (call) => {
    const stream = pointedAt(call.frame, argument(call, 1));
    const path = stream.kind === "object" && stream.object.type === "go:os.File" ? stream.object.properties.get("path")?.value : undefined;
    const word = path !== undefined && isText(path) ? path : literal("-");
    const cluster = newUnknown(call.frame.run, "the cluster of a node");
    runCommand(call.frame, [literal("kind"), literal("load"), literal("image-archive"), word, literal("--name"), cluster].map((text) => ({ text })), { place: call.place, input: readText(call.frame, stream) });
    return anyError(call);
  },

  // https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/controller/controllerutil: the function sets what is then created
  ...Object.fromEntries(["CreateOrUpdate", "CreateOrPatch"].map((name) => [`go:sigs.k8s.io/controller-runtime/pkg/controller/controllerutil.${name}`, (call: ExternalCall) => {
    for (const callback of functionsIn(argument(call, 3))) callFunction(call.frame.run, callback, [], call.place, call.frame.activation.path);
    if (!isFake(call, argument(call, 1))) deployObjects(call.frame, argument(call, 2), call.place, `controllerutil.${name}`);
    return withError(call, nil);
  }])),
  // A client of an API server without nodes, or of none.
  "go:sigs.k8s.io/controller-runtime/pkg/client.New": (call) => withError(call, newTyped(call, isFake(call, argument(call, 0)) ? "go:fake client" : "go:sigs.k8s.io/controller-runtime/pkg/client.Client")),
  "go:sigs.k8s.io/controller-runtime/pkg/client.NewWithWatch": (call) => withError(call, newTyped(call, isFake(call, argument(call, 0)) ? "go:fake client" : "go:sigs.k8s.io/controller-runtime/pkg/client.Client")),
  "go:k8s.io/client-go/kubernetes.NewForConfig": (call) => withError(call, newTyped(call, isFake(call, argument(call, 0)) ? "go:fake clientset" : "go:k8s.io/client-go/kubernetes.Clientset")),
  "go:k8s.io/client-go/dynamic.NewForConfig": (call) => withError(call, newTyped(call, isFake(call, argument(call, 0)) ? "go:fake clientset" : "go:k8s.io/client-go/dynamic.DynamicClient")),
  ...Object.fromEntries(["go:sigs.k8s.io/controller-runtime.NewManager", "go:sigs.k8s.io/controller-runtime/pkg/manager.New"].map((path) => [path, (call: ExternalCall) => withError(call, newTyped(call, isFake(call, argument(call, 0)) ? "go:fake manager" : "go:sigs.k8s.io/controller-runtime/pkg/manager.Manager"))])),
  "go:fake manager#GetClient": (call) => newTyped(call, "go:fake client"),
  "go:sigs.k8s.io/controller-runtime/pkg/manager.Manager#GetClient": (call) => newTyped(call, "go:sigs.k8s.io/controller-runtime/pkg/client.Client"),
  "go:sigs.k8s.io/controller-runtime.Manager#GetClient": (call) => newTyped(call, "go:sigs.k8s.io/controller-runtime/pkg/client.Client"),
};

function isFake(call: ExternalCall, value: Value): boolean {
  const object = pointedAt(call.frame, value);
  return object.kind === "object" && ["go:envtest configuration", "go:fake client", "go:fake clientset", "go:fake manager"].includes(object.object.type ?? "");
}

interface Given {
  readonly text: Text;
  readonly use: Place | undefined;
}

/** A field's text; undefined where it is empty or not there. */
function fieldOf(call: ExternalCall, value: Value, name: string): Given | undefined {
  const object = pointedAt(call.frame, value);
  if (object.kind !== "object") return undefined;
  const read = readProperty(call.frame, object, name);
  if (!isText(read) || literalText(read) === "") return undefined;
  return { text: read, use: object.object.properties.get(name)?.origin };
}

/** `Repository` and `Tag` in two fields. */
function inFields(call: ExternalCall, value: Value, repository: string, tag: string): Given | undefined {
  return joined(fieldOf(call, value, repository), fieldOf(call, value, tag));
}

function inTwo(call: ExternalCall, repository: Item | undefined, tag: Item | undefined): Given | undefined {
  const given = (item: Item | undefined): Given | undefined => {
    const text = item === undefined || item.value.kind === "constant" ? undefined : printedText(call, item.value);
    return text === undefined || literalText(text) === "" ? undefined : { text, use: item?.origin };
  };
  return joined(given(repository), given(tag));
}

function joined(repository: Given | undefined, tag: Given | undefined): Given | undefined {
  if (repository === undefined || tag === undefined) return repository;
  const part = ({ text, use }: Given): { readonly text: Text; readonly use?: Place } => ({ text, ...(use === undefined || text.kind === "literal" ? {} : { use }) });
  return { text: join([part(repository), { text: literal(":") }, part(tag)]), use: undefined };
}

function deploy(call: ExternalCall, given: Given | undefined, how: string): void {
  if (given !== undefined) recordSite(call.frame, { kind: "deploy", reference: given.text, origin: given.use, place: call.place, how, engine: "docker", runtime: "engine" });
}

/** Nothing but a name of its own is built here, and it is run at once. */
function buildAndRun(call: ExternalCall, given: Given | undefined, how: string): void {
  if (given === undefined) return;
  recordSite(call.frame, { kind: "build", reference: given.text, origin: given.use, place: call.place, how, engine: "docker" });
  deploy(call, given, how);
}

/** `ContainerRequest{Image: …}`, or one that builds: `FromDockerfile{Repo: …, Tag: …}`. */
function startRequest(call: ExternalCall, request: Value, how: string): void {
  const object = pointedAt(call.frame, request);
  if (object.kind !== "object") return;
  const built = buildRequest(call, readProperty(call.frame, object, "FromDockerfile"), how);
  deploy(call, built ?? fieldOf(call, object, "Image"), how);
}

function buildRequest(call: ExternalCall, dockerfile: Value, how: string): Given | undefined {
  const built = inFields(call, dockerfile, "Repo", "Tag");
  if (built !== undefined) recordSite(call.frame, { kind: "build", reference: built.text, origin: built.use, place: call.place, how, engine: "docker" });
  return built;
}
