import { describe, expect, it } from "vitest";
import { clockText, clockTicks, labelledPoints, mediaTicks, positionAt, shareOf } from "./axis";

describe("media ticks", () => {
  it("has a label every two minutes under 14:32 at the plot's width, every four on a phone", () => {
    expect(mediaTicks(872, 896)).toEqual([0, 120, 240, 360, 480, 600, 720, 840]);
    expect(mediaTicks(872, 358)).toEqual([0, 240, 480, 720]);
  });
  it("counts seconds under a clip and hours under a day", () => {
    expect(mediaTicks(12, 896)).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(mediaTicks(24 * 3600, 896)).toEqual([0, 4, 8, 12, 16, 20, 24].map((hours) => hours * 3600));
  });
  it("has its origin even without a length", () => {
    expect(mediaTicks(0, 896)).toEqual([0]);
  });
  it("leaves 80 px between labels up to the longest possible video", () => {
    for (const length of [1, 59, 601, 3599, 90_000, 1_048_575]) {
      const ticks = mediaTicks(length, 896);
      const step = (ticks[1] ?? length) - (ticks[0] ?? 0);
      expect((step / length) * 896 >= 80 || ticks.length === 1).toBe(true);
    }
  });
});

describe("the position under a pointer", () => {
  it("is whole and within the video", () => {
    expect(positionAt(419.5, 896, 872)).toBe(408);
    expect(positionAt(-3, 896, 872)).toBe(0);
    expect(positionAt(896, 896, 872)).toBe(871);
  });
  it("is the same after converting to a place and back", () => {
    for (let second = 0; second < 872; second++)
      expect(positionAt(shareOf(second, 872) * 896, 896, 872)).toBe(second);
  });
});

describe("a wall clock's axis", () => {
  const clockStart = 18 * 3600 + 2 * 60;
  it("has its ticks on round times of the clock", () => {
    // 92 minutes on 896 px: 100 px are 10.3 minutes, so every quarter; the first at 18:15, 780 s after 18:02.
    const ticks = clockTicks(clockStart, 92 * 60, 896);
    expect(ticks[0]).toBe(780);
    expect(ticks.map((second) => clockText(clockStart, second))).toEqual([
      "18:15",
      "18:30",
      "18:45",
      "19:00",
      "19:15",
      "19:30",
    ]);
  });
  it("names the minute at its first instant, where the start has fractions of a second", () => {
    for (let ms = 0; ms < 1000; ms++)
      expect(clockText(14 * 3600 + 14 * 60 + 2 + ms / 1000, 2637 + (1000 - ms) / 1000)).toBe("14:58");
  });
  it("starts at once on a round time and passes midnight", () => {
    expect(clockTicks(18 * 3600, 3600, 358)).toEqual([0, 1800, 3600]);
    expect(clockText(23 * 3600 + 50 * 60, 1200)).toBe("00:10");
  });
});

describe("the points that have a label", () => {
  it("are the first, the last, and none beside the last", () => {
    expect(labelledPoints(16, 896, 6)).toEqual([0, 4, 8, 12, 15]);
    // The 12th would be one step from the end.
    expect(labelledPoints(14, 896, 6)).toEqual([0, 4, 8, 13]);
    expect(labelledPoints(3, 896, 6)).toEqual([0, 1, 2]);
    expect(labelledPoints(1, 896, 6)).toEqual([0]);
    expect(labelledPoints(0, 896, 6)).toEqual([]);
  });
  it("are fewer on a phone, and with longer labels", () => {
    // “23 Nov” is 38.4 px wide: 63.6 px apart are six steps of 11.2 or 11.67 px.
    expect(labelledPoints(25, 280, 6)).toEqual([0, 6, 12, 18, 24]);
    expect(labelledPoints(24, 280, 6)).toEqual([0, 6, 12, 23]);
    // “23 de nov.” is 64 px wide: 102 px apart are ten steps.
    expect(labelledPoints(25, 280, 10)).toEqual([0, 10, 24]);
  });
  it("do not touch, where the last is before its point", () => {
    let least = Infinity;
    for (let width = 200; width <= 900; width += 11)
      for (let points = 2; points <= 90; points++)
        for (const letters of [3, 6, 10]) {
          const named = labelledPoints(points, width, letters);
          const text = letters * 6.4;
          for (let at = 1; at < named.length; at++) {
            const from = ((named[at]! - named[at - 1]!) * width) / points;
            least = Math.min(least, from - (at + 1 === named.length ? text : text / 2) - text / 2);
          }
        }
    expect(least).toBeGreaterThan(0);
  });
});
