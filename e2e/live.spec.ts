import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { demoPassword, expect, shot, startServer, test } from "./fixtures";

test.use({ role: "instructor" });

/** Calls the API as the person signed in on the page. */
async function ask(page: Page, origin: string, method: "POST" | "PATCH", path: string, data: unknown) {
  const answer = await page.request.fetch(path, { method, data, headers: { origin } });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** Starts a session of the instructor; returns a function that ends it. */
async function startSession(page: Page, origin: string, title: string) {
  const path = "/api/admin/training/sessions";
  const { id } = await ask(page, origin, "POST", path, {
    title,
    scheduled_start: new Date(Date.now() - 60_000).toISOString(),
    scheduled_end: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const press = (action: "start" | "end") => ask(page, origin, "PATCH", `${path}/${id}`, { action });
  await press("start");
  return { id: id as string, end: () => press("end") };
}

/** Opens the room and waits until the server has recorded the person. */
async function enter(student: Page, id: string) {
  const joined = student.waitForResponse((response) =>
    response.url().endsWith(`/api/sessions/${id}/presence`),
  );
  await student.goto(`/room/${id}`);
  expect((await joined).status()).toBe(200);
}

/** Writes in the room; the message has been accepted when this returns. */
async function write(student: Page, id: string, text: string) {
  const answered = student.waitForResponse((response) =>
    response.url().endsWith(`/api/sessions/${id}/messages`),
  );
  await student.getByLabel("Write to the room").fill(text);
  await student.getByRole("button", { name: "Send", exact: true }).click();
  expect((await answered).status()).toBe(200);
}

/** One session's part of the Live page. */
const partOf = (page: Page, title: string) => page.getByRole("region", { name: title });

test("presence, messages and reactions in the room appear on the Live page within two seconds", async ({
  page,
  openAs,
  server,
}) => {
  const title = "Choosing a test, followed";
  const { id, end } = await startSession(page, server.url, title);
  await page.goto("/live");
  const part = partOf(page, title);
  await expect(part.getByText("No one yet")).toBeVisible();

  const student = await openAs("student");
  await enter(student, id);
  await expect(page.getByText("1 person is here now")).toBeVisible();
  await write(student, id, "Is it two-sided?");
  await expect(part.getByText("Is it two-sided?")).toBeVisible();
  await expect(part.getByText("Question", { exact: true })).toBeVisible();

  const reacted = student.waitForResponse((response) => response.url().endsWith("/reactions"));
  await student.getByRole("button", { name: "Applause" }).click();
  await reacted;
  await expect(part.getByText("👏 1")).toBeVisible();

  await expectAccessible(page);
  await expectAccessible(student);
  await shot(page, "live");
  await shot(student, "room");

  await end();
  await expect(part).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: `${title} has ended.` })).toBeAttached();

  // The answer to the next heartbeat ends the room, which then asks for a rating.
  await expect(student.getByRole("heading", { name: "The session has ended" })).toBeVisible();
  await expect(student.getByRole("heading", { name: "How was it?" })).toBeVisible();
  const rated = student.waitForResponse((response) => response.url().endsWith("/feedback"));
  await student.getByLabel("4 stars").check();
  await student.getByLabel("Comment").fill("The worked example helped.");
  await student.getByRole("button", { name: "Send the rating" }).click();
  expect((await rated).status()).toBe(200);
  await expect(student.getByText("your rating is saved")).toBeVisible();
  await expectAccessible(student);
});

test("a session that starts while the Live page is open appears there", async ({ page, server }) => {
  await page.goto("/live");
  await expect(page.getByRole("heading", { level: 1, name: "Live" })).toBeVisible();
  const title = "Coaching call, begun late";
  const { end } = await startSession(page, server.url, title);
  await expect(partOf(page, title)).toBeVisible();
  await end();
  await expect(partOf(page, title)).toHaveCount(0);
});

test("after a lost connection the page reconnects and shows everything", async ({ page, openAs, server }) => {
  const title = "Two samples, interrupted";
  const { id, end } = await startSession(page, server.url, title);
  const student = await openAs("student");
  await enter(student, id);
  await page.goto("/live");
  await expect(partOf(page, title)).toBeVisible();
  await server.kill();
  await expect(page.getByText("Connection lost")).toBeVisible();
  await server.start();
  await write(student, id, "Are you back?");
  await expect(partOf(page, title).getByText("Are you back?")).toBeVisible();
  await expect(page.getByText("Connection lost")).toHaveCount(0);
  await end();
});

test("what one server process receives appears on pages of another", async ({
  page,
  browser,
  openAs,
  server,
}) => {
  const title = "Spread, seen from elsewhere";
  const { id, end } = await startSession(page, server.url, title);
  const other = await startServer("demo", { DATABASE_URL: server.databaseUrl });
  const context = await browser.newContext({ baseURL: other.url });
  try {
    const elsewhere = await context.newPage();
    await elsewhere.goto("/sign-in?callbackUrl=%2Flive");
    await elsewhere.getByLabel("E-mail").fill("instructor@lectern.test");
    await elsewhere.getByLabel("Password").fill(demoPassword());
    await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(elsewhere).toHaveURL(/\/live$/);
    await expect(partOf(elsewhere, title)).toBeVisible();
    const student = await openAs("student");
    await enter(student, id);
    await write(student, id, "Hello from the other process");
    await expect(partOf(elsewhere, title).getByText("Hello from the other process")).toBeVisible();
  } finally {
    await context.close();
    await other.stop();
    await end();
  }
});

test("the room asks people to sign in, and recognises its instructor", async ({ page, openAs, server }) => {
  const { id, end } = await startSession(page, server.url, "Averages that lie");
  const outsider = await openAs(null);
  await outsider.goto(`/room/${id}`);
  await expect(outsider).toHaveURL(/\/sign-in/);
  await page.goto(`/room/${id}`);
  await expect(page.getByText("You run this session, so you are not counted")).toBeVisible();
  await expect(page.getByRole("link", { name: "Analytics" })).toHaveAttribute("href", `/sessions/${id}`);
  await end();
});
