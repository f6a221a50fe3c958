import type { z } from "zod";
import type { learnerAnswer, outcomes } from "@/lib/domain/learners/schema";
import { onTimeFrom } from "@/lib/domain/sessions/session";
import type { Language } from "@/lib/language/language";
import { intersect, normalize, pairs, type Ranges, range, size, subtract, union } from "@/lib/measure/ranges";
import { pairsInSeconds, tenthsPerSecond, toTenths } from "@/lib/measure/tenths";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { MyLearning, PastSession } from "./my-learning";

/* What staff read of one learner: how each session went, and what they missed and have not caught up on. */

/** A shorter stretch that somebody did not see is not listed. */
const gapMinTenths = 3 * 60 * tenthsPerSecond;

export type Outcome = (typeof outcomes)[number];

/** Whether a learner was present, and from when: as late as the session's attendance table has it. Durations alone tell no lateness. */
export function outcomeOf(session: PastSession): Outcome {
  if (!session.attended) return "missed";
  const [first] = session.stays;
  const onTime = onTimeFrom(session).getTime() + session.on_time_minutes * 60_000;
  return first !== undefined && first > onTime ? "late" : "came";
}

/** What somebody saw of a session, in seconds of its recording. */
export type NotCaughtUp = {
  session: PastSession;
  duration_seconds: number;
  seen_live: [number, number][];
  watched: [number, number][];
  unseen: [number, number][];
  unseen_seconds: number;
};

/**
 * A session of which less than the completion threshold was seen, live or in the recording, with the stretches that were not. Null
 * without a recording of known length, and where it is only known for how long they were present.
 */
export function notCaughtUp(session: PastSession): NotCaughtUp | null {
  const { recording, stays, attended, present_ms } = session;
  if (!recording || recording.completed || !recording.duration_seconds) return null;
  if ((attended || present_ms > 0) && stays.length === 0) return null;
  const all = range(0, toTenths(recording.duration_seconds));
  const start = (session.recording_started_at ?? session.begun_at).getTime();
  const place = (ms: number) => Math.round((ms - start) / (1000 / tenthsPerSecond));
  const live = intersect(normalize(pairs(stays).map(([from, to]) => [place(from), place(to)] as const)), all);
  const watched = intersect(
    normalize(recording.watched.map(([from, to]) => [toTenths(from), toTenths(to)] as const)),
    all,
  );
  const seen = union(live, watched);
  if (size(seen) * 100 >= recording.completion_threshold * size(all)) return null;
  const gaps: Ranges = pairs(subtract(all, seen))
    .filter(([from, to]) => to - from >= gapMinTenths)
    .flat();
  if (gaps.length === 0) return null;
  return {
    session,
    duration_seconds: recording.duration_seconds,
    seen_live: pairsInSeconds(live),
    watched: pairsInSeconds(watched),
    unseen: pairsInSeconds(gaps),
    unseen_seconds: size(gaps) / tenthsPerSecond,
  };
}

/** When somebody was last seen: in a session that they attended, or in a video. */
export function lastSeen({ past, videos }: Pick<MyLearning, "past" | "videos">): string | null {
  const seen = [
    ...past.filter(({ attended }) => attended).map(({ begun_at }) => begun_at.toISOString()),
    ...videos.flatMap(({ last_watched_at }) => last_watched_at ?? []),
  ];
  return seen.sort().at(-1) ?? null;
}

/** How many sessions somebody came to, and of how many that they missed they watched the recording. */
export function learnerFindings(
  name: string,
  past: readonly Pick<PastSession, "attended" | "recording">[],
  { t }: Language,
): Finding[] {
  if (past.length === 0) return [];
  const missed = past.filter(({ attended }) => !attended);
  const caught = missed.filter(({ recording }) => recording?.completed).length;
  const findings = [
    key(t("learners.findings.came", { name, came: past.length - missed.length, sessions: past.length })),
  ];
  const recorded = missed.filter(({ recording }) => recording !== null).length;
  if (recorded > 0) findings.push(plain(t("learners.findings.caught_up", { caught, recorded })));
  return findings;
}

/** A learner as the route answers them. */
export function answerOf(
  { id, name, email }: { id: string; name: string; email: string | null },
  learning: MyLearning,
): z.input<typeof learnerAnswer> {
  const { coming, past, videos, courses } = learning;
  const of = ({
    id: session_id,
    title,
    course_id,
    begun_at,
  }: PastSession | MyLearning["coming"]["items"][number]) => ({
    session_id,
    title,
    course_id,
    begun_at: begun_at.toISOString(),
  });
  return {
    success: true,
    learner: { id, name, email, last_seen_at: lastSeen(learning) },
    sessions: [
      ...coming.items.map((session) => ({
        ...of(session),
        outcome: session.status === "live" ? ("live" as const) : ("planned" as const),
        present_seconds: null,
        recording_watched_percentage: null,
      })),
      ...past.map((session) => ({
        ...of(session),
        outcome: outcomeOf(session),
        present_seconds: session.present_ms / 1000,
        recording_watched_percentage: session.recording?.progress_percentage ?? null,
      })),
    ],
    not_caught_up: past.flatMap((session) => {
      const missed = notCaughtUp(session);
      if (!missed || !session.recording) return [];
      const { session: _, ...rest } = missed;
      return [{ session_id: session.id, recording_video_id: session.recording.video_id, ...rest }];
    }),
    videos: videos.map(
      ({ video_id, title, course_id, progress_percentage, completed, last_watched_at, watched }) => ({
        ...{ video_id, title, course_id, progress_percentage, completed, last_watched_at },
        watched: watched.map(([from, to]): [number, number] => [from, to]),
      }),
    ),
    courses: courses.map((course) => ({
      course_id: course.id,
      title: course.title,
      videos: course.videos.length,
      videos_completed: course.videos.filter(({ completed }) => completed).length,
      sessions: course.sessions,
      sessions_attended: course.attended,
    })),
  };
}
