import { describe, expect, it } from "vitest";
import { asShares, duringSession } from "@/lib/domain/sessions/departures";
import { exampleSummary } from "@/lib/domain/sessions/fixtures";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { dropOffsOf } from "@/lib/domain/videos/drop-offs";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { mediaTime } from "@/lib/language/numbers";
import { languageIn } from "@/lib/platform/catalogues";
import { begin, makeHeld, minute, offences, randomOf } from "@/lib/testing/claims";
import { makeWatched, peopleOf, videoOffences, type Watched } from "@/lib/testing/video-claims";
import { prioritiesOf } from "./priorities";
import type { WatchedVideo } from "./videos";

const english = languageIn("en");
type Given = Parameters<typeof prioritiesOf>[0];
const nobody = { learners: 0, at_risk: 0, missed: null, latest_names: [], quiet_latest: [] };
const ranked = (
  given: Omit<Given, "learners" | "failed"> & Partial<Pick<Given, "learners" | "failed">>,
  language = english,
) => prioritiesOf({ learners: nobody, failed: [], ...given }, language);
const rank = (given: Parameters<typeof ranked>[0]) => ranked(given);
const words = {
  weekday: (instant: string) => (instant.startsWith("2026-11-24") ? "Tuesday" : "Wednesday"),
  clock: (instant: string) => instant.slice(11, 16),
};
const session = (given: Partial<SessionSummary>): SessionSummary => ({ ...exampleSummary, ...given });
const noUsual = () => null;
const quiet = { drop_offs: [], average_rating: null, total_responses: 0 };

