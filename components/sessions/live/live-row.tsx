"use client";

import Link from "next/link";
import { useId } from "react";
import { MiniTimeline } from "@/components/charts/mini-timeline";
import { useWidth } from "@/components/charts/use-width";
import { NumberRail } from "@/components/ui/numbers";
import { Split } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import type { LiveRow } from "@/lib/domain/sessions/live/live-rows";
import { count, decimal, plural } from "@/lib/platform/format";
import { roomOf, topReactions } from "./live-following";

/** Kinds of reactions that a row names. */
const reactionsShown = 4;
const plotHeight = 96;

/** One running session on the Live page: who is there, how it grew, and what was said last. */
export function LiveSessionRow({
  row,
  clock,
  withInstructor,
}: {
  row: LiveRow;
  clock: (instant: string) => string;
  withInstructor: boolean;
}) {
  const heading = useId();
  const begun = row.window?.from ?? row.scheduled_start;
  return (
    <section aria-labelledby={heading} className="mt-10 border-t border-line pt-5 max-desk:mt-8">
      <div className="mb-4 flex items-start gap-6 max-desk:flex-wrap max-desk:gap-2">
        <div className="min-w-0">
          <h2 id={heading} className="text-h2 text-balance">
            <Link href={`/sessions/${row.session_id}`}>{row.title}</Link>
          </h2>
          <p className="text-small text-ink-2">
            {[
              ...placeOf(row),
              ...(withInstructor ? [row.instructor_name] : []),
              `since ${clock(begun)}, planned until ${clock(row.scheduled_end)}`,
            ].join(", ")}
          </p>
        </div>
        <span className="ml-auto flex-none pt-0.5 max-desk:ml-0">
          <Tag pip="live">Live</Tag>
        </span>
      </div>
      <Split>
        <div>
          <Room row={row} clock={clock} />
          <LatestMessages row={row} clock={clock} />
        </div>
        <LiveNumbers row={row} />
      </Split>
    </section>
  );
}

function placeOf({ course_title, series_title, series_number }: LiveRow): string[] {
  const within = course_title ?? series_title;
  if (!within) return [];
  return series_number === null ? [within] : [within, `week ${series_number}`];
}

function Room({ row, clock }: { row: LiveRow; clock: (instant: string) => string }) {
  const [plot, width] = useWidth<HTMLDivElement>(896);
  const { timeline, seconds, nowSecond } = roomOf(row);
  const peak = row.peak_count ?? 0;
  if (timeline.length === 0)
    return <p className="text-ink-2">Nobody has come yet. Their number grows here as they do.</p>;
  return (
    <div ref={plot}>
      <MiniTimeline
        timeline={timeline}
        seconds={seconds}
        peak={Math.max(1, peak)}
        nowSecond={nowSecond}
        width={width}
        height={plotHeight}
        label={`People there since ${clock(row.window?.from ?? row.scheduled_start)}: ${count(row.current_viewers)} now, ${count(peak)} at most`}
      />
    </div>
  );
}

function LatestMessages({ row, clock }: { row: LiveRow; clock: (instant: string) => string }) {
  if (row.latest_messages.length === 0)
    return (
      <p className="mt-4 text-small text-ink-2">
        {row.chat_enabled ? "Nothing was written yet." : "The chat is switched off."}
      </p>
    );
  return (
    <ol aria-label="Latest messages, newest first" className="mt-4 border-b border-line">
      {row.latest_messages.map(({ id, name, text, question, sent_at }) => (
        <li
          key={id}
          className="grid grid-cols-[48px_168px_minmax(0,1fr)_auto] items-baseline gap-x-4 border-t border-line py-2 text-small max-desk:grid-cols-[48px_minmax(0,1fr)_auto]"
        >
          <time dateTime={sent_at} className="text-ink-3 tabular-nums">
            {clock(sent_at)}
          </time>
          <span className="truncate font-medium">{name}</span>
          <span className="line-clamp-2 break-words text-ink-2 max-desk:order-last max-desk:col-span-full">
            {text}
          </span>
          {question ? <Tag>Question</Tag> : <span />}
        </li>
      ))}
    </ol>
  );
}

function LiveNumbers({ row }: { row: LiveRow }) {
  const kinds = topReactions(row.reactions_by_type, reactionsShown);
  return (
    <NumberRail
      items={[
        {
          label: "Here now",
          value: count(row.current_viewers),
          base:
            row.total_registered > 0 ? `of ${count(row.total_registered)} registered` : "nobody registered",
          note:
            row.total_attended > 0
              ? `${count(row.total_attended)} came so far, ${count(row.peak_count)} at once at most`
              : undefined,
        },
        {
          label: "Messages",
          value: count(row.chat_message_count),
          base: row.chat_message_count > 0 ? `${decimal(row.messages_per_minute)} a minute` : undefined,
          note: row.questions_asked > 0 ? plural(row.questions_asked, "question") : undefined,
        },
        {
          label: "Reactions",
          value: count(row.reaction_count),
          note:
            kinds.length > 0 ? kinds.map(([type, times]) => `${type} ${count(times)}`).join("  ") : undefined,
        },
      ]}
    />
  );
}
