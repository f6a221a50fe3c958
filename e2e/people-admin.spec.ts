import type { Page } from "@playwright/test";
import type postgres from "postgres";
import { violationsOf } from "./accessible";
import { expect, shot, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* What an admin does with people: merging, inviting again, withdrawing links, deactivating; and where their names lead. */

test.use({ role: "admin" });

const schoolOf = (sql: postgres.Sql) => sql`(select school_id from users where email = 'admin@lectern.test')`;

async function addPerson(sql: postgres.Sql, name: string, role = "student"): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into users (id, school_id, name, email, role)
    values (gen_random_uuid(), ${schoolOf(sql)}, ${name}, ${`${name.toLowerCase().replaceAll(" ", ".")}@x.test`}, ${role}) returning id`;
  return row!.id;
}

async function select(page: Page, search: string, names: string[]): Promise<void> {
  await page.goto(`/people?search=${encodeURIComponent(search)}`);
  for (const name of names) await page.getByRole("checkbox", { name: new RegExp(name) }).check();
}

async function expectWhole(page: Page): Promise<void> {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect.soft(await layoutFaults(page), `${width} px`).toEqual([]);
    expect.soft(await violationsOf(page)).toEqual([]);
  }
}

test("two people become one, after the admin has compared them and chosen a role", async ({ page, sql }) => {
  const one = await addPerson(sql, "Merga Silva");
  const two = await addPerson(sql, "Merga Silva Costa", "instructor");
  const [course] = await sql<{ id: string; title: string }[]>`
    select id, title from courses where school_id = ${schoolOf(sql)} order by title limit 1`;
  await sql`insert into enrollments (course_id, user_id) values (${course!.id}, ${two})`;
  const sessions = await sql<{ id: string }[]>`
    select id from sessions where school_id = ${schoolOf(sql)} and status = 'ended' order by begun_at desc limit 2`;
  for (const [id, people] of [
    [sessions[0]!.id, [one, two]],
    [sessions[1]!.id, [two]],
  ] as const)
    for (const person of people)
      await sql`
        insert into attendees (session_id, id, display_name, user_id, registered_at, created_at)
        values (${id}, gen_random_uuid(), 'Merga', ${person}, now(), now())`;

  await select(page, "Merga", ["Merga Silva$", "Merga Silva Costa"]);
  await page.getByRole("link", { name: "Merge 2" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Merge two people" })).toBeVisible();
  // The one who was selected first stays.
  await expect(page).toHaveURL(new RegExp(`${one}/merge\\?duplicate_id=${two}`));
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) }).getByRole("cell");
  await expect(row("Sessions, registered")).toHaveText(["2", "1", "2"]);
  await expect(row("Courses taken")).toHaveText([course!.title, "–", course!.title]);
  await expectWhole(page);
  await shot(page, "people-merge");

  const merge = page.getByRole("button", { name: "Merge", exact: true });
  await expect(merge).toBeDisabled();
  await page.getByLabel("Role of the person who stays").selectOption("student");
  await merge.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(
    "2 sessions, no videos and 1 course of Merga Silva Costa move to Merga Silva.",
  );
  await expect(dialog).toContainText("You cannot undo this.");
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/people/${one}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Merga Silva" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: course!.title }).first()).toBeVisible();
  const left = await sql`select id from users where name like 'Merga%'`;
  expect(left.map(({ id }) => id)).toEqual([one]);
  const attended = await sql`select session_id from attendees where user_id = ${one}`;
  expect(attended.length).toBe(2);
});

test("people are invited again together, and those who need no invitation are named", async ({
  page,
  sql,
}) => {
  const waiting = [await addPerson(sql, "Again One"), await addPerson(sql, "Again Two")];
  const off = await addPerson(sql, "Again Off");
  await sql`update users set disabled_at = now() where id = ${off}`;
  await select(page, "Again", ["Again One", "Again Two", "Again Off"]);
  await page.getByRole("button", { name: "Invite again" }).click();
  const dialog = page.getByRole("dialog", { name: "Invited again" });
  await expect(dialog.getByRole("status")).toContainText("2 people are invited");
  await expect(dialog).toContainText("Again Off: This person is deactivated");
  // This installation sends no mail.
  await expect(dialog.getByRole("button", { name: "Copy link" })).toHaveCount(2);
  await expectWhole(page);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const links =
    await sql`select user_id from account_links where purpose = 'invitation' and user_id in ${sql(waiting)}`;
  expect(links.length).toBe(2);
});

test("a link to join is listed and withdrawn", async ({ page, sql }) => {
  await sql`
    insert into account_links (id, purpose, school_id, domain, uses_max, uses, hash, expires_at)
    values (gen_random_uuid(), 'open_invitation', ${schoolOf(sql)}, 'withdrawn.example', 40, 12, 'not a hash', now() + interval '7 days')`;
  await page.goto("/people");
  const row = page.getByRole("row", { name: /withdrawn\.example/ });
  await expect(row).toContainText("12 of 40");
  await expectWhole(page);
  await row.getByRole("button", { name: "Withdraw the link for withdrawn.example" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw", exact: true }).click();
  // A page behind an open dialog has no rows for a screen reader, nor for this test.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(row).toHaveCount(0);
  const [link] = await sql`select revoked_at from account_links where domain = 'withdrawn.example'`;
  expect(link?.revoked_at).not.toBeNull();
});

test("two admins who edit a person see both versions and choose", async ({ page, openAs, sql }) => {
  const id = await addPerson(sql, "Edita Two");
  const other = await openAs("admin");
  for (const on of [page, other]) {
    await on.goto(`/people/${id}/edit`);
    await expect(on.getByLabel("Name as shown")).toHaveValue("Edita Two");
  }
  await other.getByLabel("Role").selectOption("instructor");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByText("Edita Two is saved.")).toBeVisible();
  await page.getByLabel("Role").selectOption("assistant");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const versions = page.getByRole("table", { name: "The two versions" });
  await expect(versions.getByRole("row", { name: /Role Instructor Assistant/i })).toBeVisible();
  await expect(versions.getByRole("row")).toHaveCount(2);
  await expectWhole(page);
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByText("Edita Two is saved.")).toBeVisible();
  expect(await sql`select name, role from users where id = ${id}`).toEqual([
    { name: "Edita Two", role: "assistant" },
  ]);
});

test("the next request of a deactivated person is refused, from their browser and from a player", async ({
  page,
  openAs,
  server,
  sql,
}) => {
  const [student] = await sql<{ id: string; name: string }[]>`
    select id, name from users where email = 'student@lectern.test'`;
  const [video] = await sql<{ id: string; course_id: string }[]>`
    select id, course_id from videos where school_id = ${schoolOf(sql)} and published_at is not null order by id limit 1`;
  const made = await page.request.post("/api/playback-tokens", {
    data: { video_id: video!.id, subject: student!.id, expires_in: 3600 },
    headers: { origin: server.url },
  });
  const { token } = await made.json();
  const beacon = async () =>
    (
      await page.request.post("/api/analytics/video-progress", {
        data: { session_id: crypto.randomUUID(), video_id: video!.id, current_position_seconds: 1, token },
      })
    ).status();
  const theirs = await openAs(null);
  await theirs.goto("/sign-in");
  await theirs.getByRole("button", { name: /^Student/ }).click();
  await expect(theirs).toHaveURL(/:\d+\/$/);
  expect(await beacon()).toBe(200);

  await page.goto(`/people/${student!.id}`);
  await page.getByRole("link", { name: "Edit person" }).click();
  await page.getByRole("button", { name: "Deactivate" }).click();
  try {
    await expect(page.getByRole("button", { name: "Reactivate" })).toBeVisible();
    expect(await beacon()).toBe(403);
    await theirs.reload();
    await expect(theirs).toHaveURL(/\/sign-in/);
    await page.getByRole("button", { name: "Reactivate" }).click();
    await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
    expect(await beacon()).toBe(200);
  } finally {
    await sql`update users set disabled_at = null where id = ${student!.id}`;
  }
});

test("the weeks of a person go back to the first, and a cancelled session is shown as one", async ({
  page,
  sql,
}) => {
  const id = await addPerson(sql, "Weeks Moreira");
  const [course] = await sql<{ id: string }[]>`
    select c.id from courses c where school_id = ${schoolOf(sql)} and exists (
      select from sessions where course_id = c.id and status = 'ended') order by title limit 1`;
  await sql`insert into enrollments (course_id, user_id, created_at) values (${course!.id}, ${id}, now() - interval '2 years')`;
  const session = (title: string, status: string, ago: string) => sql`
    insert into sessions (id, school_id, instructor_id, course_id, title, status, scheduled_start, scheduled_end)
    select gen_random_uuid(), school_id, instructor_id, course_id, ${title}, ${status}, now() - ${ago}::interval, now() - ${ago}::interval + interval '1 hour'
    from sessions where course_id = ${course!.id} limit 1`;
  await session("A cancelled evening", "cancelled", "2 days");
  await session("The first of all", "ended", "400 days");
  await page.goto(`/people/${id}`);
  const weeks = page.getByRole("table", { name: "Sessions, videos, work and messages by week" });
  await expect(weeks.getByRole("link", { name: /^A cancelled evening, .*: cancelled$/ })).toHaveCount(1);
  const first = weeks.getByRole("link", { name: /^The first of all, .*: missed$/ });
  await expect(first).toHaveCount(0);
  await expectWhole(page);
  const earlier = page.getByRole("link", { name: "Earlier weeks" });
  while ((await first.count()) === 0) {
    const at = page.url();
    await earlier.click();
    await expect(page).not.toHaveURL(at);
    await expect(page).toHaveURL(/before=\d{4}-\d\d-\d\d/);
  }
  await expect(page.getByText("begins in the first week")).toBeVisible();
  await expect(earlier).toHaveCount(0);
  await page.getByRole("link", { name: "Later weeks" }).click();
  await expect(first).toHaveCount(0);
  await sql`delete from sessions where title in ('A cancelled evening', 'The first of all')`;
});

test("a person's name that stands by itself leads to their page", async ({ page, sql }) => {
  test.setTimeout(120_000);
  const [moment] = await sql<{ id: string; at: string }[]>`
    select m.session_id as id, m.sent_at::text as at from messages m join sessions s on s.id = m.session_id
    where m.question and s.school_id = ${schoolOf(sql)} and s.status = 'ended' order by s.begun_at desc, m.sent_at limit 1`;
  const [course] = await sql<{ id: string }[]>`
    select course_id as id from enrollments e join courses c on c.id = e.course_id
    where c.school_id = ${schoolOf(sql)} group by 1 order by count(*) desc limit 1`;
  const [video] = await sql<{ id: string }[]>`
    select video_id as id from viewer_progress v join videos w on w.id = v.video_id
    where w.school_id = ${schoolOf(sql)} and viewer_id like 'u:%' group by 1 order by count(*) desc limit 1`;
  // Without the names that guests have too: theirs lead nowhere.
  const people = await sql<{ name: string }[]>`
    select name from users where school_id = ${schoolOf(sql)}
      and name not in (select display_name from attendees where user_id is null)`;
  const names = people.map(({ name }) => name);
  let links = 0;
  for (const path of [
    "/",
    "/live",
    "/sessions",
    `/sessions/${moment!.id}`,
    `/sessions/${moment!.id}/messages?at=${encodeURIComponent(new Date(moment!.at).toISOString())}`,
    `/sessions/${moment!.id}/people`,
    "/courses",
    `/courses/${course!.id}`,
    `/courses/${course!.id}/roster`,
    `/videos/${video!.id}`,
    "/people",
    "/audit",
    "/work",
    "/imports",
  ]) {
    await page.goto(path);
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    const found = await page.evaluate((known) => {
      const all = new Set(known);
      const walker = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
      const [plain, leading]: [string[], string[]] = [[], []];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? "";
        const parent = node.parentElement;
        if (
          !parent ||
          !all.has(text) ||
          parent.closest("option, h1, [role=menu], [role=menuitem], script, template")
        )
          continue;
        (parent.closest('a[href^="/people/"]') ? leading : plain).push(text);
      }
      return { plain, leading: leading.length };
    }, names);
    links += found.leading;
    expect.soft(found.plain, path).toEqual([]);
  }
  expect(links).toBeGreaterThan(50);
});
