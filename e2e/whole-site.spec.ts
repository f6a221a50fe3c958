import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import type { Sql } from "postgres";
import type { VideoAddress } from "@/lib/domain/videos/schema";
import { startCourseSite } from "./course-site";
import { ask } from "./every-path";
import { expect, test } from "./fixtures";
import { filtered, type LmsPage, lmsPages, watchContent, youtubePlayer } from "./lms-pages";

/*
 * The whole path of a site with one line in its head: refused, allowed by an administrator, listed with what waits, given a video, and
 * counted once. Each page is shown as its system renders it and as its content filter leaves it.
 */

const file = "/pluginfile.php/41/mod_resource/content/3/clip.mp4";
const school = "demo-harbour-college";

/** One video's numbers, and a course for another. */
async function clipOf(sql: Sql) {
  const [clip] = await sql<{ id: string; course_id: string }[]>`
    select id, course_id from videos where source_url = '/clip.mp4'`;
  if (!clip) throw new Error("The demo school has no clip.");
  return clip;
}
const numbersOf = async (admin: APIRequestContext, videoId: string) => {
  const { video } = await (await admin.get(`/api/admin/analytics/videos/${videoId}`)).json();
  return { views: video.total_views as number, seconds: video.total_watch_time_seconds as number };
};
async function addressesOf(admin: APIRequestContext, address: string, status = "waiting") {
  const answer = await admin.get(
    `/api/admin/analytics/addresses?status=${status}&q=${encodeURIComponent(address)}`,
  );
  const { items } = (await answer.json()) as { items: VideoAddress[] };
  return items;
}

/** Opens the page; returns the status with which the view was answered. */
async function visit(page: Page, url: string) {
  const viewed = page.waitForResponse((response) => response.url().endsWith("/api/analytics/video-view"));
  await page.goto(url);
  return (await viewed).status();
}
const secondsOf = (ranges: number[][]) => ranges.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);

for (const [index, [name, make]] of Object.entries(lmsPages).entries())
  test(`refused, allowed, listed, given a video and counted once: ${name}`, async ({
    browser,
    page,
    context,
    openAs,
    server,
    sql,
  }) => {
    const site = await startCourseSite(() => server.url);
    const administrator = await openAs("admin");
    const admin = administrator.request;
    const headers = { origin: server.url };
    const id = `aqz-KE-bpK${index}`;
    const isFrame = name.includes("YouTube");
    const address = isFrame ? `youtube:${id}` : `${site.url}${file.replace("/content/3/", "/content/0/")}`;
    const { body, enhance } = make({ clip: file, id }) as LmsPage;
    const line = `<script src="${server.url}/lectern.js" data-auto data-school="${school}" defer></script>`;
    const show = (content: string) =>
      site.show(`<!doctype html><title>A lesson</title><head>${line}</head>${content}`);
    // Another person's browser: what it could not deliver would be sent by this one's next page, and wait for the view that was refused.
    const other = await browser.newContext();
    for (const each of [context, other])
      await each.route("https://www.youtube.com/**", (route) =>
        route.fulfill({ contentType: "text/html", body: youtubePlayer }),
      );
    /** The viewer watches the page that is open, and closes it. */
    const watch = async (tab: Page) => {
      if (enhance) await tab.evaluate(enhance);
      const sent = tab.waitForResponse((response) => response.url().endsWith("/video-progress"));
      const seconds = secondsOf(await watchContent(tab));
      expect((await sent).status()).toBe(200);
      await tab.close({ runBeforeUnload: true });
      return seconds;
    };

    await show(body);
    const theirs = await other.newPage();
    expect(await visit(theirs, site.url)).toBe(403);
    const refused = theirs.waitForResponse(
      (response) => response.url().endsWith("/video-progress") && response.status() === 403,
    );
    await watchContent(theirs);
    await refused;
    // What the page says when it is left is refused, too: it waits for no view.
    await theirs.goto("about:blank");
    await other.close();
    expect(await addressesOf(admin, address)).toEqual([]);

    const { origins } = await (await admin.get("/api/admin/analytics/origins")).json();
    const allowed = await admin.put("/api/admin/analytics/origins", {
      headers,
      data: { origins: [...origins, site.url] },
    });
    expect(allowed.status()).toBe(200);
    // A changed setting takes effect within two seconds: then something else is wrong with this view, which nothing keeps.
    const probe = JSON.stringify({ address, school, session_id: randomUUID(), unfollowed: "silent" });
    const sent = { method: "POST", headers: { origin: site.url }, body: probe };
    await expect
      .poll(async () => (await ask(server.url, "/api/analytics/video-view", sent)).status)
      .toBe(400);
    expect(await visit(page, site.url)).toBe(200);
    let watched = await watch(page);
    await show(filtered(body));
    const second = await context.newPage();
    expect(await visit(second, site.url)).toBe(200);
    watched += await watch(second);

    const isComplete = { waiting_playbacks: 2, page_url: `${site.url}/` };
    await expect.poll(async () => (await addressesOf(admin, address))[0]).toMatchObject(isComplete);
    const [item] = await addressesOf(admin, address);
    expect(item).toMatchObject({
      address,
      course_reference: name.startsWith("Moodle") ? "17" : null,
      video_id: null,
    });

    await expect
      .poll(async () => (await addressesOf(admin, address))[0]?.waiting_beacons)
      .toBeGreaterThanOrEqual(4);
    const clip = await clipOf(sql);
    let videoId = clip.id;
    let before = await numbersOf(admin, clip.id);
    if (index % 2) {
      const made = await admin.post(`/api/admin/analytics/addresses/${item?.id}/video`, {
        headers,
        data: {
          title: `A video of ${name}`,
          course_id: clip.course_id,
          duration_seconds: isFrame ? 40 : 120,
        },
      });
      expect(made.status()).toBe(201);
      videoId = (await made.json()).video_id;
      before = { views: 0, seconds: 0 };
    } else {
      const mapped = await admin.patch(`/api/admin/analytics/addresses/${item?.id}`, {
        headers,
        data: { video_id: videoId },
      });
      expect(mapped.status()).toBe(200);
    }
    const counted = (views: number) =>
      expect
        .poll(async () => {
          const now = await numbersOf(admin, videoId);
          return {
            views: now.views - before.views,
            isExact: Math.abs(now.seconds - before.seconds - watched) < 0.6 * views,
          };
        })
        .toEqual({ views, isExact: true });
    await counted(2);
    await expect
      .poll(async () => (await addressesOf(admin, address, "mapped"))[0])
      .toMatchObject({ video_id: videoId, waiting_beacons: 0, waiting_playbacks: 0 });
    expect(await addressesOf(admin, address)).toEqual([]);

    // From then on a view counts at once; what the closed pages left unconfirmed is sent again, and not counted again.
    const third = await context.newPage();
    expect(await visit(third, site.url)).toBe(200);
    watched += await watch(third);
    await counted(3);
    await administrator.goto(`/videos/${videoId}`);
    const views = new Intl.NumberFormat("en-GB").format(before.views + 3);
    await expect(administrator.getByRole("main")).toContainText(`Views${views}`);
    site.close();
  });
