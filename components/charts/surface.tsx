"use client";

import type { ComponentProps, KeyboardEvent, MouseEvent, PointerEvent, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { positionAt } from "./axis";
import { useCursor, useHovered, usePlayheadSecond } from "./cursor";
import { useWidth } from "./use-width";

type Props = {
  /** How many positions the axis has: seconds, days, points. */
  length: number;
  /** Positions that an arrow key moves by, left and right, and up and down where that differs. */
  step?: number;
  stepUp?: number;
  /** The position under a pointer where the axis is not straight across; null where there is none. */
  under?: (point: { x: number; y: number }, box: { width: number; height: number }) => number | null;
  /** The accessible name; without it only the pointer reaches the chart. */
  label?: string;
  /** The screen reader's text at a position. */
  describe?: (position: number) => string;
  className?: string;
} & (
  | { children: ReactNode }
  // The height follows from the form, the content from the width too.
  | {
      height: number | ((narrow: boolean) => number);
      children: (width: number, narrow: boolean) => ReactNode;
    }
);

/** The interactive layer of a chart: pointing and the arrow keys move the shared hover line, a click or Enter goes to the position. */
export function ChartSurface(props: Props) {
  const { length, under, label } = props;
  const [ref, width, narrow] = useWidth<HTMLDivElement>();
  const cursor = useCursor();
  const pointed = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return under ? under({ x, y }, box) : positionAt(x, box.width, length);
  };
  const pointer = {
    onPointerMove: (event: PointerEvent<HTMLElement>) => cursor.hover(pointed(event)),
    // When a finger lifts, the tooltip stays readable.
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== "touch") cursor.hover(null);
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      const position = pointed(event);
      cursor.hover(position);
      if (position !== null) cursor.seek(position);
    },
  };
  const box = {
    ...pointer,
    ref,
    ...("height" in props
      ? {
          // The content is drawn at the measured width and must not widen it.
          className: classNames("relative touch-pan-y contain-inline-size", props.className),
          style: { height: typeof props.height === "number" ? props.height : props.height(narrow) },
          children: props.children(width, narrow),
        }
      : { className: props.className, children: props.children }),
  };
  // Without a name it serves the pointer only; the labelled chart beside it serves the keyboard.
  return label ? <KeyboardSurface {...props} label={label} box={box} /> : <div {...box} />;
}

type KeyboardProps = Pick<Props, "length" | "step" | "stepUp" | "describe"> & {
  label: string;
  box: ComponentProps<"div">;
};

function KeyboardSurface({ length, step = 1, stepUp = step, label, describe, box }: KeyboardProps) {
  const cursor = useCursor();
  const hovered = useHovered();
  const playhead = usePlayheadSecond();
  const at = Math.min(hovered ?? playhead ?? 0, Math.max(0, length - 1));
  const to = (position: number) => cursor.hover(Math.max(0, Math.min(length - 1, position)));
  const page = Math.max(step, Math.round(length / 20));

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const moves: Record<string, () => void> = {
      ArrowRight: () => to(at + step),
      ArrowLeft: () => to(at - step),
      ArrowUp: () => to(at + stepUp),
      ArrowDown: () => to(at - stepUp),
      PageUp: () => to(at + page),
      PageDown: () => to(at - page),
      Home: () => to(0),
      End: () => to(length - 1),
      Enter: () => cursor.seek(at),
      " ": () => cursor.seek(at),
      Escape: () => cursor.hover(null),
    };
    const move = moves[event.key];
    if (!move || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    move();
  }

  return (
    <div
      {...box}
      onKeyDown={onKeyDown}
      onBlur={() => cursor.hover(null)}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, length - 1)}
      aria-valuenow={at}
      aria-valuetext={describe?.(at)}
    />
  );
}
