import "server-only";
import { attendanceTableColumns } from "@/components/sessions/page/attendance-columns";
import { AttendanceTable } from "@/components/sessions/page/attendance-table";
import { attendeeLine } from "@/components/sessions/page/attendee-line";
import { EngagementSection } from "@/components/sessions/page/engagement";
import { FeedbackSection } from "@/components/sessions/page/feedback";
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
import type { Scope } from "@/lib/auth/scope";
import type { AttendeesQuery } from "@/lib/domain/sessions/filters";
import { attendees } from "@/lib/domain/sessions/queries/attendees";
import { engagement } from "@/lib/domain/sessions/queries/engagement";
import { bestTimes } from "@/lib/domain/sessions/queries/past";
import { type FeedbackNumbers, scoreComponents } from "@/lib/domain/sessions/schema";
import type { Recording } from "@/lib/flows/recordings/vod";
import { labelsOf, pick } from "@/lib/glossary/glossary";
import { duration, percent } from "@/lib/platform/format";
import { clockTime } from "@/lib/platform/format-dates";
import { type SessionPageNumbers, sessionFindings } from "./numbers";

/* The page's parts. Those that read more than the session's own numbers await it for themselves. */

type Numbers = { numbers: SessionPageNumbers };
type Recorded = { recording: Promise<Recording | null> };

export async function Summary({ numbers, recording }: Numbers & Recorded) {
  const { found } = sessionFindings(numbers, { vod: (await recording)?.numbers ?? null });
  return <Findings findings={found} />;
}

