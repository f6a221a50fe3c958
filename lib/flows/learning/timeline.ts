import type { LearnerTimeline, TimelineMark, TimelineRow } from "@/lib/domain/learners/schema";
import { mondayOf } from "@/lib/domain/learning/cohorts";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { outcomeOf } from "./learner";
import type { MyLearning, PastSession } from "./my-learning";

/* A learner's sessions and videos by weeks of the school's zone: a row per course, and one for the videos. */

/** So many weeks are shown at once. */
export const weeksShown = 26;

const kindOf = (session: PastSession): TimelineMark["kind"] => {
  if (session.status === "cancelled") return "cancelled";
  const outcome = outcomeOf(session);
  return outcome === "missed" && session.recording?.completed ? "watched" : outcome;
};

type Placed = { row: string; title: string; at: Date; mark: Omit<TimelineMark, "label">; name: string };

/** The Mondays of the first and the last week that are shown, and of the weeks before and after which there is something. */
export type Stretch = { from: Day; to: Day; first: Day; last: Day };

/** The weeks before a day, or the latest: as many as are shown. Null while nothing has a day. */
export function stretchOf(
  { coming, past, videos }: Pick<MyLearning, "coming" | "past" | "videos">,
  firstSession: Date | null,
  zone: string,
  before: Day | undefined,
): Stretch | null {
  const days = [
    ...[...coming.items, ...past].map(({ begun_at }) => begun_at),
    ...videos.flatMap(({ last_watched_at }) => (last_watched_at ? [new Date(last_watched_at)] : [])),
    ...(firstSession ? [firstSession] : []),
  ].map((at) => mondayOf(dayOf(at, zone)));
  if (days.length === 0) return null;
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))];
  const wanted = before ? plusDays(mondayOf(before), -7) : last;
  const to = wanted < first ? first : wanted > last ? last : wanted;
  const earliest = plusDays(to, -7 * (weeksShown - 1));
  return { from: earliest < first ? first : earliest, to, first, last };
}

export function timelineOf(
  learning: Pick<MyLearning, "coming" | "past" | "videos">,
  { from: start, to }: Stretch,
  zone: string,
  language: Language,
): LearnerTimeline {
  const { t, code } = language;
  const { shortDate } = dateFormat(code);
  const rowOf = ({ course_id, course_title }: Pick<PastSession, "course_id" | "course_title">) => ({
    row: course_id ?? "none",
    title: course_title ?? t("learners.timeline.no_course"),
  });
  const placed: Placed[] = [
    ...learning.past.map((session) => ({
      ...rowOf(session),
      at: session.begun_at,
      name: session.title,
      mark: { key: session.id, kind: kindOf(session), href: `/sessions/${session.id}` },
    })),
    ...learning.coming.items.map((session) => ({
      ...rowOf(session),
      at: session.begun_at,
      name: session.title,
      mark: {
        key: session.id,
        kind: session.status === "live" ? ("live" as const) : ("planned" as const),
        href: `/sessions/${session.id}`,
      },
    })),
    ...learning.videos.flatMap((video) =>
      video.last_watched_at
        ? {
            row: "videos",
            title: t("learners.timeline.videos"),
            at: new Date(video.last_watched_at),
            name: video.title,
            mark: {
              key: video.video_id,
              kind: video.completed ? ("completed" as const) : ("video" as const),
              href: `/videos/${video.video_id}`,
            },
          }
        : [],
    ),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const count = (daysInclusive(start, to) - 1) / 7 + 1;
  const rows = new Map<string, TimelineRow>();
  // The videos stand under the courses.
  for (const { row, title, at, mark, name } of [
    ...placed.filter(({ row }) => row !== "videos"),
    ...placed.filter(({ row }) => row === "videos"),
  ]) {
    const day = dayOf(at, zone);
    if (day < start || day >= plusDays(to, 7)) continue;
    const week = Math.floor((daysInclusive(start, day) - 1) / 7);
    const line = rows.get(row) ?? { key: row, title, weeks: Array.from({ length: count }, () => []) };
    rows.set(row, line);
    const state = t(`learners.mark.${mark.kind}`);
    const label = t("learners.timeline.mark", { title: name, day: shortDate(at, zone), state });
    line.weeks[week]?.push({ ...mark, label });
  }
  return {
    weeks: Array.from({ length: count }, (_, index) => {
      const day = plusDays(start, 7 * index);
      return { day, label: shortDate(new Date(`${day}T12:00:00Z`), "UTC") };
    }),
    rows: [...rows.values()],
  };
}
