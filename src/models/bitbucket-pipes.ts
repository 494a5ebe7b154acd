/**
 * Pipes of Bitbucket's (https://bitbucket.org/product/features/pipelines/integrations) as the shell script that each amounts to, which reads the
 * pipe's variables. One that is not listed does what nobody sees here.
 */
export const pipeScripts: ReadonlyMap<string, string> = new Map([
  [
    // https://bitbucket.org/atlassian/aws-ecr-push-image: an image of this name is pushed under the registry of the account.
    "atlassian/aws-ecr-push-image",
    'for TAG in ${TAGS:-latest}; do\n  docker tag "$IMAGE_NAME" "$AWS_ECR_REGISTRY/$IMAGE_NAME:$TAG"\n  docker push "$AWS_ECR_REGISTRY/$IMAGE_NAME:$TAG"\ndone',
  ],
  ["atlassian/kubectl-run", "kubectl $KUBECTL_COMMAND $KUBECTL_ARGS ${RESOURCE_PATH:+-f $RESOURCE_PATH}"],
  ["atlassian/aws-eks-kubectl-run", "kubectl $KUBECTL_COMMAND $KUBECTL_ARGS ${RESOURCE_PATH:+-f $RESOURCE_PATH}"],
  ["atlassian/google-gke-kubectl-run", "kubectl $KUBECTL_COMMAND $KUBECTL_ARGS ${RESOURCE_PATH:+-f $RESOURCE_PATH}"],
  ["atlassian/azure-aks-deploy", "kubectl $KUBECTL_COMMAND $KUBECTL_ARGS"],
]);

/** Pipes that neither build nor deploy an image. */
export const harmlessPipes = /^(?:docker:\/\/)?(?:atlassian\/(?:slack-notify|email-notify|ssh-run|scp-deploy|rsync-deploy|ftp-deploy|sftp-deploy|aws-s3-deploy|git-secrets-scan|bitbucket-\S*|trigger-pipeline|checkstyle-report|aws-cloudfront-invalidate|microsoft-teams-notify|opsgenie-\S*|npm-publish|pypi-publish|firebase-deploy)|sonarsource\/|snyk\/|aquasecurity\/|codecov\/)/u;
