import { AppError } from "./errors";

/** The most rows per commit unless the settings say otherwise: more gain little, and every caller waits longer. */
export const rowsPerFlushMax = 500;
/** The most rows in the queue. At 10,000 rows/s this is two seconds of work; beyond it callers get a 503. */
export const rowsWaitingMax = 20_000;
/** Retry-After of a refused caller, in seconds. */
const retryAfterSeconds = 5;

type Settled<Result> = PromiseSettledResult<Result>;
type Waiting<Row, Result> = { row: Row; settle: (settled: Settled<Result>) => void };

export type CommitQueue<Row, Result> = {
  /** Resolves with the row's own result after the commit that stored it; rejects with a 503 when it could not be stored. */
  submit: (row: Row) => Promise<Result>;
  /** The same for several rows: resolves when each has its result or its error, in their order. */
  submitAll: (rows: readonly Row[]) => Promise<Settled<Result>[]>;
  /** Resolves when everything submitted so far has been answered. From then on, new rows get a 503. */
  drain: () => Promise<void>;
  /** Rows waiting or in flight. */
  depth: () => number;
};

/**
 * Group commit: a row is flushed at once when its shard is idle, or after `gatherMs`; rows that arrive meanwhile share the next commit, in order. A flush
 * that fails because of its data (SQLSTATE class 22 or 23) is halved until only the bad row fails.
 */
export function createCommitQueue<Row, Result>(options: {
  shards: number;
  shardOf: (row: Row) => number;
  /** Stores the rows in one transaction; one result a row, in order, after the commit. */
  flush: (rows: readonly Row[], shard: number) => Promise<readonly Result[]>;
  onFailure: (error: unknown, rows: number) => void;
  rowsPerFlush?: number;
  /** How long rows wait for others, in milliseconds, unless a commit is full before. */
  gatherMs?: number;
}): CommitQueue<Row, Result> {
  const { rowsPerFlush = rowsPerFlushMax, gatherMs = 0 } = options;
  const shards = Array.from({ length: options.shards }, () => ({
    waiting: [] as Waiting<Row, Result>[],
    busy: false,
    /** Ends the waiting for others. */
    go: () => {},
  }));
  let depth = 0;
  let draining = false;
  let idle: (() => void)[] = [];

  async function run(index: number): Promise<void> {
    const shard = shards[index]!;
    if (shard.busy) return;
    shard.busy = true;
    // One turn of the event loop, so that rows of one batch or of several callers share a commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (shard.waiting.length > 0) {
      await gathered(shard);
      const group = shard.waiting.splice(0, rowsPerFlush);
      await settle(group, index);
      depth -= group.length;
    }
    shard.busy = false;
    if (depth === 0) {
      for (const resolve of idle) resolve();
      idle = [];
    }
  }

  async function gathered(shard: (typeof shards)[number]): Promise<void> {
    if (gatherMs === 0 || draining || shard.waiting.length >= rowsPerFlush) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMs);
      shard.go = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function settle(group: Waiting<Row, Result>[], index: number): Promise<void> {
    try {
      const results = await options.flush(
        group.map((item) => item.row),
        index,
      );
      for (const [i, item] of group.entries()) item.settle({ status: "fulfilled", value: results[i]! });
    } catch (error) {
      options.onFailure(error, group.length);
      if (isBadData(error) && group.length > 1) {
        const half = group.length >> 1;
        await settle(group.slice(0, half), index);
        await settle(group.slice(half), index);
        return;
      }
      const answer = isBadData(error)
        ? new AppError("invalid", { english: "The data cannot be stored in this form" }, { cause: error })
        : unavailable("The data could not be stored; try again", error);
      for (const item of group) item.settle({ status: "rejected", reason: answer });
    }
  }

  function enter(row: Row, settle: Waiting<Row, Result>["settle"]): void {
    if (draining || depth >= rowsWaitingMax) {
      const why = draining ? "The server is stopping" : "The server is overloaded: too much data is waiting";
      settle({ status: "rejected", reason: unavailable(why) });
      return;
    }
    depth++;
    const index = options.shardOf(row) % options.shards;
    const shard = shards[index]!;
    shard.waiting.push({ row, settle });
    if (shard.waiting.length >= rowsPerFlush) shard.go();
    if (!shard.busy) void run(index);
  }

  return {
    submit: (row) =>
      new Promise((resolve, reject) =>
        enter(row, (settled) =>
          settled.status === "fulfilled" ? resolve(settled.value) : reject(settled.reason),
        ),
      ),
    submitAll: (rows) =>
      new Promise((resolve) => {
        const all = new Array<Settled<Result>>(rows.length);
        let open = rows.length;
        if (open === 0) resolve(all);
        for (const [place, row] of rows.entries())
          enter(row, (settled) => {
            all[place] = settled;
            open -= 1;
            if (open === 0) resolve(all);
          });
      }),
    drain() {
      draining = true;
      for (const { go } of shards) go();
      return depth === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
    depth: () => depth,
  };
}

function unavailable(detail: string, cause?: unknown): AppError {
  return new AppError("unavailable", { english: detail }, { retryAfterSeconds, cause });
}

/** Whether Postgres refused the data (class 22 data exception, 23 constraint), or our own range checks. */
function isBadData(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  // The query builder's errors have the driver's as their cause.
  return /^2[23]...$/.test(String(code ?? cause?.code));
}
