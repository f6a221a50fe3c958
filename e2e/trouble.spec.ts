import type { Browser, Page } from "@playwright/test";
import postgres from "postgres";
import { lockSpaces } from "@/lib/db/advisory-locks";
import { expectAccessible } from "./accessible";
import { id, pages } from "./every-path";
import { type DemoRole, expect, type Server, shot, signIn, startServer, test } from "./fixtures";

/* Getting out of trouble: the audit log, work in the background, test data, the demo school, undo, and a second school. */

/** Somebody's page on a server that is not shared with other tests. */
async function openOn(browser: Browser, { url }: Server, who: DemoRole | "operator"): Promise<Page> {
  const storageState = await signIn(url, who as DemoRole);
  return (await browser.newContext({ baseURL: url, storageState })).newPage();
}

/** Gives the demo's server an installation's admin, with the demo's password. */
async function addOperator({ databaseUrl }: Server) {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`insert into users (id, email, name, role, password_hash)
    select gen_random_uuid(), 'operator@lectern.test', 'Olga Operator', 'admin', password_hash
    from users where email = 'admin@lectern.test'`;
  await sql.end();
}

test.describe("an installation of its own", () => {
  let server: Server;
  test.beforeAll(async () => {
    server = await startServer("demo");
    await addOperator(server);
  });
  test.afterAll(() => server.stop());

  test("shows in the audit log who changed a setting, with its value before and after", async ({
    browser,
  }) => {
    const page = await openOn(browser, server, "admin");
    await page.goto("/settings/school");
    const target = page.getByLabel("Target for completion (per cent)");
    const before = await target.inputValue();
    await target.fill("64");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The settings are saved.")).toBeVisible();

    await page.goto("/audit?action=school.update");
    const row = page.getByRole("row", { name: /Teresa Lencastre/ }).first();
    await expect(row).toContainText("Changed the school’s settings");
    await row.getByText("1 field").click();
    const change = row.getByRole("row", { name: /completion target/ });
    await expect(change).toContainText(before);
    await expect(change).toContainText("64");
    await expectAccessible(page);
    await shot(page, "audit");
    await page.getByLabel("Who did it").fill("nobody of this name");
    await expect(page.getByText("No entries match")).toBeVisible();
    await expect(page).toHaveURL(/q=nobody/);
    await page.getByLabel("Who did it").fill("Teresa");
    await expect(page.getByRole("row", { name: /Teresa Lencastre/ }).first()).toBeVisible();
    await page.context().close();
  });

  test("cancels work that runs in the background", async ({ browser }) => {
    // The recount waits for the videos' lock (lib/domain/videos/ingest/lock.ts), so that it is not done before it is cancelled.
    const sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
    await sql`select pg_advisory_lock(${lockSpaces.playbacks}, bucket) from generate_series(0, 63) bucket`;
    const page = await openOn(browser, server, "admin");
    await page.goto("/work");
    await page.getByRole("button", { name: "Count all numbers again" }).click();
    const row = page.getByRole("row", { name: /Recount of all numbers/ }).first();
    await expect(row).toContainText("Running");
    await page.getByRole("button", { name: "Cancel: Recount of all numbers" }).click();
    const dialog = page.getByRole("dialog", { name: "Cancel: Recount of all numbers" });
    await expect(dialog).toBeVisible();
    // The first video is counted: the row behind the dialog changes, and what was opened from it stays.
    await sql`
      select pg_advisory_unlock(${lockSpaces.playbacks}, ('x' || right(v.id::text, 4))::bit(16)::int % 64)
      from (select v.id from videos v join users u using (school_id) where u.email = 'admin@lectern.test' order by v.id limit 1) v`;
    await expect(page.locator("tr", { hasText: /[1-9]\d* of \d+ videos/ })).toBeAttached();
    await dialog.getByRole("button", { name: "Cancel the work" }).click();
    await expect(page.getByText("Recount of all numbers will be cancelled.")).toBeVisible();
    await sql.end();
    await expect(row).toContainText("Cancelled", { timeout: 30_000 });
    await expect(page.getByRole("button", { name: "Cancel: Recount of all numbers" })).toHaveCount(0);
    await expectAccessible(page);
    await page.context().close();
  });

  test("deletes test data of some days, once its number has been typed", async ({ browser }) => {
    const page = await openOn(browser, server, "admin");
    await page.goto("/work/test-data");
    await page.getByLabel("From", { exact: true }).fill("2020-01-01");
    await page.getByLabel("To", { exact: true }).fill("2030-01-01");
    await page.getByLabel("Views", { exact: true }).selectOption("preview");
    await page.getByRole("button", { name: "Count them" }).click();
    const counted = page.getByText(/[\d,]+ views? of [\d,]+ videos? match/);
    await expect(counted).toBeVisible();
    const views = /([\d,]+) view/.exec((await counted.textContent()) ?? "")?.[1]?.replaceAll(",", "") ?? "";
    expect(Number(views)).toBeGreaterThan(0);
    await expectAccessible(page);
    const address = page.url();
    await page.getByLabel(/^Type /).fill(views);
    await page.getByRole("button", { name: /^Delete/ }).click();
    await expect(page).toHaveURL(/\/work$/);
    await expect(page.getByRole("row", { name: /^Deletion of/ })).toContainText("Done", { timeout: 60_000 });
    await page.goto(address);
    await expect(page.getByText("No views match.")).toBeVisible();
    await page.context().close();
  });

  test("undoes a cancelled registration", async ({ browser }) => {
    const sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
    // People register in the weeks before: for the last that is planned perhaps nobody has yet.
    const [session] = await sql<{ id: string }[]>`
      select s.id from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
        join attendees a on a.session_id = s.id and a.registered_at is not null and a.cancelled_at is null
      where s.status = 'scheduled' and s.scheduled_start > now() group by s.id order by count(*) desc, s.id limit 1`;
    await sql.end();
    const page = await openOn(browser, server, "instructor");
    await page.goto(`/sessions/${session!.id}/people?state=registered`);
    const cancel = page.getByRole("button", { name: /^Cancel .*registration/ }).first();
    const label = (await cancel.getAttribute("aria-label")) ?? "";
    await cancel.click();
    await expect(page.getByRole("button", { name: label })).toHaveCount(0);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.getByRole("button", { name: label })).toBeVisible();
    await page.context().close();
  });

  test("says of every integration that it is not configured", async ({ browser }) => {
    const page = await openOn(browser, server, "admin");
    await page.goto("/settings/integrations");
    const tests = page.getByRole("button", { name: /^Test: / });
    await expect(tests).toHaveCount(3);
    for (const button of await tests.all()) await button.click();
    await expect(page.getByText("It is not configured")).toHaveCount(3);
    await expectAccessible(page);
    await shot(page, "integrations");
    await page.context().close();
  });

  test("answers a page of something that cannot exist with 404", async ({ browser }) => {
    const page = await openOn(browser, server, "admin");
    const seen: Record<string, number> = {};
    for (const path of pages.filter((one) => one.includes(id))) {
      const address = path.replaceAll(id, "nothing-like-this");
      seen[address] = (await page.request.get(address)).status();
    }
    // The pages to which links in mails lead say themselves that the link does not work.
    const { "/link/nothing-like-this": _, "/unsubscribe/nothing-like-this": __, ...others } = seen;
    expect(Object.keys(others).length).toBeGreaterThan(8);
    expect(Object.entries(others).filter(([, status]) => status !== 404)).toEqual([]);
    await page.context().close();
  });

  test("makes a second school, whose first admin comes in by the link", async ({ browser }) => {
    const page = await openOn(browser, server, "operator");
    await page.goto("/schools");
    await expect(page.getByRole("row", { name: /Harbour College/ })).toContainText("Demo school");
    await page.getByLabel("Name of the school").fill("Hill School");
    await page.getByLabel("Short name").fill("hill");
    await page.getByLabel("E-mail of its first admin").fill("head@hill.example");
    await page.getByRole("button", { name: "Make the school" }).click();
    const link = page.getByRole("status").locator("code");
    await expect(link).toContainText("/link/");
    await expect(page.getByRole("row", { name: /Hill School/ })).toBeVisible();
    await expectAccessible(page);
    await shot(page, "schools");

    const context = await browser.newContext({ baseURL: server.url });
    const head = await context.newPage();
    await head.goto((await link.textContent()) ?? "");
    await expect(head.getByRole("heading", { level: 1 })).toContainText("Hill School");
    await head.getByLabel("Your name").fill("Hilda Head");
    await head.getByLabel("New password").fill("a long enough password");
    await head.getByRole("button", { name: "Take the account" }).click();
    await expect(head.getByText("Admin, Hill School")).toBeVisible({ timeout: 15_000 });
    await head.goto("/settings/school");
    await expect(head.getByLabel("Name of the school")).toHaveValue("Hill School");
    // The link works once.
    await page.goto((await link.textContent()) ?? "");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
    for (const one of [context, page.context()]) await one.close();
  });

  test("removes the demo schools, says before what is lost, and ends the access of their people", async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const [page, instructor] = [
      await openOn(browser, server, "operator"),
      await openOn(browser, server, "instructor"),
    ];
    await page.goto("/schools");
    await page.getByRole("button", { name: "Remove the demo school" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(/Harbour College has \d+ people, 12 courses, \d+ videos/);
    await expect(dialog).toContainText("This cannot be undone");
    await dialog.getByRole("button", { name: "Remove the demo school" }).click();
    await expect(page.getByRole("button", { name: "Load the demo school" })).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole("row", { name: /Harbour College/ })).toHaveCount(0);
    await instructor.goto("/");
    await expect(instructor).toHaveURL(/\/sign-in/);
    for (const one of [page, instructor]) await one.context().close();
  });
});