describe("what to look at first", () => {
  it("names a room that emptied, with its count", () => {
    // 92 minutes from 18:02: half-way is 18:48.
    const [item] = rank({
      recent: [
        session({
          curve: [10, 32, 20],
          drop_offs: [{ from: 0.48, to: 0.52, at: 0.5, present: 32, lost: 8, lost_percent: 25 }],
        }),
      ],
      planned: [],
      usualRegistrations: noUsual,
      videos: [],
      ...words,
    });
    expect(item).toMatchObject({
      title: "One in four of Wednesday’s room left at 18:48",
      detail: "Residuals and what they tell you: 8 of 32 who were present.",
      people: 8,
    });
  });

  it("names only what the visits of random sessions show, and not the window's start", () => {
    const claimsOf = (at: "at" | "from") =>
      Array.from({ length: 150 }, (_, seed) => makeHeld(randomOf(seed + 1))).flatMap((held) => {
        const window = { from: new Date(begin), to: new Date(begin + held.length * minute) };
        const drops = duringSession(held.numbers.drop_off_points, window);
        const placed = asShares(drops, window).map((drop) => ({ ...drop, at: drop[at] }));
        const [item] = rank({
          recent: [
            session({
              ...quiet,
              curve: [1],
              drop_offs: placed,
              window: { from: window.from.toISOString(), to: window.to.toISOString() },
            }),
          ],
          planned: [],
          usualRegistrations: noUsual,
          videos: [],
          ...words,
        });
        if (!item) return [];
        const [, lost, present] = /: (\d+) of (\d+) who were present/.exec(item.detail)!;
        const [, clock] = /left at (\d\d:\d\d)/.exec(item.title)!;
        return [offences(`${lost} of the ${present} left at ${clock}`, held, [], drops)];
      });
    const claims = claimsOf("at");
    expect(claims.length).toBeGreaterThan(20);
    expect(claims.flat()).toEqual([]);
    expect(claimsOf("from").flat().length).toBeGreaterThan(5);
  });

  it("ignores few answers and good ones", () => {
    expect(
      rank({
        recent: [
          session({ ...quiet, average_rating: 2, total_responses: 4 }),
          session({ ...quiet, average_rating: 3.5, total_responses: 40 }),
        ],
        planned: [],
        usualRegistrations: noUsual,
        videos: [],
        ...words,
      }),
    ).toEqual([]);
  });

  it("compares a planned session's registrations with those of the same kind at that time", () => {
    const usual = { low: 18, median: 20, high: 24, sessions: 6 };
    const planned = session({
      session_id: "planned",
      total_registered: 9,
      scheduled_start: "2026-11-24T12:30:00.000Z",
      title: "Coaching",
    });
    const found = (total_registered: number, usualRegistrations: () => typeof usual | null) =>
      rank({
        recent: [],
        planned: [{ ...planned, total_registered }],
        usualRegistrations,
        videos: [],
        ...words,
      });
    expect(found(9, () => usual)).toMatchObject([
      {
        title: "9 people have registered for Tuesday; 20 is typical by now",
        detail: "Coaching, Tuesday at 12:30. Typical: the median of 6 classes, as long before they began.",
        people: 11,
      },
    ]);
    expect(found(18, () => usual)).toEqual([]);
    expect(found(9, noUsual)).toEqual([]);
  });

  it("puts the most people first", () => {
    // 40 of 100 views stop within its first tenth.
    const drop_offs = [{ from_second: 10, to_second: 30, present: 100, lost: 40, lost_percent: 40 }];
    const found = rank({
      recent: [session({ ...quiet, average_rating: 3.1, total_responses: 12 })],
      planned: [],
      usualRegistrations: noUsual,
      videos: [{ id: "v", title: "Sampling", seconds: 600, views: 100, curve: [], drop_offs }],
      ...words,
    });
    expect(found.map(({ people }) => people)).toEqual([40, 12]);
    expect(found[0]!.title).toBe("Two in five of the views of “Sampling” that get to 0:10 stop by 0:30");
    expect(found[0]!.picture).toMatchObject({ drop_offs: [{ from: 1 / 60, to: 0.05 }] });
  });

  it("names at most two of each kind, so that videos with many views hide no session", () => {
    const video = (id: string, lost: number) => ({
      ...{ id, title: id, seconds: 600, views: 500, curve: [] },
      drop_offs: [{ from_second: 300, to_second: 320, present: 500, lost, lost_percent: lost / 5 }],
    });
    const found = rank({
      ...{ planned: [], usualRegistrations: noUsual, ...words },
      recent: [session({ ...quiet, average_rating: 3.1, total_responses: 12 })],
      videos: [video("a", 150), video("b", 200), video("c", 110)],
    });
    expect(found.map(({ people }) => people)).toEqual([200, 150, 12]);
    expect(found[0]!.title).toBe("Two in five of the views of “b” that get to 5:00 stop by 5:20");
  });

  it("names the largest drop-off of a video, wherever it is", () => {
    const drops = [
      { from_second: 10, to_second: 30, present: 100, lost: 25, lost_percent: 25 },
      { from_second: 400, to_second: 420, present: 70, lost: 35, lost_percent: 50 },
    ];
    const [item] = rank({
      ...{ recent: [], planned: [], usualRegistrations: noUsual, ...words },
      videos: [{ id: "v", title: "Sampling", seconds: 600, views: 100, curve: [], drop_offs: drops }],
    });
    expect(item).toMatchObject({ people: 35, detail: "35 of 70 views stopped between 6:40 and 7:00." });
  });

  it("puts what failed before everything else, with its reason", () => {
    const found = rank({
      ...{ planned: [], usualRegistrations: noUsual, videos: [], ...words },
      recent: [session({ ...quiet, average_rating: 3.1, total_responses: 12 })],
      failed: [
        { title: "Import of people.csv", error: "The file is empty." },
        { title: "Rebuild of the numbers", error: null },
      ],
    });
    expect(found.map(({ title, detail, href }) => [title, detail, href])).toEqual([
      [
        "2 background jobs failed, the latest “Import of people.csv”",
        "The file is empty.",
        "/work?state=failed",
      ],
      ["“Residuals and what they tell you” was rated 3.1 of 5", "Rated by 12 people.", expect.any(String)],
    ]);
  });
});

describe("what is said of videos", () => {
  const random = randomOf(10);
  const videos = Array.from({ length: 400 }, (): Watched => makeWatched(random));
  const seenBy = ({ playbacks, length }: Watched): WatchedVideo => ({
    id: "v",
    title: "Sampling",
    seconds: length,
    views: playbacks.length,
    curve: [],
    drop_offs: dropOffsOf(
      Array.from({ length: length / 10 }, (_, at) => {
        const [from, to] = [at * 10, at * 10 === length - 10 ? length + 1 : at * 10 + 10];
        return playbacks.filter(({ position }) => position >= from && position < to).length;
      }),
      peopleOf(playbacks),
    ),
  });
  const titles = (video: WatchedVideo) =>
    rank({
      ...{ recent: [], planned: [], usualRegistrations: noUsual, videos: [video] },
      ...words,
    }).map(({ title }) => title);

  it("claims nothing that the playbacks do not bear", () => {
    const said = videos.map((video) => titles(seenBy(video)));
    expect(
      videos.flatMap((video, at) => said[at]!.flatMap((title) => videoOffences(title, video, []))),
    ).toEqual([]);
    expect(said.flat().length).toBeGreaterThan(5);
  });

  it("would be caught with all views in place of those that got there, as it was", () => {
    const before = (video: Watched) => {
      const { views, drop_offs } = seenBy(video);
      const early = drop_offs.at(-1);
      const share = early && english.share(early.lost, views).share;
      return early
        ? [
            `${english.beginSentence(share!)} of the views of “Sampling” that get to ${mediaTime(early.from_second)} stop by ${mediaTime(early.to_second)}`,
          ]
        : [];
    };
    expect(
      videos.flatMap((video) => before(video).flatMap((title) => videoOffences(title, video, []))),
    ).not.toEqual([]);
  });
});

