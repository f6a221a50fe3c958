import { describe, expect, test } from "vitest";
import { createCommitQueue, rowsPerFlushMax, rowsWaitingMax } from "./commit-queue";

/** A flush that waits until the test releases it. */
function gate() {
  const flushed: number[][] = [];
  let open: (() => void)[] = [];
  return {
    flushed,
    flush: async (rows: readonly number[]) => {
      flushed.push([...rows]);
      await new Promise<void>((resolve) => open.push(resolve));
      return rows.map((row) => row * 10);
    },
    async release() {
      const waiting = open;
      open = [];
      for (const resolve of waiting) resolve();
      await tick();
    },
  };
}
const queueOf = (flush: (rows: readonly number[]) => Promise<readonly number[]>, shards = 1) =>
  createCommitQueue<number, number>({ shards, shardOf: (row) => row, flush, onFailure: () => {} });
/** Two turns of the event loop: one in which the queue gathers, one in which its flush begins. */
const tick = async () => {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe("the commit queue", () => {
  test("flushes at once when idle, and collects rows that arrive while a commit is in flight", async () => {
    const held = gate();
    const queue = queueOf(held.flush);
    const answers = [queue.submit(1)];
    await tick();
    answers.push(queue.submit(2), queue.submit(3));
    await tick();
    expect(held.flushed).toEqual([[1]]);
    await held.release();
    expect(held.flushed).toEqual([[1], [2, 3]]);
    await held.release();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
  });

  test("answers nobody before the commit", async () => {
    const held = gate();
    const queue = queueOf(held.flush);
    let answered = false;
    const answer = queue.submit(1).then(() => {
      answered = true;
    });
    await tick();
    expect(answered).toBe(false);
    await held.release();
    await answer;
    expect(answered).toBe(true);
  });

  test("a bad row does not fail the others", async () => {
    const bad = Object.assign(new Error("numeric value out of range"), { code: "22003" });
    const queue = queueOf(async (rows) => {
      if (rows.includes(13)) throw bad;
      return rows.map((row) => row * 10);
    });
    const results = await Promise.allSettled([...Array(40).keys()].map((row) => queue.submit(row)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(39);
    expect(results[13]).toMatchObject({ status: "rejected", reason: { code: "invalid" } });
  });

  test("a lost database is a 503 with Retry-After for all, and the queue continues afterwards", async () => {
    let broken = true;
    const queue = queueOf(async (rows) => {
      if (broken) throw Object.assign(new Error("terminating connection"), { code: "57P01" });
      return rows;
    });
    const lost = await Promise.allSettled([queue.submit(1), queue.submit(2)]);
    for (const result of lost)
      expect(result).toMatchObject({
        status: "rejected",
        reason: { code: "unavailable", options: { retryAfterSeconds: 5 } },
      });
    broken = false;
    expect(await queue.submit(3)).toBe(3);
  });

  test("refuses rows beyond its limit and while it drains", async () => {
    const held = gate();
    const queue = queueOf(held.flush);
    const waiting = Array.from({ length: rowsWaitingMax }, (_, row) => queue.submit(row));
    await expect(queue.submit(1)).rejects.toMatchObject({ code: "unavailable" });
    const drained = queue.drain();
    for (let flushes = 0; flushes < rowsWaitingMax / rowsPerFlushMax; flushes++) {
      await tick();
      await held.release();
    }
    await drained;
    expect(await Promise.all(waiting)).toHaveLength(rowsWaitingMax);
    await expect(queue.submit(1)).rejects.toMatchObject({ code: "unavailable" });
  });

  describe("that gathers", () => {
    /** A flush takes at most three rows; they wait so long for others. */
    const gathering = (gatherMs: number) => {
      const flushed: number[][] = [];
      const queue = createCommitQueue<number, number>({
        shards: 1,
        shardOf: () => 0,
        rowsPerFlush: 3,
        gatherMs,
        flush: async (rows) => {
          flushed.push([...rows]);
          return rows;
        },
        onFailure: () => {},
      });
      return { flushed, queue };
    };
    const hour = 3600_000;

    test("waits for others until a commit is full, or its time is over", async () => {
      const { flushed, queue } = gathering(hour);
      const first = [queue.submit(1), queue.submit(2)];
      await tick();
      await tick();
      expect(flushed).toEqual([]);
      const more = [queue.submit(3), queue.submit(4)];
      await Promise.all([...first, more[0]]);
      expect(flushed).toEqual([[1, 2, 3]]);
      await queue.drain();
      await more[1];
      expect(flushed).toEqual([[1, 2, 3], [4]]);

      const short = gathering(5);
      expect(await Promise.all([short.queue.submit(1), short.queue.submit(2)])).toEqual([1, 2]);
      expect(short.flushed).toEqual([[1, 2]]);
    });

    test("takes full commits at once, in order", async () => {
      const { flushed, queue } = gathering(hour);
      await Promise.all([1, 2, 3, 4, 5, 6].map((row) => queue.submit(row)));
      expect(flushed).toEqual([
        [1, 2, 3],
        [4, 5, 6],
      ]);
    });
  });

  test("never has two flushes of one shard under way, and keeps a shard's order", async () => {
    let running = 0;
    const seen: number[] = [];
    const queue = queueOf(async (rows) => {
      expect(++running).toBe(1);
      await tick();
      running--;
      seen.push(...rows);
      return rows;
    });
    await Promise.all(Array.from({ length: 1200 }, (_, row) => queue.submit(row)));
    expect(seen).toEqual([...Array(1200).keys()]);
  });
});
