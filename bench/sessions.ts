/*
 * How fast live sessions are answered. One large session: 5,000 attendees and 100,000 messages. Many clients: 10 sessions of 500 with
 * their heartbeats and reactions, and how soon a dashboard that follows one sees a change. And an attendance CSV of 100,000
 * people, with the memory that it takes. One server process, as in production; the load comes from this one.
 */
import { cpus } from "node:os";
import postgres from "postgres";
import { signAccessToken } from "@/lib/auth/bearer";
import { newId } from "@/lib/platform/ids";
import { argument, median, quantile, serve, startServer } from "./server/server";

const seconds = Number(argument("seconds") ?? 45);
const sessionCount = 10;
const clientsInEach = 500;
const heartbeatMs = 15_000;
/** One in this many heartbeats is sent with a reaction. */
const reactsEvery = 20;

/** Reports how much memory it uses on request. */
function serveBench(): Promise<void> {
  process.on("message", () => {
    global.gc?.();
    process.send!({ rss: process.memoryUsage().rss });
  });
  return serve();
}

type World = { token: string; large: string; crowd: string; live: string[] };

/** The rows are inserted in bulk: only reading them and the beacons that follow are measured. */
async function fill(sql: postgres.Sql): Promise<World> {
  const [schoolId, userId] = [newId(), newId()];
  await sql`insert into schools (id, name, time_zone, address_limit_per_minute) values (${schoolId}, 'Bench', 'UTC', 100000000)`;
  await sql`insert into users (id, school_id, email, name, role) values (${userId}, ${schoolId}, 'bench@example.org', 'Bench', 'instructor')`;
  const session = async (status: "ended" | "live", title: string) => {
    const id = newId();
    const begun = new Date(Date.now() - (status === "live" ? 300_000 : 86_400_000));
    const end = new Date(begun.getTime() + 5_400_000);
    await sql`insert into sessions (id, school_id, instructor_id, title, status, scheduled_start, scheduled_end, started_at, ended_at, anonymous_viewers)
      values (${id}, ${schoolId}, ${userId}, ${title}, ${status}, ${begun}, ${end}, ${begun}, ${status === "live" ? null : end}, true)`;
    return { id, from: begun.getTime() };
  };
  const people = async ({ id, from }: { id: string; from: number }, count: number) => {
    await sql`
      insert into attendees (session_id, id, display_name, email, registered_at, created_at)
      select ${id}, ('0192f3a4-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n, 'person' || n || '@example.org', now(), now()
      from generate_series(1, ${count}::int) n`;
    await sql`
      insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
      select ${id}, 'c' || n || '-' || k, ('0192f3a4-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        int8multirange(int8range(${from}::bigint + (n::bigint * 7919 % 600000) + k * 1500000, ${from}::bigint + (n::bigint * 7919 % 600000) + k * 1500000 + 400000 + (n::bigint * 104729 % 900000))), 45000
      from generate_series(1, ${count}::int) n, generate_series(0, 2) k`;
  };
  const large = await session("ended", "Large");
  await people(large, 5000);
  await sql`
    insert into messages (session_id, id, attendee_id, text, question, sent_at)
    select ${large.id}, gen_random_uuid(), ('0192f3a4-0000-7000-8000-' || lpad(to_hex(1 + n % 5000), 12, '0'))::uuid, 'A message about residuals, number ' || n, n % 7 = 0,
      to_timestamp(${large.from}::float8 / 1000 + (n % 5400)) from generate_series(1, 100000) n`;
  await sql`
    insert into reactions (session_id, id, attendee_id, type, sent_at)
    select ${large.id}, gen_random_uuid(), ('0192f3a4-0000-7000-8000-' || lpad(to_hex(1 + n % 4000), 12, '0'))::uuid, case when n % 3 = 0 then '👏' else '👍' end,
      to_timestamp(${large.from}::float8 / 1000 + (n % 5400)) from generate_series(1, 20000) n`;
  await sql`
    insert into feedback (session_id, attendee_id, rating, comment, sent_at)
    select ${large.id}, ('0192f3a4-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1 + n % 5, 'The worked example and the break, ' || n, now()
    from generate_series(1, 2000) n`;
  const crowd = await session("ended", "Crowd");
  await people(crowd, 100_000);
  const live: string[] = [];
  for (let i = 0; i < sessionCount; i++) live.push((await session("live", `Live ${i}`)).id);
  await sql`vacuum (analyze) attendees, presence, messages, reactions, feedback`;
  return {
    token: await signAccessToken({ user_id: userId, version: 1 }),
    large: large.id,
    crowd: crowd.id,
    live,
  };
}

async function timed(work: () => Promise<Response>): Promise<{ ms: number; bytes: number }> {
  const began = performance.now();
  const response = await work();
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return { ms: performance.now() - began, bytes: byteLength };
}

/** Follows a session and reports every state that arrives. Returns the function that ends it. */
function follow(url: string, token: string, onState: (state: LiveState) => void): () => void {
  const ending = new AbortController();
  void (async () => {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: ending.signal,
    });
    let text = "";
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) onState(JSON.parse(data));
      }
    }
  })().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return () => ending.abort();
}
type LiveState = { current_viewers: number; numbers: { engagement: { reaction_count: number } } };

