import type { Page } from "@playwright/test";
import { expect, test } from "vitest";
import {
  context,
  eventually,
  kept,
  onlyViewing,
  open,
  player,
  scriptAt,
  server,
  trackedSite,
  viewingOf,
} from "@/e2e/tracked-site";

/*
 * The tracker on an iframe of Cloudflare Stream. The script and the page in the frame are ours, and do what Cloudflare's documentation of
 * the Stream Player API says: the player's state and events cross the frame's border as messages.
 */

trackedSite();

const sdk = `
window.calls = 0;
window.Stream = (frame) => {
  window.calls++;
  const target = new EventTarget();
  let state = { played: [] };
  const send = (message) => frame.contentWindow.postMessage({ to: "player", ...message }, "*");
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || data.to !== "page") return;
    state = data.state;
    target.dispatchEvent(new Event(data.type));
  });
  frame.addEventListener("load", () => send({ type: "state" }));
  send({ type: "state" });
  return {
    addEventListener: (type, heard) => target.addEventListener(type, heard),
    removeEventListener: (type, heard) => target.removeEventListener(type, heard),
    play: async () => send({ type: "play" }),
    pause: () => send({ type: "pause" }),
    get currentTime() { return state.currentTime; },
    set currentTime(seconds) { send({ type: "seek", seconds }); },
    get duration() { return state.duration; },
    get paused() { return state.paused; },
    get ended() { return state.ended; },
    get played() {
      return { length: state.played.length, start: (at) => state.played[at][0], end: (at) => state.played[at][1] };
    },
  };
};`;

const frame = (
  attributes = "",
) => `<!doctype html><video src="/clip.mp4" muted preload="auto" ${attributes}></video>
<script>
const video = document.querySelector("video");
const tell = (type) => {
  const { currentTime, duration, paused, ended, played } = video;
  const ranges = Array.from({ length: played.length }, (_, at) => [played.start(at), played.end(at)]);
  parent.postMessage({ to: "page", type, state: { currentTime, duration, paused, ended, played: ranges } }, "*");
};
for (const type of ["loadstart", "loadedmetadata", "durationchange", "canplay", "play", "playing", "pause", "waiting",
  "seeking", "seeked", "timeupdate", "ratechange", "ended"]) video.addEventListener(type, () => tell(type));
addEventListener("message", ({ data }) => {
  if (data.to !== "player") return;
  if (data.type === "state") tell("progress");
  if (data.type === "seek") video.currentTime = data.seconds;
  if (data.type === "play") video.play();
  if (data.type === "pause") video.pause();
});
</script>`;
const silent = `<!doctype html><video src="/clip.mp4" autoplay muted></video>`;

/** The marked frame, from another origin than its page; `before` stands above it. */
const marked = (attributes = "", before = "") => `${before}<script>
document.write('<iframe id="p" src="http://localhost:' + location.port + '/frame" width="320" height="180" allow="autoplay"'
  + ' data-video-analytics data-video-id="vid" data-course-id="c" ${attributes}></iframe>');
</script>`;

