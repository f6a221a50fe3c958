import { expect, test } from "vitest";
import {
  closePlaying,
  eventually,
  expectClose,
  kept,
  onlyViewing,
  open,
  oracle,
  pause,
  play,
  player,
  position,
  seek,
  server,
  site,
  trackedSite,
  united,
  until,
  viewingOf,
} from "@/e2e/tracked-site";

/*
 * The built script in a real browser, on a page of one origin, against an analytics server of another. The oracle is the
 * browser's own `HTMLMediaElement.played`, which knows nothing of us.
 */
trackedSite();

test("records the same ranges as the browser, until the tab closes", async () => {
  const page = await open(player('data-update-interval="2"'));
  await play(page);
  await until(page, 4);
  const first = await seek(page, 8);
  await until(page, 11);
  const second = await seek(page, 1);
  await until(page, 3);
  const { ranges: truth, position: third } = await closePlaying(page);
  await eventually(onlyViewing, ({ ranges, views }) => {
    expect(views).toBe(1);
    expectClose(ranges, [
      [0, first],
      [8, second],
      [1, third],
    ]);
    expectClose(united(ranges), truth);
  });
  const { last, beacons } = onlyViewing();
  expect(last).toMatchObject({ play_count: 1, pause_count: 0, seek_count: 2, retries: 0 });
  expect(last?.startup_ms).toBeGreaterThanOrEqual(0);
  expect(last?.average_playback_speed).toBeCloseTo(1, 1);
  expect(last?.quality["720"]).toBeCloseTo(last?.watch_time_seconds ?? 0, 1);
  expect(beacons.map(({ seq }) => seq)).toEqual(beacons.map((_, index) => index));
  expect(server.preflights).toBe(0);
});

test("loses and duplicates nothing when the server stops and returns", async () => {
  const page = await open(player('data-update-interval="1"'));
  await play(page);
  await until(page, 1.5);
  server.down = true;
  await until(page, 4);
  await seek(page, 30);
  await until(page, 32);
  server.down = false;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await until(page, 33);
  const truth = await oracle(page);
  await pause(page);
  const end = await position(page);
  await eventually(onlyViewing, ({ ranges, last }) => {
    expect(last?.current_position_seconds).toBe(Math.round(end * 1000) / 1000);
    expectClose(united(ranges), [truth[0] ?? [], [30, end]]);
    expect(last?.retries).toBeGreaterThan(0);
  });
  await eventually(
    () => kept(page),
    (keys) => expect(keys).toEqual([]),
  );
  const { ranges, last } = onlyViewing();
  const sum = ranges.reduce((total, [from, to]) => total + to - from, 0);
  expect(sum).toBeCloseTo(last?.watch_time_seconds ?? 0, 1);
});

test("a page that closes while the server is away leaves its beacons to the next page", async () => {
  const page = await open(player('data-update-interval="1"'));
  await play(page);
  await until(page, 1);
  server.down = true;
  await until(page, 3);
  const { ranges: truth } = await closePlaying(page);
  server.down = false;
  const next = await open(player());
  await eventually(
    () => [...server.stored.values()].filter(({ beacons }) => beacons.size > 0),
    ([playback]) => {
      const { ranges, views } = viewingOf(playback);
      expectClose(ranges, truth);
      expect(views).toBe(1);
    },
  );
  await eventually(
    () => kept(next),
    (keys) => expect(keys).toEqual([]),
  );
});

test("an earlier page's view, answered here, does not move this page's player", async () => {
  server.down = true;
  const page = await open(player());
  await play(page);
  await until(page, 0.5);
  await page.close({ runBeforeUnload: true });
  server.down = false;
  server.resumeOf = (view) => (view.video_id === "vid" ? 60 : null);
  const next = await open(player("data-resume").replace('"vid"', '"another"'));
  await eventually(
    () => server.received.filter(({ type }) => type === "view"),
    (views) => expect(new Set(views.map(({ video_id }) => video_id))).toEqual(new Set(["vid", "another"])),
  );
  await eventually(
    () => kept(next),
    (keys) => expect(keys).toEqual([]),
  );
  expect(await position(next)).toBe(0);
});

test("a page that dies without a word: the browser sends what was left with it", async ({ skip }) => {
  const page = await open(player('data-update-interval="3"'));
  if (!(await page.evaluate(() => "fetchLater" in window))) skip("this browser has no fetchLater");
  await play(page);
  // A draft each second, a beacon each third: this lies between the two.
  await until(page, 5.5);
  const died = page.waitForEvent("crash");
  page.goto("chrome://crash").catch(() => {});
  await died;
  await eventually(onlyViewing, ({ ranges, beacons }) => {
    expect(ranges[0]?.[1]).toBeGreaterThan(4);
    expect(beacons.length).toBeGreaterThan(1);
  });
});

