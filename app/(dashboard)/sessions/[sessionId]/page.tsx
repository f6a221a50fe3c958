import type { Metadata } from "next";
import { cache } from "react";
import { reached } from "@/app/reached";
import { CursorProvider } from "@/components/charts/cursor";
import { PersonLink } from "@/components/learners/person-link";
import { DeleteSession } from "@/components/sessions/form/delete-session";
import { StatusTag } from "@/components/sessions/list/columns";
import {
  CurrentNumbers,
  LiveLine,
  LiveSession,
  StartEnd,
  StillSession,
} from "@/components/sessions/live/live-session";
import { type Benchmark, headlineComparisons } from "@/components/sessions/page/comparisons";
import { currentHeadline, HeadlineNumbers } from "@/components/sessions/page/headline";
import { Joining } from "@/components/sessions/page/joining";
import type { SessionAxis } from "@/components/sessions/timeline/audience-facts";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { Block, ChartSkeleton, TableSkeleton } from "@/components/ui/skeleton";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching, type Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { attendeesQuery } from "@/lib/domain/sessions/filters";
import { eachMetric, headlineMetrics, scoreComponents, typicalMetrics } from "@/lib/domain/sessions/metrics";
import { feedbackOf } from "@/lib/domain/sessions/queries/engagement";
import { deletionsOf, reachSession } from "@/lib/domain/sessions/queries/session";
import { closesAt, type Session } from "@/lib/domain/sessions/session";
import { placeInSeries, placeOf } from "@/lib/domain/sessions/words";
import { type Recording, recordingOf } from "@/lib/flows/recordings/vod";
import { labelsOf, pick } from "@/lib/glossary/glossary";
import { queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { Streamed } from "../../streamed";
import { Deleted } from "./deleted";
import { axisOf, mayMove, type SessionPageModel, sessionPageModel } from "./page-model";
import { Attendance, Engagement, Feedback, Planned, RecordingPart, Score, Summary, Timeline } from "./parts";

type Props = {
  params: Promise<{ sessionId: string }>;
  searchParams: Promise<Search>;
};

/** The rows of one page of the attendance table. */
const peopleShown = 25;

const sessionOfPage = cache((scope: Scope, sessionId: string) => reached(reachSession(scope, sessionId)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const session = await sessionOfPage(await requireScope(), (await params).sessionId);
  return { title: session.title };
}

export default async function SessionPage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const session = await sessionOfPage(scope, sessionId);
  const language = await currentLanguage();
  const { t, beginSentence } = language;
  const now = new Date();
  const [model, deletions] = await Promise.all([sessionPageModel(session, now), deletionsOf(session)]);
  const { info, state } = model;
  const begun = info.window !== null && (info.session_status !== "scheduled" || cameSoFar(model));
  const recording = recordingOf(scope, session);
  const origin = await siteAddress();
  const axis = axisOf(model);
  const own = scope.user_id === session.instructor_id;
  const query = queryFromUrl(attendeesQuery, search, { name: "people", limit: peopleShown });
  const page = (
    <CursorProvider>
      <PageHead
        crumbs={[
          { label: t("ui.sessions"), href: "/sessions" },
          ...(session.course_id && session.course_title
            ? [{ label: session.course_title, href: `/sessions?course_id=${session.course_id}` }]
            : []),
          { label: beginSentence(placeInSeries(session, language) ?? session.title) },
        ]}
        title={session.title}
        meta={metaOf(model, own, language)}
        summary={
          <Streamed fallback={<Block width={560} height={14} />}>
            <Summary page={model} recording={recording} axis={axis} />
          </Streamed>
        }
        actions={
          <Actions
            model={model}
            teaching={isTeaching(scope)}
            begun={begun}
            now={now}
            shown={routeSearch(query)}
            recording={recording}
          />
        }
      />
      {begun ? (
        <>
          <Deleted deletions={deletions} timeZone={session.time_zone} language={language} />
          <Headline model={model} axis={axis} />
          <div className="mt-12 max-rail:mt-10">
            <Streamed fallback={<ChartSkeleton height={386} label={t("session.page.counting_attendance")} />}>
              <Timeline page={model} teaching={isTeaching(scope)} recording={recording} axis={axis} />
            </Streamed>
          </div>
          {mayMove(model) ? <Joining session={session} origin={origin} /> : null}
          <Score page={model} />
          <Streamed fallback={<PeopleSkeleton />}>
            <Attendance page={model} query={query} axis={axis} now={now} />
          </Streamed>
          <Streamed fallback={<PartSkeleton label={t("session.page.counting_talk")} />}>
            <Engagement page={model} />
          </Streamed>
          {info.session_status === "live" ? null : (
            <Streamed fallback={<PartSkeleton label={t("session.page.counting_views")} />}>
              <RecordingPart page={model} teaching={isTeaching(scope)} recording={recording} />
            </Streamed>
          )}
          <Streamed fallback={<PartSkeleton label={t("session.page.reading_comments")} />}>
            <Feedback page={model} feedback={feedbackOf(session, state.numbers)} />
          </Streamed>
        </>
      ) : (
        <Planned page={model} origin={origin} />
      )}
    </CursorProvider>
  );
  const moves = mayMove(model);
  return (
    <ClientMessages of={["session.live", ...(begun ? ofParts : []), ...(begun && moves ? ofNumbers : [])]}>
      {moves ? (
        <LiveSession initial={state}>{page}</LiveSession>
      ) : (
        <StillSession state={state}>{page}</StillSession>
      )}
    </ClientMessages>
  );
}

/** The messages of the parts that the browser renders, and of the numbers and sentences that change while a session runs. */
const ofParts = ["session.timeline", "session.attendance", "session.score"] as const;
const ofNumbers = [
  "session.headline",
  "session.running",
  "sessions.findings",
  "sessions.score_note",
  "shares",
] as const;

function Headline({ model, axis }: { model: SessionPageModel; axis: SessionAxis }) {
  const language = useLanguage();
  const terms = { ...pick(headlineMetrics, language), parts: labelsOf(scoreComponents, language) };
  const live = model.info.session_status !== "ended";
  const comparisons = headlineComparisons(model.state.numbers, benchmarkOf(model), live, language);
  const beside = { comparisons, terms };
  return mayMove(model) ? (
    <CurrentNumbers axis={axis} {...beside} />
  ) : (
    <HeadlineNumbers {...currentHeadline(model.state, axis)} {...beside} />
  );
}

/** People can be present before anybody pressed Start. */
const cameSoFar = ({ state }: SessionPageModel): boolean => state.numbers.attendance.total_attended > 0;

function benchmarkOf({ past, typical, comparedWith, session }: SessionPageModel): Benchmark {
  // Another instructor's sessions count in what is typical; each by itself is theirs.
  const own = past.filter((one) => one.instructor_id === session.instructor_id);
  return {
    bands: typical.numbers,
    history: eachMetric(typicalMetrics, (key) => own.map((one) => one[key])),
    comparedWith,
  };
}

/** The course and the place in the series, the day and times, the length, the time zone and the status. */
function metaOf({ session, info }: SessionPageModel, own: boolean, language: Language) {
  const zone = session.time_zone;
  const from = session.begun_at;
  const to =
    info.session_status === "live" ? session.scheduled_end : (session.ended_at ?? session.scheduled_end);
  const length = (to.getTime() - from.getTime()) / 1000;
  const { t, duration } = language;
  const { weekdayOf, longDate, clockTime } = dateFormat(language.code);
  return [
    placeOf(info, language),
    own ? null : (
      <PersonLink key="instructor" userId={session.instructor_id} className="underline">
        {session.instructor_name}
      </PersonLink>
    ),
    t("session.page.when", {
      weekday: weekdayOf(from, zone),
      day: longDate(from, zone),
      from: clockTime(from, zone),
      to: clockTime(to, zone),
    }),
    info.session_status === "live" ? null : duration(length),
    zoneName(zone, language),
    info.left_out ? t("session.page.left_out") : null,
    info.session_status === "live" ? (
      <LiveLine key="live" />
    ) : info.session_status === "ended" ? null : (
      <StatusTag key="status" status={info.session_status} />
    ),
  ];
}

function Actions({
  model,
  teaching,
  begun,
  now,
  shown,
  recording,
}: {
  model: SessionPageModel;
  /** Whether the reader may edit the session and download who came. */
  teaching: boolean;
  begun: boolean;
  now: Date;
  /** The attendance table's state, for its CSV. */
  shown: string;
  recording: Promise<Recording | null>;
}) {
  const { t } = useLanguage();
  const { session, info, past } = model;
  const before = past.filter((one) => one.instructor_id === session.instructor_id).at(-1);
  return (
    <>
      {before && info.session_status === "ended" ? (
        <LinkButton look="quiet" href={`/sessions/compare?ids=${before.id},${session.id}`}>
          {t("session.page.compare")}
        </LinkButton>
      ) : null}
      <LinkButton look="quiet" href={`/sessions/${session.id}/people`}>
        {t("ui.people")}
      </LinkButton>
      {session.status === "cancelled" || !teaching ? null : (
        <LinkButton look="quiet" href={`/sessions/${session.id}/edit`}>
          {t("ui.edit")}
        </LinkButton>
      )}
      {teaching && (session.status === "cancelled" || (session.status === "scheduled" && !begun)) ? (
        <ClientMessages of={["sessions.delete"]}>
          <DeleteSession sessionId={session.id} title={session.title} status={session.status} />
        </ClientMessages>
      ) : null}
      {begun && teaching ? (
        <LinkButton href={`/api/admin/training/sessions/${session.id}/attendance/export${shown}`} download="">
          {t("session.page.attendance_csv")}
        </LinkButton>
      ) : null}
      {info.session_status === "live" ? (
        <LinkButton look="quiet" href={`/room/${session.id}`}>
          {t("session.page.open_room")}
        </LinkButton>
      ) : null}
      {mayMove(model) || isOpenable(session, now) ? (
        <StartEnd
          sessionId={session.id}
          title={session.title}
          status={session.status}
          openable={isOpenable(session, now)}
        />
      ) : null}
      {info.session_status === "ended" ? (
        <Streamed>
          <WatchRecording recording={recording} />
        </Streamed>
      ) : null}
    </>
  );
}

/** Only where the recording can be watched: without its address, its page has numbers and nothing to play. */
async function WatchRecording({ recording }: { recording: Promise<Recording | null> }) {
  const href = (await recording)?.href;
  const { t } = await currentLanguage();
  return href ? (
    <LinkButton look="primary" href={href}>
      {t("session.page.watch_recording")}
    </LinkButton>
  ) : null;
}

/** Until an hour after its scheduled end a session can be started and reopened. */
const isOpenable = (session: Session, now: Date): boolean => now < closesAt(session);

function PeopleSkeleton() {
  return (
    <Section line>
      <Block width={320} height={16} className="mb-10" />
      <TableSkeleton rows={peopleShown} />
    </Section>
  );
}

function PartSkeleton({ label }: { label: string }) {
  return (
    <Section line>
      <ChartSkeleton height={160} label={label} />
    </Section>
  );
}
