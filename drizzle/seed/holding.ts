import "server-only";
import { sql } from "@/lib/db/client";
import { instantArray, textArray } from "@/lib/db/literals";
import { openWriter, type Writer } from "@/lib/db/writer";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { changed, lockSessions } from "@/lib/domain/sessions/live/lock";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { eventsOf, type Registered, registrationsOf } from "./attending";
import type { Meeting } from "./session-plan";

/** Events in one transaction: a client's heartbeats grow into one row, so that many at once cost few writes. */
const batchSize = 6000;
/** Writers at once, each with a connection and sessions of its own. */
const writers = 2;

/**
 * Holds the sessions: who registers, and everything that players send until `now`, through the path of live facts. What is
 * there already changes nothing, so that it may be begun again.
 */
export async function holdSessions(meetings: readonly Meeting[], now: Date): Promise<void> {
  const queue = [...meetings].sort((a, b) => size(b) - size(a));
  const write = async (writer: Writer) => {
    for (let meeting = queue.shift(); meeting; meeting = queue.shift()) await hold(writer, meeting, now);
  };
  const connections = Array.from({ length: writers }, openWriter);
  try {
    await Promise.all(connections.map(write));
  } finally {
    await Promise.all(connections.map((writer) => writer.close()));
  }
}

const size = ({ invited, outsiders }: Meeting): number => invited.length + outsiders.length;

async function hold(writer: Writer, meeting: Meeting, now: Date): Promise<void> {
  const registered = registrationsOf(meeting, now);
  await register(meeting, registered);
  await send(writer, eventsOf(meeting, registered, now));
}

/** Registers people as `registerPeople` does, at the instants at which they did. */
export async function register(
  { row }: Pick<Meeting, "row">,
  registered: readonly Registered[],
): Promise<void> {
  if (registered.length === 0) return;
  const text = (pick: (one: Registered) => string | null) => textArray(registered.map(pick));
  const at = instantArray(registered.map((one) => one.registered_at));
  const names = registered.flatMap(({ one, attendee_id: attendeeId }) =>
    [one.who.identity, ...one.also].map((identity) => ({ identity, attendee_id: attendeeId })),
  );
  await sql().begin(async (tx) => {
    await lockSessions(tx, [row.id]);
    await tx`
      insert into attendees (session_id, id, display_name, email, user_id, registered_at, rsvp, cancelled_at, created_at)
      select ${row.id}::uuid, x.* from unnest(${text((one) => one.attendee_id)}::uuid[], ${text(({ one }) => one.who.name)}::text[],
        ${text(({ one }) => one.who.email)}::text[], ${text(({ one }) => one.who.user_id)}::uuid[], ${at}::timestamptz[],
        ${text((one) => one.rsvp)}::text[], ${instantArray(registered.map((one) => one.cancelled_at))}::timestamptz[],
        ${at}::timestamptz[]) x
      on conflict do nothing`;
    await tx`
      insert into attendee_identities (session_id, identity, attendee_id)
      select ${row.id}::uuid, x.* from unnest(${textArray(names.map((one) => one.identity))}::text[],
        ${textArray(names.map((one) => one.attendee_id))}::uuid[]) x
      on conflict do nothing`;
    await changed(tx, [row.id]);
  });
}

/** Stores what players sent. Throws where something was refused: what is made up keeps to what a player can do. */
export async function send(writer: Writer, events: readonly LiveEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += batchSize) {
    const outcomes = await applyEvents(writer, events.slice(i, i + batchSize));
    const refused = outcomes.find((outcome) => outcome.kind === "refused");
    if (refused?.kind === "refused") throw new Error(`an event of the demo was refused: ${refused.reason}`);
  }
}

/** Counts the numbers of what has ended and keeps them, so that nobody waits for the first list. */
export async function countSessions(now: Date): Promise<void> {
  while ((await recountStale(now)) > 0);
}
