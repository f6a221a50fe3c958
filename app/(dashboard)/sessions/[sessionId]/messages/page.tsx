import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CursorProvider } from "@/components/charts/cursor";
import { LiveSession, StillSession } from "@/components/sessions/live/live-session";
import { MessagesTable } from "@/components/sessions/messages/messages-table";
import { Moment } from "@/components/sessions/messages/moment";
import { AudienceChart } from "@/components/sessions/timeline/audience-chart";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching } from "@/lib/auth/scope";
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
import { deletionsOf, reachSession } from "@/lib/domain/sessions/queries/session";
import { pick } from "@/lib/glossary/glossary";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { mediaTime, unknown } from "@/lib/language/numbers";
import { Streamed } from "../../../streamed";
import { axisOf, mayMove, type SessionPageModel, sessionPageModel } from "../page-model";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("sessions.messages_page.title") };
}

/** How many messages one page of the list shows. */
const messagesShown = 50;

type Props = { params: Promise<{ sessionId: string }>; searchParams: Promise<Search> };

export default async function SessionMessagesPage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const session = await reached(reachSession(scope, sessionId));
  const language = await currentLanguage();
  const { t } = language;
  const now = new Date();
  const [model, numbers, { chat_deleted_at }] = await Promise.all([
    sessionPageModel(session, now),
    messageNumbersOf(session),
    deletionsOf(session),
  ]);
  const query = queryFromUrl(messagesQuery, search, { limit: messagesShown });
  const around = timeAround(queryFromUrl(openedMoment, search));
  const counted = model.state.numbers.engagement.chat_message_count ?? 0;
  const written = numbers.chat_message_count > 0;
  // Without the texts, nothing is known of who wrote what: a report has counts alone, and what was deleted is counted no more.
  const known = written || (counted === 0 && chat_deleted_at === null);
  const page = (
    <CursorProvider>
      <PageHead
        crumbs={[
          { label: t("ui.sessions"), href: "/sessions" },
          { label: session.title, href: `/sessions/${session.id}` },
          { label: t("ui.messages") },
        ]}
        title={t("sessions.messages_page.title")}
        meta={[
          session.title,
          session.course_title,
          dateFormat(language.code).absolute(session.begun_at, session.time_zone),
          zoneName(session.time_zone, language),
        ]}
        summary={known ? <Findings findings={messagesFindings(numbers, language)} /> : null}
        actions={
          <>
            <LinkButton look="quiet" href={`/sessions/${session.id}`}>
              {t("sessions.people_page.open_session")}
            </LinkButton>
            {written && isTeaching(scope) ? (
              <LinkButton
                href={`/api/admin/training/sessions/${session.id}/messages/export${routeSearch(query)}`}
                download=""
              >
                {t("sessions.messages_page.csv")}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {written ? (
        <>
          <Numbers numbers={numbers} language={language} />
          {model.state.numbers.retention.length > 0 ? (
            <div className="mt-12 max-desk:mt-10">
              <AudienceChart
                sessionId={session.id}
                axis={axisOf(model)}
                title={t("sessions.messages_page.when")}
                returned={model.returned}
                recording={null}
                fileName={t("sessions.messages_page.file", { title: session.title })}
              />
            </div>
          ) : null}
          {around ? (
            <Streamed key={`${around.at} ${around.until}`} fallback={<TableSkeleton rows={6} />}>
              <OpenedMoment model={model} around={around} search={search} now={now} language={language} />
            </Streamed>
          ) : null}
          <Section
            id="messages"
            line
            title={messagesTitle(query.show, numbers, language)}
            sub={t("sessions.messages_page.about")}
          >
            <Streamed fallback={<TableSkeleton rows={12} />}>
              <Messages model={model} query={query} numbers={numbers} language={language} />
            </Streamed>
          </Section>
        </>
      ) : chat_deleted_at ? (
        <Empty place="page" title={t("sessions.messages_page.deleted")}>
          {t("sessions.messages_page.deleted_about", {
            count: counted,
            day: dateFormat(language.code).longDate(chat_deleted_at, session.time_zone),
          })}
        </Empty>
      ) : (
        <Empty
          place="page"
          title={t(counted > 0 ? "sessions.messages_page.no_texts" : "sessions.messages_page.none_yet")}
          snippet={counted > 0 ? undefined : t("sessions.messages_page.example")}
        >
          {counted > 0
            ? t("sessions.messages_page.no_texts_about", { count: counted })
            : t("sessions.messages_page.none_yet_about")}
        </Empty>
      )}
    </CursorProvider>
  );
  return (
    <ClientMessages of={["sessions.messages", "session.timeline"]}>
      {mayMove(model) ? (
        <LiveSession initial={model.state}>{page}</LiveSession>
      ) : (
        <StillSession state={model.state}>{page}</StillSession>
      )}
    </ClientMessages>
  );
}

function Numbers({ numbers, language }: { numbers: MessageNumbers; language: Language }) {
  const { t, count, duration } = language;
  const { chat_message_count, questions_asked, questions_answered, median_answer_seconds } = pick(
    ["chat_message_count", "questions_asked", "questions_answered", "median_answer_seconds"],
    language,
  );
  const people = (value: number) => t("sessions.messages_page.from", { count: value });
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
          base: t("sessions.messages_page.of_questions", { count: numbers.questions_asked }),
        },
        {
          ...of(
            median_answer_seconds,
            numbers.median_answer_seconds === null ? unknown : duration(numbers.median_answer_seconds),
          ),
          base: t("sessions.messages_page.median"),
        },
      ]}
    />
  );
}

