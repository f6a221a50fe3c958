import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* A school's settings, as its admin changes them. */

test.describe("the school's settings", () => {
  test.use({ role: "admin" });

  test("say what is counted anew, are saved, and can be taken back", async ({ page }) => {
    await page.goto("/settings/school");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("School settings");
    const threshold = page.getByLabel("Completed from (per cent)");
    const before = await threshold.inputValue();
    await threshold.fill("75");
    await expect(page.getByText(/^Saving counts the completions of \d+ videos? anew/)).toBeVisible();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The settings are saved.")).toBeVisible();
    await expect(threshold).toHaveValue("75");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("The settings are as before.")).toBeVisible();
    await expect(threshold).toHaveValue(before);
  });

  test("name what is wrong beside its field", async ({ page }) => {
    await page.goto("/settings/school");
    await page.getByLabel("Colour of links and buttons").fill("#ffd400");
    await page.getByLabel("On time until (minutes after start)").fill("6");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("has a contrast of 1.2 to 1 with the page")).toBeVisible();
    await page.getByLabel("Colour of links and buttons").fill("yellow");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("must be a colour as #rrggbb")).toBeVisible();
    await expect(page.getByLabel("Colour of links and buttons")).toBeFocused();
  });

  test("of two admins at once show the second both versions", async ({ page, context }) => {
    const other = await context.newPage();
    for (const each of [page, other]) await each.goto("/settings/school");
    const target = (on: typeof page) => on.getByLabel("Target for completion (per cent)");
    const before = await target(page).inputValue();
    await target(other).fill("61");
    await other.getByRole("button", { name: "Save", exact: true }).click();
    await expect(other.getByText("The settings are saved.")).toBeVisible();
    await target(page).fill("62");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const versions = page.getByRole("alert").getByRole("table");
    await expect(versions).toContainText("61");
    await expect(versions).toContainText("62");
    await page.getByRole("button", { name: "Save mine" }).click();
    await expect(page.getByText("The settings are saved.")).toBeVisible();
    await expect(target(page)).toHaveValue("62");
    await target(page).fill(before);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(target(page)).toHaveValue(before);
  });

  test("show the logo on every page, and learners the privacy notice", async ({ page, openAs }) => {
    await page.goto("/settings/school");
    const dot =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const choose = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: /^(Choose a logo|Replace)$/ }).click();
      await (await chooser).setFiles({ name, mimeType: "image/png", buffer });
    };
    await choose("logo.png", Buffer.from("<svg/>"));
    await expect(page.getByText("must be a PNG, JPEG or WebP picture")).toBeVisible();
    await choose("logo.png", Buffer.from(dot, "base64"));
    const logo = page.getByRole("complementary").getByRole("img");
    await expect(logo).toBeVisible();
    await page.getByLabel("Privacy notice").fill("We keep what you watch for two years.");
    await page.getByLabel("Colour of links and buttons").fill("#7a1f3d");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The settings are saved.")).toBeVisible();

    // This installation has two schools, so that the sign-in page cannot know which.
    const learner = await openAs("student");
    await learner.goto("/");
    await expect(learner.getByRole("complementary").getByRole("img")).toBeVisible();
    await learner.getByRole("link", { name: "Privacy notice" }).click();
    await expect(learner.getByText("We keep what you watch for two years.")).toBeVisible();
    await expectAccessible(learner);

    await page.getByLabel("Privacy notice").fill("");
    await page.getByLabel("Colour of links and buttons").fill("");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(logo).toBeHidden();
  });

  test("are whole at every width, and accessible", async ({ page }) => {
    await page.goto("/settings/school");
    for (const width of [360, 390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect.soft(await layoutFaults(page), `${width} px`).toEqual([]);
    }
    await expectAccessible(page);
  });
});

test.describe("an instructor", () => {
  test.use({ role: "instructor" });
  test("has no settings of the school", async ({ page }) => {
    const answer = await page.goto("/settings/school");
    expect(answer?.status()).toBe(403);
  });
});
