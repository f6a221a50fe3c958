import { afterAll, expect, it } from "vitest";
import { sessionPageModel } from "@/app/(dashboard)/sessions/[sessionId]/page-model";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { changed } from "@/lib/domain/sessions/live/lock";
import { liveSessionRows } from "@/lib/domain/sessions/live/state";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { comparison } from "@/lib/domain/sessions/queries/compare";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { overview, themesOfDays } from "@/lib/domain/sessions/queries/overview";
import { pastSessions, typicalScores, usualRegistrations } from "@/lib/domain/sessions/queries/past";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { sessionsAnswer } from "@/lib/domain/sessions/schema";
import { typicalOf } from "@/lib/domain/sessions/typical";
import { closeRealtime } from "@/lib/flows/realtime/live";
import { signedIn } from "@/lib/testing/access-world";
import { makeCourse, makeSchool, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { json, lineOf } from "@/lib/testing/numbers-world";
import { makeRunning } from "@/lib/testing/realtime-world";
import { send } from "@/lib/testing/requests";

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

/** People who stayed for 60, 20, and so many times 10 minutes. */
const stays = (people: number) => [60, 20, ...Array<number>(people - 2).fill(10)];

it.each([
  ["of its own course and format, where there are five", 5, 5, 5],
  ["of the school's format, where there are fewer", 4, 3, 7],
  ["of nothing, where the school has held too few", 1, 3, 4],
])("what is typical is taken %s", async (_, ofCourse, ofOther, compared) => {
  const { user, scope, caller, school_id } = await makeInstructor({});
  const colleague = await makeUser({ school_id, role: "instructor" });
  const course = await makeCourse({ school_id, instructorIds: [user.id] });
  const given = { school_id, instructor_id: user.id, course_id: course.id };
  for (let index = 0; index < ofOther; index++)
    await held({ ...given, course_id: null, instructor_id: colleague.id }, 20 + index, stays(5 + index));
  for (let index = 0; index < ofCourse; index++) await held(given, 10 + index, stays(5 + index));
  // Another format, few people, and left out: none of them counts.
  const call = await held(given, 9, stays(6));
  await sql`update sessions set format = 'coaching' where id = ${call}`;
  await held(given, 8, stays(4));
  const test = await held(given, 7, stays(6));
  await sql`update sessions set left_out = true where id = ${test}`;
  const id = await held(given, 1, stays(6));
  const now = new Date();

  const { items } = await sessionList(scope, { limit: 25, offset: 0, sort: "when" }, now);
  const page = await sessionPageModel(await reachSession(scope, id), now);
  const answer = await json(sessionsAnswer, sessions, caller);
  expect(page.past).toHaveLength(compared);
  expect(page.comparedWith).toEqual({ format: "class", within: ofCourse >= 5 ? "course" : "school" });
  expect(page.typical.numbers.engagement_score === null).toBe(compared < 5);
  for (const list of [items, answer.items])
    expect(list.find(({ session_id }) => session_id === id)?.typical_score).toEqual(
      page.typical.numbers.engagement_score,
    );
});

it("registrations are compared with those of earlier sessions as long before they began", async () => {
  const { user, school_id } = await makeInstructor({});
  const course = await makeCourse({ school_id, instructorIds: [user.id] });
  const given = { school_id, instructor_id: user.id, course_id: course.id };
  const day = 86_400_000;
  const now = new Date();
  for (let index = 0; index < 5; index++) {
    const id = await held(given, 10 + index, stays(5));
    const began = now.getTime() - (10 + index) * day;
    // Two days before there were `index` + 1, and one of them who cancelled later; a day before another ten.
    const days = [...Array<number>(index + 1).fill(3), 2.5, ...Array<number>(10).fill(1)];
    for (const [person, before] of days.entries())
      await sql`insert into attendees (session_id, id, display_name, registered_at, cancelled_at, created_at)
        values (${id}, ${crypto.randomUUID()}, ${`R${person}`}, ${new Date(began - before * day)},
          ${before === 2.5 ? new Date(began - 0.5 * day) : null}, ${now})`;
  }
  const planned = await makeSession({
    ...given,
    scheduled_start: new Date(now.getTime() + 2 * day),
    scheduled_end: new Date(now.getTime() + 2 * day + 3_600_000),
  });
  const usual = (at: Date) => usualRegistrations([planned.id], at).then((of) => of(planned.id));
  expect(await usual(now)).toMatchObject({ low: 3, median: 4, high: 5, sessions: 5 });
  expect(await usual(new Date(now.getTime() + 1.25 * day))).toMatchObject({ median: 14 });
  expect(await usual(new Date(now.getTime() + 1.75 * day))).toMatchObject({ median: 13 });
});

it("a session that is left out is in no typical value, average, trend, theme or overview", async () => {
  const { user, scope, school_id } = await makeInstructor({});
  const course = await makeCourse({ school_id, instructorIds: [user.id] });
  const given = { school_id, instructor_id: user.id, course_id: course.id };
  const day = 86_400_000;
  const heldWith = async (daysAgo: number, minutes: number[]) => {
    const id = await held(given, daysAgo, minutes);
    await sql`update attendees set registered_at = ${new Date(Date.now() - 60 * day)} where session_id = ${id}`;
    await sql`insert into feedback (session_id, attendee_id, rating, comment, sent_at, names, analysis_version)
      select session_id, id, 4, 'The pace', now(), '[["pace", "pace"]]', 1000 from attendees where session_id = ${id} limit 3`;
    await changed(sql, [id]);
    return id;
  };
  const ids: string[] = [];
  for (let index = 0; index < 8; index++) ids.push(await heldWith(10 + index, stays(5 + index)));
  const planned = await makeSession({
    ...given,
    scheduled_start: new Date(Date.now() + 2 * day),
    scheduled_end: new Date(Date.now() + 2 * day + 3_600_000),
  });
  const numbers = async (compared: string[]) => {
    const now = new Date();
    await recountStale(now);
    const { sessions: _, ...sides } = await comparison(scope, compared, now);
    const { past } = await pastSessions(planned);
    return {
      overview: await overview(scope, {}, now),
      themes: await themesOfDays(scope, {}),
      typical: typicalOf(past),
      scores: (await typicalScores([planned.id]))(planned.id),
      registrations: (await usualRegistrations([planned.id], now))(planned.id),
      compare: sides.averages,
      trends: sides.trends,
    };
  };
  const before = await numbers(ids);
  const test = await heldWith(5, Array<number>(20).fill(60));
  const counted = await numbers([...ids, test]);
  for (const [what, values] of Object.entries(before))
    expect(counted[what as keyof typeof counted], what).not.toEqual(values);
  await sql`update sessions set left_out = true where id = ${test}`;
  expect(await numbers([...ids, test])).toEqual(before);
});

it("a session that ran for less than five minutes is compared with no other, and no other with it", async () => {
  const { user, school_id } = await makeInstructor({});
  const course = await makeCourse({ school_id, instructorIds: [user.id] });
  const given = { school_id, instructor_id: user.id, course_id: course.id };
  for (let index = 0; index < 6; index++) await held(given, 20 + index, stays(5 + index));
  const short = await held(given, 5, Array<number>(12).fill(60));
  const later = await held(given, 3, Array<number>(12).fill(60));
  await recountStale(new Date());
  const compared = async (id: string) => (await pastSessions({ id })).past.map((one) => one.id);
  expect(await compared(short)).toHaveLength(6);
  expect(await compared(later)).toContain(short);
  await sql`update sessions set ended_at = started_at + interval '299 seconds' where id = ${short}`;
  expect(await compared(short)).toEqual([]);
  expect(await compared(later)).not.toContain(short);
  expect((await typicalScores([short]))(short)).toBeNull();
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