/** Messages with the school's clock. */
const shownBy = (timeZone: string, { code }: Language) => {
  const { clockTime } = dateFormat(code);
  return (message: MessageRow) => ({
    ...message,
    clock: clockTime(message.sent_at, timeZone),
    answer_clock: message.answer?.message ? clockTime(message.answer.message.sent_at, timeZone) : null,
  });
};

async function Messages({
  model: { session },
  query,
  numbers,
  language,
}: {
  model: SessionPageModel;
  query: ReturnType<typeof messagesQuery.parse>;
  numbers: MessageNumbers;
  language: Language;
}) {
  const { items, total } = await sessionMessages(session, query);
  return (
    <MessagesTable
      sessionId={session.id}
      numbers={numbers}
      rows={items.map(shownBy(session.time_zone, language))}
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
  language,
}: {
  model: SessionPageModel;
  around: NonNullable<ReturnType<typeof timeAround>>;
  search: Search;
  now: Date;
  language: Language;
}) {
  const { t, count, ofBase } = language;
  const { messages, departures, reactions, question_before, question_after } = await momentOf(
    session,
    around,
    now,
  );
  const clock = (at: Date | string) => dateFormat(language.code).clockTime(at, session.time_zone);
  const { retention } = state.numbers;
  const presentAt = (at: Date) =>
    retention[Math.floor((at.getTime() - session.begun_at.getTime()) / 60_000)]?.viewers ?? null;
  const [before, after] = [presentAt(around.from), presentAt(around.to)];
  const began = session.recording_started_at ?? session.begun_at;
  const second = Math.floor((around.at.getTime() - began.getTime()) / 1000);
  const closed = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    if (key !== "at" && key !== "until" && typeof value === "string") closed.set(key, value);
  const range = (from: Date, to: Date) =>
    t("sessions.findings.clock_range", { from: clock(from), to: clock(to) });
  const short = around.until.getTime() - around.at.getTime() <= 60_000;
  return (
    <Moment
      sessionId={session.id}
      when={short ? clock(around.at) : range(around.at, around.until)}
      between={range(around.from, around.to)}
      messages={messages.map(shownBy(session.time_zone, language))}
      departures={departures.map((one) => ({ ...one, clock: clock(one.at) }))}
      facts={[
        {
          label: t("sessions.messages_page.present"),
          value: t("sessions.messages_page.before_and_after", { before: count(before), after: count(after) }),
        },
        { label: t("sessions.messages_page.left"), value: ofBase(departures.length, before) },
        { label: t("sessions.messages_page.reactions"), value: count(reactions) },
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
