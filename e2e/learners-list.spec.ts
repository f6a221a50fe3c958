import type { Page } from "@playwright/test";
import Papa from "papaparse";
import postgres from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, signIn, startServer, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* The list of all learners: who is at risk, filters, sort and pages in the address, and the file. */

type Row = { name: string; user_id: string; at_risk: boolean; quiet_days: number | null };
type Answer = {
  items: Row[];
  total: number;
  learners: number;
  at_risk: Record<
    "enrollments" | "not_over" | "once_active" | "quiet" | "not_completed" | "learners",
    number
  >;
};

async function answerOf(page: Page, query: string): Promise<Answer> {
  const answer = await page.request.get(`/api/learners?limit=100${query}`);
  expect(answer.status()).toBe(200);
  return answer.json();
}

const table = (page: Page) => page.getByRole("table", { name: "Learners" });
/** The names in the table, without what is below each. */
const names = (page: Page) => table(page).locator("tbody tr > td:nth-child(2) a").allTextContents();

test.describe("an instructor", () => {
  test.use({ role: "instructor" });

  test("sees who is at risk first, with the chain of the rule, and opens a learner", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Learners" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Learners" })).toBeVisible();
    const { items, total, learners, at_risk } = await answerOf(page, "");
    expect(at_risk.learners).toBeGreaterThan(0);
    await expect(
      page.getByText(new RegExp(`^${at_risk.learners} of ${learners} learners (is|are) at risk:`)),
    ).toBeVisible();
    expect(await names(page)).toEqual(items.slice(0, 25).map(({ name }) => name));
    const days = items.map(({ quiet_days }) => quiet_days ?? -1);
    expect(days).toEqual(days.toSorted((a, b) => b - a));
    await expect(page.getByRole("navigation", { name: "Pages of people" })).toContainText(`of ${total}`);
    await expect(table(page).getByRole("row").nth(1)).toContainText(/: nothing for \d+ days?/);
    await expect(table(page).getByRole("row").nth(1)).toContainText(
      /: (watched|came to|submitted) .*; \d+ of \d+ lessons? completed/,
    );

    await page.getByRole("button", { name: "At risk", exact: true }).first().click();
    const chain = page.getByRole("dialog");
    await expect(chain).toContainText(`Enrollments${at_risk.enrollments}`);
    await expect(chain).toContainText(`course not completed${at_risk.not_completed}`);
    await expect(chain).toContainText(`Learners with one or more of these${at_risk.learners}`);
    await expectAccessible(page);
    await chain.getByRole("link", { name: /^See the/ }).click();
    await expect(page).toHaveURL(/at_risk=yes/);
    await expect(table(page).locator("tbody tr")).toHaveCount(Math.min(25, at_risk.learners));

    const [first] = items;
    await table(page).getByRole("link", { name: first!.name }).click();
    await expect(page).toHaveURL(new RegExp(`/people/${first!.user_id}$`));
    await expect(page.getByRole("heading", { level: 1, name: first!.name })).toBeVisible();
  });

  test("filters, sorts and pages in the address, and the file has the rows of the list", async ({
    page,
    sql,
  }) => {
    const [course] = await sql<{ id: string; title: string }[]>`
      select c.id, c.title from courses c join course_instructors i on i.course_id = c.id
      join users u on u.id = i.user_id and u.email = 'instructor@lectern.test'
      join enrollments e on e.course_id = c.id
      group by c.id order by count(*) desc, c.title limit 1`;
    await page.goto("/learners");
    const all = await answerOf(page, "");
    await page.getByRole("button", { name: /^Course/ }).click();
    await page.getByRole("menuitemradio", { name: course!.title }).click();
    await expect(page).toHaveURL(new RegExp(`course_id=${course!.id}`));
    const narrowed = await answerOf(page, `&course_id=${course!.id}`);
    await expect(page.getByText(`${narrowed.at_risk.enrollments} enrollments, 1 course`)).toBeVisible();

    // A class of another course, which the address still has, narrows nothing.
    await page.goto(`/learners?course_id=${course!.id}&class_id=0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70`);
    await expect(page.getByText(`${narrowed.at_risk.enrollments} enrollments, 1 course`)).toBeVisible();
    await page.goto(`/learners?course_id=${course!.id}`);

    await table(page)
      .getByRole("button", { name: /^Learner/ })
      .click();
    await expect(page).toHaveURL(/sort=name/);
    const byName = await answerOf(page, `&course_id=${course!.id}&sort=name`);
    await expect.poll(() => names(page)).toEqual(byName.items.slice(0, 25).map(({ name }) => name));

    // By a number of the row: who came to the largest share first.
    await table(page).getByRole("button", { name: /^Came/ }).click();
    await expect(page).toHaveURL(/sort=-?came/);
    const byCame = await answerOf(page, `&course_id=${course!.id}&sort=came`);
    await expect.poll(() => names(page)).toEqual(byCame.items.slice(0, 25).map(({ name }) => name));
    await expect(
      table(page)
        .getByRole("img", { name: /^Minutes in each of the last 12 weeks: / })
        .first(),
    ).toBeVisible();
    await table(page)
      .getByRole("button", { name: /^Learner/ })
      .click();
    await expect(page).toHaveURL(/sort=name/);

    const word = byName.items.at(-1)!.name;
    await page.getByRole("searchbox", { name: "Name or e-mail" }).fill(word);
    await expect(page).toHaveURL(/q=/);
    await expect.poll(() => names(page)).toContain(word);
    await page.getByRole("link", { name: "Clear filters" }).click();
    await expect(page).not.toHaveURL(/course_id|q=/);
    await expect(page.getByRole("navigation", { name: "Pages of people" })).toContainText(`of ${all.total}`);

    if (all.total > 25) {
      await page.getByRole("button", { name: "Next" }).click();
      await expect(page).toHaveURL(/offset=25/);
      const later = await answerOf(page, "&sort=name&offset=25");
      await expect.poll(() => names(page)).toEqual(later.items.slice(0, 25).map(({ name }) => name));
    }

    // Two of them as a file: at risk or not, by the list's own order.
    await page.goto("/learners?sort=name");
    const two = (await answerOf(page, "&sort=name")).items;
    const choose = (name: string) =>
      table(page)
        .getByRole("checkbox", { name: new RegExp(name) })
        .check();
    await choose(two[0]!.name);
    const bar = page.getByRole("region", { name: "Selection" });
    await expect(bar).toContainText("1 learner selected");
    await choose(two[1]!.name);
    await expect(bar).toContainText("2 learners selected");
    const chosen = page.waitForEvent("download");
    await bar.getByRole("link", { name: "CSV of 2" }).click();
    const lines = await (await page.request.get((await chosen).url())).text();
    // Their order is that of the list, at risk first.
    const written = lines.trim().split("\r\n").slice(1);
    expect(written.map((line) => line.split(",")[0]).sort()).toEqual([two[0]!.name, two[1]!.name].sort());

    await page.goto("/learners?at_risk=no&sort=-name");
    const listed = await answerOf(page, "&at_risk=no&sort=name&order=desc");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: `CSV of these ${listed.total}` }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^learners-.*\.csv$/);
    const text = await (await page.request.get(file.url())).text();
    const { data } = Papa.parse<{ Name: string; "At risk": string }>(text.replace(/^\uFEFF/, ""), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => row.Name).slice(0, 100)).toEqual(listed.items.map(({ name }) => name));
    expect(data).toHaveLength(listed.total);
    expect(new Set(data.map((row) => row["At risk"]))).toEqual(new Set(["No"]));
  });

  test("reads it at every width, in both themes", async ({ page }) => {
    await page.goto("/learners");
    for (const width of [360, 390, 640, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect.soft(await layoutFaults(page), `at ${width} px`).toEqual([]);
    }
    await shot(page, "learners");
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
    await shot(page, "learners-dark");
    await page.setViewportSize({ width: 390, height: 900 });
    await expect(page.getByRole("list", { name: "Learners" }).getByRole("listitem").first()).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, "learners-390");
  });
});

