import type postgres from "postgres";
import { signAccessToken } from "@/lib/auth/bearer";
import { newId } from "@/lib/platform/ids";

const playbacks = 5000;
const videos = 200;
/** Each may send 600 events a minute. */
const learners = 2000;

export type Playback = { session: string; video: string; seq: number };
export type Learner = { authorization: string; session: string };

/** A school with videos that are played and learners who send events; `bench_events` takes plain rows. */
export async function fill(
  sql: postgres.Sql,
): Promise<{ course_id: string; list: Playback[]; students: Learner[] }> {
  const [school] =
    await sql`insert into schools (id, name, time_zone, address_limit_per_minute) values (${newId()}, 'Bench', 'UTC', 100000000) returning id`;
  const [course] =
    await sql`insert into courses (id, school_id, title) values (${newId()}, ${school!.id}, 'Bench') returning id`;
  const ids = Array.from({ length: videos }, () => newId());
  await sql`insert into videos (id, school_id, course_id, title, status, duration_ms) select v, ${school!.id}, ${course!.id}, 'Bench', 'ready', 3600000 from unnest(${ids}::uuid[]) v`;
  await sql`create table bench_events (id bigint generated always as identity primary key, session_id uuid not null, at timestamptz not null, body text not null)`;
  const list = Array.from({ length: playbacks }, (_, i) => ({
    session: newId(),
    video: ids[i % videos]!,
    seq: 0,
  }));
  const people = Array.from({ length: learners }, () => newId());
  await sql`insert into users (id, school_id, email, name, role) select u, ${school!.id}, u || '@bench.test', 'Student', 'student' from unnest(${people}::uuid[]) u`;
  const students = await Promise.all(
    people.map(async (user_id) => ({
      authorization: `Bearer ${await signAccessToken({ user_id, version: 1 })}`,
      session: newId(),
    })),
  );
  return { course_id: course!.id, list, students };
}

/** Twenty events of a learner who opens pages, completes them, asks the coach and rates the answers. */
export const eventsOf = ({ session: session_id }: Learner) =>
  Array.from({ length: 20 }, (_, index) => {
    const material = { session_id, material_id: `page-${index >> 2}`, material_type: "page" };
    const kinds = [
      {
        event_type: "material_view",
        properties: { ...material, interaction_type: "open", progress_percentage: index * 5 },
      },
      { event_type: "material_complete", properties: { ...material, score_percentage: 80 } },
      { event_type: "ai_message_sent", properties: { session_id, message_id: `m-${index}` } },
      { event_type: "ai_feedback_rated", properties: { session_id, message_id: `m-${index}`, rating: 4 } },
    ];
    return { id: newId(), occurred_at: new Date().toISOString(), ...kinds[index % kinds.length]! };
  });

/** Beacons of a real viewing: fifteen seconds more of the video each time. */
export function nextBeacon(playback: Playback): object {
  const seq = playback.seq++;
  const from = (seq * 15) % 3585;
  return {
    session_id: playback.session,
    video_id: playback.video,
    seq,
    current_position_seconds: from + 15,
    played: [[from + 0.2, from + 15.1]],
    watch_time_seconds: (seq + 1) * 15,
    play_count: 1 + (seq >> 4),
    average_playback_speed: 1,
    quality: { 720: (seq + 1) * 15 },
  };
}
