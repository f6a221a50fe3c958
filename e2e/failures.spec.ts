import postgres from "postgres";
import { processLocks } from "@/lib/db/advisory-locks";
import { expect, type Server, signIn, startServer, test } from "./fixtures";

/* Pages that fail. Their code is loaded only then, so a browser must show it, also where that cannot be loaded. */

let server: Server;
let sql: postgres.Sql;
test.beforeAll(async () => {
  server = await startServer("demo");
  sql = postgres(server.databaseUrl, { max: 1 });
});
test.afterAll(async () => {
  await sql.end();
  await server.stop();
});

test("a page that fails says so inside of the frame, with the id of its log line, and can be tried again", async ({
  browser,
}) => {
  const [broken] = await sql<{ session_id: string; detail: postgres.JSONValue }[]>`
    select session_id, detail from session_numbers order by session_id limit 1`;
  await sql`update session_numbers set detail = '{}' where session_id = ${broken!.session_id}`;
  const page = await browser.newPage({ storageState: await signIn(server.url, "admin") });
  await page.goto(`${server.url}/sessions/${broken!.session_id}`);
  const notice = page.getByRole("alert").filter({ hasText: "This page could not be shown" });
  await expect(notice).toBeVisible();
  await expect(notice.getByText(/Request \d+/)).toBeVisible();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await sql`update session_numbers set detail = ${sql.json(broken!.detail)} where session_id = ${broken!.session_id}`;
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await page.close();
});

test("where the code of a page cannot be loaded, and so not that of the failure either, it can be tried again", async ({
  browser,
}) => {
  const page = await browser.newPage({ storageState: await signIn(server.url, "admin") });
  await page.goto(`${server.url}/settings/account`);
  await page.waitForLoadState("networkidle");
  await page.route("**/_next/static/**", (route) => route.abort());
  await page.getByRole("link", { name: "Imports" }).first().click();
  const notice = page.getByRole("alert").filter({ hasText: "This page could not be shown" });
  await expect(notice).toBeVisible();
  await page.unroute("**/_next/static/**");
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Imports" })).toBeVisible();
  await page.close();
});

test("where the frame fails too, the failure is in the browser's language", async ({ browser }) => {
  const page = await browser.newPage({
    storageState: await signIn(server.url, "admin"),
    locale: "de",
  });
  const [school] = await sql<{ id: string; time_zone: string }[]>`
    select s.id, s.time_zone from schools s join users u on u.school_id = s.id where u.email = 'admin@lectern.test'`;
  // No XP is awarded on days of this zone (lib/flows/jobs/gamification.ts): nothing counts them again afterwards.
  await sql`select pg_advisory_lock(${processLocks.awards})`;
  await sql`update schools set time_zone = 'Nowhere/None' where id = ${school!.id}`;
  try {
    await page.goto(`${server.url}/videos`);
    await expect(page.locator("main[lang=de]").getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("button")).toBeVisible();
  } finally {
    await sql`update schools set time_zone = ${school!.time_zone} where id = ${school!.id}`;
    await sql`select pg_advisory_unlock(${processLocks.awards})`;
    await page.close();
  }
});
