/*
 * What people notice while somebody attacks: for two minutes floods, slow readers, large inputs and guesses of one address go to the
 * production server, on this machine only, and beside them a viewer's beacons, an instructor's page and sign-ins go on. Prints their
 * p99 and errors, the beacons that were acknowledged and are not stored, and the server's memory.
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { hashPassword } from "@/lib/auth/passwords";
import { newId } from "@/lib/platform/ids";

const seconds = Number(argument("seconds") ?? 120);
const only = argument("only")?.split(",");
/** What a bystander may wait, in milliseconds at p99, and what the server may weigh, in MiB. */
const limits = { p99_ms: 1000, memory_mib: 600 };
/** The addresses of documentation (RFC 5737): the bystanders' and the attacker's. The server believes them, as from its proxy. */
const [school, elsewhere] = ["192.0.2.10", "203.0.113.66"];

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

type World = {
  course: string;
  video: string;
  session: string;
  email: string;
  password: string;
  token: string;
};

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
  await sql`insert into presence (session_id, client_id, attendee_id, heard, grace_ms)
    select ${session!}, 'c' || n, ('0192f3a4-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      int8multirange(int8range(${begun.getTime()}::bigint + n % 600000, ${begun.getTime()}::bigint + 3600000)), 45000
    from generate_series(1, 20000) n`;
  await sql`vacuum (analyze) attendees, presence`;
  return { course: course!, video: video!, session: session!, email: email!, password: password! };
}

async function serve(): Promise<{ server: ChildProcess; origin: string }> {
  const server = fork("dist/server.mjs", {
    env: { ...process.env, HOST: "127.0.0.1", PORT: "0", TRUSTED_PROXIES: "1", LOG_LEVEL: "fatal" },
    // As the launcher starts it.
    execArgv: ["--max-semi-space-size=32"],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    server.on("message", (message: { listening?: { port: number } }) => {
      if (message.listening) resolve(`http://127.0.0.1:${message.listening.port}`);
    });
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { server, origin };
}

/** The server's resident memory in MiB, where the system tells it. */
function memoryOf(server: ChildProcess): number {
  try {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8")) ?? [];
    return Number(kib ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}

/* ---- Bystanders: each does one thing again and again, and must not notice ---- */

type Bystander = { everyMs: number; act: () => Promise<Response> };

async function bystanders(origin: string, world: Omit<World, "token">) {
  const headers = { "x-forwarded-for": school! };
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
      everyMs: 250,
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
        "x-forwarded-for": school!,
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

/* ---- Attacks: each runs until it is told to end, as fast as the server lets it ---- */

type Attack = (origin: string, world: World, running: () => boolean) => Promise<void>;

const hostile = { "x-forwarded-for": elsewhere!, "content-type": "application/json" };

/** Sends again and again over so many connections; what the answers are does not matter here. */
async function flood(
  running: () => boolean,
  connections: number,
  send: () => Promise<Response>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (running())
        try {
          await (await send()).arrayBuffer();
        } catch {
          // Refused connections are an answer too.
          await delay(20);
        }
    }),
  );
}

/** Writes a body of `mib` MiB in chunks, without a length, as long as the server takes them. */
function largeBody(origin: string, path: string, mib: number): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sending = request(origin + path, { method: "POST", headers: hostile });
    const part = Buffer.alloc(65_536, "[");
    let left = mib * 16;
    const more = () => {
      while (left-- > 0) if (!sending.write(part)) return;
      sending.end();
    };
    sending.on("drain", more).on("error", reject);
    sending.on("response", (answer) => {
      answer.resume();
      answer.on("end", () => resolve(new Response(null, { status: 200 })));
      answer.on("error", reject);
    });
    more();
  });
}

/** Sockets that stay: they send their request and then `each` is left to do with them what it likes. */
async function sockets(
  origin: string,
  running: () => boolean,
  amount: number,
  head: string,
  each: (socket: Socket) => void,
): Promise<void> {
  const { hostname, port } = new URL(origin);
  const open = new Set<Socket>();
  while (running()) {
    while (open.size < amount) {
      const socket = connect(Number(port), hostname);
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => open.delete(socket));
      socket.write(`${head}\r\nHost: ${hostname}:${port}\r\nX-Forwarded-For: ${elsewhere}\r\n\r\n`);
      socket.pause();
    }
    for (const socket of open) each(socket);
    await delay(1000);
  }
  for (const socket of open) socket.destroy();
}

