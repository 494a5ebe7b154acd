import type { ApiRow } from "./row.js";

type Phase = Extract<ApiRow["effect"], { kind: "schedule" }>["phase"];

/** The names by which test frameworks register callbacks, and when those run. */
const phases: Readonly<Record<string, Phase>> = {
  describe: "now",
  suite: "now",
  context: "now",
  before: "before",
  beforeAll: "before",
  beforeEach: "before",
  setup: "before",
  suiteSetup: "before",
  it: "test",
  test: "test",
  specify: "test",
  after: "after",
  afterAll: "after",
  afterEach: "after",
  teardown: "after",
  suiteTeardown: "after",
};

/** By these a test replaces what it would run: nothing below it is really built or deployed. */
const mockPaths = [
  ...["jest", "@jest/globals.jest"].flatMap((jest) => ["mock", "doMock", "unstable_mockModule", "setMock", "spyOn"].map((member) => `${jest}.${member}`)),
  ...["vi", "vitest.vi", "vitest.vitest"].flatMap((vi) => ["mock", "doMock", "spyOn", "stubGlobal"].map((member) => `${vi}.${member}`)),
  ...["stub", "mock", "replace", "fake", "createSandbox", "sandbox.create", "createStubInstance"].map((member) => `sinon.${member}`),
  "proxyquire",
  "proxyquire.load",
  "proxyquire.noCallThru",
  "testdouble.replace",
  "rewiremock",
  "mock-require",
  "esmock",
  "bun:test.mock.module",
  "node:test.mock.method",
  "node:test.mock.module",
  "test.mock.method",
  "test.mock.module",
];

export const mockRows: readonly ApiRow[] = mockPaths.map((path) => ({ path, effect: { kind: "mock" } }));

/** Jest, Vitest, Mocha, node:test, Bun, Playwright, tap, AVA: as globals, and imported. */
const modules = ["vitest", "@jest/globals", "mocha", "node:test", "test", "bun:test", "@playwright/test", "tap", "ava", "jest-circus", "@japa/runner", "uvu"];
const variants = ["", ".only", ".skip", ".concurrent", ".sequential", ".serial", ".parallel", ".failing", ".fails", ".todo", ".step", ".each", ".for", ".only.each", ".skip.each", ".concurrent.each"];

export const testFrameworkRows: readonly ApiRow[] = Object.entries(phases).flatMap(([name, phase]) =>
  variants.flatMap((variant): readonly ApiRow[] => {
    const effect = { kind: "schedule", phase } as const;
    return [{ path: `${name}${variant}`, effect }, ...modules.flatMap((module): readonly ApiRow[] => [{ path: `${module}.${name}${variant}`, effect }, { path: `${module}.test.${name}${variant}`, effect }])];
  }),
).concat(modules.filter((module) => module !== "test").map((path): ApiRow => ({ path, effect: { kind: "schedule", phase: "test" } })));
