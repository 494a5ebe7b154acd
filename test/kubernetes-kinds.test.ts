import { describe, expect, test } from "vitest";
import { readManifests } from "../src/frontends/yaml/read-manifests.js";
import { customKinds } from "../src/models/kubernetes/custom-kinds.js";

/** What a cluster runs, and what it builds, for an object: `path = image`. */
function contentOf(apiVersion: string, kind: string, rest: string): readonly string[] {
  const { objects, problems } = readManifests(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n${rest}\n`);
  expect(problems).toEqual([]);
  return objects.flatMap(({ images, outputs }) => [
    ...images.map(({ image, policy, path }) => `${path} = ${image.value}${policy === undefined ? "" : ` (${policy.value})`}`),
    ...outputs.map(({ image, path, isOfImageStream }) => `${path} := ${image.value}${isOfImageStream ? " (image stream)" : ""}`),
  ]);
}

describe("what Kubernetes itself runs", () => {
  const pod = "{ containers: [{ image: x }] }";
  test.each([
    ["v1", "Pod", `spec: ${pod}`, "spec.containers[0].image"],
    ["v1", "PodTemplate", `template: { spec: ${pod} }`, "template.spec.containers[0].image"],
    ["v1", "ReplicationController", `spec: { template: { spec: ${pod} } }`, "spec.template.spec.containers[0].image"],
    ["apps/v1beta2", "StatefulSet", `spec: { template: { spec: ${pod} } }`, "spec.template.spec.containers[0].image"],
    ["extensions/v1beta1", "DaemonSet", `spec: { template: { spec: ${pod} } }`, "spec.template.spec.containers[0].image"],
    ["batch/v1", "Job", `spec: { template: { spec: ${pod} } }`, "spec.template.spec.containers[0].image"],
    ["batch/v1beta1", "CronJob", `spec: { jobTemplate: { spec: { template: { spec: ${pod} } } } }`, "spec.jobTemplate.spec.template.spec.containers[0].image"],
    ["v1", "Pod", "spec: { ephemeralContainers: [{ image: x }] }", "spec.ephemeralContainers[0].image"],
  ])("%s %s", (apiVersion, kind, rest, path) => {
    expect(contentOf(apiVersion, kind, rest)).toEqual([`${path} = x`]);
  });
});

describe("custom resources", () => {
  test.each([
    ["apps.openshift.io/v1", "DeploymentConfig", "spec: { template: { spec: { containers: [{ image: x }] } } }", "spec.template.spec.containers[0].image = x"],
    ["serving.knative.dev/v1", "Service", "spec: { template: { spec: { containers: [{ image: x }] } } }", "spec.template.spec.containers[0].image = x"],
    ["operator.knative.dev/v1beta1", "KnativeServing", "spec: { registry: { override: { activator: x } } }", "spec.registry.override.activator = x"],
    ["sinks.knative.dev/v1alpha1", "JobSink", "spec: { job: { spec: { template: { spec: { containers: [{ image: x }] } } } } }", "spec.job.spec.template.spec.containers[0].image = x"],
    ["argoproj.io/v1alpha1", "Rollout", "spec: { template: { spec: { containers: [{ image: x }] } } }", "spec.template.spec.containers[0].image = x"],
    ["argoproj.io/v1alpha1", "Workflow", "spec: { templates: [{ script: { image: x } }] }", "spec.templates[0].script.image = x"],
    ["argoproj.io/v1alpha1", "CronWorkflow", "spec: { workflowSpec: { templates: [{ containerSet: { containers: [{ image: x }] } }] } }", "spec.workflowSpec.templates[0].containerSet.containers[0].image = x"],
    ["tekton.dev/v1beta1", "Task", "spec: { steps: [{ image: x, imagePullPolicy: Never }] }", "spec.steps[0].image = x (Never)"],
    ["tekton.dev/v1", "Pipeline", "spec: { finally: [{ taskSpec: { stepTemplate: { image: x } } }] }", "spec.finally[0].taskSpec.stepTemplate.image = x"],
    ["tekton.dev/v1", "PipelineRun", "spec: { pipelineSpec: { tasks: [{ taskSpec: { sidecars: [{ image: x }] } }] } }", "spec.pipelineSpec.tasks[0].taskSpec.sidecars[0].image = x"],
    ["tekton.dev/v1beta1", "TaskRun", "spec: { taskRef: { name: a, bundle: x } }", "spec.taskRef.bundle = x"],
    ["tekton.dev/v1beta1", "StepAction", "spec: { image: x }", "spec.image = x"],
    ["kafka.strimzi.io/v1beta2", "Kafka", "spec: { entityOperator: { topicOperator: { image: x } } }", "spec.entityOperator.topicOperator.image = x"],
    ["apps.kruise.io/v1alpha1", "CloneSet", "spec: { template: { spec: { containers: [{ image: x }] } } }", "spec.template.spec.containers[0].image = x"],
    ["apps.kruise.io/v1alpha1", "UnitedDeployment", "spec: { template: { cloneSetTemplate: { spec: { template: { spec: { containers: [{ image: x }] } } } } } }", "spec.template.cloneSetTemplate.spec.template.spec.containers[0].image = x"],
    ["apps.kruise.io/v1alpha1", "ImageListPullJob", "spec: { images: [x] }", "spec.images[0] = x"],
    ["kubeflow.org/v1", "PyTorchJob", "spec: { pytorchReplicaSpecs: { Worker: { template: { spec: { containers: [{ image: x }] } } } } }", "spec.pytorchReplicaSpecs.Worker.template.spec.containers[0].image = x"],
    ["kubeflow.org/v1beta1", "WorkspaceKind", "spec: { podTemplate: { options: { imageConfig: { values: [{ spec: { image: x, imagePullPolicy: Always } }] } } } }", "spec.podTemplate.options.imageConfig.values[0].spec.image = x (Always)"],
    ["serving.kserve.io/v1beta1", "InferenceService", "spec: { predictor: { model: { image: x } } }", "spec.predictor.model.image = x"],
    ["serving.kserve.io/v1beta1", "InferenceService", "spec: { transformer: { containers: [{ image: x }] } }", "spec.transformer.containers[0].image = x"],
    ["ray.io/v1", "RayService", "spec: { rayClusterConfig: { workerGroupSpecs: [{ template: { spec: { containers: [{ image: x }] } } }] } }", "spec.rayClusterConfig.workerGroupSpecs[0].template.spec.containers[0].image = x"],
    ["sparkoperator.k8s.io/v1beta2", "ScheduledSparkApplication", "spec: { template: { image: x, imagePullPolicy: Never } }", "spec.template.image = x (Never)"],
    ["flink.apache.org/v1beta1", "FlinkDeployment", "spec: { image: x }", "spec.image = x"],
    ["monitoring.coreos.com/v1", "Prometheus", "spec: { image: x }", "spec.image = x"],
    ["kibana.k8s.elastic.co/v1", "Kibana", "spec: { image: x }", "spec.image = x"],
    ["postgresql.cnpg.io/v1", "Cluster", "spec: { imageName: x, imagePullPolicy: Never }", "spec.imageName = x (Never)"],
    ["acid.zalan.do/v1", "postgresql", "spec: { dockerImage: x }", "spec.dockerImage = x"],
    ["postgres-operator.crunchydata.com/v1beta1", "PostgresCluster", "spec: { backups: { pgbackrest: { image: x } } }", "spec.backups.pgbackrest.image = x"],
    ["pxc.percona.com/v1", "PerconaXtraDBCluster", "spec: { haproxy: { image: x } }", "spec.haproxy.image = x"],
    ["pkg.crossplane.io/v1", "Provider", "spec: { package: x, packagePullPolicy: Never }", "spec.package = x (Never)"],
    ["operators.coreos.com/v1alpha1", "CatalogSource", "spec: { image: x }", "spec.image = x"],
    ["operators.coreos.com/v1alpha1", "ClusterServiceVersion", "spec: { install: { spec: { deployments: [{ spec: { template: { spec: { containers: [{ image: x }] } } } }] } } }", "spec.install.spec.deployments[0].spec.template.spec.containers[0].image = x"],
    ["leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet", "spec: { leaderWorkerTemplate: { workerTemplate: { spec: { containers: [{ image: x }] } } } }", "spec.leaderWorkerTemplate.workerTemplate.spec.containers[0].image = x"],
    ["actions.summerwind.dev/v1alpha1", "RunnerDeployment", "spec: { template: { spec: { image: x } } }", "spec.template.spec.image = x"],
    ["actions.github.com/v1alpha1", "AutoscalingRunnerSet", "spec: { template: { spec: { containers: [{ image: x }] } } }", "spec.template.spec.containers[0].image = x"],
    ["fission.io/v1", "Environment", "spec: { runtime: { image: x } }", "spec.runtime.image = x"],
    ["openfaas.com/v1", "Function", "spec: { image: x }", "spec.image = x"],
    ["chaos-mesh.org/v1alpha1", "Workflow", "spec: { templates: [{ task: { container: { image: x } } }] }", "spec.templates[0].task.container.image = x"],
    ["kubevirt.io/v1", "VirtualMachine", "spec: { template: { spec: { volumes: [{ containerDisk: { image: x } }] } } }", "spec.template.spec.volumes[0].containerDisk.image = x"],
    ["workspace.devfile.io/v1alpha2", "DevWorkspace", "spec: { template: { components: [{ name: a, container: { image: x } }] } }", "spec.template.components[0].container.image = x"],
  ])("%s %s", (apiVersion, kind, rest, found) => {
    expect(contentOf(apiVersion, kind, rest)).toEqual([found]);
  });

  test("OpenShift's references to images are images, its references to image streams are not", () => {
    const stream = (tag: string): string => `spec: { tags: [{ name: latest, from: ${tag} }] }`;
    expect(contentOf("image.openshift.io/v1", "ImageStream", stream("{ kind: DockerImage, name: x }"))).toEqual(["spec.tags[0].from.name = x"]);
    expect(contentOf("image.openshift.io/v1", "ImageStream", stream("{ kind: ImageStreamTag, name: x:1 }"))).toEqual([]);
  });

  test("what a cluster builds is neither run nor mentioned", () => {
    const build = "spec: { strategy: { dockerStrategy: { from: { kind: DockerImage, name: base } } }, output: { to: { kind: DockerImage, name: registry/x:1 } } }";
    expect(contentOf("build.openshift.io/v1", "BuildConfig", build)).toEqual(["spec.strategy.dockerStrategy.from.name = base", "spec.output.to.name := registry/x:1"]);
    expect(contentOf("build.openshift.io/v1", "BuildConfig", "spec: { output: { to: { kind: ImageStreamTag, name: x:1 } } }")).toEqual(["spec.output.to.name := x:1 (image stream)"]);
    expect(contentOf("shipwright.io/v1beta1", "Build", "spec: { output: { image: registry/x:1 } }")).toEqual(["spec.output.image := registry/x:1"]);
    expect(readManifests("apiVersion: shipwright.io/v1beta1\nkind: Build\nspec: { output: { image: registry/x:1 } }").objects[0]?.mentions).toEqual([]);
    expect(contentOf("kpack.io/v1alpha2", "Image", "spec: { tag: registry/x, additionalTags: [registry/x:1] }")).toEqual(["spec.tag := registry/x", "spec.additionalTags[0] := registry/x:1"]);
  });

  test("a row is about its group", () => {
    expect(contentOf("cluster.x-k8s.io/v1beta1", "Cluster", "spec: { imageName: x }")).toEqual([]);
    expect(contentOf("example.com/v1", "Function", "spec: { image: x }")).toEqual([]);
    expect(contentOf("pkg.crossplane.io/v1", "Function", "spec: { image: x, package: y }")).toEqual(["spec.package = y"]);
  });

  const written = customKinds.flatMap((row) =>
    row.kinds.flatMap((kind) =>
      row.groups.flatMap((group) => [
        ...(row.podSpecs ?? []).map((path) => [kind, group, `${path}.containers[].image`, "images"] as const),
        ...(row.containers ?? []).map((path) => [kind, group, `${path}.image`, "images"] as const),
        ...(row.images ?? []).map((path) => [kind, group, path, "images"] as const),
        ...(row.outputs ?? []).map((path) => [kind, group, path, "outputs"] as const),
      ]),
    ),
  );

  test.each(written)("%s of %s: %s", (kind, group, path, content) => {
    const apiVersion = group === "" ? "v1" : `${group}/v1`;
    const object = valueAt(path.replaceAll("[]", ".[]").split("."), { apiVersion, kind });
    expect(readManifests(JSON.stringify(object)).objects[0]?.[content]).toMatchObject([{ image: { value: "x" }, path: path.replaceAll("[]", "[0]").replaceAll("*", "any") }]);
  });
});

/** An object that has the text `x` at a path. */
function valueAt([step, ...steps]: readonly string[], beside: Readonly<Record<string, unknown>> = {}): unknown {
  if (step === undefined) return "x";
  return step === "[]" ? [valueAt(steps)] : { ...beside, [step === "*" ? "any" : step]: valueAt(steps) };
}

describe("what only looks like an image", () => {
  test.each([
    ["the schema of a definition", "apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec: { versions: [{ schema: { openAPIV3Schema: { properties: { containers: [{ name: a, image: x }] } } } }] }"],
    ["an example in a definition", "apiextensions.crossplane.io/v1", "CompositeResourceDefinition", "spec: { containers: [{ name: a, image: x }] }"],
    ["the pattern of a policy", "kyverno.io/v1", "ClusterPolicy", "spec: { rules: [{ validate: { pattern: { spec: { containers: [{ name: a, image: '!*:latest' }] } } } }] }"],
    ["what is given to a chart", "helm.toolkit.fluxcd.io/v2", "HelmRelease", "spec: { values: { initContainers: [{ name: a, image: x }] } }"],
    ["an example", "example.com/v1", "Catalog", "spec: { examples: [{ spec: { containers: [{ name: a, image: x }] } }] }"],
    ["what the cluster has noted", "v1", "Pod", "status: { containers: [{ name: a, image: x }], containerStatuses: [{ name: a, image: x/y:1 }] }"],
    ["the disk of a virtual machine", "infrastructure.cluster.x-k8s.io/v1beta1", "OpenStackMachineTemplate", "spec: { template: { spec: { image: { filter: { name: ubuntu-22.04 } } } } }"],
    ["the picture of an operator", "example.com/v1", "Shop", "spec: { image: logo.png, iconImage: shop/icon:1, image2: https://example.com/a }"],
  ])("%s", (_name, apiVersion, kind, rest) => {
    const { objects } = readManifests(`apiVersion: ${apiVersion}\nkind: ${kind}\n${rest}\n`);
    expect(objects).toMatchObject([{ images: [], mentions: [] }]);
  });

  test("an OpenAPI document", () => {
    expect(readManifests("openapi: 3.0.0\ncomponents: { examples: { pod: { value: { kind: Pod, spec: { containers: [{ name: a, image: x }] } } } } }").objects).toEqual([]);
  });
});
