import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Browser, type BrowserContext, chromium, firefox, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { batchItem } from "@/lib/domain/videos/beacons";
import { buildTracker } from "@/lib/tracker/build.mjs";
import { join as joined } from "@/lib/tracker/played";
import type { Progress, Range, VideoItem } from "@/lib/tracker/wire";
import { browserArguments, findBrowser, firefoxOptions } from "./browser";

/** The browser's own record of what was played, and the position. */
export type Truth = { ranges: number[][]; position: number };
type Stored = { views: number; beacons: Map<number, Progress> };

/** The analytics server's state, which tests set and read. */
export const server = {
  down: false,
  /** Where the viewer of this view stopped last. */
  resumeOf: (_view: VideoItem): number | null => null,
  /** Whether it refuses an item's token (401). */
  refuses: (_item: VideoItem): boolean => false,
  preflights: 0,
  received: [] as VideoItem[],
  /** By playback: its views, and its beacons by `seq`. */
  stored: new Map<string, Stored>(),
};
/** The site's state, which tests set: its page, the token that it gives for a video, and a network that delays the video's bytes from a position on until it resolves. */
export const site = {
  html: "",
  tokenOf: (_video_id: string | null): string | null => null,
  hold: null as { from: number; until: Promise<void> } | null,
  /** What the page said last that its video has played. */
  truth: null as Truth | null,
};
export let context: BrowserContext;
/** Of each test its own: what the pages of the test before send last finds nobody. */
let analytics: Server;
/** What went wrong in this test's pages. */
const pageErrors: string[] = [];

const clip = join(process.cwd(), "public/clip.mp4");
const built = mkdtempSync(join(tmpdir(), "lectern-tracker-"));

const listening = (started: Server) =>
  new Promise<void>((settle) => started.listen(0, "127.0.0.1", () => settle()));
const ended = (started: Server) => {
  started.closeAllConnections();
  started.close();
};
const originOf = (started: Server) => `http://127.0.0.1:${(started.address() as AddressInfo).port}`;

/** A site with a player on it. */
const siteServer = createServer((request, response) => {
  if (request.url?.startsWith("/token")) {
    const token = site.tokenOf(new URL(request.url, originOf(siteServer)).searchParams.get("video_id"));
    return void response.writeHead(token ? 200 : 403).end(JSON.stringify({ token }));
  }
  if (request.url === "/truth")
    return void text(request).then((body) => {
      site.truth = JSON.parse(body);
      response.end();
    });
  if (!/\/clip\.mp4(\?|$)/.test(request.url ?? ""))
    return void response.writeHead(200, { "content-type": "text/html" }).end(site.html);
  const size = statSync(clip).size;
  const [, from = "0", to = ""] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
  const [start, end] = [Number(from), to ? Number(to) : size - 1];
  response.writeHead(request.headers.range ? 206 : 200, {
    "content-type": "video/mp4",
    "accept-ranges": "bytes",
    "content-range": `bytes ${start}-${end}/${size}`,
    "content-length": end - start + 1,
  });
  const held = site.hold && end >= site.hold.from ? site.hold : null;
  if (!held) return void createReadStream(clip, { start, end }).pipe(response);
  if (start < held.from) createReadStream(clip, { start, end: held.from - 1 }).pipe(response, { end: false });
  else response.flushHeaders();
  held.until.then(() => createReadStream(clip, { start: Math.max(start, held.from), end }).pipe(response));
});

/** An analytics server of another origin: refuses what the schemas refuse, and applies each `seq` once. */
async function answer(request: IncomingMessage, response: ServerResponse) {
  const open = { "access-control-allow-origin": "*" };
  if (request.method === "OPTIONS") server.preflights++;
  if (/^\/(tracker|lectern)/.test(request.url ?? ""))
    return void response
      .writeHead(200, { ...open, "content-type": "text/javascript" })
      .end(readFileSync(join(built, request.url as string)));
  if (server.down) return void request.socket.destroy();
  const body = await text(request).catch(() => null);
  // The page was gone before it had sent all of it.
  if (body === null) return;
  const items: VideoItem[] = [JSON.parse(body)].flat();
  const results = items.map((item, index) => ({
    index,
    status: server.refuses(item) ? 401 : batchItem.safeParse(item).success ? 200 : 400,
  }));
  for (const { index, status } of results) {
    const item = items[index];
    if (status === 200 && item) store(item);
  }
  const worst = Math.max(...results.map(({ status }) => status));
  const content = items[1]
    ? { success: worst === 200, results }
    : {
        success: true,
        ...(items[0]?.type === "view" ? { resume_position_seconds: server.resumeOf(items[0]) } : {}),
      };
  response.writeHead(items[1] ? 200 : worst, open).end(JSON.stringify(content));
}

function store(item: VideoItem) {
  server.received.push(item);
  const playback = server.stored.get(item.session_id) ?? { views: 0, beacons: new Map() };
  server.stored.set(item.session_id, playback);
  if (item.type === "view") playback.views = 1;
  else if (!playback.beacons.has(item.seq)) playback.beacons.set(item.seq, item);
}

/** The browser that the tests run in: Chromium, or the Firefox that `npm test` names for its second run. */
async function launched(): Promise<Browser> {
  const { TRACKER_FIREFOX } = process.env;
  if (TRACKER_FIREFOX) return firefox.launch(firefoxOptions(TRACKER_FIREFOX));
  const { path, environment } = await findBrowser(() => {});
  return chromium.launch({
    executablePath: path,
    args: browserArguments,
    env: { ...process.env, ...environment } as Record<string, string>,
  });
}

