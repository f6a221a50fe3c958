import { describe, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { attendees, presence } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import {
  enroll,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { realtime } from "./realtime";

const { writer } = testDatabase();
/** 00:15 of the 20th in Kathmandu, whose day begins at 18:15 UTC. */
const now = new Date("2026-11-19T18:30:00Z");

/** A school with a teacher of Ana and Ben; Cem is in no course. */
async function makeWorld(time_zone: string) {
  const { id: school_id } = await makeSchool({ time_zone });
  const people: Record<string, Person> = {};
  for (const name of ["Ana", "Ben", "Cem"]) people[name] = await makeUser({ school_id, name });
  people.Teacher = await makeUser({ school_id, role: "instructor" });
  people.Admin = await makeUser({ school_id, role: "admin" });
  const course = await makeCourse({ school_id, instructorIds: [people.Teacher.id] });
  for (const name of ["Ana", "Ben"]) await enroll(course.id, people[name]!.id);
  const store = async (name: string, event_type: string, at: string, material_id?: string) => {
    const instant = new Date(at);
    await applyLearningEvents(writer, [
      {
        ...{ actor: await actorOf(school_id, people[name]!.id), id: newId(), school_id, event_type },
        properties: event_type === "xp_earned" ? { amount: 5, reason: "test" } : { material_id },
        ...{ occurred_at: instant, received_at: instant, day: dayOf(instant, time_zone) },
      },
    ]);
  };
  /** In a session that is live: the last beat of somebody. */
  const beat = async (name: string, at: string) => {
    const { id: session_id } = await makeSession({ school_id, course_id: course.id, status: "live" });
    const [id, ms] = [newId(), Date.parse(at)];
    await db()
      .insert(attendees)
      .values({ session_id, id, display_name: name, user_id: people[name]!.id, created_at: new Date(at) });
    await db()
      .insert(presence)
      .values({
        ...{ session_id, client_id: newId(), attendee_id: id, grace_ms: 45_000 },
        heartbeats: `{[${ms},${ms + 45_000})}`,
      });
  };
  const watch = async (name: string, at: string) => {
    const video = await makeVideo({ school_id, course_id: course.id });
    await db()
      .insert(viewerProgress)
      .values({
        video_id: video.id,
        viewer_id: `u:${people[name]!.id}`,
        playbacks: 1,
        last_watched_at: new Date(at),
      });
  };
  return { people, store, beat, watch, read: (name: string) => realtime(scopeOf(people[name]!), now) };
}

const lines = ({ latest }: Awaited<ReturnType<typeof realtime>>) =>
  latest.map(({ name, event_type, material_id }) => `${name} ${event_type} ${material_id}`);

describe("what happens now", () => {
  it("is the latest that learners did, and today's count in the school's zone", async () => {
    const { people, store, read } = await makeWorld("Asia/Kathmandu");
    await store("Ana", "material_view", "2026-11-19T18:14:00Z", "yesterday");
    await store("Ben", "material_view", "2026-11-19T18:15:00Z", "b");
    await store("Cem", "material_complete", "2026-11-19T18:26:00Z", "c");
    // No activity, and not yet.
    await store("Ana", "xp_earned", "2026-11-19T18:29:00Z");
    await store("Ana", "material_view", "2026-11-19T18:31:00Z", "later");
    const admin = await read("Admin");
    expect(admin).toMatchObject({
      ...{ at: now.toISOString(), time_zone: "Asia/Kathmandu", active_users: 1 },
      // The one that is not yet counts on its day.
      today: { day: "2026-11-20", learning_events: 3, video_views: 0, attendances: 0, activities: 3 },
    });
    expect(lines(admin)).toEqual([
      "Cem material_complete c",
      "Ben material_view b",
      "Ana material_view yesterday",
    ]);
    expect(admin.latest[0]).toMatchObject({
      user_id: people.Cem!.id,
      occurred_at: "2026-11-19T18:26:00.000Z",
    });
    // Cem is not the teacher's.
    const teacher = await read("Teacher");
    expect(lines(teacher)).toEqual(["Ben material_view b", "Ana material_view yesterday"]);
    expect(teacher).toMatchObject({ active_users: 0, today: { learning_events: 2 } });
    const own = await read("Ben");
    expect(lines(own)).toEqual(["Ben material_view b"]);
    expect(own.today).toMatchObject({ learning_events: 1, video_views: null, activities: null });
  });

  it("counts each person of the last five minutes once", async () => {
    const { store, beat, watch, read } = await makeWorld("UTC");
    const [just, before] = ["2026-11-19T18:25:01Z", "2026-11-19T18:25:00Z"];
    await store("Ana", "material_view", before, "a");
    await watch("Ben", before);
    await beat("Ben", before);
    expect((await read("Admin")).active_users).toBe(0);
    await store("Ana", "material_view", just, "a");
    await watch("Ana", just);
    expect((await read("Admin")).active_users).toBe(1);
    await beat("Ben", just);
    await watch("Cem", just);
    expect((await read("Admin")).active_users).toBe(3);
    expect((await read("Teacher")).active_users).toBe(2);
    expect((await read("Cem")).active_users).toBe(1);
  });

  it("lists ten, and events at the same time in one order", async () => {
    const { store, read } = await makeWorld("UTC");
    for (let n = 0; n < 12; n++)
      await store(n % 2 ? "Ana" : "Ben", "material_view", "2026-11-19T18:20:00Z", `${n}`);
    await store("Ana", "material_view", "2026-11-19T18:21:00Z", "last");
    const first = lines(await read("Teacher"));
    expect(first.length).toBe(10);
    expect(first[0]).toBe("Ana material_view last");
    expect(lines(await read("Teacher"))).toEqual(first);
    expect(lines(await read("Admin"))).toEqual(first);
  });
});
