import type { Page } from "@playwright/test";
import type postgres from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

/** The video with a real file, in a course of the demo's instructor; its facts are counted here without the app's queries. */
async function playedVideo(sql: postgres.Sql) {
  const [video] = await sql<{ id: string; title: string; courseId: string; seconds: number }[]>`
    select v.id, v.title, v.course_id, round(v.duration_ms / 1000.0)::int as seconds
    from videos v join course_instructors ci on ci.course_id = v.course_id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
    where v.source_url = '/clip.mp4' order by v.title limit 1`;
  if (!video) throw new Error("the demo school has no video with a file");
  return video;
}

const curve = (page: Page) => page.getByRole("slider", { name: /Share of views/ });
const currentTime = (page: Page) => page.evaluate(() => document.querySelector("video")?.currentTime ?? -1);

test("the list counts the viewed videos, sorts, searches and opens one", async ({ page, sql }) => {
  await page.goto("/videos");
  await expect(page.getByRole("heading", { level: 1, name: "Videos" })).toBeVisible();

  const [facts] = await sql<{ views: number }[]>`
    select count(*)::int as views from playbacks p join videos v on v.id = p.video_id
      join course_instructors ci on ci.course_id = v.course_id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
    where p.viewed_at is not null and not p.preview`;
  await expect(page.getByText((facts?.views ?? -1).toLocaleString("en-GB"), { exact: true })).toBeVisible();
  await shot(page, "videos");

  await page.getByRole("button", { name: "Video", exact: true }).click();
  await expect(page).toHaveURL(/sort=title/);
  const titles = () => page.locator("tbody tr td:first-child a").allTextContents();
  // The URL changes before the rows arrive.
  await expect
    .poll(async () => {
      const shown = await titles();
      return (
        shown.length > 1 &&
        shown.every((title, index) => index === 0 || (shown[index - 1] ?? "").localeCompare(title, "en") <= 0)
      );
    })
    .toBe(true);

  const video = await playedVideo(sql);
  await page.getByLabel("Title or course").fill(video.title);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole("link", { name: video.title }).click();
  await expect(page.getByRole("heading", { level: 1, name: video.title })).toBeVisible();
});

test("search, columns and sort are all in the URL, and back undoes one step", async ({ page }) => {
  await page.goto("/videos");
  const rows = page.locator("tbody tr");
  const search = page.getByLabel("Title or course");
  const asked = (keys: Record<string, string>) => (url: URL) =>
    JSON.stringify([...url.searchParams].sort()) === JSON.stringify(Object.entries(keys).sort());
  const all = await rows.count();
  // Each change is made before the server has answered the previous one.
  await search.pressSequentially("int");
  await search.press("Backspace");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Length", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Last view" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Video", exact: true }).click();
  await page.getByRole("button", { name: "Video", exact: true }).click();
  await expect(page).toHaveURL(asked({ q: "in", columns: "length,recent", sort: "-title" }));
  await expect(search).toHaveValue("in");
  await expect(page.locator('th[aria-sort="descending"]')).toHaveText("Video");
  await expect(page.getByRole("columnheader", { name: "Length", exact: true })).toHaveCount(0);

  await page.goBack();
  await expect(page.locator('th[aria-sort="ascending"]')).toHaveText("Video");
  await expect(page).toHaveURL(asked({ q: "in", columns: "length,recent", sort: "title" }));
  // The URL alone restores the view.
  await page.reload();
  await expect(search).toHaveValue("in");
  await expect(page.getByRole("columnheader", { name: "Length", exact: true })).toHaveCount(0);
  await search.fill("");
  await expect(page).toHaveURL(asked({ columns: "length,recent", sort: "title" }));
  await expect(rows).toHaveCount(all);
});

