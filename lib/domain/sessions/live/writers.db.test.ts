import { expect, test } from "vitest";
import { openWriter } from "@/lib/db/writer";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, testDatabase } from "@/lib/testing/database";
import { applyEvents } from "./apply";
import type { LiveEvent } from "./events";

const { sql } = testDatabase();

test("several writers with the same events store each once, with one attendee each", async () => {
  const { id: schoolId } = await makeSchool();
  const at = Date.parse("2026-11-18T18:00:00Z");
  const sessions = await Promise.all(
    [1, 2, 3].map(() => makeSession({ school_id: schoolId, status: "live" })),
  );
  const events = sessions.flatMap(({ id: sessionId }) =>
    Array.from({ length: 40 }, (_, i): LiveEvent => {
      const base = {
        session_id: sessionId,
        who: { identity: `v:visitor-${i % 5}`, name: "Ana", email: null, user_id: null },
        at: at + i * 1000,
        received_at: new Date(at + i * 1000),
      };
      return i % 2
        ? { ...base, kind: "message", id: newId(), text: "Hello" }
        : { ...base, kind: "presence", event: "heartbeat", client_id: `client-${i % 5}` };
    }),
  );
  const writers = Array.from({ length: 4 }, () => openWriter());
  const outcomes = await Promise.all(
    writers.map(async (writer) => {
      const kinds: string[] = [];
      for (let i = 0; i < events.length; i += 7)
        for (const { kind } of await applyEvents(writer, events.slice(i, i + 7))) kinds.push(kind);
      await writer.close();
      return kinds;
    }),
  );
  const [stored] = await sql`
    select (select count(*)::int from attendees) as attendees, (select count(*)::int from attendee_identities) as identities,
      (select count(*)::int from messages) as messages, (select count(*)::int from presence) as presence`;
  expect(stored).toEqual({ attendees: 15, identities: 15, messages: 60, presence: 15 });
  // A message is stored by one writer and a repetition to the three others.
  const messages = outcomes.map((kinds) => kinds.filter((_, i) => events[i]!.kind === "message"));
  for (let i = 0; i < 60; i++)
    expect(messages.map((kinds) => kinds[i]).sort()).toEqual([...Array(3).fill("duplicate"), "stored"]);
});
