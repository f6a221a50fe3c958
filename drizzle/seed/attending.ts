import { graceSeconds, type LiveEvent } from "@/lib/domain/sessions/live/events";
import { begunAt } from "@/lib/domain/sessions/session";
import {
  between,
  chance,
  clamp,
  exponential,
  idAt,
  normal,
  oneOf,
  pick,
  type Random,
  randomOf,
  whole,
} from "./distributions";
import type { Meeting, Participant } from "./session-plan";
import { chatOf, commentOf, hostLines, type Occasion, reactionTypes } from "./wording";

/* Who registers for a session, who attends, and what they do there: for past sessions and for the one that is live. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A registration as `registerPeople` would store it. */
export type Registered = {
  attendee_id: string;
  person: Participant;
  registered_at: Date;
  rsvp: string | null;
  cancelled_at: Date | null;
};

/** One client of a person, connected from `from` to `to`; with `leaves` it sends a leave event at the end. */
type Connected = { client_id: string; from: number; to: number; leaves: boolean };
type Attendance = { person: Participant; host: boolean; clients: Connected[] };
type Window = { from: number; to: number };
/** A session that takes place: when, and the moments at which most happens. */
type Run = Window & { meeting: Meeting; moments: number[] };

const jittered = (random: Random, ms: number) => Math.round(ms * between(random, 0.8, 1.2));

/** Who has registered by `now`, in order of registration. */
export function registrationsOf(meeting: Meeting, now: Date): Registered[] {
  const { key, seed, row, course, invited, outsiders } = meeting;
  if (course.incidents.includes("drop-in")) return [];
  const start = row.scheduled_start.getTime();
  const found: Registered[] = [];
  for (const person of [...invited, ...outsiders]) {
    const random = randomOf(seed, "registration", key, person.key);
    const share = course.register_share + 0.06 * person.diligence;
    const lead = Math.min(13 * 24 * hourMs, hourMs / 4 + exponential(random, 4 * 24 * hourMs));
    const registeredAt = Math.round(start - lead);
    const rsvp = pick(random, { yes: 58, maybe: 12, no: 3, "": 27 }) || null;
    const cancelledAt = Math.round(between(random, registeredAt, start));
    const cancels = chance(random, 0.03);
    if (!chance(random, share) || registeredAt > now.getTime()) continue;
    found.push({
      attendee_id: idAt(random, registeredAt),
      person,
      registered_at: new Date(registeredAt),
      rsvp,
      cancelled_at: cancels && cancelledAt <= now.getTime() ? new Date(cancelledAt) : null,
    });
  }
  return found.sort((a, b) => a.registered_at.getTime() - b.registered_at.getTime());
}

/**
 * Everything that the players of a session send, in time order for each person, with heartbeats `beatSeconds` apart. Nothing of
 * a session that does not take place; no feedback after `now`.
 */
export function eventsOf(
  meeting: Meeting,
  registered: readonly Registered[],
  now: Date,
  beatSeconds: number = graceSeconds,
): LiveEvent[] {
  const { row, seed, key, course } = meeting;
  if (row.status === "scheduled" || row.status === "cancelled") return [];
  const window = { from: begunAt(row).getTime(), to: (row.ended_at ?? row.scheduled_end).getTime() };
  const host = hostOf(meeting, window);
  const audience = course.incidents.includes("nobody") ? [] : audienceOf(meeting, registered, window);
  const present = [host, ...audience];
  const random = randomOf(seed, "moments", key);
  const moments = Array.from({ length: whole(random, 3, 5) }, () =>
    between(random, window.from + 6 * minuteMs, window.to - 4 * minuteMs),
  );
  const run = { ...window, meeting, moments };
  return [
    ...present.flatMap((one) => presenceOf(meeting, one, beatSeconds * 1000)),
    ...(row.chat_enabled ? messagesOf(run, present) : []),
    ...reactionsOf(run, audience),
    ...feedbackOf(run, audience).filter(({ at }) => at <= now.getTime()),
  ];
}

function hostOf({ seed, key, host }: Meeting, { from, to }: Window): Attendance {
  const random = randomOf(seed, "host", key);
  const early = from - Math.round(between(random, 2, 9) * minuteMs);
  const client = { client_id: idAt(random, early), from: early, to, leaves: true };
  return { person: host, host: true, clients: [client] };
}

