import { applyEvents } from "@/lib/domain/sessions/live/apply";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { changed } from "@/lib/domain/sessions/live/lock";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, scopeOf, testDatabase } from "./database";
import { generator } from "./numbers-model";

/*
 * Random sessions, recorded through the real ingest, compared with a model without ranges or sweeps: it checks for
 * every second and every person whether they were present.
 */

const { sql, writer } = testDatabase();
export const start = Date.parse("2026-11-18T18:00:00Z");
export const length = 2400;
const graceSeconds = 45;

export const randomOf = (seed: number) => generator(seed).next;

type Person = {
  identity: string;
  name: string;
  registered: boolean;
  /** Beats of each of their devices, in seconds from the start; some before it, some after the end. */
  clients: number[][];
  texts: string[];
  reactions: number;
  rating: number | null;
};

const texts = ["Thanks", "Why is that?", "なぜ？", "لماذا؟", "? not one", "See ?b ", "Really? "];

export function makePeople(seed: number): Person[] {
  const random = randomOf(seed);
  const pick = (n: number) => Math.floor(random() * n);
  return Array.from({ length: 4 + pick(12) }, (_, index) => ({
    identity: `s:person-${index}`,
    name: `Person ${String(index).padStart(2, "0")}`,
    registered: random() < 0.7,
    clients: Array.from({ length: pick(3) }, () => {
      const beats: number[] = [];
      let at = pick(length) - 120;
      for (let i = pick(40); i >= 0; i--) {
        beats.push(at);
        at += random() < 0.1 ? 46 + pick(300) : 1 + pick(45);
      }
      return beats;
    }),
    texts: Array.from({ length: pick(4) }, () => texts[pick(texts.length)]!),
    reactions: pick(3),
    rating: random() < 0.4 ? 1 + pick(5) : null,
  }));
}

/** The seconds of the session in which one person was present. */
export function secondsOf(person: Person): boolean[] {
  const there = new Array<boolean>(length).fill(false);
  for (const client of person.clients) {
    const beats = [...client].sort((a, b) => a - b);
    for (let i = 1; i < beats.length; i++)
      if (beats[i]! - beats[i - 1]! <= graceSeconds)
        for (let second = Math.max(0, beats[i - 1]!); second < Math.min(length, beats[i]!); second++)
          there[second] = true;
  }
  return there;
}

/** A session of these people that has ended, with the scope of its instructor. */
export async function record(
  people: Person[],
  random: () => number,
  settings: Parameters<typeof makeSchool>[0] = {},
) {
  const school = await makeSchool(settings);
  const instructor = await makeUser({ school_id: school.id, role: "instructor" });
  const session = await makeSession({
    school_id: school.id,
    instructor_id: instructor.id,
    status: "live",
    started_at: new Date(start),
    scheduled_start: new Date(start - 60_000),
    scheduled_end: new Date(start + length * 1000),
  });
  const events: LiveEvent[] = people.flatMap((person): LiveEvent[] => {
    const common = {
      session_id: session.id,
      who: { identity: person.identity, name: person.name, email: null, user_id: null },
      received_at: new Date(start + length * 1000),
    };
    return [
      ...person.clients.flatMap((beats) => {
        const clientId = newId();
        return beats.map((at) => ({
          ...common,
          kind: "presence" as const,
          event: "heartbeat" as const,
          client_id: clientId,
          at: start + at * 1000,
        }));
      }),
      ...person.texts.map((text, i) => ({
        ...common,
        kind: "message" as const,
        id: newId(),
        text,
        at: start + (100 + i) * 1000,
      })),
      ...Array.from({ length: person.reactions }, () => ({
        ...common,
        kind: "reaction" as const,
        id: newId(),
        type: "👍",
        at: start + 60_000,
      })),
      ...(person.rating === null
        ? []
        : [
            {
              ...common,
              kind: "feedback" as const,
              rating: person.rating,
              comment: null,
              at: start + 1000,
            },
          ]),
    ];
  });
  events.sort(() => random() - 0.5);
  for (let i = 0; i < events.length; i += 97) await applyEvents(writer, events.slice(i, i + 97));
  for (const person of people.filter((one) => one.registered)) {
    const id = newId();
    await sql`
      with had as (
        update attendees a set registered_at = now() from attendee_identities i
        where i.session_id = ${session.id} and i.identity = ${person.identity} and a.session_id = ${session.id} and a.id = i.attendee_id
        returning a.id
      )
      insert into attendees (session_id, id, display_name, registered_at, created_at)
      select ${session.id}, ${id}, ${person.name}, now(), now() where not exists (select from had)`;
  }
  await sql`update sessions set status = 'ended', ended_at = ${new Date(start + length * 1000)} where id = ${session.id}`;
  await changed(sql, [session.id]);
  return { scope: scopeOf(instructor), session: await reachSession(scopeOf(instructor), session.id) };
}
