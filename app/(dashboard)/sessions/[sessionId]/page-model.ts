import "server-only";
import type { ReturnedAt, SessionAxis } from "@/components/sessions/timeline/audience-facts";
import { duringSession, returnedAfter } from "@/lib/domain/sessions/departures";
import type { FindingFacts } from "@/lib/domain/sessions/findings/session";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { liveStateOf } from "@/lib/domain/sessions/live/state";
import { isAttended, minimumPresence } from "@/lib/domain/sessions/numbers";
import { readFacts } from "@/lib/domain/sessions/queries/attendee-ctes";
import { pastSessions, usualRegistrations } from "@/lib/domain/sessions/queries/past";
import { type Session, sessionInfoOf, windowOf } from "@/lib/domain/sessions/session";
import { type ComparedWith, typicalOf } from "@/lib/domain/sessions/typical";
import { dateFormat } from "@/lib/language/dates";
import { largestDrop } from "@/lib/measure/drop-offs";

export type SessionPageModel = Awaited<ReturnType<typeof sessionPageModel>>;

/** Everything that the page shows from a session's own facts, read together, as of `now`. */
export async function sessionPageModel(session: Session, now: Date) {
  const [stored, { past, ofCourse }] = await Promise.all([liveStateOf(session, now), pastSessions(session)]);
  const state = session.status === "ended" ? withoutTheEnd(stored, session, now) : stored;
  const info = sessionInfoOf(session, now);
  const typical = typicalOf(past);
  const returned = await returnedAtDrops(session, state, now);
  const largest = largestDrop(state.numbers.drop_off_points);
  const live = session.status === "live";
  const facts: FindingFacts = {
    answer: { ...state.numbers, session_info: info },
    // A live session is not compared with finished ones.
    typical: live ? null : typical,
    usualRegistrations:
      session.status === "scheduled" ? (await usualRegistrations([session.id], now))(session.id) : null,
    hereNow: live ? state.current_viewers : null,
    returned: largest && (returned[largest.from] ?? null),
    clock: (instant) => dateFormat("en").clockTime(instant, session.time_zone),
  };
  return {
    session,
    info,
    state,
    /** The sessions it is compared with, and which they are. */
    past,
    comparedWith: { format: session.format, within: ofCourse ? "course" : "school" } satisfies ComparedWith,
    typical,
    /** Who returned after each drop-off. */
    returned,
    /** The facts for the sentences and titles. */
    facts,
  };
}

/** Charts and sentences leave out the people who leave because the session ends. */
function withoutTheEnd(state: LiveState, session: Session, now: Date): LiveState {
  const window = windowOf(session, now);
  if (!window) return state;
  const drops = duringSession(state.numbers.drop_off_points, window);
  return { ...state, numbers: { ...state.numbers, drop_off_points: drops } };
}

/** Read only if people left: counts of people present cannot tell who returned. */
async function returnedAtDrops(session: Session, state: LiveState, now: Date): Promise<ReturnedAt> {
  const window = windowOf(session, now);
  const drops = state.numbers.drop_off_points;
  if (!window || drops.length === 0) return {};
  const { people } = await readFacts(session, window, now);
  const minimumMs = minimumPresence(session, window);
  const attended = people.filter((one) => isAttended(one, minimumMs));
  const stays = attended.map((one) => one.stays);
  const ending = { to: window.to.getTime(), live: session.status === "live" };
  return Object.fromEntries(
    drops.map(({ from, to }) => [from, returnedAfter(stays, Date.parse(from), Date.parse(to), ending)]),
  );
}

/** Whether the session is live or can start while the page is open: then the page updates automatically. */
export const mayMove = ({ info }: SessionPageModel): boolean =>
  info.session_status === "live" || info.session_status === "scheduled";

/** The time axis of its charts. */
export function axisOf({ session, info, state }: SessionPageModel): SessionAxis {
  const from = session.begun_at;
  const [hours, minutes] = dateFormat("en").clockTime(from, session.time_zone).split(":").map(Number);
  return {
    from: from.toISOString(),
    plannedEnd: session.scheduled_end.toISOString(),
    to: info.session_status === "ended" ? (info.window?.to ?? state.at) : null,
    clockStart: (hours! * 60 + minutes!) * 60 + from.getUTCSeconds(),
  };
}