test("speed and pause are told apart; a video that is built later is followed too", async () => {
  const page = await open('<div data-video-analytics data-video-id="vid" data-course-id="c" id="box"></div>');
  await eventually(
    () => server.received.length,
    (count) => expect(count).toBe(1),
  );
  expect(server.received[0]).toMatchObject({
    type: "view",
    video_id: "vid",
    course_id: "c",
    is_preview: false,
  });
  await page.evaluate(() => {
    const box = document.querySelector("#box") as HTMLElement;
    box.innerHTML = '<video src="/clip.mp4" muted preload="auto"></video>';
  });
  await play(page);
  await page.evaluate(() => {
    (document.querySelector("video") as HTMLVideoElement).playbackRate = 2;
  });
  await until(page, 6);
  await pause(page);
  const end = await position(page);
  await eventually(onlyViewing, ({ last, ranges }) => {
    expectClose(ranges, [[0, end]]);
    expect(last).toMatchObject({ play_count: 1, pause_count: 1, seek_count: 0 });
    expect(last?.average_playback_speed).toBeGreaterThan(1.8);
  });
  // The length was not known when the page was loaded; the view says it again when it is.
  expect(server.received.filter(({ type }) => type === "view")).toHaveLength(2);
  expect(
    server.received.find((item) => item.type === "view" && item.video_duration_seconds === 120),
  ).toBeTruthy();
});

test("waiting for the network is told, with how long it took", async () => {
  let release = () => {};
  const until = new Promise<void>((settle) => {
    release = settle;
  });
  // The index and the first seconds arrive, the rest does not.
  site.hold = { from: 200_000, until };
  const page = await open(player());
  await page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.playbackRate = 8;
    return video.play();
  });
  // It stands still, and not for a moment: a slow decoder stops too.
  await page.waitForFunction(
    () => {
      const { currentTime, dataset } = document.querySelector("video") as HTMLVideoElement;
      const before = dataset.before;
      dataset.before = String(currentTime);
      return currentTime > 1 && before === dataset.before;
    },
    null,
    { polling: 400 },
  );
  const stuck = await position(page);
  const since = performance.now();
  await page.waitForFunction(
    (from) => performance.now() - from > 500,
    await page.evaluate(() => performance.now()),
  );
  const waited = performance.now() - since;
  release();
  await page.waitForFunction((at) => (document.querySelector("video")?.currentTime ?? 0) > at + 1, stuck);
  await pause(page);
  await eventually(onlyViewing, ({ last, ranges }) => {
    expect(last?.rebuffer_count).toBeGreaterThanOrEqual(1);
    expect(last?.rebuffer_ms).toBeGreaterThan(waited - 100);
    // Standing still plays nothing, and does not cut what was played in two.
    expect(ranges).toHaveLength(1);
  });
});

test("a completion is by what was covered, is told once, and not by jumping to the end", async () => {
  const page = await open(
    `${player('data-completion-threshold="3" data-video-duration="120"')}
     <script>addEventListener("videoanalyticscompletion", (event) => (window.completions ??= []).push(event.detail.percentage))</script>`,
  );
  await page.evaluate(() => {
    (document.querySelector("video") as HTMLVideoElement).currentTime = 118;
  });
  await play(page);
  await page.waitForFunction(() => document.querySelector("video")?.ended);
  expect(await page.evaluate(() => "completions" in window)).toBe(false);
  await play(page);
  await until(page, 2.5);
  await pause(page);
  const completions = await page.evaluate(() => (window as unknown as { completions: number[] }).completions);
  expect(completions).toHaveLength(1);
  expect(completions[0]).toBeGreaterThanOrEqual(3);
  await eventually(onlyViewing, ({ beacons }) =>
    expect(beacons.filter(({ type }) => type === "complete")).toHaveLength(1),
  );
});

test("going on where one stopped: the page is told, the player moved, and it is no seek", async () => {
  server.resumeOf = () => 60;
  const page = await open(
    `${player("data-resume")}<script>addEventListener("videoanalyticsresume", (event) => (window.resume = event.detail.position))</script>`,
  );
  await page.waitForFunction(() => document.querySelector("video")?.currentTime === 60);
  expect(await page.evaluate(() => (window as unknown as { resume: number }).resume)).toBe(60);
  await play(page);
  await until(page, 61);
  await pause(page);
  await eventually(onlyViewing, ({ last, ranges }) => {
    expect(last?.seek_count).toBe(0);
    expect(ranges[0]?.[0]).toBeCloseTo(60, 1);
  });
});

test("a position that is chosen before anything is loaded is no seek, and nothing before it was played", async () => {
  const page = await open(player().replace('preload="auto"', 'preload="none"'));
  await page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.currentTime = 30;
    return video.play();
  });
  await until(page, 31);
  await pause(page);
  const end = await position(page);
  await page.close({ runBeforeUnload: true });
  await eventually(onlyViewing, ({ last, ranges }) => {
    expectClose(ranges, [[30, end]]);
    expect(last).toMatchObject({ play_count: 1, seek_count: 0 });
  });
});

test("a play is counted of which no event tells, and the seeks after it", async () => {
  const page = await open(player());
  await page.evaluate(() =>
    window.addEventListener("play", (event) => event.stopImmediatePropagation(), true),
  );
  await play(page);
  await until(page, 1);
  await seek(page, 8);
  await page.close({ runBeforeUnload: true });
  await eventually(onlyViewing, ({ last }) => expect(last).toMatchObject({ play_count: 1, seek_count: 1 }));
});
