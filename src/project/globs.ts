import picomatch from "picomatch";

/**
 * A predicate over posix paths relative to the project's root: whether one of the globs names the path. Globs have the
 * same base as the paths and match hidden files like any other; `folder/`, or the plain name of a folder, means everything below it.
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch(globs.flatMap(withFolders), { dot: true });
}

/** A predicate over folders (posix, relative to the root, the root being the empty text): whether something below may match one of the globs. */
export function folderMayHoldMatch(globs: readonly string[]): (folder: string) => boolean {
  const bases = globs.flatMap(withFolders).map((glob) => picomatch.scan(glob).base);
  return (folder) =>
    bases.some((base) => base === "" || folder === "" || base === folder || base.startsWith(`${folder}/`) || folder.startsWith(`${base}/`));
}

/** A predicate over folders: whether one of the globs names all that a folder holds, so that it need not be entered. */
export function wholeFolderMatcher(globs: readonly string[]): (folder: string) => boolean {
  return pathMatcher(globs.flatMap(withFolders).filter((glob) => glob.endsWith("/**")));
}

/** A path without any wildcard may be that of a file or that of a folder. */
function withFolders(glob: string): readonly string[] {
  if (glob.endsWith("/")) return [`${glob}**`];
  return picomatch.scan(glob).isGlob ? [glob] : [glob, `${glob}/**`];
}
