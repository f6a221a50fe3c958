import fc from "fast-check";
import { expect, test } from "vitest";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { parseMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, testDatabase } from "@/lib/testing/database";
import { staysOf } from "@/lib/testing/presence-spans";
import { applyEvents } from "./apply";
import type { AttendeeIdentity, LiveEvent } from "./events";
import { guestName } from "./fold";

const { sql, writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");

/** All rows of a session in the live family by their content: attendees by their identities, without ids of our own making. */
async function everything(sessionId: string): Promise<unknown> {
  const names = new Map<string, string>();
  const identities = await sql`
    select identity, attendee_id from attendee_identities where session_id = ${sessionId} order by identity`;
  for (const { identity, attendee_id } of identities)
    names.set(attendee_id, `${names.get(attendee_id) ?? ""} ${identity}`);
  const tables = ["attendees", "presence", "messages", "reactions", "feedback"];
  const rows = await Promise.all(
    tables.map((table) => sql`select * from ${sql(table)} where session_id = ${sessionId}`),
  );
  return rows.map((list, i) =>
    list
      .map(({ session_id: _, attendee_id, id, client_id, ...row }) =>
        JSON.stringify({
          ...row,
          who: names.get(attendee_id ?? id),
          // A client that two attendees share is the first one's; the other's bears their own id.
          ...(client_id ? { client: client_id.split(":")[0] } : {}),
          ...(tables[i] === "attendees" ? {} : { id }),
        }),
      )
      .sort(),
  );
}

/** The stays that these beats make, by walking them in order: a gap of more than 45 s ends one. */
function walked(times: readonly number[]): number[] {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const out: [number, number][] = [];
  for (const at of sorted) {
    const last = out.at(-1);
    if (last && at - last[1] <= 45) last[1] = at;
    else out.push([at, at]);
  }
  return out.filter(([from, to]) => to > from).flat();
}

type Fact = {
  kind: "join" | "heartbeat" | "leave" | "message" | "reaction" | "feedback";
  /** Index into the cast, and of one of their three clients. */
  who: number;
  client: number;
  /** Whether it says what its guest is called. */
  named: boolean;
  /** Seconds after the start. */
  at: number;
  index: number;
  id: string;
};

const guest = (identity: string): AttendeeIdentity => ({
  identity,
  name: guestName(identity),
  email: null,
  user_id: null,
});

async function makeCast(): Promise<AttendeeIdentity[]> {
  const schoolId = (await makeSchool()).id;
  const users = await Promise.all([1, 2].map(() => makeUser({ school_id: schoolId })));
  return [
    ...users.map(({ id, name, email }) => ({ identity: `u:${id}`, name, email, user_id: id })),
    guest("v:visitor-1"),
    guest("s:learner-9"),
  ];
}

function eventOf(
  sessionId: string,
  person: AttendeeIdentity,
  clients: readonly string[],
  fact: Fact,
): LiveEvent {
  const { kind, client, at, index, id, named } = fact;
  const base = {
    session_id: sessionId,
    who: person.user_id === null && named ? { ...person, name: "Eva" } : person,
    at: start + at * 1000,
    received_at: new Date(start + at * 1000),
  };
  switch (kind) {
    case "message":
      return { ...base, kind, id, text: `Number ${index}` };
    case "reaction":
      return { ...base, kind, id, type: `r${index}` };
    case "feedback":
      // At one instant a person rates once.
      return { ...base, kind, rating: (at % 5) + 1, comment: null };
    default:
      return { ...base, kind: "presence", event: kind, client_id: clients[client]! };
  }
}

const isBeat = ({ kind }: Fact): boolean => kind === "join" || kind === "heartbeat" || kind === "leave";

test("any order, repetition and batching gives the same rows, and the same stays as walking through the beats", async () => {
  const cast = await makeCast();
  const clients = cast.map(() => [newId(), newId(), newId()]);
  // One client that all of them share.
  for (const own of clients) own[2] = clients[0]![2]!;
  const anyFact = fc.record({
    kind: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom("join", "heartbeat", "heartbeat", "leave") },
      { weight: 2, arbitrary: fc.constantFrom("message", "reaction", "feedback") },
    ) as fc.Arbitrary<Fact["kind"]>,
    who: fc.nat(cast.length - 1),
    client: fc.nat(2),
    named: fc.boolean(),
    at: fc.integer({ min: 0, max: 300 }),
  });
  const schoolId = (await makeSchool()).id;
  const session = async () =>
    (await makeSession({ school_id: schoolId, status: "live", started_at: new Date(start) })).id;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyFact, { minLength: 1, maxLength: 40 }).chain((given) => {
        const length = given.length * 2;
        const numbered = given.map((fact, index): Fact => ({ ...fact, index, id: newId() }));
        return fc.tuple(
          fc.constant(numbered),
          fc.shuffledSubarray([...numbered, ...numbered], { minLength: length, maxLength: length }),
          fc.integer({ min: 1, max: 9 }),
        );
      }),
      async ([inOrder, shuffled, batch]) => {
        const [one, other] = [await session(), await session()];
        const of = (id: string, facts: Fact[]) =>
          facts.map((fact) => eventOf(id, cast[fact.who]!, clients[fact.who]!, fact));
        await applyEvents(writer, of(one, inOrder));
        for (let i = 0; i < shuffled.length; i += batch)
          await applyEvents(writer, of(other, shuffled.slice(i, i + batch)));
        expect(await everything(other)).toEqual(await everything(one));

        const chains = new Map<string, number[]>();
        for (const { who, client, at } of inOrder.filter(isBeat))
          getOrInsert(chains, `${who} ${client}`, () => []).push(at);
        expect((await stays(other)).sort(byText)).toEqual([...chains.values()].map(walked).sort(byText));
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

/** Each client's stays, in seconds after the start. */
async function stays(sessionId: string): Promise<number[][]> {
  const rows = await sql`select * from presence where session_id = ${sessionId}`;
  return rows.map((row) => {
    const heartbeats = parseMultirange(row.heartbeats);
    return staysOf({ heartbeats, grace_ms: row.grace_ms, left_ms: null }, null).map(
      (ms) => (ms - start) / 1000,
    );
  });
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
