import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { areaOf } from "./areas.mjs";
import { goImageFiles, sharedGoImageFiles } from "./generate-go-images.mjs";
import { goModule, ordinaryGoFile } from "./generate-go-ordinary.mjs";

/**
 * Writes a Go module of files of 2 to 28 kB, 11 kB on average, below `folder`: areas of 40 files in seven packages, with a
 * custom resource and its generated copies, stores, services and their tests, controllers and clients. Two files of each area,
 * so 1 in 20, mention images: the first area has the helpers that all share, every other one builds and deploys its service and a
 * fixture with them, from the suite of its tests end to end, half of them in goroutines that send what they built over a
 * channel. In one area of ten the reference that was built is dropped, in another one the fixture's is typed again and
 * wrong. The same arguments give the same files.
 *
 * @param {string} folder
 * @param {{ readonly files: number }} size
 * @returns {{ readonly findings: number }} how many findings `check` must have
 */
export function generateGoRepository(folder, { files }) {
  const areas = Array.from({ length: Math.ceil(files / filesPerArea) }, (_, index) => areaOf(index));
  const written = areas.flatMap((area, index) => {
    const special = index === 0 ? sharedGoImageFiles() : goImageFiles(area, { isDropped: isDropped(index), isMistyped: isMistyped(index) });
    const ordinary = Array.from({ length: filesPerArea - special.length }, (_, position) => ordinaryGoFile(area, position));
    return [...special, ...ordinary];
  });
  for (const { path, text } of [...written.slice(0, files), { path: "go.mod", text: `module ${goModule}\n\ngo 1.24\n` }, { path: "tag-consistency.config.json", text: "{}\n" }]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { findings: areas.filter((_, index) => isDropped(index) || isMistyped(index)).length };
}

const filesPerArea = 40;

/** @param {number} area */
function isDropped(area) {
  return area % 10 === 3;
}

/** @param {number} area */
function isMistyped(area) {
  return area % 10 === 7;
}
