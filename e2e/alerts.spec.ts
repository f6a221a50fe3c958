import type { Browser, Page } from "@playwright/test";
import postgres from "postgres";
import { expectAccessible } from "./accessible";
import { type DemoRole, expect, type Server, shot, signIn, startServer, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* The inbox of alerts, on a server of its own: what is put away there is put away. */

let server: Server;
let sql: postgres.Sql;

/** The rules that are told of in these tests: of sessions of the last days, whatever the demo's attendance is. */
test.beforeAll(async () => {
  server = await startServer("demo");
  sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
  await server.stop();
  await sql`update alert_rules set threshold = 100, since = now() - interval '30 days' where kind = 'low_attendance'`;
  await server.start();
  const raised = async () => (await sql`select from alerts where kind = 'low_attendance'`).length;
  await expect.poll(raised, { timeout: 60_000 }).toBeGreaterThan(0);
});
test.afterAll(async () => {
  await sql.end();
  await server.stop();
});

async function openOn(browser: Browser, role: DemoRole) {
  const storageState = await signIn(server.url, role);
  return (await browser.newContext({ baseURL: server.url, storageState })).newPage();
}

const sidebarEntry = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Alerts/ });

/** How many alerts are open for who is signed in. */
async function openOf(page: Page): Promise<number> {
  const answer = await page.request.get("/api/alerts?state=open&limit=1");
  return ((await answer.json()) as { total: number }).total;
}

test("shows what needs attention, and lets each put it away for themselves", async ({ browser }) => {
  const admin = await openOn(browser, "admin");
  await admin.goto("/alerts?kind=low_attendance");
  const rows = admin.getByRole("row", { name: /% attended/ });
  await expect(rows.first()).toContainText(
    /\d+ of the \d+ people who registered attended: .+ The threshold is 100/,
  );
  const count = await rows.count();
  const title = await rows.first().getByRole("link").innerText();
  await expectAccessible(admin);
  await shot(admin, "alerts");

  await admin
    .getByRole("button", { name: `Snooze: ${title}` })
    .first()
    .click();
  await admin.getByRole("menuitem", { name: "For 1 hour" }).click();
  await expect(admin.getByText("Snoozed for you. Your colleagues still see it.")).toBeVisible();
  await expect(admin.getByRole("row", { name: title }).filter({ hasText: "Snoozed" }).first()).toContainText(
    "until today",
  );
  await admin.goto("/alerts?kind=low_attendance&state=open");
  await expect(rows).toHaveCount(count - 1);

  const before = await openOf(admin);
  await rows.first().getByRole("button", { name: /^Done/ }).click();
  await expect(admin.getByText("Moved to Done for you. Your colleagues still see it.")).toBeVisible();
  await expect(sidebarEntry(admin)).toHaveAccessibleName(new RegExp(`^Alerts ${before - 1} open alerts?$`));
  await expect(rows).toHaveCount(count - 2);

  await admin.goto("/alerts?kind=low_attendance&state=done");
  await admin.getByRole("button", { name: /^Open again/ }).click();
  await expect(admin.getByText("The alert is open again.")).toBeVisible();
  await expect(admin.getByText("No alerts match")).toBeVisible();
  await expectAccessible(admin);
  await admin.context().close();
});

test("shows an instructor what they teach, and its page", async ({ browser }) => {
  const page = await openOn(browser, "instructor");
  const own = await sql<{ id: string }[]>`
    select a.session_id as id from alerts a join sessions s on s.id = a.session_id join users u on u.id = s.instructor_id
    where u.email = 'instructor@lectern.test' and a.kind = 'low_attendance' and a.resolved_at is null`;
  await page.goto("/alerts?kind=low_attendance");
  await expect(page.getByRole("row", { name: /% attended/ })).toHaveCount(own.length);
  await expect(page.getByRole("link", { name: "Alert rules" })).toHaveCount(0);
  if (own.length > 0) {
    await page
      .getByRole("row", { name: /% attended/ })
      .first()
      .getByRole("link")
      .click();
    await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  }
  await page.context().close();
});

