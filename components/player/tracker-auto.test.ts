import type { ElementHandle, Page } from "@playwright/test";
import { beforeEach, describe, expect, test } from "vitest";
import { filtered, lmsPages, vimeoPlayer, watchContent, youtubePlayer } from "@/e2e/lms-pages";
import {
  context,
  eventually,
  expectClose,
  kept,
  openAlone,
  oracle,
  pause,
  play,
  player,
  scriptAt,
  server,
  trackedSite,
  united,
  until,
  viewingOf,
} from "@/e2e/tracked-site";
import type { View } from "@/lib/tracker/wire";

/* One line for a whole site: every player is followed without a mark, and named by what it plays. */
trackedSite();

const file = "/pluginfile.php/41/mod_resource/content/3/clip.mp4";
const id = "aqz-KE-bpKQ";
/** A school for each test: the last beacons of the test before may come late. */
let school: string;
let schools = 0;
const line = (more = "") =>
  `<script src="${scriptAt("tracker.js")}" data-auto data-school="${school}" ${more}></script>`;

beforeEach(async () => {
  school = `school-${++schools}`;
  const frame = (body: string) => ({ contentType: "text/html", body });
  await context.route("https://www.youtube.com/**", (route) => route.fulfill(frame(youtubePlayer)));
  await context.route("https://player.vimeo.com/**", (route) => route.fulfill(frame(vimeoPlayer)));
});

/** The players that `settled` adds. */
const sentinel = /\/sentinel-\d+\//;
let sentinels = 0;
const received = () =>
  server.received.filter((item) => item.school === school && !sentinel.test(`${item.address}`));
const views = () => received().filter((item): item is View => item.type === "view");
const addresses = () => [...new Set(views().map(({ address }) => address))];
const nameOf = (page: Page, path: string) => new URL(page.url()).origin + path;
const viewings = () =>
  [...server.stored.values()].map(viewingOf).filter(({ last }) => last?.school === school);
const close = (page: Page) => page.close({ runBeforeUnload: true });
/** The script has looked at the whole page again: it follows a player of which nothing has told. */
const settled = async (page: Page) => {
  const source = `/sentinel-${++sentinels}/clip.mp4`;
  await page.evaluate(async (src) => {
    const host = document.body.appendChild(document.createElement("div"));
    // Once this change has been reported.
    await new Promise(requestAnimationFrame);
    host.attachShadow({ mode: "open" }).innerHTML = `<video src="${src}"></video>`;
  }, source);
  await eventually(
    () => server.received.map(({ address }) => address),
    (all) => expect(all).toContain(nameOf(page, source)),
  );
};
/** The only playback of this name has these ranges. */
const expectPlayed = (address: string, truth: number[][]) =>
  eventually(viewings, (all) => {
    const named = all.filter(({ last }) => last?.address === address);
    expect(named).toHaveLength(1);
    expectClose(united(named[0]!.ranges), truth);
  });

describe.each([
  ["as the system renders it", (html: string) => html],
  ["behind a filter that strips attributes and scripts", filtered],
])("%s", (_, filter) => {
  test.each(Object.entries(lmsPages))("%s", async (name, make) => {
    const { body, enhance } = make({ clip: file, id }) as { body: string; enhance?: string };
    const page = await openAlone(`${line()}${filter(body)}`);
    const isFrame = name.includes("YouTube");
    const address = isFrame
      ? `youtube:${id}`
      : nameOf(page, "/pluginfile.php/41/mod_resource/content/0/clip.mp4");
    await eventually(addresses, (all) => expect(all).toEqual([address]));
    if (enhance) await page.evaluate(enhance);
    const truth = await watchContent(page);
    await close(page);
    await expectPlayed(address, truth);
    expect(addresses()).toEqual([address]);
    expect(views()[0]?.course_id).toBe(name.startsWith("Moodle") ? "17" : undefined);
  });
});

