import { unknown } from "../../values/text.js";
import { textOutput } from "./action.js";
import type { Action, ActionEffect } from "./action.js";

/** Actions that deploy, or that run something as a command line does. */
export const deployActions: readonly Action[] = [
  {
    names: ["azure/k8s-deploy", "azure/k8s-actions/k8s-deploy"],
    documentation: "https://github.com/Azure/k8s-deploy#action-capabilities",
    effects: (call) => {
      const images = call.items("images", "lines and commas");
      return [...call.items("manifests", "lines and commas").map((manifest): ActionEffect => ({ kind: "apply", manifest, images })), ...images.map((reference): ActionEffect => ({ kind: "deploy", reference, runtime: "cluster" }))];
    },
  },
  {
    names: ["azure/k8s-bake"],
    documentation: "https://github.com/Azure/k8s-bake#readme",
    // It renders manifests for others to deploy, with values that it is given.
    effects: (call) => [{ kind: "escape", texts: [...call.items("overrides"), ...call.items("images")] }],
  },
  {
    names: ["google-github-actions/deploy-cloudrun"],
    documentation: "https://github.com/google-github-actions/deploy-cloudrun#inputs",
    effects: (call) => {
      const image = call.text("image");
      return image === undefined ? [] : [{ kind: "deploy", reference: image, runtime: "cluster" }];
    },
  },
  {
    names: ["aws-actions/amazon-ecs-render-task-definition"],
    documentation: "https://github.com/aws-actions/amazon-ecs-render-task-definition#usage",
    effects: (call) => {
      const image = call.text("image");
      return image === undefined ? [] : [{ kind: "deploy", reference: image, runtime: "cluster" }];
    },
    outputs: () => new Map([["task-definition", textOutput(unknown("a rendered task definition", "a file that the action writes"))]]),
  },
  {
    names: ["nick-fields/retry", "nick-invision/retry"],
    documentation: "https://github.com/nick-fields/retry#inputs",
    effects: (call) => {
      const script = call.text("command");
      return script === undefined ? [] : [{ kind: "script", script }];
    },
  },
  {
    names: ["addnab/docker-run-action"],
    documentation: "https://github.com/addnab/docker-run-action#readme",
    effects: (call) => {
      const image = call.text("image");
      return image === undefined ? [] : [{ kind: "deploy", reference: image, runtime: "engine" }];
    },
  },
  {
    names: ["aquasecurity/trivy-action", "anchore/scan-action", "snyk/actions/docker"],
    documentation: "https://github.com/aquasecurity/trivy-action#inputs",
    // They look at an image and change nothing.
    effects: () => [],
  },
  {
    names: ["actions/checkout"],
    documentation: "https://github.com/actions/checkout#usage",
    effects: (call) => {
      const repository = call.text("repository");
      const isOwn = repository === undefined || repository.key === call.run.repository.key;
      return isOwn ? [] : [{ kind: "foreign-folder", folder: call.text("path") }];
    },
  },
  {
    names: ["benc-uk/workflow-dispatch", "peter-evans/repository-dispatch", "actions/github-script"],
    documentation: "https://github.com/actions/github-script#readme",
    effects: (call) => [{ kind: "escape", texts: ["inputs", "client-payload", "script"].flatMap((input) => call.text(input) ?? []) }],
  },
  {
    names: ["stefanprodan/helm-gh-pages", "helm/chart-releaser-action", "helm/chart-testing-action"],
    documentation: "https://github.com/stefanprodan/helm-gh-pages#inputs",
    effects: () => [],
  },
  {
    names: ["akhilerm/tag-push-action"],
    documentation: "https://github.com/akhilerm/tag-push-action#inputs",
    effects: (call) => {
      const source = call.text("src");
      return source === undefined ? [] : call.items("dst").flatMap((target): readonly ActionEffect[] => [{ kind: "tag", source, target }, { kind: "push", reference: target }]);
    },
  },
];

