/** What is known of Dockerfiles and of what a build is given beside them (https://docs.docker.com/reference/dockerfile/). */
import { encodeText } from "../values/encoding.js";
import type { Text } from "../values/value.js";

/** https://docs.docker.com/reference/dockerfile/#overview */
export const dockerInstructions: ReadonlySet<string> = new Set([
  "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
]);

/** Arguments that each build has without being given them (https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope). */
export const platformArguments: ReadonlySet<string> = new Set([
  "BUILDARCH", "BUILDOS", "BUILDPLATFORM", "BUILDVARIANT", "TARGETARCH", "TARGETOS", "TARGETPLATFORM", "TARGETSTAGE", "TARGETVARIANT",
]);

/** Arguments that may be given although no `ARG` declares them (https://docs.docker.com/reference/dockerfile/#predefined-args, https://docs.docker.com/reference/dockerfile/#buildkit-built-in-build-args). */
export function isPredefinedArgument(name: string): boolean {
  return platformArguments.has(name) || /^(?:(?:HTTPS?|FTP|NO|ALL)_PROXY|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/iu.test(name);
}

/** The image of a named context (https://docs.docker.com/reference/cli/docker/buildx/build/#build-context); undefined for a folder or an address. */
export function imageOfContext(value: Text): Text | undefined {
  const source = encodeText(value);
  const [prefix] = /^(?:docker-image|container-image):\/\//u.exec(source?.encoded ?? "") ?? [];
  return source === undefined || prefix === undefined ? undefined : source.at(prefix.length, source.encoded.length);
}

/** How a build argument is named among the changes of references. */
export const buildArgumentOverride = "--build-arg";
