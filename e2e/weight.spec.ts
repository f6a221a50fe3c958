import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/*
 * The JavaScript that a first visit downloads: every script that the browser fetched until the network is idle, as it was sent
 * (gzipped), in kB of 1,024 bytes. This browser does not fetch the polyfills for browsers without modules.
 */

test.use({ role: "instructor" });

const limits = { plain: 182, charts: 305 };

type Fetched = { name: string; kilobytes: number };

/** The scripts that a path downloads with an empty cache, largest first. */
async function scriptsOf(page: Page, path: string, ready: () => Promise<void>): Promise<Fetched[]> {
  const arrived: Promise<Fetched>[] = [];
  page.on("response", (response) => {
    const request = response.request();
    if (request.resourceType() !== "script") return;
    arrived.push(
      (async () => {
        const [{ responseBodySize }, body] = await Promise.all([request.sizes(), response.body()]);
        // The server does not compress files under a kilobyte.
        if (body.length > 1024)
          expect(await response.headerValue("content-encoding"), response.url()).toBe("gzip");
        // The browser received the whole compressed file; less would come from a cache.
        expect(responseBodySize / gzipSync(body).length, response.url()).toBeGreaterThan(0.9);
        return { name: new URL(response.url()).pathname, kilobytes: responseBodySize / 1024 };
      })(),
    );
  });
  await page.goto(path);
  await ready();
  await page.waitForLoadState("networkidle");
  page.removeAllListeners("response");
  return (await Promise.all(arrived)).sort((a, b) => b.kilobytes - a.kilobytes);
}

function weigh(what: string, scripts: Fetched[], limit: number): void {
  const total = scripts.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  process.stdout.write(
    `${what}: ${total.toFixed(1)} kB of JavaScript in ${scripts.length} files, at most ${limit}\n`,
  );
  const list = scripts.map(({ name, kilobytes }) => `${kilobytes.toFixed(1)} ${name}`).join("\n");
  expect(scripts.length, what).toBeGreaterThan(3);
  expect(total, `${what}\n${list}`).toBeLessThanOrEqual(limit);
}

for (const [what, path] of [
  ["Videos", "/videos"],
  ["API tokens", "/settings/tokens"],
  ["Sessions", "/sessions"],
  ["Imports", "/imports"],
  ["Background work", "/work"],
] as const)
  test(`${what} stays within the limit of a page without charts`, async ({ page }) => {
    const scripts = await scriptsOf(page, path, () =>
      expect(page.getByRole("heading", { level: 1, name: what })).toBeVisible(),
    );
    weigh(what, scripts, limits.plain);
  });

test("a video's page stays within the limit of a page with charts, including those loaded later", async ({
  page,
  sql,
}) => {
  const [video] = await sql<{ id: string }[]>`
    select v.id from videos v join course_instructors ci on ci.course_id = v.course_id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
    where v.source_url is not null limit 1`;
  const scripts = await scriptsOf(page, `/videos/${video?.id}`, () =>
    expect(page.getByRole("slider", { name: /Share of views/ })).toBeVisible(),
  );
  weigh("A video", scripts, limits.charts);
});

test("the overview stays within the limit of a page with charts", async ({ page }) => {
  const scripts = await scriptsOf(page, "/", () =>
    expect(page.getByRole("slider", { name: /Attendance rate/ })).toBeVisible(),
  );
  weigh("Your teaching", scripts, limits.charts);
});

test("a session's page stays within the limit of a page with charts", async ({ page, sql }) => {
  const [session] = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
    where s.status = 'ended' and s.recording_video_id is not null order by s.scheduled_start desc limit 1`;
  const scripts = await scriptsOf(page, `/sessions/${session?.id}`, () =>
    expect(page.getByRole("slider", { name: /People present/ })).toBeVisible(),
  );
  weigh("A session", scripts, limits.charts);
});
