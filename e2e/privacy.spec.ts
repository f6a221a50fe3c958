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

test.describe("an admin", () => {
  test.use({ role: "admin" });

  test("erases a person by typing the name; a session keeps its numbers", async ({ page, sql }) => {
    const [person] = await sql<
      { id: string; name: string; session_id: string; title: string; attended: number }[]
    >`
      select u.id, u.name, s.id as session_id, s.title, n.total_attended as attended
      from users u join attendees a on a.user_id = u.id join sessions s on s.id = a.session_id
        join session_numbers n on n.session_id = s.id
        join users admin on admin.school_id = u.school_id and admin.email = 'admin@lectern.test'
      where u.role = 'student' and u.email <> 'student@lectern.test' and a.present_ms > 60000 and s.status = 'ended'
      order by u.id, s.id limit 1`;
    const { id, name, session_id, attended } = person!;
    await page.goto(`/people/${id}/edit`);
    await page.getByRole("button", { name: "Erase…" }).click();
    const dialog = page.getByRole("dialog", { name: `Erase ${name}` });
    const typed = dialog.getByLabel(/^Type the name to confirm/);
    await typed.fill("Somebody else");
    await dialog.getByRole("button", { name: "Erase for good" }).click();
    await expect(dialog.getByText("This is not the person’s name.")).toBeVisible();
    await expectAccessible(page);
    await shot(page, "erase-person");
    await typed.fill(name);
    await dialog.getByRole("button", { name: "Erase for good" }).click();
    await expect(page.getByText(`${name} is being erased. Their access has ended.`)).toBeVisible();
    await expect(async () => {
      expect((await page.request.get(`/api/users/${id}`)).status()).toBe(404);
    }).toPass({ timeout: 60_000 });
    await page.goto(`/people/${id}`);
    await expect(page.getByRole("heading", { level: 1, name })).toHaveCount(0);
    expect(await sql`select from attendees where display_name = ${name}`).toHaveLength(0);
    expect(
      await sql`select total_attended as attended from session_numbers where session_id = ${session_id}`,
    ).toEqual([{ attended }]);
  });
});

test.describe("on the Compliance page an admin", () => {
  test.use({ role: "admin" });

  test("confirms what Lectern cannot know, and answers a request whose clock has run out", async ({
    page,
  }) => {
    await page.goto("/compliance");
    await expect(page.getByRole("heading", { level: 1, name: "Compliance" })).toBeVisible();
    const gdpr = page.getByRole("table", { name: "Checks for GDPR" });
    const check = (item: string) => gdpr.getByRole("row", { name: new RegExp(`^${item}`) });
    await expect(check("Audit log intact")).toContainText("In order");
    await expect(page.getByText("Chain verified")).toBeVisible();
    await expect(check("Encrypted at rest")).toContainText("Attention");
    await check("Encrypted at rest").getByRole("button", { name: "Confirm: Encrypted at rest" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(page.getByText("Encrypted at rest is confirmed.")).toBeVisible();
    await expect(check("Encrypted at rest")).toContainText("In order");

    await page.getByRole("button", { name: "Replace the key" }).click();
    const replacement = page.getByRole("dialog", { name: "Replace the key of the pseudonyms?" });
    await expect(replacement).toContainText("All numbers stay as they are.");
    await replacement.getByRole("button", { name: "Cancel" }).click();

    await expect(check("Requests answered in time")).toContainText("In order");
    await page.getByRole("button", { name: "New request" }).click();
    const dialog = page.getByRole("dialog", { name: "New request" });
    await dialog.getByRole("button", { name: "Record request" }).click();
    await expect(dialog.getByText("give the person or a name")).toBeVisible();
    await dialog.getByLabel(/^E-mail address or ID/).fill("student@lectern.test");
    await dialog.getByLabel("Request", { exact: true }).selectOption("erasure");
    await dialog.getByLabel("Received").fill("2026-01-15");
    await dialog.getByRole("button", { name: "Record request" }).click();
    await expect(page.getByText("The request is recorded. It is due on 15 February 2026.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "1 open request, 1 overdue" })).toBeVisible();
    await expect(check("Requests answered in time")).toContainText("Failing");
    const requests = page.getByRole("table", { name: "Requests" });
    await expect(requests.getByText(/days overdue$/)).toBeVisible();
    for (const width of [390, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect.soft(await layoutFaults(page), `${width} px`).toEqual([]);
    }
    await expectAccessible(page);
    await shot(page, "compliance");
    await page.getByRole("link", { name: /^Not in order/ }).click();
    await expect(page).toHaveURL(/show=open/);
    await expect(check("Audit log intact")).toHaveCount(0);
    await requests.getByRole("button", { name: /^Mark as answered: Erasure/ }).click();
    await expect(page.getByRole("heading", { name: "No open requests" })).toBeVisible();
    await expect(requests.getByText(/^Answered /)).toBeVisible();
    await requests.getByRole("button", { name: /^Open again: Erasure/ }).click();
    await requests.getByRole("button", { name: /^Mark as refused: Erasure/ }).click();
    await expect(requests.getByText(/^Refused /)).toBeVisible();
  });

  test("sets after how long chat is deleted, and reads of it in the table and on a session whose chat is gone", async ({
    page,
    sql,
  }) => {
    await page.goto("/settings/retention");
    const chat = page.getByLabel(/^Chat and reactions/);
    await expect(chat).toHaveValue("12");
    await expect(page.getByText(/ Tonight nothing is old enough\.$/).first()).toBeVisible();
    await chat.fill("0");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(chat).toHaveAccessibleDescription(/must be 1 or more/);
    await chat.fill("6");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The limits are saved. The next night uses them.")).toBeVisible();
    for (const width of [390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect.soft(await layoutFaults(page), `${width} px`).toEqual([]);
    }
    await expectAccessible(page);
    await shot(page, "retention");
    await page.goto("/compliance");
    const row = page
      .getByRole("table", { name: "Retention by kind" })
      .getByRole("row", { name: /^Chat and reactions/ });
    await expect(row).toContainText("6 months");

    const [session] = await sql<{ id: string }[]>`
      select s.id from sessions s join users u on u.school_id = s.school_id and u.email = 'admin@lectern.test'
      where s.status = 'ended' and not exists (select from messages m where m.session_id = s.id) order by s.id limit 1`;
    await sql`insert into session_bases (session_id, chat_deleted_at) values (${session!.id}, '2026-03-02T12:00:00Z')`;
    await page.goto(`/sessions/${session!.id}`);
    await expect(page.getByText(/^Messages and reactions were deleted on 2 March 2026/)).toBeVisible();
    await page.goto(`/sessions/${session!.id}/messages`);
    await expect(page.getByText("The messages were deleted", { exact: true })).toBeVisible();
    await expect(page.getByText("Nobody has written a message.")).toHaveCount(0);
    await sql`delete from session_bases where session_id = ${session!.id}`;
  });
});
