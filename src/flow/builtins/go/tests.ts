import type { FunctionValue, Item, Value } from "../../../values/value.js";
import { callFunction, callValue, functionsIn } from "../../call.js";
import { log, use } from "../../captures.js";
import type { ExternalCall } from "../../external.js";
import { methodOf } from "../../packages.js";
import { pointedAt } from "../../pointers.js";
import { factsOf } from "../../run.js";
import type { Builtin } from "../table.js";
import { argument, newTyped, newUnknownCondition, nil } from "./results.js";

const entryType = "go:github.com/onsi/ginkgo.TableEntry";
const ginkgo = ["go:github.com/onsi/ginkgo", "go:github.com/onsi/ginkgo/dsl/core", "go:github.com/onsi/ginkgo/dsl/table"];
const gomega = ["go:github.com/onsi/gomega.", "go:github.com/onsi/gomega.Gomega#", "go:github.com/onsi/gomega.WithT#"];
const environmentType = "go:sigs.k8s.io/e2e-framework/pkg/env.Environment";
const featureType = "go:sigs.k8s.io/e2e-framework/pkg/features.FeatureBuilder";
const suites = ["go:github.com/stretchr/testify/suite"];

/** Test frameworks, where a row does not say enough: Ginkgo (https://onsi.github.io/ginkgo), Gomega, `testing`, testify's suites, sigs.k8s.io/e2e-framework. */
export const goTestBuiltins: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries(ginkgo.flatMap((path): readonly (readonly [string, Builtin])[] => [
    [`${path}.By`, callNow],
    [`${path}.DeferCleanup`, afterwards],
    [`${path}.Entry`, (call) => newTyped(call, entryType, Object.fromEntries(call.items.slice(1).map((item, index) => [String(index), item.value])))],
    [`${path}.FEntry`, (call) => newTyped(call, entryType, Object.fromEntries(call.items.slice(1).map((item, index) => [String(index), item.value])))],
    [`${path}.DescribeTable`, table],
    [`${path}.FDescribeTable`, table],
    [`${path}.BeforeSuite`, beforeAll],
    [`${path}.SynchronizedBeforeSuite`, beforeAll],
    [`${path}.SynchronizedAfterSuite`, afterwards],
  ])),
  ...Object.fromEntries(gomega.flatMap((path): readonly (readonly [string, Builtin])[] => [
    ...["Expect", "ExpectWithOffset", "Ω"].map((name): readonly [string, Builtin] => [`${path}${name}`, (call) => {
      for (const item of call.items) use(item.value);
      return newTyped(call, "go:github.com/onsi/gomega.Assertion");
    }]),
    ...["Eventually", "EventuallyWithOffset", "Consistently", "ConsistentlyWithOffset"].map((name): readonly [string, Builtin] => [`${path}${name}`, (call) => {
      callNow(call);
      for (const item of call.items) use(item.value);
      return newTyped(call, "go:github.com/onsi/gomega.AsyncAssertion");
    }]),
  ])),
  ...Object.fromEntries(["WithTimeout", "WithPolling", "WithContext", "WithOffset", "WithArguments", "Within", "ProbeEvery", "MustPassRepeatedly"].map((name) => [`go:github.com/onsi/gomega.AsyncAssertion#${name}`, (call: ExternalCall) => call.receiver ?? nil])),
  "go:github.com/onsi/gomega.NewWithT": (call) => newTyped(call, "go:github.com/onsi/gomega.WithT"),
  "go:github.com/onsi/gomega.NewGomegaWithT": (call) => newTyped(call, "go:github.com/onsi/gomega.WithT"),
  "go:github.com/onsi/gomega.NewGomega": (call) => newTyped(call, "go:github.com/onsi/gomega.WithT"),

  ...Object.fromEntries(["T", "B", "F", "TB"].flatMap((type): readonly (readonly [string, Builtin])[] => [
    [`go:testing.${type}#Run`, (call) => {
      const name = call.items[0];
      if (name !== undefined) log(name.value);
      runWith(call, call.items.slice(1), call.receiver);
      return newUnknownCondition(call);
    }],
    [`go:testing.${type}#Cleanup`, afterwards],
  ])),
  "go:github.com/stretchr/testify/require.New": (call) => newTyped(call, "go:github.com/stretchr/testify/require.Assertions"),
  "go:github.com/stretchr/testify/assert.New": (call) => newTyped(call, "go:github.com/stretchr/testify/assert.Assertions"),
  ...Object.fromEntries(suites.map((path) => [`${path}.Run`, runSuite])),
  "go:github.com/stretchr/testify/suite.Suite#Require": (call) => newTyped(call, "go:github.com/stretchr/testify/require.Assertions"),
  "go:github.com/stretchr/testify/suite.Suite#Assert": (call) => newTyped(call, "go:github.com/stretchr/testify/assert.Assertions"),
  "go:github.com/stretchr/testify/suite.Suite#T": (call) => newTyped(call, "go:testing.T"),

  // https://pkg.go.dev/sigs.k8s.io/e2e-framework/pkg/env: functions of an environment run in order when the tests are run
  ...environmentMethods(["go:sigs.k8s.io/e2e-framework/pkg/env.Environment", "go:sigs.k8s.io/e2e-framework/pkg/types.Environment"]),
  "go:sigs.k8s.io/e2e-framework/pkg/env.New": environment,
  "go:sigs.k8s.io/e2e-framework/pkg/env.NewWithConfig": environment,
  "go:sigs.k8s.io/e2e-framework/pkg/env.NewParallel": environment,
  "go:sigs.k8s.io/e2e-framework/pkg/env.NewWithContext": environment,
  "go:sigs.k8s.io/e2e-framework/pkg/features.New": (call) => newTyped(call, featureType),
  "go:sigs.k8s.io/e2e-framework/pkg/features.NewWithDescription": (call) => newTyped(call, featureType),
  ...Object.fromEntries(["Setup", "WithSetup", "Assess", "AssessWithDescription", "WithStep", "WithStepDescription"].map((name) => [`${featureType}#${name}`, (call: ExternalCall) => {
    runInContext(call);
    return call.receiver ?? nil;
  }])),
  ...Object.fromEntries(["Teardown", "WithTeardown"].map((name) => [`${featureType}#${name}`, (call: ExternalCall) => {
    afterwards(call);
    return call.receiver ?? nil;
  }])),
  ...Object.fromEntries(["WithLabel", "Feature"].map((name) => [`${featureType}#${name}`, (call: ExternalCall) => call.receiver ?? nil])),
};

