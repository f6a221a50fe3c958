import { beforeAll, expect, it } from "vitest";
import { hashPassword } from "@/lib/auth/passwords";
import { newId } from "@/lib/platform/ids";
import { type Caller, signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

/* Who reads slowly, and whose queries are slow, keeps nobody else from being served. */

const { sql } = testDatabase();
const table = await routeTable();
const line = (method: string, path: string) =>
  table.find((one) => one.method === method && one.path === path)!;
const viewers = line("GET", "/api/admin/analytics/videos/{videoId}/viewers/export");

const password = "correct horse battery staple";
let video: { id: string; course_id: string };
let school: { id: string };
let callers: Caller[];
let email: string;

beforeAll(async () => {
  school = await makeSchool();
  video = await makeVideo({ school_id: school.id });
  const password_hash = await hashPassword(password);
  const admins = [];
  for (let n = 0; n < 4; n++)
    admins.push(await makeUser({ school_id: school.id, role: "admin", password_hash }));
  email = admins[0]!.email;
  callers = await Promise.all(admins.map(signedIn));
  await sql`
    insert into viewer_progress (video_id, viewer_id, watched, watch_ms, playbacks)
    select ${video.id}, 'v:' || gen_random_uuid(), '{[0,3000)}', 330000, 1 from generate_series(1, 4000)`;
});

const exported = (caller: Caller) => send(viewers, { params: { videoId: video.id } }, caller);

const signIn = async () =>
  (await send(line("POST", "/api/auth/token"), { body: { email, password } }, { headers: {} })).status;
const health = async () => (await send(line("GET", "/api/health/ready"), {}, { headers: {} })).status;
const page = async () => (await send(line("GET", "/api/admin/analytics/videos"), {}, callers[1]!)).status;
async function beacon() {
  const body = { video_id: video.id, course_id: video.course_id, session_id: newId() };
  const response = await send(line("POST", "/api/analytics/video-view"), { body }, { headers: {} });
  expect(response.status, await response.text()).toBe(200);
}

it("twelve stalled downloads do not block other requests, and a person can have three at most", async () => {
  const readers = [];
  for (const caller of callers)
    for (let n = 0; n < 3; n++) {
      const reader = (await exported(caller)).body!.getReader();
      for (let part = 0; part < 2; part++) expect((await reader.read()).done).toBe(false);
      readers.push(reader);
    }
  const busy = async () =>
    (
      await sql`select from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`
    ).length;
  await expect.poll(busy).toBe(0);
  expect([await page(), await signIn(), await health()]).toEqual([200, 200, 200]);
  await beacon();

  const refused = await exported(callers[0]!);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("10");
  expect(await refused.json()).toMatchObject({ type: "about:blank#too_many_requests" });
  await readers[0]!.cancel();
  // The head, 4,000 visitors, the viewer of the beacon, and the end of the last line.
  const again = await exported(callers[0]!);
  expect((await again.text()).split("\r\n")).toHaveLength(4003);
  await Promise.all(readers.map((reader) => reader.cancel()));
});

it("slow queries of people leave sign-in, health and players their own connections", async () => {
  const { db } = await import("@/lib/db/client");
  await beacon();
  const slow = Array.from({ length: 30 }, () => db().$client`select pg_sleep(600)`.catch(() => null));
  const sleeping = () => sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`;
  await expect.poll(async () => (await sleeping()).length).toBe(12);
  let served = false;
  const waiting = page().then((status) => {
    served = true;
    return status;
  });
  expect([await signIn(), await health()]).toEqual([200, 200]);
  await beacon();
  expect(served).toBe(false);
  while ((await sleeping()).length > 0)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`;
  await Promise.all(slow);
  await waiting;
});
