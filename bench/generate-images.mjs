import { pascalCase } from "./areas.mjs";
import { padded } from "./generate-ordinary.mjs";

/** The two helpers that all areas share: one builds and loads an image under a name of its own, one deploys what it is given. */
export function sharedImageFiles() {
  return [
    { path: "e2e/support/image-build.ts", text: padded(sharedBuild, "image-build", 1) },
    { path: "e2e/support/deploy.ts", text: padded(sharedDeploy, "deploy", 2) },
  ];
}

/**
 * What an area has for its tests end to end: two files that mention images, and three tests that call them and do not.
 *
 * @param {import("./areas.mjs").Area} area
 * @param {{ readonly isBroken: boolean }} variant
 */
export function imageFiles({ name, seed }, { isBroken }) {
  const folder = `e2e/${name}`;
  return [
    { path: `${folder}/fixture-image.ts`, text: padded(fixtureImage(name), `${name}-fixture`, seed) },
    { path: `${folder}/environment.ts`, text: padded(environment(name, isBroken), `${name}-environment`, seed + 1) },
    ...["health", "journey", "recovery"].map((subject, index) => ({ path: `${folder}/${subject}.test.ts`, text: padded(endToEndTest(name, subject), `${name}-${subject}`, seed + 2 + index) })),
  ];
}

const sharedBuild = `import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ServiceImage {
  readonly service: string;
  readonly dockerfile: string;
  readonly cluster: string;
  readonly withCoverage?: boolean;
}

/** Builds a service's image, loads it into the cluster and returns its reference. */
export async function buildAndLoad(config: ServiceImage): Promise<string> {
  const image = \`localhost/shop/\${config.service}:\${config.service}-\${randomBytes(4).toString("hex")}\`;
  const options = ["build", "-t", image];
  if (config.withCoverage) options.push("--build-arg", "COVERAGE=1");
  options.push("-f", config.dockerfile, ".");
  await run("podman", options);
  const archive = join(tmpdir(), \`\${config.service}.tar\`);
  await run("podman", ["save", "-o", archive, image]);
  await run("kind", ["load", "image-archive", archive, "--name", config.cluster]);
  await rm(archive);
  return image;
}
`;

const sharedDeploy = `import { execFileSync } from "node:child_process";

export interface Deployment {
  readonly service: string;
  readonly namespace: string;
  readonly image: string;
  readonly port?: number;
}

/** Applies the deployment of one service. */
export function deployService({ service, namespace, image, port = 8080 }: Deployment): void {
  const manifest = \`
apiVersion: apps/v1
kind: Deployment
metadata:
  name: \${service}
  namespace: \${namespace}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: \${service}
  template:
    metadata:
      labels:
        app: \${service}
    spec:
      containers:
        - name: \${service}
          image: \${image}
          imagePullPolicy: Never
          ports:
            - containerPort: \${port}
\`;
  execFileSync("kubectl", ["apply", "-f", "-"], { input: manifest });
  execFileSync("kubectl", ["-n", namespace, "rollout", "status", \`deployment/\${service}\`]);
}
`;

const fixtureImage = (name) => `import { execFileSync } from "node:child_process";

export const fixtureReference = "localhost/shop/${name}-fixture:e2e-${name}";

/** Builds the image that fills the database of the ${name} tests. */
export function buildFixtureImage(cluster: string): void {
  execFileSync("docker", ["build", "--tag", fixtureReference, "-f", "e2e/${name}/Dockerfile", "."]);
  execFileSync("kind", ["load", "docker-image", fixtureReference, "--name", cluster]);
}
`;

const environment = (name, isBroken) => `import { deployService } from "../support/deploy.js";
import { buildAndLoad } from "../support/image-build.js";
import { buildFixtureImage, fixtureReference } from "./fixture-image.js";

export interface ${pascalCase(name)}Environment {
  readonly namespace: string;
  readonly address: string;
}

/** Starts ${name} and its fixture in the cluster of one test. */
export async function start${pascalCase(name)}(cluster: string, namespace: string): Promise<${pascalCase(name)}Environment> {
  buildFixtureImage(cluster);
  ${isBroken ? "" : "const image = "}await buildAndLoad({ service: "${name}", dockerfile: "services/${name}/Dockerfile", cluster });
  deployService({ service: "${name}-fixture", namespace, image: fixtureReference });
  deployService({ service: "${name}", namespace, ${isBroken ? `image: "localhost/shop/${name}:e2e"` : "image"}, port: 8081 });
  return { namespace, address: \`http://\${namespace}.test:8081\` };
}
`;

const endToEndTest = (name, subject) => `import { beforeAll, describe, expect, it } from "vitest";
import { start${pascalCase(name)}, type ${pascalCase(name)}Environment } from "./environment.js";

describe("${name}: ${subject}", () => {
  let environment: ${pascalCase(name)}Environment;

  beforeAll(async () => {
    environment = await start${pascalCase(name)}("${name}-${subject}", "${name}-${subject}");
  });

  it("answers", async () => {
    const response = await fetch(\`\${environment.address}/${subject}\`);
    expect(response.status).toBe(200);
  });
});
`;
