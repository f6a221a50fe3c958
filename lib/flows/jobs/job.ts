import "server-only";
import { measure } from "@/lib/http/measurements";
import { describeError, log } from "@/lib/platform/log";
import type { JobName } from "@/lib/platform/work";

/** Work that the server process repeats until it is stopped. */
export type Job = { stop(): Promise<void> };

/**
 * Runs the work every so many milliseconds, and at once again while it answers that there is more to do. A run that fails is
 * logged as `failed` and tried again with the next.
 */
export function startJob(
  name: JobName,
  failed: string,
  intervalMs: number,
  work: (now: Date) => Promise<boolean>,
): Job {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    let more = false;
    let isFailure = false;
    const began = performance.now();
    try {
      more = await work(new Date());
    } catch (error) {
      isFailure = true;
      log.error({ error: describeError(error) }, failed);
    }
    measure("job", name, performance.now() - began, null, { failed: isFailure });
    if (!stopped) timer = setTimeout(begin, more ? 0 : intervalMs).unref();
  }

  function begin(): void {
    running = run();
  }

  begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
