import { describe, expect, it } from "vitest";
import { momentsOf } from "@/lib/domain/videos/moments";
import { segmentSeconds } from "@/lib/domain/videos/segments";
import { normalize, pairs, size } from "@/lib/measure/ranges";
import { dayOf } from "@/lib/platform/time";
import { type DemoVideo, demoVideos, media, now, plan } from "@/lib/testing/demo-playbacks";
import { clip } from "./catalogue";

const all = demoVideos(plan());
const views = all.flatMap((video) => video.played).filter(({ view }) => !view.view?.preview);

/** Each viewer of each video over all their playbacks; each anonymous playback is one viewer. */
const viewers = all.flatMap((video) => {
  const found = new Map<
    string,
    {
      video: DemoVideo;
      ranges: [number, number][];
      pauses: number;
      seeks: number;
      speeds: number[];
      playbacks: number;
    }
  >();
  for (const { view, progress, ranges } of video.played) {
    if (view.view?.preview) continue;
    const key = view.view?.viewer_id ?? view.playback_id;
    const viewer = found.get(key) ?? { video, ranges: [], pauses: 0, seeks: 0, speeds: [], playbacks: 0 };
    found.set(key, viewer);
    viewer.ranges.push(...ranges);
    viewer.playbacks += 1;
    viewer.pauses += progress?.pauses ?? 0;
    viewer.seeks += progress?.seeks ?? 0;
    if (progress?.speed) viewer.speeds.push(progress.speed);
  }
  return [...found.values()];
});

