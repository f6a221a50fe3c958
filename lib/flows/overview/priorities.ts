import type { SessionSummary } from "@/lib/domain/sessions/schema";
import type { Work } from "@/lib/domain/work/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { countedBelow, mediaTime } from "@/lib/language/numbers";
import { largestDrop, steepestDrop } from "@/lib/measure/drop-offs";
import { type Band, fewest, sideOf } from "@/lib/measure/evidence";
import type { QuietLearners } from "./quiet-learners";
import type { WatchedVideo } from "./videos";

/** Something that needs attention: a sentence, its evidence, and a link. */
export type Priority = {
  title: string;
  detail: string;
  href: string;
  linkText: string;
  /** How many people it affects: the list's order. */
  people: number;
  picture:
    | { kind: "room"; curve: number[]; drop_offs: { from: number; to: number }[]; caption: string }
    | { kind: "watched"; curve: number[]; drop_offs: { from: number; to: number }[]; caption: string }
    | { kind: "days"; rows: boolean[][]; caption: string }
    | { kind: "none" };
};

const itemsMax = 6;
/** Views are many more than people in a session: of each kind only the first are named, so that one kind does not hide the others. */
const ofKindMax = 2;
const answersMin = fewest.people_for_rate;
const lowRating = 3.5;

/**
 * What needs attention, by rules: first work in the background that failed, since numbers are missing without it; then, most people affected
 * first, sessions with a drop-off, the largest drop-offs of videos, low ratings, planned sessions with few registrations, learners at risk.
 */
export function prioritiesOf(
  given: {
    /** Finished in the period. */
    recent: readonly SessionSummary[];
    planned: readonly SessionSummary[];
    /** How many had registered for sessions of its kind as long before they began. */
    usualRegistrations: (sessionId: string) => Band | null;
    videos: readonly WatchedVideo[];
    learners: QuietLearners;
    /** What failed in the period, the latest first. */
    failed: readonly Pick<Work, "title" | "error">[];
    /** Formats of an instant: "Wednesday", "19:00". */
    weekday: (instant: string) => string;
    clock: (instant: string) => string;
  },
  language: Language,
): Priority[] {
  const { recent, planned, usualRegistrations, videos, learners } = given;
  const mostFirst = (items: Priority[]) => items.sort((a, b) => b.people - a.people);
  const kinds = [
    recent.flatMap((session) => emptied(session, given, language)),
    recent.flatMap((session) => rated(session, language)),
    planned
      .filter(({ left_out }) => !left_out)
      .flatMap((session) => fewRegistered(session, usualRegistrations(session.session_id), given, language)),
    videos.flatMap((video) => losesViews(video, language)),
    atRisk(learners, language),
  ];
  const ranked = mostFirst(kinds.flatMap((items) => mostFirst(items).slice(0, ofKindMax)));
  return [...failedWork(given.failed, language), ...ranked].slice(0, itemsMax);
}

type Words = Pick<Parameters<typeof prioritiesOf>[0], "weekday" | "clock">;

function failedWork(
  [latest, ...others]: readonly Pick<Work, "title" | "error">[],
  { t }: Language,
): Priority[] {
  if (!latest) return [];
  return [
    {
      title: t("overview.priorities.work_failed", { count: others.length + 1, title: latest.title }),
      detail: latest.error ?? t("overview.priorities.no_reason"),
      href: "/work?state=failed",
      linkText: t("overview.priorities.open_work"),
      people: 0,
      picture: { kind: "none" },
    },
  ];
}

/** Learners at risk; `filter` narrows the list to which it leads, as `&course_id=…`. */
export function atRisk(
  { learners, at_risk, missed, latest_names: names, quiet_latest }: QuietLearners,
  { t, code, and, beginSentence }: Language,
  filter = "",
): Priority[] {
  if (at_risk === 0) return [];
  const others = at_risk - names.length;
  const who = and([...names, ...(others > 0 ? [t("overview.priorities.others", { count: others })] : [])]);
  const rule = t("learners.list.at_risk_rule");
  return [
    {
      title: t("overview.priorities.at_risk", { at_risk, learners }),
      detail: [
        names.length ? t("overview.priorities.who", { who, rule }) : beginSentence(rule),
        ...(missed
          ? [
              t("overview.priorities.missed", {
                people: missed.people,
                weekday: dateFormat(code).weekdayOf(missed.begun_at, missed.time_zone),
              }),
            ]
          : []),
      ].join(" "),
      href: `/learners?at_risk=yes${filter}`,
      linkText: t("overview.priorities.open_learners"),
      people: at_risk,
      picture: quiet_latest.length
        ? {
            kind: "days",
            rows: quiet_latest,
            caption: t("overview.priorities.active_days", {
              people: quiet_latest.length,
              days: quiet_latest[0]!.length,
            }),
          }
        : { kind: "none" },
    },
  ];
}

