import { expect, it } from "vitest";
import { exampleVideo } from "@/lib/domain/videos/fixtures";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { changeOf, comparedText } from "./video-facts";

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

it("says with what a number is compared, and how certain the difference is, in every language", () => {
  const similar = { videos: 9, of_course: true, from_seconds: 500, to_seconds: 1090 };
  const text = (
    code: (typeof languageCodes)[number],
    key: Parameters<typeof comparedText>[0],
    video: Partial<typeof exampleVideo> = {},
    others: Partial<typeof similar> = {},
  ) =>
    comparedText(
      key,
      { ...exampleVideo, ...video },
      { ...similar, ...others },
      typical[key],
      languageIn(code),
    );
  const few = { unique_viewers: 7 };
  const clips = { of_course: false, from_seconds: 45, to_seconds: 88.4 };
  expect(text("en", "average_watched_percentage")).toBe(
    "Typical is 65.0\u00a0%: the median of 9 videos of this course between 8 and 18 min with 5 viewers or more. Half of them are between 60 and 70\u00a0%. The 95\u00a0% interval here is 50 to 67\u00a0%, of 131 viewers, so the difference can be chance.",
  );
  expect(text("en", "completion_rate", few, clips)).toBe(
    "Typical is 40.0\u00a0%: the median of 9 videos of your school between 45 and 88 s with 5 viewers or more. Half of them are between 30 and 50\u00a0%. Not compared: it needs 10 viewers here.",
  );
  expect(text("de", "average_watched_percentage")).toBe(
    "Üblich ist 65,0\u00a0%: der Median von 9 Videos dieses Kurses zwischen 8 und 18 min mit mindestens 5 Zuschauern. Die Hälfte davon liegt zwischen 60 und 70\u00a0%. Das 95-%-Intervall reicht hier von 50 bis 67\u00a0%, bei 131 Personen; der Unterschied kann also Zufall sein.",
  );
  expect(text("fr", "completion_rate", few, clips)).toBe(
    "La valeur habituelle est 40,0\u00a0%\u00a0: la médiane de 9 vidéos de votre établissement de 45 à 88 s avec au moins 5 spectateurs. La moitié se situe entre 30 et 50\u00a0%. Non comparée\u00a0: il faut ici 10 spectateurs.",
  );
  expect(text("fr", "replay_ratio")).toMatch(/une seule personne peut revisionner beaucoup\.$/);
  for (const code of languageCodes)
    for (const key of ["average_watched_percentage", "completion_rate", "replay_ratio"] as const)
      expect(text(code, key)).not.toMatch(/[{}]|videos\./);
});
