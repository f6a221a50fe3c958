import "server-only";
import { CurrentFindings } from "@/components/sessions/live/live-session";
import { attendanceTableColumns } from "@/components/sessions/page/attendance-columns";
import { AttendanceTable } from "@/components/sessions/page/attendance-table";
import { attendeeLine } from "@/components/sessions/page/attendee-line";
import { EngagementSection } from "@/components/sessions/page/engagement";
import { FeedbackSection } from "@/components/sessions/page/feedback";
import { Joining } from "@/components/sessions/page/joining";
import { RecordingSection, recordingKeys } from "@/components/sessions/page/recording";
import { ScoreSection } from "@/components/sessions/page/score";
import { scoreLines } from "@/components/sessions/page/score-parts";
import { AudienceChart } from "@/components/sessions/timeline/audience-chart";
import { type SessionAxis, secondOf } from "@/components/sessions/timeline/audience-facts";
import { Findings } from "@/components/shell/page-head";
import { termsOf } from "@/components/tables/column";
import { changeFromTypical } from "@/components/ui/change";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import type { AttendeesQuery } from "@/lib/domain/sessions/filters";
import { sessionFindings } from "@/lib/domain/sessions/findings/session";
import {
  attendanceTitle,
  engagementTitle,
  feedbackTitle,
  scoreTitle,
  timelineTitle,
} from "@/lib/domain/sessions/findings/titles";
import { scoreComponents } from "@/lib/domain/sessions/metrics";
import { attendees } from "@/lib/domain/sessions/queries/attendees";
import { busiestAttendees } from "@/lib/domain/sessions/queries/engagement";
import { bestTimes } from "@/lib/domain/sessions/queries/past";
import type { FeedbackNumbers } from "@/lib/domain/sessions/schema";
import { againstTypical, peopleOf } from "@/lib/domain/sessions/typical";
import type { Recording } from "@/lib/flows/recordings/vod";
import { labelsOf, pick } from "@/lib/glossary/glossary";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { fewest } from "@/lib/measure/evidence";
import type { SessionPageModel } from "./page-model";

/* The page's parts. Those that read more than the session's own numbers await it for themselves. */

type Page = { page: SessionPageModel };
/** Whether the reader may change the session and import its report. */
type Teaching = { teaching: boolean };
type Recorded = { recording: Promise<Recording | null> };

export async function Summary({ page, recording, axis }: Page & Recorded & { axis: SessionAxis }) {
  if (page.info.session_status === "live")
    return <CurrentFindings info={page.info} axis={axis} returned={page.returned} />;
  const numbers = (await recording)?.numbers ?? null;
  return <Findings findings={sessionFindings(page.facts, numbers, await currentLanguage())} />;
}

export async function Timeline({
  page,
  teaching,
  recording,
  axis,
}: Page & Teaching & Recorded & { axis: SessionAxis }) {
  const { session, info, state, returned } = page;
  const { attendance, presence } = state.numbers;
  const language = await currentLanguage();
  const { t } = language;
  const title = timelineTitle(page.facts, language);
  if (presence === "durations") return <Empty title={title}>{t("session.page.durations_only")}</Empty>;
  if (attendance.total_attended === 0 && info.session_status === "ended")
    return (
      <Empty
        title={t("session.page.nobody_came")}
        actions={teaching ? <LinkButton href="/imports">{t("session.page.import_report")}</LinkButton> : null}
      >
        {t("session.page.no_attendance")}
      </Empty>
    );
  const retention = (await recording)?.retention;
  const drawn = retention && retention.base > 0 && retention.covers.length > 0 ? retention : null;
  const [spike] = (drawn?.moments ?? [])
    .filter(({ kind }) => kind === "spike")
    .sort((a, b) => b.views - a.views);
  return (
    <AudienceChart
      sessionId={session.id}
      axis={axis}
      title={title}
      returned={returned}
      recording={
        drawn && {
          offset_seconds: info.recording_started_at ? secondOf(axis, info.recording_started_at) : 0,
          curve: {
            base: drawn.base,
            covers: drawn.covers,
            plays: drawn.plays,
            typical: drawn.typical && { low: drawn.typical.low, high: drawn.typical.high },
          },
          moment: spike ? { second: spike.at_second, title: t("session.page.most_replayed") } : null,
        }
      }
      fileName={t("session.page.audience_file", { title: info.title })}
    />
  );
}

export function Score({ page }: Page) {
  const { session, info, state, typical, comparedWith } = page;
  const { engagement_score: score } = state.numbers;
  const language = useLanguage();
  const { t } = language;
  if (score === null) return null;
  const live = info.session_status === "live";
  const usual = typical.numbers.engagement_score;
  const measured = !live && usual !== null;
  return (
    <Section id="score" line>
      <ScoreSection
        title={live ? t("session.titles.score_parts_so_far") : scoreTitle(page.facts, language)}
        score={score}
        lines={scoreLines(
          state.numbers,
          live ? null : typical.parts,
          labelsOf(scoreComponents, language),
          language,
        )}
        change={
          live
            ? undefined
            : changeFromTypical(
                "score",
                againstTypical("engagement_score", score, peopleOf(state.numbers), usual),
                usual,
                language,
              )
        }
        typicalName={measured ? t("session.typical.dotted", comparedWith) : null}
        csvHref={`/api/admin/training/sessions/${session.id}/score/export`}
        fileName={t("session.page.score_file", { title: info.title })}
      />
    </Section>
  );
}

