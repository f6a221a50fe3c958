import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* A learner's page and a course's roster. */

const helena = "select id from users where email = 'student@lectern.test'";

test.describe("an instructor", () => {
  test.use({ role: "instructor" });

  test("opens a learner from a session's attendance and reads what is theirs", async ({ page, sql }) => {
    const [session] = await sql<{ id: string; name: string }[]>`
      select s.id, a.display_name as name from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
      join attendees a on a.session_id = s.id and a.user_id is not null and not a.host
      join enrollments e on e.course_id = s.course_id and e.user_id = a.user_id
      where s.status = 'ended' and s.recording_video_id is not null order by s.begun_at desc, a.display_name limit 1`;
    await page.goto(`/sessions/${session!.id}?people.q=${encodeURIComponent(session!.name)}`);
    await page.getByRole("main").getByRole("link", { name: session!.name }).first().click();
    await expect(page).toHaveURL(/\/people\//);
    await expect(page.getByRole("heading", { level: 1, name: session!.name })).toBeVisible();
    const weeks = page.getByRole("table", { name: "Sessions, videos, work and messages by week" });
    await expect(weeks).toBeVisible();
    await expectAccessible(page);
    await shot(page, "learner");
    await weeks.getByRole("link").first().click();
    await expect(page).toHaveURL(/\/(sessions|videos)\//);
  });

  test("sees only sessions and videos of their own, where an admin sees all", async ({
    page,
    sql,
    openAs,
  }) => {
    const [student] = await sql.unsafe<{ id: string }[]>(helena);
    const linksOn = (opened: Page) =>
      opened.$$eval("main a[href^='/sessions/'], main a[href^='/videos/']", (links) => [
        ...new Set(links.map((link) => (link as HTMLAnchorElement).pathname.split("/")[2])),
      ]);
    await page.goto(`/people/${student!.id}`);
    const own = await linksOn(page);
    expect(own.length).toBeGreaterThan(3);
    const foreign = await sql`
      select id from sessions where id::text in ${sql(own as string[])}
        and instructor_id <> (select id from users where email = 'instructor@lectern.test')
      union all
      select v.id from videos v where v.id::text in ${sql(own as string[])} and not exists (
        select from course_instructors i join users u on u.id = i.user_id
        where i.course_id = v.course_id and u.email = 'instructor@lectern.test')`;
    expect([...foreign]).toEqual([]);
    const admin = await openAs("admin");
    await admin.goto(`/people/${student!.id}`);
    expect((await linksOn(admin)).length).toBeGreaterThan(own.length);
  });

  test("a stretch that was not seen opens the recording there", async ({ page, sql }) => {
    const learners = await sql<{ id: string }[]>`
      select distinct e.user_id as id from enrollments e join sessions s on s.course_id = e.course_id and s.status = 'ended'
        and s.recording_video_id is not null join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test' limit 12`;
    const stretch = page.locator("section#missed a[href*='?t=']");
    for (const { id } of learners) {
      await page.goto(`/people/${id}`);
      if ((await stretch.count()) > 0) break;
    }
    const from = await stretch.first().getAttribute("href");
    await stretch.first().click();
    await expect(page).toHaveURL(new RegExp(`${from?.replace("?", "\\?")}$`));
  });

  test("filters a course's roster by tabs that add up, and downloads it", async ({ page, sql }) => {
    const [course] = await sql<{ id: string; learners: number }[]>`
      select c.id, (select count(*)::int from enrollments where course_id = c.id) as learners from courses c
      join course_instructors i on i.course_id = c.id join users u on u.id = i.user_id and u.email = 'instructor@lectern.test'
      where exists (select from sessions s where s.course_id = c.id and s.status = 'ended' and s.recording_video_id is not null
        and s.instructor_id = u.id) order by c.title limit 1`;
    await page.goto(`/courses/${course!.id}`);
    await page.getByRole("link", { name: "Roster" }).click();
    const tabs = page.getByRole("navigation", { name: "Learners by what they did" }).getByRole("link");
    await expect(tabs).toHaveCount(6);
    const counts = (await tabs.allTextContents()).map((text) => Number(text.replace(/\D/g, "")));
    expect(counts[0]).toBe(course!.learners);
    expect(counts.slice(1).reduce((sum, one) => sum + one, 0)).toBe(counts[0]);
    await tabs.filter({ hasText: "did neither" }).click();
    await expect(page).toHaveURL(/state=neither/);
    await expectAccessible(page);
    await shot(page, "roster");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: /^CSV of these/ }).click();
    expect((await download).suggestedFilename()).toMatch(/roster-.*\.csv$/);
  });
});

test.describe("an assistant", () => {
  test.use({ role: "assistant" });

  test("reads the roster without its CSV, and has no button that changes settings", async ({ page, sql }) => {
    const [course] = await sql<{ id: string }[]>`
      select i.course_id as id from course_instructors i join users u on u.id = i.user_id and u.email = 'assistant@lectern.test' limit 1`;
    await page.goto(`/courses/${course!.id}/roster`);
    await expect(page.getByRole("table", { name: "Learners of the course" })).toBeVisible();
    await expect(page.getByRole("link", { name: /^CSV of these/ })).toHaveCount(0);
    await page.goto("/sessions?status=ended");
    await expect(page.getByRole("link", { name: "New session" })).toHaveCount(0);
    await page.getByRole("table", { name: "Sessions" }).getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const name of ["Edit", "Attendance CSV"])
      await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
  });
});