function audienceOf(meeting: Meeting, registered: readonly Registered[], window: Window): Attendance[] {
  const { seed, key, course, invited, guests } = meeting;
  const registrations = new Map(registered.map((one) => [one.person, one]));
  const walkIn = registered.length === 0 ? course.show * 0.7 : 0.12;
  const shareOf = (person: Participant) => {
    const registration = registrations.get(person);
    if (!registration) return guests.includes(person) ? 0.9 : walkIn;
    const declined = registration.cancelled_at !== null || registration.rsvp === "no";
    return declined ? 0.04 : course.show + 0.09 * person.diligence;
  };
  return [...new Set([...registrations.keys(), ...invited]), ...guests]
    .filter((person) => chance(randomOf(seed, "coming", key, person.key), clamp(shareOf(person), 0.02, 0.97)))
    .map((person) => ({ person, host: false, clients: clientsOf(meeting, person, window) }))
    .filter(({ clients }) => clients.length > 0);
}

/** When a person is connected: some leave at the break or before the end, some lose the connection, some use a second device. */
function clientsOf({ seed, key, course }: Meeting, person: Participant, { from, to }: Window): Connected[] {
  const random = randomOf(seed, "visit", key, person.key);
  const session = randomOf(seed, "punctual", key);
  const [early, prompt] = [between(session, 0.5, 0.68), between(session, 0.84, 0.93)];
  const length = to - from;
  const arrival = random();
  const came =
    arrival < early
      ? from - Math.min(12 * minuteMs, exponential(random, 2.5 * minuteMs))
      : arrival < prompt
        ? from + between(random, 0, 4.5) * minuteMs
        : from + Math.min(0.6 * length, 5 * minuteMs + exponential(random, 9 * minuteMs));
  const start = Math.round(came);
  const restless = clamp(0.1 + (4.6 - course.mood) * 0.16 - 0.05 * person.diligence, 0.04, 0.5);
  const leaves = chance(random, restless);
  const end = Math.round(
    leaves
      ? between(random, Math.max(start, from) + 2 * minuteMs, to)
      : // Most stay until the session is ended; a few leave just before.
        Math.min(to, to - exponential(random, 12_000) + 25_000),
  );
  if (end <= start) return [];
  const clientId = idAt(random, start);
  const clients: Connected[] = [];
  const connect = (client_id: string, begin: number, finish: number, leaves = true) =>
    clients.push({ client_id, from: begin, to: finish, leaves });
  const pause = course.incidents.includes("break") && chance(random, 0.27);
  const pausedAt = Math.round(from + 0.52 * length + exponential(random, 30_000));
  if (pause && start < pausedAt && pausedAt < end) {
    const back = pausedAt + Math.round(between(random, 6, 13) * minuteMs);
    connect(clientId, start, pausedAt);
    if (chance(random, 0.6) && back < end) connect(clientId, back, end);
  } else if (chance(random, 0.13) && end - start > 15 * minuteMs) {
    // The connection is lost: the same tab comes back after more than the grace.
    const lost = Math.round(between(random, start + 5 * minuteMs, end - 6 * minuteMs));
    connect(clientId, start, lost, false);
    connect(clientId, lost + Math.round(between(random, 70_000, 240_000)), end);
  } else connect(clientId, start, end, chance(random, 0.92));
  if (chance(random, 0.05) && end - start > 20 * minuteMs) {
    const second = start + jittered(random, 8 * minuteMs);
    connect(idAt(random, second), second, Math.min(end, second + jittered(random, 9 * minuteMs)));
  }
  return clients;
}

/** The fields of every event of a person at an instant. */
const baseOf = ({ row }: Meeting, { who }: Participant, at: number) => ({
  session_id: row.id,
  who,
  at,
  received_at: new Date(at),
});

function presenceOf(meeting: Meeting, { person, clients }: Attendance, everyMs: number): LiveEvent[] {
  const events: LiveEvent[] = [];
  for (const { client_id, from, to, leaves } of clients) {
    const add = (event: "join" | "heartbeat" | "leave", at: number) =>
      events.push({ ...baseOf(meeting, person, at), kind: "presence", event, client_id });
    add("join", from);
    for (let at = from + everyMs; at < to; at += everyMs) add("heartbeat", at);
    if (leaves) add("leave", to);
  }
  return events;
}

const isThere = (clients: readonly Connected[], at: number): boolean =>
  clients.some(({ from, to }) => at >= from && at < to);

