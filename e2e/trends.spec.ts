import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.describe("an admin", () => {
  test.use({ role: "admin" });

  test("sees who was active and what was watched, in the period of the address", async ({
    page,
    sql,
    server,
  }) => {
    const people = await sql<{ id: string }[]>`
      select u.id from users u join users admin on admin.school_id = u.school_id and admin.email = 'admin@lectern.test'
      where u.role = 'student' order by u.id limit 3`;
    // The same ids again change nothing.
    const answer = await page.request.post("/api/analytics/events/track", {
      headers: { origin: server.url },
      data: people.map(({ id }, index) => ({
        event_type: "material_view",
        id: `00000000-0000-4000-8000-00000000010${index}`,
        user_id: id,
        properties: { material_id: "slides-7", material_type: "pdf", interaction_type: "opened" },
      })),
    });
    expect(await answer.json()).toMatchObject({ success: true });
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Trends" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Trends" })).toBeVisible();
    await expect(page.getByText(/^\d+ students were active, \d+\.\d a day on average\./)).toBeVisible();
    for (const name of ["Active students by day", "Activity by day", "Video views by day"])
      await expect(page.getByRole("heading", { name })).toBeVisible();
    const videos = page.getByRole("table", { name: "Most viewed videos" });
    await expect(videos.getByRole("row").nth(1).getByRole("link")).toBeVisible();

    await page
      .getByRole("navigation", { name: "Period" })
      .getByRole("link", { name: "Last 90 days" })
      .click();
    await expect(page).toHaveURL(/days=90/);
    await expect(page.getByRole("link", { name: "Last 90 days" })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("slider", { name: /^Active students by day, / })).toBeVisible();
    await expect(
      page.getByRole("slider", { name: /^Active students on each day of the last year, / }),
    ).toBeVisible();
    await expect(
      page.getByRole("heading", { name: /^About \d+ active students are expected in the week of / }),
    ).toBeVisible();
    await expect(page.getByRole("slider", { name: /^Active students by week, / })).toBeVisible();
    await expectAccessible(page);
    await shot(page, "trends");

    await page.getByRole("button", { name: "Table", exact: true }).first().click();
    const days = page.getByRole("table", { name: "Active students by day" });
    await expect(days.getByRole("row")).toHaveCount(91);
  });

  test("sees which students came back, by the week of their first activity", async ({ page }) => {
    await page.goto("/trends?days=365");
    const cohorts = page.getByRole("table", { name: "Students by the week in which they were active first" });
    // A column for the week, one for its students, and one for each later of the 26 weeks.
    await expect(cohorts.getByRole("columnheader")).toHaveCount(27);
    await expect(cohorts.getByRole("row", { name: /^All shown \d+ \d/ })).toBeVisible();
    // The file has a line for each of the 26 weeks.
    const href = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
    const csv = await (await page.request.get(href!)).text();
    expect(csv.trim().split("\r\n")).toHaveLength(27);
    await expectAccessible(page);
    await shot(page, "trends-year");
  });
});

test.describe("an instructor", () => {
  test.use({ role: "instructor" });

  test("sees what was watched in their courses", async ({ page }) => {
    await page.goto("/trends?days=365");
    await expect(page.getByText("Your courses")).toBeVisible();
    await expect(page.getByRole("table", { name: "Completion by course" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Active students by day" })).toHaveCount(0);
    await page.getByRole("table", { name: "Most viewed videos" }).getByRole("link").first().click();
    await expect(page).toHaveURL(/\/videos\//);
  });
});
