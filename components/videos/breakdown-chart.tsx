"use client";

import { useState } from "react";
import { Bars } from "@/components/charts/bars";
import { choiceOf, Menu } from "@/components/ui/menu";
import type { VideoAnswer } from "@/lib/domain/videos/schema";
import { useLanguage } from "../ui/use-language";
import { breakdownBars, qualityBars } from "./breakdown-rows";

type Answer = Pick<VideoAnswer, "by_device" | "by_browser" | "by_os" | "by_country" | "by_quality">;

const choices = [
  { value: "device", label: "Devices" },
  { value: "browser", label: "Browsers" },
  { value: "os", label: "Systems" },
  { value: "country", label: "Countries" },
  { value: "quality", label: "Picture quality" },
] as const;
type Choice = (typeof choices)[number]["value"];

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
  const [choice, setChoice] = useState<Choice>("device");
  const label = choices.find(({ value }) => value === choice)?.label ?? "";
  return (
    <Bars
      title={choice === "device" ? devicesTitle : label}
      head={[label, choice === "quality" ? "Watched" : "Views", "Share"]}
      rows={
        choice === "quality"
          ? qualityBars(answer.by_quality)
          : breakdownBars(choice, answer[`by_${choice}`], language)
      }
      empty="No player has reported this yet."
      note={note}
      tools={<Menu label={label} look="tool" align="end" entries={choiceOf(choices, choice, setChoice)} />}
    />
  );
}