const attacks: Record<string, Attack> = {
  "bodies of 300 MiB": (origin, _, running) => {
    const paths = [
      "/api/auth/callback/password",
      "/api/auth/_log",
      "/sign-in",
      "/api/analytics/video-batch",
      "/",
    ];
    let turn = 0;
    return flood(running, 4, () => largeBody(origin, paths[turn++ % paths.length]!, 300));
  },
  "nested JSON": (origin, _, running) => {
    const body = `{"a":${"[".repeat(30_000)}`;
    return flood(running, 4, () =>
      fetch(`${origin}/api/auth/token`, { method: "POST", headers: hostile, body }),
    );
  },
  "invented views": (origin, { video, course }, running) =>
    flood(running, 16, () => {
      const playback = newId();
      return fetch(`${origin}/api/analytics/video-batch`, {
        method: "POST",
        headers: hostile,
        body: JSON.stringify([
          { type: "view", session_id: playback, video_id: video, course_id: course },
          { type: "complete", session_id: playback, video_id: video, seq: 0, played: [[0, 3600]] },
        ]),
      });
    }),
  "guesses of a password": (origin, { email }, running) =>
    flood(running, 8, () =>
      fetch(`${origin}/api/auth/token`, {
        method: "POST",
        headers: hostile,
        body: JSON.stringify({ email, password: randomBytes(8).toString("hex") }),
      }),
    ),
  "slow bodies": (origin, _, running) =>
    sockets(
      origin,
      running,
      60,
      "POST /api/analytics/video-progress HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 5000",
      (socket) => socket.write(" "),
    ),
  "slow heads": (origin, _, running) =>
    sockets(origin, running, 60, "GET / HTTP/1.1\r\nX-Slow: ", (socket) => socket.write("X-A: b\r\n")),
  "slow readers": (origin, { session, token }, running) =>
    sockets(
      origin,
      running,
      12,
      `GET /api/admin/training/sessions/${session}/attendance/export HTTP/1.1\r\nAuthorization: Bearer ${token}`,
      () => {},
    ),
  "a report of one person's 65,000 visits": async (origin, { token }, running) => {
    const visit = (n: number) =>
      `Ana,ana@example.org,2026-11-18 18:${String(n % 60).padStart(2, "0")}:00,2026-11-18 18:59:00,5,No`;
    const report = [
      "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
      ...Array.from({ length: 65_000 }, (_, n) => visit(n)),
    ].join("\n");
    await flood(running, 2, () => {
      const body = new FormData();
      body.set("file", new File([report], "report.csv", { type: "text/csv" }));
      return fetch(`${origin}/api/admin/training/imports`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "x-forwarded-for": elsewhere! },
        body,
      });
    });
  },
  "broken requests": (origin, _, running) => {
    const paths = ["/%", "/sessions/%00", "/videos?from=99999-01-01", "/api/auth/signin/x?callbackUrl=%F0"];
    let turn = 0;
    return flood(running, 4, () =>
      fetch(origin + paths[turn++ % paths.length]!, {
        redirect: "manual",
        headers: { ...hostile, "next-router-state-tree": "%7B%", rsc: "1" },
      }),
    );
  },
};

/* ---- The run ---- */

const quantile = (values: number[], p: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? Number.NaN;

async function drive(): Promise<void> {
  const sql = postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
  const filled = await fill(sql);
  const { server, origin } = await serve();
  const { all, playback, acknowledged, token } = await bystanders(origin, filled);
  const world = { ...filled, token };
  const end = Date.now() + seconds * 1000;
  const running = () => Date.now() < end && server.exitCode === null && server.signalCode === null;

  let memory = 0;
  const watching = setInterval(() => {
    memory = Math.max(memory, memoryOf(server) || 0);
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
  const chosen = Object.entries(attacks).filter(
    ([name]) => !only || only.some((word) => name.includes(word)),
  );
  await Promise.all([...beside, ...chosen.map(([, attack]) => attack(origin, world, running))]);
  clearInterval(watching);
  const died = server.exitCode !== null || server.signalCode !== null;
  const ended = new Promise((settle) => (died ? settle(null) : server.once("exit", settle)));
  server.kill("SIGTERM");
  await ended;

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
    `${chosen.length} attacks for ${seconds} s. Acknowledged beacons that are not stored: ${lost}. Memory at most ${Math.round(memory)} MiB.${died ? " The server ended." : ""}`,
  );
  const slow = Object.values(times).some((values) => quantile(values, 0.99) > limits.p99_ms);
  const failed = Object.values(errors).some((list) => list.length > 0);
  if (died || lost !== 0 || slow || failed || memory > limits.memory_mib) process.exitCode = 1;
}

await drive();
