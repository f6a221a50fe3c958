import "server-only";
import { and, asc, eq, inArray, like, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { openWriter } from "@/lib/db/writer";
import { closeSessions } from "@/lib/domain/sessions/live/close-overdue";
import { heartbeatSeconds, type LiveEvent } from "@/lib/domain/sessions/live/events";
import { eventsOf, registrationsOf } from "./attending";
import { harbour, liveCourse, type Person } from "./catalogue";
import { between, idAt, normal, oneOf, randomOf, whole } from "./distributions";
import { guest, type Meeting, participant } from "./session-plan";
import { register, sendEvents } from "./simulate";

/* The session that is live whenever the demo runs: made at the start, and again when it has ended. */

const minuteMs = 60_000;
const lengthMinutes = 75;
/** How many learners of the course are invited: about forty register, and twenty to thirty attend. */
const invitedMax = 46;
/** The prefix of the external ids of the demo's live sessions. */
const prefix = "LIVE-";
const titles = ["Open question hour", "Homework, together", "Questions before the test"];

export type LiveNow = { session_id: string; school_id: string; ends_at: number; upcoming: LiveEvent[] };

type Member = Person & { id: string };
type Course = { school_id: string; course_id: string; instructor: Member };

/** Everybody in the demo school has an address. */
const person = { id: users.id, name: users.name, email: sql<string>`${users.email}` };

/**
 * Begins a session that has been live for `sinceMinutes`, with its present audience. `upcoming`: what the audience will still do,
 * in time order, including its feedback. Null without a demo school.
 */
export async function beginLive(now: Date, sinceMinutes: number): Promise<LiveNow | null> {
  const course = await findCourse();
  if (!course) return null;
  const meeting = planLive(course, await findStudents(course.course_id), now, sinceMinutes);
  const { row } = meeting;
  await db().insert(sessions).values(row);
  const registered = registrationsOf(meeting, now);
  await register(row.id, registered);
  const endsAt = row.scheduled_end.getTime();
  const events = eventsOf(meeting, registered, new Date(endsAt + 24 * 60 * minuteMs), heartbeatSeconds);
  const writer = openWriter();
  const isPast = ({ at }: LiveEvent) => at <= now.getTime();
  await sendEvents(writer, events.filter(isPast)).finally(() => writer.close());
  const upcoming = events.filter((event) => !isPast(event)).sort((a, b) => a.at - b.at);
  return { session_id: row.id, school_id: course.school_id, ends_at: endsAt, upcoming };
}

/** The session and its participants, different for each start time. */
export function planLive(
  course: Course,
  students: readonly Member[],
  now: Date,
  sinceMinutes: number,
): Meeting {
  const startedAt = new Date(now.getTime() - Math.round(sinceMinutes * minuteMs));
  const seed = `live/${startedAt.getTime()}`;
  const random = randomOf(seed, "session");
  const id = idAt(random, startedAt.getTime());
  // It was scheduled at a round time, and began a little later.
  const scheduled = Math.floor(startedAt.getTime() / (5 * minuteMs)) * 5 * minuteMs;
  const member = (one: Member) => participant(one, normal(randomOf("live", one.email)));
  return {
    key: "live",
    seed,
    subject: liveCourse.code,
    lesson: null,
    row: {
      id,
      school_id: course.school_id,
      instructor_id: course.instructor.id,
      course_id: course.course_id,
      external_id: `${prefix}${startedAt.getTime().toString(36)}`,
      title: oneOf(random, titles),
      format: "class",
      status: "live",
      scheduled_start: new Date(scheduled),
      scheduled_end: new Date(scheduled + lengthMinutes * minuteMs),
      started_at: startedAt,
      chat_enabled: true,
      page_url: `/room/${id}`,
      created_at: new Date(scheduled - 14 * 24 * 60 * minuteMs),
    },
    course: {
      register_share: 0.88,
      show: between(random, 0.58, 0.68),
      talk: between(random, 1.2, 2),
      mood: between(random, 4, 4.6),
      incidents: [],
    },
    host: member(course.instructor),
    invited: students.map(member),
    outsiders: [],
    guests: Array.from({ length: whole(random, 1, 2) }, (_, i) => {
      const number = whole(random, 10, 24) + i * 20;
      const identity = `s:exchange-${number}`;
      return guest(identity, identity, `Exchange student ${number}`, 0);
    }),
  };
}

async function findCourse(): Promise<Course | null> {
  const [row] = await db()
    .select({ school_id: schools.id, course_id: courses.id, instructor: person })
    .from(schools)
    .innerJoin(courses, and(eq(courses.school_id, schools.id), eq(courses.external_id, liveCourse.code)))
    .innerJoin(users, eq(users.school_id, schools.id))
    .where(
      and(
        eq(schools.external_id, harbour.external_id),
        eq(users.email, harbour.staff[liveCourse.teacher]?.email ?? ""),
      ),
    );
  return row ?? null;
}

const findStudents = (courseId: string): Promise<Member[]> =>
  db()
    .select(person)
    .from(enrollments)
    .innerJoin(users, eq(users.id, enrollments.user_id))
    .where(eq(enrollments.course_id, courseId))
    .orderBy(sql`${users.email} <> ${harbour.student?.email ?? ""}`, asc(users.external_id))
    .limit(invitedMax);

/** Ends the demo's live sessions, each at its last heartbeat: this one when its time is over, and those of earlier runs. */
export async function endLive(): Promise<void> {
  const school = db()
    .select({ id: schools.id })
    .from(schools)
    .where(eq(schools.external_id, harbour.external_id));
  await closeSessions(
    and(
      inArray(sessions.school_id, school),
      eq(sessions.status, "live"),
      like(sessions.external_id, `${prefix}%`),
    ),
  );
}
