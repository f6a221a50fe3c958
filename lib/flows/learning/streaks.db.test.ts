import { expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { attendees } from "@/lib/db/tables/sessions";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { type Day, dayOf, plusDays } from "@/lib/platform/time";
import { view } from "@/lib/testing/beacons";
import { makeSchool, makeSession, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { streaksOfPeople } from "./days";
import { ownOverview } from "./own";

const { writer } = testDatabase();

it("the streaks of many people are those that each of them reads", async () => {
  const school = await makeSchool({ time_zone: "Asia/Kathmandu", attendance_minimum_seconds: 60 });
  const video = await makeVideo({ school_id: school.id });
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const now = new Date("2026-11-20T12:00:00Z");
  const today = "2026-11-20";
  const expected = new Map<string, string>();
  const people: { actor: string; user_id: string }[] = [];
  for (let n = 0; n < 6; n++) {
    const student = await makeUser({ school_id: school.id });
    const actor = await actorOf(school.id, student.id);
    const days = new Set<Day>();
    for (let i = 0; i < 14; i++) {
      const at = new Date(now.getTime() - random(25 * 24 * 60) * 60_000);
      const day = dayOf(at, "Asia/Kathmandu");
      days.add(day);
      const kind = random(3);
      if (kind === 0)
        await applyLearningEvents(writer, [
          {
            ...{ actor, id: newId(), school_id: school.id, event_type: "material_view", day },
            ...{ properties: { material_id: "a" }, occurred_at: at, received_at: at },
          },
        ]);
      else if (kind === 1)
        await applyBeacons(writer, [{ ...view(video.id, newId(), `u:${student.id}`), received_at: at, day }]);
      else {
        const session = await makeSession({
          ...{ school_id: school.id, status: "ended" },
          ...{ scheduled_start: at, scheduled_end: new Date(at.getTime() + 3_600_000) },
        });
        await db()
          .insert(attendees)
          .values({
            ...{ session_id: session.id, id: newId(), display_name: "One", user_id: student.id },
            ...{ created_at: at, reported_ms: 600_000 },
          });
      }
    }
    // Day by day, independently of ranges.
    const runBefore = (day: Day) => {
      let length = 0;
      for (let one = day; days.has(one); one = plusDays(one, -1)) length++;
      return length;
    };
    const last = [...days].sort().at(-1)!;
    const longest = Math.max(...[...days].map(runBefore));
    expected.set(actor, `${last} ${runBefore(last)} ${longest}`);
    const current = runBefore(days.has(today) ? today : plusDays(today, -1));
    const own = await ownOverview(scopeOf(student), 30, now);
    expect([own.active_days, own.current_streak, own.longest_streak]).toEqual([days.size, current, longest]);
    people.push({ actor, user_id: student.id });
  }
  const streaks = await streaksOfPeople({ school_id: school.id, time_zone: "Asia/Kathmandu" }, people, now);
  expect(
    new Map(
      [...streaks].map(([actor, one]) => [
        actor,
        `${one.last_active_day} ${one.streak_days} ${one.longest_streak_days}`,
      ]),
    ),
  ).toEqual(expected);
});
