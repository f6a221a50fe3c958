import { expect, test } from "vitest";
import { eventually, expectClose, onlyViewing, open, server, trackedSite } from "@/e2e/tracked-site";

/* Players in frames, which a part gives what a media element has. */
trackedSite();

const mark = 'data-video-analytics data-video-id="vid" data-course-id="c"';
test.each([
  ["a marked frame", `<iframe hidden ${mark}></iframe>`],
  ["a frame in a marked element", `<div ${mark}><iframe hidden></iframe></div>`],
])("%s is no view before its player is there, and then followed like a video", async (_, markup) => {
  const page = await open(`${markup}<video src="/clip.mp4" muted preload="auto"></video>`);
  await page.waitForFunction(() => document.querySelector("video")?.readyState === 4);
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("lectern-cloudflare")),
  );
  expect(server.received).toEqual([]);
  const truth = await page.evaluate(async () => {
    const video = document.querySelector("video") as HTMLVideoElement;
    const frame = document.querySelector("iframe") as HTMLIFrameElement;
    for (const name of "currentTime duration paused ended seeking playbackRate readyState played currentSrc".split(
      " ",
    ))
      Object.defineProperty(frame, name, { get: () => video[name as "duration"] });
    for (const type of "durationchange play playing pause timeupdate".split(" "))
      video.addEventListener(type, () => frame.dispatchEvent(new Event(type)));
    frame.dispatchEvent(new Event("durationchange"));
    await video.play();
    await new Promise((settle) =>
      video.addEventListener("timeupdate", () => video.currentTime > 2 && settle(0)),
    );
    video.pause();
    return [[video.played.start(0), video.played.end(0)]];
  });
  await eventually(onlyViewing, ({ views, ranges, last }) => {
    expect(views).toBe(1);
    expectClose(ranges, truth);
    expect(last).toMatchObject({ play_count: 1, video_duration_seconds: 120 });
  });
  expect(server.received.filter(({ type }) => type === "view")).toHaveLength(1);
});