/** Builds the script, starts both servers and a browser for this file's tests, and ends them with it. */
export function trackedSite() {
  let browser: Browser;
  beforeAll(async () => {
    await Promise.all([buildTracker(built), listening(siteServer)]);
    browser = await launched();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    ended(siteServer);
    rmSync(built, { recursive: true, force: true });
  });
  beforeEach(async () => {
    Object.assign(server, {
      down: false,
      resumeOf: () => null,
      refuses: () => false,
      preflights: 0,
      received: [],
    });
    server.stored.clear();
    Object.assign(site, { tokenOf: () => null, hold: null, truth: null });
    pageErrors.length = 0;
    analytics = createServer(answer);
    await listening(analytics);
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    ended(analytics);
    expect(pageErrors).toEqual([]);
  });
}

export const scriptAt = (name: "tracker.js" | "tracker.mjs" | "lectern-video.mjs") =>
  `${originOf(analytics)}/${name}`;

export const siteAddress = () => originOf(siteServer);

export const player = (attributes = "") =>
  `<video id="p" src="/clip.mp4" muted preload="auto" data-video-analytics data-video-id="vid" data-course-id="c" data-video-duration="120" ${attributes}></video>`;

/** Opens the site with this in its body, and the classic script; a page that shows an error of any kind fails its test. */
export const open = (body: string) => openAlone(`${body}<script src="${scriptAt("tracker.js")}"></script>`);
/** The same without a script. */
export async function openAlone(body: string): Promise<Page> {
  site.html = `<!doctype html><title>A lesson</title><body>${body}`;
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => {
    // Firefox tells of a request without an answer in the same way.
    if (!message.startsWith("The Same Origin Policy disallows")) pageErrors.push(message);
  });
  await page.goto(originOf(siteServer));
  return page;
}

export const play = (page: Page) => page.evaluate(() => document.querySelector("video")?.play());
export const pause = (page: Page) => page.evaluate(() => document.querySelector("video")?.pause());
export const position = (page: Page) =>
  page.evaluate(() => document.querySelector("video")?.currentTime ?? 0);
/** Plays until this position has passed. */
export const until = (page: Page, second: number) =>
  page.waitForFunction((at) => (document.querySelector("video")?.currentTime ?? 0) >= at, second);
/** Seeks, and returns the position that it left once it plays again. */
export const seek = (page: Page, second: number) =>
  page.evaluate(
    (to) =>
      new Promise<number>((settle) => {
        const video = document.querySelector("video") as HTMLVideoElement;
        const left = video.currentTime;
        video.addEventListener("playing", () => settle(left), { once: true });
        video.currentTime = to;
      }),
    second,
  );
/** The ranges that the browser recorded as played. */
export const oracle = (page: Page) =>
  page.evaluate(() => {
    const { played } = document.querySelector("video") as HTMLVideoElement;
    return Array.from({ length: played.length }, (_, index) => [played.start(index), played.end(index)]);
  });
/** Runs in the page: tells the site what its video has played. */
export const tellTruth = `(() => {
  const shown = document.querySelector("video, a-player");
  const { played, currentTime: position } = shown.shadowRoot?.querySelector("video") ?? shown;
  const ranges = Array.from({ length: played.length }, (_, index) => [played.start(index), played.end(index)]);
  navigator.sendBeacon("/truth", JSON.stringify({ ranges, position }));
})()`;
/** Closes the page while its video plays; returns what was played until that moment. */
export async function closePlaying(page: Page): Promise<Truth> {
  await page.evaluate(`addEventListener("pagehide", () => ${tellTruth})`);
  site.truth = null;
  await page.close({ runBeforeUnload: true });
  await eventually(
    () => site.truth,
    (truth) => expect(truth).not.toBeNull(),
  );
  return site.truth as unknown as Truth;
}
/** The keys on the device. */
export const kept = (page: Page) => page.evaluate(() => Object.keys(localStorage));

/** Reads repeatedly until the expectation is met. */
export const eventually = <T>(read: () => T | Promise<T>, expected: (value: T) => void) =>
  vi.waitFor(async () => expected(await read()), { timeout: 90_000, interval: 50 });

/** A playback's beacons in order, and the ranges they add up to. */
export function viewingOf(playback: Stored | undefined) {
  if (!playback) throw new Error("no playback was stored");
  const beacons = [...playback.beacons.values()].sort((a, b) => a.seq - b.seq);
  return {
    views: playback.views,
    beacons,
    ranges: beacons.reduce<Range[]>((ranges, { played }) => joined(ranges, played), []),
    last: beacons.at(-1),
  };
}
export function onlyViewing() {
  expect(server.stored.size).toBe(1);
  return viewingOf([...server.stored.values()][0]);
}

/** Ranges that agree within 0.3 s at either end. */
export function expectClose(actual: number[][], expected: number[][]) {
  const both = JSON.stringify({ actual, expected });
  expect(actual.length, both).toBe(expected.length);
  for (const [index, range] of expected.entries())
    for (const end of [0, 1])
      expect(Math.abs((actual[index]?.[end] ?? 0) - (range[end] ?? 0)), both).toBeLessThan(0.3);
}
/** Disjoint and sorted, like the browser's ranges. */
export function united(ranges: Range[]): number[][] {
  const out: number[][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= (last[1] ?? 0)) last[1] = Math.max(last[1] ?? 0, to);
    else out.push([from, to]);
  }
  return out;
}
