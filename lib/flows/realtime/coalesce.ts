export type Coalesced = {
  /** Wants the work done once more, for something that changed before now. */
  ask(): void;
  /** Does nothing from now on; work under way ends by itself. */
  stop(): void;
};

/**
 * Work that is asked for more often than it is worth doing: never twice at once, never twice within `gapMs`, and always once
 * more after the last time it was asked for, so that nothing stays unseen. `work` reports its own failures.
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
    // A process that has nothing else to do may end.
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
