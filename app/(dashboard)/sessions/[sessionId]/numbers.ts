import "server-only";
import type { ReturnedAt } from "@/components/sessions/timeline/audience-facts";
import { duringSession } from "@/lib/domain/sessions/closing-falls";
import { type Findings, findings } from "@/lib/domain/sessions/findings/session";
import { liveStateOf } from "@/lib/domain/sessions/live/state";
import { readFacts } from "@/lib/domain/sessions/queries/attendee-ctes";
import { type PastSession, pastSessions } from "@/lib/domain/sessions/queries/past";
import { returnedAfter } from "@/lib/domain/sessions/returns";
import type { FeedbackNumbers, LiveState, SessionInfo, VodNumbers } from "@/lib/domain/sessions/schema";
import { type Session, sessionInfoOf, windowOf } from "@/lib/domain/sessions/session";
import { type Typical, typicalOf } from "@/lib/domain/sessions/typical";
import { clockTime } from "@/lib/platform/format-dates";

export type SessionPageNumbers = {
  session: Session;
  info: SessionInfo;
  state: LiveState;
  /** What it is measured against, and whether that is of its own course. */
  past: PastSession[];
  ofCourse: boolean;
  typical: Typical;
  /** Who came back after each drop-off. */
  returned: ReturnedAt;
};

/** Everything that the page says of a session's own facts, asked for together, as of `now`. */
export async function sessionPageNumbers(session: Session, now: Date): Promise<SessionPageNumbers> {
  const [found, { past, ofCourse }] = await Promise.all([liveStateOf(session, now), pastSessions(session)]);
  const state = session.status === "ended" ? withoutTheEnd(found, session, now) : found;
  return {
    session,
    info: sessionInfoOf(session, now),
    state,
    past,
    ofCourse,
    typical: typicalOf(past),
    returned: await returnedAtDrops(session, state, now),
  };
}

/** People who leave because a session ends are no news: its pictures and sentences pass over them. */
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

const noFeedback: FeedbackNumbers = {
  average_rating: null,
  rating_distribution: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 },
  total_responses: 0,
  themes: [],
  comments: [],
};

/** The page's sentences, from its own numbers and as much of the heavier parts as is known where they are said. */
export function sessionFindings(
  { session, info, state, typical, returned }: SessionPageNumbers,
  { vod = null, feedback = noFeedback }: { vod?: VodNumbers | null; feedback?: FeedbackNumbers },
): Findings {
  const { numbers } = state;
  const largest = numbers.drop_off_points.reduce<(typeof numbers.drop_off_points)[number] | null>(
    (most, drop) => (most && most.lost >= drop.lost ? most : drop),
    null,
  );
  return findings({
    answer: { ...numbers, session_info: info, vod, feedback },
    // A session that still runs is not measured against whole ones.
    typical: info.session_status === "live" ? null : typical,
    hereNow: info.session_status === "live" ? state.current_viewers : null,
    returned: largest ? (returned[largest.from] ?? null) : null,
    clock: (instant) => clockTime(instant, session.time_zone),
  });
}
