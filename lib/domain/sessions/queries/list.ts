import "server-only";
import {
  type AnyColumn,
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
} from "drizzle-orm";
import { reachesSessions } from "@/lib/auth/reach";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { batches } from "@/lib/db/batches";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { attendees, sessionNumbers, sessions } from "@/lib/db/tables/sessions";
import { listOrder, listPage } from "@/lib/http/list";
import { plusDays, startOfDayInstant } from "@/lib/platform/time";
import { asShares, duringSession } from "../departures";
import type { SessionListQuery } from "../filters";
import { currentViewers } from "../live/state";
import { eachMetric, type MetricSort, metricOf, metrics, sortedMetrics, storedMetrics } from "../metrics";
import type { SessionSummary, StoredNumbers } from "../schema";
import { type Session, type SessionStatus, sessionInfoOf, windowOf } from "../session";
import { storedNumbersOfAll } from "./numbers";
import { typicalScores } from "./past";
import { selectSessions } from "./session";

type Filter = Omit<SessionListQuery, "limit" | "offset">;

/** The size of a batch: bounds an export's memory. */
const exportBatch = 100;
/** A row's curve has every second of the 101 stored points. */
const curveStep = 2;

/** The sessions a scope reaches, one page of them, with their numbers. Sorted by the stored numbers. */
export async function sessionList(
  scope: Scope,
  input: SessionListQuery,
  now: Date,
): Promise<{ items: SessionSummary[]; total: number }> {
  const { items, total } = await listPage(selectListed(scope, input, await ownSchool(scope)), input);
  return { items: await toSummaries(items, now), total };
}

/** All of them, batch by batch, in the order of the list. */
export async function* sessionsInBatches(
  scope: Scope,
  input: Filter,
  now: Date,
): AsyncGenerator<SessionSummary[]> {
  for await (const rows of batches(selectListed(scope, input, await ownSchool(scope)), "id", exportBatch))
    yield await toSummaries(rows, now);
}

function selectListed(scope: Scope, input: Filter, { time_zone: timeZone }: { time_zone: string }) {
  return selectSessions()
    .leftJoin(sessionNumbers, and(eq(sessionNumbers.session_id, sessions.id), eq(sessions.status, "ended")))
    .where(and(reachesSessions(scope, sessions), ...filters(input, timeZone)))
    .orderBy(orderOf(input), desc(sessions.scheduled_start), asc(sessions.id));
}

/** The sessions of these days of the school's zone, both included. */
export const begunWithin = ({ from, to }: Pick<Filter, "from" | "to">, timeZone: string) =>
  and(
    from ? gte(sessions.begun_at, startOfDayInstant(from, timeZone)) : undefined,
    to ? lt(sessions.begun_at, startOfDayInstant(plusDays(to, 1), timeZone)) : undefined,
  );

function filters(input: Filter, timeZone: string) {
  const ofCourses = input.course_id?.split(",").filter(Boolean) ?? [];
  const q = input.q && contains(input.q);
  return [
    ofCourses.length
      ? or(inArray(sql`${sessions.course_id}::text`, ofCourses), inArray(courses.external_id, ofCourses))
      : undefined,
    input.status ? inArray(sessions.status, input.status.split(",") as SessionStatus[]) : undefined,
    input.ids ? inArray(sessions.id, input.ids.split(",")) : undefined,
    input.instructor_id ? eq(sessions.instructor_id, input.instructor_id) : undefined,
    input.person_id
      ? or(
          eq(sessions.instructor_id, input.person_id),
          exists(
            db()
              .select({ id: attendees.id })
              .from(attendees)
              .where(and(eq(attendees.session_id, sessions.id), eq(attendees.user_id, input.person_id))),
          ),
        )
      : undefined,
    input.series_id ? eq(sessions.series_id, input.series_id) : undefined,
    input.left_out ? eq(sessions.left_out, input.left_out === "true") : undefined,
    q ? or(ilike(sessions.title, q), ilike(courses.title, q), ilike(users.name, q)) : undefined,
    begunWithin(input, timeZone),
  ];
}

const metricOrders = Object.fromEntries<AnyColumn>(
  sortedMetrics.map((key) => [metrics[key].column.id, sessionNumbers[key]]),
) as Record<MetricSort, AnyColumn>;

const orderOf = (input: Filter) =>
  listOrder(
    input,
    {
      when: sessions.begun_at,
      title: byName(sessions.title),
      ...metricOrders,
    },
    ["title"],
  );

/** The list's data for these rows: one query per kind for all of them. */
async function toSummaries(rows: readonly Session[], now: Date): Promise<SessionSummary[]> {
  const ids = (...statuses: SessionStatus[]) =>
    rows.filter(({ status }) => statuses.includes(status)).map(({ id }) => id);
  const [stored, typicalScore, registered] = await Promise.all([
    storedNumbersOfAll(
      rows.filter(({ status }) => status === "ended" || status === "live"),
      now,
    ),
    typicalScores(ids("ended")),
    registeredOf(ids("scheduled", "cancelled")),
  ]);
  return await Promise.all(
    rows.map(async (row) => ({
      ...summaryOf(row, stored.get(row.id) ?? null, now),
      total_registered:
        stored.get(row.id)?.numbers.attendance.total_registered ?? registered.get(row.id) ?? 0,
      current_viewers: row.status === "live" ? await currentViewers(row, now) : null,
      typical_score: row.status === "ended" ? typicalScore(row.id) : null,
    })),
  );
}

/** How many have registered for each of these sessions and not cancelled. */
async function registeredOf(ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .select({ session_id: attendees.session_id, registered: count() })
    .from(attendees)
    .where(
      and(
        inArray(attendees.session_id, ids),
        eq(attendees.host, false),
        isNotNull(attendees.registered_at),
        isNull(attendees.cancelled_at),
      ),
    )
    .groupBy(attendees.session_id);
  return new Map(rows.map((row) => [row.session_id, row.registered]));
}

/** The numbers of a live session; rates and means are null until its end. */
const knownWhileLive = new Set<string>([
  "total_attended",
  "registered_attended",
  "peak_count",
  "chat_message_count",
  "questions_asked",
  "reaction_count",
]);

function summaryOf(row: Session, stored: StoredNumbers | null, now: Date) {
  const live = row.status === "live";
  const window = windowOf(row, now);
  const length = window ? window.to.getTime() - window.from.getTime() : 0;
  const planned = row.scheduled_end.getTime() - row.scheduled_start.getTime();
  const drops = stored && !live && window ? duringSession(stored.numbers.drop_off_points, window) : [];
  return {
    ...sessionInfoOf(row, now),
    ...eachMetric(storedMetrics, (key) =>
      stored && (!live || knownWhileLive.has(key))
        ? metricOf(key, stored.numbers, { drops, hours: length / 3_600_000 })
        : null,
    ),
    curve: stored?.by_percent.filter((_, index) => index % curveStep === 0) ?? [],
    progress: live && planned > 0 ? Math.min(1, length / planned) : null,
    drop_offs: window && length > 0 ? asShares(drops, window) : [],
  };
}
