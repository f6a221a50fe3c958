import { beforeEach, expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { awardWorld } from "@/lib/testing/award-world";
import { view } from "@/lib/testing/beacons";
import { makeSession, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { awardXp } from "./gamification";

const { sql, writer } = testDatabase();
const { schoolWithStudent, awards } = awardWorld(sql);

beforeEach(() => sql`delete from award_positions`);

test("a view makes its day active, and a session over midnight the day on which it began", async () => {
  // Midnight in Kathmandu is 18:15 UTC: the 19th there is from the 18th 18:15 to the 19th 18:15 UTC.
  const { school, student, course, actor } = await schoolWithStudent({
    ...{ time_zone: "Asia/Kathmandu", attendance_minimum_seconds: 600 },
  });
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  const watch = (viewer: string, at: string) => {
    const received_at = new Date(at);
    const day = dayOf(received_at, "Asia/Kathmandu");
    return applyBeacons(writer, [{ ...view(video.id, newId(), viewer), received_at, day }]);
  };
  const run = async (at: string) => {
    for (let more: boolean | undefined = true; more; ) more = (await awardXp(new Date(at)))?.more;
  };
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  // What was watched before the job's first run gives nothing; nor do staff, or who is not signed in.
  await watch(`u:${student.id}`, "2026-11-17T10:00:00Z");
  await run("2026-11-18T12:00:00Z");
  await watch(`u:${teacher.id}`, "2026-11-18T13:00:00Z");
  await watch("v:somebody", "2026-11-18T13:00:00Z");
  await run("2026-11-18T14:00:00Z");
  expect(await awards(actor)).toEqual([]);
  expect(await awards(await actorOf(school.id, teacher.id))).toEqual([]);

  // Twice on the 19th in Kathmandu.
  await watch(`u:${student.id}`, "2026-11-18T18:20:00Z");
  await watch(`u:${student.id}`, "2026-11-19T10:00:00Z");
  await run("2026-11-19T12:00:00Z");
  const first = ["18 18:20 first_activity 5"];
  expect(await awards(actor)).toEqual(first);

  // From 23:45 on the 20th to 00:45 on the 21st there.
  const [scheduled_start, scheduled_end] = [
    new Date("2026-11-20T18:00:00Z"),
    new Date("2026-11-20T19:00:00Z"),
  ];
  const session = await makeSession({
    ...{ school_id: school.id, course_id: course.id, status: "ended" },
    ...{ scheduled_start, scheduled_end },
  });
  await sql`insert into attendees (session_id, id, display_name, user_id, reported_ms, created_at)
    values (${session.id}, ${newId()}, 'Somebody', ${student.id}, 3600000, now())`;
  await run("2026-11-20T20:00:00Z");
  expect(await awards(actor)).toEqual([
    ...first,
    "20 18:00 first_activity 5",
    "20 18:00 streak_update 2",
    "20 19:00 session_attended 40",
  ]);
});
