import { beforeEach, expect, it } from "vitest";
import { storeMinute } from "@/lib/domain/system/ingest/store-minute";
import { evaluateAlerts } from "@/lib/flows/jobs/alerts";
import type { MeasuredMinute } from "@/lib/http/measurements";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { inNovember, minuteOf } from "@/lib/testing/system-world";

const { sql } = testDatabase();
const school = await makeSchool();
const busThere = async () => true;
const evaluate = (time: string, isBusThere = busThere) =>
  evaluateAlerts(inNovember(`27T${time}`), isBusThere);

/** The alerts in the order in which they were raised: what, how much, from when to when. */
const alerts = async () =>
  (
    await sql<{ kind: string; value: number | null; raised: string; resolved: string | null }[]>`
      select kind, value, to_char(raised_at at time zone 'UTC', 'HH24:MI') as raised, to_char(resolved_at at time zone 'UTC', 'HH24:MI') as resolved
      from alerts order by raised_at, kind`
  ).map(({ kind, value, raised, resolved }) => `${kind} ${value} ${raised}–${resolved ?? ""}`);

/** A minute's requests, each of so many milliseconds, of a school and of none. */
const minute = (time: string, ms: number[], failed = 0, more: Partial<MeasuredMinute> = {}) =>
  storeMinute(
    minuteOf(
      inNovember(`27T${time}`),
      [
        { route: "GET /a", school_id: school.id, ms, failed },
        { route: "GET /b", school_id: null, ms },
      ],
      more,
    ),
  );
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);

beforeEach(async () => {
  await sql`truncate alerts, alert_rules, system_durations, system_counts, system_processes cascade`;
  await evaluate("08:00:00");
});

it("is told when more than 1 % of the requests of 5 minutes fail, of at least 5 that failed", async () => {
  // 500 requests a minute: 5 of 500 are 1 %.
  await minute("09:00", times(250, 20), 5);
  await evaluate("09:01:20");
  expect(await alerts()).toEqual([]);
  await minute("09:01", times(250, 20), 6);
  // The minute may not be stored yet.
  await evaluate("09:02:10");
  expect(await alerts()).toEqual([]);
  await evaluate("09:02:20");
  expect(await alerts()).toEqual(["error_rate 1.1 09:02–"]);
  expect((await sql`select detail, threshold, school_id from alerts`)[0]).toEqual({
    detail: { from: "2026-11-27T08:57:00.000Z", to: "2026-11-27T09:02:00.000Z", requests: 1000, errors: 11 },
    ...{ threshold: 1, school_id: null },
  });
  await evaluate("09:03:20");
  // The failures are over when the last 5 minutes have none.
  await evaluate("09:07:20");
  expect(await alerts()).toEqual(["error_rate 1.1 09:02–09:07"]);
  // 4 of 8 are too few.
  await minute("09:08", times(4, 20), 4);
  await evaluate("09:13:20");
  expect(await alerts()).toHaveLength(1);
});

it("is told when requests take more than a second at the 95th percentile, of at least 20", async () => {
  // Of 40 requests 2 are slow: the 95th percentile is the 38th.
  await minute("09:00", [...times(19, 20), 1500]);
  await evaluate("09:01:20");
  expect(await alerts()).toEqual([]);
  await minute("09:01", [...times(18, 20), 1500, 1500]);
  await evaluate("09:02:20");
  expect((await alerts()).map((text) => text.replace(/ \d+(\.\d)? /, " "))).toEqual(["slow_requests 09:02–"]);
  const [{ value } = { value: 0 }] = await sql<{ value: number }[]>`select value from alerts`;
  expect(Math.abs(value / 1500 - 1)).toBeLessThan(0.06);
  await evaluate("09:07:20");
  expect((await sql`select resolved_at from alerts`)[0]).toEqual({ resolved_at: inNovember("27T09:07:20") });
  await minute("09:10", times(9, 1500));
  await evaluate("09:11:20");
  expect(await alerts()).toHaveLength(1);
});

it("is told when jobs that process events fail, not when others do", async () => {
  const failing = (time: string, name: string, failed: number) =>
    minute(time, [], 0, {
      durations: [
        { measure: "job", name, school_id: null, count: 10, failed, histogram: new Map([[1, 10]]) },
      ],
    });
  await failing("09:00", "sessions", 2);
  await failing("09:01", "delivered_minutes", 5);
  await evaluate("09:02:20");
  expect(await alerts()).toEqual([]);
  await failing("09:02", "gamification", 1);
  await evaluate("09:03:20");
  expect(await alerts()).toEqual(["failed_processing 3 09:03–"]);
  await evaluate("09:06:20");
  expect(await alerts()).toEqual(["failed_processing 3 09:03–09:06"]);
});

it("is told that the database did not answer once it does again", async () => {
  const away = { database_ms: null };
  for (const time of ["09:00", "09:01", "09:02"]) await minute(time, [20], 0, away);
  // Another process answered all the time; a third had only begun.
  await minute("09:00", [20]);
  await minute("08:58", [20], 0, { ...away, memory_bytes: null });
  await evaluate("09:03:05");
  expect(await alerts()).toEqual(["database_lost 3 09:03–"]);
  expect((await sql`select detail from alerts`)[0]?.detail).toEqual({
    from: "2026-11-27T09:00:00.000Z",
    to: "2026-11-27T09:03:00.000Z",
  });
  await evaluate("09:07:20");
  await evaluate("09:08:20");
  expect(await alerts()).toEqual(["database_lost 3 09:03–09:08"]);
});

it("is told that the event bus does not answer, and once where it comes and goes within 5 minutes", async () => {
  const busAway = async () => false;
  await evaluate("09:00:00", busAway);
  await evaluate("09:01:00", busAway);
  await evaluate("09:02:00");
  expect(await alerts()).toEqual(["bus_lost null 09:00–09:02"]);
  await evaluate("09:07:00", busAway);
  expect(await alerts()).toEqual(["bus_lost null 09:00–"]);
  await evaluate("09:08:00");
  await evaluate("09:13:01", busAway);
  expect(await alerts()).toEqual(["bus_lost null 09:00–09:08", "bus_lost null 09:13–"]);
});

it("is not told of minutes before the rule", async () => {
  await minute("09:01", times(250, 20), 50);
  await sql`update alert_rules set since = ${inNovember("27T08:57:01")}`;
  await evaluate("09:02:20");
  expect(await alerts()).toEqual([]);
  await sql`update alert_rules set since = ${inNovember("27T08:57:00")}`;
  await evaluate("09:02:20");
  expect(await alerts()).toHaveLength(1);
});
