import { describe, expect, it } from "vitest";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { exampleVideo } from "../fixtures";
import { momentsOf } from "../moments";
import type { VideoAnswer } from "../schema";
import { type FindingsInput, findings } from "./video";

const flat = (...stretches: [number, number][]) =>
  stretches.flatMap(([length, value]) => new Array<number>(length).fill(value));

type Given = {
  covers?: number[];
  plays?: number[];
  video?: Partial<FindingsInput["video"]>;
  typical?: FindingsInput["typical"];
  stops?: [second: number, views: number][];
  parts?: Partial<FindingsInput["breakdowns"]>;
};

const lastSeconds = (covers: number[]) => {
  let there = 0;
  const stops: [second: number, views: number][] = [];
  for (let second = covers.length - 1; second >= 0; second--) {
    stops.push([second, Math.max(0, covers[second]! - there)]);
    there = Math.max(there, covers[second]!);
  }
  return stops;
};

/** A video's numbers with these curves; 200 views when nothing else is said. */
function findingsOf(given: Given, code: LanguageCode = "en") {
  const covers = given.covers ?? flat([600, 200]);
  const plays = given.plays ?? covers;
  const base = Math.max(0, ...covers);
  // Unless it is said where views stop: after the last second that they cover.
  const stops = new Array<number>(Math.ceil(covers.length / 10)).fill(0);
  for (const [second, views] of given.stops ?? lastSeconds(covers)) stops[Math.floor(second / 10)]! += views;
  return findings(
    {
      video: { ...exampleVideo, total_views: base, unique_viewers: base, ...given.video },
      retention: { base, moments: momentsOf({ covers, plays }, stops, { base, people: base }) },
      typical: given.typical ?? null,
      heatmap: {
        segments: Array.from({ length: Math.ceil(covers.length / 10) }, (_, at) => ({
          segment_start: at * 10,
          segment_end: Math.min(covers.length, at * 10 + 10),
          view_count: 1,
          unique_viewers: 1,
          completion_rate: null,
          drop_off_count: stops[at]!,
        })),
      },
      breakdowns: { by_device: [], by_referrer: [], by_day: [], ...given.parts },
    },
    languageIn(code),
  );
}
const said = (given: Given, code?: LanguageCode) =>
  findingsOf(given, code)
    .summary.map((finding) => finding.text)
    .join(" ");

