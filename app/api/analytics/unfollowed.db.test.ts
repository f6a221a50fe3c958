import { beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { unfollowedOf } from "@/lib/domain/videos/queries/unfollowed";
import { summaryOf } from "@/lib/domain/videos/queries/video";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

/* A player in a frame that cannot be followed: counted for what it is, and not as a view that never plays. */

const { writer } = testDatabase();
serveIngest();

let schoolId: string;
let courseId: string;
let scope: Scope;
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  courseId = (await makeCourse({ school_id: schoolId })).id;
  scope = scopeOf(await makeUser({ school_id: schoolId, role: "admin" }));
});
const newVideo = async () => (await makeVideo({ school_id: schoolId, course_id: courseId })).id;
const viewOf = (video_id: string, more: object = {}) => ({
  video_id,
  course_id: courseId,
  session_id: newId(),
  ...more,
});
const summary = async (id: string) => summaryOf(await reachVideo(scope, id));

describe.each(transports)("through $name", ({ send }) => {
  test("is no view, is counted once, and says why", async () => {
    const id = await newVideo();
    const blocked = viewOf(id, { unfollowed: "blocked" });
    for (const body of [blocked, blocked, viewOf(id, { unfollowed: "silent" })])
      expect(await send("video-view", JSON.stringify(body))).toMatchObject({
        status: 200,
        body: { success: true, resume_position_seconds: null },
      });
    expect(await unfollowedOf({ id })).toMatchObject({ blocked_players: 1, silent_players: 1 });
    expect(await summary(id)).toMatchObject({ total_views: 0, unique_viewers: 0, play_rate: null });
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("and is followed after all is a view, whichever arrived first", async () => {
    const id = await newVideo();
    const [one, two] = [viewOf(id), viewOf(id)];
    const items = [{ ...one, unfollowed: "silent" }, one, two, { ...two, unfollowed: "blocked" }];
    const answer = await send(
      "video-batch",
      JSON.stringify(items.map((item) => ({ type: "view", ...item }))),
    );
    expect(answer.body).toMatchObject({ success: true });
    expect(await summary(id)).toMatchObject({ total_views: 2 });
    expect(await unfollowedOf({ id })).toEqual({ blocked_players: 0, silent_players: 0, last_at: null });
  });

  test("for another reason is refused, and names the field", async () => {
    expect(
      await send("video-view", JSON.stringify(viewOf(await newVideo(), { unfollowed: "tired" }))),
    ).toMatchObject({ status: 400, body: { errors: [{ path: "unfollowed" }] } });
  });
});

test("is counted on the day, in the school's time zone, on which it was reported", async () => {
  const id = await newVideo();
  await transports[0]!.send("video-view", JSON.stringify(viewOf(id, { unfollowed: "silent" })));
  expect(await unfollowedOf({ id }, { to: "2020-01-01" })).toMatchObject({ silent_players: 0 });
  expect(await unfollowedOf({ id }, { from: "2020-01-01" })).toMatchObject({ silent_players: 1 });
});
