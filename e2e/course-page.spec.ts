import type postgres from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* A course by its lessons: where people stop, what they watched, and who came. */

type Course = {
  id: string;
  title: string;
  learners: number;
  lessons: number;
  class_id: string;
  class: string;
};

/** The largest course of the demo's instructor, with one of its classes of 5 people or more. */
async function largestCourse(sql: postgres.Sql): Promise<Course> {
  const [course] = await sql<Course[]>`
    select c.id, c.title, (select count(*)::int from enrollments e where e.course_id = c.id) as learners,
      (select count(*)::int from lessons l where l.course_id = c.id and l.archived_at is null) as lessons,
      g.id as class_id, g.name as class
    from courses c join course_instructors t on t.course_id = c.id
      join users u on u.id = t.user_id and u.email = 'instructor@lectern.test'
      join classes g on g.course_id = c.id and g.archived_at is null
        and (select count(*) from enrollments e where e.class_id = g.id) >= 5
    where c.archived_at is null order by learners desc, c.id, g.name limit 1`;
  return course!;
}

test.describe("an instructor", () => {
  test.use({ role: "instructor" });

  test("sees a video before and after it was re-cut, with the interval of the difference", async ({
    page,
    sql,
  }) => {
    const course = await largestCourse(sql);
    const [video] = await sql<{ id: string; title: string }[]>`
      select v.id, v.title from videos v join video_totals t on t.video_id = v.id
      where v.course_id = ${course.id} and v.version_of is null and v.archived_at is null and t.viewers >= 20
      order by v.id limit 1`;
    const earlier = "0192f3a4-7c1e-7d30-9a41-000000000001";
    await sql.begin(async (tx) => {
      await tx`update videos set version = 2 where id = ${video!.id}`;
      await tx`
        insert into videos (id, school_id, course_id, title, status, duration_ms, version, version_of, archived_at)
        select ${earlier}, school_id, course_id, title, status, duration_ms, 1, id, now() - interval '20 days' from videos where id = ${video!.id}`;
      for (const table of ["video_totals", "video_seconds"]) {
        await tx`create temp table copied on commit drop as select * from ${tx(table)} where video_id = ${video!.id}`;
        await tx`update copied set video_id = ${earlier}`;
        await tx`insert into ${tx(table)} select * from copied`;
        await tx`drop table copied`;
      }
      await tx`update video_totals set completers = 0 where video_id = ${earlier}`;
    });
    await page.goto(`/courses/${course.id}`);
    const part = page.locator("section#recut");
    await expect(part.getByRole("heading", { level: 2 })).toContainText(video!.title);
    await expect(part.getByRole("slider", { name: /^The video before and after the re-cut/ })).toBeVisible();
    await expect(part.getByText(/^Difference in the share: .* \(95\s% interval\)/).last()).toBeVisible();
    await part.getByRole("button", { name: "Table" }).click();
    await expect(part.getByRole("columnheader", { name: "Part of the video" })).toBeVisible();
    await expectAccessible(page);
    await shot(page, "course-recut");
    await part.getByRole("link", { name: "Open video" }).click();
    await expect(page).toHaveURL(new RegExp(`/videos/${video!.id}$`));
    // Its numbers have no playbacks from which they could be computed again.
    await sql`delete from video_totals where video_id = ${earlier}`;
    await sql`delete from video_seconds where video_id = ${earlier}`;
    await sql`delete from videos where id = ${earlier}`;
    await sql`update videos set version = 1 where id = ${video!.id}`;
  });

  test("sees who reached each lesson, and how far each class got", async ({ page, sql }) => {
    const course = await largestCourse(sql);
    await page.goto(`/courses/${course.id}`);
    await expect(page.getByRole("heading", { level: 1, name: course.title })).toBeVisible();
    for (const name of ["Enrolled", "Active this week", "Average progress", "Completed", "Average quiz"])
      await expect(page.getByRole("heading", { level: 2, name, exact: true })).toBeVisible();
    const chart = page.getByRole("slider", { name: /^Lessons of the course/ });
    await expect(chart).toBeVisible();
    await expect(page.getByRole("heading", { name: "How far each class got" })).toBeVisible();
    await expect(
      page.getByRole("slider", { name: new RegExp(`^Share of ${course.class} that reached each lesson`) }),
    ).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: "Look at these first" })).toBeVisible();
    await expectAccessible(page);
    await shot(page, "course");
  });

  test("opens a lesson with the keyboard, and finds the people behind its numbers", async ({ page, sql }) => {
    const course = await largestCourse(sql);
    await page.goto(`/courses/${course.id}`);
    const chart = page.getByRole("slider", { name: /^Lessons of the course/ });
    await chart.focus();
    await page.keyboard.press("Home");
    await expect(chart).toHaveAttribute("aria-valuetext", /^Lesson .*: \d+ reached it, \d+ completed it/);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/lesson=/);
    const people = page.getByRole("navigation", { name: "Which people" });
    await expect(people).toBeVisible();
    const stopped = Number(
      (await people.getByRole("link", { name: /^Stopped/ }).textContent())!.replace(/\D/g, ""),
    );
    const list = page.getByRole("table", { name: /stopped at lesson/ });
    if (stopped > 0) {
      await expect(list.getByRole("row")).toHaveCount(stopped + 1);
      await list.getByRole("link").first().click();
      await expect(page).toHaveURL(/\/people\//);
      await page.goBack();
    } else await expect(page.getByText("Nobody stopped at this lesson.")).toBeVisible();
    await page
      .getByRole("navigation", { name: "Which people" })
      .getByRole("link", { name: /^Active/ })
      .click();
    await expect(page).toHaveURL(/standing=active/);
    await expect(page.getByRole("heading", { name: /active .* at lesson/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Close", exact: true }).click();
    await expect(page).not.toHaveURL(/lesson=/);
    await expect(page.getByRole("navigation", { name: "Which people" })).toHaveCount(0);
  });

  test("reads the chart's numbers as a table, and sorts the lessons", async ({ page, sql }) => {
    const course = await largestCourse(sql);
    await page.goto(`/courses/${course.id}`);
    await page.getByRole("button", { name: "Table", exact: true }).first().click();
    await expect(page.getByRole("table", { name: /stopped/ }).getByRole("row")).toHaveCount(
      course.lessons + 1,
    );
    const lessons = page.getByRole("table", { name: "Lessons with their numbers" });
    await lessons.getByRole("button", { name: "Started" }).click();
    await expect(page).toHaveURL(/lessons\.sort=-started/);
    await expect(lessons.getByRole("columnheader", { name: "Started" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    // A time opens the video at its second.
    const time = lessons.getByRole("link", { name: /^\d+:\d\d$/ }).first();
    const at = (await time.textContent())!;
    await time.click();
    await expect(page).toHaveURL(/\/videos\/[^?]+\?t=\d+$/);
    await expect(page.getByRole("slider", { name: "Position", exact: true })).toHaveAttribute(
      "aria-valuetext",
      new RegExp(`^${at} of `),
    );
  });

  test("sees a class alone, by the address, and downloads its lessons", async ({ page, sql }) => {
    const course = await largestCourse(sql);
    await page.goto(`/courses/${course.id}`);
    await page.getByRole("button", { name: "Class all" }).click();
    await page.getByRole("menuitemradio", { name: course.class }).click();
    await expect(page).toHaveURL(new RegExp(`class_id=${course.class_id}`));
    const [{ learners }] = await sql<[{ learners: number }]>`
      select count(*)::int as learners from enrollments where class_id = ${course.class_id}`;
    await expect(page.getByText(`${learners} in classes, 0 in none`)).toBeVisible();
    await page.reload();
    await expect(page.getByText(`${learners} in classes, 0 in none`)).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV" }).first().click();
    expect((await download).suggestedFilename()).toMatch(/-lessons-\d{4}-\d\d-\d\d\.csv$/);
    const answer = await page.request.get(
      `/api/admin/analytics/courses/${course.id}/lessons?class_id=${course.class_id}`,
    );
    const { numbers, lessons } = await answer.json();
    expect(numbers.enrolled).toBe(learners);
    expect(lessons).toHaveLength(course.lessons);
    // On a phone the lessons are rows.
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByText(/^\d+ completed · \d+ stopped here/).first()).toBeVisible();
    await expectAccessible(page);
    await shot(page, "course-390");
  });

  test("finds a class of four too small for a curve, and an empty course told how it begins", async ({
    page,
    sql,
    server,
  }) => {
    const course = await largestCourse(sql);
    const headers = { origin: server.url };
    const made = await page.request.post("/api/courses", {
      headers,
      data: { items: [{ title: "Nobody yet" }] },
    });
    const courseId = (await made.json()).results[0].id;
    await page.goto(`/courses/${courseId}`);
    await expect(page.getByText("Nobody is enrolled yet")).toBeVisible();
    await expectAccessible(page);
    const classes = await page.request.post(`/api/courses/${courseId}/classes`, {
      headers,
      data: { items: [{ name: "Four" }] },
    });
    const classId = (await classes.json()).results[0].id;
    const four = await sql<{ user_id: string }[]>`
      select user_id from enrollments where course_id = ${course.id} order by user_id limit 4`;
    await page.request.post(`/api/courses/${courseId}/enrollments`, {
      headers,
      data: { class_id: classId, people: four },
    });
    await page.goto(`/courses/${courseId}?class_id=${classId}`);
    await expect(page.getByText("4 people: too few for a curve")).toBeVisible();
    await page.goto(`/courses/${courseId}`);
    await expect(page.getByText("None of the 4 people who are enrolled has begun a lesson.")).toBeVisible();
    await expect(page.getByText("No lessons yet").first()).toBeVisible();
  });
});

for (const role of ["admin", "assistant"] as const)
  test.describe(`an ${role}`, () => {
    test.use({ role });

    test("sees the lessons of a course", async ({ page, sql }) => {
      const [course] = await sql<{ id: string }[]>`
        select c.id from courses c join users u on u.school_id = c.school_id and u.email = ${`${role}@lectern.test`}
        where c.archived_at is null and exists (select from lessons l where l.course_id = c.id)
          and exists (select from enrollments e where e.course_id = c.id)
          and (u.role = 'admin' or exists (select from course_instructors t where t.course_id = c.id and t.user_id = u.id))
        order by c.id limit 1`;
      await page.goto(`/courses/${course!.id}`);
      await expect(page.getByRole("table", { name: "Lessons with their numbers" })).toBeVisible();
      await expect(page.getByRole("slider", { name: /^Lessons of the course/ })).toBeVisible();
      await expectAccessible(page);
    });
  });
