import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { liveSite } from "@/e2e/live-site";
import { drainIngest, ingestServer } from "@/lib/flows/ingest/transports";
import { makeSchool, makeSession, testDatabase } from "@/lib/testing/database";

/* The script on somebody else's page, in a real browser, through the ingest server into the database. */

const { sql } = testDatabase();
let site: Awaited<ReturnType<typeof liveSite>>;
let sessionId: string;

beforeAll(async () => {
  const ingest = ingestServer();
  site = await liveSite((request, response) => {
    if (!ingest(request, response)) response.writeHead(404).end();
  });
  const schoolId = (await makeSchool()).id;
  sessionId = (
    await makeSession({
      school_id: schoolId,
      status: "live",
      scheduled_start: new Date(Date.now() - 600_000),
      scheduled_end: new Date(Date.now() + 3_000_000),
      anonymous_viewers: true,
    })
  ).id;
}, 120_000);
afterAll(async () => {
  await site?.close();
  await drainIngest();
});

const eventually = <T>(read: () => Promise<T>, expected: (value: T) => void) =>
  vi.waitFor(async () => expected(await read()), { timeout: 15_000, interval: 50 });
const clients = async () =>
  (
    await sql`
    select a.display_name as name, p.left_ms is not null as gone from presence p
    join attendees a on a.session_id = p.session_id and a.id = p.attendee_id where p.session_id = ${sessionId} order by 1`
  ).map((row) => [row.name, row.gone]);
const marked = (name: string) =>
  `<main data-session-analytics data-session-id="${sessionId}" data-name="${name}"></main>`;
/** Runs the script's own controls of the marked element. */
const say = (page: Page, text: string) =>
  page.evaluate((words) => {
    type Api = { initSessionAnalytics: (element: Element | null) => { say: (text: string) => void } };
    (window as unknown as Api).initSessionAnalytics(document.querySelector("main")).say(words);
  }, text);

test("joins automatically, sends what it is told, and leaves with its element", async () => {
  const page = await site.open(marked("Eva"));
  await eventually(clients, (rows) => expect(rows).toEqual([["Eva", false]]));
  await say(page, "Is it linear?");
  await eventually(
    async () => [...(await sql`select text, question from messages where session_id = ${sessionId}`)],
    (rows) => expect(rows).toEqual([{ text: "Is it linear?", question: true }]),
  );
  await page.evaluate(() => document.querySelector("main")?.remove());
  await eventually(clients, (rows) => expect(rows).toEqual([["Eva", true]]));

  await page.evaluate((markup) => document.body.insertAdjacentHTML("beforeend", markup), marked("Rui"));
  await eventually(clients, (rows) =>
    expect(rows).toEqual([
      ["Eva", true],
      ["Rui", false],
    ]),
  );
  await page.close({ runBeforeUnload: false });
  await page.context().close();
});

test("reports leaving when the page closes, and learns that the session has ended", async () => {
  const page = await site.open(marked("Ana"));
  await eventually(clients, (rows) => expect(rows).toContainEqual(["Ana", false]));
  await page.goto("about:blank");
  await eventually(clients, (rows) => expect(rows).toContainEqual(["Ana", true]));

  await sql`update sessions set status = 'ended', ended_at = now() where id = ${sessionId}`;
  const late = await site.open(
    `<script>addEventListener("sessionanalyticsstatus", (event) => { document.title = event.detail.status; })</script>${marked("Zoe")}`,
  );
  await late.waitForFunction(() => document.title === "ended");
  expect((await clients()).map(([name]) => name)).not.toContain("Zoe");
}, 60_000);
