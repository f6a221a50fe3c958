"use client";

import { lazy, Suspense, useCallback, useMemo } from "react";
import { clockText } from "@/components/charts/axis";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { percent, plural } from "@/lib/platform/format";
import { useCurrentSession } from "../live/live-session";
import { useMomentHref } from "../messages/moment-href";
import {
  audienceOf,
  axisSeconds,
  type DrawnRecording,
  dropOffsOf,
  nowOf,
  type ReturnedAt,
  type SessionAxis,
  timelineReadingAt,
  tracksOf,
} from "./audience-facts";
import { AudienceRail } from "./rail";

const AudienceTimeline = lazyChart(() => import("./audience-timeline"), {
  height: 248,
  label: "charts.loading.timeline",
});

/** Loaded on demand: few readers open it. */
const MinuteTable = lazy(() => import("./minute-table"));

type Props = {
  sessionId: string;
  axis: SessionAxis;
  title: string;
  returned: ReturnedAt;
  recording: DrawnRecording | null;
  /** Names the PNG. */
  fileName: string;
};

/** People present over the session with their messages and reactions, and the recording on the same axis. While live, its last point moves. */
export function AudienceChart({ sessionId, axis, title, returned, recording, fileName }: Props) {
  const { state } = useCurrentSession();
  const { numbers } = state;
  const seconds = axisSeconds(axis, state.at);
  const drawn = useMemo(
    () => ({
      ...audienceOf(state.numbers, axis),
      dropOffs: dropOffsOf(state.numbers.drop_off_points, axis, returned),
      tracks: tracksOf(state.timeline, axisSeconds(axis, state.at)),
      live: nowOf(state, axis),
    }),
    [state, axis, returned],
  );
  const hrefOf = useMomentHref(sessionId);
  const instantAt = (second: number) => new Date(Date.parse(axis.from) + second * 1000).toISOString();
  const trackWords = tracksInWords(numbers.engagement);
  const described = useCallback(
    (second: number) => {
      const { viewers, recording: plays } = timelineReadingAt(second, { ...drawn, recording });
      const there = viewers === null ? "not known yet" : `${viewers} present`;
      const played = plays
        ? `, recording ${percent(plays.first, 0)} first plays, ${percent(plays.replays, 0)} replays`
        : "";
      return `${clockText(axis.clockStart, second)}: ${there}${played}`;
    },
    [drawn, recording, axis],
  );
  const upperBound =
    numbers.presence === "first_to_last"
      ? " The report has only first join and last leave times: fewer people may have been present."
      : "";
  const below = recording
    ? " Below, on the same axis, the share of viewers who watched that minute of the recording."
    : "";
  const opens =
    drawn.tracks.questions.length + drawn.dropOffs.length > 0
      ? " Choose a question or a drop-off to read what was said."
      : "";
  return (
    <ChartFrame
      title={title}
      sub={`People present and what they did.${opens}${below}${upperBound}`}
      rail={<AudienceRail engagement={numbers.engagement} recording={recording} />}
      table={
        <Suspense>
          <MinuteTable state={state} clockStart={axis.clockStart} />
        </Suspense>
      }
      csvHref={`/api/admin/training/sessions/${sessionId}/timeline/export`}
      fileName={fileName}
      note={`Minute by minute, ${plural(numbers.retention.length, "point")}`}
    >
      {/* A placeholder with the size of the chart's wide or narrow form. */}
      <div className={recording ? "min-h-[538px] rail:min-h-[578px]" : "min-h-[368px] rail:min-h-[386px]"}>
        <AudienceTimeline
          seconds={seconds}
          clockStart={axis.clockStart}
          {...drawn}
          trackWords={trackWords}
          recording={recording}
          hrefAt={(from, to) => hrefOf(instantAt(from), instantAt(to))}
          label="People present over the session. Arrow keys move."
          describe={described}
        />
      </div>
    </ChartFrame>
  );
}

/** The total of each track, for the narrow form without a rail. */
function tracksInWords(engagement: SessionNumbers["engagement"]) {
  const { chat_message_count: messages, unique_chatters: wrote } = engagement;
  const words = (value: number | null, one: string) =>
    value === null ? `${one}s not known` : plural(value, one);
  return {
    messages: `${words(messages, "message")}${messages && wrote ? ` from ${plural(wrote, "person", "people")}` : ""}`,
    questions: words(engagement.questions_asked, "question"),
    reactions: words(engagement.reaction_count, "reaction"),
  };
}
