import { describe, expect, it } from "vitest";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { randomOf } from "@/lib/testing/claims";
import { completersOf, makeWatched, peopleOf, type Watched } from "@/lib/testing/video-claims";
import { overviewOf, ratedOf } from "../numbers";
import { videosFindings } from "./list";

const english = languageIn("en");
const stats = (high: number, medium: number, low: number, average: number | null = 41) => ({
  total_videos_with_analytics: high + medium + low,
  total_views: 900,
  total_unique_viewers: 300,
  total_watch_time_hours: 120,
  average_completion_rate: average,
  videos_by_completion_rate: { high, medium, low },
});
type Stats = ReturnType<typeof stats>;
const findingsOf = (given: Stats, total: number, rated = given.videos_by_completion_rate) =>
  videosFindings(given, total, rated, english);
const said = (...input: Parameters<typeof findingsOf>) => findingsOf(...input).map(({ text }) => text);
const strong = (...input: Parameters<typeof findingsOf>) =>
  findingsOf(...input)
    .filter((clause) => clause.strong)
    .map(({ text }) => text);

it("names the most urgent: many videos that few complete", () => {
  expect(said(stats(2, 4, 10), 18)[0]).toBe("16 of 18 videos were opened.");
  expect(strong(stats(2, 4, 10), 18)).toEqual([
    "10 of the 16 are completed by fewer than half of their viewers.",
  ]);
});
it("states when most are completed", () => {
  expect(strong(stats(12, 3, 1), 16)).toEqual([
    "12 of the 16 are completed by more than three in four of their viewers.",
  ]);
});
it("gives the average otherwise, and nothing without data", () => {
  expect(said(stats(3, 6, 5), 14)).toEqual([
    "14 videos, all of them opened.",
    "On average 41.0\u00a0% of a video’s viewers complete it.",
  ]);
  expect(said(stats(0, 0, 0, null), 3)).toEqual(["3 videos, none of them opened yet."]);
  expect(said(stats(0, 0, 0, null), 0)).toEqual(["No videos yet."]);
});
it("counts only videos with five viewers, and claims no pattern of fewer than five videos", () => {
  expect(strong(stats(0, 0, 9), 9, { high: 0, medium: 1, low: 5 })).toEqual([
    "5 of the 6 with 5 viewers or more are completed by fewer than half of their viewers.",
  ]);
  expect(said(stats(0, 0, 9), 9, { high: 0, medium: 0, low: 4 })).toEqual(["9 videos, all of them opened."]);
});

describe("over random schools, its sentences", () => {
  const random = randomOf(10);
  const schools = Array.from({ length: 100 }, () => Array.from({ length: 8 }, () => makeWatched(random)));
  const part = ({ playbacks, length }: Watched) => ({
    views: playbacks.length,
    watch_ms: 0,
    viewers: peopleOf(playbacks),
    completers: completersOf({ playbacks, length }),
  });
  /** The list's sentences, and those of them that the videos do not bear. */
  function listOffences(videos: Watched[], ratedBy: typeof ratedOf): { said: number; wrong: string[] } {
    const parts = videos.map(part);
    const said = videosFindings(overviewOf(parts, 0), parts.length, ratedBy(parts), english).map(
      ({ text }) => text,
    );
    const wrong = said.filter((sentence) => {
      const match = /^(\d+) of the (\d+).* completed by (fewer than half|more than three in four)/.exec(
        sentence,
      );
      if (!match) return /completed by/.test(sentence);
      const rated = videos.filter(({ playbacks }) => peopleOf(playbacks) >= 5);
      const share = (one: Watched) => completersOf(one) / peopleOf(one.playbacks);
      const those = rated.filter((one) =>
        match[3] === "fewer than half" ? share(one) < 0.5 : share(one) > 0.75,
      );
      return !(
        Number(match[1]) === those.length &&
        Number(match[2]) === rated.length &&
        rated.length >= 5 &&
        those.length * 2 > rated.length
      );
    });
    return { said: said.filter((sentence) => /completed by/.test(sentence)).length, wrong };
  }

  it("claim nothing that the videos do not bear", () => {
    const all = schools.map((videos) => listOffences(videos, ratedOf));
    expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(all.reduce((sum, { said }) => sum + said, 0)).toBeGreaterThan(10);
  });

  it("would be caught counting videos that one person watched, as it was", () => {
    const everybody: typeof ratedOf = (parts) => overviewOf(parts, 0).videos_by_completion_rate;
    expect(schools.flatMap((videos) => listOffences(videos, everybody).wrong).length).toBeGreaterThan(0);
  });
});

it("says the same in every language", () => {
  const inLanguage = (
    code: (typeof languageCodes)[number],
    ...[given, total, rated]: Parameters<typeof findingsOf>
  ) =>
    videosFindings(given, total, rated ?? given.videos_by_completion_rate, languageIn(code))
      .map(({ text }) => text)
      .join(" ");
  const few = { high: 0, medium: 1, low: 5 };
  expect(inLanguage("de", stats(2, 4, 10), 18)).toBe(
    "16 von 18 Videos wurden geöffnet. 10 der 16 werden von weniger als der Hälfte ihrer Zuschauer abgeschlossen.",
  );
  expect(inLanguage("de", stats(0, 0, 9), 9, few)).toBe(
    "9 Videos, alle geöffnet. 5 der 6 mit mindestens 5 Zuschauern werden von weniger als der Hälfte ihrer Zuschauer abgeschlossen.",
  );
  expect(inLanguage("fr", stats(12, 3, 1), 16)).toBe(
    "16 vidéos, toutes ouvertes. 12 des 16 sont terminées par plus des trois quarts de leurs spectateurs.",
  );
  expect(inLanguage("fr", stats(3, 6, 5), 14)).toContain("En moyenne, 41,0\u00a0% des spectateurs");
  for (const code of languageCodes)
    for (const [given, total] of [
      [stats(0, 0, 0), 0],
      [stats(0, 0, 0), 3],
      [stats(0, 0, 1), 1],
      [stats(0, 0, 1), 2],
      [stats(12, 3, 1), 16],
      [stats(3, 6, 5), 14],
    ] as const)
      expect(inLanguage(code, given, total)).not.toMatch(/[{}]|videos\./);
});
