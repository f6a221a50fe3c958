import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type postgres from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

const number = (value: number) => value.toLocaleString("en-GB");
const timeline = (page: Page) => page.getByRole("slider", { name: /People present over the session/ });
const people = (page: Page) => page.getByRole("table", { name: "People of this session" });

/** The demo instructor's latest held session with a recording and feedback; its facts are counted here without the app's queries. */
async function heldSession(sql: postgres.Sql) {
  const [session] = await sql<
    {
      id: string;
      title: string;
      seconds: number;
      registered: number;
      messages: number;
      wrote: number;
      questions: number;
      reactions: number;
      ratings: number;
    }[]
  >`
    select s.id, s.title,
      extract(epoch from coalesce(s.ended_at, s.scheduled_end) - coalesce(s.started_at, s.scheduled_start))::float8 as seconds,
      (select count(*)::int from attendees a where a.session_id = s.id and not a.host
        and a.registered_at is not null and a.cancelled_at is null) as registered,
      (select count(*)::int from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
        where m.session_id = s.id and not a.host) as messages,
      (select count(distinct m.attendee_id)::int from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
        where m.session_id = s.id and not a.host) as wrote,
      (select count(*)::int from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
        where m.session_id = s.id and not a.host and rtrim(m.text) ~ '[?？؟]$') as questions,
      (select count(*)::int from reactions r join attendees a on a.session_id = r.session_id and a.id = r.attendee_id
        where r.session_id = s.id and not a.host) as reactions,
      (select count(*)::int from feedback f where f.session_id = s.id) as ratings
    from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
    where s.status = 'ended' and s.recording_video_id is not null
      and exists (select from messages m where m.session_id = s.id)
      and exists (select from feedback f where f.session_id = s.id and f.comment is not null)
    order by s.scheduled_start desc limit 1`;
  if (!session) throw new Error("the demo's instructor has held no recorded session");
  return session;
}

test("the page's numbers equal those counted from the facts", async ({ page, sql }) => {
  const session = await heldSession(sql);
  await page.goto(`/sessions/${session.id}`);
  await expect(page.getByRole("heading", { level: 1, name: session.title })).toBeVisible();
  await expect(page.getByText(`of ${number(session.registered)} registered`).first()).toBeVisible();
  await expect(timeline(page)).toBeVisible();
  await expect(
    page.getByText(`${number(session.messages)} messages from ${number(session.wrote)} people`),
  ).toBeVisible();
  await expect(page.getByText(`${number(session.questions)} questions`, { exact: true })).toBeVisible();
  await expect(page.getByText(`${number(session.reactions)} reactions`, { exact: true })).toBeVisible();
  await expect(
    page
      .locator("#feedback")
      .getByText(`${number(session.ratings)} of`)
      .first(),
  ).toBeVisible();
  // Every rating has a row, including those that nobody gave.
  await expect(page.locator("#feedback").getByRole("rowheader", { name: /^\d stars?$/ })).toHaveCount(5);
  await expectAccessible(page);
  await shot(page, "session");
});

test("a number's explanation links to the rows that it is counted from", async ({ page, sql }) => {
  const session = await heldSession(sql);
  await page.goto(`/sessions/${session.id}`);
  await page.getByRole("button", { name: "Took part", exact: true }).first().click();
  const explanation = page.getByRole("dialog", { name: "Explanation" });
  await expect(explanation.getByText("Only listened", { exact: true })).toBeVisible();
  const link = explanation.getByRole("link", { name: /^See the [\d,]+ who took part$/ });
  const counted = Number((await link.textContent())?.replace(/\D/g, ""));
  await link.click();
  await expect(page).toHaveURL(/people\.status=engaged/);
  await expect(page.getByText(new RegExp(`of ${number(counted)} people$`))).toBeVisible();
});

test("keyboard, table and CSV give the same values of the timeline", async ({ page, sql }) => {
  const session = await heldSession(sql);
  await page.goto(`/sessions/${session.id}`);
  await expect(timeline(page)).toBeVisible();
  await timeline(page).focus();
  await page.keyboard.press("PageDown");
  await expect(timeline(page)).toHaveAttribute("aria-valuetext", /^\d\d:\d\d: \d+ present/);

  await page.getByRole("button", { name: "Table", exact: true }).first().click();
  const rows = page.getByRole("table", { name: /in each minute/ }).locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const minutes = Math.ceil(session.seconds / 60);
  expect(Math.abs((await rows.count()) - minutes)).toBeLessThanOrEqual(1);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).first().click();
  const text = await readFile(await (await download).path(), "utf8");
  const lines = text.trimEnd().split("\r\n");
  expect(lines[0]).toBe("\ufeffMinute,At,Present,Messages,Questions,Reactions");
  expect(lines).toHaveLength((await rows.count()) + 1);
  const written = lines.slice(1).reduce((sum, line) => sum + Number(line.split(",")[3]), 0);
  // Messages from before the start or after the end count, but belong to no minute.
  const [within] = await sql<{ messages: number }[]>`
    select count(*)::int as messages from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
      join sessions s on s.id = m.session_id
    where s.id = ${session.id} and not a.host and m.sent_at between coalesce(s.started_at, s.scheduled_start)
      and coalesce(s.ended_at, s.scheduled_end)`;
  expect(written).toBe(within?.messages);
});

