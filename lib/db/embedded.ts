import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";
import { type Account, account, as, findBinaries, hasLibrary } from "./binaries";

/* We start the binaries ourselves: the package's class cannot run as root and leaves the server behind when its owner is killed (embedded.test.ts). */

/** A Postgres that we have started, or that was already running. */
export type EmbeddedPostgres = {
  /** Address of its `postgres` database, as superuser. */
  url: string;
  /** True when another process had started it; then `stop` does nothing. */
  reused: boolean;
  /** The server runs as long as a process has this open: a child that inherits it keeps the server running after we end. */
  lease: Writable | null;
  /** Resolves when the server has ended and is not started again. */
  ended: Promise<void>;
  /** Ends the server and waits for its end. */
  stop(): Promise<void>;
};

const superuser = "lectern";
const run = promisify(execFile);

const mayEnter = (directory: string, user: Account): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...as(user), stdio: "ignore" }).status === 0;

/** The real path of a folder that the user owns and can enter; `directory` becomes a link to one elsewhere if the user cannot enter the checkout. */
function ownFolder(directory: string, user: Account | null): string {
  mkdirSync(dirname(directory), { recursive: true });
  if (user && !existsSync(directory) && !mayEnter(dirname(directory), user)) {
    const elsewhere = existsSync("/var/lib") ? "/var/lib" : tmpdir();
    rmSync(directory, { force: true }); // a link to a removed folder
    symlinkSync(mkdtempSync(join(elsewhere, "lectern-")), directory);
  }
  mkdirSync(directory, { recursive: true });
  const real = realpathSync(directory);
  if (user) chownSync(real, user.uid, user.gid);
  chmodSync(real, 0o700);
  if (user && !mayEnter(real, user))
    throw new Error(
      `${directory} cannot be entered by the user that Postgres runs as: change its permissions or remove it.`,
    );
  return real;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const readLines = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];

/** The process and port of a running server from its `postmaster.pid`, and whether it accepts connections. */
function postmaster(data: string): { pid: number; port: number; ready: boolean } | null {
  const lines = readLines(join(data, "postmaster.pid"));
  const pid = Number(lines[0]);
  if (!pid || !alive(pid)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await promisify(probe.close.bind(probe))();
  return port;
}

const addressOf = (port: number, password: string) =>
  `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;

async function answers(url: string): Promise<boolean> {
  const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await client`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function createCluster(
  initdb: string,
  directory: string,
  { password, sync, user }: { password: string; sync: boolean; user: Account | null },
) {
  const draft = join(directory, "data.new");
  const passwordFile = join(directory, "password.new");
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    // The built-in locale is the same on every machine.
    const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"];
    const access = [`--username=${superuser}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    await run(initdb, [...locale, ...access, ...(sync ? [] : ["--no-sync"]), `--pgdata=${draft}`], as(user));
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Renamed last, so an interrupted start leaves no incomplete cluster.
  renameSync(draft, join(directory, "data"));
}

async function endOrphan(pid: number): Promise<void> {
  process.kill(pid, "SIGINT");
  while (alive(pid)) await delay(20);
}

/** Starts the Postgres of the npm package in `directory`, or reuses the one that runs there; it ends with the last process that has its `lease`. */
export async function startEmbedded(options: {
  directory: string;
  password: string;
  /** Does not sync to disk, and removes its directory at the end. */
  throwaway?: boolean;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const { password, throwaway = false, settings = {} } = options;
  const user = account();
  const binaries = await findBinaries(user);
  const directory = ownFolder(resolve(options.directory), user);
  const data = join(directory, "data");
  const guardFile = join(directory, "guard.pid");
  const log = join(directory, "postgres.log");

  const running = postmaster(data);
  // It is ours only if it accepts our password: after a crash the process id in the file can belong to another program.
  if (running && (await answers(addressOf(running.port, password)))) {
    const guard = Number(readLines(guardFile)[0]);
    const url = addressOf(running.port, password);
    if (guard && alive(guard))
      return { url, reused: true, lease: null, ended: new Promise(() => {}), stop: async () => {} };
    await endOrphan(running.pid);
  }

  if (!existsSync(data))
    await createCluster(binaries.initdb, directory, { password, sync: !throwaway, user });
  const made = readLines(join(data, "PG_VERSION"))[0];
  const brought = /(\d+)/.exec(
    execFileSync(binaries.postgres, ["--version"], { ...as(user), encoding: "utf8" }),
  )?.[1];
  if (made !== brought)
    throw new Error(
      `The database under ${options.directory} was made by Postgres ${made} and this release brings ${brought}: move it aside, or start over.`,
    );

  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const all: Record<string, string> = {
      listen_addresses: "127.0.0.1",
      port: String(port),
      // A socket's path must not be longer than 107 bytes.
      unix_socket_directories: "",
      timezone: "UTC",
      // The slowest statements, for the page System.
      ...(hasLibrary(binaries.postgres, "pg_stat_statements")
        ? { shared_preload_libraries: "pg_stat_statements" }
        : {}),
      ...(throwaway
        ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" }
        : {}),
      ...settings,
    };
    const guard = spawn(
      process.execPath,
      [
        join(process.cwd(), "scripts", "guard.mjs"),
        JSON.stringify({
          ...as(user),
          command: binaries.postgres,
          args: ["-D", data, ...Object.entries(all).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
          // A fast shutdown; after 20 s an immediate one, after which the next start replays the log.
          signal: "SIGINT",
          patience: 20_000,
          lastSignal: "SIGQUIT",
          group: false,
          log,
          pidFile: guardFile,
          remove: throwaway ? directory : null,
          restart: true,
        }),
      ],
      { detached: true, stdio: ["pipe", "ignore", "inherit"], windowsHide: true },
    );
    const ended = new Promise<void>((settle) => guard.once("exit", () => settle()));
    if (await becomesReady(guard, data, port)) {
      // From now on the guard starts it again, at the same port, when it is killed.
      guard.stdin?.write("ready\n");
      // The guard must not keep our process alive.
      guard.unref();
      (guard.stdin as (Writable & { unref?: () => void }) | null)?.unref?.();
      const stop = async () => {
        guard.ref();
        guard.stdin?.end();
        await ended;
      };
      return { url: addressOf(port, password), reused: false, lease: guard.stdin, ended, stop };
    }
    const messages = readLines(log).slice(-8).join("\n");
    // Another program can have taken the port meanwhile.
    if (attempt < 5 && messages.includes("Address already in use")) continue;
    if (throwaway) rmSync(directory, { recursive: true, force: true });
    throw new Error(`The embedded Postgres did not start. The end of its log, ${log}:\n${messages}`);
  }
}

/** True as soon as the server accepts connections, false when it has ended before. */
async function becomesReady(guard: ChildProcess, data: string, port: number): Promise<boolean> {
  while (guard.exitCode === null && guard.signalCode === null) {
    const server = postmaster(data);
    if (server?.ready && server.port === port) return true;
    await delay(10);
  }
  return false;
}

/** The same server's address for another of its databases. */
export function databaseUrl(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
