import type { AttendanceReport, ReportPerson } from "@/lib/measure/attendance-report";
import { normalize, type Ranges, size, union } from "@/lib/measure/ranges";
import type { AttendeeFacts } from "../numbers";
import { addressesOf, type Match } from "./match";

/* From a report's people, and who they are, to the attendees that an import writes. Instants are epoch milliseconds. */

/** What a person decided about somebody of the report: who they are, nobody known, one who runs it, or left out. */
export type Decision = { user_id: string } | "guest" | "host" | "skip";

/** A user of the school whom a decision names. */
export type DecidedUser = { user_id: string; name: string; email: string };

export type PlannedAttendee = {
  /** What leads to them in the session, the surest first; for `n:` see attendee_identities. */
  identities: string[];
  user_id: string | null;
  name: string;
  email: string | null;
  host: boolean;
  registered_at: number | null;
  cancelled: boolean;
  stays: Ranges;
  /** A length that the report gives alone, or that is less than the stays. */
  reported_ms: number | null;
  messages: number;
  reactions: { type: string; at: number }[];
};

const nameLengthMax = 200;
const reactionLengthMax = 100;
/** Later instants, and those before the epoch, are no meeting's; Postgres would not even take all of them. */
const latest = Date.UTC(10_000, 0);

/** No report's length of somebody's presence, and no count of their messages, is honestly larger. */
const lengthMaxMs = 31 * 24 * 3_600_000;
const messagesMax = 1_000_000;

const sensible = (at: number) => Number.isFinite(at) && at >= 0 && at < latest;

/** What a report says of somebody is only that they are in it: nothing came of an unreadable line. */
const saysNothing = ({
  spans,
  present_seconds: presentSeconds,
  registered_at: registeredAt,
  messages,
  reactions,
}: ReportPerson) =>
  spans.length + messages + reactions.length === 0 && presentSeconds === null && registeredAt === null;

function attendeeOf(
  person: ReportPerson,
  who: { user: DecidedUser | null; nameIdentity: string; addresses: readonly string[]; host: boolean },
): PlannedAttendee {
  const { user, addresses } = who;
  const identities = [
    ...(user ? [`u:${user.user_id}`] : []),
    ...new Set([...(user ? [user.email] : []), ...addresses].map((address) => `e:${address}`)),
  ];
  const stays = normalize(
    person.spans
      .filter((span) => span.every(sensible))
      .map(([from, to]) => [Math.round(from), Math.round(to)] as const),
  );
  const ms =
    person.present_seconds === null
      ? null
      : Math.min(lengthMaxMs, Math.max(0, Math.round(person.present_seconds * 1000)));
  return {
    identities: identities.length ? identities : [who.nameIdentity],
    user_id: user?.user_id ?? null,
    name: (user?.name ?? person.name).slice(0, nameLengthMax).toWellFormed(),
    email: addresses[0] ?? user?.email ?? null,
    host: who.host,
    registered_at:
      person.registered_at !== null && sensible(person.registered_at) ? person.registered_at : null,
    cancelled: person.cancelled,
    stays,
    reported_ms: ms !== null && (stays.length === 0 || ms < size(stays)) ? ms : null,
    messages: Math.min(messagesMax, Math.max(0, Math.round(person.messages))),
    reactions: person.reactions
      .filter(({ at }) => sensible(at))
      .map(({ type, at }) => ({ type: type.slice(0, reactionLengthMax).toWellFormed(), at: Math.round(at) })),
  };
}

/** Two rows of a report that are one attendee: lengths add up, and where one has only a length the other's stays count as one. */
function together(a: PlannedAttendee, b: PlannedAttendee): PlannedAttendee {
  const length = (one: PlannedAttendee) => one.reported_ms ?? size(one.stays);
  const registrations = [a.registered_at, b.registered_at].filter((at) => at !== null);
  return {
    identities: [...new Set([...a.identities, ...b.identities])],
    user_id: a.user_id ?? b.user_id,
    name: a.user_id || !b.user_id ? a.name : b.name,
    email: a.email ?? b.email,
    host: a.host || b.host,
    registered_at: registrations.length ? Math.min(...registrations) : null,
    cancelled: a.cancelled && b.cancelled,
    stays: union(a.stays, b.stays),
    reported_ms: a.reported_ms === null && b.reported_ms === null ? null : length(a) + length(b),
    messages: Math.min(messagesMax, a.messages + b.messages),
    reactions: [...a.reactions, ...b.reactions].sort((x, y) => x.at - y.at),
  };
}

