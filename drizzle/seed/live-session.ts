import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import { sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import { openWriter } from "@/lib/db/writer";
import { heartbeatSeconds, type LiveEvent } from "@/lib/domain/sessions/live/events";
import { changed, lockSessions } from "@/lib/domain/sessions/live/lock";
import type { SessionTimes } from "@/lib/domain/sessions/session";
import { closed } from "@/lib/domain/sessions/session";
import { eventsOf, registrationsOf } from "./attending";
import { harbour } from "./catalogue";
import { between, idAt, normal, pick, randomOf, whole } from "./distributions";
import { register, send } from "./holding";
import type { Meeting, Someone } from "./session-plan";
import { harbourSessions } from "./sessions-catalogue";

/* The session that is running whenever the demo is: made when it starts, and made again when it has ended. */

const minuteMs = 60_000;
const lengthMinutes = 75;
/** How many of the course it is for: some forty register, and twenty to thirty come. */
const invitedMax = 46;
/** What tells our sessions from those that people make in the demo. */
const prefix = "LIVE-";

const titles = [
  "Open question hour",
  "Homework, together",
  "Questions before the test",
  "Your data, our questions",
];

export type LiveNow = { session_id: string; school_id: string; ends_at: number; upcoming: LiveEvent[] };

type Member = { id: string; name: string; email: string };
type Place = { school_id: string; course_id: string; host: Member };

/**
 * Begins a session that has been live for `sinceMinutes`, with the audience that is there by now. `upcoming`: what that audience
 * is still going to do, in time order, its feedback included. Null where there is no demo school.
 */
export async function beginLive(now: Date, sinceMinutes: number): Promise<LiveNow | null> {
  const place = await findPlace();
  if (!place) return null;
  const meeting = planLive(place, await findStudents(place.course_id), now, sinceMinutes);
  const { row } = meeting;
  await transaction(async (tx) => {
    await tx.insert(sessions).values(row);
  });
  const registered = registrationsOf(meeting, now);
  await register(meeting, registered);
  const endsAt = row.scheduled_end.getTime();
  const afterwards = new Date(endsAt + 24 * 60 * minuteMs);
  const events = eventsOf(meeting, registered, afterwards, heartbeatSeconds);
  const writer = openWriter();
  try {
    await send(
      writer,
      events.filter(({ at }) => at <= now.getTime()),
    );
  } finally {
    await writer.close();
  }
  const upcoming = events.filter(({ at }) => at > now.getTime()).sort((a, b) => a.at - b.at);
  return { session_id: row.id, school_id: place.school_id, ends_at: endsAt, upcoming };
}

/** The session, and those who may come to it: another one whenever it may begin. */
export function planLive(
  place: Place,
  students: readonly Someone[],
  now: Date,
  sinceMinutes: number,
): Meeting {
  const startedAt = new Date(now.getTime() - Math.round(sinceMinutes * minuteMs));
  const seed = `live/${startedAt.getTime()}`;
  const random = randomOf(seed, "session");
  const id = idAt(random, startedAt.getTime());
  // It stood in the timetable at a round time, and began a little after it.
  const scheduledStart = new Date(Math.floor(startedAt.getTime() / (5 * minuteMs)) * 5 * minuteMs);
  return {
    key: "live",
    seed,
    row: {
      id,
      school_id: place.school_id,
      instructor_id: place.host.id,
      course_id: place.course_id,
      external_id: `${prefix}${startedAt.getTime().toString(36)}`,
      title: pick(
        random,
        titles.map((title) => [title, 1]),
      ),
      format: "class",
      status: "live",
      scheduled_start: scheduledStart,
      scheduled_end: new Date(scheduledStart.getTime() + lengthMinutes * minuteMs),
      started_at: startedAt,
      chat_enabled: true,
      page_url: `/room/${id}`,
      created_at: new Date(scheduledStart.getTime() - 14 * 24 * 60 * minuteMs),
    },
    course: {
      register_share: 0.88,
      show: between(random, 0.58, 0.68),
      talk: between(random, 1.2, 2),
      mood: between(random, 4, 4.6),
      incidents: [],
    },
    subject: harbourSessions.live.course,
    lesson: null,
    host: memberOf(place.host),
    invited: [...students],
    outsiders: [],
    strangers: Array.from({ length: whole(random, 1, 2) }, (_, i) => {
      const number = String(whole(random, 10, 24) + i * 20);
      const who = {
        identity: `s:exchange-${number}`,
        name: `Exchange student ${number}`,
        email: null,
        user_id: null,
      };
      return { key: who.identity, who, also: [], diligence: 0 };
    }),
  };
}

export const memberOf = ({ id, name, email }: Member): Someone => ({
  key: email,
  who: { identity: `u:${id}`, name, email, user_id: id },
  also: [`e:${email}`],
  diligence: normal(randomOf("live", email)),
});

async function findPlace(): Promise<Place | null> {
  const { course, teacher } = harbourSessions.live;
  const [row] = await sql()<(Member & { school_id: string; course_id: string })[]>`
    select s.id as school_id, c.id as course_id, u.id, u.name, u.email
    from schools s
      join courses c on c.school_id = s.id and c.external_id = ${course}
      join users u on u.school_id = s.id and u.email = ${harbour.staff[teacher]?.email ?? null}
    where s.external_id = ${harbour.external_id}`;
  if (!row) return null;
  const { school_id: schoolId, course_id: courseId, ...host } = row;
  return { school_id: schoolId, course_id: courseId, host };
}

async function findStudents(courseId: string): Promise<Someone[]> {
  const rows = await sql()<Member[]>`
    select u.id, u.name, u.email from enrollments e join users u on u.id = e.user_id
    where e.course_id = ${courseId} order by u.email <> ${harbour.student?.email ?? ""}, u.external_id limit ${invitedMax}`;
  return rows.map(memberOf);
}

/**
 * Ends our sessions that are live still, each at its last heartbeat: this one when its time is over, and what a demo before left
 * running. Returns their ids.
 */
export async function endLive(now: Date): Promise<string[]> {
  const found = await sql()<{ id: string }[]>`
    select s.id from sessions s join schools h on h.id = s.school_id
    where h.external_id = ${harbour.external_id} and s.status = 'live' and s.external_id like ${`${prefix}%`} order by s.id`;
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  return await sql().begin(async (tx) => {
    await lockSessions(tx, ids);
    const rows = await tx<(SessionTimes & { id: string; school_id: string; last_heard: number | null })[]>`
      select s.id, s.school_id, s.status, s.scheduled_start, s.scheduled_end,
        s.started_at, s.ended_at,
        (select max(upper(p.heard) - p.grace_ms)::float8 from presence p where p.session_id = s.id) as last_heard
      from sessions s where s.id = any(${ids}::uuid[]) and s.status = 'live' order by s.id`;
    for (const row of rows) {
      const { ended_at: endedAt } = closed(row, row.last_heard ?? now.getTime());
      await tx`update sessions set status = 'ended', ended_at = ${endedAt} where id = ${row.id}`;
      await audit(
        tx,
        { scope: null },
        {
          school_id: row.school_id,
          action: "session.close",
          target: { type: "session", id: row.id },
          detail: { ended_at: endedAt?.toISOString() ?? null },
        },
      );
    }
    const ended = rows.map(({ id }) => id);
    await changed(tx, ended);
    return ended;
  });
}
