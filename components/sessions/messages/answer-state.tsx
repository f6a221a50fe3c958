"use client";

import { PersonLink } from "@/components/learners/person-link";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { answerQuestionAction } from "@/lib/domain/sessions/actions";
import type { MessageRow } from "@/lib/domain/sessions/messages";

/** A message with the clock times of the school, made on the server. */
export type ShownMessage = MessageRow & {
  clock: string;
  /** The clock of the message that answers it. */
  answer_clock: string | null;
};

/** Marks questions; what fails is shown at the bottom of the window. */
export function useAnswer(sessionId: string) {
  const { t } = useLanguage();
  return useAction(
    ({ message_id }: Pick<MessageRow, "message_id">, answered: boolean, answer_id: string | null = null) =>
      answerQuestionAction({ session_id: sessionId, message_id, answer: { answered, answer_id } }),
    { toast: true, kept: t("sessions.messages.as_it_was") },
  );
}

/** Whether a question is answered, and the button that changes it. */
export function AnswerState({ sessionId, message }: { sessionId: string; message: ShownMessage }) {
  const { t, duration } = useLanguage();
  const { run, busy } = useAnswer(sessionId);
  const { answer, text } = message;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1 gap-y-0.5">
      <Tag pip={answer ? "good" : "none"}>
        {answer ? null : <i aria-hidden="true" className="size-2 flex-none rounded-full bg-ink" />}
        {answer?.message
          ? t("sessions.messages.answered_by", { name: answer.message.name })
          : t(answer ? "sessions.messages.answered_aloud" : "sessions.messages.not_answered")}
        {answer?.message ? (
          <span className="text-ink-3">
            {t("sessions.messages.later", {
              length: duration((Date.parse(answer.message.sent_at) - Date.parse(message.sent_at)) / 1000),
            })}
          </span>
        ) : null}
      </Tag>
      <Button
        look="tool"
        disabled={busy}
        onClick={() => run(message, !answer)}
        aria-label={t(answer ? "sessions.messages.undo_of" : "sessions.messages.mark_of", { text })}
        className={answer ? undefined : "border border-line-strong max-desk:h-8"}
      >
        {t(answer ? "ui.undo" : "sessions.messages.mark")}
      </Button>
    </span>
  );
}

/** The message that answers a question, under it. */
export function AnswerText({ message: { answer, answer_clock } }: { message: ShownMessage }) {
  if (!answer?.message) return null;
  return (
    <span className="mt-0.5 block border-l-2 border-line-strong pl-2.5 text-ink-2">
      <PersonLink userId={answer.message.user_id} className="font-medium text-ink">
        {answer.message.name}
      </PersonLink>{" "}
      <span className="tabular-nums">{answer_clock}</span> {answer.message.text}
    </span>
  );
}
