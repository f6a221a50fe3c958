import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/*
 * The whole path of a view: a real video in a real browser, the built tracker, the production server, Postgres, and the pages
 * that show it. The expected ranges are the browser's own record of what was played.
 */

const within = 0.3;

async function clipOf(sql: Sql): Promise<string> {
  const [clip] = await sql<{ id: string }[]>`select id from videos where source_url = '/clip.mp4'`;
  if (!clip) throw new Error("The demo school has no clip.");
  return clip.id;
}

/** Opens the demo player; returns its playback id. */
async function watch(page: Page, videoId: string): Promise<string> {
  const viewed = page.waitForResponse((response) => response.url().endsWith("/api/analytics/video-view"));
  await page.goto(`/watch/${videoId}`);
  const answer = await (await viewed).json();
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) > 2);
  return answer.session_id;
}
const play = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.muted = true;
    return video.play();
  });
const until = (page: Page, second: number) =>
  page.waitForFunction((at) => (document.querySelector("video")?.currentTime ?? 0) >= at, second);
/** Plays to a second and then seeks, both in the page, without a round trip between; returns where playing stopped. */
const seekAt = (page: Page, second: number, to: number) =>
  page.evaluate(
    ([at = 0, target = 0]) =>
      new Promise<number>((settle) => {
        const video = document.querySelector("video") as HTMLVideoElement;
        const watch = () => {
          const left = video.currentTime;
          if (left < at) return requestAnimationFrame(watch);
          video.addEventListener("playing", () => settle(left), { once: true });
          video.currentTime = target;
        };
        watch();
      }),
    [second, to],
  );
const account = (page: Page) =>
  page.evaluate(() => {
    const { played, currentTime } = document.querySelector("video") as HTMLVideoElement;
    const ranges = Array.from({ length: played.length }, (_, index) => [
      played.start(index),
      played.end(index),
    ]);
    return { ranges, currentTime };
  });

type Stored = { watched: string; replays: string; media_ms: number; seeks: number; applied: string };
const stored = async (sql: Sql, sessionId: string): Promise<Stored | undefined> =>
  (
    await sql<Stored[]>`
      select watched::text, replays::text, media_ms::float8, seeks, applied::text from playbacks where playback_id = ${sessionId}`
  )[0];
