import { expect, test } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { sayDeploys } from "../src/report/summary.js";
import { projectOnDisk } from "./project-on-disk.js";

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: "localhost/desk:ci", imagePullPolicy: Never }] }\n';
const steps = "          echo ${{ github.ref_name }}\n          kind create cluster --name a\n          docker build -t localhost/desk:ci .\n          kubectl apply -f pod.yaml\n          kubectl apply -f other.yaml\n";

test("what several events of a workflow come to is told once, and each place of it once", async () => {
  const workflow = `on: { push: { branches: [main], tags: ["v*"] }, pull_request: {}, workflow_dispatch: {} }\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${steps}`;
  const { findings } = await analyzeProject({ root: projectOnDisk({ ".github/workflows/ci.yml": workflow, "pod.yaml": pod, "other.yaml": pod }) });
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual([["no-unloaded-image", "pod.yaml"]]);
  expect(findings.flatMap(({ related }) => related.map(({ file, line }) => `${file}:${line}`))).toEqual([".github/workflows/ci.yml:9", ".github/workflows/ci.yml:8", "other.yaml:4"]);
});

test("a project that has only a workflow, which builds, is one that is checked", async () => {
  const workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { push: true, tags: acme/desk:1 }\n";
  const report = await analyzeProject({ root: projectOnDisk({ ".github/workflows/ci.yml": workflow }) });
  expect(sayDeploys(report)).toBe("No deploys found in 1 file, so there is nothing to compare with: 1 build, 0 loads.");
});