function quantiles(values: number[], ...at: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return at.map(
    (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN,
  );
}
/** For each viewer who played anything: average plays of a second that they watched. */
const playsPerSecond = (among: typeof viewers) =>
  among
    .filter((viewer) => viewer.ranges.length > 0)
    .map((viewer) => media(viewer.ranges) / Math.max(1, size(normalize(viewer.ranges))));
const coverage = (viewer: (typeof viewers)[number]) => size(normalize(viewer.ranges)) / viewer.video.seconds;
const share = <T>(values: T[], is: (value: T) => boolean) => values.filter(is).length / values.length;

function within(value: number | undefined, low: number, high: number) {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

describe("facts that a player could have sent", () => {
  it("are exactly as many playbacks as planned, each with its own id", () => {
    expect(all.reduce((sum, video) => sum + video.played.length, 0)).toBe(60_000);
    for (const video of all) expect(video.played.length).toBe(video.playbacks);
    expect(new Set(all.flatMap((video) => video.played.map(({ view }) => view.playback_id))).size).toBe(
      60_000,
    );
  });

  it("are between the video's publication and now, in the school's days, within 120 days", () => {
    const first = dayOf(new Date(now.getTime() - 119 * 24 * 3_600_000), "Europe/Lisbon");
    for (const video of all) {
      for (const beacon of video.beacons) {
        if (
          beacon.received_at > now ||
          beacon.received_at.getTime() < video.published_at ||
          beacon.day < first
        )
          throw new Error(`${video.title}: ${beacon.received_at.toISOString()}`);
      }
    }
    // The code reads the day from a table; here it is computed by the calendar, over both clock changes of the year.
    const sample = all.flatMap((video) => video.beacons).filter((_, i) => i % 97 === 0);
    for (const beacon of sample) expect(beacon.day).toBe(dayOf(beacon.received_at, "Europe/Lisbon"));
  });

  it("play within the video, and no faster than their speed allows", () => {
    for (const video of all) {
      for (const { view, progress, heard_at: heardAt } of video.played) {
        for (const [from, to] of progress?.played ?? [])
          if (!(from >= 0 && from < to && to <= video.seconds))
            throw new Error(`${video.title}: ${from} to ${to}`);
        const seconds = media(progress?.played ?? []);
        const elapsed = (heardAt.getTime() - view.received_at.getTime()) / 1000;
        if (seconds / (progress?.speed ?? 1) > elapsed + 1)
          throw new Error(`${video.title}: ${seconds} s in ${elapsed} s`);
      }
    }
  });
});

describe("distributions are those of 29,304 real viewer × video rows", () => {
  it("coverage p5 / p25 / p50 = .02 / .60 / .99", () => {
    const [p5, p25, p50] = quantiles(viewers.map(coverage), 0.05, 0.25, 0.5);
    within(p5, 0.005, 0.04);
    within(p25, 0.5, 0.7);
    within(p50, 0.97, 1);
  });

  it("plays for each second seen p50 / p95 = 1 / 1.4", () => {
    const ratios = views
      .filter(({ ranges }) => ranges.length > 0)
      .map(({ ranges }) => media(ranges) / Math.max(1, size(normalize(ranges))));
    const [p50, p95] = quantiles(ratios, 0.5, 0.95);
    within(p50, 1, 1.02);
    within(p95, 1.3, 1.5);
  });

  it("pauses p50 / p95 / p99 = 1 / 8 / 20, and a few in the hundreds", () => {
    const [p50, p95, p99, most] = quantiles(
      viewers.map((viewer) => viewer.pauses),
      0.5,
      0.95,
      0.99,
      1,
    );
    expect(p50).toBe(1);
    within(p95, 6, 10);
    within(p99, 15, 25);
    within(most, 100, 20_000);
  });

  it("jumps p99 = 27", () => {
    within(
      quantiles(
        viewers.map((viewer) => viewer.seeks),
        0.99,
      )[0],
      20,
      34,
    );
  });

  it("mean speed p50 / p95 = 1 / 1.75", () => {
    const speeds = viewers.filter((viewer) => viewer.speeds.length > 0);
    const means = speeds.map((viewer) => viewer.speeds.reduce((a, b) => a + b, 0) / viewer.speeds.length);
    const [p50, p95] = quantiles(means, 0.5, 0.95);
    within(p50, 1, 1.05);
    within(p95, 1.5, 1.8);
  });

  it("wall time over length p50 / p95 / p99 = 1 / 12 / 437", () => {
    const walls = all.flatMap((video) =>
      video.played
        .filter(({ ranges, view }) => ranges.length > 0 && !view.view?.preview)
        .map(
          ({ view, heard_at: heardAt }) =>
            (heardAt.getTime() - view.received_at.getTime()) / 1000 / video.seconds,
        ),
    );
    const [p50, p95, p99] = quantiles(walls, 0.5, 0.95, 0.99);
    within(p50, 0.7, 1.3);
    within(p95, 8, 16);
    within(p99, 200, 600);
  });
});

describe("viewers", () => {
  it("are mostly identified; a fifth are visitors or anonymous", () => {
    const kind = (prefix: string) =>
      share(views, ({ view }) => view.view?.viewer_id?.startsWith(prefix) ?? false);
    within(kind("v:") + share(views, ({ view }) => view.view?.viewer_id === null), 0.18, 0.25);
    within(kind("s:"), 0.005, 0.03);
    const previews = all.flatMap((video) => video.played).filter(({ view }) => view.view?.preview);
    within(previews.length / 60_000, 0.003, 0.015);
  });

  it("open a video once or a few times, and seldom see the whole again", () => {
    const [p50, p75, p95] = quantiles(
      viewers.map((viewer) => viewer.playbacks),
      0.5,
      0.75,
      0.95,
    );
    // 60,000 playbacks of 80 videos are more than three for each learner whom a video reaches; visitors come once.
    expect(p50).toBe(1);
    within(p75, 2, 4);
    within(p95, 5, 9);
    const [half, most] = quantiles(playsPerSecond(viewers), 0.5, 0.95);
    within(half, 1, 1.15);
    within(most, 1.4, 2.6);
  });

  it("watch in the evening, on weekdays, and little in the holiday week", () => {
    const hour = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      hourCycle: "h23",
      timeZone: "Europe/Lisbon",
    });
    const byHour = new Array(24).fill(0);
    const byDay = new Map<string, number>();
    for (const { view } of views) {
      byHour[Number(hour.format(view.received_at))] += 1;
      byDay.set(view.day, (byDay.get(view.day) ?? 0) + 1);
    }
    expect(byHour.indexOf(Math.max(...byHour))).toBe(21);
    expect(byHour[3]).toBeLessThan(views.length / 200);
    const sum = (from: string, to: string) =>
      [...byDay].filter(([day]) => day >= from && day <= to).reduce((total, [, count]) => total + count, 0);
    // 2026-11-20 is a Friday; six weeks back is the week of 5 October, the tests are in the week before it.
    expect(sum("2026-10-05", "2026-10-11")).toBeLessThan(0.3 * sum("2026-10-12", "2026-10-18"));
    expect(sum("2026-09-28", "2026-10-04")).toBeGreaterThan(1.2 * sum("2026-09-21", "2026-09-27"));
    // Statistics meets on Wednesdays: its videos are watched most on Thursdays.
    const statistics = all.slice(0, 14).flatMap((video) => video.played);
    const onWeekday = (weekday: number) =>
      statistics.filter(({ view }) => new Date(view.day).getUTCDay() === weekday).length;
    expect(Math.max(...[0, 1, 2, 3, 4, 5, 6].map(onWeekday))).toBe(onWeekday(4));
  });

  it("use a computer mostly, and come from the lesson's page", () => {
    within(
      share(views, ({ view }) => view.view?.device === "desktop"),
      0.55,
      0.75,
    );
    within(
      share(views, ({ view }) => view.view?.device === "tablet"),
      0.04,
      0.12,
    );
    within(
      share(views, ({ view }) => view.view?.country === "PT"),
      0.72,
      0.85,
    );
    expect(new Set(views.map(({ view }) => view.view?.country)).size).toBeGreaterThanOrEqual(12);
    within(
      share(views, ({ view }) => view.view?.referrer === "learn.harbour-college.test"),
      0.62,
      0.8,
    );
    within(
      share(views, ({ progress }) => (progress?.rebuffers ?? 0) > 0),
      0.03,
      0.15,
    );
  });
});

