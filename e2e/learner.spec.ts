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
