import type { Page } from "@playwright/test";
import { expect, test } from "vitest";
import {
  closePlaying,
  eventually,
  expectClose,
  onlyViewing,
  open,
  pause,
  play,
  player,
  position,
  scriptAt,
  server,
  trackedSite,
  united,
  until,
  viewingOf,
} from "@/e2e/tracked-site";

/* What pages and players do to the document around a video: each viewing is one playback, of the right seconds. */
trackedSite();

const tag = () => `<script src="${scriptAt("tracker.js")}"></script>`;
const viewings = () => [...server.stored.values()].map(viewingOf);
const videoIds = () => viewings().map(({ last }) => last?.video_id);
/** Runs in the page with its first video. */
const onVideo = (page: Page, work: (video: HTMLVideoElement) => unknown) =>
  page.evaluate(`(${work})(document.querySelector("video"))`);
const close = (page: Page) => page.close({ runBeforeUnload: true });

/** The viewing is one playback of what the browser says was played. */
const expectOne = (truth: number[][]) =>
  eventually(onlyViewing, ({ ranges }) => expectClose(united(ranges), truth));

test.each([
  ["a wrapper that has the marks of its video", `<div data-video-analytics data-video-id="vid">`, "</div>"],
  ["a second copy of the script", "<script-copy></script-copy>", ""],
])("one playback: %s", async (_, before, after) => {
  const page = await open(before.replace(/<script-copy>.*/, tag()) + player() + after);
  await play(page);
  await until(page, 1.5);
  const { ranges: truth } = await closePlaying(page);
  await expectOne(truth);
});

test.each<[string, (video: HTMLVideoElement) => unknown]>([
  [
    "a wrapper with its marks is put around the video",
    (video) => {
      const wrapper = document.createElement("div");
      Object.assign(wrapper.dataset, video.dataset);
      video.before(wrapper);
      wrapper.append(video);
      return video.play();
    },
  ],
  [
    "the video is taken out and put back",
    (video) => {
      video.remove();
      setTimeout(() => {
        document.body.prepend(video);
        video.play();
      }, 50);
    },
  ],
])("one playback: %s", async (_, change) => {
  const page = await open(player());
  await play(page);
  await until(page, 1);
  await onVideo(page, change);
  await until(page, 2);
  const { ranges: truth } = await closePlaying(page);
  await expectOne(truth);
});

test("one playback: the page starts, stops and starts again", async () => {
  const page = await open(player().replace("data-video-analytics", ""));
  await onVideo(page, (video) => {
    const start = () => Object(window).initVideoAnalytics(video, { videoId: "vid" });
    start()();
    start();
  });
  await play(page);
  await until(page, 1);
  const { ranges: truth } = await closePlaying(page);
  await expectOne(truth);
});

test("one playback: the body is swapped and its script runs again", async () => {
  const page = await open("");
  await page.evaluate((body) => {
    document.body.innerHTML = body;
    const script = document.createElement("script");
    script.src = (document.body.querySelector("script") as HTMLScriptElement).src;
    document.body.append(script);
  }, player() + tag());
  await play(page);
  await until(page, 1.5);
  const { ranges: truth } = await closePlaying(page);
  await expectOne(truth);
});

test.each<[string, (video: HTMLVideoElement) => unknown]>([
  [
    "emptied and removed",
    (video) => {
      video.pause();
      video.removeAttribute("src");
      video.load();
      video.remove();
    },
  ],
  [
    "emptied, and replaced by a copy of its element",
    (video) => {
      const copy = video.cloneNode() as HTMLVideoElement;
      video.removeAttribute("src");
      video.load();
      video.replaceWith(copy);
    },
  ],
])("the last position is the one before the player was %s", async (_, leave) => {
  const page = await open(player().replace("/clip.mp4", "/clip.mp4#t=24"));
  await play(page);
  await until(page, 25);
  const [truth, at] = (await page.evaluate(`((video) => {
    const { played, currentTime } = video;
    const truth = [[played.start(0), played.end(0)]];
    (${leave})(video);
    return [truth, currentTime];
  })(document.querySelector("video"))`)) as [number[][], number];
  await eventually(onlyViewing, ({ last, ranges }) => {
    expectClose(ranges, truth);
    expect(Math.abs((last?.current_position_seconds ?? 0) - at)).toBeLessThan(0.3);
    expect(last).toMatchObject({ pause_count: 0, play_count: 1 });
  });
  await close(page);
});

test("a new source is a new playback of the id that the page then says, and another quality is none", async () => {
  const page = await open(player());
  await onVideo(page, (video) => {
    video.currentTime = 30;
    return video.play();
  });
  await until(page, 31.2);
  // Another quality: the page restores the position.
  await onVideo(page, (video) => {
    const at = video.currentTime;
    video.src = "/clip.mp4?quality";
    video.addEventListener(
      "loadedmetadata",
      () => {
        video.currentTime = at;
      },
      { once: true },
    );
    return video.play();
  });
  await until(page, 32.2);
  await onVideo(page, (video) => {
    video.src = "/clip.mp4?next";
    video.dataset.videoId = "next";
    return video.play();
  });
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 99) < 5);
  await until(page, 1.2);
  // The same id, another video.
  await onVideo(page, (video) => {
    video.currentTime = 60;
  });
  await until(page, 61.2);
  await onVideo(page, (video) => {
    video.src = "/clip.mp4?another";
    return video.play();
  });
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 99) < 5);
  await until(page, 1.5);
  await close(page);
  await eventually(videoIds, (ids) => expect(ids).toEqual(["vid", "next", "next"]));
  const [first, second, third] = viewings();
  expect(first?.last).toMatchObject({ seek_count: 0, play_count: 1, pause_count: 0 });
  expect(first?.last?.current_position_seconds).toBeGreaterThan(32);
  expect(first?.last?.watch_time_seconds).toBeLessThan(3);
  expect(second?.last?.seek_count).toBe(1);
  // Its first half second told that it is another video.
  expect(third?.ranges[0]?.[0]).toBeLessThan(0.8);
});

