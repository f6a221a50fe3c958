import "server-only";
import { and, asc, count, desc, eq, gte, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { isOnlySchool, reachesAlerts, reachesEverySchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { alertReaders, alertRules, alertSettings, alerts } from "@/lib/db/tables/alerts";
import { classes, courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { listPage } from "@/lib/http/list";
import type { Language } from "@/lib/language/language";
import { type AlertKind, alertKinds, installationKinds, schoolKinds } from "@/lib/platform/alert-kinds";
import { AppError } from "@/lib/platform/errors";
import { kinds } from "./alerts";
import type { Alert, AlertMail, AlertQuery, AlertRule, AlertState } from "./schema";
import { hrefOf, wordsOf } from "./words";

/** Instants, written in the zone of the reader's school, or for the installation's admin of the alert's. */
type Reader = { now: Date; time_zone: string; language: Language };

/** What the reader has of it: theirs alone. */
const stateAt = (now: Date) => sql<AlertState>`case when ${alerts.resolved_at} is not null then 'resolved'
  when ${alertReaders.done_at} is not null then 'done'
  when ${alertReaders.snoozed_until} > ${now.toISOString()}::timestamptz then 'snoozed' else 'open' end`;

const read = (scope: Scope, now: Date) =>
  db()
    .select({
      id: alerts.id,
      kind: alerts.kind,
      state: stateAt(now),
      school_id: alerts.school_id,
      session_id: alerts.session_id,
      course_id: alerts.course_id,
      class_id: alerts.class_id,
      user_id: alerts.user_id,
      value: alerts.value,
      threshold: alerts.threshold,
      detail: alerts.detail,
      happened_at: alerts.happened_at,
      raised_at: alerts.raised_at,
      resolved_at: alerts.resolved_at,
      snoozed_until: alertReaders.snoozed_until,
      done_at: alertReaders.done_at,
      session_title: sessions.title,
      course_title: courses.title,
      class_name: classes.name,
      person_name: users.name,
      time_zone: schools.time_zone,
    })
    .from(alerts)
    .leftJoin(schools, eq(schools.id, alerts.school_id))
    .leftJoin(sessions, eq(sessions.id, alerts.session_id))
    .leftJoin(courses, eq(courses.id, alerts.course_id))
    .leftJoin(classes, eq(classes.id, alerts.class_id))
    .leftJoin(users, eq(users.id, alerts.user_id))
    .leftJoin(alertReaders, ofReader(scope));

const ofReader = (scope: Scope): SQL =>
  and(eq(alertReaders.alert_id, alerts.id), eq(alertReaders.user_id, scope.user_id))!;

type Row = Awaited<ReturnType<typeof read>>[number];

function toAlert(row: Row, { time_zone, language }: Reader): Alert {
  const { detail: _, session_title, course_title, class_name, person_name, time_zone: own, ...rest } = row;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...rest,
    ...wordsOf(row, own ?? time_zone, language),
    href: hrefOf(row),
    happened_at: row.happened_at.toISOString(),
    raised_at: row.raised_at.toISOString(),
    resolved_at: iso(row.resolved_at),
    snoozed_until: row.state === "snoozed" ? iso(row.snoozed_until) : null,
    done_at: iso(row.done_at),
  };
}

/** One page of the alerts that the reader may see: the open ones first, the latest first. */
export async function alertList(scope: Scope, { state, kind, ...page }: AlertQuery, reader: Reader) {
  const { now } = reader;
  const { items, total } = await listPage(
    read(scope, now)
      .where(
        and(
          reachesAlerts(scope, alerts),
          kind && eq(alerts.kind, kind),
          // What is open is few of all that ever was.
          state &&
            (state === "resolved" ? sql`${alerts.resolved_at} is not null` : isNull(alerts.resolved_at)),
          state && eq(stateAt(now), state),
        ),
      )
      .orderBy(
        asc(sql`array_position(array['open', 'snoozed', 'done', 'resolved'], ${stateAt(now)})`),
        desc(alerts.raised_at),
        desc(alerts.id),
      )
      .$dynamic(),
    page,
  );
  return { items: items.map((row) => toAlert(row, reader)), total };
}

/** One alert. Throws `not_found`. */
export async function alertOf(scope: Scope, id: string, reader: Reader): Promise<Alert> {
  const [row] = await read(scope, reader.now).where(and(eq(alerts.id, id), reachesAlerts(scope, alerts)));
  if (!row) throw new AppError("not_found", "errors.alerts.unknown");
  return toAlert(row, reader);
}

/** How many alerts are open, of those that the reader may see and has not put away. */
export async function openAlerts(scope: Scope, now: Date): Promise<number> {
  const [row] = await db()
    .select({ open: count() })
    .from(alerts)
    .leftJoin(alertReaders, ofReader(scope))
    .where(and(isNull(alerts.resolved_at), eq(stateAt(now), "open"), reachesAlerts(scope, alerts)));
  return row?.open ?? 0;
}

/** Alerts older than this are not sent any more: quiet hours are shorter, and a mail server is away for a day at most. */
const mailedMs = 2 * 86_400_000;

/** The open alerts of a school (null: of the installation) that the reader wants by mail and has neither got nor put away, the oldest first. */
export async function alertsToMail(
  scope: Scope,
  wanted: { school_id: string | null; kinds: readonly AlertKind[]; since: Date; limit: number },
  reader: Reader,
): Promise<Alert[]> {
  const after = new Date(Math.max(wanted.since.getTime(), reader.now.getTime() - mailedMs));
  const rows = await read(scope, reader.now)
    .where(
      and(
        reachesAlerts(scope, alerts),
        wanted.school_id === null ? isNull(alerts.school_id) : eq(alerts.school_id, wanted.school_id),
        inArray(alerts.kind, [...wanted.kinds]),
        gte(alerts.raised_at, after),
        isNull(alertReaders.mailed_at),
        eq(stateAt(reader.now), "open"),
      ),
    )
    .orderBy(asc(alerts.raised_at), asc(alerts.id))
    .limit(wanted.limit);
  return rows.map((row) => toAlert(row, reader));
}

/** What the reader wants by mail. */
export async function alertMailOf(scope: Scope): Promise<AlertMail> {
  const [row] = await db()
    .select({
      mail_kinds: alertSettings.mail_kinds,
      quiet_from: alertSettings.quiet_from,
      quiet_to: alertSettings.quiet_to,
      weekly_digest: alertSettings.weekly_digest,
      monthly_digest: alertSettings.monthly_digest,
    })
    .from(alertSettings)
    .where(eq(alertSettings.user_id, scope.user_id));
  return row ?? { mail_kinds: [], quiet_from: null, quiet_to: null };
}

/** The kinds of alerts that the reader can see. */
export const seenKinds = async (scope: Scope): Promise<readonly AlertKind[]> =>
  reachesEverySchool(scope) ? alertKinds : isAdmin(scope) ? ownKinds(scope) : schoolKinds;

/** The kinds whose rules an admin sets: their school's, and the installation's where they run it. */
export async function ownKinds(scope: Scope): Promise<AlertKind[]> {
  const ofSchool = scope.school_id === null ? [] : schoolKinds;
  if (reachesEverySchool(scope)) return [...ofSchool, ...installationKinds];
  const [runs] = await db().execute<{ runs: boolean }>(sql`select ${isOnlySchool(scope)} as runs`);
  return [...ofSchool, ...(runs?.runs ? installationKinds : [])];
}

/** The rules that an admin sets. */
export async function alertRulesOf(scope: Scope): Promise<AlertRule[]> {
  const [own, stored] = await Promise.all([
    ownKinds(scope),
    db()
      .select()
      .from(alertRules)
      .where(or(isNull(alertRules.school_id), sql`${alertRules.school_id} = ${scope.school_id}`)),
  ]);
  return own.map((kind) => {
    const { is_on = true, threshold = null } = stored.find((rule) => rule.kind === kind) ?? {};
    return { kind, is_on, threshold: threshold ?? kinds[kind].threshold };
  });
}
