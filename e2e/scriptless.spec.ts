import type { Sql } from "postgres";
import { expect, test } from "./fixtures";

/* A browser that runs no script sees every number: pages come whole, with tables in place of charts. */

test.use({ role: "instructor", javaScriptEnabled: false });

/** The session with the most people, and the video with the most views, of the instructor. */
async function largest(sql: Sql) {
  const [session] = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id
    where u.email = 'instructor@lectern.test' and s.status = 'ended'
    order by (select count(*) from presence p where p.session_id = s.id) desc limit 1`;
  const [video] = await sql<{ id: string }[]>`
    select v.id from videos v join course_instructors c using (course_id) join users u on u.id = c.user_id
    where u.email = 'instructor@lectern.test'
    order by (select count(*) from playbacks p where p.video_id = v.id) desc limit 1`;
  return { session: `/sessions/${session?.id}`, video: `/videos/${video?.id}` };
}

for (const what of ["session", "video"] as const)
  test(`a ${what} has its numbers and its charts' tables`, async ({ page, sql }) => {
    await page.goto((await largest(sql))[what]);
    // The first page of such a browser loads once more, whole.
    await expect(page.locator("link[href='/without-script.css']")).toHaveCount(0);
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    await expect(page.locator("main [data-chart] svg.recharts-surface")).toHaveCount(0);
    // The chart's table and the table of people.
    expect(await page.locator("main table:visible").count()).toBeGreaterThan(1);
    expect(await page.locator("main table:visible tbody tr").count()).toBeGreaterThan(20);
    await expect(page.getByRole("button", { name: "PNG" })).toHaveCount(0);
  });

test.describe("once its scripts run again", () => {
  test.use({ javaScriptEnabled: true });
  test("a browser gets the charts back", async ({ page, context, server }) => {
    await context.addCookies([{ name: "lectern_script", value: "off", url: server.url }]);
    await page.goto("/videos?sort=-views");
    await page.locator("main table a[href^='/videos/']").first().click();
    await expect(page.locator("main [data-chart] svg.recharts-surface").first()).toBeVisible();
    expect((await context.cookies()).map(({ name }) => name)).not.toContain("lectern_script");
  });
});

test.describe("the sign-in page", () => {
  test.use({ role: null });
  test("says that it needs a script", async ({ page }) => {
    const answer = await page.goto("/sign-in");
    // Playwright looks for no text in such an element.
    expect(await answer?.text()).toMatch(/<noscript><p[^>]*>Signing in needs JavaScript\./);
  });
});
