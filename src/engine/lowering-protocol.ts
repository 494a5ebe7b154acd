/** A file that is handed over. */
export interface Ahead {
  readonly index: number;
  readonly file: string;
  readonly text: string;
}

/** What became of it: its facts as JSON, which is read faster than objects are copied between threads. */
export interface LoweredAhead {
  readonly index: number;
  readonly facts: string;
}

/** Shared memory: who lowers each file (0: nobody yet), and how many this thread has done. */
export interface Claims {
  readonly owners: Int32Array;
  readonly done: Int32Array;
}

/** Who lowers a file. */
export const nobody = 0;
export const thisThread = 1;
export const otherThread = 2;
