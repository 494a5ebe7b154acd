import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { languageOf } from "../project/languages.js";
import { loadFrontend } from "./frontends.js";
import { nobody, otherThread, type Ahead, type Claims, type LoweredAhead } from "./lowering-protocol.js";

const { claims, port } = workerData as { readonly claims: Claims; readonly port: MessagePort };

/** One after the other: the first file waits for the grammar. */
let previous: Promise<void> = Promise.resolve();

parentPort?.on("message", ({ index, file, text }: Ahead) => {
  previous = previous.then(async () => {
    const language = languageOf(file, text);
    if (language === undefined || Atomics.compareExchange(claims.owners, index, nobody, otherThread) !== nobody) return;
    const lower = await loadFrontend(language);
    port.postMessage({ index, facts: JSON.stringify(lower(text, file)) } satisfies LoweredAhead);
    Atomics.add(claims.done, 0, 1);
    Atomics.notify(claims.done, 0);
  });
});
