import type { AttendanceReport, ReportPerson } from "@/lib/measure/attendance-report";
import { intersect, normalize, pairs, type Ranges, range, size } from "@/lib/measure/ranges";
import { mapInSteps } from "@/lib/platform/steps";
import type { SessionWindow } from "../session";
import { addressesOf, type Match, type SchoolUser } from "./match";
import type { Decision } from "./schema";

/* Turns a report's matched people into the attendees that an import writes. Instants are epoch milliseconds. */

/** An attendee as an import writes them. */
export type ImportedAttendee = {
  /** Their identities in the session, the most reliable first; see attendee_identities. */
  identities: string[];
  user_id: string | null;
  name: string;
  email: string | null;
  host: boolean;
  registered_at: number | null;
  cancelled: boolean;
  stays: Ranges;
  /** The reported duration, if there are no visits or they are longer. */
  reported_ms: number | null;
  messages: number;
  reactions: { type: string; at: number }[];
};

const nameLengthMax = 200;
const reactionLengthMax = 100;
/** No meeting is later, or before the epoch; Postgres does not even store all such instants. */
const latest = Date.UTC(10_000, 0);

/** A longer presence, or more messages, is an error of the report. */
const lengthMaxMs = 31 * 24 * 3_600_000;
const messagesMax = 1_000_000;

const sensible = (at: number) => Number.isFinite(at) && at >= 0 && at < latest;

/** Only their name could be read in the report. */
const onlyNamed = ({ spans, present_seconds, registered_at, messages, reactions }: ReportPerson) =>
  spans.length + messages + reactions.length === 0 && present_seconds === null && registered_at === null;

/** A person's reported presence; null if the report does not say. */
export function reportedLengthMs({ spans, present_seconds }: ReportPerson): number | null {
  if (present_seconds !== null) return present_seconds * 1000;
  return spans.length ? spans.reduce((sum, [from, to]) => sum + to - from, 0) : null;
}

