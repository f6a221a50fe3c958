import type { Metadata } from "next";
import { Suspense } from "react";
import { reached } from "@/app/reached";
import { CursorProvider } from "@/components/charts/cursor";
import { LiveSession, StillSession } from "@/components/sessions/live/live-session";
import { MessagesTable } from "@/components/sessions/messages/messages-table";
import { Moment } from "@/components/sessions/messages/moment";
import { AudienceChart } from "@/components/sessions/timeline/audience-chart";
import { Findings, PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/lib/auth/language";
import { requireStaff } from "@/lib/auth/session";
import { messagesQuery } from "@/lib/domain/sessions/filters";
import { messagesFindings, messagesTitle } from "@/lib/domain/sessions/findings/messages";
import {
  type MessageNumbers,
  type MessageRow,
  openedMoment,
  timeAround,
} from "@/lib/domain/sessions/messages";
import { messageNumbersOf, momentOf, sessionMessages } from "@/lib/domain/sessions/queries/messages";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { pick } from "@/lib/glossary/glossary";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { count, duration, mediaTime, ofBase, plural, unknown } from "@/lib/platform/format";
import { absolute, clockTime } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";
import { axisOf, mayMove, type SessionPageModel, sessionPageModel } from "../page-model";

export const metadata: Metadata = { title: "Messages and questions" };

/** How many messages one page of the list shows. */
const messagesShown = 50;

type Props = { params: Promise<{ sessionId: string }>; searchParams: Promise<Search> };

export default async function SessionMessagesPage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const session = await reached(reachSession(scope, sessionId));
  const language = await currentLanguage();
  const now = new Date();
  const [model, numbers] = await Promise.all([sessionPageModel(session, now), messageNumbersOf(session)]);
  const query = queryFromUrl(messagesQuery, search, { limit: messagesShown });
  const around = timeAround(queryFromUrl(openedMoment, search));
  const counted = model.state.numbers.engagement.chat_message_count ?? 0;
  const written = numbers.chat_message_count > 0;
  const page = (
    <CursorProvider>
      <PageHead
        crumbs={[
          { label: "Sessions", href: "/sessions" },
          { label: session.title, href: `/sessions/${session.id}` },
          { label: "Messages" },
        ]}
        title="Messages and questions"
        meta={[
          session.title,
          session.course_title,
          absolute(session.begun_at, session.time_zone),
          zoneName(session.time_zone),
        ]}
        summary={<Findings findings={messagesFindings(numbers, language)} />}
        actions={
          <>
            <LinkButton look="quiet" href={`/sessions/${session.id}`}>
              Open session
            </LinkButton>
            {written ? (
              <LinkButton
                href={`/api/admin/training/sessions/${session.id}/messages/export${routeSearch(query)}`}
                download=""
              >
                Messages CSV
              </LinkButton>
            ) : null}
          </>
        }
      />
      {written ? (
        <>
          <Numbers numbers={numbers} />
          {model.state.numbers.retention.length > 0 ? (
            <div className="mt-12 max-desk:mt-10">
              <AudienceChart
                sessionId={session.id}
                axis={axisOf(model)}
                title="When people wrote"
                returned={model.returned}
                recording={null}
                fileName={`${session.title} messages`}
              />
            </div>
          ) : null}
          {around ? (
            <Suspense key={`${around.at} ${around.until}`} fallback={<TableSkeleton rows={6} />}>
              <OpenedMoment model={model} around={around} search={search} now={now} />
            </Suspense>
          ) : null}
          <Section
            id="messages"
            line
            title={messagesTitle(query.show, numbers, language)}
            sub="In the order of time. Choose a time to read what was said around it, and to choose the message that answers a question."
          >
            <Suspense fallback={<TableSkeleton rows={12} />}>
              <Messages model={model} query={query} numbers={numbers} />
            </Suspense>
          </Section>
        </>
      ) : (
        <Empty
          place="page"
          title={counted > 0 ? "The report has no texts" : "Nobody has written yet"}
          snippet={counted > 0 ? undefined : 'session.say("Is a residual an error?")'}
        >
          {counted > 0
            ? `The imported report counts ${plural(counted, "message")} without saying what was written.`
            : "Messages and questions appear here, with who wrote them and when. The script on the session’s page sends them:"}
        </Empty>
      )}
    </CursorProvider>
  );
  return mayMove(model) ? (
    <LiveSession initial={model.state}>{page}</LiveSession>
  ) : (
    <StillSession state={model.state}>{page}</StillSession>
  );
}

