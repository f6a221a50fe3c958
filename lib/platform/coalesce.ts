export type Coalesced = {
  /** Requests another run, for a change before now. */
  ask(): void;
  /** Starts no further run; a running one finishes. */
  stop(): void;
};

/**
 * Coalesces requests for the same work: it never runs twice at once, never twice within `gapMs`, and always once
 * after the last request, so that no change is missed. `work` reports its own failures.
 */
export function coalesced(work: () => Promise<void>, gapMs: number): Coalesced {
  let [running, wanted, stopped] = [false, false, false];
  let begunAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  async function begin(): Promise<void> {
    timer = undefined;
    running = true;
    wanted = false;
    begunAt = performance.now();
    try {
      await work();
    } finally {
      running = false;
      if (wanted) ask();
    }
  }

  function ask(): void {
    if (stopped || timer) return;
    if (running) {
      wanted = true;
      return;
    }
    const wait = begunAt + gapMs - performance.now();
    if (wait <= 0) void begin();
    // The timer does not keep the process running.
    else timer = setTimeout(() => void begin(), wait).unref();
  }

  return {
    ask,
    stop() {
      stopped = true;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
