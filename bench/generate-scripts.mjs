import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { areaOf } from "./areas.mjs";
import { goModule, ordinaryGoFile } from "./generate-go-ordinary.mjs";
import { ordinaryFile } from "./generate-ordinary.mjs";
import { builtImage, deployingFiles, foreignImage, sharedScripts } from "./generate-scripts-images.mjs";
import { ordinaryScripts } from "./generate-scripts-ordinary.mjs";

/**
 * Writes an operator's repository in all languages that are analysed below `folder`: areas of 40 files, of which a third are Go
 * and one in seven TypeScript; the rest are manifests, definitions of resources, kustomizations with overlays, charts, compose files,
 * workflows, documentation, shell scripts, parts of Makefiles and Dockerfiles, in the sizes and shares of such repositories. Every
 * area has manifests that name images. Two areas of ten build and deploy their image with make and kustomize, and test it from Go; two
 * others with a shell script; the rest only deploy images of others. One in ten of those that build is wrong: the key of
 * `kustomize edit set image` is the one of the scaffold, or what the script loads has not the name that it built. The same
 * arguments give the same files.
 *
 * @param {string} folder
 * @param {{ readonly files: number }} size
 * @returns {{ readonly findings: number }} how many findings `check` must have
 */
export function generateScriptsRepository(folder, { files }) {
  const areas = Array.from({ length: Math.ceil(files / filesPerArea) }, (_, index) => areaOf(index));
  const written = areas.flatMap((area, index) => {
    const special = index === 0 ? sharedScripts() : deployingFiles(area, { way: wayOf(index), isWrong: isWrong(index) });
    const others = [...special, ...ordinaryScripts(area, wayOf(index) === "make" ? builtImage(area) : foreignImage(area))];
    const typescript = Array.from({ length: typescriptPerArea }, (_, position) => ordinaryFile(area, position));
    return [...others, ...typescript, ...Array.from({ length: filesPerArea - typescriptPerArea - others.length }, (_, position) => ordinaryGoFile(area, position))];
  });
  const ends = [
    { path: "go.mod", text: `module ${goModule}\n\ngo 1.24\n` },
    { path: "package.json", text: '{ "name": "shop", "private": true, "type": "module" }\n' },
    { path: "tag-consistency.config.json", text: "{}\n" },
  ];
  for (const { path, text } of [...written.slice(0, files), ...ends]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { findings: areas.filter((_, index) => isWrong(index)).length };
}

const filesPerArea = 40;
const typescriptPerArea = 6;

/**
 * How an area's image is built and deployed.
 *
 * @param {number} area
 * @returns {"make" | "shell" | "not"}
 */
function wayOf(area) {
  return ways[area % 10] ?? "not";
}

/** @type {Readonly<Record<number, "make" | "shell">>} */
const ways = { 2: "make", 4: "shell", 6: "make", 8: "shell" };

/** @param {number} area */
function isWrong(area) {
  return area % 40 === 22 || area % 40 === 34;
}
