"use client";

import { memo, useMemo } from "react";
import { Area, AreaChart, XAxis, YAxis } from "recharts";
import {
  clockGapMin,
  clockText,
  clockTicks,
  countScale,
  mediaTicks,
  shareScale,
  type ValueScale,
} from "@/components/charts/axis";
import { type DropOff, placeDrops } from "@/components/charts/drop-labels";
import { HoverLine } from "@/components/charts/hover-line";
import { labelWidth } from "@/components/charts/mark-layout";
import { AxisTicks } from "@/components/charts/media-axis";
import { RetentionAreas } from "@/components/charts/retention-areas";
import { highestShare, type RetentionPoint, readingAt } from "@/components/charts/retention-points";
import { TimeSurface } from "@/components/charts/time-surface";
import { useWidth } from "@/components/charts/use-width";
import { GridLines, ValueTicks } from "@/components/charts/value-ticks";
import { AudienceLanes, DropShades, type LaneWords } from "./audience-lanes";
import {
  type AudienceStep,
  alignedPoints,
  audiencePoints,
  presencePoints,
  type SecondCount,
  type SessionRecording,
  timelineReadingAt,
} from "./audience-points";
import { type AudienceFrame, narrowFrame, narrowWidth, wideFrame } from "./frame";

type Props = {
  /** The axis: from the start to the end, while live to the planned end. */
  seconds: number;
  /** What the wall clock showed at the start, in seconds since its midnight. */
  clockStart: number;
  timeline: readonly AudienceStep[];
  /** With its words: "Peak: 33 at 18:41". */
  peak: { second: number; viewers: number; text: string } | null;
  /** The largest first: it chooses the place of its words first. */
  dropOffs: readonly DropOff[];
  messages: readonly SecondCount[];
  questions: readonly SecondCount[];
  reactions: readonly SecondCount[];
  /** On a phone above the lanes; on a desk the rail says so. */
  laneWords?: LaneWords;
  recording?: SessionRecording & {
    /** How a second of the recording is written. */
    timeText: (second: number) => string;
    /** A moment that was named, in seconds of the recording. */
    moment?: { second: number; title: string };
    /** On a phone above its plot. */
    words: string;
  };
  /** While the session runs: how far it has come; "21 now". */
  live?: { nowSecond: number; text: string };
  label: string;
  describe: (second: number) => string;
};

/**
 * The room over the session in steps, what people did beneath, and the recording on the same axis. New props redraw it at
 * once; nothing moves but what changed.
 */
export default function AudienceTimeline(props: Props) {
  const { seconds, clockStart, timeline, recording, live, peak, label, describe } = props;
  const [ref, width] = useWidth<HTMLDivElement>(896);
  const frame = width < narrowWidth ? narrowFrame : wideFrame;
  const points = useMemo(() => (recording ? alignedPoints(recording, seconds) : null), [recording, seconds]);
  const people = useMemo(() => {
    const highest = peak?.viewers ?? 0;
    // Air over the peak for its words.
    return { ...countScale(highest), max: Math.max(1, highest * 1.15) };
  }, [peak?.viewers]);
  const shares = useMemo(() => (points ? shareScale(highestShare(points)) : null), [points]);
  const peopleY = heightOf(people, frame.plotTop, frame.base);
  const bottom = recording ? frame.recording.base : frame.reactions;
  const at = (second: number) => timelineReadingAt(second, { timeline, recording, live });
  const dots = (second: number) => {
    const { viewers, recording: plays } = at(second);
    const out = viewers === null ? [] : [peopleY(viewers)];
    if (plays && shares)
      out.push(heightOf(shares, frame.recording.top, frame.recording.base)(plays.first + plays.replays));
    return out;
  };
  const words = (second: number) => {
    const { viewers } = at(second);
    return viewers === null ? null : { y: peopleY(viewers), text: `${viewers} present` };
  };
  return (
    <div ref={ref} className="relative" style={{ height: recording ? frame.fullHeight : frame.height }}>
      <TimeSurface
        durationSeconds={seconds}
        // The timeline has a hundred points at most.
        step={Math.max(1, Math.round(seconds / 100))}
        label={label}
        describe={describe}
        className="absolute inset-0 touch-pan-y"
      >
        <Plot {...props} frame={frame} width={width} points={points} people={people} shares={shares} />
        <HoverLine
          durationSeconds={seconds}
          top={frame.shadeTop}
          bottom={bottom}
          chip={{ top: frame.ticksTop + 4, text: (second) => clockText(clockStart, second) }}
          dots={dots}
          words={words}
        />
      </TimeSurface>
    </div>
  );
}