test("shows a new alert without a reload", async ({ browser }) => {
  const page = await openOn(browser, "admin");
  await page.clock.install();
  // Of one kind, so that it is on the first page also once the job, which does not know it, has resolved it.
  await page.goto("/alerts?kind=best_session");
  const before = await openOf(page);
  await sql`insert into alerts (id, school_id, kind, session_id, value, detail, happened_at, raised_at)
    select gen_random_uuid(), s.school_id, 'best_session', s.id, 91.5, '{"sessions": 7, "best_before": 90, "format": "class"}', now(), now()
    from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test' where s.status = 'ended' limit 1`;
  await page.clock.runFor(31_000);
  await expect(sidebarEntry(page)).toHaveAccessibleName(new RegExp(`^Alerts ${before + 1} open alerts?$`));
  await expect(page.getByRole("row", { name: /Best score so far/ })).toBeVisible();
  await page.context().close();
});

test("lets an admin set the rules, and refuses what they cannot be", async ({ browser }) => {
  const page = await openOn(browser, "admin");
  await page.goto("/settings/alerts");
  await expectAccessible(page);
  const days = page.getByRole("group", { name: "Learner at risk" }).getByLabel("From so many days");
  await expect(days).toHaveValue("7");
  // A browser refuses it too; the server says why.
  await page.locator("form").evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  await days.fill("400");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("must be 90 or less")).toBeVisible();
  await days.fill("10");
  await page.getByRole("group", { name: "Many attended a session" }).getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The rules are saved.")).toBeVisible();
  await page.reload();
  await expect(days).toHaveValue("10");
  await expect(
    page.getByRole("group", { name: "Many attended a session" }).getByRole("checkbox"),
  ).not.toBeChecked();
  await page.goto("/audit?action=alert_rule.update");
  await expect(page.getByRole("row", { name: /Changed an alert rule/ })).toHaveCount(2);
  await page.context().close();
});

test("posts alerts to a webhook, shows its secret once, and sends nothing into a private network", async ({
  browser,
}) => {
  const page = await openOn(browser, "admin");
  await page.goto("/settings/alerts");
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Timetable office");
  await dialog.getByLabel("Address").fill("https://10.0.0.7/alerts");
  await dialog.getByLabel("Low attendance of a session").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("must be on the internet")).toBeVisible();
  // A name is checked when something is sent to it.
  await dialog.getByLabel("Address").fill("https://localhost/alerts/7f3a9c");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/^whsec_[\w+/=]{44}$/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Send a test to Timetable office" }).click();
  const sent = page
    .getByRole("table", { name: "Posted to Timetable office" })
    .getByRole("row", { name: /Test/ });
  await expect(sent).toContainText("Not sent: the address leads to a private network.", { timeout: 20_000 });
  await expect(sent).toContainText("Failed");
  await expectAccessible(page);
  await shot(page, "webhooks");
  expect(await layoutFaults(page)).toEqual([]);
  expect(await page.content()).not.toContain("7f3a9c");

  await page.getByRole("button", { name: "Switch off Timetable office" }).click();
  await expect(page.getByText("Timetable office is off.")).toBeVisible();
  await page.getByRole("button", { name: "Delete Timetable office" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Timetable office is deleted.")).toBeVisible();
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  await page.context().close();
});

/** A week that is over: the demo has sessions in each of the last ones. */
const weekAgo = new Date(Date.now() - 7 * 86_400_000);
const monday = new Date(weekAgo.getTime() - ((weekAgo.getUTCDay() + 6) % 7) * 86_400_000);
const digest = `/digest/${monday.toISOString().slice(0, 10)}`;

test("shows a digest as its mail tells it, and the school's month to admins alone", async ({ browser }) => {
  const page = await openOn(browser, "instructor");
  await page.goto(digest);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Your teaching: .+ 20\d\d$/);
  const numbers = page.getByRole("table", { name: "Compared with the week before" });
  await expect(numbers.getByRole("row", { name: /^Sessions held \d+ \d+$/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Sessions", exact: true })).toBeVisible();
  await expectAccessible(page);
  await shot(page, "digest");
  const month = `/digest/${new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 7)}`;
  await page.goto(month);
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.context().close();
  const admin = await openOn(browser, "admin");
  await admin.goto(month);
  await expect(admin.getByRole("table", { name: "Compared with the month before" })).toBeVisible();
  await admin.context().close();
});

test("is readable from a phone to a wide window, light and dark", async ({ browser }) => {
  for (const width of [390, 768, 1440]) {
    const page = await openOn(browser, "admin");
    await page.emulateMedia({ colorScheme: width === 768 ? "dark" : "light" });
    await page.setViewportSize({ width, height: 900 });
    for (const path of ["/alerts", "/settings/alerts", "/settings/webhooks", digest]) {
      await page.goto(path);
      expect(await layoutFaults(page), `${path} at ${width}`).toEqual([]);
    }
    await page.context().close();
  }
});
