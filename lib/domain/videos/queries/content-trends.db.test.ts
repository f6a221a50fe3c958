import { beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { videoDaily } from "@/lib/db/tables/videos";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { contentTrends } from "./content-trends";

testDatabase();
/** 00:30 of the 20th in Kathmandu. */
const now = new Date("2026-11-19T18:45:00Z");
const query = { days: 3, limit: 10 };

let scopes: Record<"admin" | "instructor" | "other" | "student", Scope>;

/** A day of a video: views, seconds watched, completed views. */
type Watched = [day: string, views: number, seconds: number, completed: number];

beforeAll(async () => {
  const { id: school_id } = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const person = (role: "admin" | "instructor" | "student") => makeUser({ school_id, role });
  const [admin, instructor, other, student] = await Promise.all(
    (["admin", "instructor", "instructor", "student"] as const).map(person),
  );
  scopes = {
    ...{ admin: scopeOf(admin!), instructor: scopeOf(instructor!) },
    ...{ other: scopeOf(other!), student: scopeOf(student!) },
  };
  const statistics = await makeCourse({ school_id, title: "Statistics", instructorIds: [instructor!.id] });
  const writing = await makeCourse({ school_id, title: "Writing", instructorIds: [other!.id] });
  const make = async (
    course_id: string,
    title: string,
    days: Watched[],
    given: { archived_at?: Date; version_of?: string } = {},
  ) => {
    const video = await makeVideo({ school_id, course_id, title, ...given });
    await db()
      .insert(videoDaily)
      .values(
        days.map(([day, views, seconds, completed]) => ({
          ...{ video_id: video.id, day, views, watch_ms: seconds * 1000, completed },
        })),
      );
    return video;
  };
  await make(statistics.id, "Alpha", [
    ["2026-11-17", 100, 9999, 90],
    ["2026-11-18", 4, 100, 1],
    ["2026-11-20", 2, 60.5, 2],
  ]);
  const beta = await make(statistics.id, "Beta", [["2026-11-19", 6, 500, 0]]);
  await make(statistics.id, "Unwatched", [["2026-11-17", 3, 10, 0]]);
  await make(writing.id, "Gamma", [["2026-11-19", 5, 20, 5]]);
  await make(writing.id, "Delta", [["2026-11-19", 5, 30, 0]]);
  await make(writing.id, "Put away", [["2026-11-19", 70, 30, 0]], { archived_at: now });
  await make(statistics.id, "Beta before", [["2026-11-19", 70, 30, 0]], { version_of: beta.id });
});

describe("what was watched", () => {
  it("is by videos, courses and days of the school's zone; as many views share a rank", async () => {
    const answer = await contentTrends(scopes.admin, query, now);
    const videos = answer.most_viewed.map((one) => [one.rank, one.title, one.course_title, one.views]);
    expect(videos).toEqual([
      // Of 6 views each Beta was watched longer: 500 s and 160.5 s.
      [1, "Beta", "Statistics", 6],
      [1, "Alpha", "Statistics", 6],
      [3, "Delta", "Writing", 5],
      [3, "Gamma", "Writing", 5],
    ]);
    expect(answer.most_viewed.map((one) => [one.watch_time_seconds, one.completed_views_percentage])).toEqual(
      [
        [500, 0],
        // 3 of 6.
        [160.5, 50],
        [30, 0],
        [20, 100],
      ],
    );
    expect(answer).toMatchObject({
      ...{ from: "2026-11-18", to: "2026-11-20", time_zone: "Asia/Kathmandu" },
      ...{ viewed_videos: 4, viewed_courses: 2 },
      completion_by_course: [
        {
          ...{ rank: 1, title: "Statistics", viewed_videos: 2, views: 12, watch_time_seconds: 660.5 },
          ...{ completed_views: 3, completed_views_percentage: 25 },
        },
        {
          ...{ rank: 2, title: "Writing", viewed_videos: 2, views: 10, watch_time_seconds: 50 },
          ...{ completed_views: 5, completed_views_percentage: 50 },
        },
      ],
      daily: [
        { day: "2026-11-18", views: 4, watch_time_seconds: 100, completed_views: 1 },
        { day: "2026-11-19", views: 16, watch_time_seconds: 550, completed_views: 5 },
        { day: "2026-11-20", views: 2, watch_time_seconds: 60.5, completed_views: 2 },
      ],
    });
  });

  it("is of the courses that the reader teaches", async () => {
    const answer = await contentTrends(scopes.other, query, now);
    expect(answer.most_viewed.map(({ rank, title }) => [rank, title])).toEqual([
      [1, "Delta"],
      [1, "Gamma"],
    ]);
    expect(answer.daily.map(({ views }) => views)).toEqual([0, 10, 0]);
    expect(await contentTrends(scopes.student, query, now)).toMatchObject({
      ...{ most_viewed: [], viewed_videos: 0, completion_by_course: [], viewed_courses: 0 },
    });
  });

  it("is cut to the limit, and says how many there are", async () => {
    const answer = await contentTrends(scopes.admin, { days: 3, limit: 1 }, now);
    expect(answer.most_viewed.map(({ title }) => title)).toEqual(["Beta"]);
    expect(answer).toMatchObject({ viewed_videos: 4, viewed_courses: 2 });
    expect(answer.completion_by_course.length).toBe(1);
  });
});

it("follows the clock where it is put back", async () => {
  const { id: school_id } = await makeSchool({ time_zone: "Europe/Lisbon" });
  const scope = scopeOf(await makeUser({ school_id, role: "admin" }));
  const days = async (at: string) => {
    const { from, to } = await contentTrends(scope, { days: 2, limit: 1 }, new Date(at));
    return [from, to];
  };
  // Lisbon is an hour ahead of UTC until 01:00 UTC on 25 October 2026, then at UTC.
  expect(await days("2026-10-24T23:00:00Z")).toEqual(["2026-10-24", "2026-10-25"]);
  expect(await days("2026-10-25T23:59:00Z")).toEqual(["2026-10-24", "2026-10-25"]);
});
