import { sql as rawSql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { testDatabase } from "@/lib/testing/database";
import { inNovember as at, minuteOf, near, systemAdmins } from "@/lib/testing/system-world";
import { forgetOldMinutes, storeMinute } from "./ingest/store-minute";
import { systemMetrics } from "./queries/metrics";
import { metricsQuery } from "./schema";

const { sql } = testDatabase();
const now = new Date("2026-11-28T09:42:30Z");

beforeEach(() => sql`truncate system_durations, system_counts, system_people, system_processes`);

const metrics = (scope: Parameters<typeof systemMetrics>[0], query: object = {}) =>
  systemMetrics(scope, metricsQuery.parse(query), now);
describe("the minutes of several processes", () => {
  it("add up, and each adds once", async () => {
    const { school, other, own, installation } = await systemAdmins();
    const route = "GET /sessions/{sessionId}";
    const start = at("28T09:40:00");
    const one = minuteOf(
      start,
      [
        { route, school_id: school, ms: [10, 20, 30], failed: 1 },
        { route: "GET /videos", school_id: school, ms: [5] },
        { route, school_id: other, ms: [1000] },
      ],
      {
        counts: [
          {
            kind: "error",
            name: "internal",
            school_id: school,
            count: 1,
            last_at: start,
            last_request_id: "a",
          },
          {
            kind: "beacon",
            name: "stored",
            school_id: school,
            count: 7,
            last_at: start,
            last_request_id: null,
          },
        ],
        people: new Map([[school, new Set(["ana", "bea"])]]),
        memory_bytes: 300,
      },
    );
    const later = at("28T09:40:31");
    const two = minuteOf(
      start,
      [
        { route, school_id: school, ms: [20, 40] },
        { route, school_id: null, ms: [3] },
      ],
      {
        counts: [
          {
            kind: "error",
            name: "internal",
            school_id: school,
            count: 2,
            last_at: later,
            last_request_id: "b",
          },
          {
            kind: "beacon",
            name: "refused",
            school_id: school,
            count: 2,
            last_at: later,
            last_request_id: null,
          },
          {
            kind: "refusal",
            name: "unavailable",
            school_id: school,
            count: 2,
            last_at: later,
            last_request_id: null,
          },
        ],
        people: new Map([[school, new Set(["bea", "carl"])]]),
      },
    );
    expect(await Promise.all([storeMinute(one), storeMinute(two)])).toEqual([true, true]);
    // The answer of a commit was lost, and the process tries again.
    expect(await Promise.all([storeMinute(one), storeMinute(two)])).toEqual([false, false]);

    const seen = await metrics(own);
    expect(seen).toMatchObject({
      from: "2026-11-27T09:00:00.000Z",
      to: now.toISOString(),
      measured_since: start.toISOString(),
      requests: { total: 6, errors: 1, error_rate: 16.7 },
      active_users: 3,
      errors: [
        { kind: "internal", status: 500, count: 3, last_at: later.toISOString(), last_request_id: "b" },
      ],
      beacons: {
        ...{ received: 9, stored: 7, repeated: 0, refused: 2 },
        refusals: [{ reason: "unavailable", count: 2 }],
      },
      processes: { running: 2, memory_bytes: 300, event_loop_delay_ms: 5, waiting: 0, database_ms: 1 },
    });
    // 10, 20, 20, 30 and 40 ms: the median is the third, p95 and p99 the fifth.
    const [first, second] = seen.routes;
    expect(first).toMatchObject({ route, requests: 5, errors: 1, error_rate: 20 });
    near(first?.p50_ms, 20);
    near(first?.p95_ms, 40);
    expect(second).toMatchObject({ route: "GET /videos", requests: 1, errors: 0, error_rate: 0 });

    const all = await metrics(installation);
    expect(all.requests).toMatchObject({ total: 8, errors: 1 });
    near(all.requests.p99_ms, 1000);
    const rows = await sql`select minutes, sum(count)::int as count from system_durations
      where name <> '' group by 1 order by 1`;
    expect(rows).toEqual([
      { minutes: 1, count: 8 },
      { minutes: 60, count: 8 },
      { minutes: 1440, count: 8 },
    ]);
  });

  it("are drawn at their own step, of all requests or of one route", async () => {
    const { school, own } = await systemAdmins();
    await storeMinute(minuteOf(at("28T09:40:00"), [{ route: "GET /a", school_id: school, ms: [10, 10] }]));
    await storeMinute(minuteOf(at("28T09:41:00"), [{ route: "GET /b", school_id: school, ms: [50] }]));
    await storeMinute(
      minuteOf(at("27T09:00:00"), [{ route: "GET /b", school_id: school, ms: [80], failed: 1 }]),
    );
    // Before the time that is asked for.
    await storeMinute(minuteOf(at("27T08:59:00"), [{ route: "GET /b", school_id: school, ms: [80] }]));
    const busy = async (query: object) => {
      const { points, step_minutes } = await metrics(own, query);
      return [
        step_minutes,
        points.length,
        ...points.flatMap(({ at, requests, errors }) => (requests ? [`${at} ${requests} ${errors}`] : [])),
      ];
    };
    // From 27 November 09:00 to 28 November 09:42:30 are 24 h 42.5 min: 742 steps of two minutes, the last of which goes on.
    expect(await busy({})).toEqual([2, 742, "2026-11-27T09:00:00.000Z 1 1", "2026-11-28T09:40:00.000Z 3 0"]);
    expect(await busy({ hours: 1 })).toEqual([
      ...[1, 103],
      ...["2026-11-28T09:40:00.000Z 2 0", "2026-11-28T09:41:00.000Z 1 0"],
    ]);
    expect(await busy({ route: "GET /b" })).toEqual([
      ...[2, 742],
      ...["2026-11-27T09:00:00.000Z 1 1", "2026-11-28T09:40:00.000Z 1 0"],
    ]);
    expect(await busy({ hours: 168 })).toEqual([
      ...[60, 169],
      ...["2026-11-27T08:00:00.000Z 1 0", "2026-11-27T09:00:00.000Z 1 1", "2026-11-28T09:00:00.000Z 3 0"],
    ]);
    const { routes } = await metrics(own);
    const [b] = routes.filter(({ route }) => route === "GET /b");
    expect(b?.p95_over_time).toHaveLength(25);
    near(b?.p95_over_time[0], 80);
    near(b?.p95_over_time[24], 50);
    expect(b?.p95_over_time[12]).toBeNull();
  });

  it("are read from their days where the time is long, and from hours at its ends", async () => {
    const { school, own } = await systemAdmins();
    // A week before 09:42 is 21 November, 09:00: the hour before is not in it, though its day is.
    for (const [start, ms] of [
      ["21T08:59:00", 1],
      ["21T09:00:00", 10],
      ["21T23:59:00", 20],
      ["22T00:00:00", 40],
      ["27T23:59:00", 80],
      ["28T00:00:00", 160],
      ["28T09:41:00", 320],
    ] as const)
      await storeMinute(
        minuteOf(at(start), [{ route: "GET /a", school_id: school, ms: [ms] }], {
          counts: [
            {
              ...{ kind: "beacon", name: "stored", school_id: school, count: ms },
              ...{ last_at: at(start), last_request_id: null },
            },
          ],
        }),
      );
    const seen = await metrics(own, { hours: 168 });
    expect(seen.requests).toMatchObject({ total: 6, errors: 0 });
    // Of 10, 20, 40, 80, 160 and 320 the third, and the sixth.
    near(seen.requests.p50_ms, 40);
    near(seen.requests.p95_ms, 320);
    expect(seen.beacons.stored).toBe(10 + 20 + 40 + 80 + 160 + 320);
    // A point a day (UTC): the 21st to the 28th.
    const days = seen.routes[0]!.p95_over_time;
    expect(days).toHaveLength(8);
    near(days[0], 20);
    near(days[1], 40);
    near(days[6], 80);
    near(days[7], 320);
    expect(days[3]).toBeNull();
  });

  it("leave out a school that was deleted meanwhile, and nothing else", async () => {
    const { school, own } = await systemAdmins();
    const minute = minuteOf(at("28T09:30:00"), [
      { route: "GET /a", school_id: newId(), ms: [1] },
      { route: "GET /a", school_id: school, ms: [1] },
    ]);
    expect(await storeMinute(minute)).toBe(true);
    expect((await metrics(own)).requests.total).toBe(1);
    const [row] = await sql`select count(*)::int as rows from system_durations where name <> ''`;
    expect(row).toEqual({ rows: 3 });
  });

  it("are kept 30 days", async () => {
    const { school } = await systemAdmins();
    const old = new Date(now.getTime() - 30 * 86_400_000 - 3_600_000);
    const kept = new Date(now.getTime() - 29 * 86_400_000);
    for (const start of [old, kept])
      await storeMinute(
        minuteOf(start, [{ route: "GET /a", school_id: school, ms: [1] }], {
          counts: [
            {
              kind: "beacon",
              name: "stored",
              school_id: school,
              count: 1,
              last_at: start,
              last_request_id: null,
            },
          ],
          people: new Map([[school, new Set(["ana"])]]),
        }),
      );
    // A minute, its hour, its day, and all three of all routes together; the count's three; the people; the process.
    expect(await forgetOldMinutes(now)).toBe(6 + 3 + 1 + 1);
    const rows = await sql`select count(*)::int as rows from system_durations`;
    expect(rows).toEqual([{ rows: 6 }]);
    expect(await forgetOldMinutes(now)).toBe(0);
  });
});

describe("the slowest statements", async () => {
  await sql`create extension if not exists pg_stat_statements`;
  const [{ loaded } = { loaded: false }] = await sql<{ loaded: boolean }[]>`
    select current_setting('shared_preload_libraries') like '%pg_stat_statements%' as loaded`;

  it.skipIf(!loaded)(
    "are those of this database, without their values, and with their share of its time",
    async () => {
      const { own } = await systemAdmins();
      await sql`select pg_stat_statements_reset()`;
      // As the app, whose own statements it may read.
      await db().execute(rawSql`select pg_sleep(0.2), 'secret' as marker`);
      const { slowest_queries } = await metrics(own);
      expect(Date.parse(slowest_queries?.since ?? "")).toBeGreaterThan(0);
      const [slowest] = slowest_queries?.items ?? [];
      expect(slowest).toMatchObject({ query: "select pg_sleep($1), $2 as marker", calls: 1 });
      expect(slowest?.mean_ms).toBeGreaterThanOrEqual(200);
      expect(slowest?.share).toBeGreaterThan(50);
    },
  );

  it("are unknown where the extension is not installed", async () => {
    const { own } = await systemAdmins();
    await sql`drop extension pg_stat_statements`;
    expect((await metrics(own)).slowest_queries).toBeNull();
    await sql`create extension pg_stat_statements`;
  });
});

describe("a new installation", () => {
  it("has no numbers, and says none", async () => {
    const { own } = await systemAdmins();
    expect(await metrics(own)).toMatchObject({
      measured_since: null,
      requests: { total: 0, errors: 0, error_rate: null, p95_ms: null },
      routes: [],
      active_users: 0,
      ingest_lag: { p95_ms: null },
      processes: { running: 0, oldest_started_at: null, memory_bytes: null, database_ms: null },
    });
  });
});
