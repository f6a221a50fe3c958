import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* An instructor imports the assessments of a course and their results, sees how people did, corrects a file, and undoes it; makes, edits and deletes an assessment, and deletes a result. */

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
  const id = await makeCourse(sql, "Course of results", 6);
  const learners = await sql<{ email: string }[]>`
    select email from users join enrollments on user_id = users.id
    where course_id = ${id} and email is not null order by email limit 4`;
  const [a, b, c, d] = learners.map(({ email }) => email);

  await page.goto(`/courses/${id}`);
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

/** A course of the instructor's and the assistant's with learners, a lesson and a class. */
async function makeCourse(sql: Sql, title: string, learners = 3): Promise<string> {
  const [course] = await sql<{ id: string }[]>`
    insert into courses (id, school_id, title)
    select gen_random_uuid(), school_id, ${title} from users where email = 'instructor@lectern.test' returning id`;
  const { id } = course!;
  await sql`
    insert into course_instructors (course_id, user_id)
    select ${id}, id from users where email in ('instructor@lectern.test', 'assistant@lectern.test')`;
  await sql`insert into lessons (id, course_id, number, title, position) values (gen_random_uuid(), ${id}, '1', 'Reading residuals', 1)`;
  await sql`insert into classes (id, course_id, name) values (gen_random_uuid(), ${id}, 'Monday class')`;
  await sql`
    insert into enrollments (course_id, user_id)
    select ${id}, id from users where role = 'student' and email is not null
      and school_id = (select school_id from courses where id = ${id}) order by email limit ${learners}`;
  return id;
}

const assessmentsOf = (page: Page) => page.getByRole("table", { name: "Assessments" });

