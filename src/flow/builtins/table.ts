import type { Value } from "../../values/value.js";
import type { ExternalCall } from "../external.js";
import { channelBuiltins } from "./channels.js";
import { documentBuiltins } from "./documents.js";
import { functionBuiltins } from "./functions.js";
import { goBuiltins } from "./go/table.js";
import { listBuiltins } from "./lists.js";
import { mapBuiltins } from "./maps.js";
import { objectBuiltins } from "./objects.js";
import { promiseBuiltins } from "./promises.js";
import { streamBuiltins } from "./streams.js";
import { synchronisationBuiltins } from "./synchronisation.js";
import { textBuiltins } from "./texts.js";

/** What a function of the language itself does with values. */
export type Builtin = (call: ExternalCall) => Value;

const table: ReadonlyMap<string, Builtin> = new Map([goBuiltins, documentBuiltins, textBuiltins, listBuiltins, mapBuiltins, objectBuiltins, promiseBuiltins, functionBuiltins, streamBuiltins, channelBuiltins, synchronisationBuiltins].flatMap((builtins) => Object.entries(builtins)));

/** By path: `String#replace` for a method, `Promise.all` for a function, `new Map` for a constructor. */
export function builtin(path: string): Builtin | undefined {
  return table.get(path.replace(/^(new )?(?:globalThis|window|global)\./u, "$1"));
}
