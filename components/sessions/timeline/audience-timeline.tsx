"use client";

import { useMemo } from "react";
import { clockText, clockTicks } from "@/components/charts/axis";
import { HoverLine } from "@/components/charts/hover-line";
import { type DropOff, labelWidth, placeDrops } from "@/components/charts/labels";
import {
  AxisTicks,
  BaseLine,
  Dot,
  GridLines,
  Plot,
  Segment,
  series,
  ValueTicks,
} from "@/components/charts/plot";
import { highestShare, type RetentionPoint } from "@/components/charts/retention-points";
import { countScale, shareScale, type ValueScale } from "@/components/charts/scales";
import { ChartSurface } from "@/components/charts/surface";
import { stillCurve } from "@/components/charts/theme";
import { useLanguage } from "@/components/ui/use-language";
import type { Step } from "@/lib/measure/concurrency";
import {
  alignedPoints,
  audiencePoints,
  type DrawnRecording,
  presencePoints,
  type Tracks,
  timelineReadingAt,
} from "./audience-facts";
import { AudienceTracks, DropShades, type TrackLabels } from "./audience-tracks";
import { type AudienceFrame, narrowFrame, wideFrame } from "./frame";
import { MomentLinks, type MomentLinksProps } from "./moment-links";
import { RecordingPlot } from "./recording-plot";

const { Area } = series;

type Props = {
  /** The axis: from the start to the end, while live to the planned end. */
  seconds: number;
  /** The local time at the start, in seconds since midnight. */
  clockStart: number;
  timeline: readonly Step[];
  /** With its label: "Peak: 33 at 18:41". */
  peak: { second: number; viewers: number; text: string } | null;
  /** The largest first: its label is placed first. */
  dropOffs: readonly DropOff[];
  tracks: Tracks;
  /** On a phone above the tracks; on a wide screen the rail shows them. */
  trackWords: TrackLabels;
  recording: DrawnRecording | null;
  /** While live: the seconds elapsed; "21 now". */
  live: { nowSecond: number; text: string } | null;
  label: string;
  describe: (second: number) => string;
  hrefAt: MomentLinksProps["hrefAt"];
};

/** Room above the peak for its label. */
const airOverPeak = 1.15;

const frameOf = (narrow: boolean) => (narrow ? narrowFrame : wideFrame);
const heightOf = (frame: AudienceFrame, recording: DrawnRecording | null) =>
  recording ? frame.fullHeight : frame.height;

/**
 * People present as steps, messages and reactions below, and the recording on the same axis. New props redraw it at
 * once, without animation.
 */
export default function AudienceTimeline(props: Props) {
  const { seconds, clockStart, timeline, recording, live, peak, label, describe } = props;
  const { t } = useLanguage();
  const points = useMemo(() => (recording ? alignedPoints(recording, seconds) : null), [recording, seconds]);
  return (
    <div className="relative">
      <ChartSurface
        height={(narrow) => heightOf(frameOf(narrow), recording)}
        length={seconds}
        // The timeline has a hundred points at most.
        step={Math.max(1, Math.round(seconds / 100))}
        label={label}
        describe={describe}
      >
        {(width, narrow) => {
          const frame = frameOf(narrow);
          const people = countScale(
            peak?.viewers ?? 0,
            { top: frame.plotTop, base: frame.base },
            airOverPeak,
          );
          const shares = points ? shareScale(highestShare(points), frame.recording) : null;
          const bottom = recording ? frame.recording.base : frame.reactions;
          const at = (second: number) => timelineReadingAt(second, { timeline, recording, live });
          return (
            <>
              <Picture {...props} {...{ frame, width, points, people, shares, bottom }} />
              <HoverLine
                length={seconds}
                top={frame.shadeTop}
                bottom={bottom}
                chip={{ top: frame.ticksTop + 4, text: (second) => clockText(clockStart, second) }}
                dots={(second) => {
                  const { viewers, recording: plays } = at(second);
                  return [
                    ...(viewers === null ? [] : [people.y(viewers)]),
                    ...(plays && shares ? [shares.y(plays.first + plays.replays)] : []),
                  ];
                }}
                words={(second) => {
                  const { viewers } = at(second);
                  return viewers === null
                    ? null
                    : { y: people.y(viewers), text: t("session.timeline.present", { count: viewers }) };
                }}
              />
            </>
          );
        }}
      </ChartSurface>
      <MomentLinks {...props} questions={props.tracks.questions} />
    </div>
  );
}

