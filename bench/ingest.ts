/*
 * How fast beacons are accepted, compared with the best that this machine can do, in one run. One server process answers
 * everything, as in production; this process creates the load. Compare ratios, not absolute figures, which vary between runs.
 */
import type { ServerResponse } from "node:http";
import { cpus } from "node:os";
import autocannon from "autocannon";
import postgres from "postgres";
import { textArray } from "@/lib/db/literals";
import { bodyBytesMax, progressBeacon } from "@/lib/domain/videos/beacons";
import { createCommitQueue } from "@/lib/platform/commit-queue";
import { newId } from "@/lib/platform/ids";
import { eventsOf, fill, nextBeacon } from "./ingest/load";
import { argument, median, serve, startServer } from "./server/server";

const seconds = Number(argument("seconds") ?? 4);
const warmUpSeconds = Number(argument("warm-up") ?? 15);
const rounds = Number(argument("rounds") ?? 3);
const connections = 50;
const progressPath = "/api/analytics/video-progress";

/* ---- The server under test ---- */

/** Plain event rows through the same commit queue: what exactly-once, ranges and roll-ups are measured against. */
function eventRows() {
  const writers = [0, 1].map(() => postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} }));
  return createCommitQueue<{ session: string; body: string }, boolean>({
    shards: writers.length,
    shardOf: (row) => row.session.charCodeAt(35),
    onFailure: (error) => process.stderr.write(`${String(error)}\n`),
    flush: async (rows, shard) => {
      const sql = writers[shard]!;
      await sql.begin(
        (tx) => tx`insert into bench_events (session_id, at, body)
          select s, now(), b from unnest(${textArray(rows.map((row) => row.session))}::uuid[], ${textArray(rows.map((row) => row.body))}::text[]) t(s, b)`,
      );
      return rows.map(() => true);
    },
  });
}

function serveBench(): Promise<void> {
  const events = eventRows();
  const answer = async (url: string, body: string, response: ServerResponse) => {
    const items: unknown[] = [JSON.parse(body)].flat();
    const beacons = items.map((item) => progressBeacon.parse(item));
    if (url === "/events")
      await Promise.all(
        beacons.map((beacon, i) =>
          events.submit({ session: beacon.session_id, body: JSON.stringify(items[i]) }),
        ),
      );
    response.writeHead(200, { "content-type": "application/json" }).end('{"success":true}');
  };
  return serve((request, response, pages) => {
    const url = request.url!;
    if (url === "/bare" || url === "/events") {
      const parts: Buffer[] = [];
      let size = 0;
      request.on("data", (part: Buffer) => {
        size += part.length;
        if (size <= bodyBytesMax) parts.push(part);
      });
      request.on("end", () => answer(url, Buffer.concat(parts).toString(), response));
      return true;
    }
    if (!url.startsWith("/app/")) return false;
    // The same request, answered by Next.
    request.url = url.slice(4);
    void pages(request, response);
    return true;
  });
}

/* ---- The load ---- */

type Measured = { per_second: number; p50: number; p95: number; p99: number; errors: number };

async function load(
  origin: string,
  path: string,
  body: () => string | { body: string; authorization: string },
  options: {
    method?: "GET" | "POST";
    amount?: number;
    duration?: number;
    items?: number;
    connections?: number;
  } = {},
): Promise<Measured> {
  const { method = "POST", items = 1 } = options;
  const result = await autocannon({
    url: origin,
    connections: options.connections ?? connections,
    duration: options.duration ?? seconds,
    requests: [
      {
        method,
        path,
        headers: { "content-type": "text/plain" },
        ...(method === "POST"
          ? {
              setupRequest: (request: autocannon.Request) => {
                const made = body();
                if (typeof made === "string") return { ...request, body: made };
                const { body: text, authorization } = made;
                return { ...request, body: text, headers: { ...request.headers, authorization } };
              },
            }
          : {}),
      },
    ],
  });
  const errors = result.non2xx + result.errors + result.timeouts;
  return {
    per_second: ((result["2xx"] ?? 0) * items) / result.duration,
    p50: result.latency.p50,
    p95: result.latency.p97_5,
    p99: result.latency.p99,
    errors,
  };
}

async function unnestLimit(sql: postgres.Sql): Promise<number> {
  const rows = 1000;
  const began = performance.now();
  let inserted = 0;
  while (performance.now() - began < seconds * 1000) {
    const sessions = textArray(Array.from({ length: rows }, () => newId()));
    const bodies = textArray(
      Array.from({ length: rows }, () =>
        JSON.stringify({ seq: 1, played: [[0, 15]], position: 15, note: "x".repeat(180) }),
      ),
    );
    await sql`insert into bench_events (session_id, at, body) select s, now(), b from unnest(${sessions}::uuid[], ${bodies}::text[]) t(s, b)`;
    inserted += rows;
  }
  return inserted / ((performance.now() - began) / 1000);
}

