import type { Output } from "./environment.js";

/**
 * Says on a terminal what is going on if it takes more than a second, and how long it has taken. The result takes the
 * line away again. Anything but a terminal gets nothing.
 */
export function showProgress(what: string, output: Output): () => void {
  if (output.isTTY !== true) return () => undefined;
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    output.write(`${eraseLine}${what} … ${seconds} s`);
  }, 1000);
  return () => {
    clearInterval(timer);
    if (seconds > 0) output.write(eraseLine);
  };
}

/** To the first column, and all of the line deleted (ECMA-48, EL). */
const eraseLine = "\r\u001B[2K";
