import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

const day = (fromNow: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Lisbon" }).format(Date.now() + fromNow * 86_400_000);

test("an instructor plans a series, registers people, and edits and cancels one session", async ({
  page,
  sql,
}) => {
  const title = "Chance, week by week";
  await page.goto("/sessions/new");
  await expectAccessible(page);
  await shot(page, "session-new");

  // An error is shown at its field, and nothing is saved.
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Day", { exact: true }).fill(day(3));
  await page.getByLabel("Starts").fill("18:00");
  await page.getByLabel("Ends").fill("19:30");
  await page.getByLabel("Link to join").fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Plan session" }).click();
  await expect(page.getByText(/must be a web address/)).toBeVisible();
  expect(await sql`select id from sessions where title = ${title}`).toHaveLength(0);

  await page.getByLabel("Link to join").fill("https://courses.harbour.test/live");
  await page.getByLabel("Repeats").selectOption("week");
  await page.getByLabel("Number of sessions").fill("4");
  await page.getByRole("button", { name: "Plan session" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  // 18:00 in Lisbon, four weeks in a row.
  const planned = await sql<{ id: string; local: string; number: number }[]>`
    select id, to_char(scheduled_start at time zone 'Europe/Lisbon', 'YYYY-MM-DD HH24:MI') as local, series_number as number
    from sessions where title = ${title} order by scheduled_start`;
  expect(planned.map(({ local }) => local)).toEqual([3, 10, 17, 24].map((days) => `${day(days)} 18:00`));
  expect(planned.map(({ number }) => number)).toEqual([1, 2, 3, 4]);

  await page.goto(`/sessions/${planned[0]!.id}/people`);
  await page.getByLabel("Name", { exact: true }).fill("Helena Brito");
  await page.getByLabel("E-mail address").fill("student@lectern.test");
  await page.getByRole("button", { name: "Register", exact: true }).click();
  const people = page.getByRole("table", { name: "People of this session" });
  await expect(people.getByRole("row", { name: /Helena Brito/ })).toBeVisible();
  await page
    .getByLabel("Paste a list")
    .fill(
      "Name;E-mail\nRui Faria;rui@elsewhere.test\nHelena Brito;student@lectern.test\nNobody;not-an-address",
    );
  await page.getByRole("button", { name: "Check list" }).click();
  await expect(page.getByText(/Line 4:/)).toBeVisible();
  await expectAccessible(page);
  await shot(page, "session-people");
  await page.getByRole("button", { name: "Register 2 people" }).click();
  await expect(people.getByRole("row", { name: /Rui Faria/ })).toBeVisible();
  // Helena is already registered; she is now matched to the school's user.
  const registered = await sql<{ name: string; known: boolean }[]>`
    select display_name as name, user_id is not null as known from attendees
    where session_id = ${planned[0]!.id} and registered_at is not null and cancelled_at is null order by display_name`;
  expect([...registered]).toEqual([
    { name: "Helena Brito", known: true },
    { name: "Rui Faria", known: false },
  ]);
  await page.getByRole("button", { name: "Cancel the registration of Rui Faria" }).click();
  await expect
    .poll(
      async () =>
        (
          await sql`select 1 from attendees where session_id = ${planned[0]!.id} and display_name = 'Rui Faria' and cancelled_at is not null`
        ).length,
    )
    .toBe(1);

  await page.goto(`/sessions/${planned[0]!.id}/edit`);
  await page.getByLabel("Title").fill(`${title}, again`);
  await page.getByLabel("Starts").fill("18:30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${title}, again` })).toBeVisible();
  await expect(page.getByText(/18:30 to 19:30/)).toBeVisible();

  await page.goto(`/sessions/${planned[0]!.id}/edit`);
  await page.getByRole("button", { name: "Cancel session" }).click();
  const asking = page.getByRole("dialog");
  await asking
    .getByRole("button", { name: /^Cancel/ })
    .first()
    .click();
  await expect
    .poll(
      async () =>
        (await sql`select 1 from sessions where id = ${planned[0]!.id} and status = 'cancelled'`).length,
    )
    .toBe(1);

  // A cancelled and a planned one are deleted from their own pages, after a confirmation.
  for (const { id } of planned.slice(0, 2)) {
    await page.goto(`/sessions/${id}`);
    await page.getByRole("button", { name: "Delete session" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Delete session" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete session" }).click();
    await expect(page).toHaveURL(/\/sessions$/);
  }
  expect(await sql`select 1 from sessions where title like ${`${title}%`}`).toHaveLength(2);
});

test("a fortnightly series until a day is changed from one session on, and goes into a calendar", async ({
  page,
  sql,
}) => {
  const title = "Samples, every two weeks";
  await page.goto("/sessions/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Day", { exact: true }).fill(day(3));
  await page.getByLabel("Starts").fill("18:00");
  await page.getByLabel("Ends", { exact: true }).first().fill("19:30");
  await page.getByLabel("Repeats").selectOption("two_weeks");
  await page.getByRole("combobox", { name: "Ends" }).selectOption("until");
  await page.getByLabel("Last possible day").fill(day(3 + 2 * 14));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Plan session" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const rows = () => sql<{ id: string; title: string; local: string }[]>`
    select id, title, to_char(scheduled_start at time zone 'Europe/Lisbon', 'YYYY-MM-DD HH24:MI') as local
    from sessions where title like ${`${title}%`} order by series_number`;
  const planned = await rows();
  expect(planned.map(({ local }) => local)).toEqual([3, 17, 31].map((days) => `${day(days)} 18:00`));

  // The second and the third begin an hour later, with another title.
  await page.goto(`/sessions/${planned[1]!.id}/edit`);
  await page.getByLabel("Title").fill(`${title}, later`);
  await page.getByLabel("Starts").fill("19:00");
  await page.getByLabel("Ends", { exact: true }).fill("20:30");
  await page.getByLabel("Save for").selectOption("following");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("2 sessions are saved.")).toBeVisible();
  expect((await rows()).map((row) => [row.title, row.local.slice(11)])).toEqual([
    [title, "18:00"],
    [`${title}, later`, "19:00"],
    [`${title}, later`, "19:00"],
  ]);

  // The link, the code and the calendar's file are there before the session and while it is live.
  const first = planned[0]!.id;
  await page.goto(`/sessions/${first}`);
  const joining = page.locator("#run");
  await expect(joining.getByText(new RegExp(`/room/${first}$`))).toBeVisible();
  await expect(joining.getByText(/data-session-id=/)).toBeVisible();
  const download = page.waitForEvent("download");
  await joining.getByRole("link", { name: "Add with the later ones" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(3);
  expect(file).toContain(`UID:${first}@lectern`);
  await shot(page, "session-joining");
});

test("two who edit a session at once both keep what they changed, and choose where it is the same", async ({
  page,
  openAs,
  sql,
}) => {
  const title = `Edited by two ${Date.now()}`;
  const [session] = await sql<{ id: string }[]>`
    insert into sessions (id, school_id, instructor_id, title, scheduled_start, scheduled_end)
    select gen_random_uuid(), school_id, id, ${title}, ${`${day(5)}T18:00:00Z`}::timestamptz, ${`${day(5)}T19:00:00Z`}::timestamptz
    from users where email = 'instructor@lectern.test' returning id`;
  const admin = await openAs("admin");
  const saved = () => sql`
    select title, page_url, chat_enabled from sessions where id = ${session!.id}`;
  const edit = async (on: Page) => {
    await on.goto(`/sessions/${session!.id}/edit`);
    await expect(on.getByLabel("Title")).toBeVisible();
  };
  const save = (on: Page) => on.getByRole("button", { name: "Save", exact: true }).click();
  const begunAgain = async () => {
    await edit(page);
    await edit(admin);
  };

  await begunAgain();
  await admin.getByLabel("Title").fill(`${title}, renamed`);
  await save(admin);
  await expect(admin.getByText("Saved.")).toBeVisible();
  await page.getByLabel("Link to join").fill("https://meet.harbour.test/1");
  await page.getByRole("checkbox", { name: /^Chat/ }).uncheck();
  await save(page);
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await saved()).toEqual([
    { title: `${title}, renamed`, page_url: "https://meet.harbour.test/1", chat_enabled: false },
  ]);

  await begunAgain();
  const before = await admin.getByLabel("Ends").inputValue();
  await admin.getByLabel("Ends").fill("22:15");
  await admin.getByLabel("Title").fill(title);
  await save(admin);
  await expect(admin.getByText("Saved.")).toBeVisible();
  await page.getByLabel("Ends").fill("22:30");
  await save(page);
  const versions = page.getByRole("table", { name: "The two versions" });
  await expect(versions.getByRole("row", { name: /Ends 22:15 22:30/ })).toBeVisible();
  // The head and this line: the title is the admin's alone.
  await expect(versions.getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await shot(page, "session-conflict");
  await page.getByRole("button", { name: "Take the saved one" }).click();
  await expect(page.getByLabel("Ends")).toHaveValue("22:15");
  await expect(page.getByLabel("Title")).toHaveValue(title);
  await page.getByLabel("Ends").fill(before);
  await save(page);
  await expect(page.getByText("Saved.")).toBeVisible();
  await sql`delete from sessions where id = ${session!.id}`;
});
