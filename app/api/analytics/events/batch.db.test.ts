import { expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { createEventType } from "@/lib/domain/learning/event-types/mutations";
import { metrics } from "@/lib/flows/ingest/counters";
import { origin, signedIn } from "@/lib/testing/access-world";
import {
  enroll,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

const { sql } = testDatabase();
serveIngest();

const dayMs = 86_400_000;
/** Noon of three days ago, so that times are not clamped; in each school's own days. */
const noon = new Date(Math.floor(Date.now() / dayMs) * dayMs - 3 * dayMs + dayMs / 2);
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000).toISOString();
const uuid = (number: number) => `0192f3a4-7c1e-7d30-9a41-${String(number).padStart(12, "0")}`;

/** A teacher who knows two of three students, and tokens of a student, a guest and somebody deactivated. */
async function world() {
  const school = await makeSchool();
  const person = (role: Person["role"], external_id: string, more: { disabled_at?: Date } = {}) =>
    makeUser({ school_id: school.id, role, external_id, ...more });
  const [teacher, ana, ben, stranger] = [
    await person("instructor", "t-1"),
    await person("student", "s-1"),
    await person("student", "s-2"),
    await person("student", "s-3"),
  ];
  await person("student", "gone", { disabled_at: new Date() });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  for (const { id } of [ana, ben]) await enroll(course.id, id);
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  const admin = await person("admin", "a-1");
  await createEventType(
    { scope: scopeOf(admin), request: { id: "request-1", address: "192.0.2.7" }, now: new Date() },
    { name: "x_visit", title: "Visit", properties: [{ name: "room", type: "text", required: true }] },
  );
  const token = (subject: string | null, seconds = 60) =>
    signPlaybackToken({
      ...{ school_id: school.id, video_id: video.id, session_id: null, subject },
      ...{ issued_at: new Date(), expires_at: new Date(Date.now() + seconds * 1000) },
    });
  const tokens = {
    ...{ ben: await token("s-2"), guest: await token("somebody"), nobody: await token(null) },
    ...{ gone: await token("gone"), expired: await token("s-2", -60) },
  };
  return { school, people: { teacher, ana, ben, stranger }, tokens };
}
type World = Awaited<ReturnType<typeof world>>;

/** A hundred items of many kinds, in turns; some repeat an id. */
function itemsOf({ people, tokens }: World): unknown[] {
  const kinds: ((n: number) => unknown)[] = [
    (n) => view(n),
    (n) => view(n, { user_id: "s-1" }),
    (n) => view(n, { user_id: people.ben.id }),
    (n) => view(n, { token: tokens.ben }),
    (n) => xp(n, { user_id: "s-1" }),
    (n) => xp(n),
    (n) => xp(n, { user_id: "t-1" }),
    (n) => xp(n, { token: tokens.ben }),
    (n) => view(n, { user_id: people.stranger.id }),
    (n) => view(n, { user_id: "s-1", token: tokens.ben }),
    (n) => view(n, { token: tokens.guest }),
    (n) => view(n, { token: tokens.nobody }),
    (n) => view(n, { token: tokens.gone }),
    (n) => view(n, { token: tokens.expired }),
    (n) => view(n, { token: `${tokens.ben}x` }),
    (n) => ({ ...view(n), event_type: "x_visit", properties: { room: "4", guide: "Ana" } }),
    (n) => ({ ...view(n), event_type: "x_unknown" }),
    (n) => ({ ...view(n), event_type: "dance" }),
    (n) => view(n, { id: uuid(1), user_id: "s-1" }),
    (n) => view(n, { id: "7" }),
    (n) => view(n, { properties: { material_id: "a" } }),
    (n) => ({
      ...{ event_type: "ai_message_received", id: uuid(n), occurred_at: at(n), user_id: "s-1" },
      properties: { message_id: "m", response_time_ms: n * 100 },
    }),
    (n) => ({
      ...view(n, { user_id: "s-1" }),
      event_type: "session_end",
      properties: { session_id: uuid(0) },
    }),
    () => null,
    () => "text",
  ];
  return Array.from({ length: 100 }, (_, n) => kinds[n % kinds.length]!(n));
}
const view = (n: number, more: object = {}) => ({
  ...{ event_type: "material_view", id: uuid(n), occurred_at: at(n) },
  properties: {
    session_id: uuid(0),
    material_id: `m-${n % 7}`,
    material_type: "pdf",
    interaction_type: "opened",
  },
  ...more,
});
const xp = (n: number, more: object = {}) => ({
  ...{ event_type: "xp_earned", id: uuid(n), occurred_at: at(n) },
  ...{ properties: { amount: n + 1, reason: "quiz" }, ...more },
});

async function stored({ school, people }: World) {
  const names = new Map<string, string>();
  for (const [name, { id }] of Object.entries(people)) names.set(await actorOf(school.id, id), name);
  const rows: Record<string, unknown[]> = {};
  for (const table of [
    ...["learning_events", "learning_sessions", "daily_activity", "gamification_stats", "ai_coach_metrics"],
    ...["daily_summary", "hourly_summary"],
  ]) {
    const all = await sql`select to_jsonb(t) - 'school_id' - 'received_at' as row from ${sql(table)} t
      where school_id = ${school.id}`;
    rows[table] = all
      .map(({ row }) => ({ ...row, ...("actor" in row ? { actor: names.get(row.actor) } : {}) }))
      .map((row) => JSON.stringify(row))
      .sort();
  }
  return rows;
}

/** What was counted meanwhile, by counter and label. */
async function countedBy(work: () => Promise<void>) {
  const read = async () => {
    const all = await Promise.all(
      Object.entries(metrics).map(async ([name, counter]) =>
        (await counter.get()).values.map(
          ({ labels, value }) => [`${name} ${Object.values(labels).join(" ")}`, value] as const,
        ),
      ),
    );
    return new Map(all.flat());
  };
  const before = await read();
  await work();
  const after = await read();
  return Object.fromEntries(
    [...after].map(([key, value]) => [key, value - (before.get(key) ?? 0)]).filter(([, more]) => more !== 0),
  );
}

/** Only a batch says at which place an item is. */
const said = ({ status, detail = "" }: { status: number; detail?: string }) => [
  status,
  detail.replace(/^(\[\d+\](\.|: )?|body: )/, ""),
];

test("a batch of a hundred mixed events is what a hundred requests are: answers, rows, roll-ups, counters", async () => {
  const [{ send }] = transports as [(typeof transports)[number]];
  const [together, apart] = [await world(), await world()];
  const sendIn = async ({ people }: World, body: unknown) => {
    const { headers } = await signedIn(people.teacher);
    return await send("events/track", JSON.stringify(body), {
      headers: { host: new URL(origin).host, ...headers },
    });
  };
  type Answer = { status: number; detail?: string };
  let results: Answer[] = [];
  const countedTogether = await countedBy(async () => {
    const { body } = await sendIn(together, itemsOf(together));
    ({ results } = body as { results: Answer[] });
  });
  const singles: Answer[] = [];
  const countedApart = await countedBy(async () => {
    for (const item of itemsOf(apart)) {
      const { status, body } = await sendIn(apart, item);
      singles.push({ status, ...(status === 200 ? {} : { detail: (body as Answer).detail! }) });
    }
  });
  expect(results.map(said)).toEqual(singles.map(said));
  expect(countedTogether).toEqual(countedApart);
  expect(await stored(together)).toEqual(await stored(apart));
  // The kinds above by hand: of 100 items each comes four times, and every status among them.
  expect(singles.filter(({ status }) => status === 200)).toHaveLength(4 * 9);
  expect(new Set(singles.map(({ status }) => status))).toEqual(new Set([200, 400, 401, 403, 404]));
});
