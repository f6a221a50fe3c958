import Papa from "papaparse";
import { beforeEach, describe, expect, it } from "vitest";
import { examplePracticeInput } from "@/lib/domain/practice/fixtures";
import type { LessonStretch, PracticeRow } from "@/lib/domain/practice/schema";
import { type Caller, signedIn } from "@/lib/testing/access-world";
import {
  enroll,
  makeClass,
  makeCourse,
  makeLesson,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  testDatabase,
} from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "../route-table";

const { sql } = testDatabase();
const table = await routeTable();
const lineOf = (name: string) => table.find(({ method, path }) => `${method} ${path}` === name)!;

let school: { id: string };
let student: Person;
let caller: Caller;
beforeEach(async () => {
  school = await makeSchool();
  student = await makeUser({ school_id: school.id });
  caller = await signedIn(student);
});

// biome-ignore lint/suspicious/noExplicitAny: answers of several routes.
const answerOf = async (path: string, query: object = {}, as = caller): Promise<any> => {
  const response = await send(lineOf(`GET /api/sessions/${path}`), { query }, as);
  expect(response.status).toBe(200);
  return response.json();
};
/** Which fields an answer refuses. */
const refused = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  return [response.status, ...errors.map(({ path }) => path)];
};

/** Stores sessions of a person directly, so many days ago. */
const practised = (person: Person, daysAgo: number, given: Record<string, unknown> = {}) => {
  const row = { ...examplePracticeInput, ...given };
  return sql`insert into practice_sessions ${sql({
    ...row,
    ...{ topics: sql.json(row.topics), vocabulary_learned: sql.json(row.vocabulary_learned) },
    ...{ areas_to_improve: sql.json(row.areas_to_improve), metadata: sql.json(row.metadata as never) },
    ...{ id: crypto.randomUUID(), user_id: person.id, school_id: person.school_id },
    created_at: new Date(Date.now() - daysAgo * 86_400_000),
  } as never)}`;
};

describe("what is read", () => {
  it("is a page of the history, the latest first, of a type or of all, and nobody else's", async () => {
    for (const [daysAgo, session_type] of [
      [3, "roleplay"],
      [2, "conversation"],
      [1, "roleplay"],
    ] as const)
      await practised(student, daysAgo, { session_type, words_spoken: daysAgo });
    await practised(await makeUser({ school_id: school.id }), 0);
    const words = ({ items, total }: { items: PracticeRow[]; total: number }) => [
      total,
      ...items.map(({ words_spoken }) => words_spoken),
    ];
    expect(words(await answerOf("history"))).toEqual([3, 1, 2, 3]);
    expect(words(await answerOf("history", { limit: 1, offset: 1 }))).toEqual([3, 2]);
    expect(words(await answerOf("history", { session_type: "roleplay" }))).toEqual([2, 1, 3]);
    const wrong = await send(lineOf("GET /api/sessions/history"), { query: { limit: 101 } }, caller);
    expect(await refused(wrong)).toEqual([400, "limit"]);
  });

  it("is all of it as a file, with its zone, and as JSON with the metadata", async () => {
    for (let n = 0; n < 3; n++)
      await practised(student, n, { topics: [`Topic ${n}`, "=1+1"], fluency_score: null });
    const csv = await send(lineOf("GET /api/sessions/export"), { query: { format: "csv" } }, caller);
    expect(csv.headers.get("content-disposition")).toMatch(/practice-\d{4}-\d\d-\d\d\.csv/);
    const { data } = Papa.parse<Record<string, string>>(await csv.text(), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => [row.Topics, row["Fluency score"]])).toEqual([
      ["Topic 0,' =1+1", ""],
      ["Topic 1,' =1+1", ""],
      ["Topic 2,' =1+1", ""],
    ]);
    const json = await send(lineOf("GET /api/sessions/export"), { query: { format: "json" } }, caller);
    expect(json.headers.get("content-type")).toContain("application/json");
    expect(json.headers.get("content-disposition")).toMatch(/\.json/);
    expect(await json.json()).toEqual((await answerOf("history")).items);
    const nothing = await signedIn(await makeUser({ school_id: school.id }));
    const empty = await send(lineOf("GET /api/sessions/export"), { query: { format: "json" } }, nothing);
    expect(await empty.json()).toEqual([]);
  });

  it("is the statistics of random sessions, as SQL counts them", async () => {
    // The school's zone is Lisbon. A generator of Park and Miller: the same in every run.
    let state = 20_261_130;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let n = 0; n < 80; n++)
      await practised(student, random(60_000) / 1000, {
        session_type: ["conversation", "pronunciation", "roleplay"][random(3)],
        ...{ duration_seconds: 1 + random(3000), words_spoken: random(900) },
        fluency_score: random(4) === 0 ? null : random(1000) / 10,
      });
    for (const period of ["week", "month"]) {
      const [model] = await sql`
        with now as (select now() at time zone 'Europe/Lisbon' as t), spans as (
          select date_trunc(${period}, t) as start, t, date_trunc(${period}, t) - ('1 ' || ${period})::interval as before from now
        ), own as (
          select s.*, s.created_at at time zone 'Europe/Lisbon' as local, t, start, before from practice_sessions s, spans
          where user_id = ${student.id}
        )
        select count(*) filter (where local >= start)::int as sessions,
          round(coalesce(sum(duration_seconds) filter (where local >= start), 0)::numeric / 60, 1)::float as minutes,
          coalesce(sum(words_spoken) filter (where local >= start), 0)::int as words,
          round(avg(fluency_score) filter (where local >= start)::numeric, 1)::float as fluency,
          count(*) filter (where local >= before and local < start and local <= before + (t - start))::int as previous,
          count(*) filter (where local >= start and session_type = 'roleplay')::int as roleplays
        from own`;
      const stats = await answerOf("stats", { period });
      expect({
        ...{ sessions: stats.total_sessions, minutes: stats.total_minutes, words: stats.total_words },
        ...{ fluency: stats.average_scores.fluency_score, previous: stats.previous.total_sessions },
        roleplays: stats.by_type[2].total_sessions,
      }).toEqual(model);
      const sum = (key: string) =>
        stats.daily.reduce((all: number, day: Record<string, number>) => all + day[key]!, 0);
      expect([sum("sessions"), sum("words")]).toEqual([model!.sessions, model!.words]);
      expect(stats.class_median).toBeNull();
    }
  });

  it("is compared with the people of one's class from five on, and with nobody else", async () => {
    const course = await makeCourse({ school_id: school.id });
    const [ours, theirs] = [
      await makeClass({ course_id: course.id }),
      await makeClass({ course_id: course.id }),
    ];
    const mates = await Promise.all(Array.from({ length: 4 }, () => makeUser({ school_id: school.id })));
    for (const mate of [student, ...mates]) await enroll(course.id, mate.id, ours.id);
    const outsider = await makeUser({ school_id: school.id });
    await enroll(course.id, outsider.id, theirs.id);
    await practised(outsider, 0, { words_spoken: 9999 });
    for (const [index, mate] of mates.entries())
      await practised(mate, 0, { words_spoken: 100 * (index + 1) });
    expect((await answerOf("stats")).class_median).toBeNull();
    await practised(student, 0, { words_spoken: 500 });
    // 100, 200, 300, 400, 500.
    expect((await answerOf("stats")).class_median).toMatchObject({
      people: 5,
      total_words: 300,
      total_sessions: 1,
    });
  });
});

