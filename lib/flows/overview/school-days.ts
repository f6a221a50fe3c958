import "server-only";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { whoCame } from "@/lib/db/attendance";
import { db, dbPlanning } from "@/lib/db/client";
import { type Kept, keptByVersion } from "@/lib/db/kept-by-version";
import { isAnyOf } from "@/lib/db/literals";
import { gamificationStats } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { sessions, sessionVersions } from "@/lib/db/tables/sessions";
import { videos, videoTotals, viewerProgress } from "@/lib/db/tables/videos";
import { videoVersion } from "@/lib/db/video-days";
import { dayNumber } from "@/lib/measure/day-set";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { parseMultirange, type Ranges } from "@/lib/measure/ranges";
import { processCache } from "@/lib/platform/process";
import type { Days } from "./active-days";
import { allNames, type Student } from "./students";

/*
 * The active days of many of a school's students, as `activeDaysOf` has them, which reads some hundred thousand rows for a year: one for each video
 * that somebody watched, each session that somebody attended, each learner with events. Each video, session and learner is read once and kept in the
 * process until its rows change, so that a later answer costs what changed since.
 */

/** Who was active when, by one video, session or learner: three numbers for each stretch of days: the person's number, its first day, the day after. */
type Stretches = Int32Array;
type Parts = Map<string, Kept<Stretches>>;
type KeptSchool = { numbers: Map<string, number>; learned: Parts; watched: Parts; attended: Parts };

/** Each takes some MB for ten million events. */
const schoolsKept = 8;
/** Videos, sessions or learners of one statement. */
const atOnce = 250;
const nothing: Stretches = new Int32Array();

/** A course's days are its videos' and sessions': learning events belong to no course. */
type OfCourse = { course_id: string | null };

/** The days in a time on which each of these students was active, by their ids; who was not is missing. */
export async function activeDaysOfMany(
  students: readonly Student[],
  actors: ReadonlyMap<string, Student>,
  days: Days & OfCourse,
  now: Date,
): Promise<Map<string, Ranges>> {
  const bySchool = new Map<string, Map<string, Student>>();
  for (const student of students)
    getOrInsert(bySchool, student.school_id, () => new Map()).set(student.id, student);
  const sets = await Promise.all([...bySchool].map(([id, own]) => daysInSchool(id, own, actors, days, now)));
  return new Map(sets.flatMap((own) => [...own]));
}

async function daysInSchool(
  schoolId: string,
  students: ReadonlyMap<string, Student>,
  actors: ReadonlyMap<string, Student>,
  days: Days & OfCourse,
  now: Date,
): Promise<Map<string, Ranges>> {
  const kept = processCache<KeptSchool>("school days", { max: schoolsKept });
  const school = getOrInsert(kept, `${schoolId} ${days.time_zone}`, () => ({
    ...{ numbers: new Map(), learned: new Map(), watched: new Map(), attended: new Map() },
  }));
  const parts = await Promise.all([
    days.course_id === null ? learned(school, schoolId, actors) : [],
    watched(school, schoolId, days.course_id),
    attended(school, schoolId, days, now),
  ]);
  return setsOf(school, parts.flat(), students, days);
}

/** The number of a person in what is kept of their school. */
const numberIn = ({ numbers }: KeptSchool, id: string): number =>
  getOrInsert(numbers, id, () => numbers.size);

/** Reads the parts that have changed, some at a time, and forgets those that are gone. */
async function partsOf(
  parts: Parts,
  versions: ReadonlyMap<string, string>,
  isWhole: boolean,
  read: (ids: string[]) => Promise<Iterable<readonly [id: string, stretches: Iterable<number>]>>,
): Promise<Stretches[]> {
  if (isWhole) for (const id of parts.keys()) if (!versions.has(id)) parts.delete(id);
  const values = await keptByVersion(parts, versions, nothing, async (ids) => {
    const found = new Map<string, Stretches>();
    for (let at = 0; at < ids.length; at += atOnce)
      for (const [id, stretches] of await read(ids.slice(at, at + atOnce)))
        found.set(id, Int32Array.from(stretches));
    return found;
  });
  return [...values.values()];
}

/** Each stretch of a set, as a person's. */
function* stretchesOf(person: number, set: string): Generator<number> {
  const ranges = parseMultirange(set);
  for (let at = 0; at < ranges.length; at += 2) {
    yield person;
    yield ranges[at]!;
    yield ranges[at + 1]!;
  }
}

async function learned(
  school: KeptSchool,
  schoolId: string,
  actors: ReadonlyMap<string, Student>,
): Promise<Stretches[]> {
  const { actor, active_days, last_active_day } = gamificationStats;
  const rows = await db()
    .select({ actor, version: sql<string>`${gamificationStats}.xmin::text` })
    .from(gamificationStats)
    .where(and(eq(gamificationStats.school_id, schoolId), isNotNull(last_active_day)));
  const theirs = rows.filter((row) => actors.has(row.actor));
  return partsOf(
    school.learned,
    new Map(theirs.map((row) => [row.actor, row.version])),
    true,
    async (ids) => {
      const names = allNames(actors, ids);
      const sets = await dbPlanning()
        .select({ actor, days: sql<string>`${active_days}::text` })
        .from(gamificationStats)
        .where(isAnyOf(actor, [...names.keys()]));
      return sets.map((row) => [
        names.get(row.actor)!,
        stretchesOf(numberIn(school, actors.get(row.actor)!.id), row.days),
      ]);
    },
  );
}