function environment(call: ExternalCall): Value {
  return newTyped(call, environmentType);
}

function environmentMethods(types: readonly string[]): Readonly<Record<string, Builtin>> {
  return Object.fromEntries(types.flatMap((type): readonly (readonly [string, Builtin])[] => [
    ...["Setup", "BeforeEachTest", "BeforeEachFeature"].map((name): readonly [string, Builtin] => [`${type}#${name}`, (call) => {
      runInContext(call);
      return call.receiver ?? nil;
    }]),
    ...["Finish", "AfterEachTest", "AfterEachFeature"].map((name): readonly [string, Builtin] => [`${type}#${name}`, (call) => {
      afterwards(call);
      return call.receiver ?? nil;
    }]),
    ...["Test", "TestInParallel"].map((name): readonly [string, Builtin] => [`${type}#${name}`, () => nil]),
    [`${type}#Run`, newUnknownCondition],
  ]));
}

/** Calls the functions among the arguments now, once. */
function callNow(call: ExternalCall): Value {
  const { frame } = call;
  for (const item of call.items) {
    if (item.value.kind !== "function") log(item.value);
    for (const callback of functionsIn(item.value)) callFunction(frame.run, callback, [], call.place, frame.activation.path, "unknown");
  }
  return nil;
}

function runWith(call: ExternalCall, items: readonly Item[], first: Value | undefined): void {
  const { frame } = call;
  const given = first === undefined ? [] : [{ value: first, isOptional: false }];
  for (const item of items) {
    if (item.value.kind === "external") callValue(frame, item.value, given, call.place);
    for (const callback of functionsIn(item.value)) callFunction(frame.run, callback, given, call.place, frame.activation.path, "unknown");
  }
}

