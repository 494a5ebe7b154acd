import picomatch from "picomatch";

/**
 * A predicate over posix paths relative to the project's root: whether one of the globs names the path. Globs have the
 * same base as the paths, match hidden files like any other, and `folder/` means everything below that folder.
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch(globs.map(wholeFolder), { dot: true });
}

/** A predicate over folders (posix, relative to the root, the root being the empty text): whether something below may match one of the globs. */
export function folderMayHoldMatch(globs: readonly string[]): (folder: string) => boolean {
  const bases = globs.map((glob) => picomatch.scan(wholeFolder(glob)).base);
  return (folder) =>
    bases.some((base) => base === "" || folder === "" || base === folder || base.startsWith(`${folder}/`) || folder.startsWith(`${base}/`));
}

/** A predicate over folders: whether one of the globs names all that a folder holds, so that it need not be entered. */
export function wholeFolderMatcher(globs: readonly string[]): (folder: string) => boolean {
  return pathMatcher(globs.map(wholeFolder).filter((glob) => glob.endsWith("/**")));
}

function wholeFolder(glob: string): string {
  return glob.endsWith("/") ? `${glob}**` : glob;
}
