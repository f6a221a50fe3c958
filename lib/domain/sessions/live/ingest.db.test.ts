import { beforeAll, describe, expect, test } from "vitest";
import { parseMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, testDatabase } from "@/lib/testing/database";
import { staysOf } from "@/lib/testing/presence-spans";
import { applyEvents } from "./apply";
import type { AttendeeIdentity, LiveEvent } from "./events";
import { guestName } from "./fold";

const { sql, writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");
const minute = 60_000;
let schoolId: string;
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
});

const live = (more: object = {}) =>
  makeSession({ school_id: schoolId, status: "live", started_at: new Date(start), ...more });

const guest = (identity: string, name = guestName(identity)): AttendeeIdentity => ({
  identity,
  name,
  email: null,
  user_id: null,
});
const user = (person: { id: string; name: string; email: string }): AttendeeIdentity => ({
  identity: `u:${person.id}`,
  name: person.name,
  email: person.email,
  user_id: person.id,
});

/** Builders of events at so many seconds after the start, received then unless another time is said. */
type Given = { at: number; received?: number };
const facts = (sessionId: string, who: AttendeeIdentity, { at, received = at }: Given) => ({
  session_id: sessionId,
  who,
  at: start + at * 1000,
  received_at: new Date(start + received * 1000),
});
const beat = (
  sessionId: string,
  who: AttendeeIdentity,
  clientId: string,
  given: Given & { event?: "join" | "heartbeat" | "leave" },
): LiveEvent => ({
  ...facts(sessionId, who, given),
  kind: "presence",
  event: given.event ?? "heartbeat",
  client_id: clientId,
});
const message = (
  sessionId: string,
  who: AttendeeIdentity,
  text: string,
  given: Given,
  id = newId(),
): LiveEvent => ({
  ...facts(sessionId, who, given),
  kind: "message",
  id,
  text,
});
const rate = (sessionId: string, who: AttendeeIdentity, rating: number, given: Given): LiveEvent => ({
  ...facts(sessionId, who, given),
  kind: "feedback",
  rating,
  comment: null,
});

const kinds = async (events: LiveEvent[]) =>
  (await applyEvents(writer, events)).map((outcome) => outcome.kind);
const reasons = async (...events: LiveEvent[]) =>
  (await applyEvents(writer, events)).map((outcome) =>
    outcome.kind === "refused" ? outcome.reason : outcome.kind,
  );
const people = (sessionId: string) => sql`select * from attendees where session_id = ${sessionId}`;
const version = async (sessionId: string) =>
  Number((await sql`select version from session_versions where session_id = ${sessionId}`)[0]?.version ?? 0);
const stays = async (sessionId: string) =>
  (await sql`select * from presence where session_id = ${sessionId} order by client_id`).map((row) =>
    staysOf(
      {
        heartbeats: parseMultirange(row.heartbeats),
        grace_ms: row.grace_ms,
        left_ms: row.left_ms === null ? null : Number(row.left_ms),
      },
      null,
    ).map((ms) => (ms - start) / 1000),
  );

