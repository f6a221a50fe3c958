"use client";

import type { ReactNode } from "react";
import { useHovered } from "@/components/charts/cursor";
import { readingAt } from "@/components/charts/retention-points";
import { RetentionSeries } from "@/components/charts/retention-series";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { count, mediaTime, plural } from "@/lib/platform/format";
import type { SessionRecording } from "./audience-facts";
import { wideFrame } from "./frame";

type Props = {
  engagement: SessionNumbers["engagement"];
  recording: SessionRecording | null;
};

/** Beside the timeline: the total of each track, and the recording's values at the moment pointed at. */
export function AudienceRail({ engagement, recording }: Props) {
  const { chat_message_count: messages, unique_chatters: wrote } = engagement;
  return (
    <div
      className="relative text-small leading-[18px]"
      style={{ height: recording ? wideFrame.fullHeight : wideFrame.height }}
    >
      <Track at={wideFrame.messages} value={messages} one="message">
        {messages && wrote ? ` from ${plural(wrote, "person", "people")}` : ""}
      </Track>
      <Track at={wideFrame.questions} value={engagement.questions_asked} one="question" />
      <Track at={wideFrame.reactions} value={engagement.reaction_count} one="reaction" />
      {recording ? <RecordingReading recording={recording} /> : null}
    </div>
  );
}

function Track({
  at,
  value,
  one,
  children,
}: {
  /** The track's base line, pixels from the top of the chart. */
  at: number;
  value: number | null;
  one: string;
  children?: ReactNode;
}) {
  return (
    <p className="absolute text-ink-2 tabular-nums" style={{ top: at - 19 }}>
      <b className="text-ink">{count(value)}</b> {value === 1 ? one : `${one}s`}
      {children}
    </p>
  );
}

function RecordingReading({
  recording: { offset_seconds: offsetSeconds, curve },
}: {
  recording: SessionRecording;
}) {
  const hovered = useHovered();
  const second = Math.floor((hovered ?? Math.max(0, offsetSeconds)) - offsetSeconds);
  const reading = readingAt(second, curve);
  const base = plural(curve.base, "view");
  return (
    <div className="absolute inset-x-0" style={{ top: wideFrame.recording.top - 14 }}>
      <h3 className="font-semibold">Recording</h3>
      <p className="text-ink-2 tabular-nums">
        {reading ? `% of its ${base} at ${mediaTime(second)}` : `of ${base}; this moment is not included`}
      </p>
      {reading ? <RetentionSeries reading={reading} /> : null}
    </div>
  );
}
