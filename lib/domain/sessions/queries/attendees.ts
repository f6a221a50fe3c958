import "server-only";
import { and, eq, gt, ilike, inArray, isNotNull, not, or, type SQL, sql } from "drizzle-orm";
import { batches } from "@/lib/db/batches";
import { builtOnce, db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { videos } from "@/lib/db/tables/videos";
import { listOrder } from "@/lib/http/list";
import { lengthInTenths } from "@/lib/measure/completion";
import { intersect, pairs, parseMultirange, range, size } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import { pairsInSeconds } from "@/lib/measure/tenths";
import { mapInSteps } from "@/lib/platform/steps";
import type { AttendeesQuery } from "../filters";
import { answeredNumbers, coverage, endToleranceMs, minimumPresence, staysInSeconds } from "../numbers";
import { type AttendanceAnswer, type AttendeeRow, attendeeStatuses } from "../schema";
import { onTimeFrom, type Session, type SessionWindow, windowOf } from "../session";
import { attendedRow, attendeeCtes, attendeeValues, watchedCte } from "./attendee-ctes";
import { numbersOf } from "./numbers";

type Filter = Omit<AttendeesQuery, "limit" | "offset">;

/** The size of a batch: bounds an export's memory. */
const exportBatch = 1000;

/** A session's attendance: its numbers, and one page of people. */
export async function attendance(
  session: Session,
  query: AttendeesQuery,
  now: Date,
): Promise<AttendanceAnswer> {
  const [numbers, page] = await Promise.all([numbersOf(session, now), attendees(session, query, now)]);
  return {
    success: true,
    session_id: session.id,
    attendance: answeredNumbers(session, numbers).attendance,
    ...page,
  };
}

/** One page of a session's people, and how many match the search. */
export async function attendees(
  session: Session,
  query: AttendeesQuery,
  now: Date,
): Promise<Pick<AttendanceAnswer, "items" | "total">> {
  const { sort, order, status, q } = query;
  const recorded = session.recording_video_id !== null;
  const page = builtOnce(`attendees ${[sort, order, status, q ? "searched" : "", recorded]}`, () =>
    selectPeople(query, recorded).limit(sql.placeholder("limit")).offset(sql.placeholder("offset")),
  );
  const values = peopleValues(session, query, now);
  const [recording, rows] = await Promise.all([
    readRecording(session),
    page.execute({ ...values, limit: query.limit, offset: query.offset }),
  ]);
  const window = windowOf(session, now);
  // A page past the end still has the total.
  const [first] =
    rows.length > 0 || query.offset === 0 ? rows : await page.execute({ ...values, limit: 1, offset: 0 });
  return {
    items: rows.map((row) => toRow(row, session, window, recording)),
    total: first?.total ?? 0,
  };
}

/** All of a session's people, batch by batch, in the order of the list. */
export async function* attendeesInBatches(
  session: Session,
  query: Filter,
  now: Date,
): AsyncGenerator<AttendeeRow[]> {
  const recording = await readRecording(session);
  const window = windowOf(session, now);
  const people = selectPeople(query, session.recording_video_id !== null, { byBatch: true });
  for await (const rows of batches(people, "attendee_id", exportBatch, peopleValues(session, query, now)))
    yield await mapInSteps(rows, (row) => toRow(row, session, window, recording));
}

type Recording = { length_tenths: number | null; offset_seconds: number };

/** The linked recording's fields for attendees' rows: one row by index. */
async function readRecording(session: Session): Promise<Recording | null> {
  if (!session.recording_video_id) return null;
  const [video] = await db()
    .select({ duration_ms: videos.duration_ms })
    .from(videos)
    .where(eq(videos.id, session.recording_video_id));
  if (!video) return null;
  const begunAt = session.begun_at.getTime();
  return {
    length_tenths: lengthInTenths(video.duration_ms),
    offset_seconds: ((session.recording_started_at?.getTime() ?? begunAt) - begunAt) / 1000,
  };
}

/** The values of `selectPeople`'s placeholders. */
const peopleValues = (session: Session, { q }: Filter, now: Date) => ({
  ...attendeeValues(session, windowOf(session, now), now),
  minimum_ms: minimumPresence(session, windowOf(session, now)),
  late_from: onTimeFrom(session).getTime() + session.on_time_minutes * 60_000,
  video_id: session.recording_video_id,
  words: q && contains(q),
});

/** A session's people that match a search, with attendance, status and the total. */
function selectPeople(query: Filter, recorded: boolean, { byBatch = false } = {}) {
  const { stays, said, reacted, people } = attendeeCtes({ byBatch });
  const watched = watchedCte({ byBatch });
  const attended = attendedRow(people);
  const lateFrom = sql`${sql.placeholder("late_from")}::bigint`;
  const statuses = db()
    .select({
      id: people.id,
      attended: attended.as("attended"),
      status: sql<AttendeeRow["status"]>`case
            when not ${attended} and ${people.cancelled_at} is not null then 'cancelled'
            when not ${attended} then 'did_not_come'
            when not ${people.registered} then 'walk_in'
            when isempty(${people.stays}) then 'attended'
            when lower(${people.stays}) <= ${lateFrom} then 'on_time'
            else 'late' end`.as("status"),
    })
    .from(people)
    .where(eq(people.host, false));
  const audience = db().$with("audience").as(statuses);
  const active = sql`${people.messages} + ${people.reactions}`;
  const byStatus: Record<NonNullable<Filter["status"]>, SQL | undefined> = {
    came: sql`${audience.attended}`,
    on_time: eq(audience.status, "on_time"),
    late: eq(audience.status, "late"),
    walk_in: eq(audience.status, "walk_in"),
    did_not_come: inArray(audience.status, ["did_not_come", "cancelled"]),
    registered_attended: and(people.registered, audience.attended),
    no_show: and(people.registered, not(audience.attended)),
    engaged: and(audience.attended, gt(active, 0)),
    listened: and(audience.attended, eq(active, 0)),
    rated: isNotNull(people.rating),
  };
  const words = sql.placeholder("words");
  const order = listOrder(
    query,
    {
      name: byName(people.name),
      status: sql`array_position(${sql.param([...attendeeStatuses])}::text[], ${audience.status})`,
      joined: sql`lower(${people.stays})`,
      left: sql`upper(${people.stays})`,
      minutes: people.present_ms,
      messages: people.messages,
      questions: people.questions,
      reactions: people.reactions,
      recording: recorded
        ? sql`(select sum(upper(x) - lower(x)) from unnest(${watched.ranges}) x)`
        : people.present_ms,
      rating: people.rating,
    },
    ["name", "status", "joined", "left"],
  );
  return db()
    .with(stays, said, reacted, people, watched, audience)
    .select({
      attendee_id: people.id,
      user_id: people.user_id,
      name: people.name,
      email: people.email,
      status: audience.status,
      attended: audience.attended,
      registered: people.registered,
      registered_at: people.registered_at,
      stays: sql`${people.stays}::text`.mapWith(parseMultirange),
      present_ms: people.present_ms,
      messages: people.messages,
      questions: people.questions,
      reactions: people.reactions,
      rating: people.rating,
      comment: people.comment,
      ranges: sql`${watched.ranges}::text`.mapWith((text) => (text === null ? [] : parseMultirange(text))),
      watch_ms: sql<number>`coalesce(${watched.watch_ms}, 0)`.mapWith(Number),
      total: sql<number>`count(*) over ()::int`,
    })
    .from(audience)
    .innerJoin(people, eq(people.id, audience.id))
    .leftJoin(watched, eq(watched.attendee_id, people.id))
    .where(
      and(
        query.q ? or(ilike(people.name, words), ilike(people.email, words)) : undefined,
        query.status && byStatus[query.status],
      ),
    )
    .orderBy(order, byName(people.name), people.id)
    .$dynamic();
}

type SelectedAttendee = Awaited<ReturnType<typeof selectPeople>>[number];

function toRow(
  { stays, ranges, present_ms, watch_ms, total: _, ...row }: SelectedAttendee,
  session: Session,
  window: SessionWindow | null,
  recording: Recording | null,
): AttendeeRow {
  const from = window?.from.getTime() ?? 0;
  const end = window?.to.getTime() ?? 0;
  const last = stays.at(-1);
  const here = session.status === "live" && last === end;
  const seen = recording && ranges ? ranges : [];
  const length = recording?.length_tenths ?? null;
  const inVideo = length === null ? [] : intersect(seen, range(0, length));
  return {
    ...row,
    registered_at: row.registered_at?.toISOString() ?? null,
    first_join: stays.length ? new Date(stays[0]!).toISOString() : null,
    last_leave: last === undefined || here ? null : new Date(last).toISOString(),
    stayed_to_end: last !== undefined && last >= end - endToleranceMs,
    minutes: row.attended ? oneDecimal(present_ms / 60_000) : null,
    spans: pairs(staysInSeconds(stays, from)),
    vod: recording && {
      watched: size(seen) > 0,
      watch_time_minutes: oneDecimal(watch_ms / 60_000),
      completion_percentage: length === null ? null : oneDecimal((size(inVideo) / length) * 100),
      ranges: pairsInSeconds(inVideo),
    },
    coverage_percentage:
      window && (stays.length > 0 || !row.attended)
        ? coverage({ stays, recording: inVideo, offset_seconds: recording?.offset_seconds ?? 0, window })
        : null,
  };
}
