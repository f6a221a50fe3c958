import type { Browser, Locator, Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { startCourseSite } from "./course-site";
import { expect, shot, startServer, test } from "./fixtures";

/* The first hour on an empty installation: from the code of the terminal to a beacon seen and a curve drawn. */

/** Somebody at the page, with a mouse or with the keyboard alone. */
type Hand = {
  fill(field: Locator, text: string): Promise<void>;
  press(button: Locator): Promise<void>;
  /** Opens the tab after the first. */
  secondTab(list: Locator): Promise<void>;
};

const mouse = (): Hand => ({
  fill: (field, text) => field.fill(text),
  press: (button) => button.click(),
  secondTab: (list) => list.getByRole("tab").nth(1).click(),
});

function keyboard(page: Page): Hand {
  const reach = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let steps = 0; steps < 150; steps++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`The Tab key does not reach ${target}.`);
  };
  return {
    async fill(field, text) {
      await reach(field);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    async press(button) {
      await reach(button);
      await page.keyboard.press("Enter");
    },
    async secondTab(list) {
      await reach(list.getByRole("tab").first());
      await page.keyboard.press("ArrowRight");
    },
  };
}

/** A learner opens the course page and watches for some seconds. */
async function watch(browser: Browser, url: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) > 2);
  await page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.muted = true;
    return video.play();
  });
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 3);
  await context.close();
}

for (const by of ["mouse", "keyboard"] as const)
  test(`leads from the set-up code to a beacon and a curve, by ${by}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const server = await startServer("empty");
    const site = await startCourseSite(() => server.url);
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    const hand = by === "mouse" ? mouse() : keyboard(page);
    const button = (name: string) => page.getByRole("button", { name });
    try {
      await page.goto("/");
      await expect.poll(() => server.output()).toMatch(/with the code [\w-]{14}/);
      const code = /with the code ([\w-]{14})/.exec(server.output())?.[1] ?? "";
      await hand.fill(page.getByLabel("Set-up code"), code);
      await hand.fill(page.getByLabel("School", { exact: true }), "Harbour College");
      await hand.fill(page.getByLabel("Your name"), "Inês Carvalho");
      await hand.fill(page.getByLabel("E-mail"), "ines@harbour.example");
      await hand.fill(page.getByLabel("Password"), "a long enough password");
      await hand.press(button("Create school"));

      await expect(page).toHaveURL(/\/start$/);
      const sidebar = page.getByRole("link", { name: /^Set up/ });
      await expect(sidebar).toContainText("1 of 5");
      await expectAccessible(page);
      await shot(page, "start");

      await hand.fill(page.locator("#course").getByLabel("Name"), "Statistics for everyone");
      await hand.press(button("Save course"));
      await expect(page.getByText("Nobody is enrolled yet.")).toBeVisible();
      await hand.fill(page.locator("#thing").getByLabel("Title"), "How this course works");
      await hand.fill(page.locator("#thing").getByLabel("File address"), `${site.url}/clip.mp4`);
      await hand.press(button("Save video"));
      await expect(sidebar).toContainText("3 of 5");

      // A page whose id lacks a letter is told so.
      await hand.secondTab(page.getByRole("tablist", { name: "Snippet for" }));
      const snippet = (await page.getByRole("tabpanel").locator("pre").textContent()) ?? "";
      expect(snippet).toContain('data-video-id="how-this-course-works"');
      expect(snippet).toContain('data-course-id="statistics-for-everyone"');
      await site.show(`<!doctype html><title>A lesson</title>${snippet.replace("works", "work")}`, "");
      await watch(browser, site.url);
      await expect(page.getByText("Unknown video “how-this-course-work”")).toBeVisible({ timeout: 20_000 });
      await expectAccessible(page);
      await shot(page, "start-refused");

      await site.show(`<!doctype html><title>A lesson</title>${snippet}`, "");
      for (const _ of [1, 2, 3]) await watch(browser, site.url);
      await expect(page.getByText("Beacons arrive and are counted.")).toBeVisible({ timeout: 20_000 });
      await expect(page.getByText("Nothing is left to set up.")).toBeVisible();
      await expect(sidebar).toHaveCount(0);
      await expectAccessible(page);
      await shot(page, "start-done");

      await hand.press(page.getByRole("link", { name: "See the first beacon: open or change" }));
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("How this course works");
      // The page was made when the length may not have been agreed yet, and it does not follow the views by itself.
      await expect(async () => {
        await page.reload();
        await expect(page.locator(".recharts-surface").first()).toBeVisible({ timeout: 10_000 });
      }).toPass({ timeout: 60_000 });
    } finally {
      await context.close();
      site.close();
      await server.stop();
    }
  });
