import "server-only";
import type { LearningRow } from "@/components/learning/rows";
import { Tag } from "@/components/ui/tag";
import { stopTick } from "@/components/videos/viewer-strip";
import type { ComingSession } from "@/lib/domain/sessions/queries/own";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import type { PastSession } from "@/lib/flows/learning/my-learning";
import { duration, mediaTime, percent } from "@/lib/platform/format";
import { absolute, clockTime, dayAndTime, relative } from "@/lib/platform/format-dates";

/* A learner's sessions and videos as rows, with what to do next. */

export function comingRow(session: ComingSession, now: Date, zone: string): LearningRow {
  const live = session.status === "live";
  const minutes = (session.scheduled_end.getTime() - session.scheduled_start.getTime()) / 1000;
  return {
    key: session.id,
    lead: live ? (
      <Tag pip="live">Live since {clockTime(session.begun_at, zone)}</Tag>
    ) : (
      <time dateTime={session.scheduled_start.toISOString()} title={absolute(session.scheduled_start, zone)}>
        {dayAndTime(session.scheduled_start, now, zone)}
      </time>
    ),
    title: session.title,
    sub: [session.course_title, `with ${session.instructor_name}`].filter(Boolean).join(", "),
    text: `${live ? `planned until ${clockTime(session.scheduled_end, zone)}` : duration(minutes)}, ${
      session.registered ? "you are registered" : "open to your course"
    }`,
    actions: [
      {
        href: session.page_url ?? `/room/${session.id}`,
        label: live ? "Join" : "Open the room",
        name: session.title,
        primary: live,
      },
      ...(live
        ? []
        : [
            {
              href: `/api/sessions/${session.id}/calendar`,
              label: "Add to calendar",
              name: session.title,
              file: true,
            },
          ]),
    ],
  };
}

/** A video's page on the school's own site, else our player at the second where the learner stopped. */
function watchHref(video: Pick<OwnVideo, "href" | "video_id" | "current_position_seconds" | "completed">) {
  if (video.href !== `/watch/${video.video_id}`) return video.href;
  const at = video.completed ? 0 : Math.floor(video.current_position_seconds ?? 0);
  return at > 0 ? `${video.href}?t=${at}` : video.href;
}

const watchAction = (video: OwnVideo) => {
  const href = watchHref(video);
  const label = !video.last_watched_at ? "Watch" : video.completed ? "Watch again" : "Resume";
  return href ? [{ href, label, name: video.title }] : [];
};

/** The strip of a video of known length. */
const stripOf = (video: OwnVideo) =>
  video.duration_seconds === null
    ? null
    : {
        watched: video.watched,
        seconds: video.duration_seconds,
        stopped: stopTick(video.current_position_seconds, video.duration_seconds),
      };

/** "29.8 % seen, stopped at 3:35 of 12:02". */
function progressText(video: OwnVideo): string {
  if (!video.last_watched_at)
    return `not started${video.duration_seconds === null ? "" : `, ${mediaTime(video.duration_seconds)}`}`;
  if (video.completed) return "completed";
  const seen = video.progress_percentage === null ? "started" : `${percent(video.progress_percentage)} seen`;
  const of = video.duration_seconds === null ? "" : ` of ${mediaTime(video.duration_seconds)}`;
  return video.current_position_seconds === null
    ? seen
    : `${seen}, stopped at ${mediaTime(video.current_position_seconds)}${of}`;
}

const placeOfVideo = ({ course_title, lesson_number }: OwnVideo) =>
  lesson_number ? `${course_title}, lesson ${lesson_number}` : course_title;

export const videoRow = (video: OwnVideo, now: Date, zone: string): LearningRow => ({
  key: video.video_id,
  title: video.title,
  sub: placeOfVideo(video),
  strip: stripOf(video),
  text: [
    progressText(video),
    video.last_watched_at && relative(video.last_watched_at, now, zone),
    video.href ? null : "plays on your course’s own page",
  ]
    .filter(Boolean)
    .join(", "),
  actions: watchAction(video),
});

export function pastRow(session: PastSession, now: Date, zone: string): LearningRow {
  const { recording, attended, present_ms } = session;
  const recorded = session.recording_video_id !== null;
  return {
    key: session.id,
    lead: dayAndTime(session.begun_at, now, zone),
    title: session.title,
    sub: [session.course_title, `with ${session.instructor_name}`].filter(Boolean).join(", "),
    strip: recording?.last_watched_at ? stripOf(recording) : null,
    text: (
      <>
        <Tag pip={attended ? "good" : "none"}>
          {attended ? (
            `Attended, ${duration(present_ms / 1000)}`
          ) : (
            <b className="font-medium text-ink">Missed</b>
          )}
        </Tag>
        {"; "}
        {recording
          ? `recording ${progressText(recording)}`
          : recorded
            ? "the recording is in another course"
            : "no recording"}
      </>
    ),
    actions: recording
      ? watchAction(recording).map((action) => ({ ...action, name: `the recording of ${session.title}` }))
      : [],
  };
}