describe("in other languages", () => {
  const drop = { from: 0.48, to: 0.52, at: 0.5, lost_percent: 25 };
  const room = (lost: number, present: number) =>
    session({ ...quiet, curve: [1], drop_offs: [{ ...drop, lost, present }] });
  const watched = (from_second: number, lost: number, present: number): WatchedVideo => ({
    ...{ id: "v", title: "Sampling", seconds: 600, views: present, curve: [] },
    drop_offs: [{ from_second, to_second: from_second + 20, present, lost, lost_percent: 40 }],
  });
  const planned = session({ ...quiet, total_registered: 1, scheduled_start: "2026-11-24T12:30:00.000Z" });
  const usual = { low: 18, median: 20, high: 24, sessions: 6 };
  const none = { recent: [], planned: [], usualRegistrations: noUsual, videos: [] };
  const said = (code: LanguageCode) =>
    [
      { ...none, recent: [room(8, 32)] },
      { ...none, recent: [room(5, 8)] },
      { ...none, recent: [room(32, 32)] },
      { ...none, recent: [session({ ...quiet, average_rating: 3.1, total_responses: 12 })] },
      { ...none, planned: [planned], usualRegistrations: () => usual },
      { ...none, videos: [watched(10, 40, 100)] },
      { ...none, videos: [watched(0, 1, 5)] },
      {
        ...none,
        learners: {
          learners: 61,
          at_risk: 5,
          missed: null,
          latest_names: ["Vera"],
          quiet_latest: [[true], [false]],
        },
      },
      { ...none, failed: [{ title: "–", error: null }] },
      {
        ...none,
        failed: [
          { title: "–", error: null },
          { title: "–", error: null },
        ],
      },
    ].flatMap((given) =>
      ranked({ ...given, weekday: () => "–", clock: words.clock }, languageIn(code)).map(
        ({ title, detail }) => [title, detail],
      ),
    );

  it.each(languageCodes)("every shape is whole in %s", (code) => {
    expect(said(code)).toHaveLength(10);
    expect(said(code).join()).not.toMatch(/[{}]|overview\.|undefined/);
  });

  it("has the grammar of German and French", () => {
    expect(said("de").map(([title]) => title)).toEqual([
      "Ein Viertel der Anwesenden vom – ging um 18:48",
      "5 von 8 Anwesenden vom – gingen um 18:48",
      "Alle Anwesenden vom – gingen um 18:48",
      "„Residuals and what they tell you“ wurde mit 3,1 von 5 bewertet",
      "1 Person hat sich für – angemeldet; üblich sind bis jetzt 20",
      "Zwei Fünftel der Aufrufe von „Sampling“, die bis 0:10 kommen, enden bis 0:30",
      "1 von 5 Aufrufen von „Sampling“ endet bis 0:20",
      "5 von 61 Lernenden sind nicht mehr aktiv",
      "„–“ ist fehlgeschlagen",
      "2 Aufgaben im Hintergrund sind fehlgeschlagen, zuletzt „–“",
    ]);
    expect(said("fr").map(([title]) => title)).toEqual([
      "Un quart de la salle de – a quitté la séance à 18:48",
      "5 des 8 personnes de la salle de – sont parties à 18:48",
      "Toute la salle de – est partie à 18:48",
      "«\u00a0Residuals and what they tell you\u00a0» a été notée 3,1 sur 5",
      "1 personne s’est inscrite pour –\u00a0; à ce stade, l’habituel est 20",
      "Deux cinquièmes des lectures de «\u00a0Sampling\u00a0» qui arrivent à 0:10 s’arrêtent avant 0:30",
      "1 des 5 lectures de «\u00a0Sampling\u00a0» s’arrête avant 0:20",
      "5 apprenants sur 61 ne sont plus actifs",
      "«\u00a0–\u00a0» a échoué",
      "2 tâches en arrière-plan ont échoué, la dernière étant «\u00a0–\u00a0»",
    ]);
  });
});
