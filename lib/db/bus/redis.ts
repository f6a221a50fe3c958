import "server-only";
import { asc, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { describeError, log } from "@/lib/platform/log";
import { tryLock } from "../advisory-locks";
import { answered, openRedis, type Redis } from "../redis";
import { busOutbox } from "../tables/bus";
import { transaction } from "../tx";
import { type BackEnd, type BusEvent, channelPrefix, eventsMax, type NewEvent } from "./back-end";

/*
 * The bus in Redis. `analytics:history:<type>` is a list with the events of a type, oldest first; `analytics:timeline` is a sorted set
 * with the number and type of every event by its time, for deleting the oldest; `analytics:sequence` is the last number. Scripts keep
 * them together. Without a sequence it begins at the time in microseconds, so that a Redis that has lost its data gives higher numbers
 * than before.
 */

const historyPrefix = `${channelPrefix}history:`;
const sequence = `${channelPrefix}sequence`;
const timeline = `${channelPrefix}timeline`;
const forwarded = `${channelPrefix}forwarded`;
/** Events of transactions that are known to be published, so that none is published twice. */
const forwardedMax = 10_000;
const forwardedAtOnce = 100;
/** Arguments: for each event its type, its JSON, and the id that it has in the outbox, or "". A time never goes back. */
const publishScript = `
local time = redis.call('TIME')
local at = time[1] * 1000 + math.floor(time[2] / 1000)
local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if last[2] then at = math.max(at, tonumber(last[2])) end
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SET', KEYS[1], string.format('%.0f', at * 1000)) end
local told = {}
for i = 1, #ARGV, 3 do
  local type, json, id = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if id == '' or redis.call('ZADD', KEYS[3], 'NX', at, id) == 1 then
    local number = string.format('%.0f', redis.call('INCR', KEYS[1]))
    local head = '{"number":' .. number .. ',"at":' .. string.format('%.0f', at) .. ',"type":"' .. type .. '"'
    redis.call('RPUSH', '${historyPrefix}' .. type, head .. ',"payload":' .. json .. '}')
    redis.call('ZADD', KEYS[2], at, number .. ':' .. type)
    told[type] = number
  end
end
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -${forwardedMax + 1})
for type, number in pairs(told) do redis.call('PUBLISH', '${channelPrefix}' .. type, number) end
`;

/** Arguments: how many, 'number' or 'at', after which number or from which time, the types. */
const readScript = `
local limit, since = tonumber(ARGV[1]), tonumber(ARGV[3])
local pattern, least = '^{"number":(%d+)', since + 1
if ARGV[2] == 'at' then pattern, least = '^{"number":%d+,"at":(%d+)', since end
local found = {}
for i = 4, #ARGV do
  local key = '${historyPrefix}' .. ARGV[i]
  local low, high = 0, redis.call('LLEN', key)
  if high > 0 and tonumber(string.match(redis.call('LINDEX', key, -1), pattern)) < least then low = high end
  while low < high do
    local middle = math.floor((low + high) / 2)
    if tonumber(string.match(redis.call('LINDEX', key, middle), pattern)) < least then low = middle + 1
    else high = middle end
  end
  for _, event in ipairs(redis.call('LRANGE', key, low, low + limit - 1)) do
    found[#found + 1] = { tonumber(string.match(event, '^{"number":(%d+)')), event }
  end
end
table.sort(found, function(a, b) return a[1] < b[1] end)
local events = {}
for i = 1, math.min(limit, #found) do events[i] = found[i][2] end
return events
`;

/** Arguments: before which time, how many, how many events may stay. Those of a type are in the same order in both. */
const pruneScript = `
local limit = tonumber(ARGV[2])
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1], 'LIMIT', 0, limit)
local over = math.min(limit, redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[3]))
if over > #old then old = redis.call('ZRANGE', KEYS[1], 0, over - 1) end
for _, member in ipairs(old) do
  redis.call('LPOP', '${historyPrefix}' .. string.match(member, ':(.*)$'))
  redis.call('ZREM', KEYS[1], member)
end
return #old
`;

const storedEvent = z
  .object({ number: z.number(), at: z.number(), type: z.string(), payload: z.unknown() })
  .transform(({ at, payload, ...event }): BusEvent => ({ ...event, at: new Date(at), payload }));

async function publishTo(redis: Redis, events: readonly (NewEvent & { id?: string })[]): Promise<void> {
  const texts = events.flatMap(({ type, json, id = "" }) => [type, json, id]);
  await answered(redis.eval(publishScript, { keys: [sequence, timeline, forwarded], arguments: texts }));
}

/** The bus in the Redis that the settings name. */
export function redisBackEnd(): BackEnd {
  const redis = openRedis();
  return {
    async publish(events, tx) {
      if (!tx) return publishTo(redis, events);
      await tx
        .insert(busOutbox)
        .values(events.map(({ type, json }) => ({ type, payload: sql`${json}::jsonb` })));
    },

    forward: () =>
      transaction(async (tx) => {
        if (!(await tryLock(tx, "bus_outbox"))) return false;
        const events = await tx.select().from(busOutbox).orderBy(asc(busOutbox.place)).limit(forwardedAtOnce);
        if (events.length === 0) return false;
        await publishTo(
          redis,
          events.map(({ id, type, payload }) => ({ id, type, json: JSON.stringify(payload) })),
        );
        const ids = events.map(({ id }) => id);
        await tx.delete(busOutbox).where(inArray(busOutbox.id, ids));
        return events.length === forwardedAtOnce;
      }),

    async read(types, since, limit) {
      const [by, from] = "after" in since ? ["number", since.after] : ["at", since.from.getTime()];
      const found = await answered(
        redis.eval(readScript, { arguments: [String(limit), String(by), String(from), ...types] }),
      );
      return z
        .array(z.string())
        .parse(found)
        .map((text) => storedEvent.parse(JSON.parse(text)));
    },

    last: async () => Number((await answered(redis.get(sequence))) ?? 0),

    follow({ told, connected, lost }) {
      const channels = new Set<string>();
      const hear = (_: string, channel: string) => told(channel.slice(channelPrefix.length));
      /** One that fails, as the connection does, is tried again with the next connection. */
      const listen = (names: Iterable<string>) =>
        Promise.all([...names].map((name) => listening.subscribe(name, hear)))
          .catch((error: unknown) => log.debug({ error: describeError(error) }, "subscribing failed"))
          .finally(connected);
      const listening = openRedis({ connected: () => void listen(channels), lost });
      return {
        add(type) {
          const name = channelPrefix + type;
          if (channels.has(name)) return;
          channels.add(name);
          if (listening.isReady) void listen([name]);
        },
        close: async () => listening.destroy(),
      };
    },

    async prune(before, limit) {
      const given = [String(before.getTime()), String(limit), String(eventsMax)];
      return Number(await answered(redis.eval(pruneScript, { keys: [timeline], arguments: given })));
    },

    close: async () => redis.destroy(),
  };
}