test("a player of Vimeo is followed through its messages", async () => {
  const page = await openAlone(
    `${line()}<iframe src="https://player.vimeo.com/video/76979871?h=secret"></iframe>`,
  );
  const truth = await watchContent(page);
  await close(page);
  await expectPlayed("vimeo:76979871", truth);
});

test("a player that does not answer, or where embeds are off, is no view", async () => {
  await context.route("https://www.youtube.com/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: "<script>addEventListener('message', () => (document.title = 'asked'))</script>",
    }),
  );
  const page = await openAlone(`${line()}<iframe src="https://www.youtube.com/embed/${id}"></iframe>`);
  await page.frames().at(-1)?.waitForFunction("document.title === 'asked'");
  await settled(page);
  const off = await openAlone(
    `${line('data-embeds="false"')}<iframe src="https://player.vimeo.com/video/76979871"></iframe>`,
  );
  await settled(off);
  expect(received()).toEqual([]);
});

test("what the page says itself comes first: marks, also around a player, players followed by hand, and stopped ones", async () => {
  const page = await openAlone(`
    ${player().replace('id="p"', "")}
    <div data-video-analytics data-video-id="around" data-course-id="c"><video src="/around/clip.mp4"></video></div>
    <video id="hand" src="/hand/clip.mp4"></video><video id="stopped" src="/stopped/clip.mp4"></video>
    <script src="${scriptAt("tracker.js")}"></script>
    <script>
      initVideoAnalytics(document.getElementById("hand"), { videoId: "by hand", courseId: "c" });
      initVideoAnalytics(document.getElementById("stopped"), { videoId: "stopped", courseId: "c" })();
    </script>${line().replace("<script ", "<script data-second ")}
    <video src="/free/clip.mp4"></video>`);
  await settled(page);
  await eventually(addresses, (all) => expect(all).toEqual([nameOf(page, "/free/clip.mp4")]));
  const marked = server.received.flatMap(({ video_id }) => video_id ?? []);
  expect(new Set(marked)).toEqual(new Set(["vid", "around", "by hand", "stopped"]));
});

test("a player that is added later, in a shadow root, and one that shows another file", async () => {
  const page = await openAlone(line());
  await page.evaluate(() => {
    const host = document.createElement("course-player");
    document.body.append(host);
    host.attachShadow({ mode: "open" }).innerHTML = '<video muted src="/first/clip.mp4"></video>';
  });
  const video = page.locator("course-player video");
  const name = (of: string) => nameOf(page, `/${of}/clip.mp4`);
  await eventually(addresses, (all) => expect(all).toEqual([name("first")]));
  const shown = (await video.elementHandle()) as ElementHandle<HTMLVideoElement>;
  await shown.evaluate((element) => element.play());
  await page.waitForFunction((element) => element.currentTime > 1.5, shown);
  await video.evaluate((element: HTMLVideoElement) => {
    element.src = "/second/clip.mp4";
    return element.play();
  });
  await eventually(addresses, (all) => expect(all).toEqual([name("first"), name("second")]));
  await page.waitForFunction((element) => element.currentTime > 1.2, shown);
  await close(page);
  await eventually(viewings, (all) => {
    expect(all.map(({ last }) => last?.address)).toEqual([name("first"), name("second")]);
    for (const { ranges } of all) expect(ranges[0]?.[0]).toBeLessThan(1.2);
  });
});

