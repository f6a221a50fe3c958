import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { db, type Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import { raiseProgress } from "@/lib/db/stored-progress";
import { alertRules } from "@/lib/db/tables/alerts";
import { auditLog } from "@/lib/db/tables/audit";
import {
  classes,
  courseInstructors,
  courses,
  enrollments,
  lessons,
  materials,
} from "@/lib/db/tables/courses";
import { funnels } from "@/lib/db/tables/funnels";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools, terms } from "@/lib/db/tables/schools";
import { attendees, messages, series, sessions } from "@/lib/db/tables/sessions";
import { videoChapters } from "@/lib/db/tables/video-tracks";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { storePractice } from "@/lib/flows/practice/save";
import { schoolKinds } from "@/lib/platform/alert-kinds";
import { harbour, northfield } from "./catalogue";
import { planSchool, type SchoolPlan } from "./school";
import { simulatePlaybacks, simulateSessions } from "./simulate";

type Seeded = {
  /** False if the demo school existed and nothing was changed. */
  made: boolean;
  playbacks: number;
  sessions: number;
};

/**
 * Fills the database with the demo's two schools, with bulk facts through the ingest. Does nothing once they are complete; after
 * an interruption it continues, since applying a beacon again changes nothing. `now` is the time of the last playback; `scale`
 * reduces the number of playbacks (tests); another `seed` makes other random numbers. `besides`: only the first school, into a database
 * that others use.
 */
export async function seedDemo(given: {
  password_hash: string;
  now: Date;
  onProgress?: (words: string) => void;
  onVideos?: (done: number, total: number) => void;
  scale?: number;
  seed?: string;
  besides?: boolean;
}): Promise<Seeded> {
  const { password_hash, onProgress = () => {}, onVideos = () => {}, besides = false } = given;
  const { scale = 1, seed = "lectern" } = given;
  const begun = await findBegun();
  if (begun?.complete) return { made: false, playbacks: 0, sessions: 0 };
  const now = begun?.now ?? given.now;
  const plans = (besides ? [harbour] : [harbour, northfield]).map((school) =>
    planSchool(school, { seed, now, scale, password_hash }),
  );
  const all = <Item>(items: (plan: SchoolPlan) => Item[]) => plans.flatMap(items);
  if (!begun) {
    await transaction(async (tx) => {
      for (const plan of plans) await insertSchool(tx, plan, now);
    });
    const counts = [all(({ users }) => users), all(({ courses }) => courses), all(({ videos }) => videos)];
    const [people, taught, shown] = counts.map(({ length }) => length);
    onProgress(`${plans.length} schools, ${people} people, ${taught} courses, ${shown} videos`);
  }

  const watched = all((plan) => plan.watched);
  const playbacks = watched.reduce((sum, video) => sum + video.playbacks, 0);
  let [tenths, filled] = [0, 0];
  await simulatePlaybacks(watched, (done) => {
    const reached = Math.floor((done / playbacks) * 10);
    if (reached > tenths)
      onProgress(`${done.toLocaleString("en")} of ${playbacks.toLocaleString("en")} playbacks`);
    tenths = reached;
    filled += 1;
    onVideos(filled, watched.length);
  });
  const meetings = all((plan) => plan.sessions.meetings);
  await simulateSessions(meetings, now);
  onProgress(`${meetings.length} live sessions`);
  const handedIn = all((plan) => plan.results);
  // As an import writes them, each at the instant at which it was handed in.
  await transaction(async (tx) => {
    await insertRows(tx, results, handedIn, "ignore");
    await raiseProgress(
      tx,
      isAnyOf(
        results.assessment_id,
        plans.flatMap((plan) => plan.assessments.map(({ id }) => id)),
      ),
    );
  });
  onProgress(`${handedIn.length.toLocaleString("en")} results of quizzes and exercises`);
  const practised = all((plan) => plan.practice);
  for (const plan of plans) await storePractice(plan.practice, plan.school);
  onProgress(`${practised.length.toLocaleString("en")} practice sessions`);
  // Without new statistics the planner's estimates would be wrong until autovacuum runs, and the first pages slow.
  if (!besides) await db().execute(sql`vacuum (analyze)`);
  await answerAloud(plans.map(({ school }) => school.id));
  while ((await recountStale(now)) > 0);
  await transaction(async (tx) => {
    for (const plan of plans) await note(tx, plan, "demo.fill", now);
  });
  return { made: true, playbacks, sessions: meetings.length };
}

/** The hosts answer two of three questions aloud, and mark them as soon as the session has ended. The same ones each time: the ids are. */
async function answerAloud(schoolIds: string[]): Promise<void> {
  await db()
    .update(messages)
    .set({
      answered_at: sql`coalesce(${sessions.ended_at}, ${sessions.scheduled_end})`,
      answered_by: sql`${sessions.instructor_id}`,
    })
    .from(sessions)
    .innerJoin(attendees, and(eq(attendees.session_id, sessions.id), eq(attendees.host, false)))
    .where(
      and(
        eq(messages.session_id, sessions.id),
        inArray(sessions.school_id, schoolIds),
        eq(sessions.status, "ended"),
        eq(messages.attendee_id, attendees.id),
        eq(messages.question, true),
        sql`get_byte(uuid_send(${messages.id}), 15) % 3 > 0`,
      ),
    );
}

/** Reads from the audit log whether a demo was begun here, for which `now`, and whether it is complete. */
async function findBegun(): Promise<{ now: Date; complete: boolean } | null> {
  const rows = await db()
    .select({ action: auditLog.action, detail: auditLog.detail })
    .from(auditLog)
    .innerJoin(schools, and(eq(schools.id, auditLog.school_id), eq(schools.external_id, harbour.external_id)))
    .where(eq(auditLog.target_type, "demo"));
  const begun = rows.find((row) => row.action === "demo.found");
  if (!begun) return null;
  return {
    now: new Date(String(begun.detail.now)),
    complete: rows.some((row) => row.action === "demo.fill"),
  };
}

const note = (tx: Tx, { school }: SchoolPlan, action: "demo.found" | "demo.fill", now: Date) =>
  audit(
    tx,
    { scope: null },
    {
      school_id: school.id,
      action,
      target: { type: "demo", id: school.id },
      detail: { now: now.toISOString() },
    },
  );

/** Since so many days the school is told of what happens. */
const alertedDays = 14;

async function insertSchool(tx: Tx, plan: SchoolPlan, now: Date): Promise<void> {
  await tx.insert(schools).values(plan.school);
  await tx.insert(users).values(plan.users);
  await tx.insert(courses).values(plan.courses);
  await tx.insert(courseInstructors).values(plan.course_instructors);
  await tx.insert(lessons).values(plan.lessons);
  await tx.insert(materials).values(plan.materials);
  await tx.insert(terms).values(plan.terms);
  await tx.insert(classes).values(plan.classes);
  await tx.insert(enrollments).values(plan.enrollments);
  await tx.insert(videos).values(plan.videos);
  if (plan.chapters.length > 0) await tx.insert(videoChapters).values(plan.chapters);
  await tx.insert(series).values(plan.sessions.series);
  await tx.insert(sessions).values(plan.sessions.meetings.map((meeting) => meeting.row));
  await tx.insert(assessments).values(plan.assessments);
  await tx.insert(funnels).values(plan.funnels);
  // The school has been told of what it wants for two weeks: what happened since raises alerts as soon as the server runs.
  const since = new Date(now.getTime() - alertedDays * 86_400_000);
  await tx.insert(alertRules).values(schoolKinds.map((kind) => ({ school_id: plan.school.id, kind, since })));
  await note(tx, plan, "demo.found", now);
}
