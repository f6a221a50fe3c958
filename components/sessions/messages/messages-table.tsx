"use client";

import Link from "next/link";
import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { ClearFilters, SearchField, Toolbar, useFilter } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { useLanguage } from "@/components/ui/use-language";
import type { MessageNumbers } from "@/lib/domain/sessions/messages";
import type { Language } from "@/lib/language/language";
import { AnswerState, AnswerText, type ShownMessage } from "./answer-state";
import { useMomentHref } from "./moment-href";

type Props = PageOf<ShownMessage> & {
  sessionId: string;
  numbers: MessageNumbers;
  /** A search or a filter is set. */
  narrowed: boolean;
};

/** What people wrote, in the order of time: search, filters, and whether each question is answered. */
export function MessagesTable({ sessionId, numbers, narrowed, rows, total, limit }: Props) {
  const language = useLanguage();
  const { t } = language;
  const hrefAt = useMomentHref(sessionId);
  const table = useDataTable({
    columns: useMemo(() => columnsOf(sessionId, hrefAt, language), [sessionId, hrefAt, language]),
    rows,
    rowId: (message) => message.message_id,
    limit,
    total,
  });
  const { chat_message_count: all, questions_asked: questions, questions_answered: answered } = numbers;
  return (
    <>
      <Toolbar>
        <SearchField label={t("sessions.messages.search")} />
        <Show
          choices={[
            { value: null, label: t("ui.all"), number: all },
            { value: "questions", label: t("ui.questions"), number: questions },
            { value: "unanswered", label: t("sessions.messages.not_answered"), number: questions - answered },
          ]}
        />
      </Toolbar>
      <DataTable
        table={table}
        label={t("sessions.messages.label")}
        phoneRow={(message) => (
          <PhoneRow sessionId={sessionId} message={message} href={hrefAt(message.sent_at)} />
        )}
        empty={
          narrowed ? (
            <Empty
              title={t("sessions.messages.no_match")}
              actions={<ClearFilters href={`/sessions/${sessionId}/messages`} />}
            >
              {t("sessions.messages.no_match_about")}
            </Empty>
          ) : (
            <p className="text-ink-2">{t("sessions.messages.none_here")}</p>
          )
        }
      />
      <Pager table={table} noun="messages" note={narrowed ? undefined : t("sessions.messages.with_host")} />
    </>
  );
}

type Choice = { value: string | null; label: string; number: number };

function Show({ choices }: { choices: Choice[] }) {
  const { count } = useLanguage();
  const [chosen, choose] = useFilter(undefined, "show");
  return choices.map(({ value, label, number }) => (
    <Button
      key={label}
      look={value === chosen ? "active" : "plain"}
      aria-pressed={value === chosen}
      onClick={() => choose(value)}
    >
      {label} <span className="font-normal tabular-nums">{count(number)}</span>
    </Button>
  ));
}

const columnsOf = (
  sessionId: string,
  hrefAt: (at: string) => string,
  { t }: Language,
): Column<ShownMessage>[] => [
  {
    id: "time",
    label: t("ui.time"),
    fixed: true,
    className: "w-16 max-desk:min-w-0 align-top",
    cell: (message) => <Time message={message} href={hrefAt(message.sent_at)} />,
  },
  {
    id: "person",
    label: t("ui.person"),
    className: "w-40 align-top",
    cell: (message) => <Person message={message} />,
  },
  {
    id: "text",
    label: t("ui.message"),
    className: "min-w-64 align-top",
    cell: (message) => (
      <span className="block max-w-160 wrap-anywhere">
        {message.text}
        <AnswerText message={message} />
      </span>
    ),
  },
  {
    id: "answer",
    label: t("sessions.messages.answer"),
    className: "w-64 min-w-40 align-top",
    cell: (message) => (message.question ? <AnswerState sessionId={sessionId} message={message} /> : null),
  },
];

function Time({ message, href }: { message: ShownMessage; href: string }) {
  const { t } = useLanguage();
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={t("sessions.messages.around_time", { time: message.clock })}
      className="inline-block py-0.5 tabular-nums"
    >
      {message.clock}
    </Link>
  );
}

function Person({ message: { user_id, name, host } }: { message: ShownMessage }) {
  const { t } = useLanguage();
  return (
    <>
      <PersonLink userId={user_id} className="font-medium wrap-anywhere">
        {name}
      </PersonLink>
      {host ? <span className="text-ink-3"> {t("sessions.messages.host")}</span> : null}
    </>
  );
}

function PhoneRow({ sessionId, message, href }: { sessionId: string; message: ShownMessage; href: string }) {
  return (
    <>
      <div className="flex justify-between gap-3">
        <span className="min-w-0">
          <Person message={message} />
        </span>
        <Time message={message} href={href} />
      </div>
      <p className="wrap-anywhere">{message.text}</p>
      <AnswerText message={message} />
      {message.question ? (
        <div className="mt-1">
          <AnswerState sessionId={sessionId} message={message} />
        </div>
      ) : null}
    </>
  );
}
