import type { Page } from "@playwright/test";
import type { Range, VideoItem } from "@/lib/tracker/wire";
import { startCourseSite } from "./course-site";
import { expect, test } from "./fixtures";
import { type Testimony, witness } from "./witness";

/*
 * Players from npm on another site's page, whose scripts report to the production server, in Chromium. With each player
 * what is stored is what an independent witness saw: nothing twice, each range within 0.3 s, and the last position.
 */

const within = 0.3;

let site: Awaited<ReturnType<typeof startCourseSite>>;
let lectern = "";
test.beforeAll(async ({ server }) => {
  lectern = server.url;
  site = await startCourseSite(() => lectern);
});
test.afterAll(() => site.close());

type Course = {
  name: string;
  /** The body; `marks` are the attributes of a marked player. */
  body: (marks: string) => string;
  /** The page's module: it makes the player, and `leave` is how its documentation takes it away. */
  module?: string;
  /** Without it, the script is in the head, once. */
  scripts?: (tag: string) => string;
  /** Besides what the viewer does: see below. */
  during?: (page: Page) => Promise<unknown>;
};

const video = (attributes: string) => `<video src="/clip.mp4" muted preload="auto" ${attributes}></video>`;
const removed = "window.leave = () => document.querySelector('main').remove();";
const players: Course[] = [
  { name: "a plain video", body: video },
  {
    name: "video.js, whose video has the marks",
    body: (marks) => video(`id="v" class="video-js" controls ${marks}`),
    module: `import videojs from "video.js";
      const player = videojs("v");
      window.leave = () => player.dispose();`,
  },
  {
    name: "video.js in a marked element",
    body: (marks) => `<div ${marks}>${video('id="v" class="video-js" controls')}</div>`,
    module: `import videojs from "video.js";
      const player = videojs("v");
      window.leave = () => player.dispose();`,
  },
  {
    name: "Plyr",
    body: (marks) => video(`controls ${marks}`),
    module: `import Plyr from "plyr";
      const player = new Plyr("video", { loadSprite: false, blankVideo: "" });
      window.leave = () => { player.destroy(); document.querySelector("main").remove(); };`,
  },
  {
    name: "hls.js",
    body: (marks) => `<video muted ${marks}></video>`,
    module: `import Hls from "hls.js";
      const hls = new Hls();
      hls.loadSource("/hls/clip.m3u8");
      hls.attachMedia(document.querySelector("video"));
      window.leave = () => { hls.destroy(); document.querySelector("main").remove(); };`,
  },
  {
    name: "an HLS element in a marked element, with its video in a shadow root",
    body: (marks) => `<div ${marks}><hls-video src="/hls/clip.m3u8" muted></hls-video></div>`,
    module: `import "hls-video-element"; ${removed}`,
  },
  {
    name: "media-chrome",
    body: (marks) => `<media-controller>${video(`slot="media" ${marks}`)}</media-controller>`,
    module: `import "media-chrome"; ${removed}`,
  },
  {
    name: "Vidstack",
    body: (marks) =>
      `<media-player src="/clip.mp4" muted load="eager" ${marks}><media-provider></media-provider></media-player>`,
    module: `import "vidstack/player"; ${removed}`,
  },
];
const conditions: Course[] = [
  { name: "the script is there twice", body: video, scripts: (tag) => tag + tag },
  {
    name: "the script comes late, when a video plays by itself",
    body: (marks) => video(`autoplay ${marks}`),
    scripts: () => "",
    during: async (page) => {
      await page.waitForFunction(() => window.content().currentTime > 0.8);
      await page.addScriptTag({ url: `${lectern}/lectern.js` });
    },
  },
  {
    name: "the page is busy for more than a second",
    body: video,
    during: (page) =>
      page.evaluate(() => {
        const begun = performance.now();
        while (performance.now() - begun < 1200);
      }),
  },
];

