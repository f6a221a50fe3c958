import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "student" });

/** Every video of the demo can be played here. */
test.beforeAll(async ({ sql }) => {
  await sql`update videos set source_url = '/clip.mp4' where source_url is null and page_url is null`;
});

const section = (page: Page, id: string) => page.locator(`section#${id}`);

test("a student's first page has what is live and next, and each video opens where they stopped", async ({
  page,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "My learning" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText([
    "My learning",
    "Practice",
    "Leaderboard",
    "API reference",
  ]);
  await expect(
    section(page, "next")
      .getByRole("link", { name: /^Open the room: / })
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
  await shot(page, "my-learning");

  const resume = section(page, "continue").locator("a[href*='?t=']").first();
  await expect(resume).toHaveAccessibleName(/^Resume: /);
  const href = (await resume.getAttribute("href"))!;
  expect(href).toMatch(/^\/watch\/[\w-]+\?t=\d+$/);
  await resume.click();
  await expect(page).toHaveURL(/\/watch\/.*\?t=/);
  const second = Number(new URL(page.url()).searchParams.get("t"));
  const video = page.locator("video");
  const length = await video.evaluate(
    (element: HTMLVideoElement) =>
      new Promise<number>((known) => {
        if (element.readyState > 0) known(element.duration);
        element.addEventListener("loadedmetadata", () => known(element.duration), { once: true });
      }),
  );
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => Math.round(element.currentTime)))
    .toBe(Math.round(Math.min(second, length)));
});

test("a live session of a student's course has a button to join, and a missed one its recording", async ({
  page,
  sql,
}) => {
  const [student] = await sql<{ id: string }[]>`select id from users where email = 'student@lectern.test'`;
  const [session] = await sql<{ id: string; title: string; before: string }[]>`
    select s.id, s.title, s.status as before from sessions s
      join enrollments e on e.course_id = s.course_id and e.user_id = ${student!.id}
    where s.status = 'scheduled' order by s.scheduled_start limit 1`;
  await sql`update sessions set status = 'live', started_at = now() where id = ${session!.id}`;
  try {
    await page.goto("/");
    await expect(page.getByText(`“${session!.title}”`, { exact: false }).first()).toBeVisible();
    const join = section(page, "next").getByRole("link", { name: `Join: ${session!.title}` });
    await expect(join).toBeVisible();
  } finally {
    await sql`update sessions set status = 'scheduled', started_at = null where id = ${session!.id}`;
  }
  const missed = section(page, "missed");
  await expect(missed.getByText("Missed").first()).toBeVisible();
  const past = section(page, "sessions");
  await expect(past.getByText(/^Attended, /).first()).toBeVisible();
  await expect(
    missed.getByRole("link", { name: /^(Watch|Resume): the recording of / }).first(),
  ).toBeVisible();
});

test("a student opens a course's videos with the keyboard, and finds what is for them", async ({ page }) => {
  await page.goto("/");
  const course = section(page, "courses").locator("summary").first();
  await course.focus();
  await page.keyboard.press("Enter");
  const video = section(page, "courses")
    .getByRole("link", { name: /^(Watch|Resume|Watch again): / })
    .first();
  await expect(video).toBeVisible();
  await expectAccessible(page);
  const title = (await video.getAttribute("aria-label"))!.replace(/^[^:]+: /, "");

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type(title);
  await expect(palette.getByRole("group", { name: "Videos" }).getByRole("option").first()).toContainText(
    title,
  );
});

test("a student reads each day's activity in the calendar with the keyboard, and in its table", async ({
  page,
  sql,
}) => {
  const [view] = await sql<{ day: string; text: string }[]>`
    select p.day::text, to_char(p.day, 'FMDD Mon') as text from playbacks p join users u on p.viewer_id = 'u:' || u.id
    where u.email = 'student@lectern.test' and p.rolled_up and not p.preview and p.day > current_date - 300 order by p.day desc limit 1`;
  await page.goto("/");
  const activity = section(page, "activity");
  await expect(
    activity.getByRole("heading", { level: 2, name: /^Active on [1-9]\d* of 365 days/ }),
  ).toBeVisible();
  await expect(activity.getByRole("heading", { level: 2, name: "Streak" })).toBeVisible();
  const calendar = activity.getByRole("slider", { name: /^Activity by day, / });
  await calendar.focus();
  await page.keyboard.press("End");
  const today = await calendar.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowLeft");
  await expect(calendar).not.toHaveAttribute("aria-valuetext", today!);
  await activity.getByRole("button", { name: "Table" }).click();
  const table = activity.getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveText([
    "Day",
    "Learning events",
    "Video views",
    "Sessions attended",
    "XP",
    "Minutes",
  ]);
  // A day of views is a row, and says so at the pointer.
  const views = await sql<{ n: number }[]>`
    select count(*)::int as n from playbacks p join users u on p.viewer_id = 'u:' || u.id
    where u.email = 'student@lectern.test' and p.rolled_up and not p.preview and p.day = ${view!.day}`;
  const [day, month] = view!.text.split(" ");
  const row = table.getByRole("row", { name: new RegExp(`^${day} ${month}\\w* `) });
  await expect(row.getByRole("cell").nth(1)).toHaveText(String(views[0]!.n));
  await expectAccessible(page);
  await shot(page, "my-learning-calendar");
});
