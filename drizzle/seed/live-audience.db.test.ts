import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { drainIngest, ingestServer } from "@/lib/flows/ingest/transports";
import { testDatabase } from "@/lib/testing/database";
import { startLiveAudience } from "./live-audience";
import { seedDemo } from "./seed";

/* The audience sends to a separate ingest server, and through it to the database. */

const { sql } = testDatabase();
let server: Server;
let address: string;
let requests = 0;

beforeAll(async () => {
  await seedDemo({ password_hash: "none", now: new Date(), scale: 0.02 });
  const ingest = ingestServer();
  server = createServer((request, response) => {
    requests++;
    if (!ingest(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await drainIngest();
});

const liveNow = () => sql<
  { id: string; minutes: number; registered: number; there: number; teacher: string; course: string }[]
>`
  select s.id, extract(epoch from now() - s.started_at)::float8 / 60 as minutes, u.email as teacher, c.external_id as course,
    (select count(*)::int from attendees a where a.session_id = s.id and a.registered_at is not null) as registered,
    (select count(distinct attendee_id)::int from presence p where p.session_id = s.id
      and upper(p.heartbeats) > extract(epoch from now()) * 1000 and p.left_ms is distinct from upper(p.heartbeats) - p.grace_ms) as there
  from sessions s join users u on u.id = s.instructor_id join courses c on c.id = s.course_id where s.status = 'live'`;

it("starts in the middle of a session, sends through the tracking routes, and stops when asked", async () => {
  const audience = startLiveAudience(address);
  const latestHeartbeat = () =>
    sql`select max(upper(heartbeats)) as latest from presence join sessions s on s.id = session_id where s.status = 'live'`;
  // Some thirty people send a heartbeat every quarter of a minute.
  await vi.waitFor(async () => expect(requests).toBeGreaterThan(5), { timeout: 20_000, interval: 50 });
  const [live, ...more] = await liveNow();
  expect(more).toEqual([]);
  expect(live).toMatchObject({ teacher: "instructor@lectern.test", course: "STAT-1" });
  expect(live?.minutes).toBeGreaterThan(19);
  expect(live?.minutes).toBeLessThan(36);
  expect(live?.registered).toBeGreaterThanOrEqual(30);
  expect(live?.registered).toBeLessThanOrEqual(46);
  expect(live?.there).toBeGreaterThanOrEqual(16);
  expect(live?.there).toBeLessThanOrEqual(36);
  await audience.stop();
  const [sent, [last]] = [requests, await latestHeartbeat()];
  // Anybody still sending would do so within the next second.
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Number(last?.latest) - 45_000 + 1_500), {
    timeout: 5_000,
    interval: 100,
  });
  expect(requests).toBe(sent);
  expect(await latestHeartbeat()).toEqual([last]);
}, 30_000);

it("ends a session that an earlier run left live at its last heartbeat, and begins another", async () => {
  const [before] = await liveNow();
  const audience = startLiveAudience(address);
  try {
    await vi.waitFor(async () => expect((await liveNow()).map(({ id }) => id)).not.toContain(before?.id), {
      timeout: 10_000,
      interval: 50,
    });
    await vi.waitFor(async () => expect(await liveNow()).toHaveLength(1), { timeout: 10_000, interval: 50 });
  } finally {
    await audience.stop();
  }
  const [left] = await sql`
    select s.status, extract(epoch from s.ended_at)::float8 * 1000 =
      (select max(upper(p.heartbeats) - p.grace_ms)::float8 from presence p where p.session_id = s.id) as at_last_heartbeat
    from sessions s where s.id = ${before?.id ?? ""}`;
  expect(left).toEqual({ status: "ended", at_last_heartbeat: true });
}, 30_000);

it("does nothing without a demo school", async () => {
  await sql`update schools set external_id = 'another' where external_id = 'demo-harbour-college'`;
  const before = [requests, (await liveNow()).map(({ id }) => id)];
  await startLiveAudience(address).stop();
  expect([requests, (await liveNow()).map(({ id }) => id)]).toEqual(before);
});
