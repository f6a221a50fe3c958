import Papa from "papaparse";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { classes, enrollments } from "@/lib/db/tables/courses";
import { funnels } from "@/lib/db/tables/funnels";
import { practiceSessions } from "@/lib/db/tables/practice";
import { attendees, feedback } from "@/lib/db/tables/sessions";
import { stepsMax } from "@/lib/domain/learning/funnels/schema";
import { newId } from "@/lib/platform/ids";
import { type Caller, signedIn } from "@/lib/testing/access-world";
import {
  makeCourse,
  makeLesson,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

/* No text that somebody chose runs as a formula in an exported file, whichever separator the spreadsheet expects. */

const { sql } = testDatabase();

/** Texts that would run: at the start, behind each separator, behind what does not show. */
const hostile = [
  "=1+1",
  "x;=1+1;y",
  "\u200b=1+1",
  "x;\u202e\u00a0﹦1+1",
  'x;"@sum(1)',
  "x\t＋1",
  "x,\u2066-a1",
  "x\r\n+1|@2",
];
let at = 0;
const next = () => `${hostile[at % hostile.length]}#${at++}`;

let caller: Caller;
let params: { videoId: string; sessionId: string; courseId: string; funnelId: string };
let ids: string;

beforeAll(async () => {
  const school = await makeSchool({ name: next() });
  const instructor = await makeUser({ school_id: school.id, role: "admin", name: next(), email: next() });
  const course = await makeCourse({ school_id: school.id, title: next(), instructorIds: [instructor.id] });
  const lesson = await makeLesson({ course_id: course.id, number: next(), title: next() });
  const placed = { school_id: school.id, course_id: course.id };
  const start = new Date("2026-11-18T18:00:00Z");
  const held = {
    ...placed,
    instructor_id: instructor.id,
    status: "ended" as const,
    started_at: start,
    ended_at: new Date(start.getTime() + 3_600_000),
  };
  const videos = [];
  const sessions = [];
  for (const _ of hostile) {
    videos.push(await makeVideo({ ...placed, lesson_id: lesson.id, title: next(), external_id: next() }));
    sessions.push(await makeSession({ ...held, title: next() }));
  }
  const [video, session] = [videos[0]!, sessions[0]!];
  for (const _ of hostile) {
    const viewer = await makeUser({ school_id: school.id, name: next(), email: next() });
    const group = { id: newId(), course_id: course.id, name: next() };
    await db().insert(classes).values(group);
    await db().insert(enrollments).values({ course_id: course.id, user_id: viewer.id, class_id: group.id });
    for (const viewerId of [`u:${viewer.id}`, `s:${next()}`, `v:${next()}`])
      await sql`insert into viewer_progress (video_id, viewer_id, watched, watch_ms, playbacks)
        values (${video.id}, ${viewerId}, '{[0,3000)}', 330000, 1)`;
    const attendee_id = newId();
    const one = { session_id: session.id, display_name: next(), email: next(), user_id: viewer.id };
    await db()
      .insert(attendees)
      .values({ ...one, id: attendee_id, created_at: start });
    const comment = { session_id: session.id, attendee_id, rating: 3, comment: next(), sent_at: start };
    await db().insert(feedback).values(comment);
  }
  for (const _ of hostile)
    await db()
      .insert(practiceSessions)
      .values({
        ...{ school_id: school.id, user_id: instructor.id, session_type: "roleplay", duration_seconds: 60 },
        ...{ words_spoken: 1, topics: [next(), next()], vocabulary_learned: [next(), next()] },
        ...{ areas_to_improve: [next()], metadata: {} },
      });
  caller = await signedIn(instructor);
  const [funnel] = await db()
    .insert(funnels)
    .values({
      ...{ school_id: school.id, name: next(), course_id: course.id, window_days: 7 },
      steps: videos.slice(0, stepsMax).map(({ id }) => ({ kind: "video", course_id: null, video_id: id })),
    })
    .returning();
  params = { videoId: video.id, sessionId: session.id, courseId: course.id, funnelId: funnel!.id };
  ids = sessions.map(({ id }) => id).join(",");
});

/** Whether a spreadsheet would run a cell: what shows of it begins with a sign, and it is not a number. Written apart from the escaping. */
function runs(cell: string): boolean {
  const shown = [...cell].filter((letter) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter) && letter !== '"');
  const first = shown[0]?.normalize("NFKC") ?? "";
  return ["=", "+", "-", "@", "\u2212"].includes(first) && !/^-?[\d.]+$/.test(cell.trim());
}

/** The cells that programs make of a file: by the book with each separator, and without regard to quotes. */
const readings = (text: string): string[] => [
  ...[",", ";", "\t", "|"].flatMap((delimiter) =>
    Papa.parse<string[]>(text, { delimiter, quoteChar: '"' }).data.flat(),
  ),
  ...text.split(/[;\t|\r\n]/),
];

const exports = (await routeTable()).filter((line) => line.handler.declaration.answerType === "text/csv");

/** Its example's request, about our rows. */
function exported(line: (typeof exports)[number]): Promise<Response> {
  const { query } = line.handler.declaration.example as { query?: object };
  return send(line, { params, query: { ...query, ...("ids" in Object(query) ? { ids } : {}) } }, caller);
}

it("detects a formula", () => {
  for (const text of hostile) expect(readings(text).some(runs), text).toBe(true);
  expect(readings("a-b,-1.5,'=1").some(runs)).toBe(false);
});

it.each(exports.map((line) => [line.path, line] as const))("%s contains no formula", async (_, line) => {
  const response = await exported(line);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(readings(text).filter(runs)).toEqual([]);
});

it("is tested with such texts in every export", async () => {
  const holding: (string | undefined)[] = [];
  for (const line of exports) {
    const text = await (await exported(line)).text();
    if (/#\d/.test(text)) holding.push(line.path.split("/").at(-2));
  }
  expect(holding.sort()).toEqual([
    "attendance",
    "compare",
    "learners",
    "lessons",
    "roster",
    // The live sessions of the school, and the caller's practice.
    "sessions",
    "sessions",
    "videos",
    "viewers",
    "{funnelId}",
  ]);
});
