"use client";

import { useEffect, useRef } from "react";
import { PersonLink } from "@/components/learners/person-link";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import { AnswerState, AnswerText, type ShownMessage, useAnswer } from "./answer-state";
import { momentId, useMomentHref } from "./moment-href";

type Left = { attendee_id: string; user_id: string | null; name: string; at: string; clock: string };

export type MomentProps = {
  sessionId: string;
  /** "19:28", or "19:24 to 19:30". */
  when: string;
  /** What is shown: two minutes before to two minutes after. */
  between: string;
  messages: ShownMessage[];
  departures: Left[];
  /** Facts of the time: "Present", "27, then 20". */
  facts: { label: string; value: string }[];
  /** The recording at this moment. */
  recording: { href: string; text: string } | null;
  questionBefore: string | null;
  questionAfter: string | null;
  /** The page without the moment. */
  closedHref: string;
};

type Entry = { at: string; key: string } & ({ message: ShownMessage } | { left: Left });

/** What people wrote around a moment, and who left, in the order of time. It takes the focus when it opens. */
export function Moment(props: MomentProps) {
  const { sessionId, when, between, messages, departures, facts, recording } = props;
  const { t } = useLanguage();
  const hrefAt = useMomentHref(sessionId);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (window.location.hash === `#${momentId}`) head.current?.focus({ preventScroll: true });
  }, []);
  const entries: Entry[] = [
    ...messages.map((message) => ({ at: message.sent_at, key: message.message_id, message })),
    ...departures.map((left) => ({ at: left.at, key: `${left.attendee_id} ${left.at}`, left })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section
      id={momentId}
      aria-labelledby={`${momentId}-title`}
      className="@container mt-4 scroll-mt-4 rounded-md bg-raised px-5 pt-3.5 pb-4.5 shadow-float max-desk:px-3.5"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-small">
        <h2 ref={head} id={`${momentId}-title`} tabIndex={-1} className="text-body leading-6 font-semibold">
          {t("sessions.messages.around", { when })}
        </h2>
        <p className="text-ink-2">
          {t("sessions.messages.said_and_left", {
            messages: messages.length,
            departures: departures.length,
            between,
          })}
        </p>
        <nav
          aria-label={t("ui.questions")}
          className="ml-auto flex items-center gap-1 max-desk:ml-0 print:hidden"
        >
          {props.questionBefore ? (
            <LinkButton look="tool" href={hrefAt(props.questionBefore)}>
              {t("sessions.messages.previous_question")}
            </LinkButton>
          ) : null}
          {props.questionAfter ? (
            <LinkButton look="tool" href={hrefAt(props.questionAfter)}>
              {t("sessions.messages.next_question")}
            </LinkButton>
          ) : null}
          <LinkButton look="tool" href={props.closedHref} aria-label={t("ui.close")}>
            <Icon name="close" />
          </LinkButton>
        </nav>
      </div>
      <div className="mt-2 grid gap-3 @min-[760px]:grid-cols-[minmax(0,1fr)_240px] @min-[760px]:gap-8">
        {entries.length ? (
          <ol className="text-small">
            {entries.map((entry) =>
              "left" in entry ? (
                <Line key={entry.key} clock={entry.left.clock} who={entry.left} left>
                  {t("sessions.messages.left")}
                </Line>
              ) : (
                <Line
                  key={entry.key}
                  clock={entry.message.clock}
                  who={entry.message}
                  asked={entry.message.question}
                >
                  <span>{entry.message.text}</span>
                  <AnswerText message={entry.message} />
                  <Answering sessionId={sessionId} message={entry.message} among={messages} />
                </Line>
              ),
            )}
          </ol>
        ) : (
          <p className="text-small text-ink-2">{t("sessions.messages.nobody")}</p>
        )}
        <dl className="text-small">
          {facts.map(({ label, value }) => (
            <div
              key={label}
              className="flex justify-between gap-3 border-t border-line py-1 first:border-t-0"
            >
              <dt className="text-ink-2">{label}</dt>
              <dd className="font-medium tabular-nums">{value}</dd>
            </div>
          ))}
          {recording ? (
            <div className="flex justify-between gap-3 border-t border-line py-1">
              <dt className="text-ink-2">{t("ui.recording")}</dt>
              <dd className="font-medium tabular-nums">
                <a href={recording.href} className="inline-flex items-center gap-1 py-0.5">
                  {recording.text} <Icon name="arrow" />
                </a>
              </dd>
            </div>
          ) : null}
        </dl>
      </div>
    </section>
  );
}

function Line({
  clock,
  who,
  left,
  asked,
  children,
}: {
  clock: string;
  who: { user_id: string | null; name: string };
  /** The person left. */
  left?: boolean;
  asked?: boolean;
  children: React.ReactNode;
}) {
  return (
    <li
      className={classNames(
        "-mx-2 grid grid-cols-[44px_minmax(0,1fr)] gap-x-3 rounded-md px-2 py-1 @min-[560px]:grid-cols-[44px_140px_minmax(0,1fr)]",
        asked && "bg-accent-wash",
      )}
    >
      <span className="text-ink-3 tabular-nums">{clock}</span>
      <PersonLink
        userId={who.user_id}
        className={classNames("wrap-anywhere", left ? "text-bad" : "font-medium")}
      >
        {who.name}
      </PersonLink>
      <div className={classNames("col-start-2 wrap-anywhere @min-[560px]:col-start-3", left && "text-bad")}>
        {children}
      </div>
    </li>
  );
}

/** On a question: whether it is answered. On a message after an unanswered one: a button that says it is the answer. */
function Answering({
  sessionId,
  message,
  among,
}: {
  sessionId: string;
  message: ShownMessage;
  among: readonly ShownMessage[];
}) {
  const { t } = useLanguage();
  const { run, busy } = useAnswer(sessionId);
  if (message.question)
    return (
      <div className="mt-0.5">
        <AnswerState sessionId={sessionId} message={message} />
      </div>
    );
  const question = among
    .slice(0, among.indexOf(message))
    .findLast(
      ({ question, answer, attendee_id }) => question && !answer && attendee_id !== message.attendee_id,
    );
  if (!question) return null;
  return (
    <Button
      look="tool"
      disabled={busy}
      className="ml-2 border border-line-strong max-desk:ml-0 max-desk:h-8"
      aria-label={t("sessions.messages.answers_it_of", { text: question.text })}
      onClick={() => run(question, true, message.message_id)}
    >
      {t("sessions.messages.answers_it")}
    </Button>
  );
}