test("where nobody wrote, the timeline has no marks of messages", async ({ page, sql }) => {
  const [quiet] = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
    where s.status = 'ended' and exists (select from presence p where p.session_id = s.id)
      and not exists (select from messages m where m.session_id = s.id) limit 1`;
  await page.goto(`/sessions/${quiet!.id}`);
  const chart = page.getByRole("slider", { name: /People present/ });
  await expect(chart).toBeVisible();
  // What cannot be drawn is an error in the browser (fixtures.ts); a mark for each point of the curve would be one too many.
  await expect(page.locator("svg rect[style*='--ink-3']")).toHaveCount(0);
});

test("the attendance table sorts, searches and hides columns in the URL", async ({ page, sql }) => {
  const session = await heldSession(sql);
  await page.goto(`/sessions/${session.id}`);
  await people(page).getByRole("button", { name: "Messages", exact: true }).click();
  await expect(page).toHaveURL(/people\.sort=-messages/);
  const messages = async () =>
    (await people(page).locator("tbody tr td:nth-child(7)").allTextContents()).map(
      (text) => Number(text) || 0,
    );
  await expect
    .poll(async () => {
      const shown = await messages();
      return (
        shown.length > 1 &&
        (shown[0] ?? 0) > 0 &&
        shown.every((value, i) => i === 0 || (shown[i - 1] ?? 0) >= value)
      );
    })
    .toBe(true);

  const name = (await people(page).locator("tbody tr td:first-child").first().textContent()) ?? "";
  await page.getByLabel("Name or e-mail").fill(name);
  await expect(page).toHaveURL(/people\.q=/);
  await expect(people(page).locator("tbody tr td:first-child").first()).toHaveText(name);
  await page.getByRole("button", { name: /^Columns/ }).click();
  await page.getByRole("menuitemcheckbox", { name: /live or later/ }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/people\.columns=seen/);
  // The URL alone restores the view.
  await page.reload();
  await expect(page.getByLabel("Name or e-mail")).toHaveValue(name);
  await expect(people(page).getByRole("columnheader", { name: /live or later/ })).toBeVisible();
});

test("an unknown session is 404, another instructor's is 403", async ({ page, sql, openAs }) => {
  expect((await page.goto("/sessions/no-such-session"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Session not found" })).toBeVisible();
  const session = await heldSession(sql);
  const student = await openAs("student");
  expect((await student.goto(`/sessions/${session.id}`))?.status()).toBe(403);
  const admin = await openAs("admin");
  expect((await admin.goto(`/sessions/${session.id}`))?.status()).toBe(200);
});

test("a planned session explains how to run it; a live one updates until it ends", async ({
  page,
  openAs,
  server,
}) => {
  const path = "/api/admin/training/sessions";
  const ask = async (method: "POST" | "PATCH", to: string, data: unknown) => {
    const answer = await page.request.fetch(to, { method, data, headers: { origin: server.url } });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  const { id } = await ask("POST", path, {
    title: "Intervals, on its own page",
    scheduled_start: new Date(Date.now() + 60_000).toISOString(),
    scheduled_end: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await page.goto(`/sessions/${id}`);
  await expect(page.getByText(`data-session-id="${id}"`)).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the room" })).toHaveAttribute("href", `/room/${id}`);
  await expectAccessible(page);
  await shot(page, "session-planned");

  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("status").getByText("Live", { exact: true })).toBeVisible();
  await expect(page.getByText("0 here now")).toBeVisible();
  // How people join stays on the page while it is live.
  await expect(page.locator("#run").getByText(`data-session-id="${id}"`)).toBeVisible();
  await expect(page.locator("#run").getByRole("link", { name: "Open the room" })).toBeVisible();

  const student = await openAs("student");
  await student.goto(`/room/${id}`);
  await expect(page.getByText("1 here now")).toBeVisible();
  await student.getByLabel("Write to the room").fill("Why 95 %?");
  await student.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("1 message from 1 person")).toBeVisible();
  await expect(page.getByText("1 question", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await shot(page, "session-live");

  await ask("PATCH", `${path}/${id}`, { action: "end" });
  await expect(page.getByRole("status").getByText("Live", { exact: true })).toHaveCount(0);
  await expect(page.getByText("here now")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
});
