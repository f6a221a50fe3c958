import { beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { inNovember as at, minuteOf, near, systemAdmins } from "@/lib/testing/system-world";
import { storeMinute } from "../ingest/store-minute";
import { metricsQuery } from "../schema";
import { windowOf } from "../window";
import { systemMetrics } from "./metrics";
import { earlierWeeks } from "./typical";

const { sql } = testDatabase();
const now = at("28T09:42:30");

beforeEach(() => sql`truncate system_durations, system_counts, system_people, system_processes`);

describe("the same hours of the four weeks before", () => {
  const weekMs = 7 * 86_400_000;
  /** Ten requests and a stored beacon, so many weeks before 09:30 of the day; in the third week one of ten failed. */
  const measureWeek = (school: string, week: number, minutesBefore = 0, ms = 20) => {
    const start = new Date(at("28T09:30:00").getTime() - week * weekMs - minutesBefore * 60_000);
    return storeMinute(
      minuteOf(
        start,
        [{ route: "GET /a", school_id: school, ms: Array(10).fill(ms), failed: week === 3 ? 1 : 0 }],
        {
          counts: [
            ...(["stored", "refused"] as const).map((name) => ({
              ...{ kind: "beacon" as const, name, school_id: school, count: week + 1 },
              ...{ last_at: start, last_request_id: null },
            })),
          ],
        },
      ),
    );
  };
  const earlier = async (scope: Parameters<typeof systemMetrics>[0], hours: number) =>
    earlierWeeks(
      scope,
      windowOf(hours, now),
      (await systemMetrics(scope, metricsQuery.parse({}), now)).measured_since,
    );

  it("are read each for itself, without the hours between them", async () => {
    const { school, other, own } = await systemAdmins();
    // The day before the oldest of the hours: all four were measured from their beginning.
    await measureWeek(school, 4, 2 * 24 * 60);
    for (const week of [0, 1, 2, 3, 4]) await measureWeek(school, week, 0, 20 * (week + 1));
    // An hour and a half before the hour that is asked for, and another school's.
    await measureWeek(school, 2, 100);
    await measureWeek(other, 2);
    const weeks = await earlier(own, 1);
    expect(weeks).toMatchObject({
      requests: [10, 10, 10, 10],
      error_rate: [0, 10, 0, 0],
      stored: [5, 4, 3, 2],
    });
    // The oldest first: 100, 80, 60 and 40 ms.
    for (const [index, ms] of [100, 80, 60, 40].entries()) near(weeks?.p95_ms[index], ms);
    expect(weeks?.ingest_lag_ms).toEqual([]);
    // A day has the requests of 100 minutes earlier, too.
    expect((await earlier(own, 24))?.requests).toEqual([10, 10, 20, 10]);
  });

  it("are unknown where the oldest was not measured from its beginning, and for more than a week", async () => {
    const { school, own } = await systemAdmins();
    for (const week of [0, 1, 2, 3, 4]) await measureWeek(school, week);
    expect(await earlier(own, 1)).toBeNull();
    await measureWeek(school, 4, 2 * 24 * 60);
    expect(await earlier(own, 1)).not.toBeNull();
    expect(await earlier(own, 720)).toBeNull();
  });
});
