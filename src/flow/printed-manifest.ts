import { join, literal } from "../values/text.js";
import type { JoinedPart, Place, Text } from "../values/value.js";
import type { KubernetesObject } from "./site.js";

/** What `kubectl run` and `kubectl create` are asked to print. */
interface Wanted {
  readonly object: KubernetesObject | undefined;
  readonly images: readonly { readonly reference: Text; readonly origin: Place | undefined }[];
  readonly policy: Text | undefined;
}

/** The manifest that kubectl makes up for an object, as far as it speaks of images (kubectl's pkg/cmd/create and pkg/cmd/run). */
export function printedManifest({ object, images, policy }: Wanted): Text {
  const shape = object === undefined ? undefined : shapes[object.kind];
  if (object === undefined || shape === undefined) return literal("");
  const parts: readonly JoinedPart[] = [
    { text: literal(`apiVersion: ${shape.apiVersion}\nkind: ${shape.kind}\nmetadata:\n  name: `) },
    { text: object.name },
    { text: literal(`\n${shape.podSpec.map((key, depth) => `${"  ".repeat(depth)}${key}:\n`).join("")}`) },
    { text: literal(`${"  ".repeat(shape.podSpec.length)}containers:\n`) },
    ...images.flatMap(({ reference, origin }): readonly JoinedPart[] => [
      { text: literal(`${"  ".repeat(shape.podSpec.length)}- image: `) },
      { text: reference, ...(origin === undefined ? {} : { use: origin }) },
      ...(policy === undefined ? [] : [{ text: literal(`\n${"  ".repeat(shape.podSpec.length + 1)}imagePullPolicy: `) }, { text: policy }]),
      { text: literal("\n") },
    ]),
  ];
  return join(parts);
}

interface Shape {
  readonly apiVersion: string;
  readonly kind: string;
  /** The keys down to the pod's specification. */
  readonly podSpec: readonly string[];
}

const template = ["spec", "template", "spec"];

/** The kinds that kubectl creates by an image. */
const shapes: Readonly<Record<string, Shape>> = {
  pod: { apiVersion: "v1", kind: "Pod", podSpec: ["spec"] },
  deployment: { apiVersion: "apps/v1", kind: "Deployment", podSpec: template },
  deploymentconfig: { apiVersion: "apps.openshift.io/v1", kind: "DeploymentConfig", podSpec: template },
  job: { apiVersion: "batch/v1", kind: "Job", podSpec: template },
  cronjob: { apiVersion: "batch/v1", kind: "CronJob", podSpec: ["spec", "jobTemplate", ...template] },
};