describe("the summary", () => {
  it("matches the reference page", () => {
    const covers = flat([20, 214], [586, 180], [266, 132]);
    const plays = covers.map((views, second) => (second >= 400 && second < 420 ? views + 122 : views));
    expect(findingsOf({ covers, plays }).summary).toEqual([
      {
        text: "Of those who get past the first half minute, all stay past the middle, 7:10; 6:49 is replayed 122 times.",
        strong: false,
      },
      { text: "Between 10:00 and 10:10, one in four stops.", strong: true },
    ]);
    expect(findingsOf({ covers, plays }).chartTitle).toBe(
      "Two in five of the plays at 6:49 are replays; one in four stops between 10:00 and 10:10",
    );
  });

  it("states how many stop at once, and a drop-off there only once", () => {
    // A sixth in each ten seconds is no drop-off.
    const slowly: [number, number][] = [
      [5, 30],
      [15, 26],
      [25, 22],
      [199, 122],
    ];
    expect(said({ covers: flat([200, 200]), stops: slowly })).toBe(
      "Two in five stop in the first half minute.",
    );
    expect(said({ covers: flat([15, 200], [585, 100]) })).toBe(
      "Of those who get past the first half minute, all stay past the middle, 5:00. Between 0:10 and 0:20, half stop.",
    );
  });

  it("does not take skipping for leaving", () => {
    // A third plays the first minute only, and another third the second: all stop at the end.
    const covers = flat([60, 100], [60, 100], [480, 100]);
    expect(said({ covers, video: { total_views: 300 }, stops: [[599, 300]] })).not.toMatch(/leave|stop/);
  });

  it("compares where nothing is lost at one place", () => {
    const typical = { average_watched_percentage: { low: 60, median: 65, high: 70 } };
    const watched = (average_watched_percentage: number, unique_viewers = 200) =>
      said({ typical, video: { average_watched_percentage, unique_viewers } });
    expect(watched(55)).toContain("A view plays less of it than of most similar videos.");
    expect(watched(72)).toContain("A view plays more of it than of most similar videos.");
    expect(watched(65)).not.toContain("similar");
    // 50 ± 22 points of 20 people contain 65, and nothing is said of nine.
    expect(watched(50, 20)).not.toContain("similar");
    expect(watched(20, 9)).not.toContain("similar");
    expect(watched(20, 10)).toContain("less of it");
  });

  it("counts small numbers, and claims no pattern of very few", () => {
    expect(said({ covers: flat([300, 9], [300, 4]) })).toContain("Between 4:50 and 5:00, 5 of 9 stop.");
    expect(said({ covers: flat([300, 8], [300, 4]) })).not.toContain(" stop.");
    expect(said({ covers: flat([300, 90], [300, 40]), video: { unique_viewers: 4 } })).toBe(
      "Played 90 times so far, opened by 4 people: too few to tell a pattern.",
    );
    expect(said({ covers: flat([300, 2], [300, 1]) })).toBe(
      "Played 2 times so far, opened by 2 people: too few to tell a pattern.",
    );
    expect(said({ covers: flat([600, 0]) })).toBe("No one has opened this video yet.");
    expect(said({ covers: flat([600, 0]), video: { total_views: 1 } })).toBe(
      "Opened 1 time, not played yet.",
    );
  });

  it("gives start and end of a long fall", () => {
    const covers = Array.from({ length: 600 }, (_, second) =>
      second < 400 ? 200 : Math.round(200 * 0.99 ** (second - 400)),
    );
    expect(said({ covers })).toMatch(/ Between 6:40 and 9:50, .* stop\.$/);
    expect(findingsOf({ covers }).chartTitle).toMatch(/ stop between 6:40 and 9:50$/);
  });

  it("falls back to the subject", () => {
    // Slowly and evenly more than half of them leave: no cliff, and yet nobody "stays".
    const covers = Array.from({ length: 600 }, (_, second) => Math.round(200 - second / 5));
    expect(said({ covers, video: { unique_viewers: 131, average_watched_percentage: 53.1 } })).toBe(
      "Opened by 131 people; a view plays 53\u00a0% of it on average.",
    );
    expect(findingsOf({ covers }).chartTitle).toBe("How much of the video people watch");
  });
});

