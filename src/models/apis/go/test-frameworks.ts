import type { ApiEffect, ApiRow } from "../row.js";

const rows = (effect: ApiEffect, paths: readonly string[]): readonly ApiRow[] => paths.map((path) => ({ path: `go:${path}`, effect }));
const members = (packages: readonly string[], names: readonly string[], between = "."): readonly string[] => packages.flatMap((path) => names.map((name) => `${path}${between}${name}`));

const ginkgo = ["github.com/onsi/ginkgo", "github.com/onsi/ginkgo/dsl/core"];
const containers = ["Describe", "DescribeTableSubtree", "DescribeSubtree", "Context", "When"];
const subjects = ["It", "Specify", "Measure"];
const variants = (names: readonly string[]): readonly string[] => names.flatMap((name) => [name, `F${name}`]);

const testTypes = ["testing.T", "testing.TB", "testing.B", "testing.F", "testing.M", "github.com/onsi/ginkgo.GinkgoTInterface", "github.com/onsi/ginkgo.FullGinkgoTInterface"];

/** Ginkgo, Gomega, the standard library's tests, testify (https://onsi.github.io/ginkgo, https://pkg.go.dev/testing). */
export const goTestFrameworkRows: readonly ApiRow[] = [
  ...rows({ kind: "schedule", phase: "now" }, members(ginkgo, variants(containers))),
  ...rows({ kind: "schedule", phase: "before" }, members(ginkgo, ["BeforeAll", "BeforeEach", "JustBeforeEach"])),
  ...rows({ kind: "schedule", phase: "test" }, members(ginkgo, variants(subjects))),
  ...rows({ kind: "schedule", phase: "after" }, members(ginkgo, ["AfterSuite", "AfterAll", "AfterEach", "JustAfterEach", "ReportAfterEach", "ReportAfterSuite"])),
  // What is pending is not run: `PDescribe`, `XIt`.
  ...rows({ kind: "log" }, members(ginkgo, [...containers, ...subjects].flatMap((name) => [`P${name}`, `X${name}`]))),
  ...rows({ kind: "end" }, [...members(ginkgo, ["Fail", "Skip", "AbortSuite"]), ...members(testTypes, ["Fatal", "Fatalf", "FailNow", "Skip", "Skipf", "SkipNow"], "#")]),
  ...rows({ kind: "log" }, [...members(ginkgo, ["AddReportEntry", "GinkgoLogr.Info", "GinkgoLogr.Error", "GinkgoWriter.Printf", "GinkgoWriter.Println", "GinkgoWriter.Print", "GinkgoWriter.Write"]), ...members(testTypes, ["Log", "Logf", "Error", "Errorf"], "#")]),
  ...rows({ kind: "make", type: "go:testing.T" }, members(ginkgo, ["GinkgoT", "GinkgoTB"])),
  // Ginkgo and Gomega are imported with dots beside each other: a row for any name would take those of the other one.
  ...rows({ kind: "harmless" }, [...members(ginkgo, ["RunSpecs", "RunSpecsWithDefaultAndCustomReporters", "GinkgoRecover", "GinkgoHelper", "GinkgoParallelProcess", "GinkgoParallelNode", "GinkgoConfiguration", "CurrentSpecReport", "CurrentGinkgoTestDescription", "Label", "NodeTimeout", "SpecTimeout", "GracePeriod", "FlakeAttempts", "MustPassRepeatedly", "Offset", "PreviewSpecs", "PauseOutputInterception", "ResumeOutputInterception", "GinkgoWriter", "GinkgoLogr", "GinkgoWriter.*", "GinkgoLogr.*", "Ordered", "Serial", "Focus", "Pending", "ContinueOnFailure", "OncePerOrdered"]), ...members(testTypes, ["*"], "#")]),

  ...rows({ kind: "harmless" }, ["github.com/onsi/gomega.*", "github.com/onsi/gomega/*", "github.com/stretchr/testify/*", "gotest.tools/*", "github.com/google/go-cmp/*", "github.com/frankban/quicktest.*", "github.com/matryer/is.*"]),
];

/** What replaces functions by others while a test runs. */
const patching = ["github.com/agiledragon/gomonkey.ApplyFunc", "github.com/agiledragon/gomonkey.ApplyFuncReturn", "github.com/agiledragon/gomonkey.ApplyMethod", "github.com/agiledragon/gomonkey.ApplyMethodReturn", "github.com/agiledragon/gomonkey.ApplyPrivateMethod", "github.com/bouk/monkey.Patch", "bou.ke/monkey.Patch", "bou.ke/monkey.PatchInstanceMethod", "github.com/undefinedlabs/go-mpatch.PatchMethod", "github.com/bytedance/mockey.Mock", "github.com/prashantv/gostub.Stub", "github.com/prashantv/gostub.StubFunc"];

const fakeClient = "go:fake client";
const fakeClientset = "go:fake clientset";
const verbs = ["Create", "Update", "Patch", "Apply", "Get", "List", "Watch", "UpdateStatus"];

/** Mocks, and clients that reach no cluster. */
export const goMockRows: readonly ApiRow[] = [
  ...rows({ kind: "mock" }, patching),
  ...rows({ kind: "harmless" }, ["github.com/golang/mock/*", "go.uber.org/mock/*"]),
  ...["Create", "Update", "Patch", "Apply", "Get", "List", "Delete", "DeleteAllOf"].map((verb): ApiRow => ({ path: `${fakeClient}#${verb}`, effect: { kind: "results", of: { kind: "harmless" }, gives: "error" } })),
  { path: `${fakeClient}#*`, effect: { kind: "chain" } },
  ...verbs.map((verb): ApiRow => ({ path: `${fakeClientset}#${verb}`, effect: { kind: "results", of: { kind: "harmless" }, gives: "value and error" } })),
  { path: `${fakeClientset}#Delete`, effect: { kind: "results", of: { kind: "harmless" }, gives: "error" } },
  { path: `${fakeClientset}#*`, effect: { kind: "chain" } },
  // https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/client/fake
  ...rows({ kind: "make", type: fakeClient }, ["sigs.k8s.io/controller-runtime/pkg/client/fake.NewClientBuilder", "sigs.k8s.io/controller-runtime/pkg/client/fake.NewFakeClient", "sigs.k8s.io/controller-runtime/pkg/client/fake.NewFakeClientWithScheme"]),
  ...rows({ kind: "make", type: fakeClientset }, ["k8s.io/client-go/kubernetes/fake.NewSimpleClientset", "k8s.io/client-go/kubernetes/fake.NewClientset", "k8s.io/client-go/dynamic/fake.NewSimpleDynamicClient", "k8s.io/client-go/dynamic/fake.NewSimpleDynamicClientWithCustomListKinds"]),
  // An API server of envtest has no nodes: nothing in it runs. https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/envtest
  { path: "go:sigs.k8s.io/controller-runtime/pkg/envtest.Environment#Start", effect: { kind: "results", of: { kind: "make", type: "go:envtest configuration" }, gives: "value and error" } },
  { path: "go:sigs.k8s.io/controller-runtime/pkg/envtest.Environment#*", effect: { kind: "harmless" } },
];
