import { beforeAll, describe, expect, it } from "vitest";
import {
  endOf,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { makeOverviewWorld, overviewNow as now, watched, xpOf } from "@/lib/testing/overview-world";
import { dashboard } from "./dashboard";
import { schoolOverview } from "./school";
import { summary } from "./summary";

const { sql } = testDatabase();
let people: Record<string, Person>;
let monday: { id: string };
const as = (name: string) => scopeOf(people[name]!);

beforeAll(async () => {
  ({ people, monday } = await makeOverviewWorld());
});

describe("an overview", () => {
  it("of a school has its students, without those of others and the disabled", async () => {
    expect(await schoolOverview(as("Admin"), now)).toEqual({
      ...{ from: "2026-10-22", to: "2026-11-20", time_zone: "Asia/Kathmandu" },
      // Ana had events, Ben signed in, Dee watched, Eva attended: 4 of 6.
      ...{ total_students: 6, active_students: 4, engagement_rate: 66.7 },
      // Monday with Ana, Today with Dee, Eva's; Tuesday has nobody active, and one has ended.
      active_classes: 3,
      // One of 4, and 3 of 3.
      average_completion_rate: 62.5,
      // 75, 100, 40 and 50.
      average_quiz_score_percentage: 66.3,
      ...{ assignments_set: 2, assignments_submitted: 1 },
      // 3 of 4 registrations.
      attendance_rate: 75,
    });
  });

  it("of a teacher has those of their courses", async () => {
    expect(await schoolOverview(as("Teacher"), now)).toMatchObject({
      ...{ total_students: 5, active_students: 3, engagement_rate: 60, active_classes: 2 },
      // 75, 100 and 40.
      ...{ average_quiz_score_percentage: 71.7, assignments_set: 2, attendance_rate: 75 },
    });
    // One score is nobody's mean; their course has no video, session or assignment.
    expect(await schoolOverview(as("Other"), now)).toMatchObject({
      ...{ total_students: 1, active_students: 1, active_classes: 1, average_quiz_score_percentage: null },
      ...{
        average_completion_rate: null,
        assignments_set: 0,
        assignments_submitted: 0,
        attendance_rate: null,
      },
    });
  });

  it("of a student is their own", async () => {
    expect(await schoolOverview(as("Ana"), now)).toMatchObject({
      ...{ total_students: 1, active_students: 1, engagement_rate: 100, active_classes: 1 },
      // One of two videos; one of the two sessions that count; the assignment of her class alone.
      ...{ average_completion_rate: 50, attendance_rate: 50, assignments_set: 1, assignments_submitted: 1 },
      average_quiz_score_percentage: null,
    });
    expect(await schoolOverview(as("Fay"), now)).toMatchObject({
      ...{ active_students: 0, engagement_rate: 0, active_classes: 0, attendance_rate: null },
      // Tuesday's; she has completed no video of the one that she began.
      ...{ assignments_set: 1, assignments_submitted: 0, average_completion_rate: 0 },
    });
  });
});

describe("a dashboard", () => {
  it("has a week of the school's zone", async () => {
    expect(await dashboard(as("Teacher"), "week", now)).toEqual({
      ...{ time_range: "week", from: "2026-11-14", to: "2026-11-20", time_zone: "Asia/Kathmandu" },
      // Ana and Dee. Two events of Ana's, 4 views, 3 attendances.
      ...{ total_students: 5, active_users: 2, activities: 9 },
      ...{ completed_views_percentage: 25, average_quiz_score_percentage: null },
      top_performers: expect.arrayContaining(
        Object.entries({ Ben: 1, Ana: 2, Cem: 2, Dee: 4, Fay: 5 }).map(([name, rank]) => ({
          ...{ rank, user_id: people[name]!.id, name, xp: xpOf[name] },
        })),
      ),
      recent_completions: [
        {
          ...{ user_id: people.Dee!.id, name: "Dee", video_id: expect.any(String), title: "Two" },
          completed_at: "2026-11-19T18:20:00.000Z",
        },
        {
          ...{ user_id: people.Ana!.id, name: "Ana", video_id: expect.any(String), title: "One" },
          completed_at: "2026-11-18T09:00:00.000Z",
        },
      ],
    });
  });

  it("has a day, and a year", async () => {
    expect(await dashboard(as("Admin"), "day", now)).toMatchObject({
      ...{ from: "2026-11-20", active_users: 1, activities: 0, completed_views_percentage: null },
      top_performers: [],
    });
    expect(await dashboard(as("Admin"), "year", now)).toMatchObject({
      // 10 of 13 views; 75, 100, 40 and 50.
      ...{ from: "2025-11-21", active_users: 6, completed_views_percentage: 76.9 },
      average_quiz_score_percentage: 66.3,
    });
  });

  it("names nobody who chose not to be ranked, and nobody where too few are left", async () => {
    const ranks = async () =>
      (await dashboard(as("Teacher"), "month", now)).top_performers.map(
        ({ name, rank }) => `${rank} ${name}`,
      );
    await sql`update schools set minimum_group_size = 4 where id = ${people.Ana!.school_id}`;
    await sql`update users set appearance = 'unranked' where id = ${people.Cem!.id}`;
    expect(await ranks()).toEqual(["1 Ben", "2 Ana", "3 Dee", "4 Fay"]);
    await sql`update schools set minimum_group_size = 5 where id = ${people.Ana!.school_id}`;
    expect(await ranks()).toEqual([]);
    await sql`update users set appearance = 'unnamed' where id = ${people.Cem!.id}`;
    expect((await ranks()).length).toBe(5);
    await sql`update schools set rankings = false where id = ${people.Ana!.school_id}`;
    expect(await ranks()).toEqual([]);
    await sql`update schools set rankings = true where id = ${people.Ana!.school_id}`;
  });
});

describe("a summary", () => {
  const week = { start_date: "2026-11-14", end_date: "2026-11-20" };

  it("has the days that were asked for", async () => {
    expect(await summary(as("Teacher"), week, now)).toEqual({
      ...{ ...week, time_zone: "Asia/Kathmandu", class_id: null },
      // Ana and Dee; the others have only earned XP.
      ...{ total_students: 5, active_users: 2, learning_events: 2, minutes: 0 },
      ...{ video_views: 4, attendances: 3, activities: 9, total_xp: 140, average_xp: 28 },
      ...{ videos_completed: 2, students_completing: 2 },
      // Ana's and Dee's, which is not marked.
      ...{ quizzes_submitted: 2, average_quiz_score_percentage: null },
    });
    expect(await summary(as("Teacher"), { end_date: "2026-11-13" }, now)).toMatchObject({
      ...{ start_date: "2026-10-15", learning_events: 1, total_xp: 0, videos_completed: 0 },
      // 50, 100 and 40: Ana's first attempt.
      ...{ quizzes_submitted: 3, average_quiz_score_percentage: 63.3 },
    });
  });

  it("of a class has its learners, and says what is not known of a class", async () => {
    for (const class_id of [monday.id, "monday"])
      expect(await summary(as("Teacher"), { ...week, class_id }, now)).toMatchObject({
        ...{ class_id: monday.id, total_students: 2, active_users: 1, learning_events: 2 },
        ...{ video_views: null, attendances: null, activities: null, total_xp: 60, average_xp: 30 },
        ...{ videos_completed: 1, quizzes_submitted: 1 },
      });
    expect(await endOf(summary(as("Other"), { class_id: monday.id }, now))).toBe("not_found class_id");
  });

  it("refuses days that end before they begin, and more than a year", async () => {
    const end = (start_date: string, end_date: string) =>
      endOf(summary(as("Teacher"), { start_date, end_date }, now));
    expect(await end("2026-11-14", "2026-11-13")).toBe("invalid start_date");
    expect(await end("2025-11-20", "2026-11-20")).toBe("done");
    expect(await end("2025-11-19", "2026-11-20")).toBe("invalid start_date");
    // Today is the end.
    expect(await endOf(summary(as("Teacher"), { start_date: "2026-11-21" }, now))).toBe("invalid start_date");
  });

  it("follows the clock where it is put back", async () => {
    const { id: school_id } = await makeSchool({ time_zone: "Europe/Lisbon" });
    const admin = scopeOf(await makeUser({ school_id, role: "admin" }));
    const ida = await makeUser({ school_id });
    // 25 October 2026 has 25 hours in Lisbon: from 23:00 of the 24th (UTC) to 24:00.
    for (const at of ["24T22:59", "24T23:00", "25T23:59", "26T00:00"])
      await watched((await makeVideo({ school_id })).id, ida, `2026-10-${at}:00Z`, true);
    const day = { start_date: "2026-10-25", end_date: "2026-10-25" };
    expect(await summary(admin, day, now)).toMatchObject({ videos_completed: 2, students_completing: 1 });
  });
});