test("the demo school is loaded into a new installation, and gone again when that is cancelled", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const server = await startServer("empty");
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  try {
    await page.goto("/");
    await expect.poll(() => server.output()).toMatch(/with the code [\w-]{14}/);
    await page.getByLabel("Set-up code").fill(/with the code ([\w-]{14})/.exec(server.output())?.[1] ?? "");
    await page.getByLabel("School", { exact: true }).fill("Quiet School");
    await page.getByLabel("Your name").fill("Inês Carvalho");
    await page.getByLabel("E-mail").fill("ines@quiet.example");
    await page.getByLabel("Password").fill("a long enough password");
    await page.getByRole("button", { name: "Create school" }).click();
    await expect(page).toHaveURL(/\/start$/);
    await page.getByRole("button", { name: "Load the demo school" }).click();
    const password = page.locator("#demo code").first();
    await expect(password).toHaveText(/^[\w-]{16}$/);
    await expect(page.getByText("instructor@lectern.test")).toBeVisible();
    await expect(page.locator("#demo")).toContainText(/\d+ of \d+ videos/, { timeout: 60_000 });
    await expectAccessible(page);

    // Its people are there as soon as they are made, in a school of their own.
    const found = await page.request.post("/api/auth/token", {
      data: { email: "instructor@lectern.test", password: await password.textContent() },
    });
    expect(found.status()).toBe(200);
    await page.getByRole("link", { name: "Background work" }).last().click();
    await page.getByRole("button", { name: "Cancel: Loading of the demo school" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel the work" }).click();
    await expect(page.getByRole("row", { name: /Loading of the demo school/ })).toContainText("Cancelled", {
      timeout: 60_000,
    });
    await page.goto("/start");
    await expect(page.getByRole("button", { name: "Load the demo school" })).toBeVisible();
    const sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
    expect([...(await sql`select name from schools`)]).toEqual([{ name: "Quiet School" }]);
    expect([...(await sql`select count(*)::int as playbacks from playbacks`)]).toEqual([{ playbacks: 0 }]);
    await sql.end();
  } finally {
    await context.close();
    await server.stop();
  }
});

test("others do not see the admin's pages", async ({ openAs }) => {
  const wanted: Record<"instructor" | "assistant" | "student", string[]> = {
    instructor: ["Imports", "Background work", "API tokens", "API reference"],
    assistant: ["API reference"],
    student: ["API reference"],
  };
  for (const [role, places] of Object.entries(wanted)) {
    const page = await openAs(role as DemoRole);
    await page.goto("/");
    const links = page.getByRole("navigation").first().getByRole("link");
    await expect(links.filter({ hasText: "API reference" })).toBeVisible();
    const names = await links.allInnerTexts();
    const seldom = names.filter((name) =>
      /^(People|Imports|Settings|Audit log|Background work|API tokens|API reference)$/.test(name.trim()),
    );
    expect(seldom.map((name) => name.trim())).toEqual(places);
    for (const path of ["/audit", "/schools", "/work/test-data", "/settings/integrations"])
      expect((await page.request.get(path)).status(), `${role} ${path}`).toBe(403);
  }
});
