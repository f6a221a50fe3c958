import "server-only";
import { and, eq } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { hashPassword } from "@/lib/auth/passwords";
import { db, sql, type Tx } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import { classes, courseInstructors, courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { series, sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import { openWriter, type Writer } from "@/lib/db/writer";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { beaconsOf, type Screening } from "./beacons";
import { harbour, northfield } from "./catalogue";
import { countSessions, holdSessions } from "./holding";
import { planSchool, type SchoolPlan } from "./school";

/** Beacons in one transaction: enough that the roll-ups' rows are written few times, few enough to stay in memory's cache. */
const batchSize = 1500;
/** Writers at once, each with a connection and videos of its own: one makes beacons while the other's are committed. */
const writers = 2;

export type Seeded = {
  /** False: the demo school was there already, and nothing was changed. */
  made: boolean;
  playbacks: number;
  sessions: number;
};

/**
 * Fills the database with the demo's two schools, through the path that bulk facts take. Does nothing once they are
 * there; after an interruption it goes on where it was, since a beacon that was applied changes nothing.
 * `now` is the last moment of the viewing; `scale` thins the playbacks (tests); `seed` makes another school of the same kind.
 */
export async function seedDemo(given: {
  password: string;
  now: Date;
  onProgress?: (words: string) => void;
  scale?: number;
  seed?: string;
}): Promise<Seeded> {
  const { password, onProgress = () => {}, scale = 1, seed = "lectern" } = given;
  const found = await begunAt();
  if (found?.done) return { made: false, playbacks: 0, sessions: 0 };
  const now = found?.now ?? given.now;
  const passwordHash = found ? null : await hashPassword(password);
  const plans = [harbour, northfield].map((sketch) =>
    planSchool(sketch, { seed, now, scale, password_hash: passwordHash }),
  );
  if (!found) {
    await transaction(async (tx) => {
      for (const plan of plans) await insertSchool(tx, plan, now);
    });
    onProgress(summary(plans));
  }
  const playbacks = await screen(
    plans.flatMap((plan) => plan.screenings),
    onProgress,
  );
  const meetings = plans.flatMap((plan) => plan.sessions.meetings);
  await holdSessions(meetings, now);
  onProgress(`${meetings.length} live sessions`);
  // So much at once is more than the planner knows of until autovacuum comes round; the first pages would wait for it.
  await sql()`
    vacuum (analyze) users, enrollments, videos, playbacks, playback_routes, viewer_progress, video_seconds, video_segments,
      video_daily, video_totals, video_breakdowns, sessions, attendees, attendee_identities, presence, messages, reactions, feedback`;
  await countSessions(now);
  await transaction(async (tx) => {
    for (const plan of plans) await note(tx, plan, "demo.fill", now);
  });
  return { made: true, playbacks, sessions: meetings.length };
}

/** Whether a demo was begun here, for which `now`, and whether it was finished: the audit log says so. */
async function begunAt(): Promise<{ now: Date; done: boolean } | null> {
  const rows = await db()
    .select({ action: auditLog.action, detail: auditLog.detail })
    .from(auditLog)
    .innerJoin(schools, and(eq(schools.id, auditLog.school_id), eq(schools.external_id, harbour.external_id)))
    .where(eq(auditLog.target_type, "demo"));
  const begun = rows.find((row) => row.action === "demo.found");
  if (!begun) return null;
  return { now: new Date(String(begun.detail.now)), done: rows.some((row) => row.action === "demo.fill") };
}

const note = (tx: Tx, plan: SchoolPlan, action: "demo.found" | "demo.fill", now: Date) =>
  audit(
    tx,
    { scope: null },
    {
      school_id: plan.school.id,
      action,
      target: { type: "demo", id: plan.school.id },
      detail: { now: now.toISOString() },
    },
  );

async function insertSchool(tx: Tx, plan: SchoolPlan, now: Date): Promise<void> {
  await tx.insert(schools).values(plan.school);
  await tx.insert(users).values(plan.users);
  await tx.insert(courses).values(plan.courses);
  await tx.insert(courseInstructors).values(plan.course_instructors);
  await tx.insert(lessons).values(plan.lessons);
  await tx.insert(classes).values(plan.classes);
  await tx.insert(enrollments).values(plan.enrollments);
  await tx.insert(videos).values(plan.videos);
  await tx.insert(series).values(plan.sessions.series);
  await tx.insert(sessions).values(plan.sessions.meetings.map((meeting) => meeting.row));
  await note(tx, plan, "demo.found", now);
}

function summary(plans: SchoolPlan[]): string {
  const count = (list: (plan: SchoolPlan) => unknown[]) =>
    plans.reduce((sum, plan) => sum + list(plan).length, 0);
  return `${plans.length} schools, ${count((plan) => plan.users)} people, ${count((plan) => plan.courses)} courses, ${count((plan) => plan.videos)} videos`;
}

/** Plays every video to its audience. Returns how many playbacks that were. */
async function screen(screenings: Screening[], onProgress: (words: string) => void): Promise<number> {
  const total = screenings.reduce((sum, screening) => sum + screening.playbacks, 0);
  const queue = [...screenings].sort((a, b) => b.playbacks - a.playbacks);
  let done = 0;
  let told = 0;
  const write = async (writer: Writer) => {
    for (let screening = queue.shift(); screening; screening = queue.shift()) {
      const beacons = beaconsOf(screening);
      for (let i = 0; i < beacons.length; i += batchSize)
        await apply(writer, beacons.slice(i, i + batchSize));
      done += screening.playbacks;
      const tenth = Math.floor((done / total) * 10);
      if (tenth > told) onProgress(`${done.toLocaleString("en")} of ${total.toLocaleString("en")} playbacks`);
      told = tenth;
    }
  };
  const connections = Array.from({ length: writers }, openWriter);
  try {
    await Promise.all(connections.map(write));
  } finally {
    await Promise.all(connections.map((writer) => writer.close()));
  }
  return total;
}

async function apply(writer: Writer, beacons: Parameters<typeof applyBeacons>[1]): Promise<void> {
  const outcomes = await applyBeacons(writer, beacons);
  const refused = outcomes.find((outcome) => outcome.kind === "refused");
  // The generator keeps to what a player can do, so that a refusal is a mistake in one of the two.
  if (refused?.kind === "refused") throw new Error(`a beacon of the demo was refused: ${refused.reason}`);
}