test("a blob is named by its playlist, or is not counted", async () => {
  const blob =
    'const blob = async (video) => { video.src = URL.createObjectURL(await (await fetch("/clip.mp4")).blob()); };';
  const source = "https://cdn.school.test/a/main.m3u8?sig=secret";
  const page = await openAlone(`${line()}
    <div class="player" data-setup='{"sources": [{"src": "${source.replaceAll("/", "\\/")}"}]}'><video class="named"></video></div>
    <main><div><div><div><div><div><video class="unknown"></video></div></div></div></div></div></main>
    <script>${blob} blob(document.querySelector(".named")); blob(document.querySelector(".unknown"));</script>`);
  await eventually(addresses, (all) => expect(all).toEqual(["https://cdn.school.test/a/main.m3u8"]));
  await settled(page);
  expect(addresses()).toHaveLength(1);
  // The only playlist that the page has requested, and the first player without a name.
  await page.evaluate(() => fetch("/requested/main.m3u8?sig=secret"));
  await eventually(addresses, (all) => expect(all).toContain(nameOf(page, "/requested/main.m3u8")));
  await page.evaluate(() => {
    const video = document.createElement("video");
    video.src = (document.querySelector(".unknown") as HTMLVideoElement).src;
    document.body.append(video);
  });
  await settled(page);
  expect(addresses()).toHaveLength(2);
});

test("decoration, advertisements and short sounds are not followed; a sound with controls is", async () => {
  const page = await openAlone(`${line()}
    <video autoplay muted loop playsinline src="/cover/clip.mp4"></video>
    <div class="ima-ad-container"><video src="/advert/clip.mp4"></video></div>
    <video title="Advertisement" src="/title/clip.mp4"></video>
    <audio src="/ding/clip.mp4" preload="none"></audio>
    <audio src="/lecture/clip.mp4" preload="none" controls></audio>
    <video autoplay muted loop controls src="/loop/clip.mp4"></video>`);
  const wanted = ["lecture", "loop"].map((name) => nameOf(page, `/${name}/clip.mp4`));
  await eventually(addresses, (all) => expect(all.sort()).toEqual(wanted));
  await settled(page);
  expect(addresses().sort()).toEqual(wanted);
});

test.each([
  ["the script", 'data-course-id="script"', "", "script"],
  ["a meta element", "", '<meta name="lectern-course" content="meta">', "meta"],
  ["an element around the player", 'data-course-id="script"', '<main data-course-id="main">', "main"],
  ["Canvas", "", "<script>ENV = { COURSE_ID: 8 }</script>", "8"],
  ["Moodle, on the site's own pages: none", "", '<body class="course-1">', undefined],
])("the course is what %s says", async (_, attributes, before, course) => {
  const page = await openAlone(`${line(attributes)}${before}<video src="/clip.mp4"></video>`);
  await eventually(views, ([view]) => expect(view).toBeDefined());
  expect(views()[0]?.course_id).toBe(course);
  expect(views()[0]?.page).toBe(nameOf(page, "/"));
});

test("everything that is followed ends when the page stops all", async () => {
  const page = await openAlone(`${line()}<video muted src="/clip.mp4"></video>`);
  await eventually(views, (all) => expect(all.length).toBeGreaterThan(0));
  await page.evaluate(() =>
    (window as unknown as { initAllVideoAnalytics: () => () => void }).initAllVideoAnalytics()(),
  );
  await play(page);
  await until(page, 1);
  await pause(page);
  expect((await oracle(page)).length).toBe(1);
  await close(page);
  // The next page delivers what this one left.
  const next = await openAlone(`${line()}<video src="/next/clip.mp4"></video>`);
  await eventually(addresses, (all) => expect(all).toContain(nameOf(next, "/next/clip.mp4")));
  await eventually(
    () => kept(next),
    (keys) => expect(keys).toEqual([]),
  );
  expect(received().filter(({ type }) => type !== "view")).toEqual([]);
});

test("nothing is followed without a school", async () => {
  const page = await openAlone(
    `<script src="${scriptAt("tracker.js")}" data-auto></script><video src="/clip.mp4"></video>${player()}`,
  );
  // The marked player's view shows that the script has looked.
  await eventually(
    () => server.received,
    (items) => expect(items.map(({ video_id }) => video_id)).toEqual(["vid"]),
  );
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  expect(loaded.filter((name) => name.includes("lectern-auto"))).toEqual([]);
});