test("stopping lasts: whatever then changes on the page, until it asks again", async () => {
  const page = await open(player());
  await play(page);
  await until(page, 1);
  const stopped = await page.evaluate(
    (markup) => {
      Object(window).initAllVideoAnalytics()();
      document.body.insertAdjacentHTML("beforeend", markup);
      return document.querySelector("video")?.currentTime ?? 0;
    },
    player().replace('"vid"', '"later"'),
  );
  await until(page, 2.5);
  await eventually(onlyViewing, ({ ranges }) => expectClose(ranges, [[0, stopped]]));
  const asked = await page.evaluate(() => {
    Object(window).initAllVideoAnalytics();
    return document.querySelector("video")?.currentTime ?? 0;
  });
  await until(page, 3.5);
  await pause(page);
  const end = await position(page);
  await close(page);
  await eventually(viewings, (all) => {
    expect(all).toHaveLength(3);
    expectClose(all[1]?.ranges ?? [], [[asked, end]]);
  });
});

test("consent that is withdrawn ends the playback, and the visitor is forgotten", async () => {
  const page = await open(player('data-consent="granted" data-update-interval="1"'));
  await play(page);
  await until(page, 1);
  await onVideo(page, (video) => {
    video.dataset.consent = "denied";
  });
  const withdrawn = await position(page);
  await until(page, 3);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await close(page);
  await eventually(onlyViewing, ({ last, ranges }) => {
    expect(last?.visitor_id).toBeUndefined();
    expect(ranges.at(-1)?.[1]).toBeLessThan(withdrawn + 1);
  });
});

test("what was played before the script came, and while the page was busy, is read from the browser", async () => {
  const page = await open("");
  await page.evaluate((markup) => {
    document.querySelector("script")?.remove();
    Object(window).initAllVideoAnalytics()();
    document.body.insertAdjacentHTML("beforeend", markup);
  }, player());
  await play(page);
  await until(page, 2);
  await page.evaluate(() => void Object(window).initAllVideoAnalytics());
  await until(page, 3);
  await onVideo(page, (video) => {
    const until = performance.now() + 2000;
    while (performance.now() < until);
    video.currentTime = 40;
  });
  await until(page, 41);
  const { ranges: truth } = await closePlaying(page);
  await expectOne(truth);
});

const element = (content: string) =>
  `<script>customElements.define("a-player", class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = '${content}'; }
  });</script>`;
const mark = 'data-video-analytics data-video-id="vid" data-course-id="c"';
const hidden = '<video src="/clip.mp4" muted preload="auto"></video>';
test.each([
  ["a marked element", `<a-player ${mark}></a-player>${element(hidden)}`],
  ["an element in a marked wrapper", `<div ${mark}><a-player></a-player></div>${element(hidden)}`],
  ["a marked video", `<a-player></a-player>${element(hidden.replace("<video", `<video ${mark}`))}`],
])("in an open shadow root: %s", async (_, body) => {
  const page = await open(body);
  const video = await page.evaluateHandle(
    () => document.querySelector("a-player")?.shadowRoot?.querySelector("video") as HTMLVideoElement,
  );
  await video.evaluate((shown) => shown.play());
  await page.waitForFunction((shown) => shown.currentTime > 1.5, video);
  const { position: at } = await closePlaying(page);
  await eventually(onlyViewing, ({ ranges, last }) => {
    expectClose(ranges, [[0, at]]);
    expect(last?.play_count).toBe(1);
  });
});

test("a loop, a nudge and a first position are no seeks; many seeks in a drag are one, without a pause", async () => {
  const page = await open(player("loop").replace("/clip.mp4", "/clip.mp4#t=119"));
  await play(page);
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 99) < 5);
  await until(page, 1);
  await onVideo(page, (video) => {
    video.currentTime += 0.2;
  });
  await until(page, 2);
  await onVideo(page, async (video) => {
    video.pause();
    for (let step = 0; step < 10; step++) {
      video.currentTime = 20 + step;
      await new Promise((settle) => setTimeout(settle, 50));
    }
    return video.play();
  });
  await until(page, 30);
  await close(page);
  await eventually(onlyViewing, ({ last }) =>
    expect(last).toMatchObject({ play_count: 1, pause_count: 0, seek_count: 1 }),
  );
});

test("another video in the wrapper, which is no longer than the first, is not the content", async () => {
  const clip = '<video src="/clip.mp4" muted preload="auto"></video>';
  const page = await open(`<div ${mark}>${clip}${clip}</div>`);
  await page.evaluate(() => {
    const ad = document.querySelectorAll("video")[1] as HTMLVideoElement;
    ad.currentTime = 50;
    return ad.play();
  });
  await play(page);
  await until(page, 1.5);
  const { ranges: truth } = await closePlaying(page);
  await expectOne(truth);
});
