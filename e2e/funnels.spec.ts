import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* Funnels, as an admin and an instructor define, read and delete them. */

test.describe("an admin", () => {
  test.use({ role: "admin" });

  test("defines a funnel, reads how many take its steps, edits it and deletes it", async ({ page }) => {
    await page.goto("/trends");
    await page.getByRole("link", { name: "Funnels" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Funnels" })).toBeVisible();
    const demo = page.getByRole("row", { name: /Watched, came live, watched again/ });
    await expect(demo).toContainText("Watched a video → Attended a session → Watched a video");

    await page.getByRole("button", { name: "New funnel" }).click();
    const dialog = page.getByRole("dialog", { name: "New funnel" });
    await dialog.getByLabel("Name").fill("From a video to a session");
    await dialog.getByLabel("Step 1").selectOption("Watched a video");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByLabel("Step 2")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Step 2").selectOption("Attended a session");
    await dialog.getByRole("button", { name: "Add a step" }).click();
    await dialog.getByLabel("Step 3").selectOption("Watched a video");
    await dialog.getByLabel("Window").fill("91");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByLabel("Window")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Window").fill("30");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The funnel is saved.")).toBeVisible();
    await expect(dialog).toBeHidden();
    const row = page.getByRole("row", { name: /From a video to a session/ });
    await expect(row).toContainText("Watched a video → Attended a session → Watched a video");
    await expect(row).toContainText("30 days");

    await row.getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1, name: "From a video to a session" })).toBeVisible();
    await page.getByRole("link", { name: "Last 90 days" }).click();
    await expect(page).toHaveURL(/days=90/);
    const numbers = page.getByRole("table", { name: "The numbers of each step" });
    await expect(numbers.getByRole("row")).toHaveCount(4);
    await expect(page.getByText(/^\d+ of \d+ students who took the first step took all 3\.$/)).toBeVisible();
    // The file has the numbers of the page.
    const people = await numbers.getByRole("row").nth(2).getByRole("cell").first().innerText();
    const href = await page.getByRole("link", { name: "CSV" }).first().getAttribute("href");
    const csv = await (await page.request.get(href!)).text();
    expect(csv.split("\r\n")[2]!.split(",")[4]).toBe(people);
    await shot(page, "funnel");
    for (const width of [390, 1440])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(await layoutFaults(page)).toEqual([]);
        await expectAccessible(page);
      }

    await page.getByRole("button", { name: "Edit" }).click();
    const edit = page.getByRole("dialog", { name: "Edit the funnel" });
    await expect(edit.getByLabel("Step 3").locator("option:checked")).toHaveText("Watched a video");
    await edit.getByLabel("Name").fill("Video and session");
    await edit.getByRole("button", { name: "Remove the last step" }).click();
    await edit.getByRole("button", { name: "Save" }).click();
    await expect(edit).toBeHidden();
    await expect(page.getByRole("heading", { level: 1, name: "Video and session" })).toBeVisible();
    await expect(numbers.getByRole("row")).toHaveCount(3);

    await page.getByRole("button", { name: "Delete" }).click();
    const sure = page.getByRole("dialog", { name: "Delete Video and session" });
    await sure.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("The funnel is deleted.")).toBeVisible();
    await expect(demo).toBeVisible();
    await expect(page.getByRole("row", { name: /Video and session/ })).toHaveCount(0);
  });
});

test.describe("an admin of a course", () => {
  test.use({ role: "admin" });

  test("sees what a video’s viewers also watch, and how far the course will be", async ({ page, sql }) => {
    // The most viewed video, whose viewers are enough to compare.
    const [video] = await sql<{ id: string; course_id: string }[]>`
      select v.id, v.course_id from videos v join video_totals t on t.video_id = v.id
      join users admin on admin.school_id = v.school_id and admin.email = 'admin@lectern.test'
      where v.archived_at is null and v.version_of is null order by t.viewers desc limit 1`;
    await page.goto(`/videos/${video!.id}`);
    const related = page.getByRole("table", { name: "Watched also by the same people" });
    await expect(related.getByRole("row").nth(1).getByRole("link")).toBeVisible();
    await expectAccessible(page);
    await shot(page, "video-related");

    await page.goto(`/courses/${video!.course_id}`);
    await expect(
      page.getByRole("heading", { name: /^About \d+ % of the course is expected to be completed by / }),
    ).toBeVisible();
    await expect(
      page.getByRole("slider", { name: /^Share of the course completed by week, / }),
    ).toBeVisible();
    await expectAccessible(page);
    await shot(page, "course-forecast");
  });
});

test.describe("an instructor", () => {
  test.use({ role: "instructor" });

  test("defines a funnel of a course and of one of its videos, without learning events", async ({ page }) => {
    await page.goto("/trends/funnels");
    await page.getByRole("button", { name: "New funnel" }).click();
    const dialog = page.getByRole("dialog", { name: "New funnel" });
    await dialog.getByLabel("Name").fill("My course");
    await expect(dialog.getByLabel("Step 1").getByRole("option", { name: "Opened a material" })).toHaveCount(
      0,
    );
    await dialog.getByLabel("Course").selectOption({ label: "Statistics for everyone" });
    // One that was watched: other tests copy videos into these courses, and of those there are no numbers.
    const watched = "Watched “Correlation is not a cause”";
    await expect(dialog.getByLabel("Step 1").getByRole("option", { name: watched })).toBeAttached();
    await dialog.getByLabel("Step 1").selectOption(watched);
    await dialog.getByLabel("Step 2").selectOption("Attended a session");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The funnel is saved.")).toBeVisible();
    await expect(dialog).toBeHidden();
    await page.getByRole("link", { name: "My course" }).click();
    await page.getByRole("link", { name: "Last 365 days" }).click();
    await expect(page.getByRole("table", { name: "The numbers of each step" })).toContainText(watched);
  });
});
