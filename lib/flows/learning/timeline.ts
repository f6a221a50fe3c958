import type { LearnerTimeline, TimelineMark, TimelineRow } from "@/lib/domain/learners/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { outcomeOf } from "./learner";
import type { MyLearning, PastSession } from "./my-learning";

/* A learner's sessions and videos by weeks of the school's zone: a row per course, and one for the videos. */

/** The latest weeks; older sessions are in the lists. */
const weeksMax = 26;

/** The Monday of a day's week. */
const mondayOf = (day: Day): Day => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, -((weekday + 6) % 7));
};

const kindOf = (session: PastSession): TimelineMark["kind"] => {
  const outcome = outcomeOf(session);
  return outcome === "missed" && session.recording?.completed ? "watched" : outcome;
};

type Placed = { row: string; title: string; at: Date; mark: Omit<TimelineMark, "label">; name: string };

/** Null while nothing has a day. */
export function timelineOf(learning: MyLearning, zone: string, language: Language): LearnerTimeline | null {
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
  const [first, last] = [placed[0], placed.at(-1)];
  if (!first || !last) return null;
  const end = mondayOf(dayOf(last.at, zone));
  const count = Math.min(weeksMax, (daysInclusive(mondayOf(dayOf(first.at, zone)), end) - 1) / 7 + 1);
  const start = plusDays(end, -7 * (count - 1));
  const rows = new Map<string, TimelineRow>();
  // The videos stand under the courses.
  for (const { row, title, at, mark, name } of [
    ...placed.filter(({ row }) => row !== "videos"),
    ...placed.filter(({ row }) => row === "videos"),
  ]) {
    const day = dayOf(at, zone);
    if (day < start) continue;
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
