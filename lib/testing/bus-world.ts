import { createClient } from "@redis/client";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { postgresBackEnd } from "@/lib/db/bus/postgres";
import { redisBackEnd } from "@/lib/db/bus/redis";
import { testDatabase } from "./database";
import { redisServerPath, startRedis } from "./redis-server";

/* The servers of the bus: a test file's own, with ways to break them. */

export const redisServer = redisServerPath ? await startRedis() : null;
if (redisServer) process.env.REDIS_URL = redisServer.url;
afterAll(() => redisServer?.lose());

const { url } = testDatabase();
const name = new URL(url).pathname.slice(1);
/** A connection to another database of the server. */
const admin = postgres(inject("databaseServer"), { max: 1, onnotice: () => {} });
afterAll(() => admin.end());

const cutPostgres = async (what: string) => {
  await admin`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = ${name} and application_name like ${`lectern ${what}`}`;
};

export const inPostgres = {
  open: postgresBackEnd,
  /** Cuts the connections of all subscribers. */
  cut: () => cutPostgres("listener"),
  /** Makes the server refuse the app until the returned function is called. */
  async away() {
    await admin`alter database ${admin(name)} connection limit 0`;
    await cutPostgres("%");
    return async () => {
      await admin`alter database ${admin(name)} connection limit -1`;
    };
  },
};

export const inRedis = {
  open: redisBackEnd,
  async cut() {
    const redis = createClient({ url: redisServer!.url });
    await redis.connect();
    await redis.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    redis.destroy();
  },
  async away() {
    await redisServer!.kill();
    return redisServer!.start;
  },
};
