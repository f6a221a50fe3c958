import { beforeEach, describe, expect, it } from "vitest";
import { kinds } from "@/lib/domain/alerts/alerts";
import { quietDaysMin } from "@/lib/domain/learners/at-risk";
import { storeStaleProgress } from "@/lib/flows/jobs/progress";
import { alertWorld, evaluateIn } from "@/lib/testing/alert-world";
import {
  enroll,
  makeClass,
  makeCourse,
  makeLesson,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { inNovember } from "@/lib/testing/system-world";

const { sql } = testDatabase();
const { schoolWithRules, alertsOf } = alertWorld(sql);

beforeEach(() => sql`truncate alerts, alert_rules cascade`);

describe("a learner at risk", () => {
  /** A course with one video, and a learner who watched it on the 11th at 23:30 in Kathmandu (17:45 UTC), a quarter of it. */
  async function learnerWorld() {
    const school = await schoolWithRules({ time_zone: "Asia/Kathmandu" });
    const course = await makeCourse({ school_id: school.id });
    const lesson = await makeLesson({ course_id: course.id });
    const video = await makeVideo({ school_id: school.id, course_id: course.id, lesson_id: lesson.id });
    const learner = await makeUser({ school_id: school.id });
    const group = await makeClass({ course_id: course.id });
    await enroll(course.id, learner.id, group.id);
    const watched = async (at: string) => {
      await sql`insert into viewer_progress (video_id, viewer_id, playbacks, last_watched_at, changed)
        values (${video.id}, ${`u:${learner.id}`}, 1, ${inNovember(at)}, true)
        on conflict (video_id, viewer_id) do update set last_watched_at = excluded.last_watched_at, changed = true`;
      await storeStaleProgress();
    };
    await watched("11T17:45:00");
    return { school, course, learner, group, watched };
  }

  it("is told once the 7th day of the school's zone has begun, until they are active again", async () => {
    const { school, course, learner, watched } = await learnerWorld();
    // The 18th begins in Kathmandu at 18:15 UTC of the 17th.
    await evaluateIn("17T18:14:00");
    expect(await alertsOf(school.id)).toEqual([]);
    await evaluateIn("17T18:15:00");
    expect(
      await sql`select course_id, user_id, value, threshold, happened_at from alerts where school_id = ${school.id}`,
    ).toEqual([
      {
        ...{ course_id: course.id, user_id: learner.id, value: 7, threshold: 7 },
        happened_at: inNovember("17T18:15:00"),
      },
    ]);
    // A week later it is still so, and the same alert.
    await evaluateIn("29T12:00:00");
    expect(await alertsOf(school.id)).toEqual(["quiet_learner 7 open"]);
    await watched("29T12:30:00");
    await evaluateIn("29T12:31:00");
    expect(await alertsOf(school.id)).toEqual(["quiet_learner 7 29 12:31"]);
  });

  it("is not told when their class is over, or they became so before the rule or long ago", async () => {
    const { school, group } = await learnerWorld();
    await sql`update classes set ends_on = '2026-11-17' where id = ${group.id}`;
    await evaluateIn("18T12:00:00");
    await sql`update classes set ends_on = null where id = ${group.id}`;
    await evaluateIn("25T12:00:00");
    await sql`update alert_rules set since = ${inNovember("17T18:16:00")} where school_id = ${school.id}`;
    await evaluateIn("18T12:00:00");
    expect(await alertsOf(school.id)).toEqual([]);
    await sql`update alert_rules set since = ${inNovember("17T18:15:00")} where school_id = ${school.id}`;
    await evaluateIn("18T12:00:00");
    expect(await alertsOf(school.id)).toEqual(["quiet_learner 7 open"]);
    await sql`update classes set archived_at = now() where id = ${group.id}`;
    await evaluateIn("18T12:01:00");
    expect(await alertsOf(school.id)).toEqual(["quiet_learner 7 18 12:01"]);
  });

  it("is not told on what is stored once their facts say something else", async () => {
    const { school, learner } = await learnerWorld();
    await sql`update viewer_progress set last_watched_at = ${inNovember("15T12:00:00")}, changed = true
      where viewer_id = ${`u:${learner.id}`}`;
    await evaluateIn("18T12:00:00");
    expect(await alertsOf(school.id)).toEqual([]);
  });

  it("is at risk after as many days as the published rule has, where a school chose none", () => {
    expect(kinds.quiet_learner.threshold).toBe(quietDaysMin);
  });
});

describe("a class", () => {
  it("has completed the course once the last of at least 5 learners has", async () => {
    const school = await schoolWithRules();
    const course = await makeCourse({ school_id: school.id });
    const lesson = await makeLesson({ course_id: course.id });
    const video = await makeVideo({ school_id: school.id, course_id: course.id, lesson_id: lesson.id });
    const [five, four] = [
      await makeClass({ course_id: course.id }),
      await makeClass({ course_id: course.id }),
    ];
    const complete = async (userId: string, at: string) => {
      await sql`insert into viewer_progress (video_id, viewer_id, playbacks, watched, watch_ms, last_watched_at, completed_at)
        values (${video.id}, ${`u:${userId}`}, 1, '{[0,6000)}', 600000, ${inNovember(at)}, ${inNovember(at)})`;
      await storeStaleProgress();
    };
    const people = [];
    for (const group of [five, five, five, five, five, four, four, four, four]) {
      const { id } = await makeUser({ school_id: school.id });
      await enroll(course.id, id, group.id);
      people.push(id);
    }
    const [last, ...others] = people;
    for (const id of others) await complete(id, "09T10:00:00");
    await evaluateIn("11T10:00:00");
    expect(await alertsOf(school.id)).toEqual([]);
    await complete(last!, "11T11:00:00");
    await evaluateIn("11T11:01:00");
    expect(await sql`select class_id, course_id, value, happened_at from alerts`).toEqual([
      { class_id: five.id, course_id: course.id, value: 5, happened_at: inNovember("11T11:00:00") },
    ]);
    // What they watch afterwards changes nothing; a rule that is newer than the completion is not told of it.
    await sql`update viewer_progress set last_watched_at = ${inNovember("13T10:00:00")}, changed = true`;
    await storeStaleProgress();
    await sql`truncate alerts cascade`;
    await sql`update alert_rules set since = ${inNovember("12T00:00:00")}`;
    await evaluateIn("13T11:00:00");
    expect(await alertsOf(school.id)).toEqual([]);
  });
});
