import type { BoundFile } from "./bound-file.js";
import type { Types } from "./types.js";

/** What is known beside the file that is edited. */
export interface Project {
  readonly types: Types;
  /** Undefined for what is no file of Go. */
  readonly boundFile: (file: string) => BoundFile | undefined;
}
