import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type postgres from "postgres";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

/** A session of the demo's instructor in which many asked, and somebody else wrote after one of the questions; counted without the app's queries. */
async function askedSession(sql: postgres.Sql) {
  const [session] = await sql<{ id: string; unanswered: number; messages: number }[]>`
    select s.id, count(*)::int as messages,
      (count(*) filter (where m.question and not a.host and m.answered_at is null))::int as unanswered
    from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
      join messages m on m.session_id = s.id join attendees a on a.session_id = s.id and a.id = m.attendee_id
    where s.status = 'ended' group by s.id order by unanswered desc, s.id limit 1`;
  const [first] = await sql<{ id: string; text: string; reply: string }[]>`
    select q.id, q.text, r.text as reply from messages q
      join attendees a on a.session_id = q.session_id and a.id = q.attendee_id and not a.host
      join lateral (select text, attendee_id from messages r where r.session_id = q.session_id and not r.question
        and r.sent_at > q.sent_at and r.sent_at < q.sent_at + interval '100 seconds' and r.attendee_id <> q.attendee_id
        order by r.sent_at limit 1) r on true
      cross join lateral (select count(*) filter (where o.text = q.text) as asked, count(*) filter (where o.text = r.text) as replied
        from messages o where o.session_id = q.session_id) said
    where q.session_id = ${session!.id} and q.question and q.answered_at is null and said.asked = 1 and said.replied = 1
      and (select count(*) from messages o where o.session_id = q.session_id and o.question
        and o.sent_at > q.sent_at and o.sent_at < q.sent_at + interval '100 seconds') = 0
    order by q.sent_at limit 1`;
  return { ...session!, first: first! };
}

const messages = (page: Page) => page.getByRole("table", { name: "Messages and questions" });

test("a question on the timeline opens what was said around it, with the keyboard", async ({ page, sql }) => {
  const { id } = await askedSession(sql);
  await page.goto(`/sessions/${id}`);
  const mark = page.getByRole("link", { name: /^\d+ questions? at .*: read what was said$/ }).first();
  const name = (await mark.getAttribute("aria-label"))!;
  await mark.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sessions/${id}/messages\\?at=`));
  const moment = page.getByRole("region", { name: /^Around / });
  await expect(moment.getByRole("heading")).toBeFocused();
  const asked = Number(name.match(/^\d+/)![0]);
  expect(await moment.getByText(/^(Not answered|Answered aloud)$/).count()).toBeGreaterThanOrEqual(asked);
  await expectAccessible(page);
  await shot(page, "session-messages");

  // The same moment again from its address, then the next question, and back.
  await page.reload();
  await expect(moment).toBeVisible();
  const before = page.url();
  await moment.getByRole("link", { name: "Next question" }).click();
  await expect(page).not.toHaveURL(before);
  await expect(moment).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(before);
  await moment.getByRole("link", { name: "Close" }).click();
  await expect(moment).toHaveCount(0);
});

test("a drop-off on the timeline opens who left", async ({ openAs, sql }) => {
  // Well before the end, where people leave because it ends. The driver writes the numbers as a text of JSON.
  const [session] = await sql<{ id: string }[]>`
    select s.id from sessions s join session_numbers n on n.session_id = s.id
      cross join lateral jsonb_array_elements((n.detail #>> '{}')::jsonb -> 'numbers' -> 'drop_off_points') fall
    where s.status = 'ended' and s.school_id = (select school_id from users where email = 'admin@lectern.test')
      and (fall ->> 'to')::timestamptz < s.begun_at + (coalesce(s.ended_at, s.scheduled_end) - s.begun_at) * 0.9
      and exists (select from messages m where m.session_id = s.id)
    order by s.begun_at desc limit 1`;
  const page = await openAs("admin");
  await page.goto(`/sessions/${session!.id}`);
  await page
    .getByRole("link", { name: /^Left at .*: read what was said$/ })
    .first()
    .click();
  const moment = page.getByRole("region", { name: /^Around / });
  await expect(moment).toBeVisible();
  expect(await moment.getByText("left", { exact: true }).count()).toBeGreaterThanOrEqual(5);
});

test("messages are searched and filtered in the URL, questions marked as answered, and the CSV has the same", async ({
  page,
  sql,
}) => {
  const { id, first, unanswered, messages: all } = await askedSession(sql);
  await page.goto(`/sessions/${id}/messages`);
  await expect(page.getByRole("navigation", { name: "Pages of messages" })).toContainText(
    `of ${all} messages`,
  );
  await page.getByRole("button", { name: /^Not answered/ }).click();
  await expect(page).toHaveURL(/show=unanswered/);
  await expect(page.getByRole("button", { name: `Not answered ${unanswered}` })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.getByRole("searchbox", { name: "Search messages" }).fill(first.text);
  await expect(page).toHaveURL(/q=/);
  await expect(messages(page).getByRole("row")).toHaveCount(2);

  // By a message: it is chosen among those that follow.
  await messages(page)
    .getByRole("link", { name: /what was said around it$/ })
    .click();
  const moment = page.getByRole("region", { name: /^Around / });
  const line = moment
    .getByRole("listitem")
    .filter({ has: page.getByText(first.reply, { exact: true }) })
    .first();
  await line.getByRole("button", { name: "This answers it" }).click();
  await expect(moment.getByText(/^Answered by /)).toBeVisible();
  const stored = async () =>
    (
      await sql`select answered_at is not null as answered, answer_id is not null as by_message
      from messages where session_id = ${id} and id = ${first.id}`
    )[0];
  expect(await stored()).toEqual({ answered: true, by_message: true });
  await expect(page.getByRole("button", { name: `Not answered ${unanswered - 1}` })).toBeVisible();
  // It no longer matches the filter.
  await expect(page.getByText("No messages match")).toBeVisible();

  await page.goto(`/sessions/${id}/messages?show=questions&q=${encodeURIComponent(first.text)}`);
  await messages(page).getByRole("button", { name: /^Undo/ }).click();
  await expect(messages(page).getByText("Not answered")).toBeVisible();
  await messages(page)
    .getByRole("button", { name: /^Mark as answered/ })
    .click();
  await expect(messages(page).getByText("Answered aloud")).toBeVisible();
  expect(await stored()).toEqual({ answered: true, by_message: false });
  await expectAccessible(page);

  await page.goto(`/sessions/${id}/messages?show=unanswered`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Messages CSV" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
  expect(lines[0]).toBe("\ufeffTime,Person,Role,Text,Question,Answered,Answered by,Answered at");
  expect(lines).toHaveLength(unanswered - 1 + 1);
});

test("only who may see the session may read its messages", async ({ page, openAs, sql }) => {
  const [other] = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id
    where s.school_id = (select school_id from users where email = 'instructor@lectern.test')
      and u.email <> 'instructor@lectern.test' and s.status = 'ended' limit 1`;
  const path = `/sessions/${other!.id}/messages`;
  expect((await page.goto(path))?.status()).toBe(403);
  const admin = await openAs("admin");
  expect((await admin.goto(path))?.status()).toBe(200);
  const student = await openAs("student");
  expect((await student.goto(path))?.status()).toBe(403);
});
