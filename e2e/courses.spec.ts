import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, shot, test } from "./fixtures";

/* A course is made, filled and copied in the browser. */

test.use({ role: "instructor" });

const noViolations = async (page: Page) =>
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

async function makeCourse(page: Page, title: string): Promise<void> {
  await page.goto("/courses");
  await page.getByRole("link", { name: "New course" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Make course" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

async function addLesson(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Add lesson" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("article", { name: title })).toBeVisible();
}

const lessonsOf = (page: Page) =>
  page
    .getByRole("list", { name: "Lessons" })
    .getByRole("heading", { level: 3 })
    .allTextContents()
    .then((titles) => titles.map((title) => title.replace(/^[\d.]+/, "")));

test("people are enrolled from a list, in which a wrong line stops no other, and taken out with undo", async ({
  page,
  sql,
}) => {
  const known = await sql<{ email: string; name: string }[]>`
    select distinct u.email, u.name from enrollments e join users u on u.id = e.user_id
    join course_instructors i on i.course_id = e.course_id join users t on t.id = i.user_id and t.email = 'instructor@lectern.test'
    order by u.email limit 2`;
  await makeCourse(page, "Course of people");
  await page
    .getByLabel("Paste a list")
    .fill([known[0]!.email, "nobody@nowhere.example", known[1]!.email].join("\n"));
  await page.getByRole("button", { name: "Check list" }).click();
  await expect(page.getByText(/^2 people would be enrolled.*1 line cannot be used\.$/)).toBeVisible();
  await noViolations(page);
  await shot(page, "enroll");
  await page.getByRole("button", { name: "Enroll 2 people" }).click();
  await expect(page.getByText("2 people are enrolled")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: known[0]!.name });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: /Remove/ }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();
});

test("a course is copied with its lessons, edited by two people, and archived with undo", async ({
  page,
  openAs,
}) => {
  await makeCourse(page, "Course to copy");
  for (const title of ["Alpha", "Beta"]) await addLesson(page, title);
  await page.getByRole("button", { name: "Duplicate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Copied course");
  await dialog.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Copied course" })).toBeVisible();
  await expect.poll(() => lessonsOf(page)).toEqual(["Alpha", "Beta"]);

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Title")).toHaveValue("Copied course");
  const admin = await openAs("admin");
  await admin.goto(page.url());
  await admin.getByLabel("Description").fill("By the admin");
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByText("The course is saved.")).toBeVisible();
  await page.getByLabel("Description").fill("By the instructor");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = page.getByRole("table", { name: "The two versions" });
  await expect(conflict.getByRole("row", { name: /By the admin By the instructor/ })).toBeVisible();
  await noViolations(page);
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByText("The course is saved.")).toBeVisible();

  await page.getByRole("button", { name: "Archive", exact: true }).first().click();
  await expect(page.getByText("Archived: in no list, and open to no new people")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Archived: in no list, and open to no new people")).toHaveCount(0);
});
