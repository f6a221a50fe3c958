import { Counter, Gauge } from "prom-client";
import type { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import { blind } from "@/lib/auth/secrets";
import { answered, hasRedis, openRedis, type Redis } from "@/lib/db/redis";
import { describeError, log } from "@/lib/platform/log";
import { metricsRegistry } from "@/lib/platform/metrics";
import { forgetSingleton, processSingleton } from "@/lib/platform/process";

/*
 * The ingest's limits over several processes that share a Redis. Each process decides by its own count, without waiting; what it has counted
 * goes to Redis in groups, and the totals of all processes come back. So a sender gets past a limit by at most what the processes take in
 * the meantime. While Redis cannot be reached each process counts for itself.
 */

/** How long counts wait for others. */
const everyMs = 250;
/** Senders in one group; further ones are counted in this process only, as in a flood from many addresses. */
const groupMax = 20_000;

/** One argument, as JSON: for each key a number to add, or the names of what is counted once. Answers the total and how long it holds. */
const countScript = `
local answers = {}
for i, entry in ipairs(cjson.decode(ARGV[1])) do
  local key, counted, total = entry[1], entry[2]
  if type(counted) == 'table' then
    for _, name in ipairs(counted) do redis.call('PFADD', key, name) end
    total = redis.call('PFCOUNT', key)
  else
    total = redis.call('INCRBY', key, counted)
  end
  local left = redis.call('PTTL', key)
  if left < 0 then
    left = tonumber(ARGV[2])
    redis.call('PEXPIRE', key, left)
  end
  answers[i] = { total, left }
end
return answers
`;
const totals = z.array(z.tuple([z.number(), z.number()]));

/** What has been counted: how often, or which. */
type Counted = { limiter: RateLimiterMemory; key: string; count: number; names: Set<string> | null };
const amount = ({ count, names }: Counted) => names?.size ?? count;

export type SharedCounts = {
  /** Counts for a key what the limiter has counted; with a name, once for each name, whichever process it comes to. */
  note(limiter: RateLimiterMemory, key: string, name?: string, times?: number): void;
  /** Sends what was counted; the limiters then have the totals. Never throws. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

const metrics = () =>
  processSingleton("shared count metrics", () => ({
    shared: new Gauge({
      name: "lectern_limits_shared",
      help: "1 while the ingest's limits are counted over all processes, 0 while Redis cannot be reached",
      registers: [metricsRegistry],
    }),
    alone: new Counter({
      name: "lectern_limits_counted_alone_total",
      help: "Beacons that were counted in this process only although Redis is configured",
      registers: [metricsRegistry],
    }),
  }));

/** The counts of one process, for limits of so many seconds. */
export function openSharedCounts(redis: Redis, windowSeconds: number): SharedCounts {
  let group = new Map<string, Counted>();
  let timer: NodeJS.Timeout | null = null;
  let sending = Promise.resolve();
  let reached = true;
  const { shared, alone } = metrics();
  shared.set(1);

  async function send(): Promise<void> {
    const sent = [...group];
    group = new Map();
    if (sent.length === 0) return;
    try {
      const entries = sent.map(([id, one]) => [
        `lectern:limit:${blind(id)}`,
        one.names ? [...one.names].map(blind) : one.count,
      ]);
      const texts = [JSON.stringify(entries), String(windowSeconds * 1000)];
      const answers = totals.parse(await answered(redis.eval(countScript, { arguments: texts })));
      for (const [index, [id, { limiter, key }]] of sent.entries()) {
        const [total, leftMs] = answers[index]!;
        const since = group.get(id);
        await limiter.set(key, total + (since ? amount(since) : 0), leftMs / 1000);
      }
      if (!reached) log.info("the limits are counted over all processes again");
      reached = true;
    } catch (error) {
      alone.inc(sent.reduce((sum, [, one]) => sum + amount(one), 0));
      if (reached)
        log.warn(
          { error: describeError(error) },
          "Redis cannot be reached: the limits are counted in this process only",
        );
      reached = false;
    }
    shared.set(Number(reached));
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    sending = sending.then(send);
    return sending;
  }

  return {
    note(limiter, key, name, times = 1) {
      const id = limiter.getKey(key);
      let counted = group.get(id);
      if (!counted) {
        if (group.size >= groupMax) return alone.inc(times);
        counted = { limiter, key, count: 0, names: name === undefined ? null : new Set() };
        group.set(id, counted);
      }
      counted.count += times;
      if (name !== undefined) counted.names?.add(name);
      timer ??= setTimeout(() => void sending.then(flush), everyMs).unref();
    },
    flush,
    async close() {
      await flush();
      redis.destroy();
    },
  };
}

/** The process's shared counts; null without a Redis. */
export const sharedCounts = (windowSeconds: number): SharedCounts | null =>
  processSingleton("shared counts", () => (hasRedis() ? openSharedCounts(openRedis(), windowSeconds) : null));

/** Sends the last counts, and closes the connection. */
export async function closeSharedCounts(): Promise<void> {
  const open = processSingleton<SharedCounts | null>("shared counts", () => null);
  forgetSingleton("shared counts");
  await open?.close();
}
