import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The redis-server of this machine, or null. A path that is set must work. */
export const redisServerPath: string | null =
  process.env.REDIS_SERVER_PATH ??
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "redis-server"))
    .find((path) => existsSync(path)) ??
  null;

/** The end of a skipped test's name. */
export const withoutRedis =
  "skipped: this machine has no redis-server; REDIS_SERVER_PATH names one elsewhere";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (!address || typeof address !== "object") throw new Error("no port is free");
  return address.port;
}

/** A Redis of this test's own, which writes every command to its file. */
export async function startRedis() {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "lectern-redis-"));
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const options = { port, dir: directory, bind: "127.0.0.1", appendonly: "yes", save: "" };
    const started = spawn(
      redisServerPath!,
      Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    child = started;
    let output = "";
    await new Promise<void>((resolve, reject) => {
      started.once("error", reject);
      started.once("exit", () => reject(new Error(`redis-server ended: ${output}`)));
      started.stdout.on("data", (text) => {
        output += text;
        if (output.includes("Ready to accept connections")) resolve();
      });
    });
  }

  async function kill(): Promise<void> {
    const running = child;
    child = null;
    if (!running) return;
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    /** Stops its answers until the returned function is called. */
    freeze() {
      const running = child;
      running?.kill("SIGSTOP");
      return () => void running?.kill("SIGCONT");
    },
    /** Kills it and deletes what it has. */
    async lose() {
      await kill();
      for (const file of readdirSync(directory)) rmSync(join(directory, file), { recursive: true });
    },
  };
}
