import { MessageChannel, Worker, receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import type { FileFacts } from "../facts/facts.js";
import { nobody, otherThread, thisThread, type Ahead, type Claims, type LoweredAhead } from "./lowering-protocol.js";

/** Lowers files in a second thread while this one goes on looking for them. */
export interface LoweringAhead {
  /** Hands a file over; whoever comes to it first lowers it. */
  readonly add: (file: string, text: string) => void;
  /** Takes a file for this thread; false if the other one has begun it. A file that was not handed over is nobody's. */
  readonly claim: (file: string) => boolean;
  /** What the other thread has made of a file that it has claimed, waiting for it; undefined if it fails. */
  readonly take: (file: string) => FileFacts | undefined;
  readonly end: () => void;
}

/** The thread is started when there is enough for it to do. */
export function lowerAhead(): LoweringAhead {
  const waiting: { readonly file: string; readonly text: string }[] = [];
  let letters = 0;
  const indexes = new Map<string, number>();
  const taken = new Map<number, FileFacts>();
  const claims: Claims = { owners: new Int32Array(new SharedArrayBuffer(mostFiles * Int32Array.BYTES_PER_ELEMENT)), done: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const { port1, port2 } = new MessageChannel();
  let worker: Worker | undefined;
  const drain = (): void => {
    for (let received = receiveMessageOnPort(port2); received !== undefined; received = receiveMessageOnPort(port2)) {
      const { index, facts } = received.message as LoweredAhead;
      taken.set(index, JSON.parse(facts) as FileFacts);
    }
  };
  return {
    add: (file, text) => {
      waiting.push({ file, text });
      letters += text.length;
      if (letters < fewestLetters) return;
      worker ??= startThread(claims, port1);
      for (const one of waiting.splice(0)) {
        if (indexes.size >= mostFiles) return;
        const index = indexes.size;
        indexes.set(one.file, index);
        worker.postMessage({ index, ...one } satisfies Ahead);
      }
    },
    claim: (file) => {
      const index = indexes.get(file);
      return index === undefined || Atomics.compareExchange(claims.owners, index, nobody, thisThread) !== otherThread;
    },
    take: (file) => {
      const index = indexes.get(file);
      if (index === undefined) return undefined;
      for (let waits = 0; waits < mostWaits; waits += 1) {
        const seen = Atomics.load(claims.done, 0);
        drain();
        const facts = taken.get(index);
        if (facts !== undefined) return facts;
        Atomics.wait(claims.done, 0, seen, longestWait);
      }
      return undefined;
    },
    end: () => {
      port2.close();
      void worker?.terminate();
    },
  };
}

function startThread(claims: Claims, port: MessagePort): Worker {
  const worker = new Worker(new URL("lowering-thread.js", import.meta.url), { workerData: { claims, port }, transferList: [port] });
  worker.unref();
  // A thread that fails leaves its files to this one.
  worker.on("error", () => undefined);
  return worker;
}

const mostFiles = 4096;

/** Less than these are lowered before another thread has begun. */
const fewestLetters = 400_000;

/** Milliseconds; a file of several megabytes takes seconds. */
const longestWait = 500;
const mostWaits = 40;
