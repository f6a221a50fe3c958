import { expect, it } from "vitest";
import { hashPassword, verifyPassword } from "@/lib/auth/passwords";
import { mintScope } from "@/lib/auth/scope";
import { learnersAtRisk } from "@/lib/flows/learning/learner-list";
import { countFunnel } from "@/lib/flows/overview/funnel";
import { rebuildAll } from "@/lib/flows/rollups/rebuild";
import { testDatabase } from "@/lib/testing/database";
import { plan } from "@/lib/testing/demo-playbacks";
import { harbour, northfield } from "./catalogue";
import { seedDemo } from "./seed";

const { sql } = testDatabase();
const now = new Date("2026-11-20T11:40:00Z");
const scale = 0.02;
/** The totals of both schools' plans. */
const playbacks = [harbour, northfield]
  .flatMap((school) => plan({ scale }, school).watched)
  .reduce((sum, video) => sum + video.playbacks, 0);

/** Every table's rows, as a hash that any change of any value changes. */
async function contents(): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const out: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await sql<{ hash: string }[]>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${sql(name)} t`;
    out[name] = row?.hash ?? "";
  }
  return out;
}

it("fills two schools once, even after an interruption", async () => {
  // Interrupt it while the playbacks are written.
  let words = 0;
  const interrupted = seedDemo({
    password_hash: await hashPassword("the demo's password"),
    now,
    scale,
    onProgress: () => {
      if (++words === 4) throw new Error("interrupted");
    },
  });
  await expect(interrupted).rejects.toThrow("interrupted");
  const [half] = await sql<{ playbacks: number }[]>`select count(*)::int as playbacks from playbacks`;
  expect(half?.playbacks).toBeGreaterThan(0);
  expect(half?.playbacks).toBeLessThan(playbacks);

  // The next start continues, an hour later.
  const later = new Date(now.getTime() + 3_600_000);
  expect(await seedDemo({ password_hash: "another", now: later, scale })).toEqual({
    made: true,
    playbacks,
    sessions: 74,
  });
  const [counted] = await sql<{ playbacks: number; views: number; latest: Date }[]>`
    select (select count(*)::int from playbacks) as playbacks, sum(views + previews)::int as views,
      (select max(last_heard_at) from playbacks) as latest from video_totals`;
  // 2 % of 60,000 and of 900, and those of the sessions' recordings.
  expect(counted).toMatchObject({ playbacks, views: playbacks });
  expect(counted?.latest.getTime()).toBeLessThanOrEqual(now.getTime());
  expect((await rebuildAll()).differences).toEqual([]);

  const before = await contents();
  expect(await seedDemo({ password_hash: "another", now: later, scale })).toEqual({
    made: false,
    playbacks: 0,
    sessions: 0,
  });
  expect(await contents()).toEqual(before);
});

it("gives only four accounts a password", async () => {
  const people = await sql<{ email: string; role: string; password_hash: string }[]>`
    select email, role, password_hash from users where password_hash is not null order by email`;
  expect(people.map(({ email, role }) => `${email} ${role}`)).toEqual([
    "admin@lectern.test admin",
    "assistant@lectern.test assistant",
    "instructor@lectern.test instructor",
    "student@lectern.test student",
  ]);
  for (const person of people) {
    expect(await verifyPassword(person.password_hash, "the demo's password")).toBe(true);
    expect(await verifyPassword(person.password_hash, "another")).toBe(false);
  }
});

it("gives the instructor several courses, and the student the clip's", async () => {
  const [instructor] = await sql<{ courses: number }[]>`
    select count(*)::int as courses from course_instructors c join users u on u.id = c.user_id
    where u.email = 'instructor@lectern.test'`;
  expect(instructor?.courses).toBe(4);
  const clips = await sql<{ duration_ms: number; taken: boolean; taught: boolean }[]>`
    select v.duration_ms,
      exists (select 1 from enrollments e join users u on u.id = e.user_id
        where e.course_id = v.course_id and u.email = 'student@lectern.test') as taken,
      exists (select 1 from course_instructors i join users u on u.id = i.user_id
        where i.course_id = v.course_id and u.email = 'instructor@lectern.test') as taught
    from videos v where v.source_url = '/clip.mp4'`;
  expect(clips).toEqual([{ duration_ms: 120_000, taken: true, taught: true }]);
});

it("keeps the schools separate: identified viewers take the course or teach it", async () => {
  const foreign = await sql`
    select p.playback_id from playbacks p
    join videos v on v.id = p.video_id
    join users u on 'u:' || u.id = p.viewer_id
    where u.school_id <> v.school_id
      or not exists (select 1 from enrollments e where e.course_id = v.course_id and e.user_id = u.id)
        and not exists (select 1 from course_instructors i where i.course_id = v.course_id and i.user_id = u.id)`;
  expect(foreign).toHaveLength(0);
  const unknown = await sql`
    select viewer_id from playbacks where viewer_id like 'u:%' and substr(viewer_id, 3)::uuid not in (select id from users)`;
  expect(unknown).toHaveLength(0);
  const schools = await sql`
    select s.name, s.time_zone, count(distinct v.id)::int as videos from schools s join videos v on v.school_id = s.id
    group by s.id order by s.name`;
  expect([...schools]).toEqual([
    { name: "Harbour College", time_zone: "Europe/Lisbon", videos: 116 },
    { name: "Northfield School", time_zone: "America/Halifax", videos: 9 },
  ]);
});

it("has sixty ended sessions, whose kept numbers agree with their facts", async () => {
  const schools = await sql`
    select h.name, count(*) filter (where s.status = 'ended')::int as ended,
      count(*) filter (where s.status = 'scheduled') > 1 as planned, count(*) filter (where s.status = 'live')::int as live,
      bool_and(n.version = v.version) filter (where s.status = 'ended') as counted
    from sessions s join schools h on h.id = s.school_id
      left join session_numbers n on n.session_id = s.id left join session_versions v on v.session_id = s.id
    group by h.id order by h.name`;
  expect([...schools]).toEqual([
    { name: "Harbour College", ended: 60, planned: true, live: 0, counted: true },
    { name: "Northfield School", ended: 6, planned: false, live: 0, counted: true },
  ]);
  // Computed from the rows in another way.
  const differing = await sql`
    select n.session_id from session_numbers n
    where n.total_registered <> (select count(*) from attendees a where a.session_id = n.session_id
        and a.registered_at is not null and a.cancelled_at is null)
      or n.chat_message_count < (select count(*) from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
        where m.session_id = n.session_id and not a.host)
      or n.total_attended > (select count(distinct p.attendee_id) from presence p join attendees a
        on a.session_id = p.session_id and a.id = p.attendee_id where p.session_id = n.session_id and not a.host)`;
  expect(differing).toHaveLength(0);
});

it("has each attendee once, and none of another school", async () => {
  const twice = await sql`
    select session_id, user_id from attendees where user_id is not null group by 1, 2 having count(*) > 1`;
  expect(twice).toHaveLength(0);
  const foreign = await sql`
    select a.id from attendees a join sessions s on s.id = a.session_id join users u on u.id = a.user_id
    where u.school_id <> s.school_id or a.host <> (u.id = s.instructor_id)`;
  expect(foreign).toHaveLength(0);
});

it("has a funnel that its people go through", async () => {
  const found = await sql<{ id: string; school_id: string; name: string }[]>`
    select f.id, f.school_id, f.name from funnels f join schools s on s.id = f.school_id order by s.name`;
  expect(found.map(({ name }) => name)).toEqual(Array(2).fill("Watched, came live, watched again"));
  for (const { id, school_id } of found) {
    const [admin] = await sql<{ user_id: string; name: string }[]>`
      select id as user_id, name from users where school_id = ${school_id} and role = 'admin'`;
    const scope = mintScope({ ...admin!, school_id, role: "admin" });
    const { steps, facts_read } = await countFunnel(scope, id, { from: "2026-06-01", to: undefined }, now);
    expect(steps).toHaveLength(3);
    expect(facts_read).toBeGreaterThan(10);
    expect(steps[0]!.people).toBeGreaterThan(5);
  }
});

it("has the practice of its plan, each session with its learning event, and the chapters that treat it", async () => {
  const [stored] = await sql`
    select (select count(*)::int from practice_sessions) as sessions,
      (select count(*)::int from practice_sessions s join learning_events e on e.id = s.id and e.event_type = 'practice_complete'
        and e.occurred_at = s.created_at) as events,
      (select count(*)::int from practice_sessions s join users u on u.id = s.user_id and u.email = 'student@lectern.test') as own,
      (select count(*)::int from practice_sessions where created_at >= ${now}) as coming,
      (select count(*)::int from video_chapters where title = 'Linking words') as chapters`;
  const planned = plan({ scale }, harbour).practice.length;
  expect(planned).toBeGreaterThan(300);
  expect(stored).toEqual({ sessions: planned, events: planned, own: 34, coming: 0, chapters: 1 });
});

it("has the results of its plan, and a plausible share of its learners at risk", async () => {
  const [stored] = await sql<{ results: number; assessments: number }[]>`
    select (select count(*)::int from results) as results, (select count(*)::int from assessments) as assessments`;
  const plans = [harbour, northfield].map((school) => plan({ scale }, school));
  expect(stored).toEqual({
    results: plans.reduce((sum, { results }) => sum + results.length, 0),
    assessments: plans.reduce((sum, { assessments }) => sum + assessments.length, 0),
  });
  const [admin] = await sql<{ user_id: string; name: string; school_id: string }[]>`
    select id as user_id, name, school_id from users where email = 'admin@lectern.test'`;
  const scope = mintScope({ ...admin!, role: "admin" });
  const { summary } = await learnersAtRisk(scope, {}, now);
  const share = summary.at_risk.learners / summary.learners;
  // More than in the whole demo, 10 to 20 %: few watch anything at this scale.
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.3);
});
