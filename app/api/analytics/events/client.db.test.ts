import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { drainIngest, ingestServer } from "@/lib/flows/ingest/transports";
import { apiTokenOf } from "@/lib/testing/access-world";
import { makeSchool, makeUser, type Person, testDatabase } from "@/lib/testing/database";
import { connectLearning, type LearningOptions } from "@/lib/tracker/learning";
import type { LearningItem } from "@/lib/tracker/wire";

/* The client in Node against the real route, behind a server that can be made to fail. */

const { sql } = testDatabase();
let server: Server;
let endpoint: string;
let apiToken: string;
let learner: Person;
/** How the next requests fail: before they reach the route, or with their answer lost after it. */
let faults: ("refuse" | "lose" | "unavailable")[] = [];
let requests: number[] = [];

beforeAll(async () => {
  const ingest = ingestServer();
  server = createServer((request, response) => {
    const fault = faults.shift();
    if (fault === "refuse") return void request.socket.destroy();
    if (fault === "unavailable") return void response.writeHead(503).end("{}");
    if (fault === "lose") response.end = (() => request.socket.destroy()) as never;
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => requests.push(JSON.parse(Buffer.concat(parts).toString()).length));
    ingest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await drainIngest();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const clients: ReturnType<typeof connectLearning>[] = [];
beforeEach(async () => {
  const { id: school_id } = await makeSchool();
  learner = await makeUser({ school_id });
  const { caller } = await apiTokenOf((await makeUser({ school_id, role: "admin" })).id, ["events"]);
  apiToken = caller.headers.authorization!.replace("Bearer ", "");
  faults = [];
  requests = [];
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

function connect(more: Partial<LearningOptions> = {}) {
  const client = connectLearning({ endpoint, apiToken, userId: learner.id, ...more });
  clients.push(client);
  return client;
}
const stored = async () =>
  await sql`select event_type, properties, id from learning_events
    where actor = ${await actorOf(learner.school_id!, learner.id)} order by occurred_at, event_type`;

/** A storage like the browser's. */
function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    size: () => items.size,
  };
}

test("a session with its materials arrives in one request and is rolled up", async () => {
  const { startLearningSession, trackMaterial, endLearningSession, track, flush, waiting } = connect();
  const session_id = startLearningSession({ material_id: "lesson-7" });
  trackMaterial({
    material_id: "slides",
    material_type: "pdf",
    interaction_type: "opened",
    progress_percentage: 20,
  });
  trackMaterial({ material_id: "slides", material_type: "pdf", interaction_type: "completed" });
  track("xp_earned", { amount: 30, reason: "slides read" });
  track("level_up", { level: 2 });
  endLearningSession();
  endLearningSession();
  await flush();
  expect(waiting()).toBe(0);
  expect(requests).toEqual([6]);
  const rows = await stored();
  expect(rows.map(({ event_type }) => event_type).sort()).toEqual([
    "level_up",
    "material_complete",
    "material_view",
    "session_end",
    "session_start",
    "xp_earned",
  ]);
  for (const { event_type, properties } of rows)
    expect(properties.session_id).toBe(event_type === "level_up" ? undefined : session_id);
  const [session] =
    await sql`select materials, xp, events, ended_at from learning_sessions where id = ${session_id}`;
  expect(session).toMatchObject({ materials: 2, xp: "30", events: 5 });
  expect(session!.ended_at).not.toBeNull();
});

test("what fails is sent again with the same ids: nothing is lost or doubled", async () => {
  const client = connect();
  for (let i = 0; i < 5; i++) client.track("search_query", { query: `q${i}` });
  for (const fault of ["refuse", "unavailable", "lose"] as const) {
    faults = [fault];
    await client.flush();
    expect(client.waiting()).toBe(5);
  }
  // The answer of the last attempt was lost: the events are stored already.
  expect(await stored()).toHaveLength(5);
  await client.flush();
  expect(client.waiting()).toBe(0);
  expect(await stored()).toHaveLength(5);
});

test("250 events are sent in requests of a hundred, and long ones in smaller requests", async () => {
  const client = connect();
  faults = ["refuse"];
  await client.flush();
  for (let i = 0; i < 250; i++) client.track("streak_update", { streak_days: i });
  await client.flush();
  await client.flush();
  expect(await stored()).toHaveLength(250);
  expect(Math.max(...requests)).toBe(100);
  requests = [];
  for (let i = 0; i < 100; i++) client.track("search_query", { query: "ß".repeat(200) });
  await client.flush();
  expect(await stored()).toHaveLength(350);
  expect(Math.max(...requests)).toBeLessThan(100);
});

test("a refused event is told and not sent again; the others are stored", async () => {
  const refused: [string, number][] = [];
  const client = connect({
    onRefused: ({ event_type }: LearningItem, status) => refused.push([event_type, status]),
  });
  client.track("x_unknown", { room: "4" });
  client.track("ai_message_sent", { message_id: "m1" });
  await client.flush();
  expect(refused).toEqual([["x_unknown", 400]]);
  expect(client.waiting()).toBe(0);
  expect(await stored()).toHaveLength(1);
});

test("what could not be sent is kept for the learner's next page, beside that of another tab", async () => {
  const storage = memory();
  const [first, second] = [connect({ storage }), connect({ storage })];
  faults = ["refuse", "refuse"];
  first.track("ai_message_sent", { message_id: "m1" });
  second.track("ai_message_sent", { message_id: "m2" });
  await first.flush();
  await second.flush();
  expect(storage.size()).toBe(1);
  const other = connect({ storage, userId: "somebody-else" });
  expect(other.waiting()).toBe(0);
  // The pages are gone; what the next one sends is stored once, though they send it too.
  const next = connect({ storage });
  expect(next.waiting()).toBe(2);
  await next.flush();
  expect(storage.size()).toBe(0);
  await first.flush();
  await second.flush();
  expect(await stored()).toHaveLength(2);
});

test("without a named learner nothing is kept, since the next page can be another person's", async () => {
  const storage = memory();
  const { userId: _, ...anonymous } = { endpoint, apiToken, userId: undefined, storage };
  const client = connectLearning(anonymous);
  clients.push(client);
  client.track("ai_message_sent", { message_id: "m1" });
  expect(storage.size()).toBe(0);
});
