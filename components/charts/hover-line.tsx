"use client";

import { shareOf } from "./axis";
import { useHovered, usePlayhead } from "./cursor";
import { labelWidth } from "./labels";

type HoverLineProps = {
  /** How many positions the axis has. */
  length: number;
  /** Pixels from the top of the chart between which the line runs; no bottom means to the chart's end. */
  top: number;
  bottom?: number;
  /** The chip's distance from the top in pixels, and its text at a position; without it no chip. */
  chip?: { top: number; text: (position: number) => string };
  /** Distances from the top in pixels of the dots that mark the values at a position. */
  dots?: (position: number) => readonly number[];
  /** The colour of a dot; default: the line's. */
  dotColour?: (index: number) => string;
  /** A label beside the line, and its distance from the top in pixels. */
  words?: (position: number) => { y: number; text: string } | null;
};

/** The ink line through every chart on the axis, at the position pointed at; lies over its chart, which is `relative`. */
export function HoverLine(props: HoverLineProps) {
  const { length, top, bottom, chip, dots, dotColour, words } = props;
  const position = useHovered();
  if (position === null || length <= 0) return null;
  const share = shareOf(position, length);
  const left = `${share * 100}%`;
  const said = words?.(position);
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0" data-hover={position}>
      <i
        className="absolute w-px -translate-x-1/2"
        style={{
          left,
          top,
          background: "var(--ink)",
          ...(bottom === undefined ? { bottom: 0 } : { height: bottom - top }),
        }}
      />
      {dots?.(position).map((y, index) => (
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
      {chip ? <Chip left={left} top={chip.top} text={chip.text(position)} /> : null}
    </div>
  );
}

const chipWidthMin = 40;

/** The tooltip of every chart. `left` is its middle; it stays inside the chart. */
export function Chip({ left, top, text }: { left: string; top: number; text: string }) {
  const width = Math.max(chipWidthMin, Math.ceil(labelWidth({ title: text, detail: "" })) + 12);
  return (
    <span
      className="absolute flex h-5 items-center justify-center rounded-[3px] px-1.5 text-[12px] font-medium whitespace-nowrap tabular-nums"
      style={{
        left: `clamp(0px, calc(${left} - ${width / 2}px), calc(100% - ${width}px))`,
        top,
        minWidth: width,
        background: "var(--ink)",
        color: "var(--bg)",
      }}
    >
      {text}
    </span>
  );
}

/** The triangle under the axis at the player's position; over its chart, which is `relative`. */
export function PlayheadMark({ length, top }: { length: number; top: number }) {
  const at = usePlayhead();
  if (at === null || length <= 0) return null;
  return (
    <svg
      aria-hidden="true"
      width="10"
      height="6"
      className="pointer-events-none absolute -translate-x-1/2"
      style={{ left: `${Math.min(1, at / length) * 100}%`, top }}
    >
      <path d="M0 6h10l-5-6z" style={{ fill: "var(--ink)" }} />
    </svg>
  );
}
