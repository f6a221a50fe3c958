import { afterAll, expect, it } from "vitest";
import { sessionPageModel } from "@/app/(dashboard)/sessions/[sessionId]/page-model";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { changed } from "@/lib/domain/sessions/live/lock";
import { liveSessionRows } from "@/lib/domain/sessions/live/state";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { sessionsAnswer } from "@/lib/domain/sessions/schema";
import { closeRealtime } from "@/lib/flows/realtime/live";
import { send, signedIn } from "@/lib/testing/access-world";
import { makeCourse, makeSchool, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { json, lineOf } from "@/lib/testing/numbers-world";
import { makeRunning } from "@/lib/testing/realtime-world";

/* The same number of the same session, asked in every way that there is. */

const { sql, writer } = testDatabase();
afterAll(closeRealtime);

/** An instructor of a school with these settings: as a scope and as a caller of the routes. */
async function makeInstructor(settings: Parameters<typeof makeSchool>[0]) {
  const { id: schoolId } = await makeSchool(settings);
  const user = await makeUser({ school_id: schoolId, role: "instructor" });
  const scope = scopeOf(user);
  return { user, scope, school_id: schoolId, caller: await signedIn(user) };
}

/** The first event of a stream. */
async function firstEvent(response: Response): Promise<unknown> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("the stream ended without an event");
    text += value;
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data && text.includes(`${data}\n\n`)) {
      await reader.cancel();
      return JSON.parse(data);
    }
  }
}

const liveSessions = "/api/admin/training/live";
const sessions = "/api/admin/training/sessions";

it("current viewers are the people present, even before they have stayed for the school's minimum", async () => {
  const { user, scope, caller, school_id } = await makeInstructor({ attendance_minimum_seconds: 36_000 });
  const { running, write } = await makeRunning();
  const { id } = await running({ school_id, instructor_id: user.id });
  await write(id, "First");
  await write(id, "Second");
  const now = new Date();

  const { items } = await sessionList(scope, { limit: 25, offset: 0, sort: "when", status: "live" }, now);
  const page = await sessionPageModel(await reachSession(scope, id), now);
  const answer = await json(sessionsAnswer, sessions, caller, { query: { status: "live" } });
  const stream = await firstEvent(
    await send(lineOf(`${sessions}/{sessionId}/live`), { params: { sessionId: id } }, caller),
  );
  const lists = await firstEvent(await send(lineOf(liveSessions), {}, caller));
  expect(items[0]).toMatchObject({ session_id: id, current_viewers: 2, total_attended: 0 });
  expect(page.state.current_viewers).toBe(2);
  expect((await liveSessionRows(scope, now)).sessions).toMatchObject([{ current_viewers: 2 }]);
  expect(answer.items).toMatchObject([{ session_id: id, current_viewers: 2 }]);
  expect(stream).toMatchObject({ session_id: id, current_viewers: 2 });
  expect(lists).toMatchObject({ sessions: [{ session_id: id, current_viewers: 2 }] });
});

/** A session that was held `daysAgo`, to which this many registered people came for the given minutes each. */
async function held(
  given: { school_id: string; instructor_id: string; course_id: string | null },
  daysAgo: number,
  minutes: number[],
): Promise<string> {
  const from = new Date(Date.now() - daysAgo * 86_400_000);
  const to = new Date(from.getTime() + 3_600_000);
  const { id } = await makeSession({
    ...given,
    status: "live",
    scheduled_start: from,
    scheduled_end: to,
    started_at: from,
  });
  await applyEvents(
    writer,
    minutes.flatMap((stay, index) =>
      Array.from({ length: stay * 2 + 1 }, (_, beat) => ({
        kind: "presence" as const,
        event: "heartbeat" as const,
        session_id: id,
        who: { identity: `s:${index}`, name: `Person ${index}`, email: null, user_id: null },
        client_id: `client-${index}`,
        at: from.getTime() + beat * 30_000,
        received_at: new Date(from.getTime() + beat * 30_000),
      })),
    ),
  );
  await sql`update sessions set status = 'ended', ended_at = ${to} where id = ${id}`;
  await changed(sql, [id]);
  await recountStale(new Date());
  return id;
}

it.each([
  ["of its own course, where there are three", 3, [60, 30]],
  ["of any course, where there are fewer", 2, [60, 30]],
  ["of nothing, where the instructor has held too few", 0, [60]],
])("what is typical is taken %s", async (_, ofCourse, ofOther) => {
  const { user, scope, caller, school_id } = await makeInstructor({});
  const course = await makeCourse({ school_id, instructorIds: [user.id] });
  const given = { school_id, instructor_id: user.id, course_id: course.id };
  for (const [index, stay] of ofOther.entries())
    await held({ ...given, course_id: null }, 20 + index, [60, stay, 1]);
  for (let index = 0; index < ofCourse; index++)
    await held(given, 10 + index, [60, ...Array<number>(index).fill(10)]);
  const id = await held(given, 1, [60, 20]);
  const now = new Date();

  const { items } = await sessionList(scope, { limit: 25, offset: 0, sort: "when" }, now);
  const page = await sessionPageModel(await reachSession(scope, id), now);
  const answer = await json(sessionsAnswer, sessions, caller);
  expect(page.past).toHaveLength(ofCourse === 3 ? 3 : ofCourse + ofOther.length);
  expect(page.ofCourse).toBe(ofCourse === 3);
  expect(page.typical.numbers.engagement_score === null).toBe(ofCourse === 0);
  for (const list of [items, answer.items])
    expect(list.find(({ session_id }) => session_id === id)?.typical_score).toEqual(
      page.typical.numbers.engagement_score,
    );
});

it("reading neither closes a session nor stores numbers", async () => {
  const { user, scope, caller, school_id } = await makeInstructor({});
  const given = { school_id, instructor_id: user.id, course_id: null };
  const stale = await held(given, 3, [60, 20]);
  await changed(sql, [stale]);
  const { id: overdue } = await makeSession({
    ...given,
    status: "live",
    scheduled_start: new Date(Date.now() - 9 * 3_600_000),
    scheduled_end: new Date(Date.now() - 8 * 3_600_000),
    started_at: new Date(Date.now() - 9 * 3_600_000),
  });
  const contents = () =>
    sql`select s.id, s.status, s.ended_at, v.version, k.version as counted from sessions s
      left join session_versions v on v.session_id = s.id left join session_numbers k on k.session_id = s.id
      where s.school_id = ${school_id} order by s.id`;
  const before = [...(await contents())];

  const answer = await json(sessionsAnswer, sessions, caller);
  for (const path of ["analytics", "attendance", "engagement", "peak-viewers"])
    for (const sessionId of [stale, overdue])
      expect(
        (await send(lineOf(`${sessions}/{sessionId}/${path}`), { params: { sessionId } }, caller)).status,
      ).toBe(200);
  await send(lineOf("/api/admin/training/analytics/overview"), {}, caller);
  await liveSessionRows(scope, new Date());
  expect([...(await contents())]).toEqual(before);

  // What is overdue reads as a session that stopped when it was due to be closed, with nobody there.
  const row = answer.items.find(({ session_id }) => session_id === overdue);
  expect(row).toMatchObject({ session_status: "live", current_viewers: 0, duration_minutes: 120 });
  expect(answer.items.find(({ session_id }) => session_id === stale)?.total_attended).toBe(2);
});
