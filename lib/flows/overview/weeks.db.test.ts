import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { viewerProgress } from "@/lib/db/tables/videos";
import { withDay } from "@/lib/measure/day-set";
import { formatMultirange, noRanges } from "@/lib/measure/ranges";
import { makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { learnerWeeks } from "./weeks";

testDatabase();

/** A school whose students watched on these days. */
async function schoolOf(...watched: string[][]) {
  const { id: school_id } = await makeSchool({ time_zone: "Asia/Kathmandu", minimum_group_size: 2 });
  const video = await makeVideo({ school_id });
  for (const days of watched)
    await db()
      .insert(viewerProgress)
      .values({
        ...{
          video_id: video.id,
          viewer_id: `u:${(await makeUser({ school_id })).id}`,
          playbacks: days.length,
        },
        viewed_days: formatMultirange(days.reduce(withDay, noRanges)),
      });
  return scopeOf(await makeUser({ school_id, role: "admin" }));
}

it("has whole weeks up to the last one that is over, with cohorts of all time", async () => {
  const scope = await schoolOf(
    ["2026-11-09", "2026-11-16"],
    ["2026-11-15"],
    ["2026-11-16"],
    ["2026-11-16"],
    ["2025-01-01", "2026-11-17"],
    ["2026-11-23"],
  );
  await schoolOf(["2026-11-16"]);
  // 00:15 of Monday the 23rd in Kathmandu.
  const { days, ...found } = await learnerWeeks(scope, 2, new Date("2026-11-22T18:30:00Z"));
  expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([365, "2025-11-24", "2026-11-23"]);
  expect(days.filter(({ active_learners }) => active_learners > 0)).toEqual([
    { day: "2026-11-09", active_learners: 1 },
    { day: "2026-11-15", active_learners: 1 },
    { day: "2026-11-16", active_learners: 3 },
    { day: "2026-11-17", active_learners: 1 },
    { day: "2026-11-23", active_learners: 1 },
  ]);
  expect(found).toEqual({
    time_zone: "Asia/Kathmandu",
    weeks: [
      { week: "2026-11-09", active_learners: 2, active_next_week: 1 },
      { week: "2026-11-16", active_learners: 4, active_next_week: null },
    ],
    cohorts: {
      weeks: [
        { week: "2026-11-09", learners: 2, active: [1] },
        // Who was active in 2025 is no newcomer.
        { week: "2026-11-16", learners: 2, active: [] },
      ],
      all: { learners: 4, active: [{ learners: 2, active: 1 }] },
    },
    // Of the last 52 weeks only two have anybody.
    forecast: [],
  });
  // 23:59 of Sunday the 22nd: that week is not over.
  const { weeks } = await learnerWeeks(scope, 2, new Date("2026-11-22T18:14:00Z"));
  expect(weeks.map(({ week }) => week)).toEqual(["2026-11-02", "2026-11-09"]);
});

it("forecasts from the first week with anybody, once there are eight", async () => {
  const mondays = ["09-28", "10-05", "10-12", "10-19", "10-26", "11-02", "11-09", "11-16"].map(
    (day) => `2026-${day}`,
  );
  const every = [mondays, mondays, mondays];
  const now = new Date("2026-11-23T08:00:00Z");
  expect((await learnerWeeks(await schoolOf(...every), 12, now)).forecast).toEqual([
    { week: "2026-11-23", expected: 3, low: 3, high: 3, compared: 4, mean_error: 0 },
  ]);
  const seven = every.map((days) => days.slice(1));
  expect((await learnerWeeks(await schoolOf(...seven), 12, now)).forecast).toEqual([]);
});

it("expects no more students than there are", async () => {
  const mondays = ["09-28", "10-05", "10-12", "10-19", "10-26", "11-02", "11-09", "11-16"].map(
    (day) => `2026-${day}`,
  );
  // One student, then two from the sixth week on: the trend leads beyond two.
  const scope = await schoolOf(mondays, mondays.slice(5));
  const { forecast } = await learnerWeeks(scope, 12, new Date("2026-11-23T08:00:00Z"));
  expect(forecast).toMatchObject([{ expected: 2, high: 2 }]);
});

it("a school without anybody has weeks of zeros", async () => {
  const { weeks, cohorts, forecast } = await learnerWeeks(
    await schoolOf(),
    4,
    new Date("2026-11-23T08:00:00Z"),
  );
  expect(weeks.map(({ active_learners }) => active_learners)).toEqual([0, 0, 0, 0]);
  expect([cohorts.all, forecast]).toEqual([{ learners: 0, active: [] }, []]);
});