const served = async (script: string | null, content: string) => {
  await context.route("https://embed.cloudflarestream.com/embed/sdk.latest.js", (route) =>
    script === null ? route.abort() : route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await context.route("**/frame", (route) => route.fulfill({ contentType: "text/html", body: content }));
};
const playerOf = async (page: Page) => {
  await page.waitForSelector("#p");
  const inside = await (await page.$("#p"))?.contentFrame();
  if (!inside) throw new Error("the page has no player");
  await inside.waitForSelector("video");
  return inside;
};
type Frame = Awaited<ReturnType<typeof playerOf>>;
const act = (inside: Frame, to: "play" | "pause") =>
  inside.evaluate((name) => void document.querySelector("video")![name](), to);
const seek = (inside: Frame, second: number) =>
  inside.evaluate((to) => {
    document.querySelector("video")!.currentTime = to;
  }, second);
const until = (inside: Frame, second: number) =>
  inside.waitForFunction((at) => (document.querySelector("video")?.currentTime ?? 0) >= at, second);
const truth = (inside: Frame) =>
  inside.evaluate(() => {
    const { played } = document.querySelector("video")!;
    return Array.from({ length: played.length }, (_, at) => [played.start(at), played.end(at)]);
  });
/** Media ranges as one set, so that replays and cuts between beacons do not matter. */
const covered = (ranges: readonly (readonly number[])[]) =>
  ranges
    .map(([from = 0, to = 0]) => [from, to] as [number, number])
    .sort((a, b) => a[0] - b[0])
    .reduce<[number, number][]>((out, [from, to]) => {
      const last = out.at(-1);
      if (last && from - last[1] < 0.05) last[1] = Math.max(last[1], to);
      else out.push([from, to]);
      return out;
    }, []);

const views = () => server.received.filter(({ type }) => type === "view");

/** Every range that the frame's player says it played, and nothing else, each end within 0.3 s. */
async function agreesWith(inside: Frame) {
  const played = covered(await truth(inside));
  await eventually(
    () => covered(onlyViewing().ranges),
    (ranges) => {
      expect(ranges).toHaveLength(played.length);
      for (const [at, [from, to]] of ranges.entries()) {
        expect(Math.abs(from - played[at]![0])).toBeLessThan(0.3);
        expect(Math.abs(to - played[at]![1])).toBeLessThan(0.3);
      }
    },
  );
}
const leave = (page: Page) =>
  page.evaluate(() => {
    dispatchEvent(new Event("pagehide"));
  });

test("a frame is one playback with the ranges that its player played, however often the script is there", async () => {
  await served(sdk, frame());
  const page = await open(marked());
  const inside = await playerOf(page);
  await page.addScriptTag({ url: scriptAt("tracker.js") });
  await eventually(views, (items) => expect(items).toHaveLength(1));
  expect(views()[0]).toMatchObject({ type: "view", video_id: "vid" });
  expect(views()[0]).not.toHaveProperty("unfollowed");
  await act(inside, "play");
  await until(inside, 2);
  await seek(inside, 6);
  await until(inside, 7.5);
  await act(inside, "pause");
  // A shorter one would be a drag of the slider.
  await eventually(onlyViewing, ({ last }) => expect(last?.pause_count).toBe(1));
  await seek(inside, 1);
  await act(inside, "play");
  await until(inside, 1.6);
  await act(inside, "pause");
  // The frame tells of its events in its own time, and a page that is left sends what it knows.
  await eventually(
    async () => {
      await leave(page);
      return onlyViewing();
    },
    ({ last }) => expect(last).toMatchObject({ play_count: 2, pause_count: 2, seek_count: 2 }),
  );
  await agreesWith(inside);
  const { last } = onlyViewing();
  const position = await inside.evaluate(() => document.querySelector("video")!.currentTime);
  expect(Math.abs(last!.current_position_seconds - position)).toBeLessThan(0.3);
  expect(await page.evaluate(() => (window as unknown as { calls: number }).calls)).toBe(1);
});

test("what played before the script came is counted, and a frame in a marked element is followed", async () => {
  await served(sdk, frame("autoplay"));
  const page = await open(
    `<div data-video-analytics data-video-id="vid" data-course-id="c">${marked().replace(/data-video-analytics[^>]*>/, ">")}</div>`,
  );
  const inside = await playerOf(page);
  await until(inside, 3);
  await act(inside, "pause");
  await leave(page);
  await agreesWith(inside);
  expect(onlyViewing()).toMatchObject({ views: 1, last: { play_count: 1 } });
});

test("a viewer continues where they stopped", async () => {
  server.resumeOf = () => 7;
  await served(sdk, frame());
  const page = await open(marked("data-resume"));
  const inside = await playerOf(page);
  await until(inside, 7);
  await act(inside, "play");
  await until(inside, 8);
  await act(inside, "pause");
  await leave(page);
  await agreesWith(inside);
  expect(onlyViewing().last).toMatchObject({ seek_count: 0 });
});

test("the speed is the one at which it plays", async () => {
  await served(sdk, frame());
  const page = await open(marked());
  const inside = await playerOf(page);
  await inside.evaluate(() => {
    document.querySelector("video")!.playbackRate = 2;
  });
  await act(inside, "play");
  await until(inside, 8);
  await act(inside, "pause");
  await leave(page);
  await agreesWith(inside);
  expect(onlyViewing().last?.average_playback_speed).toBeGreaterThan(1.1);
});

test("a frame whose script is blocked is reported and is no view", async () => {
  await served(null, frame("autoplay"));
  const page = await open(marked());
  await eventually(views, (items) => expect(items).toHaveLength(1));
  expect(views()[0]).toMatchObject({ type: "view", video_id: "vid", unfollowed: "blocked" });
  await until(await playerOf(page), 2);
  await page.close({ runBeforeUnload: true });
  // The next page delivers what this one left.
  const next = await open(player());
  await eventually(views, (items) => expect(items).toHaveLength(2));
  await eventually(
    () => kept(next),
    (keys) => expect(keys).toEqual([]),
  );
  expect(viewingOf(server.stored.get(views()[0]!.session_id)).beacons).toEqual([]);
});

test("a frame whose player does not answer is reported once it was seen for a while, and is no view", async () => {
  await served(sdk, silent);
  await context.clock.install();
  const page = await open(marked("", '<div id="above" style="height: 3000px"></div>'));
  await playerOf(page);
  await page.waitForFunction(() => "Stream" in window);
  await context.clock.fastForward(60_000);
  expect(views()).toEqual([]);
  await page.evaluate(() => document.querySelector("#above")!.remove());
  await eventually(
    async () => {
      await context.clock.fastForward(21_000);
      return views();
    },
    (items) => expect(items).toHaveLength(1),
  );
  expect(views()[0]).toMatchObject({ type: "view", unfollowed: "silent" });
  expect(viewingOf(server.stored.get(views()[0]!.session_id)).beacons).toEqual([]);
});