describe("applyEvents", () => {
  test("records a guest's presence, messages, reaction and rating once each", async () => {
    const { id } = await live();
    const who = guest("v:visitor-1", "Ana");
    const client = newId();
    const events: LiveEvent[] = [
      beat(id, who, client, { at: 0, event: "join" }),
      beat(id, who, client, { at: 15 }),
      beat(id, who, client, { at: 30 }),
      message(id, who, "Is it linear?", { at: 20 }),
      { ...facts(id, who, { at: 25 }), kind: "reaction", id: newId(), type: "👍" },
      beat(id, who, client, { at: 100, event: "leave" }),
      rate(id, who, 4, { at: 120 }),
    ];
    expect(await applyEvents(writer, events)).toEqual(Array(7).fill({ kind: "stored", status: "live" }));
    expect(await version(id)).toBe(1);
    expect(await people(id)).toMatchObject([
      { display_name: "Ana", email: null, user_id: null, host: false, created_at: new Date(start) },
    ]);
    expect(await stays(id)).toEqual([[0, 30]]);
    expect(await sql`select left_ms from presence where session_id = ${id}`).toEqual([
      { left_ms: String(start + 100_000) },
    ]);
    expect(await sql`select text, question, sent_at from messages where session_id = ${id}`).toEqual([
      { text: "Is it linear?", question: true, sent_at: new Date(start + 20_000) },
    ]);
    expect(await sql`select type from reactions where session_id = ${id}`).toEqual([{ type: "👍" }]);
    expect(await sql`select rating from feedback where session_id = ${id}`).toEqual([{ rating: 4 }]);

    expect(await kinds([...events, ...events])).toEqual(Array(14).fill("duplicate"));
    expect(await version(id)).toBe(1);
    expect(await people(id)).toHaveLength(1);
  });

  test("two devices of one person are two clients of one attendee", async () => {
    const { id } = await live();
    const ana = user(await makeUser({ school_id: schoolId, name: "Ana" }));
    const [phone, laptop] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    await applyEvents(writer, [
      beat(id, ana, phone, { at: 0 }),
      beat(id, ana, phone, { at: 40 }),
      beat(id, ana, laptop, { at: 20 }),
      beat(id, ana, laptop, { at: 50 }),
    ]);
    expect(await stays(id)).toEqual([
      [0, 40],
      [20, 50],
    ]);
    expect(await people(id)).toHaveLength(1);
  });

  test("a person registered by e-mail address who signs in is the same attendee", async () => {
    const { id } = await live();
    const ana = await makeUser({ school_id: schoolId, name: "Ana Reis" });
    const registered = newId();
    await sql`insert into attendees (session_id, id, display_name, email, registered_at, created_at)
      values (${id}, ${registered}, 'A. Reis', ${ana.email}, ${new Date(start - minute)}, ${new Date(start - minute)})`;
    await sql`insert into attendee_identities values (${id}, ${`e:${ana.email}`}, ${registered})`;
    await applyEvents(writer, [beat(id, user(ana), newId(), { at: 0 })]);
    expect(await people(id)).toMatchObject([{ id: registered, display_name: "A. Reis", user_id: ana.id }]);
    const identities =
      await sql`select identity from attendee_identities where session_id = ${id} order by identity`;
    expect(identities.map((row) => row.identity)).toEqual([`e:${ana.email}`, `u:${ana.id}`]);
  });

  test("the session's instructor is its host", async () => {
    const ines = await makeUser({ school_id: schoolId, role: "instructor" });
    const { id } = await live({ instructor_id: ines.id });
    await applyEvents(writer, [
      beat(id, user(ines), newId(), { at: 0 }),
      beat(id, user(await makeUser({ school_id: schoolId })), newId(), { at: 0 }),
    ]);
    expect((await people(id)).map((row) => [row.user_id === ines.id, row.host]).sort()).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test("a guest may give a name later; an event without a name does not remove it", async () => {
    const { id } = await live();
    const client = newId();
    const nameless = guest(`c:${client}`);
    await applyEvents(writer, [beat(id, nameless, client, { at: 0 })]);
    expect(await people(id)).toMatchObject([{ display_name: `Guest ${client.slice(-4)}` }]);
    await applyEvents(writer, [message(id, guest(`c:${client}`, "Rui"), "Hello", { at: 1 })]);
    await applyEvents(writer, [beat(id, nameless, client, { at: 15 })]);
    expect(await people(id)).toMatchObject([{ display_name: "Rui" }]);
  });

  test("a guest who signs in is another attendee, and the client's row stays the guest's", async () => {
    const { id } = await live();
    const ana = user(await makeUser({ school_id: schoolId }));
    const client = newId();
    const before = guest(`c:${client}`);
    await applyEvents(writer, [beat(id, before, client, { at: 0 }), beat(id, before, client, { at: 30 })]);
    for (const at of [31, 46]) await applyEvents(writer, [beat(id, ana, client, { at })]);
    expect(await stays(id)).toEqual([
      [0, 30],
      [31, 46],
    ]);
    expect(await people(id)).toHaveLength(2);
    expect(await kinds([beat(id, ana, client, { at: 46 })])).toEqual(["duplicate"]);
  });

  test("the latest rating counts, in whatever order ratings arrive", async () => {
    const { id } = await live();
    const who = guest("v:visitor-1");
    expect(await kinds([rate(id, who, 5, { at: 60 })])).toEqual(["stored"]);
    expect(await kinds([rate(id, who, 1, { at: 30 }), rate(id, who, 5, { at: 60 })])).toEqual([
      "duplicate",
      "duplicate",
    ]);
    expect(await kinds([rate(id, who, 2, { at: 90 })])).toEqual(["stored"]);
    expect(await sql`select rating, sent_at from feedback where session_id = ${id}`).toEqual([
      { rating: 2, sent_at: new Date(start + 90_000) },
    ]);
  });
});

describe("refused events", () => {
  const who = guest("v:visitor-1");
  const all = (id: string, given: Given) => [
    beat(id, who, newId(), given),
    message(id, who, "Hello", given),
    rate(id, who, 5, given),
  ];

  test("a cancelled session refuses everything and stores nothing", async () => {
    const { id } = await live({ status: "cancelled" });
    expect(await reasons(...all(id, { at: 0 }))).toEqual(Array(3).fill("cancelled"));
    expect(await people(id)).toEqual([]);
    expect(await version(id)).toBe(0);
  });

  test("a scheduled session refuses ratings and accepts presence", async () => {
    const { id } = await live({ status: "scheduled", started_at: null });
    expect(await reasons(...all(id, { at: -60 }))).toEqual(["stored", "stored", "not_started"]);
  });

  test("an ended session accepts only ratings, and earlier events for ten minutes", async () => {
    const { id } = await live({ status: "ended", ended_at: new Date(start + 30 * minute) });
    const end = 30 * 60;
    expect(await reasons(...all(id, { at: end + 1 }))).toEqual(["ended", "ended", "stored"]);
    expect(await reasons(...all(id, { at: end, received: end + 600 }))).toEqual([
      "stored",
      "stored",
      "duplicate",
    ]);
    expect(await reasons(...all(id, { at: end, received: end + 601 }))).toEqual([
      "ended",
      "ended",
      "duplicate",
    ]);
  });

  test("a session that nobody ended counts as ended one hour after its schedule", async () => {
    const { id } = await live();
    const closing = 2 * 3600;
    expect(await reasons(...all(id, { at: closing - 1 }))).toEqual(Array(3).fill("stored"));
    const [late, , rating] = await applyEvents(writer, all(id, { at: closing + 1 }));
    expect(late).toEqual({ kind: "refused", reason: "ended", status: "ended" });
    expect(rating).toEqual({ kind: "stored", status: "ended" });
  });

  test("a session without chat refuses messages", async () => {
    const { id } = await live({ chat_enabled: false });
    expect(await reasons(...all(id, { at: 0 }))).toEqual(["stored", "chat_off", "stored"]);
  });

  test("a deleted session refuses everything, and the other events of the batch are stored", async () => {
    const { id } = await live();
    expect(await reasons(...all(newId(), { at: 0 }), ...all(id, { at: 0 }))).toEqual([
      ...Array(3).fill("gone"),
      ...Array(3).fill("stored"),
    ]);
  });
});
