import { graceSeconds, type LiveEvent } from "@/lib/domain/sessions/live/events";
import { begunAt } from "@/lib/domain/sessions/session";
import { deckOf, hostLines, reactionTypes } from "./chat";
import {
  between,
  chance,
  exponential,
  idAt,
  normal,
  pick,
  type Random,
  randomOf,
  whole,
} from "./distributions";
import { commentOf } from "./feedback-words";
import { clamp, type Meeting, type Someone } from "./session-plan";

/* Who registers for a session, who comes, and what they do there. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A registration as `registerPeople` would leave it. */
export type Registered = {
  attendee_id: string;
  one: Someone;
  registered_at: Date;
  rsvp: string | null;
  cancelled_at: Date | null;
};

/** One client of somebody, connected from `from` to `to`. */
type Visit = { client_id: string; from: number; to: number; says: boolean };
type Attending = { one: Someone; host: boolean; visits: Visit[] };
type Window = { from: number; to: number };

const jittered = (random: Random, ms: number) => Math.round(ms * between(random, 0.8, 1.2));

/** Who has registered by `now`, in the order in which they did. */
export function registrationsOf(
  { key, seed, row, course, invited, outsiders }: Meeting,
  now: Date,
): Registered[] {
  if (course.incidents.includes("drop-in")) return [];
  const start = row.scheduled_start.getTime();
  const found: Registered[] = [];
  for (const one of [...invited, ...outsiders]) {
    const random = randomOf(seed, "registration", key, one.key);
    const share = course.register_share + 0.06 * one.diligence;
    const lead = Math.min(13 * 24 * hourMs, hourMs / 4 + exponential(random, 4 * 24 * hourMs));
    const registeredAt = Math.round(start - lead);
    const rsvp = pick<string | null>(random, [
      ["yes", 58],
      ["maybe", 12],
      ["no", 3],
      [null, 27],
    ]);
    const cancelledAt = Math.round(between(random, registeredAt, start));
    const cancels = chance(random, 0.03);
    if (!chance(random, share) || registeredAt > now.getTime()) continue;
    found.push({
      attendee_id: idAt(random, registeredAt),
      one,
      registered_at: new Date(registeredAt),
      rsvp,
      cancelled_at: cancels && cancelledAt <= now.getTime() ? new Date(cancelledAt) : null,
    });
  }
  return found.sort((a, b) => a.registered_at.getTime() - b.registered_at.getTime());
}

/**
 * Everything that the players of a session send, in time order within each person; `beatSeconds` apart while somebody is there
 * (a stay is whole at 45 and less). Nothing of a session that does not take place. Feedback after `now` is not written yet.
 */
export function eventsOf(
  meeting: Meeting,
  registered: readonly Registered[],
  now: Date,
  beatSeconds: number = graceSeconds,
): LiveEvent[] {
  const { row, seed, key, course } = meeting;
  if (row.status === "scheduled" || row.status === "cancelled") return [];
  const window = {
    from: begunAt(row).getTime(),
    to: (row.ended_at ?? row.scheduled_end).getTime(),
  };
  const people = whoCome(meeting, registered, window);
  const audience = people.filter(
    (person) => !person.host && course.incidents.every((one) => one !== "nobody"),
  );
  const present = course.incidents.includes("nobody") ? people.filter((person) => person.host) : people;
  const random = randomOf(seed, "moments", key);
  const moments = Array.from({ length: whole(random, 3, 5) }, () =>
    between(random, window.from + 6 * minuteMs, window.to - 4 * minuteMs),
  );
  return [
    ...present.flatMap((person) => beatsOf(meeting, person, beatSeconds * 1000)),
    ...(row.chat_enabled ? messagesOf(meeting, present, moments, window) : []),
    ...reactionsOf(meeting, audience, moments, window),
    ...feedbackOf(meeting, audience, window, now),
  ];
}