for (const [locale, title] of [
  ["de", "Lernende"],
  ["fr", "Apprenants"],
] as const)
  test.describe(locale, () => {
    test.use({ role: "instructor", locale });

    test("the list is whole, and every text is written", async ({ page }) => {
      await page.goto("/learners");
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect.soft(await layoutFaults(page), `at ${width} px`).toEqual([]);
      }
      expect(await page.locator("main").innerText()).not.toMatch(/learners\.[a-z_.]+|\{\w+\}/);
    });
  });

test("an admin sees all students of the school", async ({ openAs, sql }) => {
  const page = await openAs("admin");
  const [school] = await sql<{ students: number }[]>`
    select count(*)::int as students from users u join users a on a.school_id = u.school_id and a.email = 'admin@lectern.test'
    where u.role = 'student' and u.disabled_at is null`;
  await page.goto("/learners");
  await expect(page.getByText("All students of the school")).toBeVisible();
  expect((await answerOf(page, "")).total).toBe(school!.students);
  await page.goto("/learners?q=nobody-has-this-name");
  await expect(page.getByText("No learners match")).toBeVisible();
});

test("an assistant reads it without the file, a student not at all", async ({ openAs }) => {
  const page = await openAs("assistant");
  await page.goto("/learners");
  await expect(table(page)).toBeVisible();
  await expect(page.getByRole("link", { name: /^CSV of these/ })).toHaveCount(0);
  expect((await page.request.get("/api/learners/export")).status()).toBe(403);
  const student = await openAs("student");
  expect((await student.goto("/learners"))?.status()).toBe(403);
  expect((await student.request.get("/api/learners")).status()).toBe(403);
});

test("who has no learners reads what will be here", async ({ browser }) => {
  test.setTimeout(120_000);
  const server = await startServer("demo");
  const sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`delete from course_instructors where user_id = (select id from users where email = 'instructor@lectern.test')`;
    const context = await browser.newContext({
      baseURL: server.url,
      storageState: await signIn(server.url, "instructor"),
    });
    const page = await context.newPage();
    await page.goto("/learners");
    await expect(page.getByText("No learners yet")).toBeVisible();
    await expect(page.getByText(/^Everyone who is enrolled in one of your courses/)).toBeVisible();
    await expect(page.getByRole("link", { name: "CSV of these" })).toHaveCount(0);
    await expectAccessible(page);
    await shot(page, "learners-empty");
    await context.close();
  } finally {
    await sql.end();
    await server.stop();
  }
});
