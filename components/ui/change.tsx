import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";

export type ChangeProps = {
  direction: "up" | "down" | "same" | "none";
  /** Whether that is welcome; a change without a verdict is neutral. */
  tone: "good" | "bad" | "warn" | "neutral";
  /** The words: "6.4 points above typical", "about typical (31)". */
  children: ReactNode;
};

const tones = { good: "text-good", bad: "text-bad", warn: "text-warn", neutral: "text-ink-2" };

/** How a number stands against what is usual: an arrow and words, never colour alone. */
export function Change({ direction, tone, children }: ChangeProps) {
  return (
    <span className={classNames("inline-flex items-center gap-1 text-small leading-[18px]", tones[tone])}>
      {direction === "none" ? null : <Icon name={direction} />}
      <span>{children}</span>
    </span>
  );
}
