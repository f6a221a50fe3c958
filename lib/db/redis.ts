import "server-only";
import { createClient } from "@redis/client";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";

/** A lost connection is opened again after this long, doubled by every failure up to the most. */
const retryMs = 100;
const retryMostMs = 5_000;
/** A connection can be dead without having been closed: it is checked this often, and must answer within this time. */
const checkMs = 5_000;
const answerMs = 3_000;
/** How long a command waits for a lost connection; then it is not sent. */
const sendMs = 2_000;
/** Commands that wait for an answer; further ones fail at once. */
const waitingMax = 10_000;

/** The Redis that the settings name, as its client takes it; null without one. */
function redisAddress() {
  const { REDIS_URL, REDIS_HOST, REDIS_PORT, REDIS_DB, REDIS_PASSWORD } = env();
  if (REDIS_URL) return { url: REDIS_URL, socket: {} };
  if (!REDIS_HOST) return null;
  return {
    socket: { host: REDIS_HOST, port: REDIS_PORT ?? 6379 },
    database: REDIS_DB ?? 0,
    ...(REDIS_PASSWORD ? { password: REDIS_PASSWORD } : {}),
  };
}

export const hasRedis = (): boolean => redisAddress() !== null;

/** A connection to Redis that opens itself again, and what is told about it. Commands wait two seconds for a lost one, and fail. */
export function openRedis(on: { connected?: () => void; lost?: () => void } = {}) {
  const address = redisAddress();
  if (!address) throw new Error("the settings name no Redis");
  let working = false;
  const client = createClient({
    ...address,
    name: "lectern",
    commandOptions: { timeout: sendMs },
    commandsQueueMaxLength: waitingMax,
    pingInterval: checkMs,
    socket: {
      ...address.socket,
      connectTimeout: answerMs,
      // Longer than between two checks, each of which is answered.
      socketTimeout: checkMs + answerMs,
      reconnectStrategy: (failures) => Math.min(retryMostMs, retryMs * 2 ** failures),
    },
  });
  client.on("ready", () => {
    working = true;
    on.connected?.();
  });
  client.on("error", (error: unknown) => {
    log.warn({ error: describeError(error) }, "the connection to Redis failed");
    if (working) on.lost?.();
    working = false;
  });
  // It goes on trying until it is closed.
  client.connect().catch((error: unknown) => log.debug({ error: describeError(error) }, "Redis was left"));
  return client;
}

export type Redis = ReturnType<typeof openRedis>;

/** What a command answers; throws when Redis takes too long. */
export async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Redis did not answer in time")), answerMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