type PictureProps = Props & {
  frame: AudienceFrame;
  width: number;
  points: RetentionPoint[] | null;
  people: ValueScale;
  shares: ValueScale | null;
  bottom: number;
};

function Picture(props: PictureProps) {
  const {
    seconds,
    clockStart,
    timeline,
    dropOffs,
    recording,
    live,
    frame,
    width,
    points,
    people,
    shares,
    bottom,
  } = props;
  const { t } = useLanguage();
  const until = live ? Math.min(seconds, live.nowSecond) : seconds;
  const data = useMemo(
    () => audiencePoints(presencePoints(timeline, until), points ?? []),
    [timeline, until, points],
  );
  const drops = useMemo(
    () => placeDrops(dropOffs, width, seconds, frame.dropLines.length),
    [dropOffs, width, seconds, frame],
  );
  const lastTick = people.ticks.at(-1);
  return (
    <Plot
      width={width}
      height={heightOf(frame, recording)}
      along="second"
      length={seconds}
      data={data}
      values={shares ? { people, shares } : { people }}
    >
      <GridLines of={people} />
      <Area
        {...stillCurve}
        yAxisId="people"
        dataKey="viewers"
        type="stepAfter"
        connectNulls
        stroke="var(--accent)"
        strokeWidth={1.75}
        fill="var(--seen-1)"
        fillOpacity={0.72}
      />
      <BaseLine y={frame.base} />
      <ValueTicks
        of={people}
        inside={
          frame.narrow
            ? {
                x: 30,
                anchor: "start",
                text: (tick) =>
                  tick === lastTick ? t("session.timeline.people", { count: tick }) : `${tick}`,
                // The audience's line is drawn over the top grid line.
                under: true,
              }
            : undefined
        }
      />
      {recording && shares ? (
        <RecordingPlot recording={recording} shares={shares} seconds={seconds} frame={frame} width={width} />
      ) : null}
      <AudienceTracks
        tracks={props.tracks}
        words={props.trackWords}
        seconds={seconds}
        width={width}
        frame={frame}
      />
      <DropShades drops={drops} bottom={bottom} frame={frame} />
      <RoomMarks {...props} />
      <AxisTicks
        ticks={clockTicks(clockStart, seconds, width)}
        length={seconds}
        top={frame.ticksTop}
        labelY={frame.labelY}
        text={(second) => clockText(clockStart, second)}
      />
    </Plot>
  );
}

/** The peak with its label and, while live, the point that moves. */
function RoomMarks({ seconds, timeline, peak, live, width, people, bottom }: PictureProps) {
  const at = (second: number) => (seconds > 0 ? (second / seconds) * width : 0);
  const now = live ? Math.min(seconds, live.nowSecond) : null;
  const viewers = live ? timelineReadingAt(live.nowSecond, { timeline }).viewers : null;
  const nowX = now === null ? null : at(now);
  const half = peak ? labelWidth({ title: peak.text, detail: "" }) / 2 : 0;
  const peakWordsX = peak ? Math.max(half, Math.min(width - half, at(peak.second))) : 0;
  const nowLeft = nowX !== null && nowX > width - 72;
  // The two labels would overlap: the current value is kept.
  const peakSaid = nowX === null || peakWordsX + half < nowX - (nowLeft ? 72 : 8);
  return (
    <>
      {peak ? <Dot of="people" x={peak.second} y={peak.viewers} r={3.5} ringed /> : null}
      {peak && peakSaid ? (
        <text x={peakWordsX} y={people.y(peak.viewers) - 10} textAnchor="middle" className="lbs halo">
          {peak.text}
        </text>
      ) : null}
      {live && now !== null && nowX !== null && viewers !== null ? (
        <>
          <Segment
            from={{ x: now, y: people.y(viewers) }}
            to={{ x: now, y: bottom }}
            stroke="var(--accent)"
            strokeDasharray="2 3"
          />
          <Dot of="people" x={now} y={viewers} r={7} fillOpacity={0.2} />
          <Dot of="people" x={now} y={viewers} r={3.5} ringed />
          <text
            x={nowLeft ? nowX - 14 : nowX + 14}
            y={people.y(viewers) + (nowLeft ? -10 : 4)}
            textAnchor={nowLeft ? "end" : "start"}
            className="lbs halo"
          >
            {live.text}
          </text>
        </>
      ) : null}
    </>
  );
}
