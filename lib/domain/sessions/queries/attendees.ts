import "server-only";
import { sql as of } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { holds } from "@/lib/db/patterns";
import { listOrder } from "@/lib/http/list";
import { lengthInSeconds } from "@/lib/measure/completion";
import { intersect, pairs, parseMultirange, range, size } from "@/lib/measure/ranges";
import { coverage, endToleranceMs, staysInSeconds } from "../coverage";
import type { AttendeesQuery } from "../filters";
import { oneDecimal } from "../numbers";
import type { AttendanceAnswer, AttendeeRow } from "../schema";
import { onTimeFrom, type Session, type SessionWindow, windowOf } from "../session";
import { attendedRow, peopleOf, watchedOf } from "./attendee-ctes";
import { numbersOf } from "./numbers";
import { reachSession } from "./reach";

type Filter = Omit<AttendeesQuery, "limit" | "offset">;

/** Attendees read from the cursor at a time: bounds an export's memory. */
const exportBatch = 1000;

/** A session's attendance: its numbers, and the people, a page of them. Throws as `reachSession` does. */
export async function attendance(
  scope: Scope,
  idOrExternalId: string,
  query: AttendeesQuery,
  now: Date,
): Promise<AttendanceAnswer> {
  const session = await reachSession(scope, idOrExternalId);
  const [numbers, page] = await Promise.all([numbersOf(session, now), attendees(session, query, now)]);
  return { success: true, session_id: session.id, attendance: numbers.attendance, ...page };
}

/** One page of a reached session's people, and how many the search leaves. */
export async function attendees(
  session: Session,
  query: AttendeesQuery,
  now: Date,
): Promise<Pick<AttendanceAnswer, "items" | "total">> {
  const recording = await readRecording(session);
  const window = windowOf(session, now);
  const rows = await sql()<PersonRow[]>`
    ${select(session, window, recording, query, now)} limit ${query.limit} offset ${query.offset}`;
  return {
    items: rows.map((row) => toRow(row, session, window, recording)),
    // A page past the end still says how many there are.
    total: rows[0]?.total ?? (query.offset > 0 ? await countAttendees(session, query, now) : 0),
  };
}

/** How many of a reached session's people a search leaves. */
async function countAttendees(session: Session, query: Filter, now: Date): Promise<number> {
  const window = windowOf(session, now);
  const rows = await sql()<{ total: number }[]>`
    with ${peopleOf(session, window, now)}, ${placed(session)}
    select count(*)::int as total from placed where ${matching(query)}`;
  return rows[0]?.total ?? 0;
}

/** All of a reached session's people, batch by batch through a cursor, in the order of the list. */
export async function* attendeesInBatches(
  session: Session,
  query: Filter,
  now: Date,
): AsyncGenerator<AttendeeRow[]> {
  const recording = await readRecording(session);
  const window = windowOf(session, now);
  const all = sql()<PersonRow[]>`${select(session, window, recording, query, now)}`;
  for await (const rows of all.cursor(exportBatch))
    yield rows.map((row) => toRow(row, session, window, recording));
}

type Recording = { video_id: string; seconds: number | null; threshold: number; offset_seconds: number };

/** The linked recording, as far as attendees' rows need it: one row by index. */
async function readRecording(session: Session): Promise<Recording | null> {
  if (!session.recording_video_id) return null;
  const [row] = await sql()<{ duration_ms: number | null; threshold: number }[]>`
    select v.duration_ms, s.completion_threshold as threshold
    from videos v join schools s on s.id = v.school_id where v.id = ${session.recording_video_id}`;
  if (!row) return null;
  const start = session.begun_at;
  return {
    video_id: session.recording_video_id,
    seconds: lengthInSeconds(row.duration_ms),
    threshold: row.threshold,
    offset_seconds: ((session.recording_started_at ?? start).getTime() - start.getTime()) / 1000,
  };
}

type PersonRow = {
  id: string;
  user_id: string | null;
  name: string;
  email: string | null;
  status: AttendeeRow["status"];
  attended: boolean;
  registered: boolean;
  registered_at: Date | null;
  stays: string;
  reported_ms: string | null;
  present_ms: string;
  messages: number;
  questions: number;
  reactions: number;
  rating: number | null;
  comment: string | null;
  ranges: string | null;
  watch_ms: string | null;
  total: number;
};

