import { describe, expect, it } from "vitest";
import { makeSession, testDatabase } from "@/lib/testing/database";
import { length, makePeople, randomOf, record, secondsOf, start } from "@/lib/testing/random-session";
import { isQuestion } from "../live/events";
import { changed } from "../live/lock";
import { recount, recountStale, verifyNumbers } from "../mutations/recount";
import { formulaVersion } from "../numbers";
import { storedNumbers } from "../schema";
import { attendance, attendeesInBatches } from "./attendees";
import { comparison } from "./compare";
import { engagement } from "./engagement";
import { sessionList } from "./list";
import { countNumbers, numbersOf, storedNumbersOf } from "./numbers";
import { overview } from "./overview";
import { reachSession } from "./session";

const { sql } = testDatabase();

const now = new Date(start + 86_400_000);
const one = (value: number) => Math.round(value * 10) / 10;

describe.each([11, 22, 33, 44, 55])("the numbers of random session %i", (seed) => {
  it("are those of the model, on every answer", async () => {
    const people = makePeople(seed);
    const { scope, session } = await record(people, randomOf(seed + 1));
    const numbers = await numbersOf(session, now);

    const there = people.map(secondsOf);
    const seconds = there.map((each) => each.filter(Boolean).length);
    const came = people.map((_, index) => seconds[index]! >= 1);
    const count = (test: (index: number) => boolean) => people.filter((_, index) => test(index)).length;
    const registered = count((i) => people[i]!.registered);
    const attended = count((i) => came[i]!);
    const both = count((i) => came[i]! && people[i]!.registered);
    const first = there.map((each) => each.indexOf(true));
    const onTime = count((i) => came[i]! && first[i]! <= 300);
    const heads = Array.from({ length }, (_, at) => there.filter((each) => each[at]).length);
    const peak = Math.max(...heads);
    const asked = people.flatMap((person) => person.texts).filter(isQuestion).length;
    const wrote = people.flatMap((person) => person.texts).length;
    const engaged = count((i) => came[i]! && people[i]!.texts.length + people[i]!.reactions > 0);
    const ratings = people.flatMap((person) => (person.rating === null ? [] : [person.rating]));

    expect(numbers.attendance).toEqual({
      total_registered: registered,
      total_attended: attended,
      registered_attended: both,
      walk_ins: attended - both,
      attendance_rate: registered === 0 ? null : one((both / registered) * 100),
      on_time_arrivals: onTime,
      late_arrivals: attended - onTime,
      average_duration_minutes:
        attended === 0 ? null : one(seconds.reduce((sum, value) => sum + value, 0) / attended / 60),
      average_presence_percentage:
        attended === 0
          ? null
          : one(
              (((seconds.reduce((sum, value) => sum + value, 0) / attended) * 1000) / (length * 1000)) * 100,
            ),
    });
    expect(numbers.engagement).toMatchObject({
      chat_message_count: wrote,
      questions_asked: asked,
      unique_chatters: count((i) => people[i]!.texts.length > 0),
      reaction_count: people.reduce((sum, person) => sum + person.reactions, 0),
      engaged,
      engagement_rate: attended === 0 ? null : one((engaged / attended) * 100),
    });
    expect(numbers.peak_viewers.peak_count).toBe(peak);
    expect(numbers.peak_viewers.peak_timestamp).toBe(
      peak === 0 ? null : new Date(start + heads.indexOf(peak) * 1000).toISOString(),
    );
    const { timeline } = numbers.peak_viewers;
    expect(timeline.length).toBeLessThanOrEqual(100);
    for (const point of timeline)
      expect(point.viewers).toBe(heads[Math.floor((Date.parse(point.at) - start) / 1000)]);
    expect(numbers.retention.map(({ viewers }) => viewers)).toEqual(
      Array.from({ length: 40 }, (_, minute) => heads[minute * 60]),
    );
    expect(numbers.total_responses).toBe(ratings.length);
    for (const star of [1, 2, 3, 4, 5])
      expect(numbers.rating_distribution[String(star) as "1"]).toBe(
        ratings.filter((rating) => rating === star).length,
      );

    // The people's rows, and so the table and the CSV, say the same.
    const answer = await attendance(session, { limit: 100, offset: 0, sort: "name", status: "came" }, now);
    expect(answer.total).toBe(attended);
    expect(answer.attendance).toEqual(numbers.attendance);
    const inOrder = people.map((person, index) => ({ person, index })).filter(({ index }) => came[index]);
    expect(answer.items.map(({ name }) => name)).toEqual(inOrder.map(({ person }) => person.name));
    for (const [row, { person, index }] of answer.items.map((item, i) => [item, inOrder[i]!] as const)) {
      expect(row.minutes).toBe(one(seconds[index]! / 60));
      expect(row.first_join).toBe(new Date(start + first[index]! * 1000).toISOString());
      expect(row.last_leave).toBe(
        new Date(start + (there[index]!.lastIndexOf(true) + 1) * 1000).toISOString(),
      );
      expect(row.status).toBe(!person.registered ? "walk_in" : first[index]! <= 300 ? "on_time" : "late");
      expect(row.coverage_percentage).toBe(one((seconds[index]! / length) * 100));
      const spans = new Array<boolean>(length).fill(false);
      for (const [from, to] of row.spans) spans.fill(true, from, to);
      expect(spans).toEqual(there[index]);
    }
    const streamed = [];
    for await (const batch of attendeesInBatches(session, { sort: "name", status: "came" }, now))
      streamed.push(...batch);
    expect(streamed).toEqual(answer.items);

    // What is stored is what is counted anew; the list, the overview and the comparison read what is stored.
    expect(await recountStale(now)).toBeGreaterThan(0);
    const stored = await storedNumbersOf(session, now);
    expect(storedNumbers.parse(stored)).toEqual(stored);
    expect(stored).toEqual(await countNumbers(session, now));
    expect((await verifyNumbers(now)).differences).toEqual([]);
    const { items } = await sessionList(scope, { limit: 25, offset: 0, sort: "score" }, now);
    expect(items).toMatchObject([
      {
        total_attended: attended,
        attendance_rate: numbers.attendance.attendance_rate,
        peak_count: peak,
        engagement_score: numbers.engagement_score,
      },
    ]);
    expect(await overview(scope, {}, now)).toMatchObject({
      sessions_held: 1,
      total_attended: attended,
      average_attendance_rate: numbers.attendance.attendance_rate,
      average_engagement_rate: numbers.engagement.engagement_rate,
    });
    const busy = await engagement(session, { limit: 100, offset: 0 }, now);
    expect(busy.timeline.reduce((sum, minute) => sum + minute.messages, 0)).toBe(wrote);
    expect(busy.timeline.reduce((sum, minute) => sum + minute.questions, 0)).toBe(asked);
    expect(busy.total).toBe(count((i) => people[i]!.texts.length + people[i]!.reactions > 0));
  });
});

