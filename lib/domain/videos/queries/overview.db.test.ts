import { beforeAll, expect, it } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { playback } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { applyBeacons } from "../ingest/apply-beacons";
import { videosOverview, watchedInPeriods } from "./overview";

const { writer } = testDatabase();
const periods = [
  { from: "2026-11-12", to: "2026-11-18" },
  { from: "2026-11-05", to: "2026-11-11" },
];

let scopes: Record<"admin" | "instructor" | "stranger", Scope>;

beforeAll(async () => {
  const { id: school_id } = await makeSchool();
  const person = async (role: "admin" | "instructor") => scopeOf(await makeUser({ school_id, role }));
  scopes = {
    ...{ admin: await person("admin"), instructor: await person("instructor") },
    stranger: await person("instructor"),
  };
  const own = await makeCourse({ school_id, instructorIds: [scopes.instructor.user_id] });
  const other = await makeCourse({ school_id });
  const make = (course_id: string) => makeVideo({ school_id, course_id, duration_ms: 400_000 });
  const [alpha, beta, gamma] = [await make(own.id), await make(own.id), await make(other.id)];
  const watched = ({ id }: { id: string }, viewer: string | null, day: string, seconds: number) => ({
    ...playback(id, viewer, {
      ...{ played: seconds ? [[0, seconds] as [number, number]] : [], plays: 1 },
      ...{ position_seconds: seconds, watch_time_seconds: seconds },
    }),
    ...{ received_at: new Date(`${day}T10:00:00Z`), day },
  });
  await applyBeacons(writer, [
    watched(alpha, "v:visitor-11aa", "2026-11-12", 100),
    watched(beta, "v:visitor-11aa", "2026-11-18", 40),
    watched(alpha, null, "2026-11-18", 30),
    // Opened and not played; after and before both periods.
    watched(alpha, null, "2026-11-15", 0),
    watched(alpha, "s:late", "2026-11-19", 300),
    watched(alpha, "s:early", "2026-11-04", 300),
    watched(beta, "v:visitor-11aa", "2026-11-11", 50),
    watched(beta, "s:guest", "2026-11-05", 20),
    watched(gamma, "s:guest", "2026-11-12", 200),
  ]);
});

it("counts the seconds of each period and each person once in it, of the videos that one reaches", async () => {
  // 100 + 40 + 30 s of a visitor and two nameless views; 50 + 20 s of two people.
  expect(await watchedInPeriods(scopes.instructor, periods)).toEqual([
    { seconds: 170, people: 3 },
    { seconds: 70, people: 2 },
  ]);
  expect(await watchedInPeriods(scopes.admin, periods)).toEqual([
    { seconds: 370, people: 4 },
    { seconds: 70, people: 2 },
  ]);
  expect(await watchedInPeriods(scopes.stranger, periods)).toEqual([
    { seconds: 0, people: 0 },
    { seconds: 0, people: 0 },
  ]);
});

it("agrees with the overview of videos", async () => {
  for (const scope of [scopes.instructor, scopes.admin])
    for (const [index, days] of periods.entries()) {
      const { stats } = await videosOverview(scope, days);
      const { seconds, people } = (await watchedInPeriods(scope, periods))[index]!;
      expect(people).toBe(stats.total_unique_viewers);
      expect(seconds / 3600).toBeCloseTo(stats.total_watch_time_hours, 1);
    }
});
