/**
 * Tasks of Azure Pipelines (https://learn.microsoft.com/en-us/azure/devops/pipelines/tasks/reference/) that run commands: what they run, as
 * a shell script that reads the task's inputs as variables (`$INPUT_arguments`). A script is put together of pieces; one that names an input
 * which is not given, and has no default, is left out.
 */
export interface CommandTask {
  readonly name: string;
  /** By the value of an input; the rows without such a value hold for all. */
  readonly when?: { readonly input: string; readonly values: RegExp; readonly fallback: string } | undefined;
  readonly pieces: readonly string[];
  readonly defaults?: Readonly<Record<string, string>> | undefined;
}

export const commandTasks: readonly CommandTask[] = [
  {
    name: "HelmDeploy",
    when: { input: "command", values: /^(?:install|upgrade)$/u, fallback: "ls" },
    pieces: ["helm upgrade --install", "{releaseName}", "{chartPath}", "{chartName}", "--namespace {namespace}", "--values {valueFile}", "--set {overrideValues}", "{arguments}"],
    defaults: { releaseName: "release" },
  },
  { name: "Kubernetes", when: { input: "command", values: /^(?:apply|create|replace|set|run|rollout|delete)$/u, fallback: "apply" }, pieces: ["kubectl {command}", "-f {configuration}", "{arguments}"], defaults: { command: "apply" } },
  { name: "DockerCompose", when: { input: "action", values: /^Build services$/iu, fallback: "Run a Docker Compose command" }, pieces: ["docker-compose", "-f {dockerComposeFile}", "build"] },
  { name: "DockerCompose", when: { input: "action", values: /^Push services$/iu, fallback: "Run a Docker Compose command" }, pieces: ["docker-compose", "-f {dockerComposeFile}", "push"] },
  { name: "DockerCompose", when: { input: "action", values: /^Run services$/iu, fallback: "Run a Docker Compose command" }, pieces: ["docker-compose", "-f {dockerComposeFile}", "up -d"] },
  { name: "DockerCompose", when: { input: "action", values: /^Run a Docker Compose command$/iu, fallback: "Run a Docker Compose command" }, pieces: ["docker-compose", "-f {dockerComposeFile}", "{dockerComposeCommand}", "{arguments}"] },
];

/** Inputs that hold a reference which the task starts a container of, by the task's name. */
export const deployTasks: ReadonlyMap<string, readonly string[]> = new Map([
  ["AzureWebAppContainer", ["containers", "imageName"]],
  ["AzureFunctionAppContainer", ["imageName"]],
  ["AzureContainerApps", ["imageToDeploy"]],
  ["AzureContainerInstances", ["image"]],
]);

/** Inputs that hold a reference which the task builds and pushes, by the task's name. */
export const buildTasks: ReadonlyMap<string, readonly string[]> = new Map([["AzureContainerApps", ["imageToBuild"]]]);

/** Tasks that neither build nor deploy an image: they install tools, build and test code, and carry files. */
export const harmlessTasks =
  /^(?:\w*Tool|\w*ToolInstaller|\w*Installer|Use\w+|NuGet\w*|DotNetCoreCLI|Npm|npmAuthenticate|Yarn|Cache|CopyFiles|CopyFilesOverSSH|DeleteFiles|ExtractFiles|ArchiveFiles|Download\w*|Publish\w*|PipAuthenticate|TwineAuthenticate|VSBuild|VSTest|MSBuild|Sonar\w*|WhiteSource\w*|CredScan|Manual\w*|Delay|Checkout|replacetokens|qetza\w*|GitVersion|gitversion\S*|AzureKeyVault|AzureAppConfiguration|TerraformInstaller|Semmle|CodeQL\w*|AdvancedSecurity\S*|reportgenerator|BuildQualityChecks|InstallSSHKey|DownloadSecureFile|FileTransform|JavaToolInstaller|NodeTool|GoTool|Go|Maven|Gradle|Xcode|CocoaPods|Grunt|Gulp|CMake|SSH|PowerShellTests|AzureFileCopy|Docker(?:Installer)|trivy|Trivy|SnykSecurityScan|ms\S*)$/u;

/** What in a task's name says that it may have to do with images, where no row knows it. */
export const mayConcernImagesByName = /docker|container|acr|image|kube|helm|aks|buildah|podman|compose|AzureCLI|AzurePowerShell|PowerShell|Bash|Script|Cmd/iu;
