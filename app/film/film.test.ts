import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "@playwright/test";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { browserArguments, findBrowser } from "@/e2e/browser";
import { GET } from "./[file]/route";

vi.mock("@/lib/domain/schools/queries", () => ({ hasDemoSchool: async () => demo }));

/** Whether there is a demo school. */
let demo = true;
let browser: Browser;
const ask = (file: string, range?: string) =>
  GET(new Request(`http://demo.test/film/${file}`, { headers: range ? { range } : {} }), {
    params: Promise.resolve({ file }),
  });
const site = createServer(async ({ url = "", headers }, response) => {
  if (!url.endsWith(".mp4"))
    return response.setHeader("content-type", "text/html").end("<video muted></video>");
  const answer = await ask(url.slice(1), headers.range);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
});

beforeAll(async () => {
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  const { path, environment } = await findBrowser(() => {});
  browser = await chromium.launch({
    executablePath: path,
    args: browserArguments,
    env: { ...process.env, ...environment } as Record<string, string>,
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  site.closeAllConnections();
  site.close();
});

it("plays in a browser for as long as the video is, from any second", async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  const played = await page.evaluate(async () => {
    const video = document.querySelector("video") as HTMLVideoElement;
    const next = (event: string) =>
      new Promise((settle) => video.addEventListener(event, settle, { once: true }));
    video.src = "/754.mp4";
    await next("loadedmetadata");
    const { duration, videoWidth } = video;
    video.currentTime = 700;
    await next("seeked");
    const shown = document.createElement("canvas");
    [shown.width, shown.height] = [video.videoWidth, video.videoHeight];
    const picture = () => {
      shown.getContext("2d")?.drawImage(video, 0, 0);
      return shown.toDataURL();
    };
    const before = picture();
    await video.play();
    while (video.currentTime < 702.2) await next("timeupdate");
    const ranges = [video.played.start(0), video.played.end(0)];
    return { duration, videoWidth, ranges, moves: picture() !== before, error: video.error };
  });
  expect(played).toMatchObject({ duration: 754, videoWidth: 640, moves: true, error: null });
  expect(played.ranges[0]).toBe(700);
  expect(played.ranges[1]).toBeGreaterThan(702);
}, 60_000);

it("is sent in ranges", async () => {
  const whole = Buffer.from(await (await ask("61.mp4")).arrayBuffer());
  for (const [range, from, to] of [
    ["bytes=0-99", 0, 100],
    ["bytes=5000-", 5000, whole.length],
    ["bytes=-10", whole.length - 10, whole.length],
    [`bytes=0-${whole.length + 5}`, 0, whole.length],
  ] as const) {
    const answer = await ask("61.mp4", range);
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${whole.length}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(whole.subarray(from, to))).toBe(true);
  }
  expect((await ask("61.mp4", `bytes=${whole.length}-`)).status).toBe(416);
});

it("is there for the lengths of videos, outside the demo for a sample only", async () => {
  for (const file of ["0.mp4", "7201.mp4", "61.mkv", "x.mp4", "6.1.mp4"])
    expect((await ask(file)).status).toBe(404);
  demo = false;
  expect((await ask("130.mp4")).status).toBe(200);
  expect((await ask("131.mp4")).status).toBe(404);
});