function emptied(session: SessionSummary, { weekday, clock }: Words, language: Language): Priority[] {
  const { t, share, beginSentence } = language;
  const { window, drop_offs, curve } = session;
  const worst = steepestDrop(drop_offs);
  if (!window || !worst || curve.length === 0) return [];
  const begun = Date.parse(window.from);
  const at = new Date(begun + worst.at * (Date.parse(window.to) - begun)).toISOString();
  const { lost, present } = worst;
  const who = lost === present ? "all" : present < countedBelow ? "few" : "share";
  const when = { weekday: weekday(session.begun_at), time: clock(at) };
  return [
    {
      title: beginSentence(
        t("overview.priorities.room_left", { who, ...share(lost, present), lost, present, ...when }),
      ),
      detail: t("overview.priorities.of_present", { title: session.title, lost, present }),
      href: `/sessions/${session.session_id}`,
      linkText: t("overview.priorities.open_session"),
      people: lost,
      picture: {
        kind: "room",
        curve,
        drop_offs: drop_offs.map(({ from, to }) => ({ from, to })),
        caption: t("overview.priorities.people_present", { from: clock(window.from), to: clock(window.to) }),
      },
    },
  ];
}

function rated(session: SessionSummary, { t, decimal }: Language): Priority[] {
  const { average_rating: rating, total_responses: answers } = session;
  if (rating === null || answers === null || answers < answersMin || rating >= lowRating) return [];
  return [
    {
      title: t("overview.priorities.rated", { title: session.title, rating: decimal(rating) }),
      detail: t("overview.priorities.rated_by", { people: answers }),
      href: `/sessions/${session.session_id}#feedback`,
      linkText: t("overview.priorities.read_comments"),
      people: answers,
      picture: { kind: "none" },
    },
  ];
}

function fewRegistered(
  session: SessionSummary,
  usual: Band | null,
  words: Words,
  { t, count }: Language,
): Priority[] {
  if (!usual || sideOf(session.total_registered, usual) !== "below") return [];
  const missing = Math.round(usual.median - session.total_registered);
  if (missing < 2) return [];
  const weekday = words.weekday(session.scheduled_start);
  return [
    {
      title: t("overview.priorities.few_registered", {
        people: session.total_registered,
        weekday,
        usual: count(usual.median),
      }),
      detail: t("overview.priorities.usual_registrations", {
        title: session.title,
        weekday,
        time: words.clock(session.scheduled_start),
        sessions: usual.sessions,
        format: t(`sessions.format_plural.${session.format}`),
      }),
      href: `/sessions/${session.session_id}`,
      linkText: t("overview.priorities.open_session"),
      people: missing,
      picture: { kind: "none" },
    },
  ];
}

/** The place of a video at which most of its views stop. */
export function losesViews(
  video: Omit<WatchedVideo, "views">,
  { t, share, beginSentence }: Language,
): Priority[] {
  const largest = largestDrop(video.drop_offs);
  if (!largest) return [];
  const { from_second, to_second, lost, present } = largest;
  const [from, to] = [mediaTime(from_second), mediaTime(to_second)];
  return [
    {
      title: beginSentence(
        t("overview.priorities.stops", {
          ...share(lost, present),
          lost,
          views: present,
          title: video.title,
          from: from_second > 0 ? from : "start",
          to,
        }),
      ),
      detail: t("overview.priorities.stopped_between", { lost, views: present, from, to }),
      href: `/videos/${video.id}?t=${from_second}`,
      linkText: t("overview.priorities.open_video"),
      people: lost,
      picture: {
        kind: "watched",
        curve: video.curve,
        drop_offs: [{ from: from_second / video.seconds, to: to_second / video.seconds }],
        caption: t("overview.priorities.still_watching", { to: mediaTime(video.seconds) }),
      },
    },
  ];
}