/** Pixels from the top for a value of a plot between two of them. */
function heightOf({ max }: ValueScale, top: number, base: number) {
  return (value: number) => base - (value / max) * (base - top);
}

type PlotProps = Props & {
  frame: AudienceFrame;
  width: number;
  points: RetentionPoint[] | null;
  people: ValueScale;
  shares: ValueScale | null;
};

const Plot = memo(function Plot(props: PlotProps) {
  const { seconds, clockStart, timeline, dropOffs, recording, live, frame, width, points, people, shares } =
    props;
  const { narrow } = frame;
  const until = live ? Math.min(seconds, live.nowSecond) : seconds;
  const data = useMemo(
    () => audiencePoints(presencePoints(timeline, until), points ?? []),
    [timeline, until, points],
  );
  const drops = useMemo(
    () => placeDrops(dropOffs, width, seconds, frame.dropLines.length),
    [dropOffs, width, seconds, frame],
  );
  const height = recording ? frame.fullHeight : frame.height;
  const bottom = recording ? frame.recording.base : frame.reactions;
  const peopleY = heightOf(people, frame.plotTop, frame.base);
  const lastTick = people.ticks.at(-1);
  return (
    <AreaChart
      width={width}
      height={height}
      data={data}
      margin={{ top: frame.plotTop, right: 0, bottom: height - bottom, left: 0 }}
      // The surface around it is what the keyboard reaches.
      accessibilityLayer={false}
      style={{ pointerEvents: "none", overflow: "visible" }}
    >
      <XAxis dataKey="second" type="number" domain={[0, Math.max(1, seconds)]} allowDataOverflow hide />
      <YAxis
        yAxisId="people"
        type="number"
        domain={[0, people.max]}
        padding={{ bottom: bottom - frame.base }}
        hide
      />
      <GridLines ticks={people.ticks} y={peopleY} width={width} />
      <Area
        yAxisId="people"
        dataKey="viewers"
        type="stepAfter"
        connectNulls
        stroke="var(--accent)"
        strokeWidth={1.75}
        fill="var(--seen-1)"
        fillOpacity={0.72}
        isAnimationActive={false}
        activeDot={false}
        zIndex={0}
      />
      <path className="base-line" d={`M0 ${frame.base}H${width}`} />
      <ValueTicks
        ticks={people.ticks}
        y={peopleY}
        width={width}
        inside={
          narrow
            ? {
                x: 30,
                anchor: "start",
                text: (tick) => (tick === lastTick ? `${tick} people` : `${tick}`),
                // Over the highest line the room itself runs.
                under: true,
              }
            : undefined
        }
      />
      {recording && shares ? (
        <RecordingPlot recording={recording} shares={shares} seconds={seconds} frame={frame} width={width} />
      ) : null}
      <AudienceLanes
        messages={props.messages}
        questions={props.questions}
        reactions={props.reactions}
        words={props.laneWords}
        seconds={seconds}
        width={width}
        frame={frame}
      />
      <DropShades drops={drops} bottom={bottom} frame={frame} />
      <RoomMarks {...props} peopleY={peopleY} bottom={bottom} />
      <AxisTicks
        ticks={clockTicks(clockStart, seconds, width)}
        durationSeconds={seconds}
        width={width}
        top={frame.ticksTop}
        labelY={frame.labelY}
        text={(second) => clockText(clockStart, second)}
      />
    </AreaChart>
  );
});

type RecordingProps = {
  recording: NonNullable<Props["recording"]>;
  shares: ValueScale;
  seconds: number;
  frame: AudienceFrame;
  width: number;
};

