import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { languageIn } from "@/lib/language/catalogues";
import { steepestDrop } from "@/lib/measure/drop-offs";
import { type Band, fewest, sideOf } from "@/lib/measure/evidence";
import { count, decimal, plural } from "@/lib/platform/format";
import { beginSentence, shareInWords, shareOfDoes } from "@/lib/platform/phrases";
import type { WatchedVideo } from "./videos";

/** Something that needs attention: a sentence, its evidence, and a link. */
type Priority = {
  title: string;
  detail: string;
  href: string;
  linkText: string;
  /** How many people it affects: the list's order. */
  people: number;
  picture:
    | { kind: "room"; curve: number[]; drop_offs: { from: number; to: number }[]; caption: string }
    | { kind: "watched"; curve: number[]; caption: string }
    | { kind: "none" };
};

const itemsMax = 4;
const answersMin = fewest.people_for_rate;
const lowRating = 3.5;
/** The opening is the first tenth of a video. */
const beginningShare = 0.1;

/**
 * What needs attention, by rules, most people affected first: sessions with a drop-off, videos that many leave in the opening,
 * low ratings, planned sessions with few registrations.
 */
export function prioritiesOf(given: {
  /** Finished in the period. */
  recent: readonly SessionSummary[];
  planned: readonly SessionSummary[];
  /** How many had registered for sessions of its kind as long before they began. */
  usualRegistrations: (sessionId: string) => Band | null;
  videos: readonly WatchedVideo[];
  /** Formats of an instant: "Wednesday", "19:00". */
  weekday: (instant: string) => string;
  clock: (instant: string) => string;
  mediaTime: (seconds: number) => string;
}): Priority[] {
  const { recent, planned, usualRegistrations, videos } = given;
  return [
    ...recent.flatMap((session) => emptied(session, given)),
    ...recent.flatMap(rated),
    ...planned
      .filter(({ left_out }) => !left_out)
      .flatMap((session) => fewRegistered(session, usualRegistrations(session.session_id), given)),
    ...videos.flatMap((video) => losesBeginners(video, given)),
  ]
    .sort((a, b) => b.people - a.people)
    .slice(0, itemsMax);
}

type Words = Pick<Parameters<typeof prioritiesOf>[0], "weekday" | "clock" | "mediaTime">;

function emptied(session: SessionSummary, { weekday, clock }: Words): Priority[] {
  const { window, drop_offs, curve } = session;
  const worst = steepestDrop(drop_offs);
  if (!window || !worst || curve.length === 0) return [];
  const begun = Date.parse(window.from);
  const at = new Date(begun + worst.at * (Date.parse(window.to) - begun)).toISOString();
  const { lost, present } = worst;
  const share = shareInWords(lost, present);
  return [
    {
      title: `${beginSentence(share.words)} of ${weekday(session.begun_at)}’s room left at ${clock(at)}`,
      detail: `${session.title}: ${count(lost)} of ${count(present)} who were present.`,
      href: `/sessions/${session.session_id}`,
      linkText: "Open session",
      people: lost,
      picture: {
        kind: "room",
        curve,
        drop_offs: drop_offs.map(({ from, to }) => ({ from, to })),
        caption: `people present, ${clock(window.from)} to ${clock(window.to)}`,
      },
    },
  ];
}

function rated(session: SessionSummary): Priority[] {
  const { average_rating: rating, total_responses: answers } = session;
  if (rating === null || answers === null || answers < answersMin || rating >= lowRating) return [];
  return [
    {
      title: `“${session.title}” was rated ${decimal(rating)} of 5`,
      detail: `Rated by ${plural(answers, "person", "people")}.`,
      href: `/sessions/${session.session_id}#feedback`,
      linkText: "Read comments",
      people: answers,
      picture: { kind: "none" },
    },
  ];
}

function fewRegistered(session: SessionSummary, usual: Band | null, { weekday, clock }: Words): Priority[] {
  if (!usual || sideOf(session.total_registered, usual) !== "below") return [];
  const missing = Math.round(usual.median - session.total_registered);
  if (missing < 2) return [];
  return [
    {
      title: `${beginSentence(plural(session.total_registered, "person has", "people have"))} registered for ${weekday(session.scheduled_start)}; ${count(usual.median)} is typical by now`,
      detail: `${session.title}, ${weekday(session.scheduled_start)} at ${clock(session.scheduled_start)}. Typical: the median of ${usual.sessions} ${languageIn("en").t(`sessions.format_plural.${session.format}`)}, as long before they began.`,
      href: `/sessions/${session.session_id}`,
      linkText: "Open session",
      people: missing,
      picture: { kind: "none" },
    },
  ];
}

function losesBeginners(video: WatchedVideo, { mediaTime }: Words): Priority[] {
  const early = video.drop_offs.find(({ from_second }) => from_second <= video.seconds * beginningShare);
  if (!early) return [];
  const { from_second, lost, present } = early;
  const there = from_second > 0 ? ` that get to ${mediaTime(from_second)}` : "";
  return [
    {
      title: `${beginSentence(shareOfDoes(lost, present, `views of “${video.title}”${there}`, "stop"))} by ${mediaTime(early.to_second)}`,
      detail: `${count(lost)} of ${plural(present, "view")} stopped between ${mediaTime(from_second)} and ${mediaTime(early.to_second)}.`,
      href: `/videos/${video.id}`,
      linkText: "Open video",
      people: lost,
      picture: {
        kind: "watched",
        curve: video.curve,
        caption: `share still watching, 0:00 to ${mediaTime(video.seconds)}`,
      },
    },
  ];
}