describe("videos differ", () => {
  const completed = (title: string) =>
    share(
      viewers.filter((viewer) => viewer.video.title === title),
      (viewer) => coverage(viewer) >= 0.9,
    );
  const moments = (title: string) => {
    const video = all.find((one) => one.title === title);
    if (!video) throw new Error(`no video ${title}`);
    const covers = new Array<number>(video.seconds).fill(0);
    const plays = new Array<number>(video.seconds).fill(0);
    const stops = new Array<number>(Math.ceil(video.seconds / segmentSeconds)).fill(0);
    let base = 0;
    const people = new Set<string>();
    for (const { view, ranges } of video.played) {
      if (view.view?.preview || ranges.length === 0) continue;
      base++;
      people.add(view.view?.viewer_id ?? view.playback_id);
      // A viewer of the demo stops where their last range ends.
      const stoppedAt = ranges.at(-1)![1];
      stops[Math.min(stops.length - 1, Math.floor(stoppedAt / segmentSeconds))]! += 1;
      for (const [from, to] of ranges) for (let second = from; second < to; second++) plays[second]! += 1;
      for (const [from, to] of pairs(normalize(ranges)))
        for (let second = from; second < to; second++) covers[second]! += 1;
    }
    return momentsOf({ covers, plays }, stops, { base, people: people.size });
  };

  it("the clip: people replay the funnel and the answer, and a quarter leaves at “Pause here”", () => {
    const found = moments(clip.title);
    const lost = found.filter((moment) => moment.kind === "drop_off");
    expect(lost).toHaveLength(1);
    // They stop at 73 to 78 s; where people stop is known to ten seconds.
    expect(lost[0]).toMatchObject({ from_second: 70, to_second: 80 });
    within(lost[0]?.value, 20, 35);
    const spikes = found.filter((moment) => moment.kind === "spike").map((moment) => moment.at_second);
    expect(spikes.some((second) => second >= 58 && second <= 74)).toBe(true);
    expect(spikes.some((second) => second >= 90 && second <= 104)).toBe(true);
    expect(
      found.some((moment) => moment.kind === "dip" && moment.at_second >= 30 && moment.at_second <= 45),
    ).toBe(true);
  });

  it("the clip: most watch it once or twice, and repeat only passages", () => {
    const audience = viewers.filter((viewer) => viewer.video.title === clip.title);
    within(audience.length, 220, 270);
    within(
      audience.reduce((sum, viewer) => sum + viewer.playbacks, 0),
      310,
      350,
    );
    expect(share(audience, (viewer) => viewer.playbacks <= 2)).toBeGreaterThan(0.9);
    const [half, most] = quantiles(playsPerSecond(audience), 0.5, 0.95);
    within(half, 1, 1.2);
    within(most, 1.4, 2);
  });

  it("most finish one, few finish another, and many leave a third at its opening", () => {
    expect(completed("What a p-value is not")).toBeGreaterThan(0.8);
    expect(completed("Recorded seminar: the marshmallow study")).toBeLessThan(0.2);
    const opening = moments("Sampling without tears").find((moment) => moment.kind === "drop_off");
    within(opening?.from_second, 0, 10);
  });

  it("most have no drop-off", () => {
    const losing = all.filter((video) => moments(video.title).some((moment) => moment.kind === "drop_off"));
    within(losing.length, 5, 20);
  });
});