describe("stored numbers", () => {
  const storedOf = async (id: string) =>
    (
      await sql<{ version: string; formula_version: number; total_attended: number }[]>`
        select version, formula_version, total_attended from session_numbers where session_id = ${id}`
    )[0];
  const falsify = (id: string, attended: number) =>
    sql`update session_numbers set detail = jsonb_set(detail, '{numbers,attendance,total_attended}', ${attended}::text::jsonb)
      where session_id = ${id}`;

  it("are read as they are while facts and formulas are the same, and written by no read", async () => {
    const { session } = await record(makePeople(12), randomOf(13));
    const counted = await storedNumbersOf(session, now);
    expect(await storedOf(session.id)).toBeUndefined();
    await recount(session, now);
    expect(await storedNumbersOf(session, now)).toEqual(counted);
    await falsify(session.id, 999);
    expect((await numbersOf(session, now)).attendance.total_attended).toBe(999);
    await recount(session, now);
  });

  it.each([
    ["its facts", (id: string) => changed(sql, [id])],
    [
      "the formulas",
      (id: string) => sql`update session_numbers set formula_version = 0 where session_id = ${id}`,
    ],
  ])(
    "are counted again when %s have changed: for the answer at once, and stored by the job",
    async (_, change) => {
      const { scope, session } = await record(makePeople(14), randomOf(15));
      await recount(session, now);
      await falsify(session.id, 999);
      await change(session.id);
      const again = await reachSession(scope, session.id);
      const counted = await numbersOf(again, now);
      expect(counted.attendance.total_attended).not.toBe(999);
      const { items } = await sessionList(scope, { limit: 25, offset: 0, sort: "when" }, now);
      expect(items[0]?.total_attended).toBe(counted.attendance.total_attended);
      await recountStale(now);
      expect(await storedOf(session.id)).toMatchObject({
        version: String(again.version),
        formula_version: formulaVersion,
        total_attended: counted.attendance.total_attended,
      });
      expect(await numbersOf(again, now)).toEqual(counted);
      expect(await recountStale(now)).toBe(0);
    },
  );

  it("of a newer process's formulas are left alone", async () => {
    const { session } = await record(makePeople(16), randomOf(17));
    await recount(session, now);
    await sql`update session_numbers set formula_version = ${formulaVersion + 1} where session_id = ${session.id}`;
    expect(await recountStale(now)).toBe(0);
    await recount(session, now);
    expect(await storedOf(session.id)).toMatchObject({ formula_version: formulaVersion + 1 });
  });
});

it("finds and corrects stored numbers that differ from the facts", async () => {
  const { session } = await record(makePeople(9), randomOf(10));
  await recount(session, now);
  await sql`update session_numbers set detail = jsonb_set(detail, '{numbers,attendance,total_attended}', '999') where session_id = ${session.id}`;
  const { differences } = await verifyNumbers(now);
  expect(differences.map(({ session_id }) => session_id)).toEqual([session.id]);
  expect((await verifyNumbers(now)).differences).toEqual([]);
});

it("compares two in time order, and refuses one that has not been held", async () => {
  const first = await record(makePeople(7), randomOf(8));
  const second = await makeSession({
    school_id: first.session.school_id,
    instructor_id: first.session.instructor_id,
    status: "ended",
    scheduled_start: new Date(start - 7 * 86_400_000),
    scheduled_end: new Date(start - 7 * 86_400_000 + 3_600_000),
  });
  const answer = await comparison(first.scope, [first.session.id, second.id], now);
  expect(answer.sessions.map(({ session_id }) => session_id)).toEqual([second.id, first.session.id]);
  expect(answer.sessions[0]).toMatchObject({ retention: [], metrics: { total_attended: 0, peak_count: 0 } });
  expect(answer.sessions[1]!.retention).toHaveLength(101);
  const planned = await makeSession({
    school_id: first.session.school_id,
    instructor_id: first.session.instructor_id,
    scheduled_start: new Date(now.getTime() + 86_400_000),
    scheduled_end: new Date(now.getTime() + 90_000_000),
  });
  await expect(comparison(first.scope, [first.session.id, planned.id], now)).rejects.toMatchObject({
    code: "invalid",
  });
});