async function drive(): Promise<void> {
  const sql = postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
  process.stderr.write("filling\n");
  const world = await fill(sql);
  const { child, origin } = await startServer("--expose-gc");
  const rss = () =>
    new Promise<number>((resolve) => {
      child.once("message", (message: { rss: number }) => resolve(message.rss));
      child.send("memory");
    });
  const get = (path: string) => () =>
    fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${world.token}` } });
  const training = "/api/admin/training/sessions";

  const reads: Record<string, string> = {
    analytics: `${training}/${world.large}/analytics`,
    "attendance, 25 of 5,000": `${training}/${world.large}/attendance?sort=minutes`,
    engagement: `${training}/${world.large}/engagement`,
    "peak viewers": `${training}/${world.large}/peak-viewers`,
    list: training,
    overview: "/api/admin/training/analytics/overview",
  };
  const rows: { what: string; "first ms": number; "p50 ms": number; "p95 ms": number }[] = [];
  for (const [what, path] of Object.entries(reads)) {
    const first = (await timed(get(path))).ms;
    const again: number[] = [];
    for (let i = 0; i < 20; i++) again.push((await timed(get(path))).ms);
    rows.push({
      what,
      "first ms": Math.round(first),
      "p50 ms": Math.round(median(again)),
      "p95 ms": Math.round(quantile(again, 0.95)),
    });
  }

  process.stderr.write("an attendance CSV of 100,000 people\n");
  const path = `${training}/${world.crowd}/attendance/export`;
  const before = await rss();
  let most = before;
  const watching = setInterval(() => void rss().then((now) => (most = Math.max(most, now))), 100);
  const csv = await timed(get(path));
  clearInterval(watching);

  process.stderr.write(`${sessionCount} sessions of ${clientsInEach} clients for ${seconds} s\n`);
  const post = async (session: string, what: string, body: object) => {
    const response = await fetch(`${origin}/api/sessions/${session}/${what}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${what} answered ${response.status}`);
  };
  const answered: number[] = [];
  const seenAfter: number[] = [];
  let sent = 0;
  let failed = 0;
  let watchedReactions = 0;
  const waiting: { count: number; at: number }[] = [];
  const [watched] = world.live;
  const states: LiveState[] = [];
  const unfollow = follow(`${origin}${training}/${watched}/live`, world.token, (state) => {
    states.push(state);
    const now = performance.now();
    while (waiting[0] && waiting[0].count <= state.numbers.engagement.reaction_count)
      seenAfter.push(now - waiting.shift()!.at);
  });
  const ending = performance.now() + seconds * 1000;
  const clients = world.live.flatMap((session) =>
    Array.from({ length: clientsInEach }, () => ({ session, client: newId() })),
  );
  await Promise.all(
    clients.map(async ({ session, client }, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index / clients.length) * heartbeatMs));
      for (let beat = 0; performance.now() < ending; beat++) {
        const began = performance.now();
        try {
          await post(session, "presence", { event: beat === 0 ? "join" : "heartbeat", client_id: client });
          sent++;
          answered.push(performance.now() - began);
          if ((index + beat) % reactsEvery === 0) {
            await post(session, "reactions", { id: newId(), type: "👍", client_id: client });
            sent++;
            // The n-th that was acknowledged is seen when a state counts n: the order among them does not matter.
            if (session === watched) waiting.push({ count: ++watchedReactions, at: performance.now() });
          }
        } catch (error) {
          if (failed++ === 0) process.stderr.write(`${String(error)}\n`);
        }
        await new Promise((resolve) =>
          setTimeout(resolve, Math.max(0, heartbeatMs - (performance.now() - began))),
        );
      }
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 2500));
  unfollow();
  child.disconnect();
  const [stored] = await sql<{ beats: number; reactions: number }[]>`
    select (select count(*)::int from presence where session_id = any(${world.live}::uuid[])) as beats,
      (select count(*)::int from reactions where session_id = any(${world.live}::uuid[])) as reactions`;
  await sql.end();

  const live = {
    requests: sent,
    failed,
    "requests/s": Math.round(sent / seconds),
    "answered p50 ms": Math.round(median(answered)),
    "answered p99 ms": Math.round(quantile(answered, 0.99)),
    "seen on the dashboard p50 ms": Math.round(median(seenAfter)),
    "seen on the dashboard p95 ms": Math.round(quantile(seenAfter, 0.95)),
    "not seen": waiting.length,
    states: states.length,
    "people at the end": states.at(-1)?.current_viewers ?? 0,
    "clients stored": stored?.beats,
  };
  const download = {
    rows: 100_000,
    "MB of CSV": Math.round(csv.bytes / 1e6),
    seconds: Math.round(csv.ms / 100) / 10,
    "extra memory MB": Math.round((most - before) / 1e6),
  };
  console.log(
    JSON.stringify({ cpus: cpus().length, node: process.version, reads: rows, csv: download, live }),
  );
  console.table(rows);
  console.table([download]);
  console.table([live]);
  if (failed > 0 || waiting.length > 0) process.exitCode = 1;
}

await (process.argv.includes("--serve") ? serveBench() : drive());