test("the page's numbers for a second equal those counted from the facts", async ({ page, sql }) => {
  const video = await playedVideo(sql);
  await page.goto(`/videos/${video.id}`);
  const second = Math.floor(video.seconds / 2);
  const [facts] = await sql<{ base: number; covers: number; viewers: number }[]>`
    select count(*) filter (where not isempty(watched))::int as base,
      round(sum((select count(*) from generate_series(${second}::int * 10, ${second}::int * 10 + 9) tenth where watched @> tenth)) / 10)::int as covers,
      count(distinct coalesce(viewer_id, playback_id::text))::int as viewers
    from playbacks where video_id = ${video.id} and viewed_at is not null and not preview`;
  if (!facts) throw new Error("no facts");

  await expect(curve(page)).toBeVisible();
  await shot(page, "video");
  const box = await curve(page).boundingBox();
  if (!box) throw new Error("the chart has no size");
  await curve(page).hover({ position: { x: ((second + 0.5) / video.seconds) * box.width, y: 100 } });
  const number = (value: number) => value.toLocaleString("en-GB");
  await expect(
    page.getByText(`${number(facts.covers)} of ${number(facts.base)} views reached this second`),
  ).toBeVisible();
  await expect(page.getByText(`by ${number(facts.viewers)} people`)).toBeVisible();
  // The hover line crosses the chart and the viewers' strips.
  await expect(page.locator(`[data-hover="${second}"]`)).toHaveCount(2);
  await expectAccessible(page);
});

test("a click or the keyboard on the chart moves the player", async ({ page, sql }) => {
  const video = await playedVideo(sql);
  await page.goto(`/videos/${video.id}`);
  const box = await curve(page).boundingBox();
  if (!box) throw new Error("the chart has no size");
  const half = Math.floor(video.seconds / 2);
  await curve(page).click({ position: { x: ((half + 0.5) / video.seconds) * box.width, y: 100 } });
  await expect.poll(() => currentTime(page)).toBeCloseTo(half, 0);

  await page.mouse.move(0, 0);
  await curve(page).focus();
  await page.keyboard.press("Home");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => currentTime(page)).toBeCloseTo(3, 0);
});

test("a video without a file shows its numbers, and plays once its address is added", async ({
  page,
  sql,
}) => {
  const [video] = await sql<{ id: string; source_url: string }[]>`
    select v.id, v.source_url from videos v join video_totals t on t.video_id = v.id
      join course_instructors ci on ci.course_id = v.course_id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
    where v.source_url like '/film/%' order by t.views desc limit 1`;
  if (!video) throw new Error("the demo school has no video of its film");
  const dialog = page.getByRole("dialog", { name: "Edit video" });
  const address = dialog.getByLabel("Address of the video file");
  await page.goto(`/videos/${video.id}`);
  await page.getByRole("button", { name: "Edit video" }).click();
  await expect(address).toHaveValue(video.source_url);
  await address.fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("video")).toHaveCount(0);
  await expect(page.getByText("The address of this video’s file is not known here")).toBeVisible();
  await expect(curve(page)).toBeVisible();
  await expectAccessible(page);
  await shot(page, "video-no-file");

  await page.getByRole("button", { name: "Add address" }).click();
  await expect(address).toBeFocused();
  await address.fill("a film");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("must be a web address")).toBeVisible();
  await address.fill(video.source_url);
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => currentTime(page)).toBeGreaterThan(1);
});

test("the chart is available as a table, PNG and CSV", async ({ page, sql }) => {
  const video = await playedVideo(sql);
  await page.goto(`/videos/${video.id}`);
  await expect(curve(page)).toBeVisible();
  await page.getByRole("button", { name: "Table", exact: true }).first().click();
  const rows = page.getByRole("region", { name: "Retention as a table" }).locator("tbody tr");
  await expect(rows).toHaveCount(Math.ceil(video.seconds / 10));

  const [picture] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "PNG", exact: true }).first().click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await picture.createReadStream()) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  // The width in the PNG's header is twice that of the plot and its margins.
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(1700);

  const href = await page.getByRole("link", { name: "CSV", exact: true }).getAttribute("href");
  const csv = await page.request.get(href ?? "");
  expect(csv.status()).toBe(200);
  expect((await csv.text()).trim().split("\r\n")).toHaveLength(video.seconds + 1);
});

