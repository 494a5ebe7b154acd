import type { XmlTree } from "../../frontends/xml/read.js";
import type { MavenPluginName } from "../../models/maven.js";
import { mavenPlugins } from "../../models/maven.js";
import { join, literal, slice, uncaptured } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { newUnknown } from "../run.js";
import { tagged } from "../tools/tagged.js";
import { childAt, childrenAt, configurationsOf, pluginsOf, textAt, type WrittenPlugin } from "./pom.js";
import { placeIn, propertyOf, textOf, type MavenScope } from "./properties.js";

/** An image that a plugin makes for a project. */
export interface MavenImage {
  readonly plugin: MavenPluginName;
  readonly reference: Text;
  /** Where its name is written; undefined for the plugin's default. */
  readonly place: Place | undefined;
  /** It is pushed to where its name does not say. */
  readonly isElsewhere: boolean;
}

/** Whether a project uses a plugin, by itself or by a parent. */
export function usesOf(scope: MavenScope, name: MavenPluginName): readonly WrittenPlugin[] {
  const artifactId = mavenPlugins.find((one) => one.name === name)?.artifactId;
  const written = scope.chain.flatMap(pluginsOf).filter((one) => one.artifactId === artifactId);
  return written.some(({ isManaged }) => !isManaged) ? written : [];
}

/** The images that a plugin's configuration names for a project, the nearest that does; those of profiles too. */
export function namedImages(scope: MavenScope, name: MavenPluginName): readonly MavenImage[] {
  const uses = usesOf(scope, name);
  if (uses.some((use) => configurationsOf(use).some((one) => textAt(one, "skip")?.value === "true"))) return [];
  for (const { file } of scope.chain) {
    const images = uses.filter((use) => use.file === file).flatMap((use) => configurationsOf(use).flatMap((one) => readers[name](scope, file, one)));
    if (images.length > 0) return images;
  }
  return [];
}

/** What a plugin calls an image that has no name of its own. */
export function defaultImage(scope: MavenScope, name: MavenPluginName): MavenImage | undefined {
  if (name === "docker") return undefined;
  const path = join([{ text: propertyOf(scope, "project.artifactId") }, { text: literal(":") }, { text: propertyOf(scope, "project.version") }]);
  return { plugin: name, reference: name === "jib" ? path : join([{ text: literal("docker.io/library/") }, { text: path }]), place: undefined, isElsewhere: false };
}

type Reader = (scope: MavenScope, file: string, configuration: XmlTree) => readonly MavenImage[];

const readers: Readonly<Record<MavenPluginName, Reader>> = {
  // https://github.com/GoogleContainerTools/jib/tree/master/jib-maven-plugin#to-object
  jib: (scope, file, configuration) => {
    const to = childAt(configuration, "to");
    return imagesFrom(scope, "jib", file, to, "image", tagsIn(childAt(to, "tags")), false);
  },
  // https://docs.spring.io/spring-boot/maven-plugin/build-image.html#build-image.customization
  "spring-boot": (scope, file, configuration) => {
    const image = childAt(configuration, "image");
    return imagesFrom(scope, "spring-boot", file, image, "name", [], false);
  },
  // https://dmp.fabric8.io/#image-configuration: what has no `build` is only run.
  docker: (scope, file, configuration) => {
    const registry = textAt(configuration, "registry") ?? textAt(configuration, "pushRegistry");
    return childrenAt(configuration, "images").flatMap((image) => {
      const build = childAt(image, "build");
      if (build === undefined || textAt(build, "skip")?.value === "true") return [];
      return imagesFrom(scope, "docker", file, image, "name", tagsIn(childAt(build, "tags")), registry !== undefined || textAt(image, "registry") !== undefined);
    });
  },
};

/** `<tags><tag>a</tag><tag>b</tag></tags>`, or `<tags>a,b</tags>`. */
function tagsIn(tags: XmlTree | undefined): readonly XmlTree[] {
  return tags === undefined ? [] : tags.text === undefined ? tags.children : [tags];
}

function imagesFrom(scope: MavenScope, plugin: MavenPluginName, file: string, holder: XmlTree | undefined, key: string, tags: readonly XmlTree[], isElsewhere: boolean): readonly MavenImage[] {
  const written = textAt(holder, key);
  if (written === undefined) return [];
  const name = plugin === "docker" ? withPlaceholders(scope, textOf(scope, file, written)) : textOf(scope, file, written);
  const place = placeIn(file, written);
  const others = tags.flatMap(({ text }) => {
    if (text === undefined || text.value === "") return [];
    const whole = textOf(scope, file, text);
    return partsOf(whole).map((tag): MavenImage => ({ plugin, reference: tagged(scope.run, name, tag), place: placeIn(file, text), isElsewhere }));
  });
  return [{ plugin, reference: name, place, isElsewhere }, ...others];
}

/** The parts between commas of a list that is written in one piece. */
export function partsOf(list: Text): readonly Text[] {
  const plain = uncaptured(list);
  if (plain.kind !== "literal" || !plain.text.includes(",")) return [list];
  return [...plain.text.matchAll(/[^,\s]+/gu)].map((match) => slice(plain, match.index, match.index + match[0].length));
}

/** `%a`, `%v`, `%l`: parts of the project in names of docker-maven-plugin's (https://dmp.fabric8.io/#image-name). */
function withPlaceholders(scope: MavenScope, name: Text): Text {
  const plain = uncaptured(name);
  if (plain.kind !== "literal") return name.key.includes("%") ? newUnknown(scope.run, "a name with placeholders") : name;
  const parts: { text: Text }[] = [];
  let end = 0;
  for (const match of plain.text.matchAll(/%(\w)/gu)) {
    parts.push({ text: slice(plain, end, match.index) }, { text: placeholder(scope, match[1] ?? "") });
    end = match.index + 2;
  }
  return parts.length === 0 ? name : join([...parts, { text: slice(plain, end, plain.text.length) }]);
}

function placeholder(scope: MavenScope, letter: string): Text {
  const version = propertyOf(scope, "project.version");
  switch (letter) {
    case "a":
      return propertyOf(scope, "project.artifactId");
    case "v":
      return version;
    case "l": {
      const plain = uncaptured(version);
      if (plain.kind === "literal") return plain.text.endsWith("-SNAPSHOT") ? literal("latest") : version;
      return newUnknown(scope.run, "the label %l of an image");
    }
    default:
      return newUnknown(scope.run, `the placeholder %${letter} of an image's name`);
  }
}
