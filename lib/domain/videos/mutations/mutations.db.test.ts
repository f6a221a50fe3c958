import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import { playback } from "@/lib/testing/beacons";
import {
  endOf,
  makeCourse,
  makeLesson,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { videoListQuery } from "../filters";
import { applyBeacons } from "../ingest/apply-beacons";
import { findVideos, videoList } from "../queries/list";
import { videosOverview } from "../queries/overview";
import { videoForPlayer } from "../queries/reach";
import { lostWithVideo } from "../queries/versions";
import { changeVideo } from "./change";
import { deleteVideo } from "./delete";
import { saveVideo } from "./save";

const { sql, writer } = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");

type Made = { id: string; school_id: string };
let mine: Made;
let theirs: Made;
let elsewhere: Made;
let lesson: { id: string };
let contexts: Record<"instructor" | "admin" | "root" | "student", Context>;

beforeAll(async () => {
  const [school, other] = [await makeSchool(), await makeSchool()];
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const of = async (user: Awaited<ReturnType<typeof makeUser>>) => ({
    scope: scopeOf(user),
    request: { id: "request", address: "198.51.100.1" },
    now,
  });
  contexts = {
    instructor: await of(teacher),
    admin: await of(await makeUser({ school_id: school.id, role: "admin" })),
    root: await of(await makeUser({ school_id: null, role: "admin" })),
    student: await of(await makeUser({ school_id: school.id })),
  };
  mine = await makeCourse({ school_id: school.id, external_id: "mine", instructorIds: [teacher.id] });
  theirs = await makeCourse({ school_id: school.id });
  elsewhere = await makeCourse({ school_id: other.id, external_id: "mine" });
  lesson = await makeLesson({ course_id: mine.id, external_id: "lesson" });
});

const rowOf = async (id: string) => (await sql`select * from videos where id = ${id}`)[0]!;
const actionsOn = async (id: string) =>
  (await sql<{ action: string }[]>`select action from audit_log where target_id = ${id} order by id`).map(
    ({ action }) => action,
  );

describe("a video that is saved", () => {
  it("is made in a course that its maker teaches, with its audit, and changed by its external id", async () => {
    const ctx = contexts.instructor;
    const given = { external_id: "leverage", title: "Leverage", course_id: "mine", lesson_id: "lesson" };
    const made = await saveVideo(ctx, { ...given, duration_seconds: 61.5 });
    expect(made.created).toBe(true);
    expect(await rowOf(made.id)).toMatchObject({
      title: "Leverage",
      course_id: mine.id,
      lesson_id: lesson.id,
      duration_ms: 61_500,
      status: "ready",
      published_at: now,
    });
    expect(await saveVideo(ctx, { ...given, title: "Leverage, again" })).toEqual({
      id: made.id,
      created: false,
    });
    expect(await saveVideo(ctx, { ...given, title: "Leverage, again" })).toEqual({
      id: made.id,
      created: false,
    });
    expect(await rowOf(made.id)).toMatchObject({ title: "Leverage, again", revision: 2 });
    expect(await actionsOn(made.id)).toEqual(["video.create", "video.update"]);
  });

  it("is one video when two programs make it at once", async () => {
    const given = { external_id: "twice", title: "Twice", course_id: mine.id };
    const made = await Promise.all(
      Array.from({ length: 6 }, () => saveVideo(contexts.instructor, { ...given })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  it("needs a course and a lesson within reach", async () => {
    const save = (ctx: Context, course_id: string, lesson_id?: string) =>
      endOf(saveVideo(ctx, { title: "Video", course_id, ...(lesson_id ? { lesson_id } : {}) }));
    expect(await save(contexts.instructor, theirs.id)).toBe("forbidden course_id");
    expect(await save(contexts.instructor, elsewhere.id)).toBe("not_found course_id");
    expect(await save(contexts.instructor, mine.id, "none")).toBe("not_found lesson_id");
    expect(await save(contexts.admin, theirs.id, lesson.id)).toBe("not_found lesson_id");
    expect(await save(contexts.admin, theirs.id)).toBe("done");
    // Two schools use this external id.
    expect(await save(contexts.root, "mine")).toBe("not_found course_id");
    expect(await save(contexts.root, elsewhere.id)).toBe("done");
  });

  it("of another instructor's course stays as it is", async () => {
    const video = await makeVideo({ school_id: theirs.school_id, course_id: theirs.id, external_id: "held" });
    const take = { external_id: "held", title: "Taken", course_id: mine.id };
    expect(await endOf(saveVideo(contexts.instructor, take))).toBe("forbidden");
    expect((await rowOf(video.id)).title).toBe(video.title);
  });
});

describe("a video that is changed", () => {
  it("moves within reach, and leaves its lesson with its course", async () => {
    const video = await makeVideo({ school_id: mine.school_id, course_id: mine.id, lesson_id: lesson.id });
    const move = (ctx: Context) => endOf(changeVideo(ctx, video.id, { course_id: theirs.id }));
    expect(await move(contexts.instructor)).toBe("forbidden course_id");
    expect(await move(contexts.admin)).toBe("done");
    expect(await rowOf(video.id)).toMatchObject({ course_id: theirs.id, lesson_id: null });
    expect(await endOf(changeVideo(contexts.instructor, video.id, { title: "Not mine" }))).toBe("forbidden");
  });

  it("tells both versions to who edits an earlier one", async () => {
    const video = await makeVideo({ school_id: mine.school_id, course_id: mine.id });
    await changeVideo(contexts.instructor, video.id, { title: "First", revision: 1 });
    const late = changeVideo(contexts.instructor, video.id, { title: "Second", revision: 1 });
    await expect(late).rejects.toMatchObject({
      code: "conflict",
      options: { current: { title: "First", revision: 2 } },
    });
    expect(await endOf(changeVideo(contexts.instructor, video.id, { title: "Third" }))).toBe("done");
  });

  it("is seen by students while it is published", async () => {
    const video = await makeVideo({ school_id: mine.school_id, course_id: mine.id });
    const { student, instructor } = contexts;
    expect((await videoForPlayer(student.scope, video.id)).id).toBe(video.id);
    await changeVideo(instructor, video.id, { published: false });
    expect(await endOf(videoForPlayer(student.scope, video.id))).toBe("not_found");
    expect((await videoForPlayer(instructor.scope, video.id)).id).toBe(video.id);
    await changeVideo(instructor, video.id, { published: true });
    expect((await videoForPlayer(student.scope, video.id)).id).toBe(video.id);
  });

  it("is in no list and no sum while it is archived, but in that of the archived", async () => {
    const course = await makeCourse({
      school_id: mine.school_id,
      instructorIds: [contexts.instructor.scope.user_id],
    });
    const video = await makeVideo({ school_id: mine.school_id, course_id: course.id, title: "Archivable" });
    await applyBeacons(writer, [playback(video.id, "u:ana", { played: [[0, 60]], position_seconds: 60 })]);
    const { scope } = contexts.instructor;
    const query = videoListQuery.parse({ course_id: course.id });
    const seen = async () => [
      (await videoList(scope, query, now)).total,
      (await findVideos(scope, "Archivable", 5)).total,
      (await videosOverview(scope)).stats.total_views,
    ];
    const before = await seen();
    await changeVideo(contexts.instructor, video.id, { archived: true });
    expect(await seen()).toEqual([before[0]! - 1, before[1]! - 1, before[2]! - 1]);
    const archived = await videoList(scope, { ...query, archived: "true", from: "2020-01-01" }, now);
    expect(archived.items).toMatchObject([{ video_id: video.id, total_views: 1 }]);
    await changeVideo(contexts.instructor, video.id, { archived: false });
    expect(await seen()).toEqual(before);
    expect(await actionsOn(video.id)).toEqual(["video.archive", "video.restore"]);
  });
});

describe("a video that is deleted", () => {
  it("leaves nothing but its audit, which says what was lost", async () => {
    const video = await makeVideo({ school_id: mine.school_id, course_id: mine.id });
    const other = await makeVideo({ school_id: mine.school_id, course_id: mine.id });
    const session = await makeSession({ school_id: mine.school_id, recording_video_id: video.id });
    const watched = (id: string) => [
      playback(id, "u:ana", { played: [[0, 90]], position_seconds: 90 }),
      playback(id, null, { played: [[0, 30]], position_seconds: 30 }),
    ];
    await applyBeacons(writer, [...watched(video.id), ...watched(other.id)]);
    const lost = await lostWithVideo(video);
    expect(lost).toEqual({ views: 2, viewers: 2, watch_time_seconds: 120, versions: 1 });
    expect(await endOf(deleteVideo(contexts.student, video.id))).toBe("forbidden");
    expect(await endOf(deleteVideo(contexts.instructor, video.id, 2))).toBe("conflict");
    expect(await deleteVideo(contexts.instructor, video.id, 1)).toEqual({ id: video.id, ...lost });

    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.columns where column_name = 'video_id' and table_schema = 'public'`;
    expect(tables.length).toBeGreaterThan(12);
    for (const { name } of tables)
      expect([name, (await sql`select 1 from ${sql(name)} where video_id = ${video.id}`).length]).toEqual([
        name,
        0,
      ]);
    expect(await sql`select 1 from videos where id = ${video.id}`).toHaveLength(0);
    expect(await sql`select recording_video_id from sessions where id = ${session.id}`).toEqual([
      { recording_video_id: null },
    ]);
    expect(await sql`select detail->'views' as views from audit_log where target_id = ${video.id}`).toEqual([
      { views: 2 },
    ]);
    expect((await lostWithVideo(other)).views).toBe(2);
  });
});
