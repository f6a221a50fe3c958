import { readFile } from "node:fs/promises";
import Papa from "papaparse";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

const mine = "join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'";

test("the list sorts, filters, searches and exports what it shows, with its state in the URL", async ({
  page,
  sql,
}) => {
  const [facts] = await sql.unsafe<{ all: number; ended: number; cancelled: string }[]>(`
    select count(*)::int as all, (count(*) filter (where s.status = 'ended'))::int as ended,
      min(s.title) filter (where s.status = 'cancelled') as cancelled from sessions s ${mine}`);
  await page.goto("/sessions");
  const table = page.getByRole("table", { name: "Sessions" });
  await expect(page.getByText(`of ${facts!.all} sessions`)).toBeVisible();
  await expectAccessible(page);
  await shot(page, "sessions");

  // Ended sessions, highest score first.
  await page.getByRole("button", { name: /^Status/ }).click();
  await page.getByRole("menuitemcheckbox", { name: "Ended" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/status=ended/);
  await page.getByRole("button", { name: "Sort by Score" }).click();
  await expect(page).toHaveURL(/sort=-score/);
  await expect(page.getByText(`of ${facts!.ended} sessions`)).toBeVisible();
  const scoreColumn = (await table.getByRole("columnheader").allInnerTexts()).findIndex((head) =>
    head.includes("Score"),
  );
  await expect
    .poll(async () => {
      const rows = await table.locator("tbody tr").all();
      const scores = await Promise.all(
        rows.map(async (row) => Number((await row.locator("td").nth(scoreColumn).innerText()).trim())),
      );
      const known = scores.filter((score) => !Number.isNaN(score));
      return known.length > 10 && known.every((score, i) => i === 0 || score <= known[i - 1]!);
    })
    .toBe(true);
  await page.reload();
  await expect(page.getByText(`of ${facts!.ended} sessions`)).toBeVisible();

  // The export has the rows that the page shows.
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /^CSV of these/ }).click();
  const text = (await readFile(await (await download).path(), "utf8")).replace("\u{feff}", "");
  const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  expect(rows).toHaveLength(facts!.ended);
  expect(new Set(rows.map((row) => row.Status))).toEqual(new Set(["ended"]));

  await page.getByRole("link", { name: "Clear filters" }).click();
  await page.getByLabel("Title or course").fill(facts!.cancelled);
  await expect(table.locator("tbody tr")).toHaveCount(1);
  await expect(table.getByText("Cancelled")).toBeVisible();
  await page.getByLabel("Title or course").fill("no such thing");
  await expect(page.getByText("No sessions match.")).toBeVisible();
});