async function drive(): Promise<void> {
  const sql = postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
  const { course_id: courseId, list, students } = await fill(sql);
  const { child, origin } = await startServer();
  let turn = 0;
  const one = () => JSON.stringify(nextBeacon(list[turn++ % list.length]!));
  const batch = (size: number) => () =>
    JSON.stringify(
      Array.from({ length: size }, () => ({ type: "progress", ...nextBeacon(list[turn++ % list.length]!) })),
    );
  for (let i = 0; i < list.length; i += 100)
    await fetch(`${origin}/api/analytics/video-batch`, {
      method: "POST",
      body: JSON.stringify(
        list.slice(i, i + 100).map(({ session, video }) => ({
          type: "view",
          session_id: session,
          video_id: video,
          course_id: courseId,
        })),
      ),
    }).then((response) => response.ok || Promise.reject(new Error(`views: ${response.status}`)));

  const runs: Record<string, () => Promise<Measured>> = {
    "bare node:http and zod": () => load(origin, "/bare", one),
    "events, ingest server": () => load(origin, "/events", one),
    "video-progress, ingest server": () => load(origin, progressPath, one),
    "video-progress, app route": () => load(origin, `/app${progressPath}`, one),
    "app route that does nothing": () => load(origin, "/app/api/health/live", one, { method: "GET" }),
    "events in batches of 20, ingest server": () =>
      load(
        origin,
        "/events",
        () => JSON.stringify(Array.from({ length: 20 }, () => nextBeacon(list[turn++ % list.length]!))),
        { items: 20 },
      ),
    "learning events in batches of 20, ingest server": () =>
      load(
        origin,
        "/api/analytics/events/track",
        () => {
          const learner = students[turn++ % students.length]!;
          return { authorization: learner.authorization, body: JSON.stringify(eventsOf(learner)) };
        },
        { items: 20 },
      ),
    "video-batch of 20, ingest server": () =>
      load(origin, "/api/analytics/video-batch", batch(20), { items: 20 }),
    "video-progress, ingest server, 4 times the connections": () =>
      load(origin, progressPath, one, { connections: connections * 4 }),
  };
  process.stderr.write(`warming up for ${warmUpSeconds} s\n`);
  const only = argument("only");
  const names = Object.keys(runs).filter((name) => !only || name === only);
  for (const path of ["/bare", "/events", progressPath, `/app${progressPath}`])
    await load(origin, path, one, { duration: Math.max(1, warmUpSeconds / 4) });
  const measured: Record<string, Measured[]> = {};
  const limits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const result = await runs[name]!();
      measured[name] = [...(measured[name] ?? []), result];
      process.stderr.write(`round ${round + 1}: ${name}: ${Math.round(result.per_second)}/s\n`);
    }
    limits.push(await unnestLimit(sql));
  }
  child.disconnect();

  const figure = (name: string) => median((measured[name] ?? []).map((one) => one.per_second));
  const [bare, events] = [figure("bare node:http and zod"), figure("events, ingest server")];
  const progress = figure("video-progress, ingest server");
  const routed = figure("video-progress, app route") / figure("app route that does nothing");
  const batched = figure("events in batches of 20, ingest server") / median(limits);
  const learned = figure("learning events in batches of 20, ingest server") / median(limits);
  const crowded = figure("video-progress, ingest server, 4 times the connections") / progress;
  const ratio = (name: string, value: number, floor: number, goal: number) => ({
    figure: name,
    value,
    floor,
    goal,
  });
  const all = [
    ratio("event rows, ingest server ÷ bare node", events / bare, 0.35, 0.55),
    ratio("video-progress, ingest server ÷ event rows, ingest server", progress / events, 0.25, 0.5),
    ratio("app route, video-progress ÷ app route that does nothing", routed, 0.9, 0.97),
    ratio("plain rows/s of 20-event batches ÷ unnest limit", batched, 0.35, 0.6),
    ratio("learning events/s of 20-event batches ÷ unnest limit", learned, 0.35, 0.6),
    ratio("accepted beacons/s at 4 × the connections ÷ at the best number", crowded, 0.8, 0.95),
  ];
  // Runs that `--only` leaves out have no figure.
  const ratios = all.filter((ratio) => !Number.isNaN(ratio.value));
  const rows = names.map((name) => ({
    what: name,
    "per second": Math.round(figure(name)),
    "p50 ms": median(measured[name]!.map((one) => one.p50)),
    "p97.5 ms": median(measured[name]!.map((one) => one.p95)),
    "p99 ms": median(measured[name]!.map((one) => one.p99)),
    errors: measured[name]!.reduce((sum, one) => sum + one.errors, 0),
  }));
  console.log(
    JSON.stringify({
      cpus: cpus().length,
      node: process.version,
      rounds,
      seconds,
      unnest_rows_per_second: Math.round(median(limits)),
      rows,
      ratios,
    }),
  );
  console.table(rows);
  console.table(
    ratios.map(({ figure, value, floor, goal }) => ({
      figure,
      value: value.toFixed(2),
      floor,
      goal,
      met: value >= goal ? "goal" : value >= floor ? "floor" : "no",
    })),
  );
  await sql.end();
  if (rows.some((row) => row.errors > 0)) process.exitCode = 1;
}

await (process.argv.includes("--serve") ? serveBench() : drive());
