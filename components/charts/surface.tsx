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
  /** Names the chart for those who reach it by keyboard; without it only the pointer does. */
  label?: string;
  /** What a screen reader says at a position. */
  describe?: (position: number) => string;
  className?: string;
} & (
  | { children: ReactNode }
  // As high as its width wants, with what is drawn at that width.
  | { height: number | ((width: number) => number); children: (width: number) => ReactNode }
);

/** What lies under a chart: pointing and the arrow keys move the shared hover line, a click or Enter asks to go there. */
export function ChartSurface(props: Props) {
  const { length, under, label } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const cursor = useCursor();
  const pointed = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return under ? under({ x, y }, box) : positionAt(x, box.width, length);
  };
  const pointer = {
    onPointerMove: (event: PointerEvent<HTMLElement>) => cursor.hover(pointed(event)),
    // A finger that lifts has not gone elsewhere: what it pointed at stays readable.
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
          // What is drawn at its width must not widen it.
          className: classNames("relative touch-pan-y contain-inline-size", props.className),
          style: { height: typeof props.height === "number" ? props.height : props.height(width) },
          children: props.children(width),
        }
      : { className: props.className, children: props.children }),
  };
  // Without a name it is a pointer's shortcut to what the labelled chart beside it offers by keyboard.
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