function whoCome(meeting: Meeting, registered: readonly Registered[], window: Window): Attending[] {
  const { seed, key, course, invited, strangers, host } = meeting;
  const known = new Map(registered.map((one) => [one.one, one]));
  const open = registered.length === 0;
  const come = [...new Set([...known.keys(), ...invited]), ...strangers].filter((one) => {
    const random = randomOf(seed, "coming", key, one.key);
    const registration = known.get(one);
    const share = registration
      ? registration.cancelled_at || registration.rsvp === "no"
        ? 0.04
        : course.show + 0.09 * one.diligence
      : strangers.includes(one)
        ? 0.9
        : open
          ? course.show * 0.7
          : 0.12;
    return chance(random, clamp(share, 0.02, 0.97));
  });
  const opened = randomOf(seed, "host", key);
  const early = window.from - Math.round(between(opened, 2, 9) * minuteMs);
  return [
    {
      one: host,
      host: true,
      visits: [{ client_id: idAt(opened, early), from: early, to: window.to, says: true }],
    },
    ...come.map((one) => ({ one, host: false, visits: visitsOf(meeting, one, window) })),
  ].filter((person) => person.visits.length > 0);
}

/** When somebody is there: they come, some leave at the break or before the end, some are cut off, some use a second device. */
function visitsOf({ seed, key, course }: Meeting, one: Someone, { from, to }: Window): Visit[] {
  const random = randomOf(seed, "visit", key, one.key);
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
  const restless = clamp(0.1 + (4.6 - course.mood) * 0.16 - 0.05 * one.diligence, 0.04, 0.5);
  const leaves = chance(random, restless);
  const end = Math.round(
    leaves
      ? between(random, Math.max(start, from) + 2 * minuteMs, to)
      : // The room stays until the session is ended; a few go while they say goodbye.
        Math.min(to, to - exponential(random, 12_000) + 25_000),
  );
  if (end <= start) return [];
  const clientId = idAt(random, start);
  const visits: Visit[] = [];
  const pause = course.incidents.includes("break") && chance(random, 0.27);
  const brokeAt = Math.round(from + 0.52 * length + exponential(random, 30_000));
  if (pause && start < brokeAt && brokeAt < end) {
    const back = brokeAt + Math.round(between(random, 6, 13) * minuteMs);
    visits.push({ client_id: clientId, from: start, to: brokeAt, says: true });
    if (chance(random, 0.6) && back < end)
      visits.push({ client_id: clientId, from: back, to: end, says: true });
  } else if (chance(random, 0.13) && end - start > 15 * minuteMs) {
    // Cut off: the same tab comes back after more than the grace.
    const lost = Math.round(between(random, start + 5 * minuteMs, end - 6 * minuteMs));
    const back = lost + Math.round(between(random, 70_000, 240_000));
    visits.push(
      { client_id: clientId, from: start, to: lost, says: false },
      { client_id: clientId, from: back, to: end, says: true },
    );
  } else visits.push({ client_id: clientId, from: start, to: end, says: chance(random, 0.92) });
  if (chance(random, 0.05) && end - start > 20 * minuteMs) {
    const second = start + jittered(random, 8 * minuteMs);
    visits.push({
      client_id: idAt(random, second),
      from: second,
      to: Math.min(end, second + jittered(random, 9 * minuteMs)),
      says: true,
    });
  }
  return visits;
}

type Base = Pick<LiveEvent, "session_id" | "who">;
const baseOf = (meeting: Meeting, { who }: Someone): Base => ({ session_id: meeting.row.id, who });

function beatsOf(meeting: Meeting, { one, visits }: Attending, everyMs: number): LiveEvent[] {
  const base = baseOf(meeting, one);
  const events: LiveEvent[] = [];
  for (const { client_id: clientId, from, to, says } of visits) {
    const add = (event: "join" | "heartbeat" | "leave", at: number) =>
      events.push({ ...base, kind: "presence", event, client_id: clientId, at, received_at: new Date(at) });
    add("join", from);
    for (let at = from + everyMs; at < to; at += everyMs) add("heartbeat", at);
    if (says) add("leave", to);
  }
  return events;
}

const isThere = (visits: readonly Visit[], at: number): boolean =>
  visits.some(({ from, to }) => at >= from && at < to);

/** An instant at which they are there, near `wanted` where they were there then. */
function whileThere(random: Random, visits: readonly Visit[], wanted: number, window: Window): number | null {
  if (isThere(visits, wanted)) return Math.round(wanted);
  const { from, to } = visits[whole(random, 0, visits.length - 1)]!;
  const [low, high] = [Math.max(from, window.from), Math.min(to, window.to)];
  return high > low ? Math.floor(between(random, low, high)) : null;
}

