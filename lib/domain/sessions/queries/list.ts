import "server-only";
import { sql as of } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { holds } from "@/lib/db/patterns";
import { listOrder } from "@/lib/http/list";
import { plusDays, startOfDayInstant } from "@/lib/platform/time";
import { duringSession } from "../closing-falls";
import type { SessionListQuery } from "../filters";
import { closeOverdue } from "../live/close-overdue";
import { currentViewers } from "../live/state";
import type { SessionSummary } from "../schema";
import { type Session, sessionInfoOf, windowOf } from "../session";
import type { Band } from "../typical";
import { detailOf, type NumbersDetail, refresh } from "./numbers";
import { typicalScores } from "./past";
import { reachableSessions, sessionColumns, sessionTables } from "./reach";

type Filter = Omit<SessionListQuery, "limit" | "offset">;

/** Rows read from the cursor at a time: bounds an export's memory. */
const exportBatch = 100;
/** Stale sessions that are computed at once. */
const refreshWidth = 4;
/** A row's curve has every second of the 101 points that are kept. */
const curveStep = 2;

/** The sessions a scope reaches, one page of them, with their numbers. */
export async function sessionList(
  scope: Scope,
  input: SessionListQuery,
  now: Date,
): Promise<{ items: SessionSummary[]; total: number }> {
  await refreshStale(scope, now);
  const { time_zone: timeZone } = await ownSchool(scope);
  const [rows, [counted]] = await Promise.all([
    sql()<ListedRow[]>`${select(scope, input, timeZone)} limit ${input.limit} offset ${input.offset}`,
    sql()<{ total: number }[]>`
      select count(*)::int as total from ${sessionTables()} where ${reachableSessions(scope)} ${filter(input, timeZone)}`,
  ]);
  return {
    items: await toSummaries(rows, now),
    total: counted?.total ?? 0,
  };
}

/** All of them, batch by batch through a cursor, in the order of the list. */
export async function* sessionsInBatches(
  scope: Scope,
  input: Filter,
  now: Date,
): AsyncGenerator<SessionSummary[]> {
  await refreshStale(scope, now);
  const { time_zone: timeZone } = await ownSchool(scope);
  for await (const rows of sql()<ListedRow[]>`${select(scope, input, timeZone)}`.cursor(exportBatch))
    yield await toSummaries(rows, now);
}

/** How many of the scope's sessions stand in each state. */
export async function countByStatus(
  scope: Scope,
): Promise<Record<"scheduled" | "live" | "ended" | "cancelled", number>> {
  const rows = await sql()<{ status: "scheduled" | "live" | "ended" | "cancelled"; count: number }[]>`
    select s.status, count(*)::int as count from sessions s where ${reachableSessions(scope)} group by s.status`;
  return {
    scheduled: 0,
    live: 0,
    ended: 0,
    cancelled: 0,
    ...Object.fromEntries(rows.map(({ status, count }) => [status, count])),
  };
}

/** Computes the numbers of the finished sessions whose facts have changed since: a list sorts by what is kept. */
export async function refreshStale(scope: Scope, now: Date): Promise<void> {
  await closeOverdue(now);
  const stale = await sql()<Session[]>`
    select ${sessionColumns()} from ${sessionTables()} left join session_numbers k on k.session_id = s.id
    where ${reachableSessions(scope)} and s.status = 'ended' and k.version is distinct from coalesce(n.version, 0)
    order by s.scheduled_start desc`;
  for (let i = 0; i < stale.length; i += refreshWidth)
    await Promise.all(stale.slice(i, i + refreshWidth).map((session) => refresh(session, now)));
}

type ListedRow = Session & {
  detail: NumbersDetail | null;
  registered: number;
};

/** Sessions with what is kept of them and their registrations. */
function selectListed(scope: Scope) {
  return sql()`
    select ${sessionColumns()}, k.detail,
      coalesce(k.total_registered, (select count(*)::int from attendees a where a.session_id = s.id and not a.host
        and a.registered_at is not null and a.cancelled_at is null)) as registered
    from ${sessionTables()}
      left join session_numbers k on k.session_id = s.id and s.status = 'ended'
    where ${reachableSessions(scope)}`;
}

function select(scope: Scope, input: Filter, timeZone: string) {
  return sql()`${selectListed(scope)} ${filter(input, timeZone)} order by ${order(input)}, s.scheduled_start desc, s.id`;
}

