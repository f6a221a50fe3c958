"use client";

import type { KeyboardEvent, MouseEvent, PointerEvent, ReactNode } from "react";
import { secondAt } from "./axis";
import { useHoveredSecond, usePlayheadSecond, useTimeCursor } from "./time-cursor";

type Props = {
  durationSeconds: number;
  /** Seconds that an arrow key moves by. */
  step?: number;
  /** Names the picture for those who reach it by keyboard; without it only the pointer does. */
  label?: string;
  /** What a screen reader says at a second. */
  describe?: (second: number) => string;
  className?: string;
  children: ReactNode;
};

/** A plot on the media axis: pointing moves the shared hover line, a click or Enter takes the player there. */
export function TimeSurface({ durationSeconds, step = 1, label, describe, className, children }: Props) {
  const cursor = useTimeCursor();
  const under = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return secondAt(event.clientX - box.left, box.width, durationSeconds);
  };
  const pointer = {
    onPointerMove: (event: PointerEvent<HTMLElement>) => cursor.hover(under(event)),
    // A finger that lifts has not gone elsewhere: what it pointed at stays readable.
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== "touch") cursor.hover(null);
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      const second = under(event);
      cursor.hover(second);
      cursor.seek(second);
    },
  };
  if (!label)
    return (
      // A pointer's shortcut to what the labelled plot beside it offers by keyboard.
      <div {...pointer} className={className}>
        {children}
      </div>
    );
  return (
    <KeyboardSurface
      pointer={pointer}
      durationSeconds={durationSeconds}
      step={step}
      label={label}
      describe={describe}
      className={className}
    >
      {children}
    </KeyboardSurface>
  );
}

type KeyboardProps = Props & {
  label: string;
  step: number;
  pointer: {
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerLeave: (event: PointerEvent<HTMLElement>) => void;
    onClick: (event: MouseEvent<HTMLElement>) => void;
  };
};

function KeyboardSurface({
  durationSeconds,
  step,
  label,
  describe,
  className,
  pointer,
  children,
}: KeyboardProps) {
  const cursor = useTimeCursor();
  const hovered = useHoveredSecond();
  const playhead = usePlayheadSecond();
  const at = Math.min(hovered ?? playhead ?? 0, Math.max(0, durationSeconds - 1));
  const to = (second: number) => cursor.hover(Math.max(0, Math.min(durationSeconds - 1, second)));
  const page = Math.max(step, Math.round(durationSeconds / 20));

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const moves: Record<string, () => void> = {
      ArrowRight: () => to(at + step),
      ArrowLeft: () => to(at - step),
      ArrowUp: () => to(at + step),
      ArrowDown: () => to(at - step),
      PageUp: () => to(at + page),
      PageDown: () => to(at - page),
      Home: () => to(0),
      End: () => to(durationSeconds - 1),
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
      {...pointer}
      onKeyDown={onKeyDown}
      onBlur={() => cursor.hover(null)}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, durationSeconds - 1)}
      aria-valuenow={at}
      aria-valuetext={describe?.(at)}
      className={className}
    >
      {children}
    </div>
  );
}
