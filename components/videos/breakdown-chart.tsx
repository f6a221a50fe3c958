"use client";

import { useState } from "react";
import { Bars } from "@/components/charts/bars";
import { choiceOf, Menu } from "@/components/ui/menu";
import type { VideoAnswer } from "@/lib/domain/videos/schema";
import { useLanguage } from "../ui/use-language";
import { breakdownBars, qualityBars } from "./breakdown-rows";

type Answer = Pick<VideoAnswer, "by_device" | "by_browser" | "by_os" | "by_country" | "by_quality">;

const dimensions = ["device", "browser", "os", "country", "quality"] as const;
type Dimension = (typeof dimensions)[number];

/** What people watch on: devices first, or browsers, systems, countries or picture quality. */
export function BreakdownChart({
  answer,
  devicesTitle,
  note,
}: {
  answer: Answer;
  devicesTitle: string;
  /** A line below: rebuffering and speed. */
  note: string | null;
}) {
  const language = useLanguage();
  const { t } = language;
  const [choice, setChoice] = useState<Dimension>("device");
  const choices = dimensions.map((value) => ({ value, label: t(`videos.breakdown.${value}`) }));
  const label = t(`videos.breakdown.${choice}`);
  return (
    <Bars
      title={choice === "device" ? devicesTitle : label}
      head={[
        label,
        t(choice === "quality" ? "videos.breakdown.watched" : "ui.views"),
        t("videos.breakdown.share"),
      ]}
      rows={
        choice === "quality"
          ? qualityBars(answer.by_quality, language)
          : breakdownBars(choice, answer[`by_${choice}`], language)
      }
      empty={t("videos.breakdown.not_reported")}
      note={note}
      tools={<Menu label={label} look="tool" align="end" entries={choiceOf(choices, choice, setChoice)} />}
    />
  );
}
