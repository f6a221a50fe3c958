import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";
import { layoutFaults } from "./layout";

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

test.describe("an admin of a course", () => {
  test.use({ role: "admin" });

  test("narrows everything to the course and a class, in the address", async ({ page, sql }) => {
    const [taken] = await sql<{ course: string; class_name: string; external_id: string }[]>`
      select c.title as course, k.name as class_name, c.external_id from classes k
      join courses c on c.id = k.course_id join enrollments e on e.class_id = k.id
      join users admin on admin.school_id = c.school_id and admin.email = 'admin@lectern.test'
      where k.archived_at is null and c.archived_at is null
        and exists (select from videos v join video_totals t on t.video_id = v.id where v.course_id = c.id and t.views > 0)
      group by c.id, k.id having count(*) >= 8 order by count(*) desc, c.title, k.name limit 1`;
    await page.goto("/trends?days=365");
    const menus = page.getByRole("toolbar");
    await menus.getByRole("button", { name: "Course any" }).click();
    await page.getByRole("menuitemradio", { name: taken!.course, exact: true }).click();
    await expect(page).toHaveURL(/course_id=/);
    await expect(menus.getByRole("button", { name: `Course ${taken!.course}` })).toBeVisible();
    // Learning events belong to no course.
    await expect(page.getByText("Learning events", { exact: true })).toHaveCount(0);
    await expect(page.getByText(/learning event/i)).toHaveCount(0);
    const courses = page.getByRole("table", { name: "Completion by course" });
    await expect(courses.getByRole("row")).toHaveCount(2);
    await expect(courses.getByRole("row").nth(1)).toContainText(taken!.course);
    await menus.getByRole("button", { name: "Class any" }).click();
    await page.getByRole("menuitemradio", { name: taken!.class_name, exact: true }).click();
    // The period keeps both, also while the server still answers for the class, and so does the file.
    await page.getByRole("link", { name: "Last 90 days" }).click();
    await expect(page).toHaveURL(/days=90.*course_id=.*class_id=|course_id=.*class_id=.*days=90/);
    await expect(page.getByRole("link", { name: "CSV" })).toHaveAttribute("href", /class_id=/);
    await expectAccessible(page);
    await shot(page, "trends-class");
    expect((await page.request.get("/api/analytics/trends/engagement?course_id=nothing")).status()).toBe(404);
  });

  test("reads what will be here where nothing happened, and who is too few", async ({ page, sql }) => {
    const [course] = await sql<{ id: string }[]>`
      insert into courses (id, school_id, title) select gen_random_uuid(), school_id, 'Alone for Trends' from users
      where email = 'admin@lectern.test' returning id`;
    try {
      await page.goto(`/trends?course_id=${course!.id}`);
      await expect(page.getByText("Fewer than 5 learners")).toBeVisible();
      await expectAccessible(page);
      await sql`insert into enrollments (course_id, user_id) select ${course!.id}, u.id from users u
        join users admin on admin.school_id = u.school_id and admin.email = 'admin@lectern.test'
        where u.role = 'student' order by u.id limit 6`;
      await page.reload();
      await expect(page.getByText("No activity in this period")).toBeVisible();
      await page.getByRole("link", { name: "The last year" }).click();
      await expect(page).toHaveURL(/days=365/);
      await expect(page.getByText("No activity in this period")).toBeVisible();
      await expect(page.getByRole("link", { name: "The last year" })).toHaveCount(0);
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await layoutFaults(page)).toEqual([]);
      }
      await expectAccessible(page);
      await shot(page, "trends-empty");
    } finally {
      await sql`delete from courses where id = ${course!.id}`;
    }
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