test("the viewers' search, sort and page are in the URL", async ({ page, sql }) => {
  const video = await playedVideo(sql);
  await page.goto(`/videos/${video.id}`);
  const rows = page.locator("#viewers tbody tr");
  await expect(rows).toHaveCount(12);
  const first = await rows.first().innerText();

  await page.getByRole("button", { name: "Next" }).click();
  await expect(page).toHaveURL(/viewers\.offset=12/);
  await expect(rows.first()).not.toHaveText(first, { useInnerText: true });
  await page.goBack();
  await expect(rows.first()).toHaveText(first, { useInnerText: true });

  await page.getByRole("button", { name: "Most watched first" }).click();
  await page.getByRole("menuitemradio", { name: "By name" }).click();
  await expect(page).toHaveURL(/viewers\.sort=name/);

  const [somebody] = await sql<{ name: string; found: number }[]>`
    select u.name, 1 as found from viewer_progress vp join users u on vp.viewer_id = 'u:' || u.id
    where vp.video_id = ${video.id} and vp.playbacks > 0 order by u.name desc limit 1`;
  await page.getByLabel("Find a viewer").fill(somebody?.name ?? "");
  await expect(rows.first()).toContainText(somebody?.name ?? "");
  await page.getByLabel("Find a viewer").fill("nobody is called so");
  await expect(page.getByText(/No viewer/)).toBeVisible();
});

test("a range of days counts only the views of those days", async ({ page, sql }) => {
  const video = await playedVideo(sql);
  const [facts] = await sql<{ day: string; views: number }[]>`
    select day::text as day, count(*)::int as views from playbacks
    where video_id = ${video.id} and viewed_at is not null and not preview group by 1 order by 2 desc limit 1`;
  if (!facts) throw new Error("no facts");
  await page.goto(`/videos/${video.id}?from=${facts.day}&to=${facts.day}`);
  const views = page
    .getByRole("heading", { name: "Views", exact: true })
    .locator("xpath=following-sibling::p[1]");
  await expect(views).toContainText(facts.views.toLocaleString("en-GB"));
  await page.getByRole("button", { name: /^\d+ \w+ \d{4}$/ }).click();
  await page.getByRole("button", { name: "All time" }).click();
  await expect(page).not.toHaveURL(/from=/);
});

test("a number explains how it is computed", async ({ page, sql }) => {
  const video = await playedVideo(sql);
  await page.goto(`/videos/${video.id}`);
  await page.getByRole("button", { name: "Completed", exact: true }).click();
  const explanation = page.getByRole("dialog", { name: "Explanation" });
  await expect(explanation).toContainText("People who completed it");
  await expect(explanation.getByRole("link")).toHaveAttribute("href", /viewers/);
});

test("an unknown video is 404, another instructor's is 403", async ({ page, sql, openAs }) => {
  expect((await page.goto("/videos/no-such-video"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Video not found" })).toBeVisible();
  const [foreign] = await sql<{ id: string }[]>`
    select v.id from videos v join users u on u.school_id = v.school_id and u.email = 'instructor@lectern.test'
    where not exists (select from course_instructors ci where ci.course_id = v.course_id and ci.user_id = u.id) limit 1`;
  expect((await page.goto(`/videos/${foreign?.id}`))?.status()).toBe(403);
  const [elsewhere] = await sql<{ id: string }[]>`
    select v.id from videos v join users u on u.school_id <> v.school_id and u.email = 'instructor@lectern.test' limit 1`;
  expect((await page.goto(`/videos/${elsewhere?.id}`))?.status()).toBe(404);
  const student = await openAs("student");
  expect((await student.goto("/videos"))?.status()).toBe(403);
});

test("a phone shows the flags and their list, and nothing is wider than the screen", async ({
  page,
  sql,
}) => {
  const video = await playedVideo(sql);
  for (const width of [360, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of ["/videos", `/videos/${video.id}`]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, `${path} at ${width}`).toBe(0);
    }
  }
  const moment = page.locator("ol button").first();
  await expect(moment).toBeVisible();
  await moment.click();
  await expect.poll(() => currentTime(page)).toBeGreaterThan(0);
  await expectAccessible(page);
});
