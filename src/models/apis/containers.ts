import type { ApiRow } from "./row.js";

/** The libraries of these rows, as they are imported. */
export const containerModules: ReadonlySet<string> = new Set(["dockerode", "node-docker-api", "testcontainers", "@kubernetes/client-node"]);

const site = (path: string, kind: "build" | "push" | "load" | "deploy", reference: string, how: string, type?: string): ApiRow => ({ path, effect: { kind: "site", site: kind, reference, how, type } });
const make = (path: string, type: string): ApiRow => ({ path, effect: { kind: "make", type } });
const harmless = (path: string): ApiRow => ({ path, effect: { kind: "harmless" } });

/** Libraries that make and run containers. */
export const containerRows: readonly ApiRow[] = [
  // dockerode: https://github.com/apocas/dockerode
  ...["dockerode", "dockerode.default", "dockerode-ts", "node-docker-api.Docker", "@types/dockerode"].map((path) => make(path, "dockerode")),
  site("dockerode#buildImage", "build", "1.t", "docker.buildImage({ t })", "docker stream"),
  site("dockerode#createContainer", "deploy", "0.Image", "docker.createContainer({ Image })", "docker container"),
  site("dockerode#run", "deploy", "0", "docker.run", "docker container"),
  site("dockerode#createService", "deploy", "0.TaskTemplate.ContainerSpec.Image", "docker.createService", "docker service"),
  make("dockerode#getImage", "docker image"),
  make("dockerode#getContainer", "docker container"),
  { path: "docker image#tag", effect: { kind: "tag-held", how: "image.tag" } },
  { path: "docker image#push", effect: { kind: "push-held", how: "image.push" } },
  harmless("docker image#*"),
  harmless("docker container#*"),
  harmless("docker service#*"),
  harmless("docker stream#*"),
  harmless("dockerode#*"),

  // testcontainers: https://node.testcontainers.org
  site("testcontainers.GenericContainer", "deploy", "0", "new GenericContainer", "testcontainer"),
  make("testcontainers.GenericContainer.fromDockerfile", "testcontainer builder"),
  site("testcontainer builder#build", "build", "0", "GenericContainer.fromDockerfile().build", "built testcontainer"),
  { path: "testcontainer builder#*", effect: { kind: "chain" } },
  harmless("built testcontainer#start"),
  { path: "built testcontainer#*", effect: { kind: "chain" } },
  { path: "testcontainer#withPullPolicy", effect: { kind: "chain" } },
  harmless("testcontainer#start"),
  { path: "testcontainer#*", effect: { kind: "chain" } },
  make("testcontainers.DockerComposeEnvironment", "compose environment"),
  { path: "compose environment#up", effect: { kind: "compose", files: ["receiver.0", "receiver.1"], how: "DockerComposeEnvironment.up" } },
  { path: "compose environment#withEnvironment", effect: { kind: "chain", hold: "environment" } },
  { path: "compose environment#*", effect: { kind: "chain" } },

  // @kubernetes/client-node: https://github.com/kubernetes-client/javascript
  make("@kubernetes/client-node.KubeConfig", "kube configuration"),
  { path: "@kubernetes/client-node.V1*", effect: { kind: "object" } },
  make("kube configuration#makeApiClient", "kubernetes client"),
  harmless("kube configuration#*"),
  ...["KubernetesObjectApi.makeApiClient", "KubernetesObjectApi", "CoreV1Api", "AppsV1Api", "BatchV1Api", "CustomObjectsApi"].map((name) => make(`@kubernetes/client-node.${name}`, "kubernetes client")),
  ...["create", "replace", "patch"].map((verb): ApiRow => ({ path: `kubernetes client#${verb}*`, effect: { kind: "apply", manifest: "*", how: `${verb} in the Kubernetes API` } })),
  harmless("kubernetes client#*"),
];
