import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Context } from "@/lib/http/context";
import { newId } from "@/lib/platform/ids";
import { progress, view } from "@/lib/testing/beacons";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { numbersOf } from "@/lib/testing/video-rows";
import { decideSuspect } from "../mutations/change";
import type { Beacon } from "../playback";
import { reachVideo } from "../queries/reach";
import { suspects } from "../queries/suspects";
import { applyBeacons } from "./apply-beacons";
import { rebuildVideo } from "./rebuild";
import { fillAgreedDuration } from "./set-length";
import { setApart } from "./suspects";

const { sql, writer } = testDatabase();
let schoolId: string;
let courseId: string;
let ctx: Context;
const found_at = new Date("2026-03-02T10:05:00Z");

beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  const ines = await makeUser({ school_id: schoolId, role: "instructor" });
  courseId = (await makeCourse({ school_id: schoolId, instructorIds: [ines.id] })).id;
  ctx = { scope: scopeOf(ines), request: { id: "request", address: "198.51.100.1" }, now: new Date() };
});
const video = async (duration_ms: number | null = 60_000) =>
  (await makeVideo({ school_id: schoolId, course_id: courseId, duration_ms })).id;
const ofSuspect = (beacon: Beacon, suspect_id: string): Beacon => ({
  ...beacon,
  view: beacon.view && { ...beacon.view, suspect_id },
});

