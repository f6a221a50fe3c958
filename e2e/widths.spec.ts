import type { Page } from "@playwright/test";
import { violationsOf } from "./accessible";
import { type DemoRole, expect, test } from "./fixtures";
import { layoutFaults } from "./layout";
import { expectWhole, printed } from "./printed";

/* Every page at every width and on paper, and what axe says of it on a phone, a tablet and a desktop, in light and dark. At a zoom of 200 % a window of 1,280 px is 640 px wide, one of 720 px 360. */

const widths = [360, 390, 640, 768, 1024, 1280, 1440, 1920, 2560];

/** An instructor's pages are an admin's too, with fewer columns: they are walked where room is shortest. */
const walkedWidths: Record<DemoRole, number[]> = {
  instructor: [360, 768, 1024],
  assistant: [390],
  admin: widths,
  student: widths,
};
/** Each page once on a phone, a tablet and a desktop. */
const axeWidths: Record<DemoRole, number[]> = {
  instructor: [768],
  assistant: [390],
  admin: [390, 1440],
  student: [390, 768, 1440],
};

async function expectAccessible(page: Page, path: string, width: number): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Dark differs from light in its colours alone.
    const found = await violationsOf(page, { onlyColors: colorScheme === "dark" });
    expect.soft(found, `${path} at ${width} px, ${colorScheme}`).toEqual([]);
  }
}

const shapeOf = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");

/** The pages that a page links to, without files. */
const linked = (page: Page) =>
  page.$$eval("main a[href^='/'], nav a[href^='/']", (links) =>
    links.flatMap((link) => {
      const { pathname } = new URL((link as HTMLAnchorElement).href);
      return link.hasAttribute("download") || pathname.startsWith("/api/") ? [] : [pathname];
    }),
  );

// The longest tests of all: no worker waits for another to end its walk.
test.describe.configure({ mode: "parallel" });
// A record of so many steps takes as long as they do; each fault names its page and width.
test.use({ trace: "off" });

for (const role of ["instructor", "assistant", "admin", "student"] satisfies DemoRole[])
  test.describe(role, () => {
    test.use({ role });

    test("every page that can be reached is whole at every width and on paper, and accessible", async ({
      page,
    }) => {
      test.setTimeout(900_000);
      // The first of each shape; an ended session and a video with views lead the lists that are asked for here.
      const paths = [
        "/",
        "/sessions?status=ended",
        "/videos?sort=-views",
        "/settings/account",
        "/sessions/new",
        "/videos/new",
      ];
      const known = new Set(paths.map((path) => shapeOf(path.split("?")[0] ?? "")));
      let walked = 0;
      for (const path of paths) {
        const answer = await page.goto(path);
        if (answer?.status() !== 200) continue;
        // Not until the network is silent: live pages keep a stream open.
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        for (const next of await linked(page)) {
          if (known.has(shapeOf(next))) continue;
          known.add(shapeOf(next));
          paths.push(next);
        }
        for (const width of walkedWidths[role]) {
          await page.setViewportSize({ width, height: 900 });
          expect.soft(await layoutFaults(page), `${path} at ${width} px`).toEqual([]);
          if (axeWidths[role].includes(width)) await expectAccessible(page, path, width);
          walked++;
        }
        await page.setViewportSize({ width: 1440, height: 900 });
        // Staff's pages are an admin's too.
        if (role === "admin" || role === "student") expectWhole(await printed(page, path), path);
      }
      const pages = walked / walkedWidths[role].length;
      expect(pages, "pages that were reached").toBeGreaterThan(role === "student" ? 3 : 9);
    });
  });

test("the sign-in page is whole at every width", async ({ page }) => {
  await page.goto("/sign-in");
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    expect.soft(await layoutFaults(page), `${width} px`).toEqual([]);
  }
});

test("a broken layout is seen", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await page.setContent(`<main style="width:600px">
    <h2 style="width:60px">One word a line</h2>
    <p style="position:absolute;top:200px;margin:0">One text</p><p style="position:absolute;top:204px;margin:0">Another text</p>
    <p style="width:40px;overflow:hidden;white-space:nowrap">This is cut off</p>
    <div style="width:900px">wide</div></main>`);
  const faults = (await layoutFaults(page)).join("\n");
  for (const what of ["px wide in 640", "a heading is broken", "lie on each other", "is cut off"])
    expect(faults).toContain(what);
});