function messagesOf(
  meeting: Meeting,
  present: readonly Attending[],
  moments: readonly number[],
  window: Window,
): LiveEvent[] {
  const { seed, key, course, subject } = meeting;
  const random = randomOf(seed, "chat", key);
  const deal = deckOf(random, subject);
  const events: LiveEvent[] = [];
  const say = (one: Someone, text: string, at: number) =>
    events.push({
      ...baseOf(meeting, one),
      kind: "message",
      id: idAt(random, at),
      text,
      at,
      received_at: new Date(at),
    });
  for (const { one, host, visits } of present) {
    if (host) {
      const step = (window.to - window.from) / hostLines.length;
      hostLines.forEach((line, i) => {
        const at = Math.round(window.from + (i === 0 ? 0 : step * (i + between(random, 0.2, 0.9))));
        say(one, line, i === hostLines.length - 1 ? window.to - 45_000 : at);
      });
      continue;
    }
    // Some never write, a few write most of it.
    const count = chance(random, 0.36)
      ? 0
      : Math.round(exponential(random, course.talk * 1.5 * Math.exp(0.25 * one.diligence)));
    for (let i = 0; i < count; i++) {
      const occasion = pick(random, [
        ["greeting", i === 0 ? 22 : 0],
        ["thanks", i === count - 1 ? 16 : 0],
        ["talk", 74],
      ] as const);
      const wanted =
        occasion === "greeting"
          ? window.from + between(random, -2, 4) * minuteMs
          : occasion === "thanks"
            ? window.to - between(random, 0.1, 2) * minuteMs
            : chance(random, 0.62)
              ? pick(
                  random,
                  moments.map((moment) => [moment, 1] as const),
                ) +
                70_000 * normal(random)
              : between(random, window.from, window.to);
      const at = whileThere(random, visits, wanted, window);
      if (at !== null) say(one, deal(occasion), at);
    }
  }
  return events;
}

/** Applause: many within a minute, at the session's moments and at its end. */
function reactionsOf(
  meeting: Meeting,
  audience: readonly Attending[],
  moments: readonly number[],
  window: Window,
): LiveEvent[] {
  const { seed, key, course } = meeting;
  const random = randomOf(seed, "reactions", key);
  const times = [...moments.map((at) => at + 25_000), window.to - 90_000];
  const shares = times.map(
    (_, i) => (i === times.length - 1 ? 0.34 : between(random, 0.06, 0.3)) * (course.mood / 4.2) ** 3,
  );
  const events: LiveEvent[] = [];
  for (const { one, visits } of audience)
    for (const [i, moment] of times.entries()) {
      if (!isThere(visits, moment) || !chance(random, shares[i]! * Math.exp(0.4 * one.diligence))) continue;
      const count = 1 + Math.min(3, Math.floor(exponential(random, 0.6)));
      for (let again = 0; again < count; again++) {
        const at = Math.round(Math.min(window.to, moment + exponential(random, 12_000)));
        if (!isThere(visits, at)) break;
        events.push({
          ...baseOf(meeting, one),
          kind: "reaction",
          id: idAt(random, at),
          type: pick(random, reactionTypes),
          at,
          received_at: new Date(at),
        });
      }
    }
  return events;
}

function feedbackOf(
  meeting: Meeting,
  audience: readonly Attending[],
  window: Window,
  now: Date,
): LiveEvent[] {
  const { seed, key, course } = meeting;
  const share = between(randomOf(seed, "feedback share", key), 0.32, 0.58);
  const events: LiveEvent[] = [];
  for (const { one } of audience) {
    const random = randomOf(seed, "feedback", key, one.key);
    const rating = clamp(Math.round(course.mood + 0.85 * normal(random) + 0.1), 1, 5);
    const comment = chance(random, 0.55) ? commentOf(random, rating, course.incidents) : null;
    const at = Math.round(window.to + Math.min(6 * hourMs, 20_000 + exponential(random, 9 * minuteMs)));
    if (!chance(random, share) || at > now.getTime()) continue;
    events.push({
      ...baseOf(meeting, one),
      kind: "feedback",
      rating,
      comment,
      at,
      received_at: new Date(at),
    });
  }
  return events;
}
