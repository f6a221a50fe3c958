import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* An instructor imports the assessments of a course and their results, sees how people did, corrects a file, and undoes it. */

test.use({ role: "instructor" });

const choose = (page: Page, name: string, lines: string[]) =>
  page
    .getByLabel("File of assessments or results")
    .locator("input")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });

const imported = (page: Page, name: string) =>
  page.getByRole("table", { name: "Imports of results" }).getByRole("row", { name: new RegExp(name) });

test("results go in by CSV, are shown as numbers and a distribution, and come out again", async ({
  page,
  sql,
}) => {
  const [course] = await sql<{ id: string; title: string }[]>`
    select courses.id, courses.title from courses join course_instructors on course_id = courses.id
      join users on users.id = user_id where users.email = 'instructor@lectern.test'
      and (select count(*) from enrollments where course_id = courses.id) > 5 order by courses.title limit 1`;
  const learners = await sql<{ email: string }[]>`
    select email from users join enrollments on user_id = users.id
    where course_id = ${course!.id} and email is not null order by email limit 4`;
  const [a, b, c, d] = learners.map(({ email }) => email);

  await page.goto(`/courses/${course!.id}`);
  await page.getByRole("link", { name: "Results", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Results");
  await expect(page.getByText("No assessments yet")).toBeVisible();
  await expectAccessible(page);

  await choose(page, "assessments.csv", [
    "external_id,title,kind,due_at,weight,maximum_points",
    "essay-1,First essay,assignment,2026-11-27,40,20",
    "quiz-1,Quiz 1,quiz,,10,",
  ]);
  await page.getByRole("button", { name: "Import 2 assessments" }).click();
  await expect(imported(page, "assessments")).toContainText("Done", { timeout: 30_000 });
  await page.reload();
  const table = page.getByRole("table", { name: "Assessments" });
  await expect(table.getByRole("row", { name: /First essay/ })).toContainText("40");

  const results = [
    "email,assessment,points,submitted_at",
    `${a},essay-1,20,2026-11-26`,
    `${b},essay-1,15,2026-11-26 18:30`,
    `${c},First essay,10,`,
    `${a},quiz-1,55,`,
    `${d},quiz-1,140,`,
    "nobody@lectern.test,quiz-1,50,",
  ];
  await choose(page, "results.csv", results);
  await expect(page.getByRole("heading", { name: "2 rows need a decision" })).toBeVisible();
  const wrong = page.getByRole("table", { name: "2 rows need a decision" });
  await expect(wrong.getByRole("row").nth(1)).toContainText("points: Must be 100 or less");
  await expect(wrong.getByRole("row").nth(2)).toContainText("This person is not enrolled in the course.");
  await expectAccessible(page);
  await shot(page, "import-results");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV of these rows" }).click();
  const text = await readFile(await (await downloading).path(), "utf8");
  expect(text).toContain(`${d},quiz-1,140,6,points,"Must be 100 or less, the most that can be had"`);

  await page.getByRole("button", { name: "Import 4 results" }).click();
  await expect(imported(page, "results.csv")).toContainText("Done", { timeout: 30_000 });
  await page.reload();
  // (100 + 75 + 50) ÷ 3; below three scores the scores themselves.
  const essay = table.getByRole("row", { name: /First essay/ });
  await expect(essay).toContainText(/3 of \d+/);
  await expect(essay).toContainText("75");
  await expect(essay.getByRole("img", { name: /50 to 60 %: 1; .*90 to 100 %: 1$/ })).toBeVisible();
  const quiz = table.getByRole("row", { name: /Quiz 1/ });
  await expect(quiz).toContainText("55");
  await expect(quiz.getByRole("img")).toHaveCount(0);
  await expectAccessible(page);
  await shot(page, "results");

  // The same file again changes nothing.
  await choose(page, "results.csv", results);
  await expect(page.getByText("Nothing to import: no row changes anything.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Import", exact: true })).toBeDisabled();

  await page.getByRole("button", { name: "Undo the import of results.csv" }).click();
  await page.getByRole("button", { name: "Undo the import", exact: true }).click();
  await expect(page.getByText("The import is undone.")).toBeVisible();
  await expect(table.getByRole("row", { name: /First essay/ })).toContainText(/0 of \d+/);
});

test("a file that has no results says what it needs", async ({ page, sql }) => {
  const [course] = await sql<{ id: string }[]>`
    select course_id as id from course_instructors join users on users.id = user_id
    where users.email = 'instructor@lectern.test' limit 1`;
  await page.goto(`/courses/${course!.id}/results`);
  await choose(page, "people.csv", ["email,name", "x@y.test,X"]);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This is not a file of results");
});
