/**
 * Plugins of Gradle's that make images: https://github.com/GoogleContainerTools/jib/tree/master/jib-gradle-plugin,
 * https://docs.spring.io/spring-boot/gradle-plugin/packaging-oci-image.html
 */

/** A task that makes images. */
export interface GradleTask {
  readonly plugin: "jib" | "spring-boot";
  readonly pushes: boolean;
}

export const gradleTasks: Readonly<Record<string, GradleTask>> = {
  jib: { plugin: "jib", pushes: true },
  jibDockerBuild: { plugin: "jib", pushes: false },
  bootBuildImage: { plugin: "spring-boot", pushes: false },
};

/** Tasks that make no images, whatever the build file says. */
export const harmlessTasks: ReadonlySet<string> = new Set(["clean", "assemble", "classes", "compileJava", "compileKotlin", "processResources", "jar", "bootJar"]);

export const gradleFiles: readonly string[] = ["build.gradle", "build.gradle.kts"];
export const gradleSettings: readonly string[] = ["settings.gradle", "settings.gradle.kts"];
