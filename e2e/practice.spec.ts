import { examplePracticeInput } from "../lib/domain/practice/fixtures";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";
import { layoutFaults } from "./layout";

test.describe("a student", () => {
  test.use({ role: "student" });

  test("sees what to begin with, and plays the very seconds that treat it", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Practice" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Practice" })).toBeVisible();
    await expect(page.getByText(/\d+ sessions since /)).toBeVisible();
    const warmUp = page.locator("#warm-up");
    await expect(
      warmUp.getByRole("heading", { level: 2, name: /^Warm-up for today: \d+ areas? and \d+ words?$/ }),
    ).toBeVisible();
    // For an area that no video treats, the search begins with its name.
    await warmUp.getByRole("button", { name: "Search lessons" }).first().click();
    const finder = page.getByRole("dialog", { name: "Find" });
    await expect(finder.getByRole("combobox")).not.toHaveValue("");
    await page.keyboard.press("Escape");
    await expect(finder).toHaveCount(0);
    const stretch = warmUp.getByRole("link", { name: /^3:10 to 5:48/ });
    await expect(warmUp.getByRole("heading", { level: 3, name: "Linking words" })).toBeVisible();
    await stretch.click();
    await expect(page).toHaveURL(/\/watch\/[\w-]+\?t=190$/);
  });

  test("sees scores, areas and sessions, and narrows them in the address", async ({ page, server }) => {
    await page.goto("/practice");
    await expect(page.getByRole("slider", { name: /^Fluency/ })).toBeVisible();
    const areas = page.getByRole("table", { name: "Areas to improve" });
    await expect(
      areas.getByRole("row", { name: /^Word stress in long words .* named more often/ }),
    ).toBeVisible();
    await expect(
      areas.getByRole("row", { name: /^Past perfect .* (named less often|no longer named)/ }),
    ).toBeVisible();
    const weeks = page.locator("#weeks");
    await expect(weeks.getByRole("heading", { name: /by this time last week$/ })).toHaveCount(2);
    await weeks.getByRole("button", { name: "Table" }).first().click();
    await expect(weeks.getByRole("row", { name: /^Sunday /, exact: false })).toHaveCount(1);
    await page
      .getByRole("navigation", { name: "Type" })
      .getByRole("link", { name: /^Pronunciation/ })
      .click();
    await expect(page).toHaveURL(/session_type=pronunciation/);
    const table = page.getByRole("table", { name: /sessions?$/ });
    await expect(table.getByRole("cell", { name: "Conversation" })).toHaveCount(0);
    await expect(table.getByRole("cell", { name: "Pronunciation" }).first()).toBeVisible();
    await page.getByRole("navigation", { name: "Type" }).getByRole("link", { name: /^All/ }).click();
    await page
      .getByRole("navigation", { name: "Pages of sessions" })
      .getByRole("link", { name: "Next" })
      .click();
    await expect(page).toHaveURL(/offset=10/);
    await expect(page.getByText(/^11 to 20 of \d+$/)).toBeVisible();
    const file = await page.request.get(`${server.url}/api/sessions/export?format=csv`);
    expect(file.headers()["content-type"]).toContain("text/csv");
    expect((await file.text()).split("\r\n").length).toBeGreaterThan(30);
    await expectAccessible(page);
    expect(await layoutFaults(page)).toEqual([]);
    await shot(page, "practice");
  });
});

test("whose app has sent nothing yet sees how it does, and then the session that it sent", async ({
  openAs,
  server,
}) => {
  const page = await openAs("assistant");
  await page.goto(`${server.url}/practice`);
  await expect(page.getByText("No practice sessions yet")).toBeVisible();
  await expect(page.getByText(/curl -X POST .*\/api\/sessions\/save/)).toBeVisible();
  await expectAccessible(page);
  // The static path, not the session of that name.
  for (const _ of [1, 2]) {
    const saved = await page.request.post(`${server.url}/api/sessions/save`, {
      headers: { origin: server.url, "idempotency-key": "first" },
      data: examplePracticeInput,
    });
    expect(saved.status()).toBe(200);
  }
  await page.reload();
  await expect(page.getByText("1 practice session is saved.")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "A talk about your data" })).toBeVisible();
});
