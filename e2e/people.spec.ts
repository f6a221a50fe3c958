import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { demoPassword, expect, shot, startServer, test } from "./fixtures";
import { layoutFaults } from "./layout";

test.describe("the first visit", () => {
  test("creates the school and its admin with the code from the terminal, only once", async ({ browser }) => {
    // A server of its own, and pages that are walked at three widths.
    test.setTimeout(300_000);
    const server = await startServer("empty");
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    try {
      await page.goto("/videos");
      await expect(page).toHaveURL(/\/set-up$/);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up Lectern");
      await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Lisbon");
      await expectAccessible(page);
      await shot(page, "set-up");

      await page.getByLabel("Set-up code").fill("AAAA-AAAA-AAAA");
      await page.getByLabel("School", { exact: true }).fill("Harbour College");
      await page.getByLabel("Your name").fill("Inês Carvalho");
      await page.getByLabel("E-mail").fill("Ines@Harbour.Example");
      await page.getByLabel("Password").fill("a long enough password");
      await page.getByRole("button", { name: "Create school" }).click();
      await expect(page.getByText("is not the one shown in the terminal")).toBeVisible();

      await expect.poll(() => server.output()).toMatch(/with the code [\w-]{14}/);
      const code = /with the code ([\w-]{14})/.exec(server.output())?.[1] ?? "";
      await page.getByLabel("Set-up code").fill(code);
      await page.getByRole("button", { name: "Create school" }).click();
      await expect(page).toHaveURL(/\/start$/);
      await expect(page.getByText("Admin, Harbour College")).toBeVisible();

      // Who runs the installation invites the admin of all its schools. Mail is not set up here.
      await page.goto("/settings/school");
      await page.getByRole("button", { name: "Invite an admin" }).click();
      await page.getByRole("dialog").getByLabel("E-mail address").fill("operations@harbour.test");
      await page.getByRole("dialog").getByRole("button", { name: "Invite an admin" }).click();
      await expect(page.getByText("operations@harbour.test is invited.")).toBeVisible();
      const link = await page.getByLabel("Link", { exact: true }).inputValue();
      const operator = await (await browser.newContext({ baseURL: server.url })).newPage();
      await operator.goto(new URL(link).pathname);
      await operator.getByLabel("Your name").fill("Olga Mota");
      await operator.getByLabel("New password").fill("a long enough password");
      await operator.getByRole("button", { name: "Take the account" }).click();
      await expect(operator).not.toHaveURL(/\/link\//);
      await operator.goto("/schools");
      await expect(operator.getByRole("row", { name: /Harbour College/ })).toBeVisible();
      for (const width of [390, 768, 1440]) {
        await operator.setViewportSize({ width, height: 900 });
        expect.soft(await layoutFaults(operator), `${width} px`).toEqual([]);
        await expectAccessible(operator);
      }
      await shot(operator, "schools");
      await operator.context().close();
      // From now on that admin invites the others.
      await page.reload();
      await expect(page.getByRole("button", { name: "Invite an admin" })).toHaveCount(0);

      await page.goto("/set-up");
      await expect(page).not.toHaveURL(/set-up/);
      const outsider = await (await browser.newContext({ baseURL: server.url })).newPage();
      await outsider.goto("/set-up");
      await expect(outsider).toHaveURL(/\/sign-in$/);
      await outsider.context().close();
    } finally {
      await context.close();
      await server.stop();
    }
  });
});

test.describe("signing in", () => {
  test("rejects a wrong password, accepts the right one, and signs out", async ({ page }) => {
    await page.goto("/videos");
    await expect(page).toHaveURL(/\/sign-in/);
    await expectAccessible(page);
    await shot(page, "sign-in");
    await page.getByLabel("E-mail").fill("instructor@lectern.test");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toHaveText(
      "The e-mail address or the password is wrong.",
    );
    await page.getByLabel("Password").fill(demoPassword());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/:\d+\/$/);
    const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith("lectern.session"));
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });

    await page.goto("/sign-in");
    await expect(page).toHaveURL(/:\d+\/$/);
    const copied = await page.context().cookies();
    await page.getByRole("button", { name: /Instructor, / }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/videos");
    await expect(page).toHaveURL(/\/sign-in/);
    // Not even with a copy of the cookie.
    await page.context().addCookies(copied);
    await page.goto("/videos");
    await expect(page).toHaveURL(/\/sign-in/);
  });

  for (const [name, heading] of [
    ["Admin", "Harbour College"],
    ["Instructor", "Your teaching"],
    ["Student", "My learning"],
  ] as const)
    test(`needs one click for the demo's ${name.toLowerCase()}`, async ({ page }) => {
      await page.goto("/sign-in");
      await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
      await expect(page).toHaveURL(/:\d+\/$/);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    });

  test("ends with the next request after the account is disabled", async ({ openAs, sql }) => {
    // A separate session: reactivating the account does not restore it.
    const page = await openAs(null);
    await page.goto("/sign-in");
    await page.getByRole("button", { name: /^Student/ }).click();
    await expect(page).toHaveURL(/:\d+\/$/);
    await sql`UPDATE users SET disabled_at = now() WHERE email = 'student@lectern.test'`;
    try {
      await page.reload();
      await expect(page).toHaveURL(/\/sign-in/);
    } finally {
      await sql`UPDATE users SET disabled_at = NULL WHERE email = 'student@lectern.test'`;
    }
  });
});