async function watched(school: KeptSchool, schoolId: string, courseId: string | null): Promise<Stretches[]> {
  const { video_id, viewer_id, viewed_days } = viewerProgress;
  // A viewer's new day is a view or a later playback of the video, which its totals have.
  const rows = await db()
    .select({ id: videos.id, version: videoVersion })
    .from(videos)
    .leftJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(
      and(eq(videos.school_id, schoolId), courseId === null ? undefined : eq(videos.course_id, courseId)),
    );
  return partsOf(
    school.watched,
    new Map(rows.map(({ id, version }) => [id, version])),
    courseId === null,
    async (ids) => {
      const viewers = await dbPlanning()
        .select({
          video_id,
          viewers: sql<string>`json_agg(json_build_array(substr(${viewer_id}, 3), ${viewed_days}::text))::text`,
        })
        .from(viewerProgress)
        .where(sql`${isAnyOf(video_id, ids)} and ${viewer_id} like 'u:%' and not isempty(${viewed_days})`)
        .groupBy(video_id);
      return viewers.map((row) => [
        row.video_id,
        (JSON.parse(row.viewers) as [id: string, days: string][]).flatMap(([id, days]) => [
          ...stretchesOf(numberIn(school, id), days),
        ]),
      ]);
    },
  );
}

async function attended(
  school: KeptSchool,
  schoolId: string,
  { time_zone, course_id }: Days & OfCourse,
  now: Date,
): Promise<Stretches[]> {
  // Who came depends on the session, its facts and the school's minimum.
  const rows = await db()
    .select({
      id: sessions.id,
      begun_at: sessions.begun_at,
      version: sql<string>`concat_ws(' ', ${sessions}.xmin, ${schools}.xmin, ${sessionVersions}.xmin)`,
      day: sql<number>`(${sessions.begun_at} at time zone ${time_zone})::date - date '1970-01-01'`,
    })
    .from(sessions)
    .innerJoin(schools, eq(schools.id, sessions.school_id))
    .leftJoin(sessionVersions, eq(sessionVersions.session_id, sessions.id))
    .where(
      and(
        ...[eq(sessions.school_id, schoolId), inArray(sessions.status, ["ended", "live"])],
        eq(sessions.left_out, false),
        course_id === null ? undefined : eq(sessions.course_id, course_id),
      ),
    );
  const begun = rows.filter(({ begun_at }) => begun_at <= now);
  const dayOf = new Map(begun.map(({ id, day }) => [id, day]));
  return partsOf(
    school.attended,
    new Map(begun.map(({ id, version }) => [id, version])),
    course_id === null,
    async (ids) => {
      const came = await dbPlanning().execute<{ session_id: string; ids: string }>(sql`
        select session_id, json_agg(distinct user_id)::text as ids
        from (${whoCame(isAnyOf(sessions.id, ids))}) came group by session_id`);
      return [...came].map(({ session_id, ids }) => [
        session_id,
        (JSON.parse(ids) as string[]).flatMap((id) => {
          const day = dayOf.get(session_id)!;
          return [numberIn(school, id), day, day + 1];
        }),
      ]);
    },
  );
}

/** Unites the stretches of each of these students in a time: a bit for each of their days. */
function setsOf(
  { numbers }: KeptSchool,
  parts: readonly Stretches[],
  students: ReadonlyMap<string, Student>,
  { from, to }: Days,
): Map<string, Ranges> {
  const end = dayNumber(to) + 1;
  let first = end;
  for (const part of parts) for (let at = 1; at < part.length; at += 3) first = Math.min(first, part[at]!);
  first = Math.max(first, dayNumber(from));
  const words = Math.ceil((end - first) / 32);
  if (words <= 0) return new Map();
  const rowOf = new Int32Array(numbers.size).fill(-1);
  const ids: string[] = [];
  for (const id of students.keys()) {
    const number = numbers.get(id);
    if (number !== undefined) rowOf[number] = ids.push(id) - 1;
  }
  const bits = new Uint32Array(ids.length * words);
  for (const part of parts)
    for (let at = 0; at < part.length; at += 3) {
      const row = rowOf[part[at]!]!;
      if (row < 0) continue;
      const before = Math.min(part[at + 2]!, end);
      for (let day = Math.max(part[at + 1]!, first); day < before; day++) {
        const bit = day - first;
        bits[row * words + (bit >> 5)]! |= 1 << (bit & 31);
      }
    }
  const sets = new Map<string, Ranges>();
  for (const [row, id] of ids.entries()) {
    const set = rangesOf(bits.subarray(row * words, (row + 1) * words), first);
    if (set.length > 0) sets.set(id, set);
  }
  return sets;
}

/** The days of which the bits are set. */
function rangesOf(words: Uint32Array, first: number): Ranges {
  const ranges: number[] = [];
  let isOpen = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    // Most words of many years are empty.
    if (word === 0 && !isOpen) continue;
    for (let bit = 0; bit < 32; bit++) {
      const isSet = ((word >>> bit) & 1) === 1;
      if (isSet !== isOpen) ranges.push(first + index * 32 + bit);
      isOpen = isSet;
    }
  }
  if (isOpen) ranges.push(first + words.length * 32);
  return ranges;
}
