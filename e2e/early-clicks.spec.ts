import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/* A click counts before the page's scripts have run. All scripts are delayed here, so that each first click comes before them. */

test.use({ role: "instructor" });

const lateMs = 1_500;

/** Opens a page whose scripts have not loaded yet. */
async function openEarly(page: Page, path: string) {
  await page.route("**/_next/static/**/*.js", async (route) => {
    await new Promise((arrived) => setTimeout(arrived, lateMs));
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
}

test("an early click selects a row", async ({ page }) => {
  await openEarly(page, "/sessions?status=ended");
  const boxes = page.getByRole("table").getByRole("checkbox");
  // Each checkbox is checked at once, and stays checked when the page has started.
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

test("an early click sorts the rows", async ({ page }) => {
  await openEarly(page, "/sessions");
  await page.getByRole("button", { name: "Sort by Score" }).click();
  await expect(page).toHaveURL(/sort=-score/);
  await expect(page.getByRole("columnheader", { name: "Score" })).toHaveAttribute("aria-sort", "descending");
});

test("an early click opens a menu", async ({ page }) => {
  await openEarly(page, "/sessions");
  await page.getByRole("button", { name: /^Columns/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
});

test("an early click opens a dialog", async ({ page }) => {
  await openEarly(page, "/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("an early click opens an explanation", async ({ page }) => {
  await openEarly(page, "/videos");
  await page.getByRole("button", { name: "Watch time" }).first().click();
  await expect(page.getByRole("dialog", { name: "Explanation" })).toBeVisible();
});

test("an early click selects a tab", async ({ page }) => {
  await openEarly(page, "/api-reference?group=Tokens");
  const entry = page.locator("#post-api-tokens");
  await entry.getByRole("tab", { name: "fetch" }).click();
  await expect(entry.getByText(/^const response = await fetch/)).toBeVisible();
});
