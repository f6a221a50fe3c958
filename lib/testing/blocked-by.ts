import { existsSync, readFileSync } from "node:fs";

/** The time that this thread was on a processor, in milliseconds; where the system does not say, the clock's. */
export const ownTime = existsSync("/proc/self/schedstat")
  ? () => Number(readFileSync("/proc/self/schedstat", "utf8").split(" ", 1)[0]) / 1e6
  : () => performance.now();

/**
 * The longest work on the event loop between two looks at it, in milliseconds: the least of three runs, after one that is not measured.
 * What counts is the thread's own time, so that a busy machine changes nothing.
 */
export async function blockedBy(work: () => Promise<unknown>): Promise<number> {
  await work();
  const runs: number[] = [];
  for (let run = 0; run < 3; run++) {
    let longest = 0;
    let before = ownTime();
    const look = () => {
      const now = ownTime();
      longest = Math.max(longest, now - before);
      before = now;
    };
    const looking = setInterval(look, 1);
    await work();
    clearInterval(looking);
    look();
    runs.push(longest);
  }
  return Math.min(...runs);
}
