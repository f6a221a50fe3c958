"use client";

import Link from "next/link";
import { clockText } from "@/components/charts/axis";
import { type DropOff, labelWidth, placeDrops } from "@/components/charts/labels";
import { useWidth } from "@/components/charts/use-width";
import { useLanguage } from "@/components/ui/use-language";
import type { Language } from "@/lib/language/language";
import { mergedMarks, type Tracks } from "./audience-facts";
import { narrowFrame, questionGap, wideFrame } from "./frame";

/** The smallest target that a finger and a pointer hit. */
const target = 24;

export type MomentLinksProps = {
  dropOffs: readonly DropOff[];
  questions: Tracks["questions"];
  seconds: number;
  clockStart: number;
  /** The address that shows what was said between two seconds of the axis. */
  hrefAt: (from: number, to: number) => string;
};

/** Links over the chart's question marks and drop-offs, to what was said around them; beside the chart, so that each has its own focus. */
export function MomentLinks({ dropOffs, questions, seconds, clockStart, hrefAt }: MomentLinksProps) {
  const [ref, width, narrow] = useWidth<HTMLDivElement>();
  const language = useLanguage();
  const { t } = language;
  const frame = narrow ? narrowFrame : wideFrame;
  const clock = (second: number) => clockText(clockStart, second);
  const marks = mergedMarks(questions, seconds, (questionGap / width) * seconds).map((mark) => ({
    left: (mark.second / seconds) * width - target / 2,
    top: frame.questions - frame.questionRadius - 3 - target / 2,
    width: target,
    height: target,
    // A mark is in the middle of its minute.
    href: hrefAt(mark.from - 30, mark.to + 30),
    name: t("session.timeline.questions_at", {
      count: mark.count,
      time: clock(mark.second),
      open: mark.unanswered === 0 ? "none" : mark.unanswered === mark.count ? "all" : mark.unanswered,
    }),
  }));
  const drops = placeDrops(dropOffs, width, seconds, frame.dropLines.length).map(({ from, to, lines }) => {
    const length = Math.max(
      target,
      ...lines.map(({ text, loud }) => labelWidth({ title: loud ? text : "", detail: loud ? "" : text })),
    );
    const [first] = lines;
    const start = first
      ? first.anchor === "end"
        ? first.x - length
        : first.x
      : (from / seconds) * width - target / 2;
    return {
      left: Math.max(0, start),
      top: -2,
      width: length,
      height: Math.max(target, frame.shadeTop),
      href: hrefAt(from, to),
      name: nameOf(dropOffs, from, language) ?? t("session.timeline.people_left_at", { time: clock(from) }),
    };
  });
  return (
    <div ref={ref} className="pointer-events-none absolute inset-0 print:hidden">
      {[...drops, ...marks].map(({ href, name, ...place }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-label={t("session.timeline.read_said", { name })}
          title={name}
          className="pointer-events-auto absolute rounded-full hover:bg-accent-wash/50"
          style={place}
        />
      ))}
    </div>
  );
}

/** A drop-off in words. */
const nameOf = (drops: readonly DropOff[], from: number, { t }: Language) => {
  const drop = drops.find((one) => Math.max(0, one.from) === from);
  return drop && t("session.timeline.drop_named", { title: drop.title, detail: drop.detail });
};
