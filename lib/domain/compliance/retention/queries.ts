import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { hourlySummary, stayingTypes } from "@/lib/db/tables/learning";
import { practiceSessions } from "@/lib/db/tables/practice";
import { retentionRuns } from "@/lib/db/tables/retention";
import { schools } from "@/lib/db/tables/schools";
import { feedback, messages, reactions, sessions } from "@/lib/db/tables/sessions";
import { AppError } from "@/lib/platform/errors";
import { plusDays } from "@/lib/platform/time";
import { cutOf, limitsOf, nightOf, type RetentionKind, retentionKinds } from "./kinds";
import type { KeptFacts, RetentionSettings } from "./schema";

/** What belongs to a session goes as a whole, by when it was over. */
const ofSessions = (
  facts: typeof messages | typeof reactions | typeof feedback,
  schoolId: string,
): SQL => sql`
  select ${sessions.id} as id, coalesce(${sessions.ended_at}, ${sessions.scheduled_end}) as at, 1 as rows
  from ${facts} join ${sessions} on ${sessions.id} = ${facts.session_id} where ${sessions.school_id} = ${schoolId}`;

/** The facts of a school: `at`, from when their age counts, how many `rows`, and the `id` of what they are deleted by; learning events by their hours. */
export const factsOf: Record<RetentionKind, (schoolId: string) => SQL> = {
  learning_events: (schoolId) => sql`
    select null::uuid as id, ${hourlySummary.hour} as at, ${hourlySummary.events} as rows
    from ${hourlySummary} join ${schools} on ${schools.id} = ${hourlySummary.school_id}
    where ${hourlySummary.school_id} = ${schoolId} and ${hourlySummary.hour} >= coalesce(${schools.learning_since}, '-infinity')
      and ${hourlySummary.event_type} <> all(${textArray(stayingTypes)}::text[])`,
  chat: (schoolId) => sql`${ofSessions(messages, schoolId)} union all ${ofSessions(reactions, schoolId)}`,
  practice: (schoolId) => sql`
    select ${practiceSessions.id} as id, ${practiceSessions.created_at} as at, 1 as rows
    from ${practiceSessions} where ${practiceSessions.school_id} = ${schoolId}`,
  feedback: (schoolId) => ofSessions(feedback, schoolId),
};

type Counted = { kind: RetentionKind; stored: number; due: number; oldest_at: string | Date | null };
type Run = {
  kind: RetentionKind;
  deleted: string | number;
  last_run_at: string | Date | null;
  last_rows: string | number | null;
  last_before: string | Date | null;
  failed_at: string | Date | null;
};

const iso = (at: string | Date | null | undefined) => (at ? new Date(at).toISOString() : null);

/** Of each kind of a school's facts what is stored, what the next night deletes, and what the nights before have deleted. */
export async function keptFactsOf(
  school: Pick<typeof schools.$inferSelect, "id" | "time_zone" | "retention">,
  now: Date,
): Promise<KeptFacts[]> {
  const limits = limitsOf(school.retention);
  const next = plusDays(nightOf(now, school.time_zone), 1);
  const counted = retentionKinds.map((kind) => {
    const cut = cutOf(kind, limits[kind], next, school.time_zone).toISOString();
    return sql`select ${kind}::text as kind, coalesce(sum(rows), 0)::int as stored, coalesce(sum(rows) filter (where at < ${cut}::timestamptz), 0)::int as due,
      min(at) as oldest_at from (${factsOf[kind](school.id)}) facts`;
  });
  const latest = (column: SQL) =>
    sql`(array_agg(${column} order by ${retentionRuns.night} desc) filter (where ${retentionRuns.finished_at} is not null))[1]`;
  const [facts, runs] = await Promise.all([
    db().execute<Counted>(sql.join(counted, sql` union all `)),
    db().execute<Run>(sql`
      select ${retentionRuns.kind} as kind, sum(${retentionRuns.rows}) as deleted, ${latest(sql`${retentionRuns.finished_at}`)} as last_run_at,
        ${latest(sql`${retentionRuns.rows}`)} as last_rows, ${latest(sql`${retentionRuns.before}`)} as last_before,
        (array_agg(${retentionRuns.failed_at} order by ${retentionRuns.night} desc))[1] as failed_at
      from ${retentionRuns} where ${retentionRuns.school_id} = ${school.id} group by 1`),
  ]);
  const runOf = new Map([...runs].map((run) => [run.kind, run]));
  const factOf = new Map([...facts].map((row) => [row.kind, row]));
  return retentionKinds.map((kind) => {
    const run = runOf.get(kind);
    const { stored = 0, due = 0, oldest_at = null } = factOf.get(kind) ?? {};
    return {
      ...{ kind, months: limits[kind], stored, due, oldest_at: iso(oldest_at) },
      last_run_at: iso(run?.last_run_at),
      last_rows: run?.last_rows == null ? null : Number(run.last_rows),
      last_before: iso(run?.last_before),
      failed_at: iso(run?.failed_at),
      deleted: Number(run?.deleted ?? 0),
    };
  });
}

/** A school's months as its form and its conflicts have them. */
export const toRetentionSettings = ({
  retention,
  revision,
}: Pick<typeof schools.$inferSelect, "retention" | "revision">): RetentionSettings => ({
  ...limitsOf(retention),
  revision,
});

/** A school's months, with what is stored of each kind. The caller has checked that the scope administers the school. Throws `not_found`. */
export async function retentionOf(schoolId: string, now: Date) {
  const [school] = await db().select().from(schools).where(eq(schools.id, schoolId));
  if (!school) throw new AppError("not_found", "errors.field.school_unknown");
  return { settings: toRetentionSettings(school), kept: await keptFactsOf(school, now) };
}
