"use client";

import type { ReactNode } from "react";
import { useHovered } from "@/components/charts/cursor";
import { readingAt } from "@/components/charts/retention-points";
import { RetentionSeries } from "@/components/charts/retention-series";
import { useLanguage } from "@/components/ui/use-language";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { mediaTime } from "@/lib/language/numbers";
import type { SessionRecording } from "./audience-facts";
import { wideFrame } from "./frame";

type Props = {
  engagement: SessionNumbers["engagement"];
  recording: SessionRecording | null;
};

/** Beside the timeline: the total of each track, and the recording's values at the moment pointed at. */
export function AudienceRail({ engagement, recording }: Props) {
  const { t, count } = useLanguage();
  const {
    chat_message_count: messages,
    questions_asked: questions,
    reaction_count: reactions,
    unique_chatters: wrote,
  } = engagement;
  const counted = (value: number | null) => ({
    count: count(value),
    number: value ?? 0,
    b: (text: ReactNode) => <b className="text-ink">{text}</b>,
  });
  const people = messages ? (wrote ?? 0) : 0;
  return (
    <div
      className="relative text-small leading-[18px]"
      style={{ height: recording ? wideFrame.fullHeight : wideFrame.height }}
    >
      <Track at={wideFrame.messages}>
        {t.rich("session.timeline.rail_messages", { ...counted(messages), people })}
      </Track>
      <Track at={wideFrame.questions}>{t.rich("session.timeline.rail_questions", counted(questions))}</Track>
      <Track at={wideFrame.reactions}>{t.rich("session.timeline.rail_reactions", counted(reactions))}</Track>
      {recording ? <RecordingReading recording={recording} /> : null}
    </div>
  );
}

/** A track's total. `at`: its base line, pixels from the top of the chart. */
function Track({ at, children }: { at: number; children: ReactNode }) {
  return (
    <p className="absolute text-ink-2 tabular-nums" style={{ top: at - 19 }}>
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
  const { t } = useLanguage();
  const views = curve.base;
  return (
    <div className="absolute inset-x-0" style={{ top: wideFrame.recording.top - 14 }}>
      <h3 className="font-semibold">{t("ui.recording")}</h3>
      <p className="text-ink-2 tabular-nums">
        {reading
          ? t("session.timeline.of_views_at", { views, time: mediaTime(second) })
          : t("session.timeline.not_included", { views })}
      </p>
      {reading ? <RetentionSeries reading={reading} /> : null}
    </div>
  );
}