function filter(input: Filter, timeZone: string) {
  const all = sql();
  const courses = input.course_id?.split(",").filter(Boolean) ?? [];
  const statuses = input.status?.split(",") ?? [];
  return all`
    ${courses.length ? all`and (s.course_id::text = any(${textArray(courses)}::text[]) or c.external_id = any(${textArray(courses)}::text[]))` : all``}
    ${statuses.length ? all`and s.status::text = any(${textArray(statuses)}::text[])` : all``}
    ${input.ids ? all`and s.id = any(${textArray(input.ids.split(","))}::uuid[])` : all``}
    ${input.instructor_id ? all`and s.instructor_id = ${input.instructor_id}` : all``}
    ${input.series_id ? all`and s.series_id = ${input.series_id}` : all``}
    ${input.q ? all`and (s.title ilike ${holds(input.q)} or c.title ilike ${holds(input.q)} or i.name ilike ${holds(input.q)})` : all``}
    ${input.from ? all`and s.begun_at >= ${startOfDayInstant(input.from, timeZone)}` : all``}
    ${input.to ? all`and s.begun_at < ${startOfDayInstant(plusDays(input.to, 1), timeZone)}` : all``}`;
}

const order = (input: Filter) =>
  raw(
    listOrder(
      input,
      {
        when: of`s.begun_at`,
        title: of`lower(s.title)`,
        came: of`k.total_attended`,
        rate: of`k.attendance_rate`,
        watched: of`k.average_duration_minutes`,
        took_part: of`k.engagement_rate`,
        rating: of`k.average_rating`,
        score: of`k.engagement_score`,
      },
      ["title"],
    ),
  );

/** What the list says of these rows, with what was typical before each of those that have ended. */
async function toSummaries(rows: readonly ListedRow[], now: Date): Promise<SessionSummary[]> {
  const ended = rows.filter(({ status }) => status === "ended").map(({ id }) => id);
  const typicalScore = await typicalScores(ended);
  return await Promise.all(rows.map((row) => toSummary(row, typicalScore(row.id), now)));
}

async function toSummary(row: ListedRow, typicalScore: Band | null, now: Date): Promise<SessionSummary> {
  const info = sessionInfoOf(row, now);
  const begun = row.status === "ended" || row.status === "live";
  const detail = row.detail ?? (begun ? await detailOf(row, now) : null);
  const numbers = detail?.numbers ?? null;
  const ended = row.status === "ended" ? numbers : null;
  const times = windowOf(row, now);
  const window = info.window && { from: Date.parse(info.window.from), to: Date.parse(info.window.to) };
  const length = window ? window.to - window.from : 0;
  const planned = row.scheduled_end.getTime() - row.scheduled_start.getTime();
  return {
    ...info,
    total_registered: numbers?.attendance.total_registered ?? row.registered,
    total_attended: numbers?.attendance.total_attended ?? null,
    registered_attended: numbers?.attendance.registered_attended ?? null,
    attendance_rate: ended?.attendance.attendance_rate ?? null,
    average_duration_minutes: ended?.attendance.average_duration_minutes ?? null,
    peak_count: numbers?.peak_viewers.peak_count ?? null,
    engaged: ended?.engagement.engaged ?? null,
    engagement_rate: ended?.engagement.engagement_rate ?? null,
    chat_message_count: numbers?.engagement.chat_message_count ?? null,
    questions_asked: numbers?.engagement.questions_asked ?? null,
    reaction_count: numbers?.engagement.reaction_count ?? null,
    average_rating: ended?.average_rating ?? null,
    total_responses: ended?.total_responses ?? null,
    engagement_score: ended?.engagement_score ?? null,
    current_viewers: row.status === "live" ? await currentViewers(row, now) : null,
    curve: detail?.by_percent.filter((_, index) => index % curveStep === 0) ?? [],
    progress: row.status === "live" && planned > 0 ? Math.min(1, length / planned) : null,
    drop_offs:
      ended && times && window && length > 0
        ? duringSession(ended.drop_off_points, times).map(({ from, to, lost_percent }) => ({
            from: (Date.parse(from) - window.from) / length,
            to: (Date.parse(to) - window.from) / length,
            lost_percent,
          }))
        : [],
    typical_score: ended && typicalScore,
  };
}