export async function Timeline({ numbers, recording, axis }: Numbers & Recorded & { axis: SessionAxis }) {
  const { session, info, state, returned } = numbers;
  const { attendance, presence } = state.numbers;
  const { timelineTitle } = sessionFindings(numbers, {});
  if (presence === "durations")
    return (
      <Empty title={timelineTitle}>
        The report that was imported says how many minutes each person was there, but not at what time they
        came and left: who was there at once, and where people were lost, cannot be known. A report with join
        and leave times, or the script on the page of the session, shows them here.
      </Empty>
    );
  if (attendance.total_attended === 0 && info.session_status === "ended")
    return (
      <Empty title="Nobody came" actions={<LinkButton href="/imports">Import a report</LinkButton>}>
        Nobody was heard of while the session ran. If it was held elsewhere, its report from Zoom, Teams, Meet
        or BigBlueButton fills this page.
      </Empty>
    );
  const retention = (await recording)?.retention;
  const drawn = retention && retention.base > 0 && retention.covers.length > 0 ? retention : null;
  const spike = drawn?.moments
    .filter(({ kind }) => kind === "spike")
    .reduce<(typeof drawn.moments)[number] | null>(
      (most, moment) => (most && most.views >= moment.views ? most : moment),
      null,
    );
  return (
    <AudienceChart
      sessionId={session.id}
      axis={axis}
      title={timelineTitle}
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

export function Score({ numbers, whose }: Numbers & { whose: string }) {
  const { session, info, state, typical } = numbers;
  const { engagement_score: score } = state.numbers;
  if (score === null) return null;
  const live = info.session_status === "live";
  const measured = !live && typical.numbers.engagement_score !== null;
  return (
    <div id="score" className="mt-12 border-t border-line pt-5 max-desk:mt-10">
      <ScoreSection
        title={live ? "What the score is made of so far" : sessionFindings(numbers, {}).scoreTitle}
        score={score}
        lines={scoreLines(state.numbers, live ? null : typical.parts, labelsOf(scoreComponents))}
        change={live ? undefined : changeFromTypical("score", score, typical.numbers.engagement_score)}
        typicalName={measured ? `${whose} typical session` : null}
        csvHref={`/api/admin/training/sessions/${session.id}/score/export`}
        fileName={`${info.title} score`}
      />
    </div>
  );
}

export async function Attendance({
  numbers,
  query,
  axis,
  now,
}: Numbers & { query: AttendeesQuery; axis: SessionAxis; now: Date }) {
  const { session, info, state } = numbers;
  const { items: rows, total } = await attendees(session, query, now);
  const title = sessionFindings(numbers, {}).attendanceTitle;
  const narrowed = query.q !== undefined || query.status !== undefined;
  if (total === 0 && !narrowed)
    return (
      <Section id="attendance" line title={title}>
        <p className="text-ink-2">
          Everybody who registers or joins gets a row here: when they came and left, and what they did.
        </p>
      </Section>
    );
  const clock = (instant: string) => clockTime(instant, session.time_zone);
  const to = info.window?.to ?? axis.plannedEnd;
  const live = info.session_status === "live";
  const shown = {
    // While live the bars stand on the chart's axis, which reaches to the planned end.
    seconds: Math.max(1, secondOf(axis, to), live ? secondOf(axis, axis.plannedEnd) : 0),
    window: `${clock(axis.from)} to ${live ? "now" : clock(to)}`,
    placed: state.numbers.presence !== "durations",
  };
  return (
    <AttendanceTable
      title={title}
      lines={rows.map((row) => attendeeLine(row, info.session_status, clock))}
      total={total}
      limit={query.limit}
      {...shown}
      words={pick(termsOf(attendanceTableColumns(shown)))}
      narrowed={narrowed}
    />
  );
}

/** People that are named as the busiest. */
const busiest = 8;

export async function Engagement({ numbers, scope, now }: Numbers & { scope: Scope; now: Date }) {
  const { session, state } = numbers;
  if (state.numbers.attendance.total_attended === 0) return null;
  const [answer, best] = await Promise.all([
    engagement(scope, session.id, { limit: busiest, offset: 0 }, now),
    bestTimes(session),
  ]);
  return (
    <EngagementSection
      title={sessionFindings(numbers, {}).engagementTitle}
      engagement={state.numbers.engagement}
      people={answer.attendees}
      total={answer.total}
      best={best}
      chatEnabled={session.chat_enabled}
    />
  );
}

export async function RecordingPart({ numbers, recording }: Numbers & Recorded) {
  const { session, info, state } = numbers;
  const known = await recording;
  const videoId = info.recording_video_id;
  if (known && videoId)
    return (
      <RecordingSection
        videoId={videoId}
        numbers={known.numbers}
        came={state.numbers.attendance.total_attended}
        terms={pick(recordingKeys)}
      />
    );
  return (
    <Section id="recording" line title="Recording">
      {videoId ? (
        <p className="text-ink-2">
          The recording belongs to a course that you do not teach: its numbers are for those who do.
        </p>
      ) : (
        <div className="[&>div]:border-t-0 [&>div]:pt-0">
          <Empty
            title="No recording is set"
            actions={<LinkButton href={`/sessions/${session.id}/edit`}>Set the recording</LinkButton>}
          >
            Choose the video that recorded this session: how it is watched later stands here, and under the
            room on the same axis.
          </Empty>
        </div>
      )}
    </Section>
  );
}

export async function Feedback({ numbers, feedback }: Numbers & { feedback: Promise<FeedbackNumbers> }) {
  const known = await feedback;
  const { state } = numbers;
  const came = state.numbers.attendance.total_attended;
  const { feedbackTitle } = sessionFindings(numbers, { feedback: known });
  if (known.total_responses === 0)
    return (
      <Section id="feedback" line title={feedbackTitle}>
        <div className="[&>div]:border-t-0 [&>div]:pt-0">
          <Empty
            title="Ask for it at the end"
            snippet={'session.rate(4, "Clear, but too fast after the break")'}
          >
            Ratings with every star, what comments have in common, and the comments themselves stand here. The
            script on the page of the session sends them:
          </Empty>
        </div>
      </Section>
    );
  return <FeedbackSection title={feedbackTitle} feedback={known} came={came} />;
}

/** Before it begins, and when it never did: who is registered, and how it is run. */
export function Planned({ numbers, origin }: Numbers & { origin: string }) {
  const { session, info, state } = numbers;
  const cancelled = info.session_status === "cancelled";
  const room = `/room/${session.id}`;
  return (
    <>
      <Section
        line
        title={sessionFindings(numbers, {}).attendanceTitle}
        sub={usualText(numbers)}
        tools={
          <LinkButton look="tool" href={`/sessions/${session.id}/people`}>
            See the list
          </LinkButton>
        }
      >
        <p className="max-w-[680px] text-ink-2">
          {cancelled
            ? "Whoever had registered is still on the list."
            : state.numbers.attendance.total_registered > 0
              ? "Who came, when and for how long stands here as soon as the session begins."
              : "Register people one by one, or drop a list of them. Whoever joins without registering is counted, too."}
        </p>
      </Section>
      {cancelled ? null : (
        <Section
          id="run"
          line
          title="How to run it"
          sub={`${duration(plannedSeconds(numbers))}, in ${place(session.page_url)}.`}
        >
          <div className="[&>div]:border-t-0 [&>div]:pt-0">
            <Empty
              title="Put the script on the page that shows it"
              snippet={sessionEmbedding(session.id, origin)}
              actions={
                <>
                  {session.page_url && session.page_url !== room ? (
                    <LinkButton href={session.page_url}>Open its page</LinkButton>
                  ) : null}
                  <LinkButton href={room}>Open the room</LinkButton>
                </>
              }
            >
              It says who is there, and you tell it what is written and felt. Or bring a report of Zoom,
              Teams, Meet or BigBlueButton afterwards. Press Start when you begin; without it the session
              begins at its planned time.
            </Empty>
          </div>
        </Section>
      )}
    </>
  );
}

const plannedSeconds = ({ session }: SessionPageNumbers): number =>
  (session.scheduled_end.getTime() - session.scheduled_start.getTime()) / 1000;

function place(pageUrl: string | null): string {
  if (!pageUrl) return "a page of yours or the room here";
  // A page of this installation's own is known by its path.
  return URL.canParse(pageUrl) ? new URL(pageUrl).host : pageUrl;
}

function usualText({ typical }: SessionPageNumbers): string {
  const rate = typical.numbers.attendance_rate;
  return rate
    ? `Usually ${percent(rate.median, 0)} of those who register come.`
    : "How many of them usually come is known after three sessions.";
}

/** What a page must hold for a session to be measured; `origin` is where Lectern is reached. */
function sessionEmbedding(sessionId: string, origin: string): string {
  return `<script src="${origin}/live.js" defer></script>
<main data-session-analytics
  data-session-id="${sessionId}"
  data-token="…"></main>`;
}