describe("titles", () => {
  it("name where viewers stop", () => {
    const title = (...stops: [number, number][]) =>
      findingsOf({ covers: flat([20, 214], [586, 180], [266, 132]), stops }).viewersTitle;
    expect(title([5, 30], [605, 60], [870, 100])).toBe(
      "Most who stop before the last tenth stop between 10:00 and 10:10",
    );
    // 52 of 97 can be chance.
    expect(title([5, 25], [305, 20], [605, 52], [870, 100])).toBe(
      "One in four of the views stops between 10:00 and 10:10",
    );
    expect(title([595, 10], [870, 90])).toBe("Most views stop in the last tenth");
    expect(title([300, 18], [595, 18], [870, 40])).toBe(
      "Nearly one in four of the views stops between 5:00 and 5:10",
    );
    expect(title([5, 4])).toBe("What each viewer watched");
  });

  const onDays = (views: (day: number) => number, count: number): VideoAnswer["by_day"] =>
    Array.from({ length: count }, (_, at) => ({
      day: new Date(Date.UTC(2026, 9, 5 + at)).toISOString().slice(0, 10), // from Monday 5 October 2026
      views: views(at),
      watch_time_seconds: 0,
      completed: 0,
    })).filter((row) => row.views > 0);

  it("name when views occur", () => {
    const wednesdays = onDays((day) => (day % 7 === 2 ? 10 : 1), 28);
    expect(findingsOf({ parts: { by_day: wednesdays }, video: { first_view_at: null } }).daysTitle).toBe(
      "Wednesdays have the most views: three in five of all",
    );
    const fading = onDays((day) => (day < 7 ? 10 : 1), 40);
    expect(
      findingsOf({ parts: { by_day: fading }, video: { first_view_at: "2026-10-05T08:00:00Z" } }).daysTitle,
    ).toBe("Two in three of the views came in the first week");
    expect(
      findingsOf({ parts: { by_day: onDays(() => 2, 28) }, video: { first_view_at: null } }).daysTitle,
    ).toBe("Views by day");
    expect(findingsOf({ parts: { by_day: onDays(() => 1, 5) } }).daysTitle).toBe("Views by day");
    // The day of its launch, a Wednesday, is no weekday's habit.
    const launch = onDays((day) => (day === 9 ? 300 : 2), 60);
    expect(findingsOf({ parts: { by_day: launch }, video: { first_view_at: null } }).daysTitle).toBe(
      "Views by day",
    );
  });

  it("name devices and referrers", () => {
    const row = (value: string | null, views: number) => ({ value, folded: false, views, percentage: views });
    const titles = (device: string | null, share: number) =>
      findingsOf({
        parts: {
          by_device: [row(device, share), row("tablet", 100 - share)],
          by_referrer: [row(device, share), row("x", 100 - share)],
        },
      });
    expect(titles("desktop", 64).devicesTitle).toBe("Most views are on a computer");
    expect(titles("mobile", 48).devicesTitle).toBe("Devices");
    expect(titles(null, 90).devicesTitle).toBe("Devices");
    // Small groups together are no referrer, and not the lack of one.
    const together = { ...row(null, 100), folded: true };
    expect(findingsOf({ parts: { by_device: [together], by_referrer: [together] } }).referrersTitle).toBe(
      "Where viewers come from",
    );
    expect(titles("campus.example", 80).referrersTitle).toBe("Most views come from campus.example");
    expect(titles(null, 80).referrersTitle).toBe("Most views have no referrer");
    expect(titles("campus.example", 50).referrersTitle).toBe("Where viewers come from");
  });
});

