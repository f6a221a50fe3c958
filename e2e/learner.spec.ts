import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* One learner's page: the numbers, the calendar, what they did last, and who sees what earned XP. */

const helena = "select id from users where email = 'student@lectern.test'";

test.describe("of one learner an instructor", () => {
  test.use({ role: "instructor" });

  test("reads the numbers, the days and the latest of what they teach, without what earned XP", async ({
    page,
    sql,
  }) => {
    const [student] = await sql.unsafe<{ id: string }[]>(helena);
    const [views] = await sql<{ n: number }[]>`
      select count(*)::int as n from playbacks p join videos v on v.id = p.video_id
        join course_instructors i on i.course_id = v.course_id join users u on u.id = i.user_id
      where u.email = 'instructor@lectern.test' and p.viewer_id = ${`u:${student!.id}`} and p.rolled_up and not p.preview
        and p.day > current_date - 100`;
    expect(views!.n).toBeGreaterThan(0);
    await page.goto(`/people/${student!.id}`);
    const number = (name: string) => page.getByRole("heading", { level: 2, name, exact: true });
    for (const name of [
      "Last seen",
      "Sessions attended",
      "Watch time",
      "Progress",
      "Average quiz score",
      "XP",
    ])
      await expect(number(name)).toBeVisible();
    await expect(page.getByText(/ in what you teach$/)).toBeVisible();
    await expect(page.getByText("Earned XP:")).toHaveCount(0);
    await expect(page.getByRole("table", { name: "Achievements" })).toHaveCount(0);

    // Work and messages stand on the timeline, and each score beside the middle half of the class.
    const weeks = page.locator("section#weeks");
    await expect(
      weeks
        .getByRole("row", { name: /^Quizzes and work/ })
        .getByRole("link")
        .first(),
    ).toHaveAttribute("aria-label", /: (handed in|not handed in|due)/);
    const scores = page.locator("section#scores");
    await scores.getByText(/^Show all \d+$/).click();
    await expect(scores.getByText(/ the middle half$/).last()).toBeVisible();
    await expect(scores.getByText(/^\d+ to \d+\s%, \d+ people$/).last()).toBeVisible();

    const activity = page.locator("section#activity");
    await expect(activity.getByRole("heading", { level: 2, name: /^Active on [1-9]/ })).toBeVisible();
    await expect(activity.getByRole("slider", { name: /^Activity by day, / })).toBeVisible();
    await activity.getByRole("button", { name: "Table" }).click();
    await expect(activity.getByRole("table").getByRole("columnheader")).toHaveText([
      "Day",
      "Video views",
      "Sessions attended",
      "Minutes",
    ]);

    const recent = page.locator("section#recent");
    await expect(recent.getByRole("listitem")).toHaveCount(10);
    await recent.getByText(/^Show all \d+$/).click();
    await expect(recent.getByRole("listitem").nth(10)).toBeVisible();
    await expectAccessible(page);
    await shot(page, "learner-page");
    await recent.getByRole("listitem").filter({ hasText: "Watched" }).first().getByRole("link").click();
    await expect(page).toHaveURL(/\/videos\/[\w-]+$/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});

test.describe("about a learner an instructor", () => {
  test.use({ role: "instructor" });

  test("writes a note, edits it after leaving it empty, and deletes it", async ({ page, sql }) => {
    const [student] = await sql.unsafe<{ id: string }[]>(helena);
    await page.goto(`/people/${student!.id}`);
    const notes = page.locator("section#notes");
    const list = notes.getByRole("list", { name: "Notes by staff" });
    await expect(notes.getByText("No notes yet.")).toBeVisible();
    await notes.getByRole("button", { name: "Add note" }).click();
    await expect(notes.getByLabel(/^Write a note about/)).toBeFocused();
    await notes
      .getByLabel(/^Write a note about/)
      .fill("Works on Tuesday mornings.\nSuggested the recordings.");
    await notes.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("The note is added.")).toBeVisible();
    await expect(list.getByRole("listitem")).toContainText("Works on Tuesday mornings.");
    await expect(notes.getByLabel(/^Write a note about/)).toHaveValue("");
    await expectAccessible(page);
    await shot(page, "learner-notes");

    const dialog = page.getByRole("dialog");
    await notes.getByRole("button", { name: /^Edit your note/ }).click();
    await dialog.getByLabel("Note", { exact: true }).fill("Works on Mondays.");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The note is saved.")).toBeVisible();
    await expect(list.getByRole("listitem")).toContainText("Works on Mondays.");

    // A colleague's can be read only.
    await sql`
      insert into learner_notes (id, school_id, user_id, written_by, text, created_at)
      select gen_random_uuid(), school_id, ${student!.id}, id, 'Late to the lab twice', now() from users where email = 'assistant@lectern.test'`;
    await page.reload();
    await expect(list.getByRole("listitem").first()).toContainText("Late to the lab twice");
    await expect(list.getByRole("listitem").first().getByRole("button")).toHaveCount(0);
    await notes.getByRole("button", { name: /^Delete the note by/ }).click();
    await expect(dialog).toContainText("This cannot be undone");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByText("The note is deleted.")).toBeVisible();
    await expect(list.getByRole("listitem")).toHaveCount(1);
  });
});

test.describe("of one learner an admin", () => {
  test.use({ role: "admin" });

  test("reads what earned XP, and achievements, too", async ({ page, sql }) => {
    const [student] = await sql.unsafe<{ id: string }[]>(helena);
    await page.goto(`/people/${student!.id}`);
    await expect(page.getByRole("heading", { level: 2, name: "XP", exact: true })).toBeVisible();
    await expect(page.getByRole("table", { name: "Achievements" })).toBeVisible();
    await page.locator("section#activity").getByRole("button", { name: "Table" }).click();
    await expect(page.locator("section#activity").getByRole("columnheader", { name: "XP" })).toBeVisible();
    await expectAccessible(page);
  });
});