/** The recording's retention at the foot, with its own axis in its own time. */
function RecordingPlot({ recording, shares, seconds, frame, width }: RecordingProps) {
  const { curve, offset_seconds: offsetSeconds, moment, timeText } = recording;
  const { top, base, labelY, wordsY } = frame.recording;
  const y = heightOf(shares, top, base);
  const named = moment ? readingAt(moment.second, curve) : null;
  const x = moment ? ((moment.second + offsetSeconds) / seconds) * width : 0;
  const half = moment ? labelWidth({ title: moment.title, detail: "" }) / 2 : 0;
  return (
    <>
      <YAxis
        yAxisId="shares"
        type="number"
        domain={[0, shares.max]}
        padding={{ top: top - frame.plotTop }}
        hide
      />
      <GridLines ticks={shares.ticks} y={y} width={width} />
      <RetentionAreas typical={curve.typical !== null} yAxisId="shares" />
      <path className="base-line" d={`M0 ${base}H${width}`} />
      <ValueTicks
        ticks={shares.ticks}
        y={y}
        width={width}
        inside={frame.narrow ? { x: width, anchor: "end", text: (tick) => `${tick} %` } : undefined}
      />
      {frame.narrow ? (
        <text x={0} y={wordsY} className="lb">
          {recording.words}
        </text>
      ) : moment && named ? (
        <text
          x={Math.max(half, Math.min(width - half, x))}
          y={y(named.first + named.replays) - 8}
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
        durationSeconds={seconds}
        width={width}
        top={base}
        labelY={labelY}
        text={(second) => timeText(second - offsetSeconds)}
        chip={false}
      />
    </>
  );
}

/** The peak with its words and, while live, the point that moves. */
function RoomMarks({
  seconds,
  timeline,
  peak,
  live,
  width,
  peopleY,
  bottom,
}: PlotProps & { peopleY: (value: number) => number; bottom: number }) {
  const at = (second: number) => (seconds > 0 ? (second / seconds) * width : 0);
  const viewers = live ? timelineReadingAt(live.nowSecond, { timeline }).viewers : null;
  const nowX = live ? at(Math.min(seconds, live.nowSecond)) : null;
  const half = peak ? labelWidth({ title: peak.text, detail: "" }) / 2 : 0;
  const peakX = peak ? at(peak.second) : 0;
  const peakWordsX = Math.max(half, Math.min(width - half, peakX));
  const nowLeft = nowX !== null && nowX > width - 72;
  // The two would stand over each other: what is so now says more.
  const peakSaid = nowX === null || peakWordsX + half < nowX - (nowLeft ? 72 : 8);
  return (
    <g>
      {peak ? (
        <>
          <circle
            cx={peakX}
            cy={peopleY(peak.viewers)}
            r={3.5}
            style={{ fill: "var(--accent)", stroke: "var(--bg)", strokeWidth: 1.5 }}
          />
          {peakSaid ? (
            <text x={peakWordsX} y={peopleY(peak.viewers) - 10} textAnchor="middle" className="lbs halo">
              {peak.text}
            </text>
          ) : null}
        </>
      ) : null}
      {live && nowX !== null && viewers !== null ? (
        <>
          <path
            d={`M${nowX} ${peopleY(viewers)}V${bottom}`}
            style={{ stroke: "var(--accent)", strokeWidth: 1, strokeDasharray: "2 3" }}
          />
          <circle cx={nowX} cy={peopleY(viewers)} r={7} style={{ fill: "var(--accent)", fillOpacity: 0.2 }} />
          <circle
            cx={nowX}
            cy={peopleY(viewers)}
            r={3.5}
            style={{ fill: "var(--accent)", stroke: "var(--bg)", strokeWidth: 1 }}
          />
          <text
            x={nowLeft ? nowX - 14 : nowX + 14}
            y={peopleY(viewers) + (nowLeft ? -10 : 4)}
            textAnchor={nowLeft ? "end" : "start"}
            className="lbs halo"
          >
            {live.text}
          </text>
        </>
      ) : null}
    </g>
  );
}
