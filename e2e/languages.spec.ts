import { readdirSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { languageCodes } from "@/lib/language/languages";
import { type DemoRole, expect, test } from "./fixtures";
import { layoutFaults } from "./layout";

/* The main pages in each language, and which language a reader gets. English is what all other tests see. */

const main: Record<DemoRole, string[]> = {
  instructor: [
    "/",
    "/sessions?status=ended",
    "/sessions/new",
    "/videos?sort=-views",
    "/videos/new",
    "/imports",
    "/work",
    "/alerts",
    "/settings/account",
  ],
  assistant: ["/", "/sessions?status=ended"],
  admin: [
    "/audit",
    "/compliance",
    "/settings/alerts",
    "/settings/retention",
    "/settings/tokens",
    "/settings/webhooks",
    "/people/import",
  ],
  student: ["/", "/practice", "/settings/account"],
};
/** What the main pages lead to: the first session and the first video of the lists. */
const leads = ["/sessions/", "/videos/"];

const firstLink = (page: Page, start: string) =>
  page.$$eval(
    "main table a[href]",
    (links, begins) =>
      links
        .map((link) => new URL((link as HTMLAnchorElement).href).pathname)
        .find((path) => path.startsWith(begins) && /[0-9a-f]{12}$/.test(path)),
    start,
  );

const catalogues = readdirSync("lib/language/messages/en").map((file) => file.replace(/\.json$/, ""));

/** Keys of messages that a page shows instead of their texts, or values that no message got. */
const unwritten = (page: Page) =>
  page.evaluate((names) => {
    const shown = [
      document.body.innerText,
      document.title,
      ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")].map((element) =>
        ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? "").join("\n"),
      ),
    ].join("\n");
    return shown.match(
      new RegExp(`(?<![\\w.@/-])(${names.join("|")})\\.[a-z_]+\\.?[a-z_.]*\\b|\\{\\w+\\}`, "g"),
    );
  }, catalogues);

for (const locale of languageCodes.filter((code) => code !== "en"))
  test.describe(locale, () => {
    test.use({ locale });

    for (const role of ["instructor", "assistant", "admin", "student"] satisfies DemoRole[])
      test.describe(role, () => {
        test.use({ role });

        test("the main pages are whole, and every text is written", async ({ page }) => {
          test.setTimeout(300_000);
          const paths = [...main[role]];
          for (const path of paths) {
            await page.goto(path);
            await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
            await expect(page.locator("html"), path).toHaveAttribute("lang", locale);
            for (const lead of leads) {
              const next = await firstLink(page, lead);
              if (next && !paths.some((known) => known.startsWith(lead) && !known.endsWith("/new")))
                paths.push(next);
            }
            for (const width of [390, 1440]) {
              await page.setViewportSize({ width, height: 900 });
              expect.soft(await layoutFaults(page), `${path} at ${width} px`).toEqual([]);
            }
            expect.soft(await unwritten(page), path).toBeNull();
          }
        });
      });
  });

test.describe("a reader's language", () => {
  const headingIn = async (browser: Browser, url: string, locale: string, from: Page) => {
    const context = await browser.newContext({
      baseURL: url,
      locale,
      storageState: await from.context().storageState(),
    });
    const page = await context.newPage();
    await page.goto("/settings/account");
    const text = await page.getByRole("heading", { level: 1 }).innerText();
    await context.close();
    return text;
  };
  test.use({ role: "instructor" });

  test("is the one that they chose, else their browser's, else their school's", async ({
    page,
    browser,
    server,
    sql,
  }) => {
    const heading = (locale: string) => headingIn(browser, server.url, locale, page);
    expect(await heading("fr-CA")).toBe("Compte");
    // None of ours: the school's.
    expect(await heading("ja")).toBe("Account");
    await sql`update schools set language = 'es'`;
    expect(await heading("ja")).toBe("Cuenta");
    expect(await heading("pt-BR")).toBe("Conta");

    await page.goto("/settings/account");
    await page.getByLabel("Language", { exact: true }).selectOption("Deutsch");
    await expect(page.getByRole("heading", { level: 1, name: "Konto" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    expect(await heading("fr-CA")).toBe("Konto");

    await page.getByLabel("Sprache", { exact: true }).selectOption("");
    await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
    await sql`update schools set language = 'en'`;
  });

  test("is the browser's before they sign in", async ({ browser, server }) => {
    const context = await browser.newContext({ baseURL: server.url, locale: "pt-PT" });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "pt");
    await context.close();
  });
});
