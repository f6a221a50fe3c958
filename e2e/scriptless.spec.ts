import { expect, test } from "./fixtures";

/* A browser that runs no script sees every number: pages come whole, with tables in place of charts. */

test.use({ role: "instructor", javaScriptEnabled: false });

for (const [what, list, table] of [
  ["a session", "/sessions?status=ended", "people"],
  ["a video", "/videos?sort=views", "viewers"],
] as const)
  test(`${what} has its numbers and its charts' tables`, async ({ page }) => {
    await page.goto(list);
    // The first page of such a browser loads once more, whole.
    await expect(page.locator("link[href='/without-script.css']")).toHaveCount(0);
    const link = page.locator("main table a[href^='/sessions/'], main table a[href^='/videos/']").first();
    await page.goto((await link.getAttribute("href")) ?? "");
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    await expect(page.locator("main [data-chart] svg.recharts-surface")).toHaveCount(0);
    // The chart's table and the table of people.
    expect(await page.locator("main table:visible").count(), table).toBeGreaterThan(1);
    expect(await page.locator("main table:visible tbody tr").count()).toBeGreaterThan(20);
    await expect(page.getByRole("button", { name: "PNG" })).toHaveCount(0);
  });

test.describe("once its scripts run again", () => {
  test.use({ javaScriptEnabled: true });
  test("a browser gets the charts back", async ({ page, context, server }) => {
    await context.addCookies([{ name: "lectern_script", value: "off", url: server.url }]);
    await page.goto("/videos?sort=views");
    await page.locator("main table a[href^='/videos/']").first().click();
    await expect(page.locator("main [data-chart] svg.recharts-surface").first()).toBeVisible();
    expect((await context.cookies()).map(({ name }) => name)).not.toContain("lectern_script");
  });
});

test.describe("the sign-in page", () => {
  test.use({ role: null });
  test("says that it needs a script", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByText("Signing in needs JavaScript.")).toBeVisible();
  });
});
