import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* What people do with the data that is stored about them. */

test.describe("a student", () => {
  test.use({ role: "student" });

  test("prepares a file of their data on the account page and downloads it", async ({ page, sql }) => {
    const [student] = await sql<{ id: string }[]>`select id from users where email = 'student@lectern.test'`;
    const [counted] = await sql<{ messages: number }[]>`
      select count(*)::int as messages from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
      where a.user_id = ${student!.id}`;
    expect(counted!.messages).toBeGreaterThan(0);
    await page.goto("/settings/account");
    await page.getByRole("button", { name: "Prepare file" }).click();
    await expect(page.getByText("The file is being prepared.")).toBeVisible();
    const link = page
      .getByRole("table", { name: "Files" })
      .getByRole("link", { name: /^Download the file of / });
    await expect(link).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^Ready until /)).toBeVisible();
    await expectAccessible(page);
    for (const width of [390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect.soft(await layoutFaults(page), `${width} px`).toEqual([]);
    }
    await shot(page, "account-data");
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const files = unzipSync(new Uint8Array(await readFile(await download.path())));
    const messages = JSON.parse(Buffer.from(files["messages.json"]!).toString("utf8"));
    expect(messages).toHaveLength(counted!.messages);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["about.json", "users.csv", "playbacks.json"]));

    // The link is theirs only.
    const [other] = await sql<
      { id: string }[]
    >`select id from users where role = 'student' and id <> ${student!.id} limit 1`;
    const path = (await link.getAttribute("href"))!.replace(student!.id, other!.id);
    expect((await page.request.get(path)).status()).toBe(403);
  });
});