test("chosen sessions are compared side by side", async ({ page, sql }) => {
  const sessions = await sql.unsafe<{ id: string; title: string; messages: number }[]>(`
    select s.id, s.title, (select count(*)::int from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
      where m.session_id = s.id and not a.host) as messages
    from sessions s ${mine} where s.status = 'ended' and s.series_id = (
      select series_id from sessions o join users i on i.id = o.instructor_id and i.email = 'instructor@lectern.test'
      where o.status = 'ended' group by series_id having count(distinct o.title) = count(*)
      order by count(*) desc, series_id limit 1)
    order by s.scheduled_start desc limit 3`);
  await page.goto("/sessions?status=ended");
  for (const { id } of sessions)
    await page
      .getByRole("row")
      .filter({ has: page.locator(`a[href="/sessions/${id}"]`) })
      .getByRole("checkbox")
      .check();
  await expect(page.getByText("3 sessions selected")).toBeVisible();
  // From the box that was ticked last it is one Tab.
  const compare = page.getByRole("link", { name: "Compare 3" });
  await page.keyboard.press("Tab");
  await expect(compare).toBeFocused();
  await compare.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Three sessions compared" })).toBeVisible();
  // They are in time order: A is the earliest.
  const row = page.getByRole("row", { name: /^Chat messages/ });
  for (const [index, { messages }] of [...sessions].reverse().entries())
    await expect(row.getByRole("cell").nth(index)).toContainText(String(messages));
  await expect(page.getByRole("slider", { name: /Share of attendees/ })).toBeVisible();
  await expectAccessible(page);
  await shot(page, "compare");

  // With the keyboard, the overlaid chart gives its values at the cursor.
  const slider = page.getByRole("slider", { name: /Share of attendees/ });
  await slider.focus();
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", /A .*%.*B .*%/);

  await page.getByRole("button", { name: `Remove ${sessions[0]!.title}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Two sessions compared" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Three sessions compared" })).toBeVisible();

  // Another instructor's session cannot be compared.
  const [other] = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id
    where u.email <> 'instructor@lectern.test' and u.school_id = (select school_id from users where email = 'instructor@lectern.test')
      and s.status = 'ended' limit 1`;
  const refused = await page.goto(`/sessions/compare?ids=${sessions[0]!.id},${other!.id}`);
  expect(refused?.status()).toBe(403);
});

test("the overview shows the instructor's sessions, and an admin's shows the school's", async ({
  page,
  openAs,
  sql,
}) => {
  const [facts] = await sql.unsafe<{ planned: number; next: string }[]>(`
    select count(*)::int as planned, (array_agg(s.title order by s.scheduled_start))[1] as next
    from sessions s ${mine} where s.status = 'scheduled'`);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Your teaching" })).toBeVisible();
  await expect(page.getByText(`${facts!.planned} more planned`)).toBeVisible();
  await expect(page.getByRole("table", { name: "Next sessions" })).toContainText(facts!.next);
  await expectAccessible(page);
  await shot(page, "overview");

  // A number's explanation links to its rows.
  await page.getByRole("button", { name: "Sessions held" }).click();
  const link = page.getByRole("link", { name: /^See the \d+ sessions$/ });
  const held = Number(/\d+/.exec((await link.textContent()) ?? "")?.[0]);
  await link.click();
  await expect(page).toHaveURL(/\/sessions\?from=.*status=ended/);
  await expect(page.getByRole("navigation", { name: "Pages of sessions" })).toContainText(
    `of ${held} sessions`,
  );

  const admin = await openAs("admin");
  await admin.goto("/");
  await expect(admin.getByRole("heading", { level: 1, name: "Harbour College" })).toBeVisible();
  // What needs attention follows the page; each item leads to what it is about.
  const risk = admin.getByRole("heading", { level: 3, name: /^\d+ of \d+ learners have gone quiet$/ });
  const [, atRisk] = /^(\d+) of/.exec((await risk.textContent()) ?? "") ?? [];
  await admin.getByRole("link", { name: /^See these learners: / }).click();
  await expect(admin).toHaveURL(/\/learners\?at_risk=yes$/);
  await expect(admin.getByText(`1 to ${Math.min(Number(atRisk), 25)} of ${atRisk}`)).toBeVisible();
  await admin.goto("/sessions");
  await expect(admin.getByRole("columnheader", { name: "Instructor" })).toBeVisible();

  const student = await openAs("student");
  expect((await student.goto("/sessions"))?.status()).toBe(403);
});

const zoom = (topic: string) =>
  [
    "Topic,ID,Duration (minutes),Start time,End time,Participants",
    `${topic},812 3456 7890,60,11/03/2026 06:00:00 PM,11/03/2026 07:00:00 PM,3`,
    "",
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room",
    "Helena Brito,student@lectern.test,11/03/2026 06:00:00 PM,11/03/2026 06:40:00 PM,40,No,,No",
    "Helena Brito,student@lectern.test,11/03/2026 06:45:00 PM,11/03/2026 07:00:00 PM,15,No,,No",
    "Somebody Else,somebody@elsewhere.test,11/03/2026 06:10:00 PM,11/03/2026 07:00:00 PM,50,Yes,,No",
    "=cmd(),,11/03/2026 06:20:00 PM,11/03/2026 06:30:00 PM,10,Yes,,No",
  ].join("\r\n");

test("a report is dropped, previewed, imported once and undone", async ({ page, sql }) => {
  const topic = "A guest lecture";
  const file = { name: "participants.csv", mimeType: "text/csv", buffer: Buffer.from(zoom(topic)) };
  await page.goto("/imports");
  await expectAccessible(page);
  await page.locator('input[type="file"]').setInputFiles(file);
  await expect(page.getByText(topic).first()).toBeVisible();
  await shot(page, "import-preview");
  await expectAccessible(page);
  // Nothing is written before the import.
  const stored = () => sql`select id, ended_at from sessions where title = ${topic}`;
  expect(await stored()).toHaveLength(0);
  await page.getByRole("button", { name: /^Import/ }).click();
  await expect.poll(async () => (await stored()).length).toBe(1);
  const [session] = await stored();

  // Helena 40 + 15, a second person 50, a third 10: three people, 115 minutes, two present from 18:10 and three from 18:20.
  const analytics = await (
    await page.request.get(`/api/admin/training/sessions/${session!.id}/analytics`)
  ).json();
  expect(analytics.attendance).toMatchObject({ total_attended: 3, average_duration_minutes: 38.3 });
  expect(analytics.peak_viewers).toMatchObject({ peak_count: 3, peak_timestamp: "2026-11-03T18:20:00.000Z" });

  // Importing the same file again changes nothing.
  const again = await page.request.post("/api/admin/training/imports?commit=true", {
    multipart: { file },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(again.status()).toBe(200);
  expect(await again.json()).toMatchObject({ already: true, session: { id: session!.id } });
  expect(await stored()).toHaveLength(1);

  await page.goto("/imports");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(async () => (await stored()).length).toBe(0);
});

test("a file from another program is refused with the reason", async ({ page }) => {
  await page.goto("/imports");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "shopping.csv", mimeType: "text/csv", buffer: Buffer.from("milk,2\nbread,1\n") });
  await expect(page.getByText(/This is not a report from/)).toBeVisible();
});
