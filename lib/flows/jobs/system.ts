import "server-only";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { answerMs } from "@/lib/db/client";
import { forgetOldMinutes, storeMinute } from "@/lib/domain/system/ingest/store-minute";
import { forgetMinute, measure, measuredMinutes, minuteMs, sample } from "@/lib/http/measurements";
import { describeError, log } from "@/lib/platform/log";
import { type Job, startJob } from "./job";

/** How often the process is looked at, and its finished minutes are stored, in milliseconds. */
const intervalMs = 5_000;
/** How often what is too old is deleted, in runs: every hour. */
const deletedEvery = 720;
/** How often the event loop's delay is sampled, in milliseconds; it is in what is measured, and taken off. */
const resolutionMs = 10;

/** Stores the minutes that are over; `all`: also the one that goes on, as the process ends. What cannot be stored waits for the next time. */
export async function storeMinutes(which: "over" | "all", now = new Date()): Promise<number> {
  let stored = 0;
  const until = which === "all" ? new Date(now.getTime() + minuteMs) : now;
  for (const minute of measuredMinutes(until)) {
    try {
      if (await storeMinute(minute)) stored++;
      forgetMinute(minute.at);
    } catch (error) {
      log.warn({ error: describeError(error), minute: minute.at }, "a measured minute could not be stored");
      break;
    }
  }
  return stored;
}

/** Looks at the process every few seconds, stores its minutes, and deletes what is older than it is kept. */
export function startSystemJob(): Job {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let runs = 0;
  const job = startJob("system", "the system could not be measured", intervalMs, async (now) => {
    const blocked = delay.count > 0 ? Math.max(0, delay.max / 1e6 - resolutionMs) : 0;
    delay.reset();
    const [people, health] = await Promise.all([answerMs("people"), answerMs("health")]);
    sample({
      database_ms: health,
      memory_bytes: process.memoryUsage.rss(),
      event_loop_delay_ms: blocked,
    });
    if (people !== null) measure("pool_wait", "", people);
    await storeMinutes("over");
    if (runs++ % deletedEvery === 0) await forgetOldMinutes(now);
    return false;
  });
  return {
    async stop() {
      delay.disable();
      await job.stop();
    },
  };
}
