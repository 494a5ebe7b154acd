import { createRequire } from "node:module";

/** The version in the package's own manifest; empty if there is none. */
export function packageVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("eslint-plugin-tag-consistency/package.json");
  return typeof manifest === "object" && manifest !== null && "version" in manifest && typeof manifest.version === "string" ? manifest.version : "";
}