function Numbers({ numbers }: { numbers: MessageNumbers }) {
  const { chat_message_count, questions_asked, questions_answered, median_answer_seconds } = pick([
    "chat_message_count",
    "questions_asked",
    "questions_answered",
    "median_answer_seconds",
  ]);
  const people = (value: number) => `from ${plural(value, "person", "people")}`;
  const of = (words: { label: string; definition: string }, value: string) => ({
    label: words.label,
    value,
    explanation: { title: `${words.label}: ${value}`, definition: words.definition },
  });
  return (
    <NumberStrip
      items={[
        {
          ...of(chat_message_count, count(numbers.chat_message_count)),
          base: people(numbers.unique_chatters),
        },
        { ...of(questions_asked, count(numbers.questions_asked)), base: people(numbers.unique_askers) },
        {
          ...of(questions_answered, count(numbers.questions_answered)),
          base: `of ${plural(numbers.questions_asked, "question")}`,
        },
        {
          ...of(
            median_answer_seconds,
            numbers.median_answer_seconds === null ? unknown : duration(numbers.median_answer_seconds),
          ),
          base: "median of questions answered by a message",
        },
      ]}
    />
  );
}

/** Messages with the school's clock. */
const shownBy = (timeZone: string) => (message: MessageRow) => ({
  ...message,
  clock: clockTime(message.sent_at, timeZone),
  answer_clock: message.answer?.message ? clockTime(message.answer.message.sent_at, timeZone) : null,
});

async function Messages({
  model: { session },
  query,
  numbers,
}: {
  model: SessionPageModel;
  query: ReturnType<typeof messagesQuery.parse>;
  numbers: MessageNumbers;
}) {
  const { items, total } = await sessionMessages(session, query);
  return (
    <MessagesTable
      sessionId={session.id}
      numbers={numbers}
      rows={items.map(shownBy(session.time_zone))}
      total={total}
      limit={query.limit}
      narrowed={isFiltered(query)}
    />
  );
}

async function OpenedMoment({
  model: { session, state },
  around,
  search,
  now,
}: {
  model: SessionPageModel;
  around: NonNullable<ReturnType<typeof timeAround>>;
  search: Search;
  now: Date;
}) {
  const { messages, departures, reactions, question_before, question_after } = await momentOf(
    session,
    around,
    now,
  );
  const clock = (at: Date | string) => clockTime(at, session.time_zone);
  const { retention } = state.numbers;
  const presentAt = (at: Date) =>
    retention[Math.floor((at.getTime() - session.begun_at.getTime()) / 60_000)]?.viewers ?? null;
  const [before, after] = [presentAt(around.from), presentAt(around.to)];
  const began = session.recording_started_at ?? session.begun_at;
  const second = Math.floor((around.at.getTime() - began.getTime()) / 1000);
  const closed = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    if (key !== "at" && key !== "until" && typeof value === "string") closed.set(key, value);
  const short = around.until.getTime() - around.at.getTime() <= 60_000;
  return (
    <Moment
      sessionId={session.id}
      when={short ? clock(around.at) : `${clock(around.at)} to ${clock(around.until)}`}
      between={`${clock(around.from)} to ${clock(around.to)}`}
      messages={messages.map(shownBy(session.time_zone))}
      departures={departures.map((one) => ({ ...one, clock: clock(one.at) }))}
      facts={[
        { label: "Present", value: `${count(before)}, then ${count(after)}` },
        { label: "Left and did not return", value: ofBase(departures.length, before) },
        { label: "Reactions", value: count(reactions) },
      ]}
      recording={
        session.recording_video_id && second >= 0
          ? { href: `/watch/${session.recording_video_id}?t=${second}`, text: mediaTime(second) }
          : null
      }
      questionBefore={question_before}
      questionAfter={question_after}
      closedHref={`/sessions/${session.id}/messages${closed.size ? `?${closed}` : ""}`}
    />
  );
}
