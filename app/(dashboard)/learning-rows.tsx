import "server-only";
import type { LearningRow } from "@/components/learning/rows";
import { Tag } from "@/components/ui/tag";
import { stopTick } from "@/components/videos/viewer-strip";
import type { OwnAssessment } from "@/lib/domain/courses/results/queries";
import type { ComingSession } from "@/lib/domain/sessions/queries/own";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import type { PastSession } from "@/lib/flows/learning/my-learning";
import type { QuizScores } from "@/lib/flows/learning/progress";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";

/* A learner's sessions and videos as rows, with what to do next. */

/** The mean of the quizzes with a score; of fewer than 3 the points, since a mean would be one or two scores. */
export function quizzesText(quizzes: QuizScores | null, { t, percent }: Language): string {
  if (!quizzes) return "—";
  const { scored, mean_percentage: mean, points, maximum_points } = quizzes;
  if (scored === 0) return t("learning.course.no_scores", { quizzes: quizzes.quizzes });
  return mean === null
    ? t("learning.course.quiz_points", { points, maximum: maximum_points, scored })
    : t("learning.course.quiz_mean", { mean: percent(mean), scored });
}

/** "15 of 20 points, 75 %". */
export function scoreText(
  { submitted, points, maximum_points, score_percentage }: OwnAssessment,
  { t, percent }: Language,
): string {
  if (!submitted) return t("learning.course.not_submitted");
  return points === null || score_percentage === null
    ? t("learning.course.not_marked")
    : t("learning.course.score", { points, maximum: maximum_points, score: percent(score_percentage) });
}

const taughtBy = (session: Pick<ComingSession, "course_title" | "instructor_name">, { t }: Language) => {
  const name = session.instructor_name;
  return session.course_title
    ? t("learning.row.course_and_teacher", { course: session.course_title, name })
    : t("learning.row.teacher", { name });
};

export function comingRow(session: ComingSession, now: Date, zone: string, language: Language): LearningRow {
  const { t, duration } = language;
  const { absolute, clockTime, dayAndTime } = dateFormat(language.code);
  const live = session.status === "live";
  const seconds = (session.scheduled_end.getTime() - session.scheduled_start.getTime()) / 1000;
  return {
    key: session.id,
    lead: live ? (
      <Tag pip="live">{t("learning.row.live_since", { time: clockTime(session.begun_at, zone) })}</Tag>
    ) : (
      <time dateTime={session.scheduled_start.toISOString()} title={absolute(session.scheduled_start, zone)}>
        {dayAndTime(session.scheduled_start, now, zone)}
      </time>
    ),
    title: session.title,
    sub: taughtBy(session, language),
    text: t("learning.row.coming", {
      live: live ? "yes" : "no",
      until: clockTime(session.scheduled_end, zone),
      length: duration(seconds),
      registered: session.registered ? "yes" : "no",
    }),
    actions: [
      {
        href: session.page_url ?? `/room/${session.id}`,
        label: live ? t("learning.row.join") : t("learning.row.open_room"),
        name: session.title,
        primary: live,
      },
      ...(live
        ? []
        : [
            {
              href: `/api/sessions/${session.id}/calendar`,
              label: t("learning.row.add_to_calendar"),
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

const watchAction = (video: OwnVideo, { t }: Language) => {
  const href = watchHref(video);
  const label = !video.last_watched_at
    ? t("learning.row.watch")
    : video.completed
      ? t("learning.row.watch_again")
      : t("learning.row.resume");
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
function progressText(video: OwnVideo, { t, percent }: Language): string {
  const length = video.duration_seconds === null ? "none" : mediaTime(video.duration_seconds);
  if (!video.last_watched_at) return t("learning.row.not_started", { length });
  if (video.completed) return t("learning.row.completed");
  const seen = video.progress_percentage === null ? "unknown" : percent(video.progress_percentage);
  const at = video.current_position_seconds;
  return at === null
    ? t("learning.row.seen", { seen })
    : t("learning.row.stopped", { seen, at: mediaTime(at), length });
}

const placeOfVideo = ({ course_title, lesson_number }: OwnVideo, { t }: Language) =>
  lesson_number ? t("ui.in_lesson", { course: course_title, lesson: lesson_number }) : course_title;

export const videoRow = (video: OwnVideo, now: Date, zone: string, language: Language): LearningRow => ({
  key: video.video_id,
  title: video.title,
  sub: placeOfVideo(video, language),
  strip: stripOf(video),
  text: videoText(video, now, zone, language),
  actions: watchAction(video, language),
});

function videoText(video: OwnVideo, now: Date, zone: string, language: Language): string {
  const { code, t } = language;
  const text = progressText(video, language);
  const when = video.last_watched_at && dateFormat(code).relative(video.last_watched_at, now, zone);
  const progress = when ? t("learning.row.when", { progress: text, when }) : text;
  return video.href ? progress : t("learning.row.plays_elsewhere", { progress });
}

export function pastRow(session: PastSession, now: Date, zone: string, language: Language): LearningRow {
  const { t, duration } = language;
  const { recording, attended, present_ms } = session;
  const recorded = session.recording_video_id !== null;
  return {
    key: session.id,
    lead: dateFormat(language.code).dayAndTime(session.begun_at, now, zone),
    title: session.title,
    sub: taughtBy(session, language),
    strip: recording?.last_watched_at ? stripOf(recording) : null,
    text: (
      <>
        <Tag pip={attended ? "good" : "none"}>
          {attended ? (
            t("learning.row.attended", { length: duration(present_ms / 1000) })
          ) : (
            <b className="font-medium text-ink">{t("learning.row.missed")}</b>
          )}
        </Tag>
        {"; "}
        {recording
          ? t("learning.row.recording", { progress: progressText(recording, language) })
          : recorded
            ? t("learning.row.recording_elsewhere")
            : t("learning.row.no_recording")}
      </>
    ),
    actions: recording
      ? watchAction(recording, language).map((action) => ({
          ...action,
          name: t("learning.row.the_recording_of", { title: session.title }),
        }))
      : [],
  };
}
