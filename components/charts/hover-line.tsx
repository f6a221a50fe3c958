"use client";

import { shareOf } from "./axis";
import { useHoveredSecond, usePlayhead } from "./time-cursor";

type HoverLineProps = {
  durationSeconds: number;
  /** Pixels from the top of the plot between which the line runs; no bottom means to the plot's end. */
  top: number;
  bottom?: number;
  /** Pixels from the top at which the time chip hangs, and how a second is written; without it no chip. */
  chip?: { top: number; text: (second: number) => string };
  /** Pixels from the top at which dots mark the values of a second. */
  dots?: (second: number) => readonly number[];
  /** The colour of a dot; default: the line's. */
  dotColour?: (index: number) => string;
  /** Words beside the line, so many pixels from the top. */
  words?: (second: number) => { y: number; text: string } | null;
};

/** The ink line through every picture on the axis, at the second pointed at; lies over its plot, which is `relative`. */
export function HoverLine(props: HoverLineProps) {
  const { durationSeconds, top, bottom, chip, dots, dotColour, words } = props;
  const second = useHoveredSecond();
  if (second === null || durationSeconds <= 0) return null;
  const share = shareOf(second, durationSeconds);
  const left = `${share * 100}%`;
  const said = words?.(second);
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0" data-hover={second}>
      <i
        className="absolute w-px -translate-x-1/2"
        style={{
          left,
          top,
          background: "var(--ink)",
          ...(bottom === undefined ? { bottom: 0 } : { height: bottom - top }),
        }}
      />
      {dots?.(second).map((y, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no other identity than their series
          key={index}
          className="absolute size-[7px] -translate-x-1/2 -translate-y-1/2 rounded-full border"
          style={{ left, top: y, background: dotColour?.(index) ?? "var(--ink)", borderColor: "var(--bg)" }}
        />
      ))}
      {said ? (
        <svg width="1" height="1" className="absolute" style={{ left, top: said.y }} aria-hidden="true">
          <text
            x={share > 0.85 ? -8 : 8}
            y={-8}
            textAnchor={share > 0.85 ? "end" : "start"}
            className="lbs halo"
          >
            {said.text}
          </text>
        </svg>
      ) : null}
      {chip ? (
        <span
          className="absolute flex h-5 min-w-10 items-center justify-center rounded-[3px] px-1.5 text-[12px] font-medium tabular-nums"
          // Kept on the plot, so that the chip can be read at both ends.
          style={{
            left: `clamp(0px, calc(${left} - 20px), calc(100% - 40px))`,
            top: chip.top,
            background: "var(--ink)",
            color: "var(--bg)",
          }}
        >
          {chip.text(second)}
        </span>
      ) : null}
    </div>
  );
}

/** The triangle under the strip that says where the player is; over its plot, which is `relative`. */
export function PlayheadMark({ durationSeconds, top }: { durationSeconds: number; top: number }) {
  const at = usePlayhead();
  if (at === null || durationSeconds <= 0) return null;
  return (
    <svg
      aria-hidden="true"
      width="10"
      height="6"
      className="pointer-events-none absolute -translate-x-1/2"
      style={{ left: `${Math.min(1, at / durationSeconds) * 100}%`, top }}
    >
      <path d="M0 6h10l-5-6z" style={{ fill: "var(--ink)" }} />
    </svg>
  );
}
