"use client";

import { lazy, Suspense, useCallback, useMemo } from "react";
import { clockText } from "@/components/charts/axis";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import type { Language } from "@/lib/language/language";
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
import type { TrackLabels } from "./audience-tracks";
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
  const language = useLanguage();
  const { t } = language;
  const { numbers } = state;
  const seconds = axisSeconds(axis, state.at);
  const drawn = useMemo(
    () => ({
      ...audienceOf(state.numbers, axis, language),
      dropOffs: dropOffsOf(state.numbers.drop_off_points, axis, returned, language),
      tracks: tracksOf(state.timeline, axisSeconds(axis, state.at)),
      live: nowOf(state, axis, language),
    }),
    [state, axis, returned, language],
  );
  const hrefOf = useMomentHref(sessionId);
  const instantAt = (second: number) => new Date(Date.parse(axis.from) + second * 1000).toISOString();
  const trackWords = tracksInWords(numbers.engagement, language);
  const described = useCallback(
    (second: number) => {
      const { viewers, recording: plays } = timelineReadingAt(second, { ...drawn, recording });
      return language.t("session.timeline.at", {
        time: clockText(axis.clockStart, second),
        present:
          viewers === null
            ? language.t("session.timeline.not_known_yet")
            : language.t("session.timeline.present", { count: viewers }),
        played: plays ? "yes" : "no",
        first: language.percent(plays?.first, 0),
        replays: language.percent(plays?.replays, 0),
      });
    },
    [drawn, recording, axis, language],
  );
  const opens = drawn.tracks.questions.length + drawn.dropOffs.length > 0;
  return (
    <ChartFrame
      title={title}
      sub={t("session.timeline.about", {
        opens: opens ? "yes" : "no",
        recording: recording ? "yes" : "no",
        at_most: numbers.presence === "first_to_last" ? "yes" : "no",
      })}
      rail={<AudienceRail engagement={numbers.engagement} recording={recording} />}
      table={
        <Suspense>
          <MinuteTable state={state} clockStart={axis.clockStart} />
        </Suspense>
      }
      csvHref={`/api/admin/training/sessions/${sessionId}/timeline/export`}
      fileName={fileName}
      note={t("session.timeline.by_minute", { points: numbers.retention.length })}
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
          label={t("charts.arrows", { label: t("session.timeline.label") })}
          describe={described}
        />
      </div>
    </ChartFrame>
  );
}

/** The total of each track, for the narrow form without a rail. */
function tracksInWords(engagement: SessionNumbers["engagement"], { t }: Language): TrackLabels {
  const {
    chat_message_count: messages,
    questions_asked: questions,
    reaction_count: reactions,
    unique_chatters: people,
  } = engagement;
  const unknown = (track: keyof TrackLabels) => t("session.timeline.unknown", { track });
  return {
    messages:
      messages === null
        ? unknown("messages")
        : t("session.timeline.messages", { count: messages, people: messages ? (people ?? 0) : 0 }),
    questions:
      questions === null ? unknown("questions") : t("session.timeline.questions", { count: questions }),
    reactions:
      reactions === null ? unknown("reactions") : t("session.timeline.reactions", { count: reactions }),
  };
}
