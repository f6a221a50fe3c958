import type postgres from "postgres";
import { actorsOf } from "@/lib/auth/pseudonym";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { storeStaleProgress } from "@/lib/flows/jobs/progress";
import { newId } from "@/lib/platform/ids";

/* A school with a year of facts, inserted in sets of rows: only reading them is measured. */

const students = 5000;
const courses = 50;
/** Who takes the first course. */
const inLarge = 2000;
const lessonsInEach = 20;
const sessionsInEach = 40;
/** A day with activity has so many events. */
const eventsOfDay = 10;
const daysBack = 365;
const time_zone = "Europe/Lisbon";

export type School = Record<
  "school_id" | "admin_id" | "student_id" | "large_course_id" | "funnel_id" | "time_zone",
  string
>;

/** People, courses, classes, lessons and videos, without anything that somebody did. */
export async function fillSchool(sql: postgres.Sql): Promise<School> {
  const [school_id, admin_id, teacher_id, funnel_id] = [newId(), newId(), newId(), newId()];
  await sql`insert into schools (id, name, time_zone) values (${school_id}, 'Bench', ${time_zone})`;
  await sql`insert into users (id, school_id, email, name, role) values
    (${admin_id}, ${school_id}, 'admin@bench.test', 'Admin', 'admin'),
    (${teacher_id}, ${school_id}, 'teacher@bench.test', 'Teacher', 'instructor')`;
  await sql`create temp table s as select n, gen_random_uuid() as id from generate_series(1, ${students}::int) n`;
  await sql`create temp table c as select n, gen_random_uuid() as id, gen_random_uuid() as class_id from generate_series(1, ${courses}::int) n`;
  await sql`create temp table l as select c.n, c.id as course_id, k, gen_random_uuid() as id, gen_random_uuid() as video_id
    from c cross join generate_series(1, ${lessonsInEach}::int) k`;
  await sql`insert into users (id, school_id, email, name, role)
    select id, ${school_id}, 's' || n || '@bench.test', 'Student ' || n, 'student' from s`;
  await sql`insert into courses (id, school_id, title) select id, ${school_id}, 'Course ' || n from c`;
  await sql`insert into course_instructors (course_id, user_id) select id, ${teacher_id} from c where n <= 5`;
  await sql`insert into classes (id, course_id, name) select class_id, id, 'Class ' || n from c`;
  // Four courses each, of whom 2,000 have the large one among them.
  await sql`insert into enrollments (course_id, user_id, class_id, created_at)
    select distinct on (c.id, s.id) c.id, s.id, c.class_id, now() - interval '1 day' * ${daysBack}::int
    from s cross join generate_series(0, 3) k join c on c.n = case when k = 0 and s.n <= ${inLarge}::int then 1
      else 2 + (s.n * 7 + k * 13) % ${courses - 1}::int end`;
  await sql`insert into lessons (id, course_id, number, title, position) select id, course_id, k::text, 'Lesson ' || k, k from l`;
  await sql`insert into materials (id, lesson_id, type, title, lesson_position) select gen_random_uuid(), id, 'pdf', 'Sheet', 2 from l where k <= 4`;
  await sql`insert into videos (id, school_id, course_id, lesson_id, lesson_position, title, status, duration_ms, published_at)
    select video_id, ${school_id}, course_id, id, 1, 'Video ' || n || '.' || k, 'ready', 600000, now() - interval '1 year' from l`;
  await sql`create temp table h as select c.n, c.id as course_id, k, gen_random_uuid() as id,
      now() - interval '1 hour' * (5 + (c.n * 31 + k * ${Math.floor((daysBack * 24) / sessionsInEach)}::int) % (24 * ${daysBack}::int)) as at,
      (select id from l where l.n = c.n and l.k = 1 + h.k % ${lessonsInEach}::int) as lesson_id
    from c cross join generate_series(1, ${sessionsInEach}::int) h(k)`;
  await sql`create temp table q as select c.n, c.id as course_id, k, gen_random_uuid() as id from c cross join generate_series(1, 4) k`;
  await sql`insert into assessments (id, course_id, lesson_id, kind, title)
    select q.id, q.course_id, l.id, 'quiz', 'Quiz ' || q.k from q join l on l.n = q.n and l.k = q.k * 5`;
  const ids = (await sql<{ id: string }[]>`select id from s`).map(({ id }) => id);
  const actors = [...(await actorsOf(school_id, ids))];
  await sql`create temp table a as select * from unnest(${actors.map(([actor]) => actor)}::uuid[], ${actors.map(([, id]) => id)}::uuid[]) a(actor, id)`;
  await sql`create temp table t as select ${school_id}::uuid as school_id, ${teacher_id}::uuid as teacher_id`;
  const steps = [
    { kind: "event", event_type: "session_start" },
    { kind: "event", event_type: "material_view" },
    { kind: "session", course_id: null, session_id: null },
  ];
  await sql`insert into funnels (id, school_id, name, window_days, steps)
    values (${funnel_id}, ${school_id}, 'From an event to a session', 28, ${sql.json(steps)})`;
  const [row] = await sql<{ student_id: string; large_course_id: string }[]>`
    select (select id from s where n = 1) as student_id, (select id from c where n = 1) as large_course_id`;
  return { school_id, admin_id, funnel_id, time_zone, ...row! };
}

