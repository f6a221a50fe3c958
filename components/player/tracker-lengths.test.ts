import { expect, test } from "vitest";
import {
  eventually,
  onlyViewing,
  open,
  pause,
  play,
  player,
  server,
  trackedSite,
  until,
  viewingOf,
} from "@/e2e/tracked-site";

/* What the script says of a length that is known late, grows, or never ends. */
trackedSite();

const unmeasured = () => player('data-update-interval="1"').replace('data-video-duration="120"', "");

test("a length that grows, as of a stream that is recorded, is told with each beacon", async () => {
  const page = await open(unmeasured());
  await page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    Object.defineProperty(video, "duration", { get: () => 8 + Math.floor(video.currentTime) });
    video.dispatchEvent(new Event("durationchange"));
  });
  await play(page);
  await until(page, 3.2);
  await pause(page);
  await eventually(onlyViewing, ({ last }) => expect(last?.video_duration_seconds).toBe(11));
  const lengths = onlyViewing().beacons.map((beacon) => beacon.video_duration_seconds ?? 0);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(new Set(lengths).size).toBeGreaterThan(2);
  expect(server.received.some(({ is_live }) => is_live)).toBe(false);
});

test("a stream without an end has no length, and says that it is one", async () => {
  const page = await open(unmeasured());
  await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d");
    const video = document.querySelector("video") as HTMLVideoElement;
    video.removeAttribute("src");
    video.srcObject = canvas.captureStream(10);
    setInterval(() => canvas.getContext("2d")?.fillRect(0, 0, 9, 9), 100);
  });
  await play(page);
  await until(page, 2);
  await pause(page);
  await eventually(onlyViewing, ({ last }) => expect(last).toMatchObject({ is_live: true }));
  expect(onlyViewing().last).not.toHaveProperty("video_duration_seconds");
});

test("a shorter video that replaces another does not complete it, and the other keeps its length", async () => {
  const page = await open(
    unmeasured().replace("data-video-id", 'data-completion-threshold="60" data-video-id'),
  );
  await play(page);
  await until(page, 2);
  await page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.src = "/clip.mp4?next";
    video.dataset.videoId = "next";
    Object.defineProperty(video, "duration", { get: () => 3 });
    return video.play();
  });
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 9) < 1);
  await until(page, 1.2);
  await pause(page);
  await eventually(
    () => [...server.stored.values()].map(viewingOf),
    (viewings) => {
      // Their requests may arrive in either order.
      const [first, second] = ["vid", "next"].map((id) => viewings.find(({ last }) => last?.video_id === id));
      expect(second?.last).toMatchObject({ video_duration_seconds: 3 });
      expect(first?.last).toMatchObject({ video_duration_seconds: 120 });
      expect(first?.beacons.map(({ type }) => type)).not.toContain("complete");
    },
  );
});
