import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/* What is clicked while a page still starts counts. Every script is late here, so that each first click comes before it. */

test.use({ role: "instructor" });

const lateMs = 1_500;

/** Opens a page whose scripts are still on their way. */
async function openEarly(page: Page, path: string) {
  await page.route("**/_next/static/**/*.js", async (route) => {
    await new Promise((arrived) => setTimeout(arrived, lateMs));
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
}

test("rows are selected", async ({ page }) => {
  await openEarly(page, "/sessions?status=ended");
  const boxes = page.getByRole("table").getByRole("checkbox");
  // Each turns at once, and stays so when the page has started.
  await boxes.nth(1).check();
  await boxes.nth(2).check();
  await boxes.nth(3).check();
  await boxes.nth(3).uncheck();
  await expect(page).toHaveURL(/selected=[\w-]+,[\w-]+$/);
  await expect(page.getByText("2 sessions selected")).toBeVisible();
  await expect(boxes.nth(1)).toBeChecked();
  await expect(boxes.nth(2)).toBeChecked();
  await expect(boxes.nth(3)).not.toBeChecked();
});

test("rows are sorted", async ({ page }) => {
  await openEarly(page, "/sessions");
  await page.getByRole("button", { name: "Sort by Score" }).click();
  await expect(page).toHaveURL(/sort=-score/);
  await expect(page.getByRole("columnheader", { name: "Score" })).toHaveAttribute("aria-sort", "descending");
});

test("a menu opens", async ({ page }) => {
  await openEarly(page, "/sessions");
  await page.getByRole("button", { name: /^Columns/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
});

test("a dialog opens", async ({ page }) => {
  await openEarly(page, "/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("an explanation opens", async ({ page }) => {
  await openEarly(page, "/videos");
  await page.getByRole("button", { name: "Watch time" }).first().click();
  await expect(page.getByRole("dialog", { name: "Explanation" })).toBeVisible();
});

test("a tab is chosen", async ({ page }) => {
  await openEarly(page, "/api-reference");
  const entry = page.locator("#post-api-tokens");
  await entry.getByRole("tab", { name: "fetch" }).click();
  await expect(entry.getByText(/^const response = await fetch/)).toBeVisible();
});