/** A name as `n:` identities hold it: the form in which registrations by name alone are kept. */
const nameIdentityOf = (name: string) => `n:${name.toLowerCase().replaceAll(/\s+/g, " ")}`;

/**
 * The attendees of a report. `decisions` go by the person's place in it and outweigh the match; a doubtful person about whom
 * nothing is decided is a guest. `decided` are the users whom decisions name. Those that turn out to be one are put together.
 */
export function plannedAttendees(
  people: readonly ReportPerson[],
  matches: readonly Match[],
  decisions: Readonly<Record<string, Decision>>,
  decided: ReadonlyMap<string, DecidedUser>,
  instructorId: string | null,
): PlannedAttendee[] {
  const nameUses = new Map<string, number>();
  for (const { name } of people)
    nameUses.set(nameIdentityOf(name), (nameUses.get(nameIdentityOf(name)) ?? 0) + 1);
  const planned: PlannedAttendee[] = [];
  const places = new Map<string, number>();
  for (const [index, person] of people.entries()) {
    const decision = decisions[index];
    if (decision === "skip" || saysNothing(person)) continue;
    const match = matches[index]!;
    const named = typeof decision === "object" ? decided.get(decision.user_id) : undefined;
    const user = named ?? (match.kind === "matched" && decision !== "guest" ? match.person : null);
    const shared = nameIdentityOf(person.name);
    const next = attendeeOf(person, {
      user,
      // Namesakes whom the report tells apart stay two people.
      nameIdentity: nameUses.get(shared)! > 1 ? `${shared} (${person.external_id ?? person.line})` : shared,
      // Whoever is said not to be the owner of an address is not to be found by it either.
      addresses:
        match.kind === "matched" && user?.user_id !== match.person.user_id ? [] : addressesOf(person),
      host: person.role === "host" || decision === "host" || (user !== null && user.user_id === instructorId),
    });
    const at = next.identities.map((identity) => places.get(identity)).find((place) => place !== undefined);
    const place = at ?? planned.length;
    planned[place] = at === undefined ? next : together(planned[at]!, next);
    for (const identity of planned[place].identities) if (!places.has(identity)) places.set(identity, place);
  }
  return planned;
}

/** When the meeting was: as the report says, else from the first to the last of its stays. Null where it cannot be known. */
export function meetingTimes(
  report: Pick<AttendanceReport, "started_at" | "ended_at" | "people">,
): { start: Date; end: Date } | null {
  let first: number | null = null;
  let last: number | null = null;
  let longest = 0;
  for (const { spans, present_seconds: presentSeconds } of report.people) {
    longest = Math.max(longest, (presentSeconds ?? 0) * 1000);
    for (const [from, to] of spans) {
      first = first === null ? from : Math.min(first, from);
      last = last === null ? to : Math.max(last, to);
    }
  }
  const start = report.started_at ?? first;
  if (start === null || !sensible(start)) return null;
  const end = report.ended_at ?? last ?? start + longest;
  return sensible(end) && end > start ? { start: new Date(start), end: new Date(Math.round(end)) } : null;
}

/** Planned attendees as a session's numbers count them, within the window; what they will be in an empty session. */
export function factsOfPlan(
  planned: readonly PlannedAttendee[],
  window: { from: Date; to: Date },
): { people: AttendeeFacts[]; reactions_by_type: Record<string, number> } {
  const reactionsByType: Record<string, number> = {};
  for (const one of planned)
    if (!one.host)
      for (const { type } of one.reactions) reactionsByType[type] = (reactionsByType[type] ?? 0) + 1;
  const people = planned.map((one) => ({
    host: one.host,
    registered: one.registered_at !== null && !one.cancelled,
    stays: clipped(one.stays, window),
    reported_ms: one.reported_ms,
    messages: one.messages,
    questions: 0,
    reactions: one.reactions.length,
    rating: null,
  }));
  return { people, reactions_by_type: reactionsByType };
}

function clipped(stays: Ranges, { from, to }: { from: Date; to: Date }): Ranges {
  const out: number[] = [];
  for (let i = 0; i < stays.length; i += 2) {
    const start = Math.max(stays[i]!, from.getTime());
    const end = Math.min(stays[i + 1]!, to.getTime());
    if (end > start) out.push(start, end);
  }
  return out;
}