test("an assessment is made, edited after a colleague's edit, archived, and deleted with what is lost; so is a result", async ({
  page,
  sql,
}) => {
  const id = await makeCourse(sql, "Course of assessments");
  await page.goto(`/courses/${id}/results`);
  await expect(page.getByText("No assessments yet")).toBeVisible();
  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Save", exact: true });

  await page.getByRole("button", { name: "Add assessment" }).click();
  await expect(dialog.getByLabel("Maximum points")).toHaveValue("100");
  await dialog.getByLabel("Time").fill("18:00");
  await save.click();
  // The first wrong field has the focus.
  await expect(dialog.getByLabel("Title")).toBeFocused();
  await expect(dialog.getByLabel("Due on")).toHaveAccessibleDescription(/missing/i);
  await dialog.getByLabel("Title").fill("First essay");
  await dialog.getByLabel("Due on").fill("2026-12-04");
  await dialog.getByLabel("Weight").fill("40");
  await dialog.getByLabel("Maximum points").fill("20");
  await dialog.getByLabel("Lesson", { exact: true }).selectOption({ label: "1 Reading residuals" });
  await expectAccessible(page);
  await shot(page, "assessment-form");
  await save.click();
  await expect(page.getByText("The assessment is added.")).toBeVisible();
  const row = assessmentsOf(page).getByRole("row", { name: /First essay/ });
  await expect(row).toContainText("Assignment · Reading residuals");
  await expect(row).toContainText("18:00");
  const stored = async () => {
    const [one] = await sql<{ due: string; weight: number; title: string; class: string | null }[]>`
      select to_char(due_at at time zone s.time_zone, 'YYYY-MM-DD HH24:MI:SS') as due, weight, a.title,
        (select name from classes where id = a.class_id) as class
      from assessments a join courses c on c.id = a.course_id join schools s on s.id = c.school_id
      where c.id = ${id}`;
    return one;
  };
  expect(await stored()).toMatchObject({ due: "2026-12-04 18:00:00", weight: 40, class: null });

  // A program has set the seconds and a colleague another weight meanwhile: the same minute keeps its seconds.
  await page.getByRole("button", { name: "Edit First essay" }).click();
  await expect(dialog.getByLabel("Time")).toHaveValue("18:00");
  await dialog.getByLabel("Weight").fill("50");
  await dialog.getByLabel("Set to").selectOption({ label: "Monday class" });
  await sql`
    update assessments set weight = 30, due_at = due_at + interval '59 s', revision = revision + 1 where course_id = ${id}`;
  await save.click();
  const versions = dialog.getByRole("table", { name: "The two versions" });
  await expect(versions.getByRole("row", { name: /Weight/ })).toContainText(/30.*50/);
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByText("The assessment is saved.")).toBeVisible();
  expect(await stored()).toMatchObject({ due: "2026-12-04 18:00:59", weight: 50, class: "Monday class" });
  await page.getByRole("button", { name: "Edit First essay" }).click();
  await dialog.getByLabel("Set to").selectOption({ label: "Everyone in the course" });
  await save.click();
  await expect(dialog).toHaveCount(0);
  await expect(row).not.toContainText("Monday class");

  await page.getByRole("button", { name: "Archive First essay" }).click();
  await expect(page.getByText("No assessments yet")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();

  await sql`
    insert into results (id, assessment_id, user_id, attempt, points, submitted_at)
    select gen_random_uuid(), a.id, e.user_id, n, 10, now() from assessments a
      join enrollments e using (course_id) cross join generate_series(1, 2) n where a.course_id = ${id}`;
  await page.reload();
  const people = page.getByRole("table", { name: "Each person’s results" });
  await expect(people.getByRole("row")).toHaveCount(1 + 6);
  await expect(people.getByRole("row").nth(1)).toContainText("10 of 20");
  await expect(people.getByRole("row").nth(1)).toContainText("50");
  await expectAccessible(page);
  await shot(page, "results-of-people");
  const name = await people.getByRole("row").nth(1).getByRole("link").innerText();
  await page.getByRole("searchbox", { name: "Search people" }).fill(name);
  await expect(people.getByRole("row")).toHaveCount(1 + 2);
  const one = `Delete the result of ${name} in First essay, attempt 2`;
  await people.getByRole("button", { name: one }).click();
  await expect(dialog).toContainText("Its points are deleted. This cannot be undone");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await people.getByRole("button", { name: one }).click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("The result is deleted.")).toBeVisible();
  await expect(people.getByRole("row")).toHaveCount(1 + 1);
  await expect(people.getByRole("button", { name: one })).toHaveCount(0);
  expect(
    await sql`select from results join assessments a on a.id = assessment_id where course_id = ${id}`,
  ).toHaveLength(5);

  await page.getByRole("button", { name: "Delete First essay" }).click();
  await expect(dialog).toContainText("5 results are deleted with it.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("The assessment is deleted.")).toBeVisible();
  await expect(page.getByText("No assessments yet")).toBeVisible();
  const log = await sql<{ action: string }[]>`
    select action from audit_log where action like 'assessment.%' and target_id not in (select id::text from assessments)
      and detail::text like '%First essay%' or action = 'result.delete' order by id desc limit 2`;
  expect(log.map(({ action }) => action)).toEqual(["assessment.delete", "result.delete"]);
});