async function open(page: Page, { body, module = removed, scripts = (tag) => tag }: Course, marks: string) {
  await site.show(
    `<!doctype html><title>A lesson</title><script>(${witness})();</script>
      ${scripts(`<script src="${lectern}/lectern.js" defer></script>`)}
      <main>${body(`data-video-analytics data-endpoint="/lectern" data-update-interval="2" ${marks}`)}</main>
      <script type="module" src="/page.mjs"></script>`,
    module,
  );
  await page.goto(site.url);
  await page.waitForFunction(
    () => document.querySelector("video, hls-video") && window.content().readyState > 2,
  );
}

/** Plays until 1.5 s, seeks to 8 s, plays until 9.5 s and takes the player away; returns what the witness saw until then. */
async function watch(page: Page, during: Course["during"]): Promise<Testimony> {
  await page.evaluate(() => window.content().play());
  await during?.(page);
  await page.waitForFunction(() => window.content().currentTime >= 1.5);
  await page.evaluate(() => {
    window.content().currentTime = 8;
  });
  await page.waitForFunction(() => window.content().currentTime >= 9.5);
  // Until its next event, four times a second, nobody knows how far a video has played that is taken away.
  return page.evaluate(
    () =>
      new Promise<Testimony>((settle) => {
        const leave = () => {
          settle(window.testify());
          window.leave();
        };
        window.content().addEventListener("timeupdate", leave, { once: true });
      }),
  );
}
declare global {
  interface Window {
    leave: () => void;
  }
}

/** Disjoint and sorted, as the browser reports what was played. */
function united(ranges: Range[]): Range[] {
  const all: Range[] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    // The tracker rounds to milliseconds.
    if (last && from <= last[1] + 0.01) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

function expectClose(reported: Range[], truth: Range[], whose: string) {
  const both = JSON.stringify({ reported, [whose]: truth });
  expect(reported.length, both).toBe(truth.length);
  for (const [index, range] of truth.entries())
    for (const end of [0, 1] as const)
      expect(Math.abs((reported[index]?.[end] ?? 0) - range[end]), both).toBeLessThan(within);
}

for (const course of [...players, ...conditions])
  test(`one viewing, as the witness saw it: ${course.name}`, async ({ page, sql }) => {
    const [clip] = await sql<{ id: string; course_id: string }[]>`
      select id, course_id from videos where source_url = '/clip.mp4'`;
    site.passed.length = 0;
    await open(page, course, `data-video-id="${clip?.id}" data-course-id="${clip?.course_id}"`);
    const seen = await watch(page, course.during);

    type Reported = Exclude<VideoItem, { type: "view" }>;
    const reported = () => {
      const items = site.passed.flatMap((request) => request.items);
      const bySeq = new Map(
        items.flatMap((item) => (item.type === "view" ? [] : [[item.seq, item] as const])),
      );
      const beacons = [...bySeq.values()].sort((a, b) => a.seq - b.seq) as Reported[];
      return { playbacks: new Set(items.map((item) => item.session_id)), beacons, last: beacons.at(-1) };
    };
    await expect
      .poll(() => reported().last?.current_position_seconds, { message: "the last position" })
      .toBeGreaterThan(seen.position - within);
    const { playbacks, beacons, last } = reported();
    expect([...playbacks], "the ids of playbacks").toHaveLength(1);
    expect(site.passed.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    expect(Math.abs((last?.current_position_seconds ?? 0) - seen.position)).toBeLessThan(within);
    const ranges = united(beacons.flatMap(({ played }) => played));
    expectClose(ranges, united(seen.ranges), "witness");
    expectClose(ranges, seen.played, "browser");
    const length = (all: Range[]) => all.reduce((sum, [from, to]) => sum + to - from, 0);
    expect(Math.abs((last?.watch_time_seconds ?? 0) - length(seen.ranges))).toBeLessThan(2 * within);
    expect(last).toMatchObject({ play_count: 1, pause_count: 0, seek_count: 1 });

    const stored = await sql<{ position_ms: number }[]>`
      select position_ms from playbacks where playback_id = any(${[...playbacks]})`;
    expect(stored).toHaveLength(1);
    expect(Math.abs((stored[0]?.position_ms ?? 0) / 1000 - seen.position)).toBeLessThan(within);
  });
