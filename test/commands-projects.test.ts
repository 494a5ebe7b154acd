import { describe, expect, it } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import { projectOnDisk } from "./project-on-disk.js";

/** What becomes of each deploy of a script that runs these command lines: `reference: verdict (why)`. */
async function deploysOf(lines: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const script = ['import { execSync } from "node:child_process";', ...lines.map((line) => `execSync(${JSON.stringify(line)});`)].join("\n");
  const { sites } = await analyzeProject({ root: projectOnDisk({ "tag-consistency.config.json": "{}", "e2e.ts": script, ...files }) });
  return sites.flatMap(({ kind, references, verdict, why }) => (kind === "deploy" ? [`${references.join(" | ")}: ${verdict ?? ""} (${why ?? ""})`] : []));
}

const deployment = (name: string, image: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n      containers: [{ name: ${name}, image: "${image}" }]\n`;

describe("an object that is deleted", () => {
  const build = "docker build -t localhost/shop:e2e .";
  const files = { "shop.yaml": deployment("shop", "localhost/shop:dev") };
  const apply = "kubectl apply -f shop.yaml";
  const create = "kubectl create deployment shop --image=localhost/shop:e2e";
  const consistent = "localhost/shop:e2e: consistent (docker build -t makes exactly this reference)";
  const anew = "localhost/shop:dev: unknown (its object is deleted before it is created anew)";
  const wrong = "localhost/shop:dev: inconsistent (it differs from all that is built, nearest localhost/shop:e2e)";

  it.each([
    ["kubectl delete deployment shop"],
    ["kubectl delete deployment/shop"],
    ["kubectl delete deploy shop --ignore-not-found"],
    ["kubectl delete deployments.apps web shop -n e2e"],
    ["kubectl delete service/web deployment.apps/shop --wait=false"],
    ["kubectl delete svc,deploy shop"],
    ["kubectl delete -f shop.yaml --timeout 30s"],
    ["cat shop.yaml | kubectl delete -f -"],
  ])("and created again does not matter any more: %s", async (line) => {
    expect(await deploysOf([build, apply, line, create], files)).toEqual([consistent, anew]);
  });

  it.each([
    ["another object", "kubectl delete deployment web"],
    ["another kind", "kubectl delete service shop"],
    ["nothing", "kubectl delete deployment shop --dry-run=client"],
    ["what a selector takes", "kubectl delete deployment -l app=shop"],
  ])("matters if the line deletes %s", async (_, line) => {
    expect(await deploysOf([build, apply, line, create], files)).toEqual([consistent, wrong]);
  });

  it("matters if it is not created again, as at the end of a test", async () => {
    expect(await deploysOf([build, apply, create.replace("shop --", "web --"), "kubectl delete deployment shop"], files)).toEqual([consistent, wrong]);
  });

  it("is in the namespace that both name", async () => {
    const elsewhere = { "shop.yaml": deployment("shop, namespace: shops", "localhost/shop:dev") };
    expect(await deploysOf([build, apply, "kubectl delete deployment shop -n e2e", create], elsewhere)).toEqual([consistent, wrong]);
    expect(await deploysOf([build, apply, "kubectl delete deployment shop -n shops", create], elsewhere)).toEqual([consistent, anew]);
  });

  it("stays somebody else's if the project does not build it", async () => {
    const foreign = { "shop.yaml": deployment("shop", "nginx:1.27") };
    expect(await deploysOf([build, apply, "kubectl delete deployment shop", create], foreign)).toEqual([consistent, "nginx:1.27: third-party (the project does not build it)"]);
  });
});
