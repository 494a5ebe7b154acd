/**
 * GitLab's own templates and components whose jobs neither build nor deploy an image of the project: they look at its code, or
 * say when there are pipelines (https://gitlab.com/gitlab-org/gitlab/-/tree/master/lib/gitlab/ci/templates).
 */
export function isHarmlessTemplate(name: string): boolean {
  return harmless.test(name);
}

const harmless =
  /^(?:(?:Jobs|Security)\/(?:SAST|SAST-IaC|Secret-Detection|Dependency-Scanning|License-Scanning|Code-Quality|Code-Intelligence|Coverage-Fuzzing|DAST|DAST-API|API-Fuzzing|API-Security|Container-Scanning|Test|Browser-Performance-Testing|Load-Performance-Testing)(?:\.latest)?|Workflows\/[\w-]+|Verify\/[\w/-]+|Code-Quality|Terraform(?:\/[\w.-]+)?|OpenTofu|Pages\/[\w-]+)\.gitlab-ci\.yml$|\/(?:sast|secret-detection|dependency-scanning|code-quality|container-scanning)@/u;
