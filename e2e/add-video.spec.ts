import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures";

test.use({ role: "instructor" });

test("a video is uploaded, watched here, and replaced by a new version", async ({ page, sql }) => {
  test.setTimeout(240_000);
  await page.goto("/videos");
  await page.getByRole("link", { name: "Add video" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add video" })).toBeVisible();
  const title = `Uploaded ${Date.now()}`;
  await page.getByLabel("Title").fill(title);
  const course = page.getByLabel("Course");
  await course.selectOption({ index: 1 });
  await page.getByLabel("Where the file is").selectOption("upload");
  const file = page.locator('input[type="file"][accept*="video"]');
  // What is not a video is refused by its content, whatever it is called.
  await file.setInputFiles({
    name: "a.mp4",
    mimeType: "video/mp4",
    buffer: Buffer.from("<script>1</script>"),
  });
  await page.getByRole("button", { name: "Add video" }).click();
  await expect(page.getByText("is not an MP4, WebM or QuickTime video")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await file.setInputFiles("public/clip.mp4");
  await page.getByRole("button", { name: "Add video" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible({ timeout: 60_000 });
  const [video] = await sql<{ id: string; duration_ms: number; media_file: string }[]>`
    select id, duration_ms, media_file from videos where title = ${title}`;
  expect(video).toMatchObject({ duration_ms: 120_000 });
  expect(video?.media_file).toMatch(/^[0-9a-f]{32}\.mp4$/);

  // Staff watch their own as a preview, which is a beacon too.
  await page.goto(`/watch/${video?.id}`);
  const player = page.locator("video");
  await expect(player).toHaveAttribute("src", /^\/media\/[0-9a-f]{32}\.mp4\?expires=/);
  await player.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
  });
  const heard = () =>
    sql<{ played: boolean }[]>`
      select not isempty(watched) as played from playbacks where video_id = ${video?.id ?? null}`;
  await expect.poll(async () => (await heard())[0]?.played, { timeout: 30_000 }).toBe(true);

  await page.goto(`/videos/${video?.id}`);
  await page.getByRole("button", { name: "New version" }).click();
  await page.getByRole("dialog").locator('input[type="file"]').setInputFiles("public/clip.mp4");
  await page.getByRole("button", { name: "Replace the file" }).click();
  await expect(page.getByText("This is version 2 now.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Versions compared" })).toBeVisible();
  expect(await heard()).toEqual([]);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The video is in the lists again.")).toBeVisible();
  await page.getByRole("button", { name: "Delete video" }).click();
  await expect(page.getByRole("dialog")).toContainText("Its 2 versions are deleted.");
  await page.getByRole("dialog").getByRole("button", { name: "Delete video" }).click();
  await expect(page).toHaveURL(/\/videos$/);
  expect(
    await sql`select 1 from videos where id = ${video?.id ?? null} or version_of = ${video?.id ?? null}`,
  ).toEqual([]);
});

test("videos are added from a list, and a wrong line stops no other", async ({ page, sql }) => {
  await page.goto("/videos/new");
  const id = `listed-${Date.now()}`;
  const [course] = await sql<{ title: string }[]>`
    select c.title from courses c join course_instructors ci on ci.course_id = c.id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test' order by c.title limit 1`;
  const list = [
    "title,course,id,length",
    `Listed,${course?.title},${id},1:30`,
    `,${course?.title},x,`,
    "Lost,no-such-course,,",
  ];
  await page
    .locator('input[type="file"][accept*="csv"]')
    .setInputFiles({ name: "videos.csv", mimeType: "text/csv", buffer: Buffer.from(list.join("\n")) });
  await expect(page.getByText("Line 3: the title is missing")).toBeVisible();
  await page.getByRole("button", { name: "Add 2 videos" }).click();
  await expect(page.getByText("1 video was added.")).toBeVisible();
  await expect(page.getByText(/Line 4: .*this course does not exist/)).toBeVisible();
  expect(await sql`select title, duration_ms from videos where external_id = ${id}`).toEqual([
    { title: "Listed", duration_ms: 90_000 },
  ]);
  await sql`delete from videos where external_id = ${id}`;
});