const rangesOf = (multirange: string | undefined): number[][] =>
  [...(multirange ?? "").matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
/** Stored tenths in seconds; the first replay of a tenth is stored shifted by 2^24. */
const secondsOf = (multirange: string | undefined, shift = 0): number[][] =>
  rangesOf(multirange).map((range) => range.map((tenth) => (tenth - shift) / 10));
const rounding = 0.05;

/** Whether the ranges are the same within 0.3 s at either end, and the rounding to the tenths that are stored. */
function expectRanges(actual: number[][], expected: number[][]) {
  const both = JSON.stringify({ actual, expected });
  expect(actual.length, both).toBe(expected.length);
  for (const [index, range] of expected.entries())
    for (const [end, truth] of range.entries())
      expect(Math.abs((actual[index]?.[end] ?? Number.NaN) - truth), both).toBeLessThanOrEqual(
        within + rounding,
      );
}

test.describe("the instructor sees what a student played", () => {
  test.use({ role: "student" });

  test("0 to 4, then 8 to 11, then 1 to 3 again, then the tab is closed", async ({ page, openAs, sql }) => {
    const videoId = await clipOf(sql);
    const instructor = await openAs("instructor");
    const curve = async () =>
      (await instructor.request.get(`/api/admin/analytics/videos/${videoId}/retention`)).json();
    const before = await curve();

    const sessionId = await watch(page, videoId);
    await play(page);
    const first = await seekAt(page, 4, 8);
    const second = await seekAt(page, 11, 1);
    await until(page, 3);
    const truth = await account(page);
    await page.close({ runBeforeUnload: true });

    await expect
      .poll(async () => secondsOf((await stored(sql, sessionId))?.replays, 2 ** 24).at(-1)?.[1])
      .toBeGreaterThan(truth.currentTime - within);
    const playback = await stored(sql, sessionId);
    expectRanges(secondsOf(playback?.watched), truth.ranges);
    expectRanges(secondsOf(playback?.replays, 2 ** 24), [[1, truth.currentTime]]);
    const played = first + (second - 8) + (truth.currentTime - 1);
    expect(Math.abs((playback?.media_ms ?? 0) / 1000 - played)).toBeLessThan(3 * within);
    expect(playback?.seeks).toBe(2);

    const after = await curve();
    const gained = (name: "covers" | "plays") =>
      after[name].map((value: number, at: number) => value - before[name][at]);
    /** Each second gained what of it was played, within what the ends may differ by. */
    const expectGained = (name: "covers" | "plays", ranges: number[][]) => {
      const differences = gained(name).map((value: number, at: number) =>
        ranges.reduce(
          (left, [from = 0, to = 0]) => left - Math.max(0, Math.min(to, at + 1) - Math.max(from, at)),
          value,
        ),
      );
      expect(Math.max(...differences.map(Math.abs)), `${name} ${gained(name)}`).toBeLessThanOrEqual(
        within + rounding,
      );
    };
    // A busy browser stops later than it was asked to: what it played itself is what counts.
    expectGained("covers", truth.ranges);
    expectGained("plays", [
      [0, first],
      [8, second],
      [1, truth.currentTime],
    ]);
    expect(after.base).toBe(before.base + 1);

    await instructor.goto(`/videos/${videoId}`);
    const { video } = await (await instructor.request.get(`/api/admin/analytics/videos/${videoId}`)).json();
    const views = new Intl.NumberFormat("en-GB").format(video.total_views);
    await expect(instructor.getByRole("main")).toContainText(`Views${views}`);
  });

  test("the page shows each beacon that arrives, and offers to resume where the viewer stopped", async ({
    page,
    sql,
  }) => {
    const videoId = await clipOf(sql);
    await watch(page, videoId);
    const log = page.getByRole("list", { name: "Beacons, newest first" });
    await expect(log.getByText("The player was loaded")).toBeVisible();
    await play(page);
    await until(page, 2);
    await page.evaluate(() => document.querySelector("video")?.pause());
    await expect(log.getByText("Progress 0")).toBeVisible();
    await expect(log.getByText("Counted")).toHaveCount(await log.getByRole("listitem").count());
    await expect(page.getByText("2 of 120 s", { exact: true })).toHaveCount(2);
    await log.getByText("Progress 0").click();
    await expect(log.getByText('"seq": 0')).toBeVisible();
    await expectAccessible(page);
    await shot(page, "watch");

    await page.reload();
    const resume = page.getByRole("button", { name: "Resume at 0:02" });
    await resume.click();
    await until(page, 2.5);
    await expect(resume).toBeHidden();
  });
});

test.describe("while the server is down", () => {
  test.use({ role: "student" });

  test("after a restart nothing is lost and nothing is counted twice", async ({ page, server, sql }) => {
    const videoId = await clipOf(sql);
    const sessionId = await watch(page, videoId);
    await play(page);
    await until(page, 3);
    // The server also delivers the clip, so what is played while it is down must be loaded before.
    await page.waitForFunction(() => {
      const { buffered } = document.querySelector("video") as HTMLVideoElement;
      return buffered.end(buffered.length - 1) > 40;
    });
    await server.stop();
    // A beacon is sent every five seconds; this one does not reach the server.
    const left = await seekAt(page, 7, 12);
    await until(page, 14);
    await server.start();
    await until(page, 16);
    const truth = await account(page);
    await page.close({ runBeforeUnload: true });

    await expect
      .poll(async () => secondsOf((await stored(sql, sessionId))?.watched).at(-1)?.[1])
      .toBeGreaterThan(truth.currentTime - within);
    const playback = await stored(sql, sessionId);
    expectRanges(secondsOf(playback?.watched), truth.ranges);
    // A busy browser can seek so late that it goes back.
    const repeated = left > 12 ? [[12, left]] : [];
    expectRanges(secondsOf(playback?.replays, 2 ** 24), repeated);
    const played = [...truth.ranges, ...repeated].reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);
    expect(Math.abs((playback?.media_ms ?? 0) / 1000 - played)).toBeLessThan(2 * within);
    // Every sequence number from 0 on was applied.
    expect(rangesOf(playback?.applied)).toEqual([[0, expect.any(Number)]]);
  });

  test("a tab is closed, and the next visit delivers its beacons", async ({ page, server, sql, context }) => {
    const videoId = await clipOf(sql);
    const sessionId = await watch(page, videoId);
    await play(page);
    await until(page, 1);
    await server.stop();
    await until(page, 4);
    const truth = await account(page);
    await page.close({ runBeforeUnload: true });
    await server.start();
    expect(await stored(sql, sessionId)).toMatchObject({ watched: "{}" });

    await watch(await context.newPage(), videoId);
    await expect.poll(async () => (await stored(sql, sessionId))?.watched).not.toBe("{}");
    expectRanges(secondsOf((await stored(sql, sessionId))?.watched), truth.ranges);
  });
});

test("counts a visitor without a sign-in if the school allows it, without a name", async ({ page, sql }) => {
  const videoId = await clipOf(sql);
  const sessionId = await watch(page, videoId);
  await expect(page.getByText("you are not signed in")).toBeVisible();
  await play(page);
  await until(page, 1);
  await page.close({ runBeforeUnload: true });
  await expect
    .poll(async () => secondsOf((await stored(sql, sessionId))?.watched))
    .toEqual([[0, expect.closeTo(1, 0)]]);
  const [row] = await sql`select viewer_id, preview from playbacks where playback_id = ${sessionId}`;
  expect(row).toEqual({ viewer_id: null, preview: false });
});

test.describe("an instructor on the demo player", () => {
  test.use({ role: "instructor" });

  test("creates a preview, which changes no number", async ({ page, sql }) => {
    const videoId = await clipOf(sql);
    const sessionId = await watch(page, videoId);
    await expect(page.getByText("Your own viewing is a preview")).toBeVisible();
    const [row] = await sql`select preview from playbacks where playback_id = ${sessionId}`;
    expect(row).toEqual({ preview: true });
  });
});