function attendeeOf(
  person: ReportPerson,
  who: { user: SchoolUser | null; nameIdentity: string; addresses: readonly string[]; host: boolean },
): ImportedAttendee {
  const { user, addresses } = who;
  const identities = [
    ...(user ? [`u:${user.user_id}`] : []),
    ...new Set([...(user?.email ? [user.email] : []), ...addresses].map((address) => `e:${address}`)),
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

/**
 * Merges the people of a report who are one attendee, in one step: durations add up, and if one has only a duration the others'
 * visits are counted as a duration.
 */
function merged(parts: readonly [ImportedAttendee, ...ImportedAttendee[]]): ImportedAttendee {
  const [first] = parts;
  if (parts.length === 1) return first;
  const named = parts.find(({ user_id }) => user_id) ?? first;
  const given = <Value>(value: (part: ImportedAttendee) => Value | null) =>
    parts.map(value).filter((one) => one !== null);
  const registrations = given((part) => part.registered_at);
  const stays = (some: readonly ImportedAttendee[]) => normalize(some.flatMap((part) => pairs(part.stays)));
  // Those before the first length are present once where they overlap; it and those after it add up.
  const measured = parts.findIndex(({ reported_ms }) => reported_ms !== null);
  const length = (one: ImportedAttendee) => one.reported_ms ?? size(one.stays);
  return {
    identities: [...new Set(parts.flatMap(({ identities }) => identities))],
    user_id: named.user_id,
    name: named.name,
    email: given((part) => part.email)[0] ?? null,
    host: parts.some(({ host }) => host),
    registered_at: registrations.length ? registrations.reduce((a, b) => Math.min(a, b)) : null,
    cancelled: parts.every(({ cancelled }) => cancelled),
    stays: stays(parts),
    reported_ms:
      measured < 0
        ? null
        : size(stays(parts.slice(0, measured))) +
          parts.slice(measured).reduce((sum, part) => sum + length(part), 0),
    messages: Math.min(
      messagesMax,
      parts.reduce((sum, { messages }) => sum + messages, 0),
    ),
    reactions: parts.flatMap(({ reactions }) => reactions).sort((x, y) => x.at - y.at),
  };
}

/** The identity of a person known by name only. */
export const nameIdentityOf = (name: string) => `n:${name.toLowerCase().replaceAll(/\s+/g, " ")}`;

/** The attendees of a report, one for people who are the same. `decisions`, by the person's index in it, override the match. */
export async function importedAttendees(
  people: readonly ReportPerson[],
  matches: readonly Match[],
  decisions: Readonly<Record<string, Decision>>,
  decided: ReadonlyMap<string, SchoolUser>,
  instructorId: string | null,
): Promise<ImportedAttendee[]> {
  const nameUses = new Map<string, number>();
  const nameIdentities = await mapInSteps(people, ({ name }) => nameIdentityOf(name));
  for (const identity of nameIdentities) nameUses.set(identity, (nameUses.get(identity) ?? 0) + 1);
  const attendees: [ImportedAttendee, ...ImportedAttendee[]][] = [];
  const places = new Map<string, number>();
  await mapInSteps(people, (person, index) => {
    const decision = decisions[index];
    if (decision === "skip" || onlyNamed(person)) return;
    const match = matches[index]!;
    const chosen = typeof decision === "object" ? decided.get(decision.user_id) : undefined;
    const user = chosen ?? (match.kind === "matched" && decision !== "guest" ? match.person : null);
    const shared = nameIdentities[index]!;
    const next = attendeeOf(person, {
      user,
      // People with the same name that the report distinguishes stay two people.
      nameIdentity: nameUses.get(shared)! > 1 ? `${shared} (${person.external_id ?? person.line})` : shared,
      // An address must not identify a person who does not own it.
      addresses:
        match.kind === "matched" && user?.user_id !== match.person.user_id ? [] : addressesOf(person),
      host: person.role === "host" || decision === "host" || (user !== null && user.user_id === instructorId),
    });
    const at = next.identities.map((identity) => places.get(identity)).find((place) => place !== undefined);
    const place = at ?? attendees.length;
    if (at === undefined) attendees.push([next]);
    else attendees[at]!.push(next);
    for (const identity of next.identities) if (!places.has(identity)) places.set(identity, place);
  });
  return mapInSteps(attendees, merged);
}

/** When the meeting took place: as the report says, else from the first join to the last leave. Null if neither is known. */
export function meetingTimes(report: Pick<AttendanceReport, "started_at" | "ended_at" | "people">) {
  let first = Infinity;
  let last = -Infinity;
  let longest = 0;
  for (const { spans, present_seconds } of report.people) {
    longest = Math.max(longest, (present_seconds ?? 0) * 1000);
    for (const [from, to] of spans) {
      first = Math.min(first, from);
      last = Math.max(last, to);
    }
  }
  const start = report.started_at ?? first;
  if (!sensible(start)) return null;
  const end = report.ended_at ?? (last === -Infinity ? start + longest : last);
  return sensible(end) && end > start ? { start: new Date(start), end: new Date(Math.round(end)) } : null;
}

/** The attendees in the form that a session's numbers are counted from, within the window. */
export async function importedFacts(attendees: readonly ImportedAttendee[], window: SessionWindow) {
  const reactionsByType: Record<string, number> = {};
  for (const one of attendees)
    if (!one.host)
      for (const { type } of one.reactions) reactionsByType[type] = (reactionsByType[type] ?? 0) + 1;
  const within = range(window.from.getTime(), window.to.getTime());
  const people = await mapInSteps(attendees, (one) => ({
    host: one.host,
    registered: one.registered_at !== null && !one.cancelled,
    stays: intersect(one.stays, within),
    reported_ms: one.reported_ms,
    messages: one.messages,
    questions: 0,
    reactions: one.reactions.length,
    rating: null,
  }));
  return { people, reactions_by_type: reactionsByType };
}
