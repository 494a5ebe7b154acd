/**
 * Plugins of Maven that make images: https://github.com/GoogleContainerTools/jib/tree/master/jib-maven-plugin,
 * https://docs.spring.io/spring-boot/maven-plugin/build-image.html, https://dmp.fabric8.io
 */

export type MavenPluginName = "jib" | "spring-boot" | "docker";

/** What a goal does with the images of its plugin. */
export interface MavenGoal {
  readonly plugin: MavenPluginName;
  readonly builds: boolean;
  readonly pushes: boolean;
}

export interface MavenPlugin {
  readonly name: MavenPluginName;
  readonly artifactId: string;
  readonly goals: Readonly<Record<string, Omit<MavenGoal, "plugin">>>;
}

const made = { builds: true, pushes: false };
const published = { builds: true, pushes: true };

export const mavenPlugins: readonly MavenPlugin[] = [
  { name: "jib", artifactId: "jib-maven-plugin", goals: { build: published, dockerBuild: made } },
  { name: "spring-boot", artifactId: "spring-boot-maven-plugin", goals: { "build-image": made, "build-image-no-fork": made } },
  { name: "docker", artifactId: "docker-maven-plugin", goals: { build: made, "build-local": made, push: { builds: false, pushes: true } } },
];

/** A goal as it is named on a line: `jib:build`, `com.google.cloud.tools:jib-maven-plugin:3.4.0:dockerBuild@id`; undefined for all others. */
export function mavenGoal(word: string): MavenGoal | undefined {
  const parts = word.replace(/@[^@]*$/u, "").split(":");
  const goal = parts.at(-1) ?? "";
  const plugin = mavenPlugins.find(({ name, artifactId }) => (parts.length === 2 ? parts[0] === name : parts.length >= 3 && parts[1] === artifactId));
  const meaning = plugin !== undefined && Object.hasOwn(plugin.goals, goal) ? plugin.goals[goal] : undefined;
  return plugin === undefined || meaning === undefined ? undefined : { plugin: plugin.name, ...meaning };
}

/** Goals and phases that come before any image is made (https://maven.apache.org/guides/introduction/introduction-to-the-lifecycle.html). */
export const harmlessGoals: ReadonlySet<string> = new Set(["clean", "validate", "initialize", "compile", "test-compile", "process-classes", "process-resources", "generate-sources", "generate-resources"]);

/** Phases that run what is bound to `package` (where these plugins' goals are bound by default, or by custom). */
export const packagingPhases: ReadonlySet<string> = new Set(["package", "integration-test", "verify", "install", "deploy"]);

/** Plugins that may make images too, in ways that are not read, or run any command. */
export const unseenPlugins = /^(?:exec-maven-plugin|maven-antrun-plugin|dockerfile-maven-plugin|docker-compose-maven-plugin|kubernetes-maven-plugin|openshift-maven-plugin|k8s-maven-plugin|quarkus-maven-plugin|micronaut-maven-plugin|groovy-maven-plugin|gmavenplus-plugin|frontend-maven-plugin|skaffold.*|buildpack.*)$/u;

/** What Maven reads if it is not told. */
export const pomFile = "pom.xml";