describe("a warm-up", () => {
  it("has nothing before the first practice", async () => {
    expect(await answerOf("warmup")).toEqual({
      ...{ success: true, time_zone: "Europe/Lisbon", focus_areas: [], last_session: null },
      vocabulary: { due: [], due_total: 0, due_tomorrow: 0, learned: 0 },
    });
  });

  it("has the areas of the week with the very seconds that treat them, in videos that the caller may open", async () => {
    const [course, foreign] = [
      await makeCourse({ school_id: school.id }),
      await makeCourse({ school_id: school.id }),
    ];
    await enroll(course.id, student.id);
    const lesson = await makeLesson({ course_id: course.id, number: "9.1", title: "Asking back" });
    const shown = { school_id: school.id, source_url: "https://media.test/a.mp4", duration_ms: 600_000 };
    const video = await makeVideo({ ...shown, course_id: course.id, lesson_id: lesson.id, title: "However" });
    const other = await makeVideo({ ...shown, course_id: foreign.id, title: "Past perfect" });
    const hidden = await makeVideo({
      ...shown,
      course_id: course.id,
      title: "Word order",
      published_at: null,
    });
    await sql`insert into video_chapters (video_id, start_ms, title) values (${video.id}, 0, 'Welcome'), (${video.id}, 190000, 'Linking words')`;
    const vtt = "WEBVTT\n\n01:00.000 --> 01:04.000\nLet us PRONOUNCE <b>Présent</b>\n";
    await sql`insert into video_captions (video_id, language, body) values (${video.id}, 'en', ${vtt})`;
    await sql`insert into viewer_progress (video_id, viewer_id, watched, watch_ms, playbacks)
      values (${video.id}, ${`u:${student.id}`}, '{[1800,2150)}', 35000, 1)`;
    const areas = ["Linking words", "Asking back", "Past perfect", "Word order", "present"];
    for (const [index, area] of areas.entries())
      await practised(student, index, { areas_to_improve: [area], vocabulary_learned: [`word ${index}`] });
    const { focus_areas, vocabulary, last_session } = await answerOf("warmup");
    const lessons: (LessonStretch | null)[] = focus_areas.map(
      ({ lesson }: { lesson: LessonStretch | null }) => lesson,
    );
    expect(focus_areas.map(({ area, weight }: { area: string; weight: number }) => [area, weight])).toEqual([
      ["Linking words", 1],
      ["Asking back", 0.86],
      ["Past perfect", 0.71],
      ["Word order", 0.57],
      ["present", 0.43],
    ]);
    expect(lessons).toMatchObject([
      // 180 to 215 s were watched: 25 of the chapter.
      {
        ...{
          matched_by: "chapter",
          video_id: video.id,
          from_seconds: 190,
          to_seconds: 600,
          seen_seconds: 25,
        },
        href: `/watch/${video.id}?t=190`,
      },
      {
        matched_by: "lesson",
        video_id: video.id,
        lesson_number: "9.1",
        from_seconds: null,
        href: `/watch/${video.id}`,
      },
      null,
      null,
      { matched_by: "captions", from_seconds: 60, to_seconds: 90 },
    ]);
    expect([other.id, hidden.id]).not.toContain(lessons[4]?.video_id);
    // Those of one to four days ago are due, that of today tomorrow.
    expect(vocabulary).toMatchObject({ due_total: 4, due_tomorrow: 1, learned: 5 });
    expect(last_session.summary).toBe("Conversation: A talk about your data, 15 min, 905 words, fluency 74");
  });
});
