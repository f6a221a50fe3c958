import "server-only";
import { and, asc, count, eq, getTableColumns, ilike, inArray, isNull, or, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { inSchool, isOnlySchool, reachesEverySchool } from "@/lib/auth/reach";
import { logoAddress } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schoolLogos, schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { backgroundWork } from "@/lib/db/tables/work";
import { listOrder, listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import {
  type School,
  type SchoolRow,
  type SchoolsAnswer,
  type SchoolsQuery,
  schoolAnswer,
  schoolRow,
} from "./schema";

const countOf = (table: PgTable & { school_id: unknown }, also = sql`true`) =>
  sql<number>`(select count(*)::int from ${table} where ${(table as typeof courses).school_id} = ${schools.id} and ${also})`;

const counts = {
  people: countOf(users, sql`${users.disabled_at} is null`),
  courses: countOf(courses),
  videos: countOf(videos),
  sessions: countOf(sessions),
};

const selectSchools = () =>
  db()
    .select({ ...getTableColumns(schools), ...counts, logo_at: schoolLogos.created_at })
    .from(schools)
    .leftJoin(schoolLogos, eq(schoolLogos.school_id, schools.id))
    .$dynamic();

type Row = Awaited<ReturnType<typeof selectSchools>>[number];

const shown = (row: Row) => ({
  ...row,
  created_at: row.created_at.toISOString(),
  logo_url: logoAddress(row.id, row.logo_at),
});
const toSchoolRow = (row: Row): SchoolRow => schoolRow.parse(shown(row));

/** The schools that an admin reaches: their own, or for the installation's admin all. `q` searches names, short names and external ids. */
export async function schoolList(scope: Scope, query: SchoolsQuery): Promise<SchoolsAnswer> {
  const words = query.q && contains(query.q);
  const by = {
    name: byName(schools.name),
    created: schools.created_at,
    people: counts.people,
    sessions: counts.sessions,
    videos: counts.videos,
  };
  const { items, total } = await listPage(
    selectSchools()
      .where(
        and(
          inSchool(scope, { school_id: schools.id }),
          words
            ? or(ilike(schools.name, words), ilike(schools.slug, words), ilike(schools.external_id, words))
            : undefined,
        ),
      )
      .orderBy(listOrder(query, by, ["name"]), asc(schools.id)),
    query,
  );
  return { items: items.map(toSchoolRow), total };
}

/** The made-up schools, with what they have: for who runs the installation. */
export async function demoSchools(): Promise<SchoolRow[]> {
  const rows = await selectSchools().where(eq(schools.demo, true)).orderBy(asc(schools.created_at));
  return rows.map(toSchoolRow);
}

/** Whether the scope runs the installation: its admin, or the admin of the only school besides demo schools. */
export async function runsInstallation(scope: Scope): Promise<boolean> {
  if (reachesEverySchool(scope)) return true;
  const [row] = await db().execute<{ runs: boolean }>(sql`select ${isOnlySchool(scope)} as runs`);
  return row?.runs ?? false;
}

/** Whether there is a made-up school, whose videos play the demo's film. */
export async function hasDemoSchool(): Promise<boolean> {
  const found = await db().select({ id: schools.id }).from(schools).where(eq(schools.demo, true)).limit(1);
  return found.length > 0;
}

/** A school with its settings, for an admin who reaches it. Throws `not_found`. */
export async function schoolById(scope: Scope, schoolId: string): Promise<School> {
  const [row] = await selectSchools().where(
    and(eq(schools.id, schoolId), inSchool(scope, { school_id: schools.id })),
  );
  if (!row) throw new AppError("not_found", "errors.school.unknown");
  return schoolAnswer.parse(shown(row));
}

/** A school's logo, for everybody: the sign-in page shows it. Throws `not_found` without one. */
export async function logoOf(schoolId: string) {
  const [logo] = await db().select().from(schoolLogos).where(eq(schoolLogos.school_id, schoolId));
  if (!logo) throw new AppError("not_found", "errors.school.no_logo");
  return logo;
}

/** What a school says about privacy, for everybody. Throws `not_found` where it says nothing. */
export async function privacyNoticeOf(schoolId: string) {
  const { name, privacy_notice } = schools;
  const [school] = await db().select({ name, privacy_notice }).from(schools).where(eq(schools.id, schoolId));
  if (!school?.privacy_notice) throw new AppError("not_found", "errors.school.no_notice");
  return { name: school.name, notice: school.privacy_notice };
}

/** The recounts of a school that have not ended, the oldest first. */
export async function openRecounts(schoolId: string) {
  const { kind, state, done, total, school_id, created_at } = backgroundWork;
  return await db()
    .select({ kind, done, total })
    .from(backgroundWork)
    .where(
      and(
        eq(school_id, schoolId),
        inArray(state, ["waiting", "running"]),
        inArray(kind, ["recount_videos", "recount_sessions"]),
      ),
    )
    .orderBy(asc(created_at))
    .limit(10);
}

/** What a change of the settings would count anew: finished sessions, of them those without minutes of their own, and videos. */
export async function recountedBy(schoolId: string) {
  const [[held], [kept]] = await Promise.all([
    db()
      .select({
        sessions: count(),
        on_time: sql<number>`(count(*) filter (where ${isNull(sessions.on_time_minutes)}))::int`,
      })
      .from(sessions)
      .where(and(eq(sessions.school_id, schoolId), eq(sessions.status, "ended"))),
    db().select({ videos: count() }).from(videos).where(eq(videos.school_id, schoolId)),
  ]);
  return { sessions: held?.sessions ?? 0, on_time: held?.on_time ?? 0, videos: kept?.videos ?? 0 };
}
export type RecountedBy = Awaited<ReturnType<typeof recountedBy>>;
