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
import { fewest } from "@/lib/measure/evidence";
import { percent } from "@/lib/platform/format";
import { clockTime } from "@/lib/platform/format-dates";
import type { SessionPageModel } from "./page-model";

/* The page's parts. Those that read more than the session's own numbers await it for themselves. */

type Page = { page: SessionPageModel };
type Recorded = { recording: Promise<Recording | null> };

export async function Summary({ page, recording, axis }: Page & Recorded & { axis: SessionAxis }) {
  if (page.info.session_status === "live")
    return <CurrentFindings info={page.info} axis={axis} returned={page.returned} />;
  return <Findings findings={sessionFindings(page.facts, (await recording)?.numbers ?? null)} />;
}

export async function Timeline({ page, recording, axis }: Page & Recorded & { axis: SessionAxis }) {
  const { session, info, state, returned } = page;
  const { attendance, presence } = state.numbers;
  const title = timelineTitle(page.facts);
  if (presence === "durations")
    return (
      <Empty title={title}>
        The imported report has each person&rsquo;s minutes, but no join and leave times, so the peak and the
        drop-offs are unknown. Import a report with join and leave times, or add the script to the
        session&rsquo;s page, to see them here.
      </Empty>
    );
  if (attendance.total_attended === 0 && info.session_status === "ended")
    return (
      <Empty title="Nobody came" actions={<LinkButton href="/imports">Import a report</LinkButton>}>
        No attendance was recorded. If the session was held elsewhere, import its report from Zoom, Teams,
        Meet or BigBlueButton.
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
          moment: spike ? { second: spike.at_second, title: "Most played again" } : null,
        }
      }
      fileName={`${info.title} audience`}
    />
  );
}

export function Score({ page }: Page) {
  const language = useLanguage();
  const { session, info, state, typical, which } = page;
  const { engagement_score: score } = state.numbers;
  if (score === null) return null;
  const live = info.session_status === "live";
  const usual = typical.numbers.engagement_score;
  const measured = !live && usual !== null;
  return (
    <Section id="score" line>
      <ScoreSection
        title={live ? "The parts of the score so far" : scoreTitle(page.facts)}
        score={score}
        lines={scoreLines(state.numbers, live ? null : typical.parts, labelsOf(scoreComponents))}
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
        typicalName={measured ? `the median of ${which}` : null}
        csvHref={`/api/admin/training/sessions/${session.id}/score/export`}
        fileName={`${info.title} score`}
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
  const title = attendanceTitle(page.facts);
  const narrowed = query.q !== undefined || query.status !== undefined;
  if (total === 0 && !narrowed)
    return (
      <Section id="attendance" line title={title}>
        <p className="text-ink-2">
          Everyone who registers or joins gets a row here: when they joined and left, and what they did.
        </p>
      </Section>
    );
  const clock = (instant: string) => clockTime(instant, session.time_zone);
  const to = info.window?.to ?? axis.plannedEnd;
  const live = info.session_status === "live";
  const shown = {
    // While live the bars use the chart's axis, which extends to the planned end.
    seconds: Math.max(1, secondOf(axis, to), live ? secondOf(axis, axis.plannedEnd) : 0),
    window: `${clock(axis.from)} to ${live ? "now" : clock(to)}`,
    placed: state.numbers.presence !== "durations",
  };
  return (
    <AttendanceTable
      title={title}
      rows={rows.map((row) => attendeeLine(row, info.session_status, clock))}
      total={total}
      limit={query.limit}
      {...shown}
      words={pick(termsOf(attendanceTableColumns(shown)))}
      narrowed={narrowed}
    />
  );
}

/** How many of the most active people are named. */
const busiestShown = 8;

export async function Engagement({ page }: Page) {
  const { session, state } = page;
  if (state.numbers.attendance.total_attended === 0) return null;
  const [busiest, best] = await Promise.all([
    busiestAttendees(session, { limit: busiestShown, offset: 0 }),
    bestTimes(session),
  ]);
  return (
    <EngagementSection
      sessionId={session.id}
      title={engagementTitle(page.facts)}
      engagement={state.numbers.engagement}
      people={busiest.attendees}
      best={best}
      chatEnabled={session.chat_enabled}
    />
  );
}

export async function RecordingPart({ page, recording }: Page & Recorded) {
  const { session, info, state } = page;
  const current = await recording;
  const videoId = info.recording_video_id;
  if (current && videoId)
    return (
      <RecordingSection
        videoId={videoId}
        numbers={current.numbers}
        came={state.numbers.attendance.total_attended}
        terms={pick(recordingKeys)}
      />
    );
  return (
    <Section id="recording" line title="Recording">
      {videoId ? (
        <p className="text-ink-2">
          The recording is in a course that you do not teach, so you cannot see its numbers.
        </p>
      ) : (
        <Empty
          place="section"
          title="No recording is set"
          actions={<LinkButton href={`/sessions/${session.id}/edit`}>Set the recording</LinkButton>}
        >
          Choose the recording of this session. Its views appear here, and below the timeline on the same
          axis.
        </Empty>
      )}
    </Section>
  );
}

export async function Feedback({ page, feedback }: Page & { feedback: Promise<FeedbackNumbers> }) {
  const answers = await feedback;
  const { state } = page;
  const came = state.numbers.attendance.total_attended;
  const title = feedbackTitle(answers);
  if (answers.total_responses === 0)
    return (
      <Section id="feedback" line title={title}>
        <Empty
          place="section"
          title="Ask for feedback at the end"
          snippet={'session.rate(4, "Clear, but too fast after the break")'}
        >
          Ratings, themes and comments appear here. The script on the session&rsquo;s page sends them:
        </Empty>
      </Section>
    );
  return <FeedbackSection title={title} feedback={answers} came={came} />;
}

/** Before a session starts, or if it never did: who is registered, and how to run it. */
export function Planned({ page, origin }: Page & { origin: string }) {
  const { session, info, state } = page;
  const cancelled = info.session_status === "cancelled";
  return (
    <>
      <Section
        line
        title={attendanceTitle(page.facts)}
        sub={usualText(page)}
        tools={
          <LinkButton look="tool" href={`/sessions/${session.id}/people`}>
            See the list
          </LinkButton>
        }
      >
        <p className="max-w-[680px] text-ink-2">
          {cancelled
            ? "The people who had registered are still on the list."
            : state.numbers.attendance.total_registered > 0
              ? "Attendance appears here once the session starts."
              : "Register people one by one, or drop a list of them. People who join without registering are counted too."}
        </p>
      </Section>
      {cancelled ? null : <Joining session={session} origin={origin} />}
    </>
  );
}

function usualText({ typical, which }: SessionPageModel): string {
  const rate = typical.numbers.attendance_rate;
  return rate
    ? `Typical: ${percent(rate.median, 0)} of registered people attend, the median of the last ${rate.sessions} ${which}.`
    : `The typical attendance rate is known after ${fewest.sessions_for_typical} sessions.`;
}
