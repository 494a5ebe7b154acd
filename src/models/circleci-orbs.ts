/**
 * Commands and jobs of orbs (https://circleci.com/developer/orbs) as the shell script that each amounts to. It reads the parameters as variables,
 * in upper case and with `_` for `-`; a parameter that holds the name of a variable (`env_var_name`) is read through it. `defaults` are those of
 * the orb. What is not listed does what nobody sees here.
 */
export interface OrbRow {
  readonly script: string;
  readonly defaults: Readonly<Record<string, string>>;
}

const buildImage = 'for ONE in $(echo "$TAG" | tr "," " "); do\n  docker build -t "$REGISTRY/$IMAGE:$ONE" .\ndone';
const pushImage = 'for ONE in $(echo "$TAG" | tr "," " "); do\n  docker push "$REGISTRY/$IMAGE:$ONE"\ndone';
const ofDocker = { registry: "docker.io", tag: "$CIRCLE_SHA1", image: "$DOCKER_LOGIN/$CIRCLE_PROJECT_REPONAME" };

const ecrBuild = 'for ONE in $(echo "$TAG" | tr "," " "); do\n  docker build -t "$ACCOUNT/$REPO:$ONE" .\n  docker push "$ACCOUNT/$REPO:$ONE"\ndone';
const ofEcr = { tag: "latest", account: "$AWS_ECR_ACCOUNT_URL" };

const gcrBuild = 'for ONE in $(echo "$TAG" | tr "," " "); do\n  docker build -t "$REGISTRY_URL/${!GOOGLE_PROJECT_ID}/$IMAGE:$ONE" .\ndone';
const gcrPush = 'for ONE in $(echo "$TAG" | tr "," " "); do\n  docker push "$REGISTRY_URL/${!GOOGLE_PROJECT_ID}/$IMAGE:$ONE"\ndone';
const ofGcr = { "registry-url": "gcr.io", "google-project-id": "GOOGLE_PROJECT_ID", tag: "latest" };

const kubernetesUpdate = "kubectl set image $RESOURCE_NAME $CONTAINER_IMAGE_UPDATES";

/** By the orb's name without its version, and the name of the command or job in it. */
export const orbRows: ReadonlyMap<string, OrbRow> = new Map<string, OrbRow>([
  ...["circleci/docker", "circleci/docker-publish"].flatMap((orb): readonly (readonly [string, OrbRow])[] => [
    [`${orb} build`, { script: buildImage, defaults: ofDocker }],
    [`${orb} push`, { script: pushImage, defaults: ofDocker }],
    [`${orb} deploy`, { script: pushImage, defaults: ofDocker }],
    [`${orb} publish`, { script: `${buildImage}\n${pushImage}`, defaults: ofDocker }],
  ]),
  ...["build-and-push-image", "build_and_push_image"].map((name) => [`circleci/aws-ecr ${name}`, { script: ecrBuild, defaults: ofEcr }] as const),
  ["circleci/gcp-gcr build-image", { script: gcrBuild, defaults: ofGcr }],
  ["circleci/gcp-gcr push-image", { script: gcrPush, defaults: ofGcr }],
  ["circleci/gcp-gcr build-and-push-image", { script: `${gcrBuild}\n${gcrPush}`, defaults: ofGcr }],
  ["circleci/gcp-gcr build_and_push_image", { script: `${gcrBuild}\n${gcrPush}`, defaults: ofGcr }],
  ["circleci/kubernetes update-container-image", { script: kubernetesUpdate, defaults: {} }],
  ["circleci/kubernetes create-or-update-resource", { script: "kubectl apply -f $RESOURCE_FILE_PATH", defaults: {} }],
  ["circleci/aws-eks update-container-image", { script: kubernetesUpdate, defaults: {} }],
  ["circleci/helm upgrade-helm-chart", { script: "helm upgrade --install $RELEASE_NAME $CHART ${VALUES:+-f $VALUES} ${VALUES_TO_OVERRIDE:+--set $VALUES_TO_OVERRIDE}", defaults: {} }],
]);

/** Orbs none of whose commands builds or deploys an image. */
export const harmlessOrbs =
  /^(?:circleci\/(?:node|python|ruby|go|rust|php|browser-tools|android|macos|windows|slack|jira|aws-cli|gcp-cli|azure-cli|kubernetes|aws-eks|gcp-gke|helm|docker|aws-ecr|gcp-gcr|path-filtering|continuation|shellcheck|codecov|artifactory|welcome|jq|github-cli|terraform|heroku|build-tools|hello-build)|codecov\/codecov|cypress-io\/cypress|snyk\/snyk|sonarsource\/sonarcloud|orb-tools)\s(?:install\S*|setup\S*|check|login|run|test|save\S*|restore\S*|notify|update-kubeconfig\S*|gcr-auth|ecr[-_]login|upload|scan|status|\S*auth\S*|[-\w]*cache[-\w]*|filter|continue|create-cluster|get-rollout-status|jira\S*|lint\S*|build-and-test|test[-\w]*)$/u;
