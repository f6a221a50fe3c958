"use client";

import Link from "next/link";
import { useId } from "react";
import { RowStrip } from "@/components/charts/row-strip";
import { useWidth } from "@/components/charts/use-width";
import { PersonLink } from "@/components/learners/person-link";
import { NumberRail } from "@/components/ui/numbers";
import { Split } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import { useLanguage } from "@/components/ui/use-language";
import type { LiveRow } from "@/lib/domain/sessions/live/schema";
import { placeParts } from "@/lib/domain/sessions/words";

/** Types of reactions that a row names. */
const reactionsShown = 4;
const plotHeight = 96;

/** One running session on the Live page: people now, the audience so far, and the latest messages. */
export function LiveSessionRow({
  row,
  clock,
  withInstructor,
}: {
  row: LiveRow;
  clock: (instant: string) => string;
  withInstructor: boolean;
}) {
  const language = useLanguage();
  const heading = useId();
  const begun = row.window?.from ?? row.scheduled_start;
  return (
    <section aria-labelledby={heading} className="mt-10 border-t border-line pt-5 max-rail:mt-8">
      <div className="mb-4 flex items-start gap-6 max-rail:flex-wrap max-rail:gap-2">
        <div className="min-w-0">
          <h2 id={heading} className="text-h2 text-balance">
            <Link href={`/sessions/${row.session_id}`}>{row.title}</Link>
          </h2>
          <p className="text-small text-ink-2">
            {[
              ...placeParts(row, language),
              ...(withInstructor ? [row.instructor_name] : []),
              language.t("session.live_page.since", { from: clock(begun), to: clock(row.scheduled_end) }),
            ].join(", ")}
          </p>
        </div>
        <span className="ml-auto flex-none pt-0.5 max-rail:ml-0">
          <Tag pip="live">{language.t("session.live_page.title")}</Tag>
        </span>
      </div>
      <Split>
        <div>
          <Audience row={row} clock={clock} />
          <LatestMessages row={row} clock={clock} />
        </div>
        <LiveNumbers row={row} />
      </Split>
    </section>
  );
}

function Audience({ row, clock }: { row: LiveRow; clock: (instant: string) => string }) {
  const [plot, width] = useWidth<HTMLDivElement>();
  const { t } = useLanguage();
  const { timeline, seconds, nowSecond } = chartOf(row);
  const peak = row.peak_count ?? 0;
  if (timeline.length === 0) return <p className="text-ink-2">{t("session.live_page.nobody_yet")}</p>;
  return (
    <div ref={plot}>
      <RowStrip
        kind="steps"
        steps={timeline.map(({ second, viewers }) => ({ at: second / seconds, value: viewers }))}
        now={nowSecond / seconds}
        width={width}
        height={plotHeight}
        label={t("session.live_page.audience", {
          from: clock(row.window?.from ?? row.scheduled_start),
          now: row.current_viewers,
          peak,
        })}
      />
    </div>
  );
}

function LatestMessages({ row, clock }: { row: LiveRow; clock: (instant: string) => string }) {
  const { t } = useLanguage();
  if (row.latest_messages.length === 0)
    return (
      <p className="mt-4 text-small text-ink-2">
        {t(row.chat_enabled ? "session.live_page.no_messages" : "session.live_page.chat_off")}
      </p>
    );
  return (
    <ol aria-label={t("session.live_page.latest")} className="mt-4 border-b border-line">
      {row.latest_messages.map(({ id, user_id, name, text, question, sent_at }) => (
        <li
          key={id}
          className="grid grid-cols-[48px_168px_minmax(0,1fr)_auto] items-baseline gap-x-4 border-t border-line py-2 text-small max-rail:grid-cols-[48px_minmax(0,1fr)_auto]"
        >
          <time dateTime={sent_at} className="text-ink-3 tabular-nums">
            {clock(sent_at)}
          </time>
          <PersonLink userId={user_id} className="truncate font-medium">
            {name}
          </PersonLink>
          <span className="line-clamp-2 break-words text-ink-2 max-rail:order-last max-rail:col-span-full">
            {text}
          </span>
          {question ? <Tag>{t("session.live_page.question")}</Tag> : <span />}
        </li>
      ))}
    </ol>
  );
}

function LiveNumbers({ row }: { row: LiveRow }) {
  const { t, count, decimal } = useLanguage();
  const types = topReactions(row.reactions_by_type, reactionsShown);
  return (
    <NumberRail
      items={[
        {
          label: t("session.live_page.here_now"),
          value: count(row.current_viewers),
          base:
            row.total_registered > 0
              ? t("session.live_page.of_registered", { count: row.total_registered })
              : t("session.live_page.no_registrations"),
          note:
            row.total_attended > 0
              ? t("session.live_page.attended", { count: row.total_attended, peak: count(row.peak_count) })
              : undefined,
        },
        {
          label: t("ui.messages"),
          value: count(row.chat_message_count),
          base:
            row.chat_message_count > 0
              ? t("session.live_page.per_minute", { rate: decimal(row.messages_per_minute) })
              : undefined,
          note:
            row.questions_asked > 0
              ? t("session.live_page.questions", { count: row.questions_asked })
              : undefined,
        },
        {
          label: t("session.live_page.reactions"),
          value: count(row.reaction_count),
          note:
            types.length > 0 ? types.map(([type, times]) => `${type} ${count(times)}`).join("  ") : undefined,
        },
      ]}
    />
  );
}

/** A running session for its chart: seconds from its start to its planned end or, if that has passed, to now. */
export function chartOf(
  row: Pick<LiveRow, "window" | "scheduled_start" | "scheduled_end" | "timeline" | "at">,
): {
  timeline: { second: number; viewers: number }[];
  seconds: number;
  nowSecond: number;
} {
  const from = Date.parse(row.window?.from ?? row.scheduled_start);
  const second = (at: string) => Math.max(0, (Date.parse(at) - from) / 1000);
  const nowSecond = second(row.at);
  return {
    timeline: row.timeline.map(({ at, viewers }) => ({ second: second(at), viewers })),
    seconds: Math.max(1, second(row.scheduled_end), nowSecond),
    nowSecond,
  };
}

/** Reactions by type, the most frequent first, at most so many. */
export function topReactions(byType: Readonly<Record<string, number>>, most: number): [string, number][] {
  return Object.entries(byType)
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, most);
}
