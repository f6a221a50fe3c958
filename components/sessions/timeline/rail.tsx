"use client";

import type { ReactNode } from "react";
import { readingAt } from "@/components/charts/retention-points";
import { useHoveredSecond } from "@/components/charts/time-cursor";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { count, decimal, mediaTime, percent, plural } from "@/lib/platform/format";
import type { SessionRecording } from "./audience-points";
import { wideFrame } from "./frame";

type Props = {
  engagement: SessionNumbers["engagement"];
  recording: SessionRecording | null;
};

/** Beside the timeline, each line at its lane: what the lanes hold, and the recording at the moment pointed at. */
export function AudienceRail({ engagement, recording }: Props) {
  const { chat_message_count: messages, unique_chatters: wrote } = engagement;
  return (
    <div
      className="relative text-small leading-[18px]"
      style={{ height: recording ? wideFrame.fullHeight : wideFrame.height }}
    >
      <Lane at={wideFrame.messages} value={messages} one="message" many="messages">
        {messages && wrote ? ` from ${plural(wrote, "person", "people")}` : ""}
      </Lane>
      <Lane at={wideFrame.questions} value={engagement.questions_asked} one="question" many="questions" />
      <Lane at={wideFrame.reactions} value={engagement.reaction_count} one="reaction" many="reactions" />
      {recording ? <RecordingReading recording={recording} /> : null}
    </div>
  );
}

function Lane({
  at,
  value,
  one,
  many,
  children,
}: {
  /** The lane's base line, pixels from the top of the chart. */
  at: number;
  value: number | null;
  one: string;
  many: string;
  children?: ReactNode;
}) {
  return (
    <p className="absolute text-ink-2 tabular-nums" style={{ top: at - 19 }}>
      <b className="text-ink">{count(value)}</b> {value === 1 ? one : many}
      {children}
    </p>
  );
}

function RecordingReading({
  recording: { offset_seconds: offsetSeconds, curve },
}: {
  recording: SessionRecording;
}) {
  const hovered = useHoveredSecond();
  const second = Math.floor((hovered ?? Math.max(0, offsetSeconds)) - offsetSeconds);
  const reading = readingAt(second, curve);
  const base = plural(curve.base, "view");
  return (
    <div className="absolute inset-x-0" style={{ top: wideFrame.recording.top - 14 }}>
      <h3 className="font-semibold">Recording</h3>
      <p className="text-ink-2 tabular-nums">
        {reading ? `% of its ${base} at ${mediaTime(second)}` : `of ${base}; it does not hold this moment`}
      </p>
      {reading ? (
        <ul className="mt-1.5 tabular-nums">
          <Series mark="bg-seen-3" name="Replays" value={percent(reading.replays, 0)} />
          <Series mark="bg-seen-1" name="First plays" value={percent(reading.first, 0)} />
          {reading.typical ? (
            <Series
              mark="border border-dotted border-ink-3 bg-typical"
              name="Typical first plays"
              value={between(reading.typical)}
            />
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function Series({ mark, name, value }: { mark: string; name: string; value: string }) {
  return (
    <li className="flex h-5 items-center gap-2 text-ink-2">
      <i className={`size-3 flex-none rounded-sm ${mark}`} />
      {name}
      <b className="ml-auto whitespace-nowrap text-ink">{value}</b>
    </li>
  );
}

function between([low, high]: [number, number]): string {
  const [from, to] = [decimal(low, 0), decimal(high, 0)];
  return from === to ? `${to}\u00a0%` : `${from}–${to}\u00a0%`;
}
