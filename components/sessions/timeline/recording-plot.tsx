"use client";

import { clockGapMin, mediaTicks } from "@/components/charts/axis";
import { labelWidth } from "@/components/charts/labels";
import { AxisTicks, BaseLine, GridLines, ValueTicks } from "@/components/charts/plot";
import { RetentionAreas } from "@/components/charts/retention-areas";
import { readingAt } from "@/components/charts/retention-points";
import type { ValueScale } from "@/components/charts/scales";
import { useLanguage } from "@/components/ui/use-language";
import { mediaTime } from "@/lib/language/numbers";
import type { DrawnRecording } from "./audience-facts";
import type { AudienceFrame } from "./frame";

type Props = {
  recording: DrawnRecording;
  shares: ValueScale;
  seconds: number;
  frame: AudienceFrame;
  width: number;
};

/** The recording's retention at the bottom, with an axis in the recording's time. */
export function RecordingPlot({ recording, shares, seconds, frame, width }: Props) {
  const { curve, offset_seconds: offsetSeconds, moment } = recording;
  const { t, percent } = useLanguage();
  const { base, wordsY } = frame.recording;
  const named = moment ? readingAt(moment.second, curve) : null;
  const x = moment ? ((moment.second + offsetSeconds) / seconds) * width : 0;
  const half = moment ? labelWidth({ title: moment.title, detail: "" }) / 2 : 0;
  return (
    <>
      <GridLines of={shares} />
      <RetentionAreas typical={curve.typical !== null} yAxisId="shares" />
      <BaseLine y={base} />
      <ValueTicks
        of={shares}
        inside={
          // Over their lines they would lie on the words above the highest.
          frame.narrow
            ? { x: width, anchor: "end", text: (tick) => percent(tick, 0), under: true }
            : undefined
        }
      />
      {frame.narrow ? (
        <text x={0} y={wordsY} className="lb">
          {t("session.timeline.recording_share", { views: curve.base })}
        </text>
      ) : moment && named ? (
        <text
          x={Math.max(half, Math.min(width - half, x))}
          y={shares.y(named.first + named.replays) - 8}
          textAnchor="middle"
          className="lbs halo"
        >
          {moment.title}
        </text>
      ) : null}
      <AxisTicks
        ticks={mediaTicks(curve.covers.length, (curve.covers.length / seconds) * width, clockGapMin)
          .map((second) => second + offsetSeconds)
          .filter((second) => second >= 0 && second <= seconds)}
        length={seconds}
        top={base}
        labelY={base + 18}
        text={(second) => mediaTime(second - offsetSeconds)}
        chip={false}
      />
    </>
  );
}
