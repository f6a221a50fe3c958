import "server-only";
import { insertRows } from "@/lib/db/insert-rows";
import { attendeeIdentities, attendees } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import { openWriter, type Writer } from "@/lib/db/writer";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { changed, lockSessions } from "@/lib/domain/sessions/live/lock";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { eventsOf, type Registered, registrationsOf } from "./attending";
import { beaconsOf, type WatchedVideo } from "./beacons";
import type { Meeting } from "./session-plan";

/* Stores what players would have sent, through the ingest. Facts that are already stored change nothing, so a run can be repeated. */

/** Beacons per transaction: few writes of the roll-ups' rows, and little memory. */
const beaconsAtOnce = 1500;
/** Events per transaction: a client's heartbeats are one row, so many events need few writes. */
const eventsAtOnce = 6000;
/** Writer connections at once: one video's or session's facts are created while another's are committed. */
const writers = 2;

/** Processes a queue on several writer connections. */
async function onWriters<T>(queue: T[], work: (writer: Writer, item: T) => Promise<void>): Promise<void> {
  const connections = Array.from({ length: writers }, openWriter);
  const drain = async (writer: Writer) => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(writer, item);
  };
  try {
    await Promise.all(connections.map(drain));
  } finally {
    await Promise.all(connections.map((writer) => writer.close()));
  }
}

/** Stores facts in transactions of `size`. The demo sends only what a player could send, so a refusal is a bug in the demo or the ingest. */
async function inBatches<Fact>(
  facts: readonly Fact[],
  size: number,
  apply: (batch: Fact[]) => Promise<readonly ({ kind: "refused"; reason: string } | { kind: string })[]>,
): Promise<void> {
  for (let i = 0; i < facts.length; i += size) {
    const refused = (await apply(facts.slice(i, i + size))).find((outcome) => "reason" in outcome);
    if (refused) throw new Error(`the demo's data was refused: ${JSON.stringify(refused)}`);
  }
}

/** Stores every video's playbacks. `onProgress` is called after each video with the number of stored playbacks. */
export async function simulatePlaybacks(
  watched: readonly WatchedVideo[],
  onProgress: (done: number) => void,
): Promise<void> {
  let done = 0;
  await onWriters(
    [...watched].sort((a, b) => b.playbacks - a.playbacks),
    async (writer, video) => {
      await inBatches(beaconsOf(video), beaconsAtOnce, (batch) => applyBeacons(writer, batch));
      done += video.playbacks;
      onProgress(done);
    },
  );
}

/** Registers people for the sessions, and stores everything that their players send until `now`. */
export async function simulateSessions(meetings: readonly Meeting[], now: Date): Promise<void> {
  const size = ({ invited, outsiders }: Meeting) => invited.length + outsiders.length;
  await onWriters(
    [...meetings].sort((a, b) => size(b) - size(a)),
    async (writer, meeting) => {
      const registered = registrationsOf(meeting, now);
      await register(meeting.row.id, registered);
      await sendEvents(writer, eventsOf(meeting, registered, now));
    },
  );
}

export const sendEvents = (writer: Writer, events: readonly LiveEvent[]): Promise<void> =>
  inBatches(events, eventsAtOnce, (batch) => applyEvents(writer, batch));

/** Registers people as `registerPeople` does, at the instants at which they registered. */
export async function register(sessionId: string, registered: readonly Registered[]): Promise<void> {
  if (registered.length === 0) return;
  const rows = registered.map(({ attendee_id, person: { who }, registered_at, rsvp, cancelled_at }) => ({
    session_id: sessionId,
    id: attendee_id,
    display_name: who.name,
    email: who.email,
    user_id: who.user_id,
    registered_at,
    rsvp,
    cancelled_at,
    created_at: registered_at,
  }));
  const identities = registered.flatMap(({ attendee_id, person }) =>
    [person.who.identity, ...person.also].map((identity) => ({
      session_id: sessionId,
      identity,
      attendee_id,
    })),
  );
  await transaction(async (tx) => {
    await lockSessions(tx, [sessionId]);
    await insertRows(tx, attendees, rows, "ignore");
    await insertRows(tx, attendeeIdentities, identities, "ignore");
    await changed(tx, [sessionId]);
  });
}
