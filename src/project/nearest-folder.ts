import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder from `folder` (absolute) upwards, itself included, that holds an entry of the given name. */
export function nearestFolderWith(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at;
    if (dirname(at) === at) return undefined;
  }
}
