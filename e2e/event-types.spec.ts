import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* The event types that a school defines, as its admin manages them, and as a program of the school uses them. */

test.describe("a school's own event types", () => {
  test.use({ role: "admin" });

  test("are defined, used, edited, archived and restored", async ({ page }) => {
    await page.goto("/settings/school");
    await page.getByRole("link", { name: "Event types" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Event types" })).toBeVisible();
    await expect(page.getByText("No types of your own")).toBeVisible();

    await page.getByRole("button", { name: "Add a type" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a type" });
    await dialog.getByLabel("Name", { exact: true }).fill("Visit to the laboratory");
    await dialog.getByLabel("Name for programs").fill("lab visit");
    await dialog.getByLabel("Properties").fill("room text required\nminutes");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText("Line 2 is no property")).toBeVisible();
    await dialog.getByLabel("Properties").fill("room text required\nminutes number");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText("must begin with x_")).toBeVisible();
    await dialog.getByLabel("Name for programs").fill("x_lab_visit");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The type is saved.")).toBeVisible();
    await expect(dialog).toBeHidden();
    const row = page.getByRole("row", { name: /Visit to the laboratory/ });
    await expect(row).toContainText("x_lab_visit");
    await expect(row).toContainText("room text, required");
    await expect(row).toContainText("minutes number");

    const track = (properties: object) =>
      page.evaluate(async (sent) => {
        const response = await fetch("/api/analytics/events/track", {
          method: "POST",
          body: JSON.stringify({ event_type: "x_lab_visit", properties: sent }),
        });
        return { status: response.status, detail: (await response.json()).detail };
      }, properties);
    expect((await track({ room: "4", minutes: 20 })).status).toBe(200);
    expect(await track({ minutes: 20 })).toMatchObject({
      status: 400,
      detail: expect.stringContaining("properties.room"),
    });

    await row.getByRole("button", { name: "Edit Visit to the laboratory" }).click();
    const edit = page.getByRole("dialog", { name: "Edit the type" });
    await expect(edit.getByLabel("Properties")).toHaveValue("room text required\nminutes number");
    await edit.getByLabel("Properties").fill("room text\nminutes number");
    await edit.getByRole("button", { name: "Save" }).click();
    await expect(edit).toBeHidden();
    await expect(row).not.toContainText("required");

    await row.getByRole("button", { name: "Archive Visit to the laboratory" }).click();
    await expect(page.getByText("Visit to the laboratory is archived.")).toBeVisible();
    await expect(row).toContainText("Archived");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("Visit to the laboratory is restored.")).toBeVisible();
    await expect(row).toContainText("Active");
  });

  test("fit a phone and a desktop, light and dark, without a fault of accessibility", async ({ page }) => {
    for (const width of [390, 1440])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.goto("/settings/events");
        await expect(page.getByRole("heading", { level: 1, name: "Event types" })).toBeVisible();
        expect(await layoutFaults(page)).toEqual([]);
        await expectAccessible(page);
      }
  });
});
