import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { areaOf } from "./areas.mjs";
import { imageFiles, sharedImageFiles } from "./generate-images.mjs";
import { ordinaryFile } from "./generate-ordinary.mjs";

/**
 * Writes a repository of TypeScript files of 5 to 10 kB below `folder`: areas of 40 files, in which services, components,
 * routes and tests import each other. With images, two files of each area, so 1 in 20, mention them: the first area has
 * the helpers that all share, every other one builds and deploys its service with them, called from three tests. In one area
 * of ten the reference that was built is dropped. The same arguments give the same files.
 *
 * @param {string} folder
 * @param {{ readonly files: number, readonly images: boolean }} size
 * @returns {{ readonly files: readonly string[], readonly findings: number }} absolute paths, and how many findings `check` must have
 */
export function generateRepository(folder, { files, images }) {
  const areas = Array.from({ length: Math.ceil(files / filesPerArea) }, (_, index) => areaOf(index));
  const written = areas.flatMap((area, index) => {
    const special = !images ? [] : index === 0 ? sharedImageFiles() : imageFiles(area, { isBroken: isBroken(index) });
    const ordinary = Array.from({ length: filesPerArea - special.length }, (_, position) => ordinaryFile(area, position));
    return [...special, ...ordinary];
  });
  const texts = [...written.slice(0, files), { path: "package.json", text: '{ "name": "shop", "private": true, "type": "module" }\n' }, { path: "tag-consistency.config.json", text: "{}\n" }];
  for (const { path, text } of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    files: texts.map(({ path }) => join(folder, path)).filter((path) => path.endsWith(".ts")),
    findings: images ? areas.filter((_, index) => isBroken(index)).length : 0,
  };
}

const filesPerArea = 40;

/** @param {number} area */
function isBroken(area) {
  return area % 10 === 3;
}
