/*
 * What people notice while somebody attacks: for two minutes floods, slow readers, large inputs and guesses of one address go to the
 * production server, on this machine only, and beside them a viewer's beacons, an instructor's page and sign-ins go on. Prints their
 * p99 and errors, the beacons that were acknowledged and are not stored, and the server's memory. The attacks come from a process of
 * their own, so that only the server keeps the others waiting.
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { hashPassword } from "@/lib/auth/passwords";
import { newId } from "@/lib/platform/ids";
import { memoryEnvironment, serverFlags } from "@/scripts/server-flags.mjs";
import { attacks, type World } from "./attack/attacks";

const seconds = Number(argument("seconds") ?? 120);
const only = argument("only")?.split(",");
/** What a bystander may wait, in milliseconds at p99, and what the server may weigh, in MiB. */
const limits = { p99_ms: 1000, memory_mib: 600 };
/** The bystanders' address, one of those for documentation (RFC 5737). The server believes it, as from its proxy. */
const school = "192.0.2.10";

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** A school with a course's video, and a session of 20,000 people whose CSV takes long to send. */
async function fill(sql: postgres.Sql): Promise<Omit<World, "token">> {
  const [schoolId, userId, course, video, session] = Array.from({ length: 5 }, () => newId());
  const [email, password] = ["teacher@example.org", randomBytes(12).toString("hex")];
  const begun = new Date(Date.now() - 86_400_000);
  const end = new Date(begun.getTime() + 5_400_000);
  await sql`insert into schools (id, name, time_zone) values (${schoolId!}, 'Bench', 'UTC')`;
  await sql`insert into users (id, school_id, email, name, role, password_hash) values (${userId!}, ${schoolId!}, ${email!}, 'Bench', 'instructor', ${await hashPassword(password!)})`;
  await sql`insert into courses (id, school_id, title) values (${course!}, ${schoolId!}, 'Bench')`;
  await sql`insert into course_instructors (course_id, user_id) values (${course!}, ${userId!})`;
  await sql`insert into videos (id, school_id, course_id, title, status, duration_ms) values (${video!}, ${schoolId!}, ${course!}, 'Bench', 'ready', 3600000)`;
  await sql`insert into sessions (id, school_id, instructor_id, title, status, scheduled_start, scheduled_end, started_at, ended_at)
    values (${session!}, ${schoolId!}, ${userId!}, 'Bench', 'ended', ${begun}, ${end}, ${begun}, ${end})`;
  await sql`insert into attendees (session_id, id, display_name, email, registered_at, created_at)
    select ${session!}, ('0192f3a4-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n, 'person' || n || '@example.org', now(), now()
    from generate_series(1, 20000) n`;
  await sql`insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
    select ${session!}, 'c' || n, ('0192f3a4-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      int8multirange(int8range(${begun.getTime()}::bigint + n % 600000, ${begun.getTime()}::bigint + 3600000)), 45000
    from generate_series(1, 20000) n`;
  await sql`vacuum (analyze) attendees, presence`;
  return { course: course!, video: video!, session: session!, email: email!, password: password! };
}

