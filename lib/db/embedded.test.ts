import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, expect, test, vi } from "vitest";
import { databaseUrl, type EmbeddedPostgres, startEmbedded } from "./embedded";

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "lectern-embedded-"));
  folders.push(made);
  return join(made, "postgres");
}

async function start(directory: string, throwaway = false): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ directory, password: "päss word/1", throwaway });
  servers.push(server);
  return server;
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = postgres(url, { max: 1 });
  try {
    return (await client.unsafe(statement).values())[0]?.[0];
  } finally {
    await client.end();
  }
}

const postmasterPid = (directory: string): number =>
  Number(readFileSync(join(directory, "data", "postmaster.pid"), "utf8").split("\n")[0]);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const made of folders.splice(0)) {
    // Where Postgres runs as another user, the folder is a link to one that this user can enter.
    const directory = join(made, "postgres");
    if (existsSync(directory)) rmSync(realpathSync(directory), { recursive: true, force: true });
    rmSync(made, { recursive: true, force: true });
  }
});

test("data outlives a stop, and a second start reuses a live server", async () => {
  const directory = folder();
  const first = await start(directory);
  expect(first.reused).toBe(false);
  await ask(first.url, "create table kept as select 42 as answer");

  const beside = await start(directory);
  expect(beside.reused).toBe(true);
  expect(await ask(beside.url, "select answer from kept")).toBe(42);
  await beside.stop();
  expect(await ask(first.url, "select answer from kept")).toBe(42);

  const pid = postmasterPid(directory);
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const again = await start(directory);
  expect(await ask(again.url, "select answer from kept")).toBe(42);
});

test("text is UTF-8 with the same rules on every machine, and the right password is needed", async () => {
  const { url } = await start(folder(), true);
  expect(await ask(url, "select upper('straße é')")).toBe("STRASSE É".replace("SS", "ß"));
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(ask(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
  expect(databaseUrl(url, "other")).toMatch(/^postgres:\/\/lectern:.*@127\.0\.0\.1:\d+\/other$/);
});

test("a throwaway server deletes its files at the end", async () => {
  const directory = folder();
  const server = await start(directory, true);
  expect(existsSync(directory)).toBe(true);
  await server.stop();
  expect(existsSync(directory)).toBe(false);
});

test("restarts a killed server at the same address with its data", async () => {
  const directory = folder();
  const { url } = await start(directory);
  await ask(url, "create table kept as select 42 as answer");
  const killed = postmasterPid(directory);
  process.kill(killed, "SIGKILL");
  await vi.waitFor(async () => expect(await ask(url, "select answer from kept")).toBe(42), {
    timeout: 20_000,
    interval: 200,
  });
  expect(postmasterPid(directory)).not.toBe(killed);
});

test("killing its owner outright ends the server; killing its guard too lets the next start take over", async () => {
  const directory = folder();
  const guardOf = () => Number(readFileSync(join(directory, "guard.pid"), "utf8"));
  const first = await start(directory);
  await ask(first.url, "create table kept as select 42 as answer");
  const orphan = postmasterPid(directory);
  process.kill(guardOf(), "SIGKILL");
  await first.ended;
  expect(isAlive(orphan)).toBe(true);

  const second = await start(directory);
  expect(second.reused).toBe(false);
  expect(isAlive(orphan)).toBe(false);
  expect(await ask(second.url, "select answer from kept")).toBe(42);

  // The owner is ended by kill -9: its only link to the guard is the lease.
  const pid = postmasterPid(directory);
  const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    stdio: ["ignore", "ignore", "ignore", second.lease],
  });
  await new Promise((spawned) => holder.once("spawn", spawned));
  second.lease?.destroy();
  expect(await ask(second.url, "select 1")).toBe(1);
  holder.kill("SIGKILL");
  await second.ended;
  expect(isAlive(pid)).toBe(false);
  await vi.waitFor(() => expect(existsSync(join(directory, "guard.pid"))).toBe(false), { timeout: 30_000 });
});
