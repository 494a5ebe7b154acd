import type { Builtin } from "../table.js";
import { clockBuiltins } from "./clock.js";
import { concurrencyBuiltins } from "./concurrency.js";
import { goContainerBuiltins } from "./containers.js";
import { goDocumentBuiltins } from "./documents.js";
import { errorBuiltins } from "./errors.js";
import { fileBuiltins } from "./files.js";
import { goListBuiltins } from "./lists.js";
import { processBuiltins } from "./processes.js";
import { streamBuiltins } from "./streams.js";
import { templateBuiltins } from "./templates.js";
import { goTestBuiltins } from "./tests.js";
import { goTextBuiltins } from "./texts.js";

/** What functions of Go and of its libraries do with values, by their paths (`go:fmt.Sprintf`, `go:strings.Builder#String`). */
export const goBuiltins: Readonly<Record<string, Builtin>> = {
  ...goTextBuiltins,
  ...streamBuiltins,
  ...errorBuiltins,
  ...clockBuiltins,
  ...fileBuiltins,
  ...processBuiltins,
  ...goListBuiltins,
  ...concurrencyBuiltins,
  ...templateBuiltins,
  ...goDocumentBuiltins,
  ...goContainerBuiltins,
  ...goTestBuiltins,
};