test("the questions of a quiz are added, edited, ordered and archived, with what people answered", async ({
  page,
  sql,
}) => {
  const id = await makeCourse(sql, "Course of questions", 12);
  await sql`insert into assessments (id, course_id, kind, title, maximum_points) values (gen_random_uuid(), ${id}, 'quiz', 'First quiz', 4)`;
  await page.goto(`/courses/${id}/results`);
  await assessmentsOf(page).getByRole("link", { name: "First quiz" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "First quiz" })).toBeVisible();
  await expect(page.getByText("No questions yet")).toBeVisible();
  await expectAccessible(page);

  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Save", exact: true });
  const add = async (title: string, points: string) => {
    await page.getByRole("button", { name: "Add question" }).click();
    await dialog.getByLabel("Question").fill(title);
    await dialog.getByLabel("Maximum points").fill(points);
    await save.click();
    await expect(dialog).toHaveCount(0);
  };
  await page.getByRole("button", { name: "Add question" }).click();
  await save.click();
  await expect(dialog.getByLabel("Question")).toBeFocused();
  await expectAccessible(page);
  await shot(page, "question-form");
  await dialog.getByRole("button", { name: "Close" }).click();
  await add("Which residual is largest?", "2");
  await add("What does its sign say?", "1");
  await expect(page.getByText("The questions add up to 3 of the assessment’s 4 points.")).toBeVisible();

  // 9 of 12 right: Wilson's interval is 47 to 91 %.
  await sql`
    insert into results (id, assessment_id, user_id, points, answers)
    select gen_random_uuid(), a.id, e.user_id, 2, jsonb_build_array(jsonb_build_object('question_id', 'q1',
      'answer', case when row_number() over (order by e.user_id) <= 9 then 'The seventh' else 'The first' end,
      'points', case when row_number() over (order by e.user_id) <= 9 then 2 else 0 end))
    from assessments a join enrollments e using (course_id) where a.course_id = ${id}`;
  await page.reload();
  const questions = page.getByRole("list", { name: "Questions", exact: true });
  const first = questions.getByRole("article", { name: "Which residual is largest?" });
  await expect(first).toContainText("12 people answered");
  await expect(first).toContainText(/75\s% right of 12/);
  await expect(first).toContainText(/47–91/);
  const answers = first.getByRole("list", { name: /Answers to/ }).getByRole("listitem");
  await expect(answers.first()).toContainText(/The seventh.*right.*9/);
  await expect(answers.last()).toContainText(/The first.*3/);
  await expectAccessible(page);
  await shot(page, "questions");

  // The points of answers bound what the question can have.
  await page.getByRole("button", { name: "Edit Which residual is largest?" }).click();
  await dialog.getByLabel("Maximum points").fill("1");
  await save.click();
  await expect(dialog.getByLabel("Maximum points")).toHaveAccessibleDescription(/must be 2 or more/);
  await dialog.getByLabel("Maximum points").fill("3");
  await save.click();
  await expect(page.getByText("The question is saved.")).toBeVisible();
  // Nobody had all of three points.
  await expect(first).toContainText(/0\s% right of 12/);
  await expect(page.getByText(/The questions add up/)).toHaveCount(0);

  await page.getByRole("button", { name: "Move What does its sign say? up" }).click();
  await expect(questions.getByRole("article").first()).toHaveAccessibleName("What does its sign say?");
  await expect
    .poll(
      async () => (await sql`select questions->0->>'id' as id from assessments where course_id = ${id}`)[0],
    )
    .toMatchObject({ id: "q2" });
  await page.getByRole("button", { name: "Archive Which residual is largest?" }).click();
  await expect(questions.getByRole("article")).toHaveCount(1);
  await page.getByText("1 archived question").click();
  await page.getByRole("button", { name: "Restore Which residual is largest?" }).click();
  await expect(questions.getByRole("article")).toHaveCount(2);
});

test.describe("an assistant", () => {
  test.use({ role: "assistant" });

  test("sees assessments and results, and cannot change them", async ({ page, sql }) => {
    const id = await makeCourse(sql, "Course of an assistant");
    await sql`insert into assessments (id, course_id, kind, title) values (gen_random_uuid(), ${id}, 'quiz', 'First quiz')`;
    await sql`
      insert into results (id, assessment_id, user_id, points)
      select gen_random_uuid(), a.id, e.user_id, 70 from assessments a join enrollments e using (course_id) where a.course_id = ${id}`;
    await page.goto(`/courses/${id}/results`);
    await expect(assessmentsOf(page).getByRole("row", { name: /First quiz/ })).toContainText("3 of 3");
    await expect(
      page.getByRole("table", { name: "Each person’s results" }).getByRole("row", { name: /70 of 100/ }),
    ).toHaveCount(3);
    await expect(
      page.getByRole("main").getByRole("button", { name: /^(Add|Edit|Archive|Delete)/ }),
    ).toHaveCount(0);
  });
});