test.describe("the account", () => {
  /** Signs in by the demo's button, in a separate browser. */
  async function enter(page: Page) {
    await page.goto("/sign-in?callbackUrl=%2Fsettings%2Ftokens");
    await page.getByRole("button", { name: /^Admin/ }).click();
    await expect(page).toHaveURL(/\/settings\/tokens$/);
  }

  test("shows failed attempts and browsers, asks for the password again, and signs out everywhere", async ({
    openAs,
    sql,
  }) => {
    const [page, other] = [await openAs(null), await openAs(null)];
    await other.goto("/sign-in");
    await other.getByLabel("E-mail").fill("admin@lectern.test");
    await other.getByLabel("Password").fill("not the password");
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(other.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
    await enter(other);
    await enter(page);
    await page.getByRole("button", { name: /Admin, / }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Account");
    await expect(page.getByText(/failed attempts? to sign in/)).toBeVisible();
    await expect(page.getByRole("row", { name: /This browser/ })).toHaveCount(1);
    await expectAccessible(page);
    await shot(page, "account");

    await page.getByLabel("Current password").fill("not the password");
    await page.getByLabel("New password").fill("a long enough password");
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("is not your password")).toBeVisible();

    await sql`
      UPDATE devices SET signed_in_at = now() - interval '1 hour'
      WHERE user_id = (SELECT id FROM users WHERE email = 'admin@lectern.test')`;
    await page.goto("/settings/tokens");
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name").fill("Late export");
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByLabel("Password").fill(demoPassword());
    await page.getByRole("button", { name: "Create token" }).click();
    await expect(page.getByText(/^lct_[\w-]{43}$/)).toBeVisible();

    await page.goto("/settings/account");
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await other.goto("/videos");
    await expect(other).toHaveURL(/\/sign-in/);
  });
});

test.describe("API tokens", () => {
  test.use({ role: "instructor" });

  test("are created, shown once, used and revoked", async ({ page, playwright, server, sql }) => {
    // The worker may have signed in long ago.
    await sql`UPDATE devices SET signed_in_at = now()`;
    await page.goto("/settings/tokens");
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name").fill("Nightly export");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Create token" }).click();
    const shown = page.getByText(/^lct_[\w-]{43}$/);
    await expect(shown).toBeVisible();
    const token = await shown.innerText();
    await page.getByRole("button", { name: "Done" }).click();
    const row = page.getByRole("row", { name: /Nightly export/ });
    await expect(row).toContainText("Active");
    expect(await page.content()).not.toContain(token);
    await expectAccessible(page);
    await shot(page, "api-tokens");

    const program = await playwright.request.newContext({ baseURL: server.url });
    const ask = () =>
      program.get("/api/admin/analytics/videos", { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status()).toBe(200);

    await row.getByRole("button", { name: "Revoke Nightly export" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(row).toContainText("Revoked");
    expect((await ask()).status()).toBe(401);
    await program.dispose();
  });

  test("are not available to students", async ({ openAs }) => {
    const page = await openAs("student");
    const answer = await page.goto("/settings/tokens");
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You don't have access");
  });
});

test.describe("the language", () => {
  test.use({ role: "instructor" });

  test("is reached from the account menu, and holds for pages, search and errors", async ({ page }) => {
    await page.goto("/videos");
    await page.getByRole("button", { name: /Instructor, / }).click();
    await page.getByRole("menuitem", { name: "Language" }).click();
    await expect(page).toHaveURL(/\/settings\/account#language$/);
    await page.getByLabel("Language").selectOption("de");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Konto");

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Sitzung, Video, Kurs oder Person suchen" }).fill("übersicht");
    await page.getByRole("option", { name: "Übersicht" }).click();
    await expect(page).toHaveURL(/:\d+\/$/);
    await page.goto("/no-such-page");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nicht gefunden");

    await page.goto("/settings/account");
    await page.getByLabel("Sprache").selectOption("");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Account");
  });
});

test.describe("the API reference", () => {
  test.use({ role: "instructor" });

  test("shows each route with an example request and answer", async ({ page }) => {
    await page.goto("/api-reference");
    const document = await (await page.request.get("/api/openapi.json")).json();
    const routes = Object.values(document.paths as Record<string, object>).flatMap(Object.keys);
    const index = page.getByRole("navigation", { name: "Routes" });
    await expect(index.getByRole("link")).toHaveCount(routes.length);
    await index.getByRole("link", { name: /^POST \/api\/tokens/ }).click();
    await expect(page).toHaveURL(/\?group=.+#post-api-tokens$/);
    const entry = page.locator("#post-api-tokens");
    await expect(entry).toBeInViewport();
    await expect(entry.getByText(/^curl -X POST/)).toBeVisible();
    await entry.getByRole("tab", { name: "fetch" }).click();
    await expect(entry.getByText(/^const response = await fetch/)).toBeVisible();
    await expectAccessible(page);
    await shot(page, "api-reference");
    await page.getByRole("searchbox", { name: "Search routes" }).fill("post tokens");
    await expect(page).toHaveURL(/q=post/);
    await expect(page.getByRole("heading", { name: /^\d+ of \d+ routes match$/ })).toBeVisible();
    await index.getByRole("link", { name: /^POST \/api\/tokens/ }).click();
    await expect(page).toHaveURL(/q=post.+#post-api-tokens$/);
    // Of its group only those that match.
    await expect(page.locator("article[id^=get-]")).toHaveCount(0);
    await page.getByRole("searchbox", { name: "Search routes" }).fill("no such route");
    await expect(page.getByText(/No route has/)).toBeVisible();
  });
});
