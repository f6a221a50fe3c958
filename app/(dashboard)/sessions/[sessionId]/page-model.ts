import "server-only";
import type { ReturnedAt } from "@/components/sessions/timeline/audience-facts";
import type { FindingFacts } from "@/lib/domain/sessions/findings/session";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { liveStateOf } from "@/lib/domain/sessions/live/state";
import { duringSession, returnedAfter } from "@/lib/domain/sessions/numbers";
import { readFacts } from "@/lib/domain/sessions/queries/attendee-ctes";
import { pastSessions } from "@/lib/domain/sessions/queries/past";
import { type Session, sessionInfoOf, windowOf } from "@/lib/domain/sessions/session";
import { typicalOf } from "@/lib/domain/sessions/typical";
import { largestDrop } from "@/lib/measure/drop-offs";
import { clockTime } from "@/lib/platform/format-dates";

export type SessionPageModel = Awaited<ReturnType<typeof sessionPageModel>>;

/** Everything that the page says of a session's own facts, asked for together, as of `now`. */
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
    // A session that still runs is not measured against whole ones.
    typical: live ? null : typical,
    hereNow: live ? state.current_viewers : null,
    returned: largest && (returned[largest.from] ?? null),
    clock: (instant) => clockTime(instant, session.time_zone),
  };
  return {
    session,
    info,
    state,
    /** What it is measured against, and whether that is of its own course. */
    past,
    ofCourse,
    typical,
    /** Who came back after each drop-off. */
    returned,
    /** What the sentences and titles are made of. */
    facts,
  };
}

/** People who leave because a session ends are no news: its charts and sentences leave them out. */
function withoutTheEnd(state: LiveState, session: Session, now: Date): LiveState {
  const window = windowOf(session, now);
  if (!window) return state;
  const drops = duringSession(state.numbers.drop_off_points, window);
  return { ...state, numbers: { ...state.numbers, drop_off_points: drops } };
}

/** Read only where people left: counts of who was present cannot tell who came back. */
async function returnedAtDrops(session: Session, state: LiveState, now: Date): Promise<ReturnedAt> {
  const window = windowOf(session, now);
  const drops = state.numbers.drop_off_points;
  if (!window || drops.length === 0) return {};
  const { people } = await readFacts(session, window, now);
  const stays = people.filter(({ host }) => !host).map((one) => one.stays);
  return Object.fromEntries(
    drops.map(({ from, to }) => [from, returnedAfter(stays, Date.parse(from), Date.parse(to))]),
  );
}
