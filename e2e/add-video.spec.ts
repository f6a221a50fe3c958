import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

test("a video is uploaded, watched here, and replaced by a new version", async ({ page, sql, openAs }) => {
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
  await expectAccessible(page);

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
  // Of two who replace it at once the second is told, and their file is not lost.
  const admin = await openAs("admin");
  for (const who of [page, admin]) {
    await who.goto(`/videos/${video?.id}`);
    await who.getByRole("button", { name: "New version" }).click();
    await who.getByRole("dialog").locator('input[type="file"]').setInputFiles("public/clip.mp4");
  }
  await page.getByRole("button", { name: "Replace the file" }).click();
  await expect(page.getByText("This is version 2 now.")).toBeVisible({ timeout: 60_000 });
  await admin.getByRole("button", { name: "Replace the file" }).click();
  const both = admin.getByRole("table", { name: "The two versions" });
  await expect(both.getByRole("row", { name: /^Version 2 1/ })).toBeVisible({ timeout: 60_000 });
  await admin.getByRole("dialog").getByRole("button", { name: "Take the saved one" }).click();
  await admin.getByRole("button", { name: "Replace the file" }).click();
  // Nobody has seen version 2.
  await expect(admin.getByText("The video has its file now.")).toBeVisible({ timeout: 60_000 });
  await admin.close();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Versions compared" })).toBeVisible();
  expect(await heard()).toEqual([]);
  await expectAccessible(page);

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

test("a video is put into a lesson, gets a picture, is edited by two, archived and restored from the list", async ({
  page,
  openAs,
  sql,
}) => {
  test.setTimeout(120_000);
  const title = `Edited ${Date.now()}`;
  const [video] = await sql<{ id: string; lesson: string }[]>`
    with place as (
      select c.school_id, c.id as course_id, l.id as lesson_id, l.number || ' ' || l.title as lesson
      from lessons l join courses c on c.id = l.course_id
        join course_instructors ci on ci.course_id = c.id
        join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
      where l.archived_at is null order by l.position limit 1),
    made as (
      insert into videos (id, school_id, course_id, title, source_url, status, duration_ms)
      select gen_random_uuid(), school_id, course_id, ${title}, '/clip.mp4', 'ready', 120000 from place returning id)
    select made.id, place.lesson from made, place`;
  const id = video?.id ?? "";
  const dialog = page.getByRole("dialog");
  const edit = async () => {
    await page.goto(`/videos/${id}`);
    await page.getByRole("button", { name: "Edit video" }).click();
    await expect(dialog.getByLabel("Title")).toHaveValue(title);
  };
  await edit();
  await dialog.getByLabel("Lesson").selectOption({ label: video?.lesson });
  const picture = dialog.getByLabel("Picture before it plays");
  // What is no picture is refused by its content, whatever it is called.
  await picture.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(picture).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("Lesson")).toHaveValue(/./);
  await picture.setInputFiles("docs/video.png");
  await expectAccessible(page);
  await shot(page, "edit video");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The video is saved.")).toBeVisible();
  const [saved] = await sql`
    select l.number || ' ' || l.title as lesson, poster_file from videos v join lessons l on l.id = v.lesson_id where v.id = ${id}`;
  expect(saved).toEqual({ lesson: video?.lesson, poster_file: expect.stringMatching(/\.png$/) });

  // An edit of another field is no conflict; of the same one both are shown.
  await edit();
  const admin = await openAs("admin");
  await admin.goto(`/videos/${id}`);
  await admin.getByRole("button", { name: "Edit video" }).click();
  await admin.getByRole("dialog").getByLabel("Length").fill("1:59");
  await admin.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("The length is 1:59.")).toBeVisible();
  await dialog.getByLabel("Length").fill("1:58");
  await dialog.getByRole("button", { name: "Save" }).click();
  const versions = dialog.getByRole("table", { name: "The two versions" });
  await expect(versions.getByRole("row", { name: /Length 1:59 1:58/ })).toBeVisible();
  await expect(versions.getByRole("row")).toHaveCount(2);
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByText("The length is 1:58.")).toBeVisible();

  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByText("The video is archived")).toBeVisible();
  await page.goto("/videos");
  await page.getByRole("button", { name: /^Show/ }).click();
  await page.getByRole("menuitemradio", { name: "archived" }).click();
  await expect(page).toHaveURL(/archived=true/);
  await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  await page.getByRole("button", { name: "Restore 1 video" }).click();
  await expect(page.getByText("The video is in the lists again.")).toBeVisible();
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  await expectAccessible(page);
  await sql`delete from videos where id = ${id}`;
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