/** What they did: with 1 some 10 million events, with 0.01 a hundredth of it. What is there from before stays. */
export async function fillFacts(sql: postgres.Sql, part: number): Promise<Record<string, number>> {
  const day = sql`(current_date - date '1970-01-01')`;
  await sql`insert into viewer_progress (video_id, viewer_id, watched, playbacks, viewed_days, watch_ms, completed_at, last_watched_at)
    select video_id, 'u:' || user_id, int4multirange(int4range(0, covered)), 2,
      int4multirange(int4range(${day} - back - 9, ${day} - back - 8), int4range(${day} - back, ${day} - back + 1)), covered * 100,
      case when covered > 5400 then now() - interval '1 day' * back end, now() - interval '1 day' * back
    from (select l.video_id, e.user_id, (random() * 6000)::int + 1 as covered, (random() * ${daysBack}::int)::int as back
      from l join enrollments e on e.course_id = l.course_id where random() < 0.75 * ${part}) one
    on conflict do nothing`;
  await sql`truncate video_daily, video_totals`;
  await sql`insert into video_daily (video_id, day, views, started, played, completed, watch_ms, media_ms)
    select video_id, date '1970-01-01' + lower(d), count(*), count(*), count(*), count(completed_at), sum(watch_ms / 2), sum(watch_ms / 2)
    from viewer_progress, unnest(viewed_days) d group by 1, 2`;
  await sql`insert into video_totals (video_id, views, started, played, completed, watch_ms, viewers, completers)
    select video_id, sum(playbacks), sum(playbacks), sum(playbacks), count(completed_at), sum(watch_ms), count(*), count(completed_at)
    from viewer_progress group by 1`;
  await sql`insert into sessions (id, school_id, instructor_id, course_id, lesson_id, title, status, scheduled_start, scheduled_end, started_at, ended_at, recording_video_id)
    select h.id, t.school_id, t.teacher_id, h.course_id, h.lesson_id, 'Session ' || h.k, 'ended', h.at, h.at + interval '1 hour', h.at, h.at + interval '1 hour', null
    from h, t where (h.n * 40 + h.k) % 100 < 100 * ${part}::float8
    on conflict do nothing`;
  await sql`create temp table came as
    select sessions.id as session_id, e.user_id, gen_random_uuid() as id, (extract(epoch from begun_at) * 1000)::bigint as at
    from sessions join enrollments e on e.course_id = sessions.course_id
    where random() < 0.125 and not exists (select from attendees where session_id = sessions.id and user_id = e.user_id)`;
  await sql`insert into attendees (session_id, id, display_name, user_id, registered_at, created_at)
    select session_id, id, 'Student', user_id, now(), now() from came`;
  await sql`insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
    select session_id, id::text, id, int8multirange(int8range(at, at + 1200000), int8range(at + 1800000, at + 1800000 + (random() * 1800000)::int)), 45000
    from came`;
  await sql`drop table came`;
  await sql`insert into session_versions (session_id, version) select distinct session_id, 1 from attendees
    on conflict (session_id) do update set version = session_versions.version + 1`;
  while ((await recountStale(new Date(), 200)) > 0);
  await sql`insert into results (id, assessment_id, user_id, points, submitted_at)
    select gen_random_uuid(), q.id, e.user_id, (random() * 100)::int, now() - interval '1 day' * (random() * ${daysBack}::int)::int
    from q join enrollments e on e.course_id = q.course_id where random() < 0.5 * ${part}
    on conflict do nothing`;
  await sql`create temp table d as
    select a.actor, current_date - back as day from a cross join generate_series(0, ${daysBack}::int) back
    where random() < 0.55 * ${part} and not exists (select from daily_activity where actor = a.actor and day = current_date - back)`;
  await sql`insert into daily_activity (actor, day, school_id, events, active, active_ms, xp)
    select d.actor, d.day, t.school_id, ${eventsOfDay}::int,
      int8multirange(int8range((extract(epoch from d.day) * 1000)::bigint + 36000000, (extract(epoch from d.day) * 1000)::bigint + 37800000)), 1800000, 50
    from d, t`;
  await sql`insert into gamification_stats (actor, school_id, xp, level, active_days, last_active_day)
    select actor, min(school_id::text)::uuid, sum(xp), 5, range_agg(int4range(day - date '1970-01-01', day - date '1970-01-01' + 1)), max(day)
    from daily_activity group by actor
    on conflict (actor) do update set xp = excluded.xp, active_days = excluded.active_days, last_active_day = excluded.last_active_day`;
  await sql`select make_learning_partition((date_trunc('month', now()) - interval '1 month' * n)::date) from generate_series(0, 12) n`;
  await sql`insert into learning_events (actor, occurred_at, id, school_id, event_type, properties, received_at)
    select d.actor, d.day + interval '10 hours' + interval '1 minute' * k, gen_random_uuid(), t.school_id,
      case when k = 1 then 'session_start' when k = ${eventsOfDay}::int then 'material_complete' else 'material_view' end,
      case when k = ${eventsOfDay}::int then jsonb_build_object('material_id', m.ids[1 + floor(random() * array_length(m.ids, 1))::int])
        else '{"material_id": "sheet"}' end, d.day + interval '10 hours' + interval '1 minute' * k
    from d, t, (select array_agg(id) as ids from materials) m, generate_series(1, ${eventsOfDay}::int) k`;
  await sql`drop table d`;
  await sql`update gamification_stats g set materials_completed = n
    from (select actor, count(*) as n from learning_events where event_type = 'material_complete' group by actor) e where e.actor = g.actor`;
  await sql`vacuum (analyze)`;
  for (let more = true; more; ) {
    const done = await storeStaleProgress();
    more = !!done && done.viewers + done.others > 0;
  }
  await sql`vacuum (analyze)`;
  const [counts] = await sql<
    Record<string, number>[]
  >`select (select count(*)::int from learning_events) as learning_events,
    (select count(*)::int from daily_activity) as days_of_activity, (select count(*)::int from viewer_progress) as viewers_of_videos,
    (select count(*)::int from attendees) as attendances, (select count(*)::int from sessions) as sessions,
    (select count(*)::int from results) as results, (select count(*)::int from enrollments) as enrollments`;
  return counts!;
}

/** What the installation measured of itself in the last days: 25 routes a minute, by hours and by days. */
export async function fillSystem(sql: postgres.Sql, days: number): Promise<void> {
  await sql`truncate system_durations`;
  for (const minutes of [1, 60, 1440])
    await sql`insert into system_durations (minutes, school_id, at, measure, name, count, failed, buckets, counts)
      select ${minutes}::int, t.school_id, at, 'request', case when route = 0 then '' else 'GET /api/route-' || route end, 100, 0,
        (select array_agg(b order by b) from generate_series(40 + route, 60 + route) b), array_fill(5, array[21])
      from t, generate_series(0, 25) route, generate_series(date_trunc(${minutes === 1440 ? "day" : "hour"}, now()) - interval '1 day' * ${days}::int, now(), interval '1 minute' * ${minutes}::int) at`;
  await sql`vacuum (analyze) system_durations`;
}
