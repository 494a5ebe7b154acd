import { posix } from "node:path";
import { defaultKoTag } from "../../models/goreleaser.js";
import { join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { newUnknown } from "../run.js";
import { normalPath } from "../shell/shell.js";
import { recordSite } from "../sites.js";
import { itemsAt, lettersAt, textAt, valueAt, type YamlTree } from "../yaml-tree.js";
import { textsIn, type NamedText } from "./dockers.js";
import { flagOf, type Release } from "./values.js";

/** https://goreleaser.com/customization/ko/: images are named by their repository alone, or by the import path below it; a snapshot has a name of its own. */
export function makeByKo(release: Release): void {
  const { frame, start, given } = release;
  const repositoryOfAll = given("KO_DOCKER_REPO");
  for (const tree of itemsAt(release.tree, "kos")) {
    const place = tree.place ?? { file: start.file, start: 0, end: 0 };
    if (flagOf(release, tree, "disable") === true) continue;
    const how = "GoReleaser, kos";
    if (start.isSnapshot) {
      recordSite(frame, { kind: "build", reference: newUnknown(frame.run, "the name that ko gives a snapshot"), place, how });
      continue;
    }
    const written = [...textsIn(release, valueAt(tree, "repositories")), ...textsIn(release, valueAt(tree, "repository"))];
    const repositories = repositoryOfAll === undefined ? written : [{ text: repositoryOfAll.value, place: repositoryOfAll.origin ?? place }];
    const tags = textsIn(release, valueAt(tree, "tags"));
    for (const [index, repository] of repositories.entries()) {
      // Copies in further repositories have their bare names (goreleaser, internal/pipe/ko: doBuild).
      const below = index === 0 ? pathBelow(release, tree) : "";
      for (const tag of tags.length > 0 ? tags : [{ text: literal(defaultKoTag), place: repository.place }]) {
        const reference = below === undefined ? newUnknown(frame.run, "the name that ko makes of an import path") : referenceOf(repository, below, tag);
        for (const kind of ["build", "push"] as const) recordSite(frame, { kind, reference, origin: tag.place, place: tag.place, how });
      }
    }
  }
}

function referenceOf(repository: NamedText, below: string, tag: NamedText): Text {
  return join([{ text: repository.text }, { text: literal(`${below}:`) }, { text: tag.text }]);
}

/** What ko puts behind the repository; undefined for a name with a hash, or of an import path that is not known. */
function pathBelow(release: Release, tree: YamlTree): string | undefined {
  const isOn = (key: string): boolean => flagOf(release, tree, key) === true;
  if (isOn("bare")) return "";
  if (!isOn("preserve_import_paths") && !isOn("base_import_paths")) return undefined;
  const path = importPath(release, tree);
  return path === undefined ? undefined : `/${isOn("preserve_import_paths") ? path : posix.basename(path)}`;
}

/** The module's path, and the folder of the main package below it. */
function importPath({ frame, start, tree: whole }: Release, tree: YamlTree): string | undefined {
  const id = lettersAt(tree, "build") ?? lettersAt(tree, "id") ?? lettersAt(whole, "project_name");
  const builds = itemsAt(whole, "builds");
  const build = builds.find((one) => lettersAt(one, "id") === id) ?? (builds.length === 1 ? builds[0] : undefined);
  const base = start.folder === undefined ? "/" : literalText(start.folder);
  const texts = { folder: textAt(tree, "working_dir") ?? textAt(build, "dir") ?? literal("."), main: textAt(tree, "main") ?? textAt(build, "main") ?? literal(".") };
  const [folder, main] = [literalText(texts.folder), literalText(texts.main)];
  if (base === undefined || folder === undefined || main === undefined || /\{\{|\.go$/u.test(`${folder} ${main}`)) return undefined;
  const root = normalPath(`/${base}/${folder}`);
  const [, module] = /^module[ \t]+"?([^\s"]+)/mu.exec(frame.run.project.readText(posix.join(root, "go.mod").replace(/^\//u, "")) ?? "") ?? [];
  return module === undefined ? undefined : posix.join(module, main);
}