/** An instant at which the person is present: `wanted` if they are present then. */
function whileThere(
  random: Random,
  clients: readonly Connected[],
  wanted: number,
  window: Window,
): number | null {
  if (isThere(clients, wanted)) return Math.round(wanted);
  const { from, to } = oneOf(random, clients);
  const [low, high] = [Math.max(from, window.from), Math.min(to, window.to)];
  return high > low ? Math.floor(between(random, low, high)) : null;
}

function messagesOf({ meeting, moments, from, to }: Run, present: readonly Attendance[]): LiveEvent[] {
  const { seed, key, course, subject } = meeting;
  const random = randomOf(seed, "chat", key);
  const nextLine = chatOf(random, subject);
  const events: LiveEvent[] = [];
  const write = (person: Participant, text: string, at: number) =>
    events.push({ ...baseOf(meeting, person, at), kind: "message", id: idAt(random, at), text });
  const wantedAt = (occasion: Occasion) => {
    if (occasion === "greeting") return from + between(random, -2, 4) * minuteMs;
    if (occasion === "goodbye") return to - between(random, 0.1, 2) * minuteMs;
    if (chance(random, 0.62)) return oneOf(random, moments) + 70_000 * normal(random);
    return between(random, from, to);
  };
  for (const { person, host, clients } of present) {
    if (host) {
      const step = (to - from) / hostLines.length;
      hostLines.forEach((line, i) => {
        const at = Math.round(from + (i === 0 ? 0 : step * (i + between(random, 0.2, 0.9))));
        write(person, line, i === hostLines.length - 1 ? to - 45_000 : at);
      });
      continue;
    }
    // Some never write; a few write most of the messages.
    const count = chance(random, 0.36)
      ? 0
      : Math.round(exponential(random, course.talk * 1.5 * Math.exp(0.25 * person.diligence)));
    for (let i = 0; i < count; i++) {
      const ends = { greeting: i === 0 ? 22 : 0, goodbye: i === count - 1 ? 16 : 0 };
      const occasion = pick<Occasion>(random, { ...ends, talk: 74 });
      const at = whileThere(random, clients, wantedAt(occasion), { from, to });
      if (at !== null) write(person, nextLine(occasion), at);
    }
  }
  return events;
}

/** Many reactions within a minute, at the session's moments and at its end. */
function reactionsOf({ meeting, moments, to }: Run, audience: readonly Attendance[]): LiveEvent[] {
  const { seed, key, course } = meeting;
  const random = randomOf(seed, "reactions", key);
  const times = [...moments.map((at) => at + 25_000), to - 90_000];
  const shares = times.map(
    (_, i) => (i === times.length - 1 ? 0.34 : between(random, 0.06, 0.3)) * (course.mood / 4.2) ** 3,
  );
  const events: LiveEvent[] = [];
  for (const { person, clients } of audience)
    for (const [i, moment] of times.entries()) {
      if (!isThere(clients, moment) || !chance(random, shares[i]! * Math.exp(0.4 * person.diligence)))
        continue;
      const count = 1 + Math.min(3, Math.floor(exponential(random, 0.6)));
      for (let again = 0; again < count; again++) {
        const at = Math.round(Math.min(to, moment + exponential(random, 12_000)));
        if (!isThere(clients, at)) break;
        const id = idAt(random, at);
        events.push({
          ...baseOf(meeting, person, at),
          kind: "reaction",
          id,
          type: pick(random, reactionTypes),
        });
      }
    }
  return events;
}

function feedbackOf({ meeting, to }: Run, audience: readonly Attendance[]): LiveEvent[] {
  const { seed, key, course } = meeting;
  const share = between(randomOf(seed, "feedback share", key), 0.32, 0.58);
  const used = new Set<string>();
  return audience.flatMap(({ person }): LiveEvent[] => {
    const random = randomOf(seed, "feedback", key, person.key);
    const rating = clamp(Math.round(course.mood + 0.85 * normal(random) + 0.1), 1, 5);
    const said = chance(random, 0.55) ? commentOf(random, rating, course.incidents, used) : [];
    const at = Math.round(to + Math.min(6 * hourMs, 20_000 + exponential(random, 9 * minuteMs)));
    if (!chance(random, share)) return [];
    for (const sentence of said) used.add(sentence);
    const comment = said.length ? said.map((sentence) => `${sentence}.`).join(" ") : null;
    return [{ ...baseOf(meeting, person, at), kind: "feedback", rating, comment }];
  });
}
