import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./fixtures";

/** What npm start does, with an embedded Postgres in a separate folder. */
const start = `
import { loadTools } from "./scripts/database.mjs";
import { fail, serve } from "./scripts/launch.mjs";
const [directory] = process.argv.slice(1);
const { startEmbedded, migrate } = await loadTools("restarts-test");
const embedded = await startEmbedded({ directory, password: "of this test" });
await migrate(embedded.url);
await serve({ embedded, environment: { DATABASE_URL: embedded.url }, onListening: (at) => console.log("at " + at) }).catch(fail);
`;

const childrenOf = (pid: number | undefined, name: string): number[] =>
  execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && Number(match[2]) === pid && match[3]?.includes(name))
    .map((match) => Number(match?.[1]));

test("a server and a Postgres that were killed are started again, at the same address, and stop when asked", async () => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "lectern-restarts-"));
  const directory = join(folder, "postgres");
  const launcher: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", start, directory], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "error",
      LECTERN_SECRET: randomBytes(32).toString("hex"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [launcher.stdout, launcher.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  const ended = once(launcher, "exit");
  try {
    await expect.poll(() => output, { timeout: 60_000 }).toMatch(/^at http/m);
    const [, address] = /^at (http\S+)/m.exec(output) ?? [];
    const statuses: number[] = [];
    const ready = async () => {
      const status = await fetch(`${address}/api/health/ready`).then(
        (response) => response.status,
        () => 0,
      );
      statuses.push(status);
      return status;
    };
    expect(await ready()).toBe(200);

    process.kill(
      Number(readFileSync(join(directory, "data", "postmaster.pid"), "utf8").split("\n")[0]),
      "SIGKILL",
    );
    await expect.poll(ready, { intervals: [20] }).toBe(503);
    await expect.poll(ready, { intervals: [100] }).toBe(200);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));

    const [server] = childrenOf(launcher.pid, "server.mjs");
    process.kill(Number(server), "SIGKILL");
    await expect.poll(ready, { intervals: [20] }).toBe(0);
    await expect.poll(ready, { intervals: [100] }).toBe(200);
    expect(output).toContain("The server has ended by itself (SIGKILL); it starts again in 1 s.");
    expect(childrenOf(launcher.pid, "server.mjs")).not.toEqual([server]);

    launcher.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
    expect(await ready()).toBe(0);
  } finally {
    launcher.kill("SIGTERM");
    await ended;
    rmSync(realpathSync(directory), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});
