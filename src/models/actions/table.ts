import type { Action } from "./action.js";
import { artifactActions } from "./artifacts.js";
import { clusterActions } from "./clusters.js";
import { deployActions } from "./deploys.js";
import { dockerActions } from "./docker.js";
import { metadataActions } from "./metadata.js";
import { releaseActions } from "./releases.js";

const actions: ReadonlyMap<string, Action> = new Map([...metadataActions, ...dockerActions, ...clusterActions, ...deployActions, ...artifactActions, ...releaseActions].flatMap((action) => action.names.map((name) => [name, action] as const)));

/** The row of an action by what a step uses (`docker/build-push-action@v6`); undefined for one that the tables do not know. */
export function actionNamed(uses: string): Action | undefined {
  return actions.get(uses.replace(/@.*$/u, "").toLowerCase());
}

/** Whether nobody ever builds or deploys by it: it sets a tool up, keeps files, reports. */
export function isHarmless(uses: string): boolean {
  return harmless.test(uses);
}

/** Owners and names whose actions make, load and deploy no images. */
const harmless = /^(?:actions\/(?!github-script)|github\/codeql-action|codecov\/|azure\/setup-|azure\/login|google-github-actions\/(?:auth|setup-gcloud)|aws-actions\/configure-aws-credentials|golangci\/|sigstore\/cosign-installer|softprops\/|dorny\/|tj-actions\/|slackapi\/|peter-evans\/create-|jlumbroso\/free-disk-space|step-security\/|ossf\/|fossas\/|crazy-max\/ghaction-(?:import-gpg|setup-docker|github-)|engineerd\/configurator|imranismail\/setup-kustomize|yokawasa\/action-setup-kube-tools|[\w.-]+\/setup-[\w-]+(?:@|$))/iu;