describe("in every language", () => {
  const drop = { covers: flat([20, 214], [586, 180], [266, 132]) };
  const replays = {
    ...drop,
    plays: drop.covers.map((views, second) => (second >= 400 && second < 420 ? views + 122 : views)),
  };
  const row = (value: string | null, views: number) => ({ value, folded: false, views, percentage: views });
  const few = { covers: flat([300, 9], [300, 4]) };
  const skipped = { covers: flat([100, 200], [30, 120], [470, 200]) };
  const byDay = (views: (day: number) => number, count: number) => ({
    parts: {
      by_device: [row("desktop", 64), row("tablet", 36)],
      by_referrer: [row("campus.example", 90)],
      by_day: Array.from({ length: count }, (_, at) => ({
        day: new Date(Date.UTC(2026, 9, 5 + at)).toISOString().slice(0, 10),
        views: views(at),
        watch_time_seconds: 0,
        completed: 0,
      })),
    },
  });
  const wednesdays = { ...byDay((day) => (day % 7 === 2 ? 10 : 1), 28), video: { first_view_at: null } };
  const fading = {
    ...byDay((day) => (day < 7 ? 10 : 1), 40),
    video: { first_view_at: "2026-10-05T08:00:00Z" },
  };
  const atOnce: Given = {
    covers: flat([200, 200]),
    stops: [
      [5, 30],
      [15, 26],
      [25, 22],
      [199, 122],
    ],
  };
  const early: Given = {
    ...drop,
    stops: [
      [5, 30],
      [605, 60],
      [870, 100],
    ],
  };

  it("says the same, in German", () => {
    expect(said(replays, "de")).toBe(
      "Von denen, die über die erste halbe Minute hinauskommen, bleiben alle über die Mitte hinaus, 7:10; 6:49 wird 122-mal erneut angesehen. Zwischen 10:00 und 10:10 bricht ein Viertel ab.",
    );
    expect(findingsOf(replays, "de").chartTitle).toBe(
      "Von den Wiedergaben bei 6:49 entfallen zwei Fünftel auf Wiederholungen; ein Viertel bricht zwischen 10:00 und 10:10 ab",
    );
    expect(said(few, "de")).toContain("Zwischen 4:50 und 5:00 brechen 5 von 9 ab.");
    expect(findingsOf(few, "de").viewersTitle).toBe("5 von 9 Aufrufen enden zwischen 4:50 und 5:00");
    expect(said(atOnce, "de")).toBe("Zwei Fünftel brechen in der ersten halben Minute ab.");
    expect(findingsOf(skipped, "de").chartTitle).toBe(
      "Von den Aufrufen, die das Folgende abspielen, überspringen zwei Fünftel die Stelle 1:40 bis 2:10",
    );
    expect(findingsOf(early, "de").viewersTitle).toBe(
      "Die meisten, die vor dem letzten Zehntel aufhören, tun es zwischen 10:00 und 10:10",
    );
    expect(findingsOf(wednesdays, "de")).toMatchObject({
      daysTitle: "Mittwochs gibt es die meisten Aufrufe: drei Fünftel von allen",
      devicesTitle: "Die meisten Aufrufe kommen vom Computer",
      referrersTitle: "Alle Aufrufe kommen von campus.example",
    });
    expect(findingsOf(fading, "de").daysTitle).toBe(
      "Von den Aufrufen kamen zwei Drittel in der ersten Woche",
    );
  });

  it("says the same, in French", () => {
    expect(said(replays, "fr")).toBe(
      "Parmi ceux qui dépassent la première demi-minute, la totalité reste au-delà du milieu, 7:10\u00a0; 6:49 est revisionné 122 fois. Entre 10:00 et 10:10, un quart décroche.",
    );
    expect(findingsOf(replays, "fr").chartTitle).toBe(
      "Deux cinquièmes des passages à 6:49 sont des revisionnages\u00a0; un quart décroche entre 10:00 et 10:10",
    );
    expect(said(few, "fr")).toContain("Entre 4:50 et 5:00, 5 sur 9 décrochent.");
    expect(findingsOf(few, "fr").viewersTitle).toBe("5 sur 9 lectures s’arrêtent entre 4:50 et 5:00");
    expect(said(atOnce, "fr")).toBe("Deux cinquièmes décrochent dans la première demi-minute.");
    expect(findingsOf(skipped, "fr").chartTitle).toBe(
      "Deux cinquièmes des lectures qui couvrent la suite sautent de 1:40 à 2:10",
    );
    expect(findingsOf(wednesdays, "fr")).toMatchObject({
      daysTitle: "Le mercredi est le jour qui compte le plus de lectures\u00a0: trois cinquièmes du total",
      devicesTitle: "La plupart des lectures se font sur ordinateur",
      referrersTitle: "Toutes les lectures viennent de campus.example",
    });
    expect(findingsOf(fading, "fr").daysTitle).toBe(
      "Deux tiers des lectures ont eu lieu la première semaine",
    );
  });

  it.each(languageCodes)("leaves no placeholder, in %s", (code) => {
    for (const given of [replays, few, skipped, atOnce, early, wednesdays, fading, {}]) {
      const { summary, ...titles } = findingsOf(given, code);
      for (const text of [...summary.map((finding) => finding.text), ...Object.values(titles)]) {
        expect(text).not.toMatch(/[{}]|videos\.|shares\./);
        expect(text).toMatch(/^[\p{Lu}\d]/u);
      }
    }
  });
});
