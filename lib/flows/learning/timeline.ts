import type { LearnerTimeline, TimelineMark, TimelineRow } from "@/lib/domain/learners/schema";
import { mondayOf } from "@/lib/domain/learning/cohorts";
import type { Practice } from "@/lib/domain/practice/practice";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { outcomeOf } from "./learner";
import type { MyLearning, PastSession } from "./my-learning";
import { type Handed, handedOf, type ScoredAssessment, scoreText } from "./scores";

/*
 * A learner's weeks in the school's zone: a row per course with its sessions, then one for the videos, one for quizzes and handed-in work, and one
 * for what they wrote, and one for practice.
 */

/** So many weeks are shown at once. */
export const weeksShown = 26;

const kindOf = (session: PastSession): TimelineMark["kind"] => {
  if (session.status === "cancelled") return "cancelled";
  const outcome = outcomeOf(session);
  return outcome === "missed" && session.recording?.completed ? "watched" : outcome;
};

type Placed = {
  row: string;
  title: string;
  at: Date;
  mark: Omit<TimelineMark, "label">;
  name: string;
  /** In place of the mark's own words. */
  state?: string;
};

/** The rows under the courses, in this order. */
const rowsBelow = ["videos", "assessments", "messages", "practice"];

type WrittenIn = { session_id: string; title: string; begun_at: Date; messages: number; questions: number };

type Practised = Pick<Practice, "id" | "created_at" | "session_type" | "topics" | "duration_seconds">;

/** What stands on a timeline beside sessions and videos. */
export type AlsoShown = {
  assessments: readonly ScoredAssessment[];
  written: readonly WrittenIn[];
  /** `href`: where all of it is. */
  practised: { sessions: readonly Practised[]; href: string };
  now: Date;
};

/** The Mondays of the first and the last week that are shown, and of the weeks before and after which there is something. */
export type Stretch = { from: Day; to: Day; first: Day; last: Day };

/** The weeks before a day, or the latest: as many as are shown. Null while nothing has a day. */
export function stretchOf(
  { coming, past, videos }: Pick<MyLearning, "coming" | "past" | "videos">,
  firstSession: Date | null,
  zone: string,
  before: Day | undefined,
  practised: readonly Pick<Practised, "created_at">[] = [],
): Stretch | null {
  const days = [
    ...[...coming.items, ...past].map(({ begun_at }) => begun_at),
    ...videos.flatMap(({ last_watched_at }) => (last_watched_at ? [new Date(last_watched_at)] : [])),
    ...(firstSession ? [firstSession] : []),
    ...practised.map(({ created_at }) => created_at),
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
  also?: AlsoShown,
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
    ...(also ? alsoPlaced(also, language) : []),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const count = (daysInclusive(start, to) - 1) / 7 + 1;
  const rows = new Map<string, TimelineRow>();
  for (const { row, title, at, mark, name, ...given } of [
    ...placed.filter(({ row }) => !rowsBelow.includes(row)),
    ...rowsBelow.flatMap((below) => placed.filter(({ row }) => row === below)),
  ]) {
    const day = dayOf(at, zone);
    if (day < start || day >= plusDays(to, 7)) continue;
    const week = Math.floor((daysInclusive(start, day) - 1) / 7);
    const line = rows.get(row) ?? { key: row, title, weeks: Array.from({ length: count }, () => []) };
    rows.set(row, line);
    const state = given.state ?? t(`learners.mark.${mark.kind}`);
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

const kinds = {
  in_time: "handed_in",
  late: "handed_in_late",
  missing: "not_handed_in",
  open: "due",
} as const;

/** When an assessment has its place: when it was handed in, else when it is due. */
const placeOf = (handed: Handed, { submitted_at, due_at }: ScoredAssessment): Date | null =>
  handed === "missing" || handed === "open" ? due_at : submitted_at;

function alsoPlaced({ assessments, written, practised, now }: AlsoShown, language: Language): Placed[] {
  const { t } = language;
  return [
    ...assessments.flatMap((one): Placed[] => {
      const handed = handedOf(one, now);
      const at = handed && placeOf(handed, one);
      if (!at) return [];
      const kind = kinds[handed];
      const state = t(`learners.mark.${kind}`);
      const score = scoreText(one, language);
      return [
        {
          ...{ row: "assessments", title: t("learners.timeline.assessments"), at, name: one.title },
          mark: { key: one.id, kind, href: `/courses/${one.course_id}/results` },
          state: score ? t("learners.timeline.scored", { state, score }) : state,
        },
      ];
    }),
    ...practised.sessions.map(({ id, created_at, session_type, topics, duration_seconds }) => ({
      ...{ row: "practice", title: t("practice.page.title"), at: created_at },
      name: topics[0] ?? t(`practice.types.${session_type}`),
      mark: { key: id, kind: "practised" as const, href: practised.href },
      state: t("learners.timeline.practised", { minutes: Math.round(duration_seconds / 60) }),
    })),
    ...written.map(({ session_id, title, begun_at, messages, questions }) => ({
      ...{ row: "messages", title: t("learners.timeline.messages"), at: begun_at, name: title },
      mark: { key: session_id, kind: "messages" as const, href: `/sessions/${session_id}/messages` },
      state: t("learners.timeline.wrote", { messages, questions }),
    })),
  ];
}