/** The CTE `placed`: people with whether they attended and what their status is. */
function placed(session: Session) {
  const lateFrom = onTimeFrom(session).getTime() + session.on_time_minutes * 60_000;
  return sql()`
    placed as (
      select p.*, case
          when not attended and cancelled_at is not null then 'cancelled'
          when not attended then 'did_not_come'
          when not registered then 'walk_in'
          when isempty(stays) then 'attended'
          when lower(stays) <= ${lateFrom}::bigint then 'on_time'
          else 'late' end as status
      from (select *, ${attendedRow(session)} as attended from people where not host) p
    )`;
}

function select(
  session: Session,
  window: SessionWindow | null,
  recording: Recording | null,
  query: Filter,
  now: Date,
) {
  const watched = recording ? sql()`, ${watchedOf(session.id, recording.video_id)}` : sql()``;
  const columns = recording
    ? sql()`w.ranges::text as ranges, w.watch_ms`
    : sql()`null as ranges, null as watch_ms`;
  const join = recording ? sql()`left join watched w on w.attendee_id = placed.id` : sql()``;
  return sql()`
    with ${peopleOf(session, window, now)}, ${placed(session)} ${watched}
    select placed.id, user_id, name, email, status, attended, registered, registered_at, stays::text as stays, reported_ms,
      present_ms, messages, questions, reactions, rating, comment, ${columns}, count(*) over ()::int as total
    from placed ${join} where ${matching(query)} order by ${order(query, recording !== null)}, lower(name), placed.id`;
}

function matching({ q, status }: Filter) {
  const words = q ? sql()`and (name ilike ${holds(q)} or email ilike ${holds(q)})` : sql()``;
  const kind = {
    came: () => sql()`and attended`,
    on_time: () => sql()`and status = 'on_time'`,
    late: () => sql()`and status = 'late'`,
    walk_in: () => sql()`and status = 'walk_in'`,
    did_not_come: () => sql()`and status in ('did_not_come', 'cancelled')`,
    engaged: () => sql()`and attended and messages + reactions > 0`,
    listened: () => sql()`and attended and messages + reactions = 0`,
  } satisfies Record<NonNullable<Filter["status"]>, () => unknown>;
  return sql()`true ${words} ${status ? kind[status]() : sql()``}`;
}

const order = (query: Filter, hasRecording: boolean) =>
  raw(
    listOrder(
      query,
      {
        name: of`lower(name)`,
        status: of`array_position(array['on_time','late','walk_in','attended','did_not_come','cancelled'], status)`,
        joined: of`lower(stays)`,
        left: of`upper(stays)`,
        minutes: of`present_ms`,
        messages: of`messages`,
        questions: of`questions`,
        reactions: of`reactions`,
        recording: hasRecording
          ? of`(select sum(upper(x) - lower(x)) from unnest(w.ranges) x)`
          : of`present_ms`,
        rating: of`rating`,
      },
      ["name", "status", "joined", "left"],
    ),
  );

function toRow(
  row: PersonRow,
  session: Session,
  window: SessionWindow | null,
  recording: Recording | null,
): AttendeeRow {
  const stays = parseMultirange(row.stays);
  const from = window?.from.getTime() ?? 0;
  const end = window?.to.getTime() ?? 0;
  const last = stays.at(-1);
  const here = session.status === "live" && last === end;
  const known = stays.length > 0 || !row.attended;
  const seen = recording && row.ranges !== null ? parseMultirange(row.ranges) : [];
  const inVideo = recording?.seconds == null ? [] : intersect(seen, range(0, recording.seconds));
  return {
    attendee_id: row.id,
    user_id: row.user_id,
    name: row.name,
    email: row.email,
    status: row.status,
    attended: row.attended,
    registered: row.registered,
    registered_at: row.registered_at?.toISOString() ?? null,
    first_join: stays.length ? new Date(stays[0]!).toISOString() : null,
    last_leave: last === undefined || here ? null : new Date(last).toISOString(),
    stayed_to_end: last !== undefined && last >= end - endToleranceMs,
    minutes: row.attended ? oneDecimal(Number(row.present_ms) / 60_000) : null,
    spans: pairs(staysInSeconds(stays, from)),
    messages: row.messages,
    questions: row.questions,
    reactions: row.reactions,
    rating: row.rating,
    comment: row.comment,
    vod: recording && {
      watched: size(seen) > 0,
      watch_time_minutes: oneDecimal(Number(row.watch_ms ?? 0) / 60_000),
      completion_percentage:
        recording.seconds === null ? null : oneDecimal((size(inVideo) / recording.seconds) * 100),
      ranges: pairs(inVideo),
    },
    coverage_percentage:
      window && known
        ? coverage({ stays, recording: inVideo, offset_seconds: recording?.offset_seconds ?? 0, window })
            .percentage
        : null,
  };
}
