import "server-only";
import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { inSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { beaconChecks } from "@/lib/db/tables/beacon-checks";
import { courses } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { isoInstants } from "@/lib/http/contract";
import { fieldError } from "@/lib/platform/errors";
import type { Kind } from "./ingest/checks";
import { nearestId } from "./nearest";
import { type CheckAnswer, type SetupAnswer, type SetupStep, type StepState, setupSteps } from "./schema";

const { accepted, accepted_at, refused, refused_at, refused_reason, refused_field, refused_origin } =
  beaconChecks;
const refusal = { refused, refused_at, refused_reason, refused_field, refused_origin };
const none = {
  accepted: 0,
  accepted_at: null,
  refused: 0,
  refused_at: null,
  refused_reason: null,
  refused_field: null,
  refused_origin: null,
};

const dayMs = 86_400_000;

/** Refused beacons of the last day with ids that the school does not have, the latest first. */
async function unknownIds(schoolId: string, kind: Kind, now: Date) {
  return db()
    .select({ id: beaconChecks.name, ...refusal })
    .from(beaconChecks)
    .where(
      and(
        eq(beaconChecks.school_id, schoolId),
        eq(beaconChecks.kind, kind),
        eq(beaconChecks.known, false),
        gt(refused_at, new Date(now.getTime() - dayMs)),
      ),
    )
    .orderBy(desc(refused_at))
    .limit(50);
}

/** Whether the beacons of a video or a session arrive, which the caller has reached; `names` are what a page may name it by. */
export async function checkOf(
  thing: { school_id: string; kind: "video" | "session"; id: string; names: string[] },
  now: Date,
): Promise<CheckAnswer> {
  const { school_id, kind, id, names } = thing;
  const [[row], unknown] = await Promise.all([
    db()
      .select({ accepted, accepted_at, ...refusal })
      .from(beaconChecks)
      .where(
        and(eq(beaconChecks.school_id, school_id), eq(beaconChecks.kind, kind), eq(beaconChecks.name, id)),
      ),
    unknownIds(school_id, kind, now),
  ]);
  const mistaken = unknown.filter((one) => nearestId(one.id, names) !== null);
  return {
    success: true,
    ...isoInstants(row ?? none),
    mistaken: mistaken.slice(0, 5).map((one) => isoInstants(one)),
  };
}

/* ---- The steps of set-up ---- */

/** Whether the school has any course, any video or session, and any beacon; and what its admin did with the page. */
const selectSetup = () =>
  db()
    .select({
      id: schools.id,
      name: schools.name,
      time_zone: schools.time_zone,
      created_at: schools.created_at,
      skipped: schools.setup_skipped,
      closed_at: schools.setup_closed_at,
      course: sql<boolean>`exists (select 1 from courses c where c.school_id = schools.id)`,
      thing: sql<boolean>`exists (select 1 from videos v where v.school_id = schools.id)
        or exists (select 1 from sessions s where s.school_id = schools.id)`,
      tried: sql<boolean>`exists (select 1 from beacon_checks b where b.school_id = schools.id)`,
      // Schools from before the checks were kept have their numbers.
      counted: sql<boolean>`exists (select 1 from beacon_checks b where b.school_id = schools.id and b.accepted > 0)
        or exists (select 1 from videos v join video_totals t on t.video_id = v.id
          where v.school_id = schools.id and t.views > 0)
        or exists (select 1 from sessions s join attendees a on a.session_id = s.id
          where s.school_id = schools.id)`,
    })
    .from(schools);

type SetupRow = Awaited<ReturnType<typeof selectSetup>>[number];

function stepsOf({ skipped, course, thing, tried, counted }: SetupRow): Record<SetupStep, StepState> {
  const done = { school: true, course, thing, snippet: tried || counted, beacon: counted };
  return Object.fromEntries(
    setupSteps.map((step) => [step, done[step] ? "done" : skipped.includes(step) ? "skipped" : "open"]),
  ) as Record<SetupStep, StepState>;
}

/** The steps of the school of an admin, for the sidebar; null once the page is closed, and for an admin of no school. */
export async function openSteps(scope: Scope): Promise<Record<SetupStep, StepState> | null> {
  if (scope.school_id === null) return null;
  const [row] = await selectSetup().where(
    and(eq(schools.id, scope.school_id), isNull(schools.setup_closed_at)),
  );
  return row ? stepsOf(row) : null;
}

/** What is done and what is missing in a school. Throws `invalid` for an admin of no school who names none. */
export async function setupOf(scope: Scope, given: string | undefined): Promise<SetupAnswer> {
  const schoolId = given ?? scope.school_id;
  if (schoolId === null) throw fieldError("school_id", "errors.field.school_required");
  const [row] = await selectSetup().where(
    and(eq(schools.id, schoolId), inSchool(scope, { school_id: schools.id })),
  );
  if (!row) throw fieldError("school_id", "errors.field.school_unknown", "not_found");
  const [[course], [video], [session], [first]] = await Promise.all([
    db()
      .select({
        id: courses.id,
        title: courses.title,
        external_id: courses.external_id,
        enrolled: sql<number>`(select count(*) from enrollments e where e.course_id = courses.id)`.mapWith(
          Number,
        ),
      })
      .from(courses)
      .where(eq(courses.school_id, schoolId))
      .orderBy(asc(courses.id))
      .limit(1),
    db()
      .select({ id: videos.id, title: videos.title })
      .from(videos)
      .where(eq(videos.school_id, schoolId))
      .orderBy(asc(videos.id))
      .limit(1),
    db()
      .select({ id: sessions.id, title: sessions.title })
      .from(sessions)
      .where(eq(sessions.school_id, schoolId))
      .orderBy(asc(sessions.id))
      .limit(1),
    db()
      .select({ at: sql<Date | null>`min(${accepted_at})`.mapWith(accepted_at) })
      .from(beaconChecks)
      .where(eq(beaconChecks.school_id, schoolId)),
  ]);
  return {
    success: true,
    school: { id: row.id, name: row.name, time_zone: row.time_zone },
    started_at: row.created_at.toISOString(),
    closed_at: row.closed_at?.toISOString() ?? null,
    steps: stepsOf(row),
    course: course ?? null,
    thing: video ? { kind: "video", ...video } : session ? { kind: "session", ...session } : null,
    beacon_at: first?.at?.toISOString() ?? null,
  };
}
