import { describe, expect, it } from "vitest";
import { goConstant } from "../src/models/apis/go/constants.js";
import { isGoContainerModule } from "../src/models/apis/go/containers.js";
import { goFieldName, jsonFieldName, kindOfType } from "../src/models/apis/go/kubernetes.js";
import { goRows } from "../src/models/apis/go/table.js";
import { apiEffect } from "../src/models/apis/table.js";

describe("rows of Go's libraries", () => {
  it.each([
    ["go:github.com/docker/docker/client.Client#ImageBuild", "results"],
    ["go:github.com/docker/docker/client.Client#Ping", "harmless"],
    ["go:github.com/testcontainers/testcontainers-go/modules/postgres.Run", "results"],
    ["go:sigs.k8s.io/e2e-framework/pkg/envfuncs.LoadDockerImageToCluster", "later"],
    ["go:sigs.k8s.io/e2e-framework/pkg/envfuncs.CreateNamespace", "harmless"],
    ["go:k8s.io/client-go/kubernetes/typed/apps.DeploymentInterface#Create", "results"],
    ["go:k8s.io/client-go/kubernetes.Clientset#AppsV1", "chain"],
    ["go:k8s.io/client-go/applyconfigurations/core.ContainerApplyConfiguration#WithImage", "with-field"],
    ["go:k8s.io/api/core.Pod#DeepCopy", "copy"],
    ["go:github.com/onsi/ginkgo.Describe", "schedule"],
    ["go:github.com/onsi/ginkgo.PDescribe", "log"],
    ["go:testing.T#Fatalf", "end"],
    ["go:testing.T#Logf", "log"],
    ["go:log/slog.Info", "log"],
    ["go:github.com/stretchr/testify/require.NoError", "harmless"],
    ["go:fake clientset#AppsV1", "chain"],
    ["go:path/filepath.Join", "join-path"],
  ])("%s is %s", (path, kind) => {
    expect(apiEffect(path)?.kind).toBe(kind);
  });

  it("leave the names of Ginkgo and Gomega apart, which are imported with dots side by side", () => {
    expect(apiEffect("go:github.com/onsi/ginkgo.Equal")).toBeUndefined();
    expect(apiEffect("go:github.com/onsi/gomega.Equal")?.kind).toBe("harmless");
  });

  it("are without versions in their paths, as imports are looked up", () => {
    expect(goRows.map((row) => row.path).filter((path) => /\/v\d+(?=[./#*]|$)/u.test(path))).toEqual([]);
  });

  it("know nothing of what is in no row", () => {
    expect(apiEffect("go:example.com/tools.Build")).toBeUndefined();
  });

  it("name the libraries that make and run images, in every version", () => {
    expect(isGoContainerModule("github.com/ory/dockertest/v3")).toBe(true);
    expect(isGoContainerModule("github.com/testcontainers/testcontainers-go/modules/redis")).toBe(true);
    expect(isGoContainerModule("github.com/containers/podman/v5/pkg/bindings/images")).toBe(true);
    expect(isGoContainerModule("github.com/docker/dockerfile")).toBe(false);
  });
});

describe("constants of Go's libraries", () => {
  it("have their values", () => {
    expect(goConstant("go:k8s.io/api/core.PullNever")).toBe("Never");
    expect(goConstant("go:time.DateOnly")).toBe("2006-01-02");
    expect(goConstant("time.DateOnly")).toBeUndefined();
  });
});

describe("Kubernetes objects of Go", () => {
  it.each([
    ["APIVersion", "apiVersion"],
    ["Image", "image"],
    ["ImagePullPolicy", "imagePullPolicy"],
    ["HostIPC", "hostIPC"],
    ["TTY", "tty"],
    ["ObjectMeta", "metadata"],
    ["TypeMeta", undefined],
    ["EphemeralContainerCommon", undefined],
  ])("have the field %s as %s", (field, name) => {
    expect(jsonFieldName(field)).toBe(name);
  });

  it("are read into their fields", () => {
    expect(["apiVersion", "metadata", "spec", "initContainers"].map(goFieldName)).toEqual(["APIVersion", "ObjectMeta", "Spec", "InitContainers"]);
  });

  it("are of their type's kind", () => {
    expect(kindOfType("go:k8s.io/api/apps.Deployment")).toEqual({ kind: "Deployment", apiVersion: "apps/v1" });
    expect(kindOfType("go:k8s.io/api/core.Pod")).toEqual({ kind: "Pod", apiVersion: "v1" });
    expect(kindOfType("go:github.com/tektoncd/pipeline/pkg/apis/pipeline.TaskRun")).toEqual({ kind: "TaskRun", apiVersion: undefined });
    expect(kindOfType("go:k8s.io/api/core.PodSpec")).toBeUndefined();
    expect(kindOfType("go:os/exec.Cmd")).toBeUndefined();
  });
});
