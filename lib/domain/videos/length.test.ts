import { describe, expect, test } from "vitest";
import { noProgress } from "@/lib/testing/beacons";
import { agreedLength, refit } from "./length";
import { fold, newPlayback, type Playback, type Progress } from "./playback";

const reports = (...lengths: number[]) =>
  lengths.map((length_ms, i) => ({ viewer: `viewer ${i}`, length_ms }));

describe("the length that players agree on", () => {
  test.each([
    [[], null],
    [[60_000, 60_000], null],
    [[60_000, 60_400, 60_000], 60_000],
    [[60_000, 60_600, 61_200], null],
    [[999_000, 60_000, 1000, 60_400, 60_900], 60_400],
    // The larger group, wherever it stands.
    [[5000, 5000, 5000, 60_000, 60_100, 60_200, 60_300], 60_200],
    [[60_000, 60_100, 60_200, 60_300, 90_000, 90_000, 90_000], 60_200],
  ])("%j: %j", (lengths, agreed) => {
    expect(agreedLength(reports(...lengths))).toBe(agreed);
    expect(agreedLength(reports(...lengths.toReversed()))).toBe(agreed);
  });

  test("one viewer counts once, however often they report", () => {
    const [report] = reports(60_000);
    expect(agreedLength([report!, report!, report!])).toBeNull();
  });
});

describe("a playback whose video's length is corrected", () => {
  const at = new Date("2026-03-02T10:00:00Z");
  const folded = (given: Partial<Progress>, duration_ms: number | null): Playback =>
    fold(
      newPlayback({ video_id: "video", playback_id: "session", day: "2026-03-02", heard_at: at }),
      {
        video_id: "video",
        playback_id: "session",
        received_at: at,
        day: "2026-03-02",
        view: null,
        progress: { ...noProgress, seq: 0, ...given },
      },
      { duration_ms, completion_threshold: 90 },
    ).playback;
  const played = {
    played: [
      [0, 30.3],
      [50.2, 80],
    ] as [number, number][],
    position_seconds: 80,
  };

  test.each([
    [40_000, 100_000],
    [10_000, 60_000],
    [60_000, 100_000],
    [100_000, 60_000],
    [100_000, 20_000],
    [null, 60_000],
    [null, 100_000],
    [20_340, 60_690],
    [60_690, 20_340],
    [null, 60_650],
  ])("from %j ms to %i ms is as it had been folded with that length", (earlier, duration) => {
    const { past_end, ...corrected } = refit(folded(played, earlier), duration, earlier);
    const { past_end: pastEnd, ...expected } = folded(played, duration);
    expect(corrected).toEqual(expected);
    expect(past_end).toEqual(pastEnd);
  });

  test("there and back changes nothing", () => {
    const before = folded(played, 60_000);
    expect(refit(refit(before, 10_000, 60_000), 60_000, 10_000)).toEqual(before);
    expect(refit(refit(before, 100_000, 60_000), 60_000, 100_000)).toEqual(before);
  });
});