export async function Attendance({
  page,
  query,
  axis,
  now,
}: Page & { query: AttendeesQuery; axis: SessionAxis; now: Date }) {
  const { session, info, state } = page;
  const { items: rows, total } = await attendees(session, query, now);
  const language = await currentLanguage();
  const { t } = language;
  const title = attendanceTitle(page.facts, language);
  const narrowed = query.q !== undefined || query.status !== undefined;
  if (total === 0 && !narrowed)
    return (
      <Section id="attendance" line title={title}>
        <p className="text-ink-2">{t("session.page.no_rows")}</p>
      </Section>
    );
  const clock = (instant: string) => dateFormat(language.code).clockTime(instant, session.time_zone);
  const to = info.window?.to ?? axis.plannedEnd;
  const live = info.session_status === "live";
  const shown = {
    // While live the bars use the chart's axis, which extends to the planned end.
    seconds: Math.max(1, secondOf(axis, to), live ? secondOf(axis, axis.plannedEnd) : 0),
    window: live
      ? t("session.page.window_now", { from: clock(axis.from) })
      : t("session.page.window", { from: clock(axis.from), to: clock(to) }),
    placed: state.numbers.presence !== "durations",
  };
  return (
    <AttendanceTable
      title={title}
      rows={rows.map((row) => attendeeLine(row, info.session_status, clock, language))}
      total={total}
      limit={query.limit}
      {...shown}
      words={pick(termsOf(attendanceTableColumns(shown, language)), language)}
      narrowed={narrowed}
    />
  );
}

/** How many of the most active people are named. */
const busiestShown = 8;

export async function Engagement({ page }: Page) {
  const { session, state } = page;
  if (state.numbers.attendance.total_attended === 0) return null;
  const language = await currentLanguage();
  const [busiest, best] = await Promise.all([
    busiestAttendees(session, { limit: busiestShown, offset: 0 }),
    bestTimes(session, language),
  ]);
  return (
    <EngagementSection
      sessionId={session.id}
      title={engagementTitle(page.facts, language)}
      engagement={state.numbers.engagement}
      people={busiest.attendees}
      best={best}
      chatEnabled={session.chat_enabled}
    />
  );
}

export async function RecordingPart({ page, teaching, recording }: Page & Teaching & Recorded) {
  const { session, info, state } = page;
  const current = await recording;
  const videoId = info.recording_video_id;
  const { t } = await currentLanguage();
  if (current && videoId)
    return (
      <RecordingSection
        videoId={videoId}
        numbers={current.numbers}
        came={state.numbers.attendance.total_attended}
        terms={pick(recordingKeys, await currentLanguage())}
      />
    );
  return (
    <Section id="recording" line title={t("ui.recording")}>
      {videoId ? (
        <p className="text-ink-2">{t("session.page.not_your_recording")}</p>
      ) : (
        <Empty
          place="section"
          title={t("session.page.no_recording")}
          actions={
            teaching ? (
              <LinkButton href={`/sessions/${session.id}/edit`}>{t("session.page.set_recording")}</LinkButton>
            ) : null
          }
        >
          {t("session.page.choose_recording")}
        </Empty>
      )}
    </Section>
  );
}

export async function Feedback({ page, feedback }: Page & { feedback: Promise<FeedbackNumbers> }) {
  const answers = await feedback;
  const { state } = page;
  const came = state.numbers.attendance.total_attended;
  const language = await currentLanguage();
  const { t } = language;
  const title = feedbackTitle(answers, language);
  if (answers.total_responses === 0)
    return (
      <Section id="feedback" line title={title}>
        <Empty
          place="section"
          title={t("session.page.ask_for_feedback")}
          snippet={t("session.page.example_rating")}
        >
          {t("session.page.feedback_appears")}
        </Empty>
      </Section>
    );
  return <FeedbackSection title={title} feedback={answers} came={came} />;
}

/** Before a session starts, or if it never did: who is registered, and how to run it. */
export function Planned({ page, origin }: Page & { origin: string }) {
  const { session, info, state } = page;
  const cancelled = info.session_status === "cancelled";
  const language = useLanguage();
  const { t } = language;
  return (
    <>
      <Section
        line
        title={attendanceTitle(page.facts, language)}
        sub={usualText(page, language)}
        tools={
          <LinkButton look="tool" href={`/sessions/${session.id}/people`}>
            {t("session.page.see_list")}
          </LinkButton>
        }
      >
        <p className="max-w-[680px] text-ink-2">
          {t(
            cancelled
              ? "session.page.still_on_list"
              : state.numbers.attendance.total_registered > 0
                ? "session.page.attendance_later"
                : "session.page.register_people",
          )}
        </p>
      </Section>
      {cancelled ? null : <Joining session={session} origin={origin} />}
    </>
  );
}

function usualText({ typical, comparedWith }: SessionPageModel, { t, percent }: Language): string {
  const rate = typical.numbers.attendance_rate;
  return rate
    ? t("session.page.usual_rate", {
        rate: percent(rate.median, 0),
        median: t("session.typical.median", { sessions: rate.sessions, ...comparedWith }),
      })
    : t("session.page.usual_rate_later", { sessions: fewest.sessions_for_typical });
}