test("whatever is set apart, counted and left out in whatever order, the numbers are those of the playbacks that count", async () => {
  const anyPlayback = fc.record({
    viewer: fc.constantFrom(null, null, "v:ana-12345", "v:ben-12345", "u:eva"),
    preview: fc.constantFrom(false, false, false, true),
    ranges: fc.array(
      fc
        .tuple(fc.nat(59), fc.integer({ min: 1, max: 30 }))
        .map(([from, length]): [number, number] => [from, from + length]),
      { minLength: 1, maxLength: 3 },
    ),
    /** Of which of two suspects, and whether that is known when its view comes. */
    suspect: fc.constantFrom(null, null, 0, 1),
    knownWithView: fc.boolean(),
    early: fc.boolean(),
  });
  const anySteps = fc.array(
    fc.record({
      suspect: fc.constantFrom(0, 1),
      decision: fc.constantFrom("counted" as const, "left_out" as const),
    }),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPlayback, { minLength: 1, maxLength: 7 }),
      anySteps,
      async (drawn, steps) => {
        const [videoId, model] = [await video(), await video()];
        const suspects = [newId(), newId()];
        const playbacks = drawn.map((one) => ({
          ...one,
          id: newId(),
          // Whom the school vouches for is never suspect.
          suspect: one.viewer?.startsWith("u:") ? null : one.suspect,
        }));
        const beacons = (
          ofVideo: string,
          { id, viewer, preview, ranges, suspect, knownWithView }: (typeof playbacks)[number],
        ) => {
          const first = view(ofVideo, id, viewer, preview);
          return [
            ofVideo === videoId && suspect !== null && knownWithView
              ? ofSuspect(first, suspects[suspect]!)
              : first,
            ...ranges.map((range, seq) =>
              progress(ofVideo, id, {
                seq,
                played: [range],
                position_seconds: range[0],
                plays: 1,
                quality: { 720: range[0] },
              }),
            ),
          ];
        };
        const decisions: (string | null)[] = [null, null];
        const agrees = async () => {
          expect(await rebuildVideo(writer, videoId)).toEqual([]);
        };
        await applyBeacons(
          writer,
          playbacks.flatMap((one) => beacons(videoId, one).slice(0, one.early ? 9 : 2)),
        );
        for (const [i, suspect_id] of suspects.entries()) {
          const playback_ids = playbacks.filter(({ suspect }) => suspect === i).map(({ id }) => id);
          await setApart(writer, { video_id: videoId, suspect_id, found_at, playback_ids });
          await agrees();
        }
        const half = steps.length >> 1;
        for (const [at, { suspect, decision }] of steps.entries()) {
          if (at === half)
            await applyBeacons(
              writer,
              playbacks.flatMap((one) => beacons(videoId, one).slice(2)),
            );
          await decideSuspect(ctx, videoId, suspects[suspect]!, decision);
          decisions[suspect] = decision;
          await agrees();
        }
        await applyBeacons(
          writer,
          playbacks.flatMap((one) => beacons(videoId, one)),
        );
        await agrees();
        const counted = playbacks.filter(
          ({ suspect }) => suspect === null || decisions[suspect] === "counted",
        );
        await applyBeacons(
          writer,
          counted.flatMap((one) => beacons(model, one)),
        );
        expect(await numbersOf(sql, videoId)).toEqual(await numbersOf(sql, model));
        const [stored] =
          await sql`select count(*)::int as playbacks from playbacks where video_id = ${videoId}`;
        expect(stored!.playbacks).toBe(playbacks.length);
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

test("a suspect exists with the first of its playbacks, so that staff can decide even if setting apart the others failed", async () => {
  const id = await video();
  const suspect_id = newId();
  await applyBeacons(
    writer,
    [1, 2].map(() => ofSuspect(view(id, newId()), suspect_id)),
  );
  const { items } = await suspects(await reachVideo(ctx.scope, id), { limit: 20, offset: 0 });
  expect(items).toMatchObject([{ id: suspect_id, playbacks: 2, decision: null }]);
  await decideSuspect(ctx, id, suspect_id, "counted");
  await applyBeacons(writer, [ofSuspect(view(id, newId()), suspect_id)]);
  expect(await sql`select views from video_totals where video_id = ${id}`).toEqual([{ views: 3 }]);
  expect(await rebuildVideo(writer, id)).toEqual([]);
});

test("only playbacks without a token or sign-in can be suspects", async () => {
  const id = await video();
  const sessions = [null, "v:ana-12345", "u:eva", "s:guest"].map((viewer) => ({ viewer, id: newId() }));
  await applyBeacons(
    writer,
    sessions.map(({ viewer, id: session }) => view(id, session, viewer)),
  );
  const suspect_id = newId();
  await setApart(writer, { video_id: id, suspect_id, found_at, playback_ids: sessions.map((one) => one.id) });
  const apart =
    await sql`select viewer_id from playbacks where video_id = ${id} and suspect_id = ${suspect_id} order by viewer_id`;
  expect(apart.map(({ viewer_id }) => viewer_id)).toEqual(["v:ana-12345", null]);
  expect(await sql`select views, viewers from video_totals where video_id = ${id}`).toEqual([
    { views: 2, viewers: 2 },
  ]);
});

test("a suspect's players do not affect a video's length", async () => {
  const id = await video(null);
  const suspect_id = newId();
  const says = (session: string): Beacon => {
    const beacon = ofSuspect(view(id, session), suspect_id);
    return { ...beacon, view: beacon.view && { ...beacon.view, reported_length_ms: 1000 } };
  };
  await applyBeacons(
    writer,
    [1, 2, 3, 4].map(() => says(newId())),
  );
  expect(await fillAgreedDuration(writer, id)).toBe(false);
});

test("a decision is audited and can be undone; a suspect of another video, or of one that is not reachable, cannot be decided", async () => {
  const id = await video();
  const session = newId();
  const suspect_id = newId();
  await applyBeacons(writer, [view(id, session)]);
  await setApart(writer, { video_id: id, suspect_id, found_at, playback_ids: [session] });
  const views = async () => (await sql`select views from video_totals where video_id = ${id}`)[0]!.views;
  expect(await views()).toBe(0);
  await decideSuspect(ctx, id, suspect_id, "counted");
  expect(await views()).toBe(1);
  await decideSuspect(ctx, id, suspect_id, "left_out");
  expect(await views()).toBe(0);
  const entries = await sql`select action, detail from audit_log where target_id = ${id} order by id`;
  expect(entries.map(({ action, detail }) => [action, detail.decision])).toEqual([
    ["video.decide_suspect", "counted"],
    ["video.decide_suspect", "left_out"],
  ]);
  expect(await endOf(decideSuspect(ctx, await video(), suspect_id, "counted"))).toBe("not_found");
  const stranger = { ...ctx, scope: scopeOf(await makeUser({ school_id: schoolId, role: "instructor" })) };
  expect(await endOf(decideSuspect(stranger, id, suspect_id, "counted"))).toBe("forbidden");
});
