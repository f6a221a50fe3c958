import "server-only";
import { arrayOverlaps, eq, inArray, or, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { beaconChecks } from "@/lib/db/tables/beacon-checks";
import { courses } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { uuidPattern } from "@/lib/platform/ids";

/* What a process has seen of beacons in some seconds, added to the table in one statement. */

export type Kind = (typeof beaconChecks.$inferSelect)["kind"];

/** What a beacon is about. Without a school it was refused before one was known: `name` is as the page wrote it. */
export type CheckedThing = {
  kind: Kind;
  name: string;
  school_id: string | null;
  /** What else tells the school: a token or a sign-in, the course, the page's origin. */
  evidence?: { school_id: string | null; course: string | null; origin: string | null };
};

export type Seen = CheckedThing & {
  accepted: number;
  accepted_at: Date | null;
  refused: number;
  refused_at: Date | null;
  refused_reason: string | null;
  refused_field: string | null;
  refused_origin: string | null;
};

type Row = typeof beaconChecks.$inferInsert;

/** So many ids that a school does not have, and so many sites, are kept for each school: the latest. */
const unknownMax = 50;

/** Adds what was seen. Things of no school are left out: nobody may read them. */
export async function addChecks(seen: readonly Seen[]): Promise<void> {
  const rows = new Map<string, Row>();
  for (const row of await withSchools(seen)) {
    const key = `${row.school_id} ${row.kind} ${row.name}`;
    const before = rows.get(key);
    rows.set(key, before ? together(before, row) : row);
  }
  if (rows.size === 0) return;
  // In the order of the key, so that two processes do not wait for each other.
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await upsert(sorted);
  const invented = sorted.filter(({ kind, known }) => !known || kind === "site");
  if (invented.length > 0) await prune([...new Set(invented.map(({ school_id }) => school_id))]);
}

/** Two rows of one thing: named by its id and by the school's own. */
function together(one: Row, other: Row): Row {
  const [earlier, later] = (one.refused_at ?? 0) > (other.refused_at ?? 0) ? [other, one] : [one, other];
  return {
    ...later,
    accepted: (one.accepted ?? 0) + (other.accepted ?? 0),
    accepted_at: later.accepted_at ?? earlier.accepted_at ?? null,
    refused: (one.refused ?? 0) + (other.refused ?? 0),
  };
}

async function upsert(rows: readonly Row[]): Promise<void> {
  const texts = (value: (row: Row) => unknown) =>
    textArray(
      rows.map((row) => {
        const given = value(row);
        return given === null || given === undefined
          ? null
          : given instanceof Date
            ? given.toISOString()
            : String(given);
      }),
    );
  const { accepted, accepted_at, refused, refused_at } = beaconChecks;
  const latest = (name: string) =>
    sql.raw(`case when excluded.refused > 0 then excluded.${name} else beacon_checks.${name} end`);
  await db().execute(sql`
    insert into ${beaconChecks}
      (school_id, kind, name, known, accepted, accepted_at, refused, refused_at, refused_reason, refused_field, refused_origin)
    select g.* from unnest(
      ${texts(({ school_id }) => school_id)}::uuid[], ${texts(({ kind }) => kind)}::text[], ${texts(({ name }) => name)}::text[],
      ${texts(({ known }) => known)}::boolean[],
      ${texts((row) => row.accepted ?? 0)}::bigint[], ${texts((row) => row.accepted_at)}::timestamptz[],
      ${texts((row) => row.refused ?? 0)}::bigint[], ${texts((row) => row.refused_at)}::timestamptz[],
      ${texts((row) => row.refused_reason)}::text[], ${texts((row) => row.refused_field)}::text[],
      ${texts((row) => row.refused_origin)}::text[]
    ) g(school_id, kind, name, known, accepted, accepted_at, refused, refused_at, refused_reason, refused_field, refused_origin)
    -- A school can have been deleted meanwhile.
    where exists (select 1 from ${schools} where ${schools.id} = g.school_id)
    on conflict (school_id, kind, name) do update set
      known = excluded.known,
      accepted = ${accepted} + excluded.accepted,
      accepted_at = greatest(${accepted_at}, excluded.accepted_at),
      refused = ${refused} + excluded.refused,
      refused_at = greatest(${refused_at}, excluded.refused_at),
      refused_reason = ${latest("refused_reason")},
      refused_field = ${latest("refused_field")},
      refused_origin = ${latest("refused_origin")}`);
}

const prune = (schoolIds: string[]) =>
  db().execute(sql`
    delete from ${beaconChecks} c using (
      select school_id, kind, name,
        row_number() over (partition by school_id, kind = 'site' order by greatest(accepted_at, refused_at) desc) as place
      from ${beaconChecks}
      where school_id = any(${textArray(schoolIds)}::uuid[]) and (not known or kind = 'site')
    ) d
    where d.place > ${unknownMax} and c.school_id = d.school_id and c.kind = d.kind and c.name = d.name`);

/* ---- Whose a beacon was that was refused before its school was known ---- */

async function withSchools(seen: readonly Seen[]): Promise<Row[]> {
  const known = seen.flatMap(({ evidence: _, school_id, ...one }) =>
    school_id === null ? [] : [{ ...one, school_id, known: true }],
  );
  const claimed = seen.filter(({ school_id }) => school_id === null);
  return claimed.length === 0 ? known : [...known, ...(await resolve(claimed))];
}

async function resolve(claimed: readonly Seen[]): Promise<Row[]> {
  const names = (kind: Kind) => claimed.filter((one) => one.kind === kind).map(({ name }) => name);
  const evidence = claimed.map((one) => one.evidence);
  const given = (values: (string | null | undefined)[]) => [
    ...new Set(values.filter((value) => value != null)),
  ];
  const courseNames = given(evidence.map((one) => one?.course));
  const origins = given(evidence.map((one) => one?.origin));
  const [ofVideos, ofSessions, ofCourses, ofSites, some] = await Promise.all([
    named(videos, names("video")),
    named(sessions, names("session")),
    named(courses, courseNames),
    origins.length
      ? db()
          .select({ id: schools.id, origins: schools.allowed_origins })
          .from(schools)
          .where(arrayOverlaps(schools.allowed_origins, origins))
          .limit(100)
      : [],
    db().select({ id: schools.id }).from(schools).where(eq(schools.demo, false)).limit(2),
  ]);
  const only = some.length === 1 ? some[0]!.id : null;

  return claimed.flatMap(({ evidence, ...one }): Row[] => {
    const candidates = (one.kind === "session" ? ofSessions : ofVideos).get(one.name) ?? [];
    const ofCourse = (evidence?.course && ofCourses.get(evidence.course)) || [];
    const ofSite = ofSites.filter(({ origins }) => evidence?.origin && origins.includes(evidence.origin));
    const school =
      evidence?.school_id ??
      single(ofCourse.map(({ school_id }) => school_id)) ??
      single(ofSite.map(({ id }) => id)) ??
      only;
    const things =
      candidates.length > 1 ? candidates.filter(({ school_id }) => school_id === school) : candidates;
    if (things.length === 1)
      return [{ ...one, name: things[0]!.id, school_id: things[0]!.school_id, known: true }];
    return school === null ? [] : [{ ...one, school_id: school, known: false }];
  });
}

const single = <One>(among: One[]): One | null => (new Set(among).size === 1 ? among[0]! : null);

/** Rows by what pages name them by: the id, or the school's own, which several schools can have. */
async function named(table: typeof videos | typeof sessions | typeof courses, names: readonly string[]) {
  const found = new Map<string, { id: string; school_id: string }[]>();
  if (names.length === 0) return found;
  const ids = names.filter((name) => uuidPattern.test(name));
  const rows = await db()
    .select({ id: table.id, school_id: table.school_id, external_id: table.external_id })
    .from(table)
    .where(or(inArray(table.external_id, [...names]), ids.length ? inArray(table.id, ids) : undefined))
    .limit(1000);
  for (const { id, school_id, external_id } of rows)
    for (const name of new Set([id, external_id]))
      if (name !== null) found.set(name, [...(found.get(name) ?? []), { id, school_id }]);
  return found;
}