async function serve(): Promise<{ server: ChildProcess; origin: string }> {
  const server = fork("dist/server.mjs", {
    env: {
      ...memoryEnvironment,
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      TRUSTED_PROXIES: "1",
      LOG_LEVEL: "silent",
    },
    execArgv: serverFlags,
  });
  const origin = await new Promise<string>((resolve, reject) => {
    server.on("message", (message: { listening?: { port: number } }) => {
      if (message.listening) resolve(`http://127.0.0.1:${message.listening.port}`);
    });
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { server, origin };
}

/** The resident memory in MiB of a process, and of all that it started, where the system tells it. */
function memoryOf(pid: number | string): { own: number; children: number } {
  try {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    const started = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    const children = started.map(memoryOf).reduce((sum, child) => sum + child.own + child.children, 0);
    return { own: Number(kib ?? 0) / 1024, children };
  } catch {
    // It has ended, or the system does not say.
    return { own: 0, children: 0 };
  }
}

/* ---- Bystanders: each does one thing again and again, and must not notice ---- */

type Bystander = { everyMs: number; act: () => Promise<Response> };

async function bystanders(origin: string, world: Omit<World, "token">) {
  const headers = { "x-forwarded-for": school };
  const post = (path: string, body: object, more: Record<string, string> = {}) =>
    fetch(origin + path, {
      method: "POST",
      headers: { ...headers, ...more, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const playback = newId();
  const { video, course } = world;
  await post("/api/analytics/video-view", { session_id: playback, video_id: video, course_id: course });
  let seq = 0;
  const acknowledged: number[] = [];
  const cookie = await signIn(origin, world);
  const all: Record<string, Bystander> = {
    "a viewer's beacon": {
      // Below the limit of a playback: 120 a minute.
      everyMs: 600,
      act: async () => {
        const from = seq++;
        const answer = await post("/api/analytics/video-progress", {
          session_id: playback,
          video_id: video,
          seq: from,
          current_position_seconds: (from + 1) / 5,
          played: [[from / 5, (from + 1) / 5]],
          watch_time_seconds: (from + 1) / 5,
        });
        if (answer.ok) acknowledged.push(from);
        return answer;
      },
    },
    "an instructor's page": {
      everyMs: 1000,
      act: () => fetch(`${origin}/videos/${video}`, { headers: { ...headers, cookie }, redirect: "manual" }),
    },
    "a sign-in": {
      everyMs: 3000,
      // In a browser that has signed in before: elsewhere the guesses slow it down.
      act: () => post("/api/auth/token", { email: world.email, password: world.password }, { cookie }),
    },
    "the health route": { everyMs: 500, act: () => fetch(`${origin}/api/health/ready`, { headers }) },
  };
  const { access_token: token } = (await (
    await post("/api/auth/token", { email: world.email, password: world.password })
  ).json()) as { access_token: string };
  return { all, playback, acknowledged, token };
}

/** The cookies of a browser in which the instructor signed in. */
async function signIn(
  origin: string,
  { email, password }: Pick<World, "email" | "password">,
): Promise<string> {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(origin + path, {
      ...init,
      redirect: "manual",
      headers: {
        ...init.headers,
        origin,
        "x-forwarded-for": school,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";", 1)[0]!.split(/=(.*)/s);
      cookies.set(name, value);
    }
    return answer;
  };
  const { csrfToken } = (await (await send("/api/auth/csrf")).json()) as { csrfToken: string };
  await send("/api/auth/callback/password", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

/* ---- The run ---- */

type Target = { origin: string; world: World };

const chosen = Object.entries(attacks).filter(([name]) => !only || only.some((word) => name.includes(word)));

/** The attacks, in a process of their own until the time is up; resolves when they have begun. */
async function attacker(target: Target): Promise<ChildProcess> {
  const child = fork(process.argv[1]!, [...process.argv.slice(2), "--attacker"]);
  await new Promise((begun) => child.once("message", begun));
  child.send(target);
  return child;
}

/** What that process does. An attacker has machines of their own: here they get what the server and its database leave. */
function attack(): void {
  setPriority(constants.priority.PRIORITY_LOW);
  process.once("message", async ({ origin, world }: Target) => {
    const end = Date.now() + seconds * 1000;
    await Promise.all(
      chosen.map(([, one]) => one(origin, world, () => Date.now() < end && process.connected)),
    );
    process.exit(0);
  });
  process.send?.("ready");
}

const quantile = (values: number[], p: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? Number.NaN;

async function drive(): Promise<void> {
  const sql = postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
  const filled = await fill(sql);
  const { server, origin } = await serve();
  const { all, playback, acknowledged, token } = await bystanders(origin, filled);
  const world = { ...filled, token };
  // A server that has just started loads each page's code with its first request, and is several times as slow until it has run often.
  for (const { act } of Object.values(all)) await (await act()).arrayBuffer();
  for (let times = 0; times < 30; times++) await (await all["an instructor's page"]!.act()).arrayBuffer();
  const attacking = await attacker({ origin, world });
  // Attacks that wait for an answer end with the server's connections.
  const attackerEnded = once(attacking, "exit");
  const end = Date.now() + seconds * 1000;
  const running = () => Date.now() < end && server.exitCode === null && server.signalCode === null;

  const before = memoryOf(server.pid!);
  let most = before;
  const sum = ({ own, children }: typeof most) => own + children;
  const watching = setInterval(() => {
    const now = memoryOf(server.pid!);
    if (sum(now) > sum(most)) most = now;
  }, 500);
  const times: Record<string, number[]> = {};
  const errors: Record<string, string[]> = {};
  const beside = Object.entries(all).map(async ([name, { everyMs, act }]) => {
    times[name] = [];
    errors[name] = [];
    while (running()) {
      const began = performance.now();
      try {
        const answer = await act();
        await answer.arrayBuffer();
        if (answer.status !== 200) errors[name].push(String(answer.status));
      } catch (error) {
        errors[name].push(error instanceof Error ? error.message : String(error));
      }
      times[name].push(performance.now() - began);
      await delay(Math.max(0, everyMs - (performance.now() - began)));
    }
  });
  await Promise.all(beside);
  clearInterval(watching);
  const died = server.exitCode !== null || server.signalCode !== null;
  const ended = new Promise((settle) => (died ? settle(null) : server.once("exit", settle)));
  server.kill("SIGTERM");
  await ended;
  const [attackerCode] = (await attackerEnded) as [number | null];

  const [stored] = await sql<{ seqs: number }[]>`
    select coalesce(sum(upper(r) - lower(r)), 0)::int as seqs from playbacks, unnest(applied) r where playback_id = ${playback}`;
  const lost = acknowledged.length - (stored?.seqs ?? 0);
  await sql.end();
  console.table(
    Object.keys(all).map((name) => ({
      who: name,
      requests: times[name]!.length,
      "p50 ms": Math.round(quantile(times[name]!, 0.5)),
      "p99 ms": Math.round(quantile(times[name]!, 0.99)),
      errors: errors[name]!.length,
      which: [...new Set(errors[name])].join(", "),
    })),
  );
  console.log(
    `${chosen.length} attacks for ${seconds} s. Acknowledged beacons that are not stored: ${lost}. Memory at most ${Math.round(sum(most))} MiB, of which ${Math.round(most.children)} in processes that read reports; ${Math.round(sum(before))} MiB before.${died ? " The server ended." : ""}`,
  );
  const slow = Object.values(times).some((values) => quantile(values, 0.99) > limits.p99_ms);
  const failed = Object.values(errors).some((list) => list.length > 0);
  if (attackerCode !== 0) console.log(`The attacker ended with ${attackerCode}.`);
  if (died || attackerCode !== 0 || lost !== 0 || slow || failed || sum(most) > limits.memory_mib)
    process.exitCode = 1;
}

if (process.argv.includes("--attacker")) attack();
else await drive();