/** Functions of an environment and of its features hand one context on: each gets what the one before has given. */
function runInContext(call: ExternalCall): void {
  const { run, activation } = call.frame;
  const { store, files } = run;
  const cell = files.get(contextName) ?? { value: undefined, origin: undefined };
  files.set(contextName, cell);
  for (const item of call.items) {
    const given = [{ value: cell.value ?? newTyped(call, "go:context.Context"), isOptional: false }];
    if (item.value.kind === "external") callValue(call.frame, item.value, given, call.place);
    for (const callback of functionsIn(item.value)) {
      const result = callFunction(run, callback, given, call.place, activation.path, "unknown");
      const next = result.kind === "object" ? (result.object.items?.value[0]?.value ?? result) : result;
      store.write(cell, next.kind === "object" ? next : given[0]?.value);
    }
  }
}

const contextName = "go: the context of an environment of tests";

function afterwards(call: ExternalCall): Value {
  const { run, activation } = call.frame;
  const [first, ...rest] = call.items;
  const callbacks = call.items.flatMap((item) => functionsIn(item.value));
  // `DeferCleanup(remove, name)` gives the function its arguments.
  const given = first?.value.kind === "function" && callbacks.length === 1 ? rest : [];
  for (const callback of callbacks) run.scheduled.after.push({ callback, place: call.place, path: activation.path, items: given });
  return nil;
}

/** A suite is set up before anything that a container sets up, wherever it stands. */
function beforeAll(call: ExternalCall): Value {
  const { run, activation } = call.frame;
  const [callback, next] = call.items.flatMap((item) => functionsIn(item.value));
  if (callback !== undefined) run.scheduled.before.unshift({ callback, place: call.place, path: activation.path, items: [], next });
  return nil;
}

/** `DescribeTable("…", func(a, b string) {…}, Entry("…", "a", "b"))` */
function table(call: ExternalCall): Value {
  const { run, activation } = call.frame;
  const entries = call.items.flatMap((item) => (item.value.kind === "object" && item.value.object.type === entryType ? [item.value.object] : []));
  const [body] = call.items.flatMap((item) => (item.value.kind === "function" ? [item.value] : []));
  if (body === undefined) return nil;
  for (const entry of entries) {
    const items = [...entry.properties.values()].map((cell): Item => ({ value: cell.value ?? nil, origin: cell.origin, isOptional: false }));
    run.scheduled.tests.push({ callback: body, place: call.place, path: activation.path, items });
  }
  if (entries.length === 0) run.scheduled.tests.push({ callback: body, place: call.place, path: activation.path, items: [] });
  return nil;
}

/** `suite.Run(t, new(Suite))`: the methods of the suite by their names (https://pkg.go.dev/github.com/stretchr/testify/suite). */
function runSuite(call: ExternalCall): Value {
  const { frame } = call;
  const suite = pointedAt(frame, argument(call, 1));
  if (suite.kind !== "object" || suite.object.class === undefined) return callNow(call);
  const { class: type } = suite.object;
  const { file } = type.module;
  const name = factsOf(frame.run, file).classes[type.class]?.name ?? "";
  const own = frame.run.project.resolve(".", file);
  const files = own === undefined ? [file] : frame.run.project.packageFiles(own);
  const tests = files.flatMap((one) => (frame.run.project.relevantFiles.has(one) ? (frame.run.project.facts(one)?.methods ?? []) : [])).filter((method) => method.type === name && /^Test(?!\p{Ll})/u.test(method.key));
  const method = (key: string): FunctionValue | undefined => {
    const found = methodOf(frame.run, file, name, key);
    return found === undefined ? undefined : { ...found, home: type, receiver: { kind: "object", object: suite.object } };
  };
  const perTest = tests.flatMap(({ key }) => ["SetupTest", "BeforeTest", key, "AfterTest", "TearDownTest"]);
  for (const key of ["SetupSuite", ...perTest, "TearDownSuite"]) {
    const callback = method(key);
    if (callback !== undefined) callValue(frame, callback, [], call.place);
  }
  return nil;
}
