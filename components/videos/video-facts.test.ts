import { expect, it } from "vitest";
import { exampleVideo } from "@/lib/domain/videos/fixtures";
import { languageIn } from "@/lib/language/catalogues";
import { changeOf } from "./video-facts";

const english = languageIn("en");
const typical = {
  replay_ratio: { low: 1.05, median: 1.11, high: 1.16 },
  average_watched_percentage: { low: 60, median: 65, high: 70 },
  completion_rate: { low: 30, median: 40, high: 50 },
};

it("shows the typical replays without a verdict", () => {
  for (const replay_ratio of [1, 1.11, 3])
    expect(changeOf("replay_ratio", { ...exampleVideo, replay_ratio }, typical, english)).toEqual({
      direction: "none",
      tone: "neutral",
      words: "typical is 1.11",
    });
});

it("has an arrow only where ten people differ beyond chance", () => {
  const completed = (unique_completers: number, unique_viewers: number) =>
    changeOf(
      "completion_rate",
      {
        ...exampleVideo,
        unique_completers,
        unique_viewers,
        completion_rate: (unique_completers / unique_viewers) * 100,
      },
      typical,
      english,
    );
  expect(completed(10, 131)).toMatchObject({ direction: "down", tone: "bad" });
  expect(completed(59, 131)).toMatchObject({ direction: "same", tone: "neutral" });
  // 2 of 9 are too few, and 3 of 12 are 9 to 53 %.
  expect(completed(2, 9)).toBeUndefined();
  expect(completed(3, 12)).toBeUndefined();
});
