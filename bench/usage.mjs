// Loaded before a measured program: leaves behind what its process took.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

// Threads load what the process loads.
if (isMainThread) {
  process.on("exit", () => {
    writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify(process.resourceUsage()));
  });
}
