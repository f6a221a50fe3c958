import postgres from "postgres";
import { expectAccessible } from "./accessible";
import { expect, type Server, shot, signIn, startServer, test } from "./fixtures";

/* The page System: how the server does, by what it measured itself. */

let server: Server;
let sql: postgres.Sql;
test.beforeAll(async () => {
  server = await startServer("demo");
  sql = postgres(server.databaseUrl, { max: 2, onnotice: () => {} });
});
test.afterAll(async () => {
  await sql.end({ timeout: 5 });
  await server.stop();
});

/**
 * A measured day of the school: more requests by day than by night, about 40 ms each, and ten slow minutes about an hour ago in which a tenth failed,
 * while they waited for the database. They begin with the hour's 0th, 10th, 20th … minute, because the page's points take two minutes each.
 */
async function measure(schoolId: string): Promise<void> {
  const start = Math.floor(Date.now() / 60_000) * 60_000;
  const slowFrom = new Date(Math.floor(start / 600_000) * 600_000 - 70 * 60_000);
  const minutes = Array.from({ length: 24 * 60 }, (_, index) => {
    const at = new Date(start - (index + 1) * 60_000);
    const isSlow = at >= slowFrom && +at < +slowFrom + 10 * 60_000;
    const count = isSlow ? 60 : Math.round(50 + 40 * Math.sin((index / 1440) * 2 * Math.PI));
    return { at, count, isSlow };
  });
  const series = [
    { measure: "request", name: "", calm: 63, slow: 103, school_id: schoolId },
    { measure: "request", name: "GET /sessions/{sessionId}", calm: 63, slow: 103, school_id: schoolId },
    { measure: "ingest_lag", name: "", calm: 48, slow: 120, school_id: schoolId },
    // Of the process, not of a school.
    { measure: "pool_wait", name: "", calm: 25, slow: 105, school_id: null },
  ];
  for (const { calm, slow, ...key } of series)
    await sql`
      insert into system_durations ${sql(
        minutes.map(({ at, count, isSlow }) => ({
          ...{ minutes: 1, ...key, at, count, failed: isSlow && key.measure === "request" ? 6 : 0 },
          ...{ buckets: [isSlow ? slow : calm], counts: [count] },
        })),
      )}`;
  await sql`
    insert into system_durations (minutes, school_id, at, measure, name, count, failed, buckets, counts)
    select 60, school_id, hour, measure, name, sum(times), sum(failed), array_agg(bucket order by bucket), array_agg(times order by bucket)
    from (
      select school_id, date_trunc('hour', at) as hour, measure, name, b.bucket, sum(b.times)::int as times, sum(failed) as failed
      from system_durations, unnest(buckets, counts) as b(bucket, times) where minutes = 1 group by 1, 2, 3, 4, 5
    ) as hours group by school_id, hour, measure, name`;
  const counts = minutes.flatMap(({ at, count, isSlow }) => [
    { at, kind: "beacon", name: "stored", count, last_at: at },
    ...(isSlow
      ? [
          { at, kind: "beacon", name: "refused", count: 21, last_at: at },
          { at, kind: "refusal", name: "unavailable", count: 21, last_at: at },
          { at, kind: "error", name: "unavailable", count: 6, last_at: at },
        ]
      : []),
  ]);
  await sql`
    insert into system_counts ${sql(counts.map((row) => ({ minutes: 1, school_id: schoolId, ...row })))}`;
  await sql`
    insert into system_counts (minutes, school_id, at, kind, name, count, last_at)
    select 60, school_id, date_trunc('hour', at), kind, name, sum(count), max(last_at)
    from system_counts where minutes = 1 group by 2, 3, 4, 5`;
  await sql`
    insert into system_processes ${sql(
      minutes.map(({ at }) => ({
        ...{ process_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b77", at, started_at: minutes.at(-1)!.at },
        ...{
          memory_bytes: 3e8,
          event_loop_delay_ms: 12 + (at.getUTCMinutes() % 5),
          waiting: 0,
          database_ms: 1,
        },
      })),
    )}`;
}

async function openAs(browser: import("@playwright/test").Browser, role: "admin" | "instructor") {
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: await signIn(server.url, role),
  });
  return context.newPage();
}

test("a new server says that nothing is measured, and after its first minute what it answered", async ({
  browser,
}) => {
  const page = await openAs(browser, "admin");
  await page.goto("/system");
  await expect(page.getByRole("heading", { level: 1, name: "System" })).toBeVisible();
  await expect(page.getByText("Nothing is measured yet. The first minute appears here")).toBeVisible();
  await expect(page.getByRole("list", { name: "Parts of the system" }).getByRole("listitem")).toHaveCount(6);
  await expectAccessible(page);
  for (const path of ["/sessions", "/videos", "/videos/no-such-video"]) await page.goto(path);
  await page.request.get("/api/analytics/system/metrics?hours=0");
  // A server that stops stores the minute that it is in.
  await server.stop();
  await server.start();
  await page.goto(`${server.url}/system?routes=all`);
  const routes = page.getByRole("table", { name: "Requests by route" });
  for (const route of ["GET /sessions", "GET /videos", "GET /videos/{videoId}", "GET /system"])
    await expect(routes.getByRole("link", { name: route, exact: true })).toBeVisible();
  await expect(routes.getByText("no-such-video")).toHaveCount(0);
  const errors = page.getByRole("table", { name: "Requests that failed, by kind" });
  await expect(errors.getByRole("row", { name: /^The request is not valid 400/ })).toContainText("1");
  await expect(page.getByText("No beacon was refused.")).toBeVisible();
  await page.context().close();
});

test("an admin sees when requests were too slow, what to do, and one route alone", async ({ browser }) => {
  const [school] = await sql<
    { id: string }[]
  >`select school_id as id from users where email = 'admin@lectern.test'`;
  for (const table of ["system_durations", "system_counts", "system_people", "system_processes"])
    await sql`delete from ${sql(table)}`;
  await measure(school!.id);
  const page = await openAs(browser, "admin");
  await page.goto("/system");
  await expect(page.getByText("Lectern is working.")).toBeVisible();
  const lead = page.getByText(
    /From \d\d:\d\d to \d\d:\d\d requests took up to 1\.\d+\ss at the 95th percentile, and 60 of 600 failed/,
  );
  await expect(lead).toBeVisible();
  await expect(page.getByRole("heading", { name: "What happened once" })).toBeVisible();
  const chart = page.getByRole("slider", { name: /^Requests, times and waits/ });
  await expect(chart).toBeVisible();
  await chart.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await expect(chart).toHaveAttribute("aria-valuetext", /requests?, none failed, 95th percentile/);
  await expectAccessible(page);
  await shot(page, "system");

  await page.getByRole("link", { name: /GET \/sessions\/\{sessionId\}/ }).click();
  await expect(page).toHaveURL(/route=GET/);
  await expect(
    page.getByRole("heading", { level: 2, name: "GET /sessions/{sessionId}", exact: true }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Last 24 hours" }).click();
  await page.getByRole("menuitemradio", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/hours=168/);
  await expect(page.getByRole("button", { name: "Last 7 days" })).toBeVisible();
  await expect(page).toHaveURL(/route=GET/);
  await page.context().close();
});

test("an instructor has neither the page nor its place in the sidebar", async ({ browser }) => {
  const page = await openAs(browser, "instructor");
  expect((await page.goto("/system"))?.status()).toBe(403);
  await page.goto("/");
  await expect(page.getByRole("navigation").getByRole("link", { name: "System" })).toHaveCount(0);
  await page.context().close();
});
